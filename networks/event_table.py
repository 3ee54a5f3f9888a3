"""The list of who comes to an event, as a file that spreadsheets open."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from community.models.members import people_coordinated_by, zone_called
from networks.models import EventRegistration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from networks.models import EventPage

# What a spreadsheet takes for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_of(event: EventPage, reader: User) -> bytes:
    """One row for each who comes, waits or came; the addresses that each shows to the reader."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for row in rows_of(event, reader):
        writer.writerow([harmless(cell) for cell in row])
    # The mark by which Excel knows the accents.
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def rows_of(event: EventPage, reader: User) -> Iterator[list[str]]:
    told = EventRegistration.objects.filter(event=event).select_related("user")
    told = told.exclude(state=EventRegistration.State.ASKED)
    told = told.exclude(state=EventRegistration.State.GONE, attended_at=None)
    rows = list(told.order_by("state", "queued_at", "pk"))
    asked = questions_of(event, rows)
    yield [
        _("Name"),
        _("E-mail"),
        _("State"),
        _("Registered at"),
        _("Was there"),
        *asked.values(),
    ]
    shown = addresses_shown(rows, reader)
    for row in rows:
        yield [
            row.shown_name,
            row.email or shown.get(row.user_id or 0, ""),
            str(row.get_state_display()),
            hour_of(row.created_at, event),
            hour_of(row.attended_at, event),
            *(row.answer_to(key) for key in asked),
        ]


def questions_of(event: EventPage, rows: list[EventRegistration]) -> dict[str, str]:
    """Those of today, then those that were asked of somebody before and are asked no more."""
    asked = {str(each.key): each.text for each in event.questions.all()}
    for row in rows:
        for answer in row.answers:
            asked.setdefault(answer["key"], answer["question"])
    return asked


def addresses_shown(rows: list[EventRegistration], reader: User) -> dict[int, str]:
    """The e-mail of those who show theirs to this reader. Two queries."""
    audiences = [User.Audience.MEMBERS, User.Audience.EVERYONE]
    people = User.objects.filter(pk__in={row.user_id for row in rows if row.user_id})
    open_ones = dict(people.filter(email_audience__in=audiences).values_list("pk", "email"))
    coordinated = people_coordinated_by(reader).values("pk")
    tied = people.filter(email_audience=User.Audience.COORDINATORS, pk__in=coordinated)
    return {**open_ones, **dict(tied.values_list("pk", "email"))}


def hour_of(instant: datetime | None, event: EventPage) -> str:
    """By the clocks of the place, as spreadsheets read it."""
    if instant is None:
        return ""
    return timezone.localtime(instant, zone_called(event.time_zone)).strftime("%Y-%m-%d %H:%M")


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
