"""What moderators hid counts in no funnel and waits for nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.actions.mail_preferences import choose
from community.actions.moderation import hide, show
from community.models import Notification
from community.waiting import waiting_for
from knowledge.actions import need_proposals as proposals
from knowledge.actions.funnel import count_the_funnel
from knowledge.actions.need_answers import answer_need
from knowledge.funnel import by_case, funnel_of
from knowledge.models import Case, CaseMonth, Need, NeedProposal, Transfer
from knowledge.need_kinds import ProposalKind
from knowledge.transfer_kinds import TransferAudience, TransferStage
from networks.actions.months import month_of
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.feedback import say
from tests.knowledge.needs import post
from tests.knowledge.transfers import official, repeat, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


def numbers(case):
    row = CaseMonth.objects.filter(case=case).first()
    return (row.asked, row.adopting, row.with_results) if row else (0, 0, 0)


# --- The funnel ---------------------------------------------------------------------------


def test_a_transfer_that_is_hidden_is_in_no_number_at_once(case, unit):
    public = {"visibility": TransferAudience.PUBLIC}
    repeat(case, town("Baruta"), **public)
    clerk = official(town("Chacao"), "clara")
    adopter = clerk.affiliations.get().organization
    hidden = repeat(case, adopter, clerk, stage=TransferStage.WITH_RESULTS, **public)
    count_the_funnel()
    assert numbers(case) == (0, 2, 1)

    hide(hidden, unit, "It is an advertisement.")

    assert numbers(case) == (0, 1, 0)
    count_the_funnel()
    assert numbers(case) == (0, 1, 0)
    show(Transfer.objects.get(pk=hidden.pk), unit)
    assert numbers(case) == (0, 2, 1)


def test_questions_that_everybody_reads_are_asking_and_nothing_else(case, unit):
    say(case, MemberFactory(), text="Who pays it?")
    say(case, MemberFactory(), kind="lesson", text="Begin small.")
    say(case, MemberFactory(vouched_at=None), text="It waits.")
    hide(say(case, MemberFactory(), text="It insults."), unit, "It insults.")

    count_the_funnel()

    assert numbers(case)[0] == 1


def test_of_many_cases_the_database_tells_those_a_page_shows(case):
    """As few rows are read whatever there is; how many more there are is said."""
    month = month_of(timezone.now())
    others = [
        CaseFactory(title=f"Case {number}", code=f"XA-2025-{number:04}", live=True)
        for number in range(7)
    ]
    for number, each in enumerate([case, *others]):
        for ago in (0, 31):
            day = (month - timedelta(days=ago)).replace(day=1)
            CaseMonth.objects.create(case=each, month=day, seen=number)

    with CaptureQueriesContext(connection) as queries:
        rows, number = by_case(Case.objects.filter(live=True), most=3)

    assert [(row.title, row.numbers[0]) for row in rows] == [
        ("Case 6", 14),
        ("Case 5", 12),
        ("Case 4", 10),
    ]
    assert number == 8
    assert len(queries) == 1
    assert "LIMIT 3" in queries[0]["sql"]
    assert by_case(Case.objects.none()) == ([], 0)
    # The sum of all is not only of those shown.
    assert funnel_of(Case.objects.filter(live=True)).series[0].total == 56


# --- Needs ------------------------------------------------------------------------------------


@pytest.fixture
def clerk(db):
    return official(town("Valle Hondo"), "clara")


@pytest.fixture
def need(clerk):
    return post(clerk, clerk.affiliations.get().organization)


@pytest.mark.parametrize(
    "off_sight", [{"hidden_at": timezone.now(), "hidden_reason": "Spam"}, {"is_waiting": True}]
)
def test_a_need_off_sight_asks_nothing_of_who_keeps_it(need, clerk, off_sight):
    answer_need(need, MemberFactory(), words="Limpien las alcantarillas.")
    Need.objects.update(wanted_by=timezone.localdate() - timedelta(days=2))
    assert len(waiting_for(clerk)) == 2

    Need.objects.update(**off_sight)

    assert waiting_for(clerk) == []


def test_an_answer_off_sight_asks_nothing_either(need, clerk):
    answer = answer_need(need, MemberFactory(), words="Limpien las alcantarillas.")
    answer.hidden_at = timezone.now()
    answer.save()

    assert waiting_for(clerk) == []


def test_answers_that_find_no_room_are_not_left_out_in_silence(client, need, home, monkeypatch):
    for number in range(3):
        answer_need(need, MemberFactory(), words=f"Advice {number}.")
    address = f"/en/necesidades/{need.pk}/"
    assert "answers are shown" not in client.get(address).content.decode()
    monkeypatch.setattr("knowledge.views.needs.MOST_ANSWERS", 2)

    page = client.get(address).content.decode()

    assert "The first 2 answers are shown." in page
    assert "Advice 1." in page
    assert "Advice 2." not in page


def test_nothing_is_proposed_to_a_need_off_sight(need, clerk, case):
    now = timezone.now()
    long_ago = now - timedelta(days=3)
    Need.objects.update(theme=case.themes[0], hidden_at=now, looked_at=long_ago)

    assert proposals.propose_again() == 0
    assert not Notification.objects.filter(kind="need_proposals").exists()


@pytest.mark.parametrize(
    ("frequency", "digest", "mail"),
    [("never", False, False), ("daily", True, False), ("at_once", False, True)],
)
def test_what_is_proposed_later_is_mailed_as_the_person_prefers(
    need, clerk, case, frequency, digest, mail
):
    choose(clerk, {"cases": frequency})
    proposal = NeedProposal.objects.create(need=need, kind=ProposalKind.CASE, case=case)

    proposals.tell_of_proposals(need, clerk, [proposal])

    told = Notification.objects.get(recipient=clerk, kind="need_proposals")
    assert (told.waits_for_digest, told.delivery is not None) == (digest, mail)
