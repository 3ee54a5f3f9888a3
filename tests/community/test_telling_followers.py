"""Telling those who follow something of what happened there."""

import pytest

from community.actions import conversation, following, telling_followers
from community.actions.following import tell_followers
from community.actions.mail_preferences import choose
from community.actions.mailing import send_at_once
from community.models import Activity, MailDelivery, Notification, User
from knowledge.actions import publish, send
from knowledge.models import Case
from networks.actions import create_network, publish_entry
from networks.models import NetworkPage
from tests.factories import CaseFactory, MemberFactory, PostPageFactory, ThemeFactory
from tests.knowledge.conftest import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(networks):
    return create_network(networks, NetworkPage(title="Agua", slug="agua", purpose="Compartir."))


def write_post(network, by, title="Tarifas claras", at=None):
    entry = PostPageFactory.build(title=title, slug="tarifas")
    return publish_entry(network.get_children().get(slug="blog").specific, entry, by=by, at=at)


def told(person):
    return list(Notification.objects.filter(recipient=person, kind__startswith="followed"))


def test_who_follows_the_network_or_the_author_hears_once_of_a_post(network, work, member):
    author, other = MemberFactory(display_name="Inés Paredal"), MemberFactory()
    for thing in (network, author):
        following.follow(thing, member)
    following.follow(network, other)
    following.follow(network, author)

    write_post(network, author)
    assert not told(member)
    work()

    (notice,) = told(member)
    assert "Tarifas claras" in notice.title
    assert "Inés Paredal" in notice.title
    assert notice.url.endswith("/redes/agua/blog/tarifas/")
    assert notice.facts["followed"] == "Agua"
    assert len(told(other)) == 1
    assert not told(author)


def test_what_is_brought_in_with_an_old_date_is_no_news(network, work, member):
    following.follow(network, member)

    write_post(network, MemberFactory(), at=network.first_published_at.replace(year=2001))
    work()

    assert not told(member)


def test_a_case_is_told_to_who_follows_its_theme_state_or_itself(network, work):
    team, by_theme, by_state, by_case = (MemberFactory(is_superuser=n == 0) for n in range(4))
    parent = ThemeFactory(name="Agua")
    theme = ThemeFactory(name="Acueducto", parent=parent)
    case = CaseFactory(title="Compost", rows__theme=theme, rows__networks=[network])
    following.follow(parent, by_theme)
    following.follow(case.lead_municipality.get_parent(), by_state)

    publish(send(case, case.registered_by), team)
    work()

    assert [notice.facts["followed"] for notice in told(by_theme)] == ["Agua"]
    assert len(told(by_state)) == 1
    case = Case.objects.get(pk=case.pk)
    following.follow(case, by_case)
    for significance, count in (("minor", 0), ("major", 1)):
        write(case, case.registered_by, f"Compost {significance}")
        publish(send(case, case.registered_by), team, significance=significance)
        case = Case.objects.get(pk=case.pk)
        work()
        assert len(told(by_case)) == count, significance
    assert len(told(by_state)) == 1


def test_comments_are_told_to_who_follows_the_case_and_not_twice_to_its_author(network, work):
    team, follower, of_network = MemberFactory(is_superuser=True), MemberFactory(), MemberFactory()
    case = CaseFactory(title="Compost", rows__networks=[network])
    author = case.registered_by
    publish(send(case, author), team)
    case = Case.objects.get(pk=case.pk)
    for person in (follower, author):
        following.follow(case, person)
    following.follow(network, of_network)

    comment = conversation.post_comment(case, MemberFactory(), "¿Cuánto costó la obra?")
    work()

    (notice,) = told(follower)
    assert notice.url == comment.get_absolute_url()
    assert not told(author)
    assert not told(of_network)
    assert Notification.objects.filter(recipient=author, kind="comment_posted").exists()


def test_nobody_is_written_a_comment_that_was_taken_away_before_the_mail(network, work, mailoutbox):
    team, follower, author = MemberFactory(is_superuser=True), MemberFactory(), MemberFactory()
    case = CaseFactory(title="Compost", rows__networks=[network])
    publish(send(case, case.registered_by), team)
    work()
    choose(follower, {"following": "at_once"})
    case = Case.objects.get(pk=case.pk)
    following.follow(case, follower)
    deleted = conversation.post_comment(case, author, "Llame al 555 y pregunte.")
    conversation.delete_comment(deleted, author)
    kept = conversation.post_comment(case, author, "¿Cuánto costó la obra?")
    work()
    assert [notice.url for notice in told(follower)] == [kept.get_absolute_url()]

    delivery = MailDelivery.objects.create(recipient=follower)
    Notification.objects.filter(recipient=follower).update(delivery=delivery)
    conversation.delete_comment(kept, author)
    mailoutbox.clear()

    assert not send_at_once(delivery)
    assert mailoutbox == []


def test_nobody_hears_of_what_is_closed_to_them(networks, work, member):
    closed = NetworkPage(title="Cerrada", slug="cerrada", purpose="Compartir.")
    closed.visibility, closed.joining = "members", "invitation"
    closed = create_network(networks, closed)
    author = MemberFactory()
    following.follow(author, member)

    write_post(closed, author)
    work()

    assert not told(member)


def test_many_are_told_some_at_a_time_and_none_twice(network, work, monkeypatch):
    monkeypatch.setattr(telling_followers, "AT_A_TIME", 3)
    people = [MemberFactory() for _ in range(8)]
    for person in people:
        following.follow(network, person)
    gone = people.pop()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    post = write_post(network, MemberFactory())
    work()
    assert [len(told(person)) for person in people] == [1] * 7
    assert not told(gone)

    arguments = {"event": "e", "besides": [], "facts": {}, "after": 0}
    for _ in range(2):
        telling_followers.tell_some(post, Activity.Verb.PUBLISHED, None, **arguments)

    assert [len(told(person)) for person in people] == [2] * 3 + [1] * 4


def test_where_nobody_follows_no_work_is_left(network, work):
    post = write_post(network, MemberFactory())
    work()

    tell_followers(post, Activity.Verb.PUBLISHED, None)

    assert work() == 0


def test_the_mail_says_why_it_came(network, work, member, mailoutbox):
    choose(member, {"following": "at_once"})
    following.follow(network, member)
    write_post(network, MemberFactory(display_name="Inés Paredal"))
    work()

    (mail,) = mailoutbox
    assert "Tarifas claras" in mail.subject
    assert "Agua" in mail.body
