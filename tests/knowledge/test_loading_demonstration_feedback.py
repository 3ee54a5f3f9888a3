"""The feedback of the demonstration: in every disposition, and a version made of it."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.demo import people
from community.models import Notification
from knowledge.demo import cases, feedback, raised
from knowledge.feedback_kinds import Disposition, FeedbackKind, UselessReason
from knowledge.models import Case, Feedback, Usefulness
from knowledge.reading_parts import SLUGS
from tests.knowledge.test_loading_demonstration_cases import ground

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(lasting):
    """All of it, loaded twice."""
    with lasting():
        ground()
        people.load_people("x")
        cases.load()
        raised.load()
        for _time in range(2):
            feedback.load()
        yield json.loads(feedback.FILE.read_text())


def test_all_of_it_is_there_once_and_in_the_past(loaded):
    assert Feedback.objects.count() == len(loaded["feedback"])
    assert Usefulness.objects.count() == len(loaded["usefulness"])
    for made in Feedback.objects.select_related("version", "case"):
        assert made.part in SLUGS
        assert made.kind in FeedbackKind.values
        assert made.made_at < timezone.now()
        assert made.version.published_at <= made.made_at or made.version.number == 1
        assert made.case.lead_municipality.country_code == "XA"
        assert made.answered_at is None or made.made_at < made.answered_at
    assert set(Usefulness.objects.values_list("reason", flat=True)) <= {"", *UselessReason.values}


def test_every_disposition_is_shown_and_somebody_is_protected(loaded):
    assert set(Feedback.objects.values_list("disposition", flat=True)) == set(Disposition.values)
    assert Feedback.objects.exclude(shown_as="person").exists()
    assert Feedback.objects.overdue(timezone.localdate()).exists()
    assert Feedback.objects.for_next_version().exists()
    assert not Feedback.objects.filter(state="waiting").exists()


def test_a_version_credits_two_people_and_nobody_is_told_today(loaded):
    case = Case.objects.get(title=loaded["version"]["case"])
    newest = case.versions.first()
    resolved = Feedback.objects.visible_to(AnonymousUser()).filter(resolved_in=newest)
    assert len({made.signature for made in resolved}) == 2
    assert newest.note == loaded["version"]["note"]
    assert newest.published_at < timezone.now()
    days = [event.at for event in case.events.order_by("pk")]
    assert days == sorted(days)
    assert not Notification.objects.filter(kind__in=feedback.TOLD).exists()
