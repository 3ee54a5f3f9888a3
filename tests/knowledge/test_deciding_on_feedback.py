"""Authors and team decide on feedback, with a reason everybody reads."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.actions.moderation import hide
from community.permissions import FACILITATORS
from knowledge.actions.feedback import answer_feedback, note_in_draft, withdraw_feedback
from knowledge.feedback_kinds import Disposition
from knowledge.models import CaseNetwork, Feedback
from networks import actions as networks
from networks.models import NetworkPage
from tests.factories import MemberFactory, NetworkIndexPageFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.feedback import at, browser_of, kinds_told, say
from tests.knowledge.transfers import official, repeat, town
from tests.knowledge.workspace import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


# --- Deciding ---------------------------------------------------------------------------


def test_authors_and_team_decide_and_nobody_else(published, author, team, unit, member):
    giver = MemberFactory()
    made = say(published, giver)
    for person in (member, giver):
        with pytest.raises(PermissionDenied):
            answer_feedback(made, person, disposition="answered", answer="It is ours.")
        page = browser_of(person)
        address = made.get_absolute_url()
        assert page.get(address).status_code == 200
        assert 'name="disposition"' not in page.get(address).content.decode()
        assert page.post(address, {"disposition": "answered", "answer": "x"}).status_code == 403
    assert browser_of().post(address, {"disposition": "answered"}).status_code == 403
    for person in (author, team, unit):
        answer_feedback(made, person, disposition="answered", answer=f"The town. {person}")
        made.refresh_from_db()
        assert made.answered_by == person


def test_neither_adopters_nor_facilitators_nor_coordinators_of_networks_decide(published, home):
    government = town("Peñalba")
    adopter = official(government, "clara")
    repeat(published, government, adopter)
    facilitator = somebody_of(FACILITATORS, "facilita")
    network = NetworkPage(title="Agua", slug="agua", purpose="Juntos.")
    networks.create_network(NetworkIndexPageFactory(parent=home), network)
    coordinator = MemberFactory()
    networks.appoint_coordinator(network, coordinator)
    made = say(published, MemberFactory())
    for person in (adopter, facilitator, coordinator):
        assert Feedback.objects.visible_to(person).exists()
        with pytest.raises(PermissionDenied):
            answer_feedback(made, person, disposition="accepted")
        with pytest.raises(PermissionDenied):
            note_in_draft(made, person, is_there=True)
        with pytest.raises(PermissionDenied):
            withdraw_feedback(made, person)
        assert browser_of(person).post(made.get_absolute_url(), {}).status_code == 403
        assert say(published, person, text=f"By {person.handle}").author == person
    # Who coordinates a network that shows the case hides, and decides nothing.
    CaseNetwork.objects.create(case=published, network=network)
    with pytest.raises(PermissionDenied):
        answer_feedback(made, coordinator, disposition="accepted")
    assert hide(made, coordinator, "It insults.")


def test_a_decision_is_public_with_its_reason_and_its_author_is_told(published, author, member):
    made = say(published, member)
    told = {"disposition": "not_applicable", "answer": "It is in the costs.", "seen": "open"}
    response = browser_of(author).post(made.get_absolute_url(), told)
    assert response.status_code == 302
    page = words(browser_of().get(at(published, "retroalimentacion")))
    assert "It is in the costs." in page
    assert "Not applicable" in page
    assert "feedback_answered" in kinds_told(member)


@pytest.mark.parametrize(
    ("disposition", "answer", "is_refused"),
    [
        ("accepted", "", False),
        ("partly", "", True),
        ("answered", " ", True),
        ("not_applicable", "", True),
        ("open", "x", True),
        ("nonsense", "x", True),
    ],
)
def test_all_but_accepting_whole_needs_a_reason(
    published, author, member, disposition, answer, is_refused
):
    made = say(published, member)
    if not is_refused:
        answer_feedback(made, author, disposition=disposition, answer=answer)
        return
    with pytest.raises(ValidationError):
        answer_feedback(made, author, disposition=disposition, answer=answer)
    made.refresh_from_db()
    assert made.is_open


def test_the_database_keeps_no_decision_without_a_reason(published, member):
    made = say(published, member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=made.pk).update(disposition=Disposition.PARTLY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=made.pk).update(resolved_in=published.versions.get())


def test_nobody_overwrites_a_decision_they_have_not_read(published, author, team, member):
    made = say(published, member)
    answer_feedback(made, team, disposition="accepted", answer="Yes.")
    told = {"disposition": "not_applicable", "answer": "My long reason", "seen": "open"}
    page = browser_of(author).post(made.get_absolute_url(), told)
    assert "My long reason" in page.content.decode()
    made.refresh_from_db()
    assert made.disposition == "accepted"


def test_one_takes_it_back_until_it_is_decided_on(published, author, member):
    made = say(published, member)
    address = at(published, "retroalimentacion", made.pk, "retirar")
    assert browser_of(author).get(address).status_code == 403
    assert "cannot be undone" in words(browser_of(member).get(address))
    browser_of(member).post(address)
    assert not Feedback.objects.exists()
    made = say(published, member, text="Again")
    answer_feedback(made, author, disposition="accepted")
    made.refresh_from_db()
    with pytest.raises(PermissionDenied):
        withdraw_feedback(made, member)


# --- The queue --------------------------------------------------------------------------


def test_authors_find_theirs_in_the_queue_the_team_finds_all(
    published, author, team, member, django_assert_max_num_queries
):
    say(published, member)
    late = say(published, member, text="And since when?")
    Feedback.objects.filter(pk=late.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    address = "/en/experiencias/retroalimentacion/"
    assert browser_of().get(address).status_code == 302
    for person, is_theirs in ((author, True), (team, True), (member, False)):
        page = words(browser_of(person).get(address))
        assert ("Who pays it?" in page) is is_theirs, person
    page = words(browser_of(author).get(f"{address}?ver=vencidas"))
    assert "since when" in page
    assert "Who pays it?" not in page

    def count(person):
        client = browser_of(person)
        client.get(address)
        with django_assert_max_num_queries(12) as queries:
            client.get(address)
        return len(queries)

    few = [count(author), count(team)]
    for number in range(15):
        say(published, MemberFactory(), text=f"Question {number}")
    assert [count(author), count(team)] == few


def test_what_is_late_waits_for_them_in_their_own_space(published, author, team, member):
    space = "/en/mi-espacio/"
    for person in (author, team, member):
        assert "feedback" not in words(browser_of(person).get(space)).lower()
    made = say(published, member)
    assert "1 item of feedback without an answer" in words(browser_of(author).get(space))
    assert "1 item of feedback on experiences waits" in words(browser_of(team).get(space))
    Feedback.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    assert "Overdue" in words(browser_of(author).get(space))
    assert "1 is late" in words(browser_of(team).get(space))
    assert "feedback" not in words(browser_of(member).get(space)).lower()
    answer_feedback(made, author, disposition="accepted")
    assert "without an answer" not in words(browser_of(author).get(space))
