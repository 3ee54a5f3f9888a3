"""What both sides of a visit arrange: unseen changes, who reads what, a third one, reminders."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from community.models import MailDelivery, MailPreference, Notification, User
from community.waiting import waiting_for
from knowledge.actions.peer_visits import answer_visit, arrange_visit, ask_for_visit, report_visit
from knowledge.actions.transfer_reminders import remind_of_visits
from knowledge.calendar_days import visits_of
from knowledge.models import Authorship, PeerVisit, Transfer
from knowledge.transfer_kinds import TransferAudience, TransferStage, VisitState
from tests.factories import MemberFactory
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def visit(transfer, keeper, today):
    made = ask_for_visit(transfer, keeper, is_host=False, topic="See the plant")
    told = {"state": VisitState.AGREED, "starts_on": today, "agenda": "09:00 gate"}
    PeerVisit.objects.filter(pk=made.pk).update(answer="Come early", **told)
    made.refresh_from_db()
    return made


def address(name, visit):
    return reverse(f"transfers:{name}", args=[visit.transfer_id, visit.pk])


def words(response):
    return response.content.decode()


def kinds(person):
    return [notice.kind for notice in Notification.objects.filter(recipient=person).order_by("pk")]


# --- Two people at once -----------------------------------------------------------------


def opened(client, visit, form):
    """What the browser would send back of that form, unchanged."""
    shown = client.get(visit.get_absolute_url()).context[form]
    sent = {name: shown.initial.get(name) for name in shown.fields}
    return {k: v for k, v in sent.items() if v not in (None, "", False)} | {"seen": shown.seen}


def test_who_arranges_what_somebody_else_changed_sees_both_and_loses_nothing(
    client, visit, keeper, author
):
    client.force_login(keeper)
    mine = opened(client, visit, "arrange_form") | {"agenda": "10:00 market"}
    arrange_visit(visit, author, agenda="08:00 school")

    response = client.post(address("visit_arrange", visit), mine)

    assert response.status_code == 422
    assert "10:00 market" in words(response)
    assert "08:00 school" in words(response)
    assert "Somebody else changed this visit" in words(response)
    visit.refresh_from_db()
    assert visit.agenda == "08:00 school"
    joined = mine | {"seen": response.context["arrange_form"].seen, "agenda": "08:00, 10:00"}
    assert client.post(address("visit_arrange", visit), joined).status_code == 302
    visit.refresh_from_db()
    assert visit.agenda == "08:00, 10:00"


def test_two_reports_of_one_visit_do_not_overwrite_each_other(client, visit, keeper, author):
    client.force_login(keeper)
    mine = opened(client, visit, "report_form") | {"report": "Four bins are enough."}
    report_visit(visit, author, "They liked the bins.")

    response = client.post(address("visit_report", visit), mine)

    assert response.status_code == 422
    assert "Four bins are enough." in words(response)
    assert "They liked the bins." in words(response)
    visit.refresh_from_db()
    assert visit.report == "They liked the bins."


def test_nobody_agrees_to_something_else_than_they_read(client, transfer, keeper, author):
    asked = ask_for_visit(transfer, keeper, is_host=False, topic="See the plant", people=3)
    client.force_login(author)
    seen = client.get(asked.get_absolute_url()).context["answer_form"].seen
    arrange_visit(asked, keeper, people=30)
    answer = {"is_agreed": "yes", "answer": "Welcome", "seen": seen}

    response = client.post(address("visit_answer", asked), answer)

    assert response.status_code == 422
    assert "Welcome" in words(response)
    asked.refresh_from_db()
    assert asked.state == VisitState.REQUESTED
    answer["seen"] = response.context["answer_form"].seen
    assert client.post(address("visit_answer", asked), answer).status_code == 302


# --- Who reads what -----------------------------------------------------------------------


def test_answer_and_agenda_are_for_both_sides_alone(client, visit, keeper, author, team, member):
    for person in (keeper, author):
        client.force_login(person)
        text = words(client.get(visit.get_absolute_url()))
        assert "09:00 gate" in text
        assert "Come early" in text
        assert "read by both sides alone" in text
    for person in (None, member, team):
        client.logout()
        if person:
            client.force_login(person)
        text = words(client.get(visit.get_absolute_url()))
        assert "See the plant" in text
        assert "09:00 gate" not in text
        assert "Come early" not in text


def test_a_report_is_read_by_others_once_its_writer_shows_it(client, visit, keeper, author):
    following = reverse("transfers:following", args=[visit.transfer_id])
    client.force_login(keeper)
    client.post(address("visit_report", visit), {"report": "Four bins are enough."})

    client.logout()
    for page in (visit.get_absolute_url(), following):
        assert "Four bins" not in words(client.get(page))
    client.force_login(author)
    assert "Four bins" in words(client.get(following))
    assert "is_report_public" not in client.get(visit.get_absolute_url()).context["report_form"]
    mended = {"report": "Four bins are enough!", "is_report_public": "on"}
    client.post(address("visit_report", visit), mended)
    visit.refresh_from_db()
    assert (visit.report, visit.is_report_public) == ("Four bins are enough!", False)
    assert visit.reported_by == keeper

    client.force_login(keeper)
    client.post(address("visit_report", visit), mended)
    client.logout()
    for page in (visit.get_absolute_url(), following):
        assert "Four bins" in words(client.get(page))


def test_when_its_writer_is_gone_either_side_says_who_reads_the_report(visit, keeper, author):
    report_visit(visit, keeper, "Four bins.", is_public=False)
    report_visit(visit, author, "Four bins.", is_public=True)
    visit.refresh_from_db()
    assert not visit.is_report_public

    User.objects.filter(pk=keeper.pk).update(is_active=False)
    report_visit(visit, author, "Four bins.", is_public=True)
    visit.refresh_from_db()
    assert visit.is_report_public


def test_the_file_of_the_agreement_is_for_both_sides(
    client, transfer, keeper, author, team, member
):
    transfer.agreement = "signed"
    transfer.agreement_file.save("convenio.pdf", ContentFile(b"%PDF-1.4 signed"))
    proof = transfer.proofs.create(title="Acta")
    proof.file.save("acta.pdf", ContentFile(b"%PDF-1.4 shown"))

    for person in (keeper, author):
        client.force_login(person)
        assert client.get(transfer.agreement_file.url).status_code == 200
        assert transfer.agreement_file.url in words(client.get(transfer.get_absolute_url()))
    for person in (None, member, team):
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(transfer.agreement_file.url).status_code == 404
        assert transfer.agreement_file.url not in words(client.get(transfer.get_absolute_url()))
        assert client.get(proof.file.url).status_code == 200


# --- Whoever repeated it before --------------------------------------------------------------


@pytest.fixture
def veteran(published):
    """Who keeps a transfer of the same that has results."""
    government = town("Loma")
    person = official(government, "veterana")
    repeat(published, government, person, stage=TransferStage.WITH_RESULTS)
    return person


def test_one_that_has_results_is_visited_instead_of_the_origin(
    client, transfer, keeper, author, veteran, today
):
    peer = veteran.kept_transfers.get()
    client.force_login(keeper)
    page = reverse("transfers:visit_ask", args=[transfer.pk])
    assert "Alcaldía de Loma: with results" in words(client.get(page))
    data = {"whom": str(peer.pk), "way": "visit", "topic": "Your route", "mode": "on_site"}

    made = client.post(page, data)

    [visit] = transfer.visits.all()
    assert made.url == visit.get_absolute_url()
    assert (visit.peer, visit.host, visit.guest) == (peer, peer.adopter, transfer.adopter)
    assert "visit_asked" not in kinds(author)
    assert kinds(veteran) == ["visit_asked"]
    told = [each.title for each in waiting_for(User.objects.get(pk=veteran.pk))]
    assert "Your route" in told
    client.force_login(author)
    assert client.get(visit.get_absolute_url()).status_code == 404
    following = reverse("transfers:following", args=[transfer.pk])
    assert "Your route" not in words(client.get(following))
    assert client.post(address("visit_answer", visit), {"is_agreed": "yes"}).status_code == 404

    client.force_login(veteran)
    assert "Your route" in words(client.get(following))
    soon = today + timedelta(days=5)
    answer = {"is_agreed": "yes", "answer": "Come on Monday", "starts_on": soon}
    assert client.post(address("visit_answer", visit), answer).status_code == 302
    visit.refresh_from_db()
    assert visit.state == VisitState.AGREED
    assert kinds(keeper) == ["visit_agreed"]
    assert [each.title for each in visits_of(veteran)] == ["Your route"]
    assert list(visits_of(author)) == []
    client.force_login(author)
    assert "Come on Monday" not in words(client.get(visit.get_absolute_url()))


def test_only_who_repeated_it_with_results_may_be_asked(
    client, transfer, keeper, author, published, veteran
):
    peer = veteran.kept_transfers.get()
    beginner = repeat(published, town("Playa"), stage=TransferStage.INTERESTED)
    with pytest.raises(ValidationError):
        ask_for_visit(transfer, keeper, is_host=False, peer=beginner, topic="Your route")
    with pytest.raises(PermissionDenied):
        ask_for_visit(transfer, author, is_host=False, peer=peer, topic="Your route")
    client.force_login(keeper)
    data = {"whom": str(beginner.pk), "way": "visit", "topic": "Kept", "mode": "on_site"}
    response = client.post(reverse("transfers:visit_ask", args=[transfer.pk]), data)
    assert response.status_code == 422
    assert "Choose one of the list" in words(response)
    assert "Kept" in words(response)

    Transfer.objects.filter(pk=transfer.pk).update(learned_from=beginner)
    transfer.refresh_from_db()
    assert ask_for_visit(transfer, keeper, is_host=True, peer=beginner, topic="x").peer == beginner


@pytest.mark.parametrize("closed", ["transfer", "peer"])
def test_what_a_team_alone_reads_is_visited_by_nobody_else(
    client, transfer, keeper, veteran, closed
):
    peer = veteran.kept_transfers.get()
    row = transfer if closed == "transfer" else peer
    Transfer.objects.filter(pk=row.pk).update(visibility=TransferAudience.TEAM)
    transfer.refresh_from_db()
    client.force_login(keeper)

    text = words(client.get(reverse("transfers:visit_ask", args=[transfer.pk])))

    assert "Loma" not in text
    with pytest.raises(ValidationError):
        ask_for_visit(transfer, keeper, is_host=False, peer=peer, topic="Your route")


# --- Reminders -----------------------------------------------------------------------------------


def test_both_sides_are_reminded_once_two_days_before(visit, keeper, author, today):
    stranger = MemberFactory()
    arrange_visit(visit, keeper, starts_on=today + timedelta(days=3))
    assert remind_of_visits(today) == 0

    assert remind_of_visits(today + timedelta(days=1)) == 2
    assert remind_of_visits(today + timedelta(days=1)) == 0
    assert kinds(keeper)[-1] == kinds(author)[-1] == "visit_soon"
    assert kinds(stranger) == []
    told = Notification.objects.filter(recipient=keeper).latest("pk").facts
    assert (told["topic"], told["mode"]) == ("See the plant", "presencial")

    arrange_visit(visit, keeper, starts_on=today + timedelta(days=9))
    assert remind_of_visits(today + timedelta(days=7)) == 2
    PeerVisit.objects.update(state=VisitState.CANCELLED, reminded_on=None)
    assert remind_of_visits(today + timedelta(days=7)) == 0


def test_who_only_reads_what_the_origin_tells_is_not_sent_the_agenda(
    published, transfer, keeper, author, today
):
    reader = MemberFactory()
    as_reader = {"state": "accepted", "may_edit": False, "expires_at": timezone.now()}
    Authorship.objects.create(case=published, person=reader, **as_reader)
    transfer = Transfer.objects.get(pk=transfer.pk)
    assert reader in transfer.origin_case.authors()

    visit = ask_for_visit(transfer, keeper, is_host=False, topic="See the plant")
    answer_visit(visit, author, is_agreed=True, starts_on=today)

    assert remind_of_visits(today) == 2
    assert kinds(reader) == []


def test_readers_do_not_learn_from_a_visit_who_else_repeats_it(
    client, transfer, keeper, veteran, member
):
    peer = veteran.kept_transfers.get()
    visit = ask_for_visit(transfer, keeper, is_host=False, peer=peer, topic="Your route")
    PeerVisit.objects.update(state=VisitState.AGREED)
    pages = [visit.get_absolute_url(), reverse("transfers:following", args=[transfer.pk])]
    assert all("Your route" in words(client.get(page)) for page in pages)

    Transfer.objects.filter(pk=peer.pk).update(visibility=TransferAudience.TEAM)
    for reader in (None, member):
        if reader:
            client.force_login(reader)
        assert client.get(pages[0]).status_code == 404
        assert "Your route" not in words(client.get(pages[1]))
    for side in (keeper, veteran):
        client.force_login(side)
        assert all("Your route" in words(client.get(page)) for page in pages)


def test_the_reminder_of_a_visit_is_mailed_as_one_prefers(visit, keeper, author, today):
    for person, frequency in ((author, "never"), (keeper, "at_once")):
        MailPreference.objects.create(user=person, source="waiting", frequency=frequency)

    remind_of_visits(today)

    [sent] = MailDelivery.objects.filter(notices__kind="visit_soon")
    assert sent.recipient == keeper
