"""That a case was seen is counted, and who saw it is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from knowledge import sightings
from knowledge.actions.funnel import add_up_what_was_seen
from knowledge.models import CaseMonth
from networks.actions.months import month_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("silent_search", "no_lines", "english"),
]
READER = {"User-Agent": "Mozilla/5.0"}


def lines():
    return sum(len(file.read_text().split()) for file in sightings.folder().glob("*.txt"))


def later(hours=2):
    return timezone.now() + timedelta(hours=hours)


def this_month():
    return month_of(timezone.now())


def numbers(case, month=None):
    row = CaseMonth.objects.filter(case=case, month=month or this_month()).first()
    return (row.seen, row.saved, row.asked, row.adopting, row.with_results) if row else None


# --- Seen ---------------------------------------------------------------------------


def test_reading_a_case_notes_its_number_and_writes_nothing_to_the_database(case, client):
    address = case.get_absolute_url()
    client.get(address, headers=READER)

    client.get(address, headers=READER)

    assert lines() == 2
    assert not CaseMonth.objects.exists()
    [file] = sightings.folder().glob("*.txt")
    assert file.read_text() == f"{case.pk}\n{case.pk}\n"


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1"},
        {"User-Agent": "curl/8"},
        READER | {"Sec-Purpose": "prefetch"},
        READER | {"Purpose": "prefetch"},
    ],
)
def test_programs_and_what_is_fetched_ahead_do_not_count(case, client, headers):
    client.get(case.get_absolute_url(), headers=headers)
    client.head(case.get_absolute_url(), headers=READER)

    assert lines() == 0


def test_those_who_made_it_and_the_team_are_not_its_readers(case, client, author, team):
    for person in (author, team):
        client.force_login(person)
        client.get(case.get_absolute_url(), headers=READER)

    assert lines() == 0


def test_drafts_and_what_is_not_there_are_not_seen(draft, client):
    client.get(draft.get_absolute_url(), headers=READER)

    assert lines() == 0


def test_a_disk_that_cannot_be_written_costs_the_number_and_not_the_page(
    case, client, monkeypatch, tmp_path
):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(sightings, "folder", lambda: blocked / "seen")

    assert client.get(case.get_absolute_url(), headers=READER).status_code == 200


def test_the_hour_that_runs_is_left_and_past_ones_are_added_up_once(case):
    now = datetime(2026, 3, 5, 10, 30, tzinfo=UTC)
    for minutes in (0, 1, 60):
        sightings.note_seen(case.pk, now - timedelta(minutes=minutes))

    assert add_up_what_was_seen(now) == 1
    assert add_up_what_was_seen(now) == 0
    assert numbers(case, date(2026, 3, 1))[0] == 1
    assert add_up_what_was_seen(now + timedelta(hours=1)) == 2
    assert numbers(case, date(2026, 3, 1))[0] == 3
    assert lines() == 0


def test_months_are_those_of_the_calendar_of_the_site(case):
    zone = timezone.get_default_timezone()
    last = datetime(2026, 3, 31, 23, 30, tzinfo=zone)
    sightings.note_seen(case.pk, last)
    sightings.note_seen(case.pk, last + timedelta(hours=1))

    add_up_what_was_seen(last + timedelta(days=1))

    assert numbers(case, date(2026, 3, 1))[0] == 1
    assert numbers(case, date(2026, 4, 1))[0] == 1


def test_lines_that_make_no_sense_and_cases_that_are_gone_are_left_out(case):
    sightings.note_seen(case.pk, timezone.now())
    sightings.note_seen(999_999, timezone.now())
    [file] = sightings.folder().glob("*.txt")
    file.write_bytes(file.read_bytes() + b"\nhello\n-4\n12")
    (sightings.folder() / "0000-notes.txt").write_text("12\n")

    assert add_up_what_was_seen(later()) == 1
    assert numbers(case)[0] == 1


def test_what_fails_while_it_is_added_up_is_tried_again(case, monkeypatch):
    sightings.note_seen(case.pk, timezone.now())
    broken = pytest.raises(RuntimeError)
    with monkeypatch.context() as patched, broken:
        patched.setattr(
            "knowledge.actions.funnel.lines_in", lambda _file: (_ for _ in ()).throw(RuntimeError)
        )
        add_up_what_was_seen(later())

    assert add_up_what_was_seen(later()) == 1


def test_nothing_that_is_kept_could_name_a_reader(case, client, member):
    client.force_login(member)
    client.get(case.get_absolute_url(), headers=READER)
    [file] = sightings.folder().glob("*.txt")

    kept = f"{file.name} {file.read_text()}"

    assert str(settings.DATA_DIR) in str(file)
    assert {"id", "case", "month", *("seen", "saved", "asked", "adopting", "with_results")} == {
        field.name for field in CaseMonth._meta.get_fields()
    }
    for trace in ("127.0.0.1", "Mozilla", member.handle):
        assert trace not in kept
