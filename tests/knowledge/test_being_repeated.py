"""What transfers make of a case: N4 and the fifth rung are counted, and go again."""

import pytest

from community.models import Notification
from knowledge import actions, permissions
from knowledge.models import Case, ProofChange, SolutionCase
from knowledge.reading import read_published, read_version, to_read
from knowledge.scales import Level
from knowledge.transfer_kinds import OriginAnswer, TransferAudience, TransferStage
from tests.factories import CaseFactory, SolutionPageFactory
from tests.knowledge.conftest import verbs
from tests.knowledge.transfers import repeat, town
from tests.knowledge.whole import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


@pytest.fixture
def case(author, team):
    """A published case with the whole record, verified (N3)."""
    case = fill(CaseFactory(registered_by=author, title="Compost in the market"))
    actions.send(case, author)
    actions.publish(case, team)
    Case.objects.filter(pk=case.pk).update(level=Level.VERIFIED)
    return again(case)


def again(case):
    return Case.objects.get(pk=case.pk)


def with_results(case, name="Chacao", **fields):
    return repeat(case, town(name), stage=TransferStage.WITH_RESULTS, **fields)


def renew(case):
    actions.renew_standing(case)
    return again(case)


def test_a_transfer_with_results_makes_a_verified_case_transferred(case, author):
    before = case.evidence_level
    with_results(case)

    renewed = renew(case)

    assert (renewed.level, renewed.evidence_level, renewed.replications) == (4, 5, 1)
    assert before < 5
    assert verbs(renewed)[-1] == "transferred"
    told = Notification.objects.get(recipient=author, kind="case_transferred")
    assert "Alcaldía de Chacao" in told.facts["adopters"]
    assert renewed.moments == 3


def test_counting_again_without_a_change_writes_nothing(
    case, author, django_assert_max_num_queries
):
    with_results(case)
    renew(case)
    lines = case.events.count()

    with django_assert_max_num_queries(7):
        actions.renew_standing(case)

    assert case.events.count() == lines
    assert Notification.objects.filter(recipient=author, kind="case_transferred").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": TransferStage.UNDER_WAY},
        {"stage": TransferStage.ABANDONED, "stop_reason": "no_funds"},
        {"stage": TransferStage.WITH_RESULTS, "visibility": TransferAudience.MEMBERS},
        {"stage": TransferStage.WITH_RESULTS, "visibility": TransferAudience.TEAM},
        {"stage": TransferStage.CONSOLIDATED, "origin_answer": OriginAnswer.DECLINED},
    ],
)
def test_what_is_not_public_results_raises_nothing(case, fields):
    repeat(case, town("Chacao"), **fields)

    renewed = renew(case)

    assert (renewed.level, renewed.replications) == (3, 0)


def test_it_goes_back_to_verified_when_no_transfer_with_results_is_left(case, author):
    transfer = with_results(case)
    renew(case)
    transfer.visibility = TransferAudience.TEAM
    transfer.save()

    renewed = renew(case)

    assert (renewed.level, renewed.replications) == (3, 0)
    assert renewed.evidence_level < 5
    assert verbs(renewed)[-1] == "fell_back"
    assert Notification.objects.filter(recipient=author, kind="case_fell_back").exists()


def test_one_of_two_that_goes_leaves_it_where_it_is(case):
    first = with_results(case)
    with_results(case, "Baruta")
    assert renew(case).replications == 2
    first.delete()

    renewed = renew(case)

    assert (renewed.level, renewed.replications) == (4, 1)
    assert "fell_back" not in verbs(renewed)


def test_the_same_municipality_twice_counts_once(case):
    government = town("Chacao")
    for stage in (TransferStage.WITH_RESULTS, TransferStage.ABANDONED):
        repeat(case, government, stage=stage, stop_reason="norm")
    case.transfers.update(stage=TransferStage.ABANDONED)
    repeat(case, government, stage=TransferStage.CONSOLIDATED)

    assert renew(case).replications == 1


@pytest.mark.parametrize("level", [Level.REGISTERED, Level.SYSTEMATIZED])
def test_a_case_that_is_not_verified_keeps_its_level(case, level):
    Case.objects.filter(pk=case.pk).update(level=level)
    with_results(case)

    renewed = renew(case)

    assert (renewed.level, renewed.replications) == (level, 1)


def test_a_case_repeated_before_it_was_verified_rises_as_soon_as_it_is(case, team):
    Case.objects.filter(pk=case.pk).update(level=Level.SYSTEMATIZED)
    with_results(case)
    renew(case)

    actions.verify(again(case), team)

    assert again(case).level == Level.TRANSFERRED


def test_the_fifth_rung_stands_on_figures_that_were_measured(case):
    case.indicators.all().delete()
    with_results(case)

    assert renew(case).evidence_level < 5


def test_a_new_version_keeps_what_transfers_have_shown(case, author, team):
    with_results(case)
    renew(case)
    renewed = again(case)
    renewed.title = "Compost in three markets"
    renewed.save_revision(user=team, clean=False)
    Case.objects.filter(pk=case.pk).update(has_unpublished_changes=True)

    version = actions.publish(again(case), team)

    assert version.level == Level.TRANSFERRED
    assert again(case).evidence_level == 5


def test_readers_are_told_how_many_repeated_it(case, author):
    with_results(case)
    with_results(case, "Baruta")
    renew(case)

    told = read_published(to_read(author).get(pk=case.pk), author)

    assert told.evidence == 5
    assert "2 municipalities" in told.proof.why


def test_an_old_version_says_of_itself_what_it_was_when_it_came_out(case, author):
    with_results(case)
    renew(case)

    old = read_version(again(case).versions.first(), author)

    assert old.evidence < 5
    assert read_published(to_read(author).get(pk=case.pk), author).evidence == 5


def test_the_history_says_that_it_was_counted_and_by_whom_it_was_repeated(case, team, client):
    with_results(case)
    renew(case)
    client.force_login(team)

    told = " ".join(client.get(case.get_absolute_url()).content.decode().split())

    assert "found it repeated with results (N4)" in told
    assert "The site" in told
    assert "Alcaldía de Chacao" in told


def test_nobody_takes_back_by_hand_what_is_counted(case, team):
    with_results(case)

    assert not permissions.can_lower(team, renew(case))


def test_who_made_a_solution_of_it_is_asked_to_look_when_it_falls_back(case, home):
    transfer = with_results(case)
    renew(case)
    solution = SolutionPageFactory(parent=home)
    SolutionCase.objects.create(solution=solution, case=case)
    transfer.delete()

    renew(case)

    asked = ProofChange.objects.filter(case=case).values_list("kind", "value")
    assert ("level", "3") in asked
    assert "evidence" in dict(asked)
