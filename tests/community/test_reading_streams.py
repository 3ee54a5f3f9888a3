"""What happened lately: on the home page, in a network, a place, a profile, one's own space."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from blog.models import PostPage
from community import streams
from community.actions import conversation, following
from community.models import Activity, Comment, User
from knowledge.actions import publish, send, unpublish
from knowledge.models import Case
from networks.actions import create_network, join, publish_entry
from networks.models import NetworkPage
from tests.crowd import crowd_of
from tests.factories import CaseFactory, MemberFactory, PostPageFactory
from tests.knowledge.conftest import write

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


@pytest.fixture
def network(networks):
    return create_network(networks, NetworkPage(title="Agua", slug="agua", purpose="Compartir."))


@pytest.fixture
def post(network):
    entry = PostPageFactory.build(title="Tarifas claras", slug="tarifas")
    return publish_entry(network.get_children().get(slug="blog").specific, entry, by=somebody())


@pytest.fixture
def team(db):
    return MemberFactory(is_superuser=True)


@pytest.fixture
def case(team, network):
    told = CaseFactory(title="Compost en el mercado", rows__networks=[network])
    publish(send(told, told.registered_by), team)
    return Case.objects.get(pk=told.pk)


def somebody(**fields):
    return MemberFactory(profile_audience=User.Audience.EVERYONE, **fields)


def titles(found):
    return [str(line.thing) for line in found.lines]


def test_who_comments_on_one_thing_on_one_day_is_told_in_one_line(client, post):
    for name in ("Luis", "Eva", "Ana"):
        conversation.post_comment(post, somebody(display_name=name), f"Soy {name}.")
    conversation.post_comment(post, User.objects.get(display_name="Ana"), "Otra cosa.")

    line, published = streams.stream(VISITOR).lines[:2]
    assert (line.act.verb, line.act.actor.display_name) == ("commented", "Ana")
    assert (line.people, line.others) == (3, 2)
    assert published.act.verb == "published"
    html = client.get("/redes/agua/").content.decode()
    assert re.search(r'<a href="/personas/[^"]+">Ana</a> (and|y) 2 ', html)
    assert "Luis" not in html


def test_another_day_is_another_line(post):
    for days in range(3):
        at = timezone.now() - timedelta(days=days, minutes=1)
        conversation.post_comment(post, somebody(), "Lo leí.", at=at)

    found = streams.stream(VISITOR, Q(verb="commented"))

    assert [line.people for line in found.lines] == [1, 1, 1]
    assert len(found.days) == 3


def test_a_hidden_or_deleted_comment_takes_its_line_along(post, team):
    author = somebody()
    first = conversation.post_comment(post, author, "Uno.")
    second = conversation.post_comment(post, somebody(), "Dos.")
    assert streams.stream(VISITOR).lines[0].people == 2

    conversation.delete_comment(first, author)
    assert streams.stream(VISITOR).lines[0].people == 1
    conversation.hide_comment(second, team, "No viene al caso.")

    assert [line for line in streams.stream(team).lines if line.act.comment_id] == []


def test_a_case_stands_in_the_streams_of_its_network_place_theme_and_author(case, network):
    author, place = case.registered_by, case.lead_municipality
    theme = case.themes[0]
    reader = MemberFactory()
    following.follow(theme, reader)

    assert titles(streams.stream(VISITOR)) == ["Compost en el mercado", "Agua"]
    for among in (
        streams.of_network(network),
        streams.of_territory(place),
        streams.of_territory(place.get_parent()),
        streams.of_person(author),
        streams.followed_by(reader),
    ):
        assert "Compost en el mercado" in titles(streams.stream(VISITOR, among))
    assert titles(streams.stream(VISITOR, streams.followed_by(MemberFactory()))) == []


def test_a_new_version_is_told_and_a_withdrawn_case_takes_all_its_lines_along(case, team):
    write(case, case.registered_by, "Compost, segunda vuelta")
    publish(send(case, case.registered_by), team)
    conversation.post_comment(Case.objects.get(pk=case.pk), somebody(), "¿Cuánto costó?")

    verbs = [line.act.verb for line in streams.stream(VISITOR).lines]
    assert verbs == ["commented", "renewed", "published", "published"]

    unpublish(case, team, "Lo pidió el municipio.")

    for reader in (VISITOR, MemberFactory(), team):
        assert titles(streams.stream(reader)) == ["Agua"]


def test_what_happens_in_a_closed_network_only_its_members_read(networks):
    closed = NetworkPage(title="Cerrada", slug="cerrada", purpose="Compartir.")
    closed.visibility, closed.joining = "members", "invitation"
    closed = create_network(networks, closed)
    insider = MemberFactory()
    insider.groups.add(closed.circle)
    entry = PostPageFactory.build(title="Secreta", slug="secreta")
    post = publish_entry(closed.get_children().get(slug="blog").specific, entry, by=insider)
    conversation.post_comment(post, insider, "Entre nosotras.")
    follower = MemberFactory()
    following.follow(insider, follower)
    unit = MemberFactory(is_superuser=True)

    for role, reader, count in (
        ("visitor", VISITOR, 0),
        ("stranger", follower, 0),
        ("member", insider, 2),
        ("unit", unit, 2),
    ):
        assert titles(streams.stream(reader)).count("Secreta") == count, role
    assert titles(streams.stream(follower, streams.followed_by(follower))) == []


def test_what_one_follows_is_told_but_not_what_one_did(network, post, member):
    following.follow(network, member)
    join(network, member)
    conversation.post_comment(post, member, "Lo mío.")
    assert titles(streams.stream(member, streams.followed_by(member))) == ["Tarifas claras", "Agua"]

    conversation.post_comment(post, somebody(display_name="Eva"), "Lo de otra.")

    line = streams.stream(member, streams.followed_by(member)).lines[0]
    assert (line.act.actor.display_name, line.people) == ("Eva", 1)


def test_each_stream_is_on_its_page(signed_in, member, case, network):
    author = case.registered_by
    User.objects.filter(pk=author.pk).update(profile_audience="everyone")
    following.follow(case.lead_municipality.get_parent(), member)

    place = case.lead_municipality
    for address in (
        "/redes/agua/",
        f"{author.get_absolute_url()}?ver=actividad",
        place.get_absolute_url(),
        place.get_parent().get_absolute_url(),
        place.get_root().get_absolute_url(),
        "/mi-espacio/",
    ):
        html = signed_in.get(address).content.decode()
        stream = html[html.find('id="corriente"') :]
        assert "Compost en el mercado" in stream, address


def test_older_lines_are_reached_one_sheet_after_the_other(network):
    now = timezone.now()
    crowd = crowd_of(PostPage, network.get_children().get(slug="blog"), 45, network=network)
    same = now.replace(microsecond=0)
    Activity.objects.bulk_create(
        Activity(verb="published", page_id=page.pk, network_id=network.pk, at=same)
        for page in crowd
    )
    seen, mark = [], ""
    for _ in range(10):
        found = streams.stream(VISITOR, streams.of_network(network), before=mark)
        seen += [act.pk for line in found.lines for act in line.acts]
        mark = found.older
        if not mark:
            break

    assert len(seen) == len(set(seen)) == 46


def test_streams_cost_the_same_with_20_and_with_20000_lines(
    client, network, case, member, django_assert_max_num_queries
):
    following.follow(network, member)
    place, author = case.lead_municipality, case.registered_by
    User.objects.filter(pk=author.pk).update(profile_audience="everyone")
    pages = crowd_of(PostPage, network.get_children().get(slug="blog"), 20, network=network)
    kind = ContentType.objects.get_for_model(Case)
    profile = f"{author.get_absolute_url()}?ver=actividad"
    addresses = ["/redes/agua/", profile, place.get_absolute_url()]

    def write(number):
        now = timezone.now()
        comments = Comment.objects.bulk_create(
            Comment(content_type=kind, object_id=case.pk, author=author, body="<p>Sí.</p>")
            for _ in range(number // 2)
        )
        for at in range(number):
            day = now - timedelta(minutes=at * 7)
            about = {"page_id": pages[at % 20].pk, "network_id": network.pk, "verb": "published"}
            if at % 2:
                about = {"content_type": kind, "object_id": case.pk, "verb": "commented"}
                about |= {"comment": comments[at // 2], "territory": place}
            yield Activity(actor=author, at=day, **about)

    def costs():
        found = {}
        for who, bound in ((None, 8), (member, 12)):
            client.logout()
            if who:
                client.force_login(who)
            for address in [*addresses, "/mi-espacio/"] if who else addresses:
                client.get(address)
                with django_assert_max_num_queries(bound) as queries:
                    assert client.get(address).status_code == 200
                found[bound, address] = len(queries)
        return found

    Activity.objects.bulk_create(write(20))
    few = costs()
    Activity.objects.bulk_create(write(20_000), batch_size=2_000)

    assert costs() == few


def test_lines_written_in_bulk_are_gathered_too(network):
    Activity.objects.bulk_create(
        Activity(verb="joined", actor=somebody(), network_id=network.pk) for _ in range(3)
    )

    (line,) = streams.stream(VISITOR, Q(verb="joined")).lines

    assert (line.people, line.is_named) == (3, True)
