"""A transfer with all that its page shows, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from community.dates import instant
from community.models.gathered import Gathered
from knowledge.kinds import Adaptability, Weight
from knowledge.models import (
    Adaptation,
    CaseTheme,
    CaseVersion,
    FitAnswer,
    Transfer,
    TransferEvent,
    TransferMember,
)
from knowledge.permissions_of_transfers import can_see_inside
from knowledge.scales import Support
from knowledge.transfer_kinds import (
    COURSE,
    STOPPED,
    Change,
    Fit,
    StopReason,
    TransferAudience,
    TransferStage,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models import Case, CoreComponent
    from knowledge.reading import Reading
    from knowledge.reading_rows import Needed

Verb = TransferEvent.Verb
# Of a long history the page shows the last of it; all of it stands on pages of its own.
EVENTS = 12
# Acts whose note is the title of what they were about.
CALLED_BY_NOTE = (Verb.MILESTONE, Verb.MEASURED, Verb.VISITED)
# What the origin did; the rest the adopter did, and a visit is told by either.
OF_THE_ORIGIN = (Verb.CONFIRMED, Verb.DECLINED, Verb.OFFERED)


@dataclass(frozen=True)
class FitShown:
    """A condition of the origin: whether it is met, and how it is solved."""

    condition: str
    weight: str
    answer: str
    how: str

    @property
    def weight_label(self) -> str:
        return str(Weight(self.weight).label) if self.weight else ""

    @property
    def answer_label(self) -> str:
        return str(Fit(self.answer).label) if self.answer else ""


@dataclass(frozen=True)
class ChangeShown:
    """A component: what the origin says of it, what is done with it here, and why."""

    component: str
    adaptability: str
    change: str
    reason: str

    @property
    def adaptability_label(self) -> str:
        return str(Adaptability(self.adaptability).label) if self.adaptability else ""

    @property
    def change_label(self) -> str:
        return str(Change(self.change).label) if self.change else ""


@dataclass(frozen=True)
class EventShown:
    """A line of the history; `actor` is a name, for both sides, or else the municipality.

    "" where that is not known either.
    """

    verb: str
    value: str
    note: str
    actor: str
    at: datetime

    @property
    def words(self) -> str:
        return str(Verb(self.verb).label)

    @property
    def to_what(self) -> str:
        """Which stage, reason, readers or version; of what was done, how it is called."""
        kinds: dict[str, Any] = {
            Verb.STAGE: TransferStage,
            Verb.RESUMED: TransferStage,
            Verb.SUSPENDED: StopReason,
            Verb.ABANDONED: StopReason,
            Verb.SHOWN: TransferAudience,
        }
        if self.verb in CALLED_BY_NOTE:
            return self.note
        if self.verb == Verb.RENEWED:
            return _("version %(number)s") % {"number": self.value}
        kind = kinds.get(self.verb)
        return str(kind(self.value).label) if kind and self.value in kind.values else ""


@dataclass(frozen=True)
class Post:
    """A post of the team; `person` is a name that only both sides see."""

    post: str
    person: str


@dataclass(frozen=True)
class Mark:
    """A stage on the way: `is_passed`, `is_here`, or still to come."""

    label: str
    is_passed: bool
    is_here: bool


@dataclass(frozen=True)
class TransferReading:
    """What the page shows besides the row itself."""

    fit: list[FitShown]
    changes: list[ChangeShown]
    events: list[EventShown]
    has_more_events: bool
    posts: list[Post]
    course: list[Mark]
    sees_inside: bool
    family: str
    # Whom it was learned from and the record that came of it, where the reader may open them.
    teacher: Transfer | None = None
    own_case: Case | None = None
    # The number of a version that is newer than the one it repeats; None where there is none.
    newer: int | None = None

    @property
    def answered(self) -> list[FitShown]:
        return [each for each in self.fit if each.answer]

    @property
    def decided(self) -> list[ChangeShown]:
        return [each for each in self.changes if each.change]

    @property
    def undecided(self) -> int:
        return len(self.changes) - len(self.decided)


def gathered(model: Any, newest: Any = None, **told: str) -> Subquery:
    """The rows of a transfer as a list of objects, in no order; of many the `newest` alone."""
    rows = model._default_manager.filter(transfer=OuterRef("pk")).order_by().values("transfer")
    if newest is not None:
        rows = rows.filter(pk__in=newest)
    one = JSONObject(**{name: F(path) for name, path in told.items()})
    return Subquery(rows.annotate(all=Gathered(one)).values("all"))


def hue_of_origin() -> Subquery:
    """The family of the first theme of the origin: the colour of the page."""
    first = CaseTheme.objects.filter(case=OuterRef("origin_case")).order_by("sort_order", "pk")
    return Subquery(first.values("theme__family")[:1])


def as_read() -> Any:
    """Transfers with what `read_transfer` needs. No query of its own."""
    events = TransferEvent.objects.filter(transfer=OuterRef(OuterRef("pk")))
    latest = events.order_by("-at", "-pk").values("pk")[: EVENTS + 1]
    place = {"place": "sort_order", "pk": "pk"}
    newest = CaseVersion.objects.filter(case=OuterRef("origin_case")).order_by("-number")
    return Transfer.objects.annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        hue=hue_of_origin(),
        fit_told=gathered(
            FitAnswer, **place, condition="condition", weight="weight", answer="answer", how="how"
        ),
        changes_told=gathered(
            Adaptation,
            **place,
            component="component",
            adaptability="adaptability",
            change="change",
            reason="reason",
        ),
        posts_told=gathered(TransferMember, **place, post="post", person="person__display_name"),
        events_told=gathered(
            TransferEvent,
            latest,
            pk="pk",
            at="at",
            verb="verb",
            value="value",
            note="note",
            name="actor__display_name",
        ),
    )


def read_transfer(transfer: Any, reader: User | AnonymousUser) -> TransferReading:
    """Of a transfer asked `as_read`. No query but those of permissions, none for visitors."""
    own_case = transfer.adopter_case
    inside = can_see_inside(reader, transfer)
    events = newest_events(transfer, inside)
    return TransferReading(
        fit=[FitShown(**each) for each in in_order(transfer.fit_told)],
        changes=[ChangeShown(**each) for each in in_order(transfer.changes_told)],
        events=events[:EVENTS],
        has_more_events=len(events) > EVENTS,
        posts=[
            Post(each["post"], (each["person"] or "") if inside else "")
            for each in in_order(transfer.posts_told)
        ],
        course=course_of(transfer),
        sees_inside=inside,
        family=transfer.hue or "gestion",
        teacher=teacher_of(transfer, reader),
        own_case=own_case if own_case is not None and own_case.live else None,
        newer=newer_of(transfer),
    )


def newer_of(transfer: Any) -> int | None:
    """Of one that goes on. No query."""
    newest: int | None = transfer.newest_number
    is_newer = newest is not None and newest > transfer.origin_version.number
    return newest if is_newer and transfer.origin_case.live and not transfer.is_stopped else None


def teacher_of(transfer: Transfer, reader: User | AnonymousUser) -> Transfer | None:
    """Whom it was learned from, if the reader may know. One query, none where there is nobody."""
    if transfer.learned_from_id is None:
        return None
    seen = Transfer.objects.visible_to(reader).filter(pk=transfer.learned_from_id)
    return transfer.learned_from if seen.exists() else None


def in_order(told: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """As they come on the page, without what only puts them in order."""
    rows = sorted(told or [], key=lambda each: (each["place"], each["pk"]))
    return [
        {name: value for name, value in each.items() if name not in ("place", "pk")}
        for each in rows
    ]


def newest_events(transfer: Any, inside: bool) -> list[EventShown]:
    """The newest first, one more than find room."""
    rows = sorted(transfer.events_told or [], key=lambda row: (row["at"], row["pk"]), reverse=True)
    return [event_shown({**row, "at": instant(row["at"])}, transfer, inside) for row in rows]


def events_of(transfer: Transfer) -> Any:
    """All that happened to it, the newest first, as `event_shown` takes it. By pages."""
    rows = TransferEvent.objects.filter(transfer=transfer.pk).order_by("-at", "-pk")
    return rows.values("verb", "value", "note", "at", name=F("actor__display_name"))


def event_shown(row: dict[str, Any], transfer: Transfer, inside: bool) -> EventShown:
    """By whom it was, as the reader may know: of people only both sides do."""
    adopter, origin = str(transfer.adopter), str(transfer.origin_case.place)
    side = origin if row["verb"] in OF_THE_ORIGIN else adopter
    if row["verb"] == Verb.VISITED:
        side = {"adopter": adopter, "origin": origin}.get(row["value"], "")
    who = (row["name"] if inside else "") or side
    return EventShown(row["verb"], row["value"], row["note"], who, row["at"])


def course_of(transfer: Transfer) -> list[Mark]:
    """The stages, for one that has not stopped; else none."""
    if transfer.stage in STOPPED:
        return []
    here = COURSE.index(TransferStage(transfer.stage))
    return [
        Mark(str(stage.label), is_passed=place < here, is_here=place == here)
        for place, stage in enumerate(COURSE)
    ]


def support_of(transfer: Transfer) -> list[str]:
    """What the origin offers, in words."""
    known = {each.value: str(each.label) for each in Support}
    return [known[each] for each in transfer.support if each in known]


def needs_by_key(told: Reading) -> dict[str, Needed]:
    """The conditions of the origin's version, as the lines of a step know them."""
    return {need.row.key.hex: need for need in told.needs}


def components_of(told: Reading) -> dict[str, CoreComponent]:
    """The components of the origin's version, as the lines of a step know them."""
    return {row.key.hex: row for row in told.text.core_components.all()}
