"""Answering each other: replies, mentions, what was useful, what is new."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from community.actions.conversation import delete_comment, edit_comment, hide_comment, post_comment
from community.models import Comment, Notification, Reaction, User, Visit
from networks import actions
from networks.models import ResourceIndexPage
from tests.factories import MemberFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return MemberFactory(display_name="Maira Tolosa", handle="maira-tolosa")


@pytest.fixture
def other(db):
    return MemberFactory(display_name="Hernán Olazar", handle="hernan-olazar")


@pytest.fixture
def guide(library, author):
    return ResourcePageFactory(parent=library, title="Guía de caja", slug="x", author=author)


def kinds_told(person):
    return list(Notification.objects.visible_to(person).values_list("kind", flat=True))


def page_of(client, query=""):
    return client.get(f"/redes/agua/recursos/x/{query}").content.decode()


def test_an_answer_stands_below_what_it_answers_also_when_it_answers_an_answer(
    guide, member, other, signed_in
):
    first = post_comment(guide, other, "¿Quién paga el camión?")
    post_comment(guide, other, "Otra cosa.")
    page = signed_in.get(f"/comentarios/{first.pk}/responder/").content.decode()
    assert "¿Quién paga el camión?" in page

    signed_in.post(f"/comentarios/{first.pk}/responder/", {"text": "La mancomunidad."})
    reply = Comment.objects.get(parent=first)
    browser = Client()
    browser.force_login(other)
    assert "@ana-perez " in browser.get(f"/comentarios/{reply.pk}/responder/").content.decode()
    browser.post(f"/comentarios/{reply.pk}/responder/", {"text": "¡Gracias!"})

    shown = page_of(signed_in)
    assert Comment.objects.filter(parent=first).count() == 2
    assert shown.index("La mancomunidad.") < shown.index("¡Gracias!") < shown.index("Otra cosa.")


def test_each_is_told_once_for_the_nearest_reason(guide, author, member, other):
    first = post_comment(guide, author, "¿Quién paga?")
    assert kinds_told(author) == []

    post_comment(guide, member, "Pregunte a @hernan-olazar, @Maira-Tolosa.", answering=first)

    assert kinds_told(author) == ["reply"]
    assert kinds_told(other) == ["mention"]
    assert kinds_told(member) == []


def test_a_mention_links_those_whom_the_writer_may_see_and_calls_them_once(guide, member, other):
    MemberFactory(handle="nadie-me-ve", profile_audience=User.Audience.NOBODY)
    comment = post_comment(guide, member, "@hernan-olazar @nadie-me-ve a@hernan-olazar")

    assert comment.body.count('<a href="/personas/hernan-olazar/"') == 1
    assert "nadie-me-ve/" not in comment.body
    # A link typed to look like a mention leads nowhere else and calls nobody more.
    handles = "nadie-me-ve", "maira-tolosa"
    faked = " ".join(f"[@{it}](https://x.example/{it}/)" for it in handles)
    comment_with_links = post_comment(guide, member, faked)
    assert "x.example" not in comment_with_links.body
    assert not User.objects.get(handle="nadie-me-ve").notifications.exists()
    edit_comment(comment, member, "@hernan-olazar, ¿sirve?")
    assert kinds_told(other) == ["mention"]


def test_who_cannot_open_the_thing_is_mentioned_in_vain(closed_network, coordinator, other):
    actions.appoint_coordinator(closed_network, coordinator)
    section = ResourceIndexPage.objects.child_of(closed_network).get()

    post_comment(ResourcePageFactory(parent=section), coordinator, "Mire, @hernan-olazar.")

    assert kinds_told(other) == []


def test_what_is_gone_keeps_its_place_as_long_as_answers_hang_on_it(
    guide, member, other, coordinator, client
):
    first = post_comment(guide, other, "Palabras retiradas")
    post_comment(guide, member, "Respuesta que queda.", answering=first)
    alone = post_comment(guide, other, "Sin respuestas.")
    hide_comment(first, coordinator, "Trae un teléfono.")
    delete_comment(alone, other)

    shown = page_of(client)

    assert "Palabras retiradas" not in shown
    assert f'id="{first.anchor}"' in shown
    assert "Respuesta que queda." in shown
    assert f'id="{alone.anchor}"' not in shown
    with pytest.raises(PermissionDenied):
        post_comment(guide, member, "Otra.", answering=first)


def test_the_address_of_an_answer_leads_to_its_page(guide, member, other, client):
    kind, now = ContentType.objects.get_for_model(guide), timezone.now()
    said = [
        Comment(
            content_type=kind,
            object_id=guide.pk,
            author=other,
            body=f"<p>{n}</p>",
            posted_at=now - timedelta(hours=50 - n),
        )
        for n in range(30)
    ]
    Comment.objects.bulk_create(said)
    late = post_comment(guide, member, "Respuesta tardía", answering=said[0])

    assert client.get(f"/comentarios/{late.pk}/").url == f"/redes/agua/recursos/x/#{late.anchor}"
    assert "Respuesta tardía" in page_of(client)
    last = client.get(f"/comentarios/{said[-1].pk}/").url
    assert last == f"/redes/agua/recursos/x/?comentarios=2#{said[-1].anchor}"


def test_useful_is_said_once_and_taken_back_never_of_ones_own(guide, member, other, signed_in):
    comment = post_comment(guide, other, "Un dato.")
    door = f"/comentarios/{comment.pk}/sirve/"

    button = signed_in.post(door, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in button
    signed_in.post(door)
    assert Reaction.objects.count() == 1
    assert (
        'aria-pressed="false"'
        in signed_in.post(door, {"retirar": "1"}, headers={"HX-Request": "true"}).content.decode()
    )
    assert not Reaction.objects.exists()
    mine = post_comment(guide, member, "Lo mío.")
    assert signed_in.post(f"/comentarios/{mine.pk}/sirve/").status_code == 403
    assert "/cuenta/entrar/" in Client().post(door).url


def test_what_was_said_since_the_last_visit_is_marked_for_that_visit(guide, other, signed_in):
    post_comment(guide, other, "Lo de antes.")
    assert "badge told" not in page_of(signed_in)
    Visit.objects.update(seen_at=timezone.now() - timedelta(days=1))
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=2))
    new = post_comment(guide, other, "Lo de ahora.")

    for _each in range(2):
        shown = page_of(signed_in)
        assert shown.count("badge told") == 1
        assert f'/comentarios/{new.pk}/"' in shown
    Visit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=2))
    assert "badge told" not in page_of(signed_in)


def test_completion_offers_members_those_they_may_see(signed_in, other, client):
    MemberFactory(display_name="Hernán Oculto", profile_audience=User.Audience.NOBODY)

    offered = signed_in.get("/comentarios/personas/?q=hern").content.decode()

    assert 'data-handle="hernan-olazar"' in offered
    assert "Oculto" not in offered
    assert "option" not in signed_in.get("/comentarios/personas/?q=").content.decode()
    assert Client().get("/comentarios/personas/?q=hern").status_code == 404


def test_five_hundred_comments_are_read_a_page_at_a_time(
    guide, member, other, coordinator, django_assert_max_num_queries
):
    kind, now = ContentType.objects.get_for_model(guide), timezone.now()
    words = f"<p>{'Lo probamos con dos cuadrillas y el costo bajó a la mitad. ' * 8}</p>"

    def said(number, **of):
        at = now - timedelta(hours=600 - number)
        return Comment(
            content_type=kind, object_id=guide.pk, author=other, body=words, posted_at=at, **of
        )

    counted = {}
    for total in (2, 250):
        Comment.objects.all().delete()
        first = Comment.objects.bulk_create(said(number) for number in range(total))
        Comment.objects.bulk_create(said(number, parent=first[number]) for number in range(total))
        for person, most in ((None, 8), (member, 12), (coordinator, 12)):
            client = Client()
            if person:
                client.force_login(person)
            page_of(client)
            with django_assert_max_num_queries(most) as queries:
                shown = page_of(client)
            assert len(shown.encode()) <= 60_000, person
            counted.setdefault(person, set()).add(len(queries))
    assert all(len(numbers) == 1 for numbers in counted.values()), counted
