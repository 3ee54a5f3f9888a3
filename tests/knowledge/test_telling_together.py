"""Several people tell one case: invited, accepted, told of each other, removed."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone, translation

from community.actions.members import close_account
from community.models import Notification
from knowledge import actions
from knowledge.actions import authorship
from knowledge.models import Authorship, Case
from knowledge.permissions import (
    can_edit,
    can_invite_authors,
    can_publish,
    can_read_draft,
    can_send,
    can_share,
)
from knowledge.reading import read
from knowledge.tokens import invitation_address
from tests.factories import MemberFactory
from tests.knowledge.conftest import verbs, write
from tests.knowledge.workspace import at, newest, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]


@pytest.fixture(autouse=True)
def own_language():
    """The workspace is met in English; the next test finds the language it was."""
    with translation.override("en"):
        yield


@pytest.fixture
def luisa(db):
    return MemberFactory(display_name="Luisa Rojas", handle="luisa", email="luisa@town.example")


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def token_of(invitation):
    return invitation_address(invitation.pk).rstrip("/").rpartition("/")[2]


def invited(case, by, person, **told):
    return authorship.invite(case, by, person=person, **told)


def joined(case, by, person, **told):
    return authorship.accept(token_of(invited(case, by, person, **told)), person)


def test_who_has_no_account_is_invited_by_mail_signs_up_and_writes(draft, author, work):
    page = browser_of(author)
    address = at(draft, "editar", "quienes")
    told = {"who": "Luisa@Town.example", "role": "co_author", "may_edit": "on"}
    sent = page.post(address, {**told, "post": "Director", "message": "You were there."})
    assert sent.status_code == 302
    work()
    [letter] = mail.outbox
    assert letter.to == ["luisa@town.example"]
    assert "You were there." in letter.body
    link = re.search(r"https?://[^/]+(/\S+invitaciones/\S+)", letter.body)[1]
    assert "luisa@town.example" in words(page.get(address))

    visitor = Client()
    assert "Compost in the market" in words(visitor.get(link))
    assert visitor.post(link, {"licence": "on", "shown_as": "person"}).status_code == 200
    assert not Authorship.objects.accepted().exists(), "nobody takes part without an account"
    luisa = MemberFactory(display_name="Luisa Rojas", email="luisa@town.example")
    own = browser_of(luisa)
    assert "Autora invites you to tell it together" in words(own.get("/en/mi-espacio/"))
    assert "Without this" in words(own.post(link, {"shown_as": "person"}))
    told = {"post": "Director of services", "organization_name": "Town hall"}
    own.post(link, {**told, "licence": "on", "shown_as": "organization"})

    case = Case.objects.get(pk=draft.pk)
    [credit] = newest(case).contributors.all()
    assert (credit.person, credit.post, credit.shown_as) == (None, "", "organization")
    part, held = Authorship.objects.get(), case.protections.get()
    assert credit.key == part.key
    assert (held.person, held.post) == (luisa, "Director of services")
    assert (part.person, part.post, part.email) == (luisa, "", "")
    assert case.events.get(verb="joined").actor is None
    told = Notification.objects.get(recipient=author, kind="author_accepted").title
    assert "Luisa" not in told
    assert "Luisa" not in words(page.get(address))
    assert "Luisa" in words(own.get(address))
    assert [each.name for each in read(case, newest(case), AnonymousUser()).credits] == [
        "Town hall"
    ]
    write(case, luisa, "Compost, told by two")
    assert newest(case).title == "Compost, told by two"
    assert Notification.objects.filter(recipient=author, kind="author_accepted").exists()
    assert verbs(case)[-1] == "joined"
    refused = own.get(link)
    assert "no longer holds" in words(refused)


def test_whoever_takes_part_may_what_was_agreed_and_no_more(draft, author, team, unit, luisa):
    stranger, reader = MemberFactory(), MemberFactory()
    joined(draft, author, luisa)
    joined(draft, author, reader, may_edit=False, role="reviewer")
    people = {
        "visitor": AnonymousUser(),
        "stranger": stranger,
        "author": author,
        "co-author": luisa,
        "reader": reader,
        "team": team,
        "unit": unit,
    }

    def who(predicate):
        case = Case.objects.get(pk=draft.pk)
        return {name for name, person in people.items() if predicate(person, case)}

    inside = {"author", "co-author", "reader", "team", "unit"}
    assert who(can_read_draft) == inside
    assert who(can_edit) == inside - {"reader"}
    assert who(can_invite_authors) == {"author", "team", "unit"}
    assert who(can_send) == {"author"}
    screens = ("editar",), ("editar", "quienes"), ("editar", "problema"), ("editar", "documentos")
    for person, answers in (
        (stranger, [404] * 4),
        (reader, [200, 200, 403, 403]),
        (luisa, [200] * 4),
    ):
        browser = browser_of(person)
        found = [browser.get(at(draft, *screen)).status_code for screen in screens]
        assert found == answers, person
    told = {"who": "somebody@town.example", "role": "author"}
    assert browser_of(luisa).post(at(draft, "editar", "quienes"), told).status_code == 403
    actions.send(Case.objects.get(pk=draft.pk), author)
    assert who(can_edit) == {"team", "unit"}


def test_what_a_co_author_wrote_since_needs_sending_before_it_is_published(
    draft, author, team, luisa
):
    joined(draft, author, luisa)
    case = actions.send(Case.objects.get(pk=draft.pk), author)
    actions.publish(case, team)
    case = Case.objects.get(pk=draft.pk)
    write(case, luisa, "Something new")

    case = Case.objects.get(pk=draft.pk)
    assert not can_publish(team, case)
    case = actions.send(case, author)
    actions.publish(case, team)
    assert Case.objects.get(pk=draft.pk).title == "Something new"


def test_only_the_keeper_and_the_team_take_somebody_off_and_whoever_will_leaves(
    draft, author, team, luisa
):
    other = MemberFactory()
    for person in (luisa, other):
        joined(draft, author, person)
    theirs = Authorship.objects.get(person=luisa)
    with pytest.raises(PermissionDenied):
        authorship.remove(theirs, other)
    taken = browser_of(author).post(at(draft, "editar", "quienes", theirs.pk, "quitar"))
    assert taken.status_code == 302

    case = Case.objects.get(pk=draft.pk)
    assert not can_read_draft(luisa, case)
    assert [row.person for row in newest(case).contributors.all()] == [luisa, other]
    assert Notification.objects.filter(recipient=luisa, kind="author_removed").exists()
    assert browser_of(other).post(at(draft, "editar", "quienes", "dejar")).status_code == 302
    assert not can_read_draft(other, Case.objects.get(pk=draft.pk))
    assert verbs(case)[-2:] == ["removed", "left"]
    assert joined(Case.objects.get(pk=draft.pk), team, luisa).state == "accepted", "invited anew"


def test_an_invitation_holds_for_whom_and_as_long_as_it_says(draft, author, luisa, work):
    stranger = MemberFactory(email="other@town.example")
    first = invited(draft, author, luisa)
    again = invited(draft, author, luisa)
    assert first.pk == again.pk
    with pytest.raises(ValidationError, match="meant for another"):
        authorship.accept(token_of(first), stranger)
    for who, sentence in (
        ("luisa", "already"),
        ("nobody-here", "Nobody here"),
        ("a@b", "no whole"),
        ("@autora", "That is you"),
        (author.email, "That is you"),
    ):
        if who == "luisa":
            authorship.accept(token_of(first), luisa)
        page = browser_of(author).post(
            at(draft, "editar", "quienes"), {"who": who, "role": "author"}
        )
        assert sentence in words(page), who

    known = authorship.invite(draft, author, email=stranger.email)
    unknown = authorship.invite(draft, author, email="new@town.example")
    shown = {
        words(browser_of(author).get(at(draft, "editar", "quienes"))).count(each.email)
        for each in (known, unknown)
    }
    assert len(shown) == 1, "whether an address has an account shows nowhere"
    assert Notification.objects.filter(recipient=stranger, kind="author_invited").count() == 1
    Client().post(invitation_address(unknown.pk), {"decline": "1"})
    unknown.refresh_from_db()
    assert unknown.state == "declined"
    Authorship.objects.filter(pk=known.pk).update(expires_at=timezone.now())
    with pytest.raises(ValidationError, match="no longer holds"):
        authorship.accept(token_of(known), stranger)
    assert "no longer holds" in words(Client().get(f"{invitation_address(known.pk)[:-3]}x/"))


def test_each_sees_who_else_is_writing_where_and_since_when(
    draft, author, luisa, django_assert_max_num_queries
):
    joined(draft, author, luisa)
    url = at(draft, "editar", "presencia")
    asked = {"headers": {"HX-Request": "true"}}
    browsers = {person: browser_of(person) for person in (author, luisa)}

    def told(person, part):
        return browsers[person].get(url, {"parte": part}, **asked).content.decode()

    assert "Luisa" not in told(author, "problema")
    told(luisa, "solucion")
    with django_assert_max_num_queries(6):
        assert "<b>Autora</b> is in “The problem” since" in told(luisa, "solucion")
    assert "has had this same part open" in told(luisa, "problema")
    assert "<b>Luisa Rojas</b>" in told(author, "problema")
    assert Client().get(url, **asked).status_code == 286
    assert browser_of(MemberFactory()).get(url, **asked).status_code == 404


def test_credits_are_written_moved_and_taken_off_and_two_writers_see_both_texts(
    draft, author, luisa, team, django_assert_max_num_queries
):
    browser, screen = browser_of(author), at(draft, "editar", "quienes")
    browser.post(at(draft, "editar", "creditos", "yo"))
    new = {"name": "Pedro Gil", "role": "photography", "post": "Aide", "shown_as": "person"}
    browser.post(at(draft, "editar", "creditos", "nuevo"), new)
    me, pedro = newest(draft).contributors.all()
    assert (me.person, pedro.name) == (author, "Pedro Gil")
    url = at(draft, "editar", "creditos", pedro.key)
    seen = browser.get(url).context["seen"]
    browser_of(team).post(url, {**new, "post": "Secretary", "seen": seen})

    page = browser.post(url, {**new, "post": "Driver", "seen": seen})

    assert "What is saved now: Secretary" in words(page)
    assert page.context["form"]["post"].value() == "Driver"
    decided = {**new, "post": "Driver", "seen": page.context["seen"]}
    assert browser.post(url, decided).status_code == 302
    browser.post(f"{url}mover/", {"up": "1"})
    assert [row.post for row in newest(draft).contributors.all()] == ["Driver", ""]
    for _number in range(12):
        joined(Case.objects.get(pk=draft.pk), author, MemberFactory())
    with django_assert_max_num_queries(12):
        assert "Pedro Gil" in words(browser.get(screen))
    browser.post(f"{url}quitar/")
    assert "Pedro Gil" not in words(browser.get(screen))


def test_who_closes_the_account_takes_part_in_nothing(draft, author, luisa):
    joined(draft, author, luisa)
    authorship.invite(draft, author, email="old@town.example")
    close_account(luisa, keep_name=False)

    assert not Authorship.objects.filter(person=luisa).exists()
    assert Case.objects.get(pk=draft.pk).taking_part == {}
    Authorship.objects.update(expires_at=timezone.now() - timedelta(days=60))
    assert authorship.forget_old_invitations() == 1
    assert not Authorship.objects.exclude(email="").exists()


def test_whoever_takes_part_hears_of_what_becomes_of_it_and_shares_the_draft(
    draft, author, team, unit, luisa
):
    reader = MemberFactory()
    joined(draft, author, luisa)
    joined(draft, author, reader, may_edit=False, role="reviewer")
    case = Case.objects.get(pk=draft.pk)
    assert case.told_of_comments() == [author, luisa, reader]
    assert [can_share(person, case) for person in (author, luisa, reader)] == [True, True, False]
    link = actions.share(case, luisa, for_whom="Rosa")
    actions.remark(link, text="How much was it?", name="Rosa")

    case = actions.return_to_author(actions.send(case, author), team, "Say what it cost.")
    case = actions.send(case, author)
    actions.publish(case, team)
    case = actions.take_up(Case.objects.get(pk=case.pk), team)
    assert case.systematization.facilitator == team
    actions.put_down(case, unit, "Later.")
    heard = ["remark", "sent", "returned", "sent", "published", "taken_up", "put_down"]
    for person in (luisa, reader):
        theirs = Notification.objects.filter(recipient=person, kind__startswith="case_")
        kinds = [kind.removeprefix("case_") for kind in theirs.values_list("kind", flat=True)]
        assert sorted(kinds) == sorted(heard)
