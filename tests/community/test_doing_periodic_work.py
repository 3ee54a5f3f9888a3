"""What comes round is done when it is due, by one of those who may, and its failures are seen."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from community import periodic
from community.models import Chore
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch):
    """An empty register, and the list that its chores write into."""
    monkeypatch.setattr(periodic, "_registered", {})
    return []


def long_ago(**past):
    Chore.objects.update(started_at=timezone.now() - timedelta(**past))


def test_it_is_done_at_once_and_then_when_its_time_has_come(calls):
    periodic.register("digest", timedelta(hours=1), lambda: calls.append("digest"))

    periodic.run_due()
    periodic.run_due()
    assert calls == ["digest"]

    long_ago(minutes=50)
    periodic.run_due()
    assert calls == ["digest"]

    long_ago(minutes=60)
    periodic.run_due()
    assert calls == ["digest", "digest"]


def test_a_timer_of_each_minute_that_comes_a_little_early_is_not_too_early(calls):
    periodic.register("digest", timedelta(minutes=1), lambda: calls.append("digest"))
    periodic.run_due()

    long_ago(seconds=57)
    periodic.run_due()

    assert calls == ["digest", "digest"]


def test_of_two_processes_one_does_it(calls, monkeypatch):
    """Both looked at the table before either began."""
    periodic.register("digest", timedelta(hours=1), lambda: calls.append("digest"))
    each = periodic.registered()[0]
    now = timezone.now()
    assert periodic._take(each, None, now)
    assert not periodic._take(each, None, now)

    seen = Chore.objects.get()
    later = now + timedelta(hours=1)
    assert periodic._take(each, seen, later)
    assert not periodic._take(each, seen, later + timedelta(seconds=1))


def test_a_failure_stops_nothing_else_and_is_seen(calls, caplog):
    periodic.register("bad", timedelta(days=1), lambda: 1 / 0)
    periodic.register("good", timedelta(days=1), lambda: calls.append("good"))
    out = StringIO()

    with pytest.raises(CommandError, match="division by zero"):
        call_command("run_periodic", stdout=out)

    assert calls == ["good"]
    assert "bad: failed" in out.getvalue()
    assert "good: done" in out.getvalue()
    assert "The periodic work bad failed." in caplog.text
    assert "ZeroDivisionError" in Chore.objects.get(name="bad").error
    call_command("run_periodic", stdout=out)


def test_what_failed_is_tried_again_after_an_hour(calls):
    periodic.register("bad", timedelta(days=1), lambda: 1 / 0)
    periodic.run_due()
    assert periodic.run_due() == []

    long_ago(hours=1)

    assert len(periodic.run_due()) == 1


def test_what_was_cut_short_is_done_after_an_hour(calls):
    periodic.register("digest", timedelta(days=1), lambda: calls.append("digest"))
    Chore.objects.create(name="digest", started_at=timezone.now() - timedelta(minutes=30))
    periodic.run_due()
    assert calls == []

    long_ago(minutes=60)
    periodic.run_due()

    assert calls == ["digest"]
    assert Chore.objects.get().went_well


def test_a_page_with_a_date_is_published_when_it_comes(home, client, monkeypatch):
    page = StandardPageFactory(parent=home, slug="plazo", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert client.get("/plazo/").status_code == 404
    later = timezone.now() + timedelta(hours=2)

    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    call_command("run_periodic", stdout=StringIO())

    assert client.get("/plazo/").status_code == 200
