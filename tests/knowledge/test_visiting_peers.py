"""Visits between the municipality that did something and the one that repeats it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from community.models import Affiliation, Notification, Organization, User
from community.waiting import waiting_for
from knowledge import actions
from knowledge.actions.peer_visits import (
    MOST_OPEN,
    answer_visit,
    arrange_visit,
    ask_for_visit,
    cancel_visit,
    report_visit,
)
from knowledge.models import Case, PeerVisit
from knowledge.permissions_of_following import can_answer_visit, can_ask_for_visit
from knowledge.transfer_kinds import TransferStage, VisitState
from tests.factories import CaseFactory, MemberFactory, make_state
from tests.knowledge.transfers import official, repeat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def requested(transfer, keeper):
    return ask_for_visit(transfer, keeper, is_host=False, topic="See the plant")


def address(name, visit):
    return reverse(f"transfers:{name}", args=[visit.transfer_id, visit.pk])


def kinds(person):
    return [notice.kind for notice in Notification.objects.filter(recipient=person).order_by("pk")]


def matters(person):
    known = User.objects.get(pk=person.pk)
    return [(each.badge, each.title, each.act) for each in waiting_for(known)]


def test_the_adopter_asks_the_origin_agrees_both_prepare_it_and_report(
    client, transfer, keeper, author, today
):
    client.force_login(keeper)
    data = {"way": "visit", "topic": "See the plant", "mode": "on_site", "people": "3"}
    response = client.post(reverse("transfers:visit_ask", args=[transfer.pk]), data)
    [visit] = transfer.visits.all()
    assert response.url == visit.get_absolute_url()
    assert (visit.state, visit.guest, visit.people) == ("requested", transfer.adopter, 3)
    assert visit.host.territory == transfer.origin_case.lead_municipality
    assert kinds(author)[-1] == "visit_asked"
    assert ("Visit", "See the plant", "Read and answer") in matters(author)

    client.force_login(author)
    soon = today + timedelta(days=9)
    answer = {"is_agreed": "yes", "answer": "Welcome", "starts_on": soon, "payer": "shared"}
    assert client.post(address("visit_answer", visit), answer).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.starts_on, visit.payer) == ("agreed", soon, "shared")
    assert kinds(keeper) == ["visit_agreed"]
    assert ("Visit", "See the plant", "Read and answer") not in matters(author)

    client.force_login(keeper)
    agenda = {"topic": "See the plant", "mode": "on_site", "agenda": "09:00, the plant"}
    assert client.post(address("visit_arrange", visit), {**agenda, "starts_on": soon})
    assert "09:00, the plant" in client.get(visit.get_absolute_url()).content.decode()
    assert client.post(address("visit_report", visit), {"report": "Early"}).status_code == 302
    visit.refresh_from_db()
    assert visit.report == ""

    PeerVisit.objects.update(starts_on=today - timedelta(days=2), ends_on=None)
    assert ("Visit", "See the plant", "Tell what came of it") in matters(keeper)
    assert client.post(address("visit_report", visit), {"report": ""}).status_code == 422
    told = {"report": "Four bins are enough.", "is_report_public": "on"}
    client.post(address("visit_report", visit), told)
    visit.refresh_from_db()
    assert (visit.state, visit.reported_by) == ("held", keeper)
    assert kinds(author)[-1] == "visit_reported"
    assert [event.verb for event in transfer.events.all()] == ["visited"]
    assert matters(keeper) == []
    client.logout()
    following = reverse("transfers:following", args=[transfer.pk])
    assert "Four bins are enough." in client.get(following).content.decode()


def test_the_origin_offers_and_the_adopter_answers(transfer, keeper, author):
    visit = ask_for_visit(transfer, author, is_host=True, topic="Come")

    assert (visit.state, visit.guest) == (VisitState.OFFERED, transfer.adopter)
    assert kinds(keeper) == ["visit_asked"]
    assert not can_answer_visit(author, visit)
    with pytest.raises(PermissionDenied):
        answer_visit(visit, author, is_agreed=True)
    with pytest.raises(ValidationError):
        answer_visit(visit, keeper, is_agreed=False, answer=" ")

    answer_visit(visit, keeper, is_agreed=False, answer="Not this year.")
    assert kinds(author)[-1] == "visit_declined"
    with pytest.raises(PermissionDenied):
        answer_visit(visit, keeper, is_agreed=True)


def test_either_side_may_receive_the_other(transfer, keeper, author):
    received = ask_for_visit(transfer, keeper, is_host=True, topic="Come and see us")
    asked = ask_for_visit(transfer, author, is_host=False, topic="We would come")

    assert received.host == asked.host == transfer.adopter
    assert can_answer_visit(author, received)
    assert not can_answer_visit(keeper, received)
    assert can_answer_visit(keeper, asked)


def test_nobody_answers_to_themselves(transfer, author, adopter):
    both = official(adopter, "de-los-dos")
    host = Organization.objects.filter(territory=transfer.origin_case.lead_municipality).first()
    visit = ask_for_visit(transfer, both, is_host=False, topic="See it")
    Affiliation.objects.create(
        user=both, organization=host or visit.host, verification="unit", verified_at=timezone.now()
    )

    assert not can_answer_visit(both, visit)
    assert can_answer_visit(author, visit)


def test_officials_of_the_origin_answer_for_it(requested):
    host = Organization.objects.get(pk=requested.host_id)

    assert can_answer_visit(official(host, "del-origen"), requested)


def test_others_neither_ask_nor_see_what_is_being_asked(client, requested, transfer, team):
    ask = reverse("transfers:visit_ask", args=[transfer.pk])
    stranger = MemberFactory()
    client.force_login(stranger)

    assert not can_ask_for_visit(stranger, transfer)
    assert client.get(ask).status_code == 403
    assert client.get(requested.get_absolute_url()).status_code == 404
    assert client.post(address("visit_answer", requested), {"is_agreed": "yes"}).status_code == 404
    assert (
        "See the plant"
        not in client.get(reverse("transfers:following", args=[transfer.pk])).content.decode()
    )

    PeerVisit.objects.update(state=VisitState.AGREED)
    assert client.get(requested.get_absolute_url()).status_code == 200
    for name in ("visit_answer", "visit_arrange", "visit_cancel", "visit_report"):
        assert client.post(address(name, requested), {"topic": "x"}).status_code == 403, name
    client.force_login(team)
    assert client.get(ask).status_code == 403
    client.logout()
    assert client.get(ask).status_code == 302
    assert client.get(requested.get_absolute_url()).status_code == 200


def test_a_visit_of_another_transfer_is_not_found_under_this_one(
    client, requested, transfer, author, team, adopter, keeper
):
    case = publish(CaseFactory(registered_by=author, title="Other"), author, team)
    other = repeat(case, adopter, keeper)
    client.force_login(keeper)

    assert client.get(f"/replicas/{other.pk}/visitas/{requested.pk}/").status_code == 404
    assert client.get(f"/replicas/{other.pk}/visitas/{2**70}/").status_code == 404


def publish(draft, author, team):
    case = actions.send(draft, author)
    actions.publish(case, team)
    return case


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"topic": ""}, "topic", "Say what you want to see"),
        ({"starts_on": "2020-01-01"}, "starts_on", "has passed"),
        ({"starts_on": "2099-01-02", "ends_on": "2099-01-01"}, "ends_on", "before it begins"),
        ({"ends_on": "2099-01-01"}, "starts_on", "from which day"),
        ({"people": "0"}, "people", "from 1 to 200"),
        ({"mode": "by boat"}, "mode", "by boat"),
    ],
)
def test_a_proposal_that_cannot_be_is_mended_where_it_was_written(
    client, transfer, keeper, changed, field, words
):
    client.force_login(keeper)
    data = {"way": "visit", "topic": "Plant", "mode": "on_site", "agenda": "Kept", **changed}

    response = client.post(reverse("transfers:visit_ask", args=[transfer.pk]), data)

    assert response.status_code == 422
    assert words in " ".join(response.context["form"].errors[field])
    assert "Kept" in response.content.decode()
    assert not transfer.visits.exists()


def test_calling_it_off_tells_the_other_side(requested, keeper, author):
    cancel_visit(requested, keeper)

    requested.refresh_from_db()
    assert requested.state == VisitState.CANCELLED
    assert kinds(author)[-1] == "visit_cancelled"
    with pytest.raises(PermissionDenied):
        arrange_visit(requested, keeper, agenda="x")
    with pytest.raises(PermissionDenied):
        report_visit(requested, keeper, "x")


def test_too_late_is_said_and_nothing_happens(client, requested, author):
    PeerVisit.objects.update(state=VisitState.CANCELLED)
    client.force_login(author)
    page = address("visit_answer", requested)

    response = client.post(page, {"is_agreed": "yes"}, follow=True)

    assert "no longer possible" in response.content.decode()
    requested.refresh_from_db()
    assert requested.state == VisitState.CANCELLED


def test_nobody_is_flooded_and_what_stopped_asks_for_nothing(transfer, keeper):
    for number in range(MOST_OPEN):
        ask_for_visit(transfer, keeper, is_host=False, topic=f"Visit {number}")
    with pytest.raises(ValidationError):
        ask_for_visit(transfer, keeper, is_host=False, topic="One more")

    transfer.visits.all().delete()
    transfer.stage, transfer.stop_reason = TransferStage.SUSPENDED, "no_funds"
    transfer.save()
    with pytest.raises(PermissionDenied):
        ask_for_visit(transfer, keeper, is_host=False, topic="One more")


def test_what_the_origin_offers_stands_beside_the_form(client, transfer, keeper):
    Case.objects.filter(pk=transfer.origin_case_id).update(support_offered=["host_visit", "call"])
    client.force_login(keeper)

    text = client.get(reverse("transfers:visit_ask", args=[transfer.pk])).content.decode()

    assert "a video call, to receive a visit" in text


def test_what_municipalities_offer_is_found_by_kind_and_place(client, published, author, team):
    Case.objects.filter(pk=published.pk).update(support_offered=["host_visit"])
    publish(CaseFactory(registered_by=author, title="Offers nothing"), author, team)
    page = reverse("transfers:offers")

    def titles(query=""):
        return [case.title for case in client.get(page + query).context["page_obj"]]

    assert titles() == titles("?ayuda=host_visit") == titles("?municipio=xa-xa-sucre")
    assert titles() == ["Compost in the market"]
    assert titles("?ayuda=visit") == titles("?pais=VE") == []
    assert titles("?ayuda=nada&municipio=nada%00") == ["Compost in the market"]


@pytest.mark.parametrize("when", ["before", "afterwards"])
def test_who_is_protected_in_the_experience_signs_no_report(transfer, keeper, author, when):
    case = transfer.origin_case
    visit = ask_for_visit(transfer, author, is_host=True, topic="See the plant of Autora")
    answer_visit(visit, keeper, is_agreed=True)
    PeerVisit.objects.update(starts_on=timezone.localdate() - timedelta(days=2))
    visit.refresh_from_db()
    if when == "before":
        actions.protect(Case.objects.get(pk=case.pk), author, author, "nobody")
    report_visit(PeerVisit.objects.get(pk=visit.pk), author, "Autora showed the bins.")
    if when == "afterwards":
        actions.protect(Case.objects.get(pk=case.pk), author, author, "nobody")

    visit.refresh_from_db()
    event = transfer.events.get(verb="visited")
    assert event.actor is None
    assert "Autora" not in visit.report
    if when == "afterwards":
        assert "Autora" not in f"{event.note} {visit.topic}"


def test_two_countries_with_the_same_code_do_not_mix(client, published):
    Case.objects.filter(pk=published.pk).update(support_offered=["host_visit"])
    told = {"code_scheme": "otro", "code": "xa-sucre", "country_code": "VE"}
    make_state().add_child(level="municipality", name="Otra Sucre", **told)
    page = reverse("transfers:offers")

    assert "Otra Sucre" in client.get(f"{page}?municipio=ve-xa-sucre").content.decode()
    assert "Compost" not in client.get(f"{page}?municipio=ve-xa-sucre").content.decode()
    here = client.get(f"{page}?municipio=xa-xa-sucre").content.decode()
    assert "Otra Sucre" not in here
    assert "Compost in the market" in here
    assert "?municipio=xa-xa-sucre" in client.get(page).content.decode()
