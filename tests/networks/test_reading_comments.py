"""Finding what people say: in order, a page at a time, at the same cost."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from community.actions.conversation import post_comment
from community.models import Comment, Organization, UploadedImage, User
from networks import actions
from tests.factories import (
    MemberFactory,
    PostPageFactory,
    ResourcePageFactory,
    SolutionPageFactory,
)

pytestmark = pytest.mark.django_db

KINDS = {
    "blog": PostPageFactory,
    "soluciones": SolutionPageFactory,
    "recursos": ResourcePageFactory,
}
FOR_A_VISITOR = 8
FOR_A_MEMBER = 12


def publish(network, section):
    parent = Page.objects.child_of(network).get(slug=section).specific
    return actions.publish_entry(parent, KINDS[section].build(slug="x"), by=MemberFactory())


def crowd(thing, number, authors=1):
    """`number` comments, one a minute, the last one a moment ago."""
    people = [MemberFactory(profile_audience=User.Audience.EVERYONE) for _ in range(authors)]
    kind, now = ContentType.objects.get_for_model(thing), timezone.now()
    return Comment.objects.bulk_create(
        Comment(
            content_type=kind,
            object_id=thing.pk,
            author=people[count % authors],
            body=f"<p>Comentario {count:03}</p>",
            posted_at=now - timedelta(minutes=number - count),
        )
        for count in range(1, number + 1)
    )


@pytest.fixture
def post(network):
    return publish(network, "blog")


def page_of(client, query="", section="blog"):
    response = client.get(f"/redes/agua/{section}/x/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_oldest_comes_first_and_twenty_are_shown(client, post):
    crowd(post, 45)

    first = page_of(client)
    assert first.index("Comentario 001") < first.index("Comentario 020")
    assert "Comentario 021" not in first
    assert ">45 com" in first
    assert "/redes/agua/blog/x/?comentarios=2#comentarios" in first
    second, third = page_of(client, "?comentarios=2"), page_of(client, "?comentarios=3")
    assert "Comentario 021" in second
    assert "Comentario 040" in second
    assert "Comentario 045" in third
    assert "?comentarios=4" not in third


@pytest.mark.parametrize("asked", ["x", "0", "-1", "99", "²", "1" * 50, ""])
def test_a_page_that_is_not_there_shows_the_first(client, post, asked):
    crowd(post, 3)

    assert "Comentario 001" in page_of(client, f"?comentarios={asked}")


def test_the_address_of_a_comment_leads_to_its_page(client, post):
    comments = crowd(post, 45)

    for number, query in ((20, ""), (21, "?comentarios=2"), (45, "?comentarios=3")):
        comment = comments[number - 1]
        response = client.get(f"/comentarios/{comment.pk}/")
        assert response.url == f"/redes/agua/blog/x/{query}#comentario-{comment.pk}"


def test_what_is_said_last_is_seen_at_once_however_many_there_are(signed_in, post):
    crowd(post, 45)

    page = signed_in.post(
        f"/comentarios/nuevo/publicacion/{post.pk}/",
        {"text": "El último", "pagina": "1"},
        headers={"HX-Request": "true"},
    ).content.decode()

    assert "El último" in page
    assert "Comentario 041" in page
    assert "Comentario 001" not in page


@pytest.mark.parametrize("section", KINDS)
@pytest.mark.parametrize(("role", "bound"), [(None, FOR_A_VISITOR), ("member", FOR_A_MEMBER)])
@pytest.mark.parametrize("photos", [False, True])
def test_a_page_costs_the_same_with_2_and_with_200_comments(
    network, section, role, bound, photos, request, django_assert_max_num_queries
):
    thing = publish(network, section)
    client = Client()
    if role:
        client.force_login(request.getfixturevalue(role))
    counted = []
    for number in (2, 200):
        Comment.objects.all().delete()
        crowd(thing, number, authors=min(number, 25))
        if photos:
            photo = UploadedImage.objects.create(title="Rostro", file=get_test_image_file())
            User.objects.filter(comments__isnull=False).update(photo=photo)
        page_of(client, section=section)
        with django_assert_max_num_queries(bound) as queries:
            assert "Comentario 002" in page_of(client, section=section)
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_a_moderator_pays_no_more(network, post, coordinator, django_assert_max_num_queries):
    crowd(post, 200)
    client = Client()
    client.force_login(coordinator)
    page_of(client)

    with django_assert_max_num_queries(FOR_A_MEMBER):
        assert "/ocultar/" in page_of(client)


def test_a_visitors_page_can_be_cached_whole(client, post):
    crowd(post, 3)
    response = client.get("/redes/agua/blog/x/")

    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies


def test_a_name_leads_only_to_a_profile_one_may_open(client, post):
    for audience in (User.Audience.EVERYONE, User.Audience.MEMBERS):
        person = MemberFactory(
            display_name=f"For {audience}", handle=f"for-{audience}", profile_audience=audience
        )
        post_comment(post, person, "Hola")

    assert "/personas/for-everyone/" in page_of(client)
    assert "For members" in page_of(client)
    assert "/personas/for-members/" not in page_of(client)


def test_one_speaks_from_where_one_worked_that_day(client, post):
    person = MemberFactory(profile_audience=User.Audience.EVERYONE)
    for name, start, end in (
        ("Alcaldía de antes", None, date(2026, 3, 31)),
        ("Alcaldía de ahora", None, None),
    ):
        organization = Organization.objects.create(name=name, kind=Organization.Kind.NGO)
        person.affiliations.create(organization=organization, started_on=start, ended_on=end)
    at = timezone.make_aware(datetime(2026, 3, 31, 22, 0))
    post_comment(post, person, "Hola", at=at)

    assert "Alcaldía de antes" in page_of(client)
    assert "Alcaldía de ahora" not in page_of(client)


def test_where_one_works_is_shown_to_those_who_may_open_the_profile(client, post):
    person = MemberFactory(profile_audience=User.Audience.MEMBERS)
    organization = Organization.objects.create(name="Alcaldía", kind=Organization.Kind.NGO)
    person.affiliations.create(organization=organization)
    post_comment(post, person, "Hola")

    assert "Alcaldía" not in page_of(client)


def test_comments_of_a_closed_network_are_read_where_it_is_read(client, member, closed_network):
    thing = publish(closed_network, "blog")
    comment = crowd(thing, 1)[0]
    addresses = [f"/comentarios/{comment.pk}/{rest}" for rest in ("", "historial/", "ocultar/")]
    stranger = Client()
    stranger.force_login(member)

    for address in addresses:
        assert client.get(address).status_code == 404
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code in {404, 405}

    actions.appoint_coordinator(closed_network, member)
    assert stranger.get(addresses[0]).status_code == 302


def test_a_closed_network_takes_its_comments_with_it(client, network, post):
    comment = crowd(post, 1)[0]
    assert client.get(f"/comentarios/{comment.pk}/").status_code == 302

    actions.set_visibility(network, "members")

    assert client.get(f"/comentarios/{comment.pk}/").status_code == 404


def test_a_preview_shows_no_comments(post, client):
    crowd(post, 1)
    page = post.make_preview_request().render().content.decode()

    assert "Comentario 001" not in page
    assert 'id="comentarios"' not in page


def test_robots_do_not_follow_the_addresses_of_comments(client):
    assert "Disallow: /comentarios/" in client.get("/robots.txt").content.decode()
