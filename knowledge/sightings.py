"""That a case was seen, written down without following anybody and without writing to the database.

A line of a file for each time: the number of the case and nothing else. The file is called by
its hour; once that has passed, `knowledge.actions.funnel` adds its lines up and deletes it. No
address, no account, no browser and no minute is kept, so that nobody can say who read what.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "%Y-%m-%dT%H"
# An hour is added up a little later: whoever writes its last line may be slow.
LATER = timedelta(minutes=2)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "seen"


def hour_of(at: datetime) -> str:
    """On the calendar of the site, whoever reads."""
    return f"{timezone.localtime(at, timezone.get_default_timezone()):{NAME}}"


def note_seen(case: int, now: datetime | None = None) -> None:
    """Note that somebody saw it. Several processes may at once: a short line is written whole."""
    name = f"{hour_of(now or timezone.now())}.txt"
    # A disk that is full or read-only costs the number, not the page.
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        with (folder() / name).open("ab", buffering=0) as file:
            file.write(b"%d\n" % case)


def past_hours(now: datetime) -> Iterator[Path]:
    """Files whose hour has passed, the oldest first."""
    running = hour_of(now - LATER)
    if folder().is_dir():
        yield from sorted(file for file in folder().glob("*.txt") if file.stem < running)


def month_in(file: Path) -> date | None:
    """The first day of the month it is of; None for a file that is not ours."""
    try:
        return datetime.strptime(file.stem, NAME).date().replace(day=1)
    except ValueError:
        return None


def lines_in(file: Path) -> Counter[int]:
    """How often each case was seen. A line that was cut short is left out."""
    with file.open("rb") as lines:
        return Counter(int(line) for line in lines if line.strip().isdigit())
