"""What each level asks for, and how well a case is proved."""

from decimal import Decimal

import pytest

from knowledge import actions
from knowledge.evidence import evidence_of, judge
from knowledge.levels import (
    CHECKS,
    REQUIRED,
    SECTION_OF,
    WORD_GUIDE,
    all_missing,
    asked_for,
    missing_for,
)
from knowledge.models import NARRATIVE, Attachment, Case, Evaluation, Indicator, Lesson
from tests.factories import CaseFactory
from tests.knowledge.whole import ROWS, fill

pytestmark = pytest.mark.django_db
MEASURED = {"name": "Waste", "baseline": 9, "result": 4, "source": "Scale"}


def test_every_level_says_where_what_it_asks_for_is_told():
    asked = {*asked_for(4), *(check.field for checks in CHECKS.values() for check in checks)}

    assert asked <= set(SECTION_OF)
    assert set(WORD_GUIDE) == set(NARRATIVE)
    assert [len(REQUIRED[level]) for level in (1, 2, 3, 4)] == [14, 32, 1, 0]


def test_a_whole_record_lacks_nothing_for_any_level(draft):
    assert all_missing(fill(draft), 3) == []


def test_a_case_that_was_only_registered_is_told_field_by_field_what_comes_next(draft):
    assert missing_for(draft) == []
    missing = all_missing(draft, 3)

    fields = [each.field for each in missing]
    assert set(REQUIRED[2]) | {"steps", "indicators"} == set(fields)
    assert all(each.sentence and each.section for each in missing)
    assert {each.level for each in missing} == {2, 3}
    assert next(each for each in missing if each.field == "steps").level == 3


def test_each_thing_that_is_taken_away_is_missed_alone(draft):
    case = fill(draft)
    told = case.serializable_data()
    for name in asked_for(3):
        if name in ("lead_municipality", "case_themes", "target_groups"):
            continue
        blank = [] if name in ROWS else None
        if name in NARRATIVE:
            blank = '<p data-block-key="x"></p>'
        text = Case.from_serializable_data(told | {name: blank}, check_fks=False)
        assert missing_for(text, 3) == [name], name


def test_what_an_author_says_it_did_not_need_is_not_missed(draft):
    case = fill(draft)
    case.technologies.clear()
    case.nothing_of = ["technologies"]

    assert all_missing(case, 3) == []


def test_lessons_are_three_to_ten_and_an_indicator_needs_baseline_and_source_for_the_third(draft):
    case = fill(draft)
    case.lessons.set([Lesson(text="One.")])
    case.indicators.set([Indicator(name="Waste", result=4, source="Scale")])

    assert missing_for(case, 2) == ["lessons"]
    assert missing_for(case, 3) == ["lessons", "indicators"]
    assert "1" in all_missing(case, 2)[0].sentence


def test_the_ladder_of_evidence_says_its_rung_and_why():
    report = Attachment(kind="report", title="Yearbook")
    photo = Attachment(kind="photo", title="The market")
    measured = Indicator(**MEASURED)
    half = Indicator(**MEASURED | {"source": " "})
    outside = Evaluation(kind="academic", author="Universidad", finding="It works.")
    inside = Evaluation(kind="internal", finding="It works.")
    for attachments, indicators, evaluations, replicated, rung, word in (
        ([], [], [], 0, 1, ""),
        ([photo], [half], [], 0, 1, ""),
        ([photo, report], [half], [], 0, 2, "Yearbook"),
        ([], [], [outside], 0, 2, ""),
        ([report], [measured], [inside], 0, 3, "Waste"),
        ([], [measured], [inside, outside], 0, 4, "Universidad"),
        ([], [Indicator(**MEASURED, verified_by="Contraloría")], [], 0, 4, "Contraloría"),
        ([report], [], [], 3, 2, "Yearbook"),
        ([], [measured], [], 2, 5, "2"),
    ):
        evidence = judge(attachments, indicators, evaluations, replicated)
        assert evidence.rung == rung, (rung, evidence)
        assert word in evidence.why
        assert bool(evidence.next_step) == (rung < 5)


def test_what_is_published_carries_its_rung_to_lists(author, team):
    case = CaseFactory(registered_by=author)
    case.indicators.add(Indicator(name="Waste", baseline=Decimal(9), result=4, source="Scale"))
    case.save()
    case.save_revision(user=author, clean=False)
    actions.send(case, author)
    actions.publish(case, team)

    listed = Case.objects.with_row().get(pk=case.pk)

    assert listed.evidence == evidence_of(listed).rung == 3
