"""Who reads names in a transfer, and whom it sends where."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.waiting import waiting_for
from knowledge import actions as of_cases
from knowledge.actions import transfers as actions
from knowledge.actions.peer_visits import answer_visit, ask_for_visit, report_visit
from knowledge.models import Authorship
from tests.factories import MemberFactory
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


def history(client, transfer, person):
    """By whom each line is signed, the oldest first."""
    client.logout()
    if person is not None:
        client.force_login(person)
    told = client.get(transfer.get_absolute_url()).context["told"]
    return [(each.verb, each.actor) for each in reversed(told.events)]


def test_history_names_municipalities_and_people_to_both_sides_alone(
    client, published, adopter, keeper, author, member, team
):
    transfer = actions.begin(published, keeper, adopter)
    actions.answer_as_origin(transfer, author, "confirmed")
    visit = ask_for_visit(transfer, keeper, is_host=False, topic="To see it")
    answer_visit(visit, author, is_agreed=True)
    report_visit(visit, keeper, "We saw it.")
    place = published.place
    towns = [("started", str(adopter)), ("confirmed", place), ("visited", str(adopter))]
    people = [("started", "Secretaria"), ("confirmed", "Autora"), ("visited", "Secretaria")]

    for person, told in (
        (None, towns),
        (member, towns),
        (team, towns),
        (author, people),
        (keeper, people),
    ):
        assert history(client, transfer, person) == told, person
    client.logout()
    page = client.get(transfer.get_absolute_url()).content.decode()
    assert "Secretaria" not in page
    assert "Autora" not in page
    assert f"{adopter} said that they want to repeat it" in page
    assert f"{adopter} reported a visit: To see it." in page


def test_whom_it_was_learned_from_is_kept_and_not_named_to_who_may_no_longer_read_it(
    client, published, adopter, keeper
):
    port = town("Puerto Claro")
    first = repeat(published, port, official(port, "puerto"))
    second = repeat(published, adopter, keeper, learned_from=first)
    place = reverse("transfers:describe", args=[second.pk])
    client.force_login(keeper)
    assert "Puerto Claro" in client.get(place).content.decode()

    first.visibility = "team"
    first.save()
    page = client.get(place).content.decode()
    assert "Puerto Claro" not in page
    assert "The municipality named before, whose transfer is closed to you" in page
    told = {"relation": "full", "agreement": "none", "visibility": "public"}
    assert client.post(place, {**told, "learned_from": first.pk}).status_code == 302
    second.refresh_from_db()
    assert (second.relation, second.learned_from) == ("full", first)


def asked(person):
    return [each.url for each in waiting_for(person) if each.badge == "Transfer"]


def test_only_who_may_answer_for_the_origin_is_asked_to(client, published, adopter, keeper, author):
    transfer = actions.begin(published, keeper, adopter)
    writes, reads = MemberFactory(handle="escribe"), MemberFactory(handle="lee")
    for person, may_edit in ((writes, True), (reads, False)):
        Authorship.objects.create(
            case=published,
            person=person,
            state="accepted",
            may_edit=may_edit,
            expires_at=timezone.now(),
        )
    # Of both sides: whoever carries it does not answer to themselves.
    both = official(adopter, "ambos")
    Authorship.objects.create(
        case=published, person=both, state="accepted", expires_at=timezone.now()
    )
    for person, number in ((author, 1), (writes, 1), (reads, 0), (both, 0), (keeper, 0)):
        assert len(asked(person)) == number, person
        client.force_login(person)
        answer = client.get(reverse("transfers:origin", args=[transfer.pk]))
        assert answer.status_code == (200 if number else 403), person
    # Reading it is still theirs.
    client.force_login(reads)
    transfer.visibility = "team"
    transfer.save()
    assert client.get(transfer.get_absolute_url()).status_code == 200


def test_whom_to_talk_to_at_the_origin_is_told_to_both_sides_alone(
    client, published, adopter, keeper, author, member, team
):
    transfer = actions.begin(published, keeper, adopter)
    client.force_login(author)
    place = reverse("transfers:origin", args=[transfer.pk])
    assert "Name a person only if that person agrees." in client.get(place).content.decode()
    contact = "Dirección de aseo, aseo@sucre.example"
    client.post(place, {"answer": "confirmed", "contact": contact})
    assert contact in client.get(place).content.decode()

    for person, reads in ((None, False), (member, False), (team, False), (author, True)):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(transfer.get_absolute_url()).content.decode()
        assert (contact in page) == reads, person
    client.force_login(keeper)
    page = client.get(transfer.get_absolute_url()).content.decode()
    assert f"Whom to talk to: {contact}" in page
    # Who declines it is not called.
    actions.answer_as_origin(transfer, author, "declined", note="No.", contact=contact)
    transfer.refresh_from_db()
    assert transfer.origin_contact == ""


def test_a_protected_name_is_no_contact(published, adopter, keeper, author):
    transfer = actions.begin(published, keeper, adopter)
    contact = f"Ask {author.display_name} at the town hall"
    actions.answer_as_origin(transfer, author, "confirmed", contact=contact)
    of_cases.protect(published, author, author, "nobody")
    transfer.refresh_from_db()
    assert author.display_name not in transfer.origin_contact
    actions.answer_as_origin(transfer, author, "confirmed", contact=contact)
    transfer.refresh_from_db()
    assert author.display_name not in transfer.origin_contact
