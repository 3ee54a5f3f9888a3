"""What the transfers of a case teach: results side by side, what is adapted, why they stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.models import Adaptation, TransferIndicator
from knowledge.reading_measures import Bars, bars_of, change_of
from knowledge.transfer_kinds import STOPPED, Change, StopReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from knowledge.models import Case, Indicator
    from knowledge.replication import Branch

# How many stand side by side before the rest is asked for, and how many then.
FEW, MANY = 12, 300
# So many indicators of the origin are drawn; the rest is a click away.
MOST_PANELS = 4


@dataclass
class Cell:
    """What one municipality measured, with the bars that draw it on the scale of its panel.

    `transfer` is None for the origin. `differs` holds the unit, where it is not the origin's:
    nothing is drawn then, for it cannot be set beside the others.
    """

    name: str
    transfer: int | None
    row: Indicator | TransferIndicator
    differs: str = ""
    bars: Bars | None = None
    change: str = ""


@dataclass
class Panel:
    """An indicator of the origin with everybody who measured it. `more` are not shown."""

    key: UUID
    name: str
    unit: str
    cells: list[Cell]
    more: int = 0


@dataclass
class Results:
    """Side by side. `own` are indicators that adopters measured and the origin did not."""

    panels: list[Panel] = field(default_factory=list)
    others: list[Panel] = field(default_factory=list)
    own: list[Cell] = field(default_factory=list)
    more_own: int = 0

    def __bool__(self) -> bool:
        return bool(self.panels or self.own)


def results_of(case: Case, branches: Sequence[Branch], chosen: str = "") -> Results:
    """What the origin and those transfers measured. Two queries.

    With the key of an indicator in `chosen` that one alone, with as many as a page holds.
    """
    names = {each.pk: each.name for each in branches}
    measured = rows_of(names)
    inherited: dict[UUID, list[TransferIndicator]] = {}
    own: list[TransferIndicator] = []
    origin = {row.key: row for row in case.indicators.all()}
    for row in measured:
        if row.origin_key in origin:
            inherited.setdefault(row.origin_key, []).append(row)
        else:
            own.append(row)
    found = [panel_of(case, row, inherited.get(key, []), names) for key, row in origin.items()]
    shared = [panel for panel in found if len(panel.cells) > 1]
    wanted = [panel for panel in shared if str(panel.key) == chosen]
    panels, room = (wanted, MANY) if wanted else (shared[:MOST_PANELS], FEW)
    for panel in panels:
        narrow(panel, room)
    return Results(
        panels,
        [panel for panel in shared if panel not in panels],
        [] if wanted else [cell_of(row, names) for row in own[:FEW]],
        max(len(own) - FEW, 0),
    )


def rows_of(transfers: Iterable[int]) -> list[TransferIndicator]:
    """What those transfers measured, with at least one value."""
    known = Q(baseline__isnull=False) | Q(result__isnull=False)
    rows = TransferIndicator.objects.filter(known, transfer__in=list(transfers))
    return list(rows.order_by("transfer__created_at", "transfer", "sort_order", "pk"))


def panel_of(
    case: Case, row: Indicator, inherited: list[TransferIndicator], names: dict[int, str]
) -> Panel:
    place = case.lead_municipality.name if case.lead_municipality else _("The origin")
    cells = [Cell(place, None, row), *(cell_of(each, names, row.unit) for each in inherited)]
    return Panel(row.key, row.name, row.unit, cells)


def cell_of(row: TransferIndicator, names: dict[int, str], unit: str | None = None) -> Cell:
    differs = unit is not None and row.unit.strip().casefold() != unit.strip().casefold()
    return Cell(
        names[row.transfer_id],
        row.transfer_id,
        row,
        differs=(row.unit or _("without a unit")) if differs else "",
        change=change_of(row),
    )


def narrow(panel: Panel, room: int) -> None:
    """Leave what finds room, and draw it on one scale: that of all that is left."""
    panel.more = max(len(panel.cells) - room, 0)
    panel.cells = panel.cells[:room]
    alike = [cell for cell in panel.cells if not cell.differs]
    values = [
        value
        for cell in alike
        for value in (cell.row.baseline, cell.row.result, cell.row.target)
        if value is not None
    ]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    for cell in alike:
        cell.bars = bars_of(cell.row, low, high)
        cell.change = change_of(cell.row)


# --- What is adapted ----------------------------------------------------------------


@dataclass
class Adapted:
    """A component of the origin, and what those who repeated it did with it."""

    name: str
    adaptability: str
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> int:
        return self.numbers.total()

    @property
    def adapted(self) -> int:
        """How many did not keep it as it was."""
        return self.numbers[Change.CHANGE] + self.numbers[Change.DROP]

    @property
    def kept(self) -> int:
        return self.numbers[Change.KEEP]

    @property
    def changed(self) -> int:
        return self.numbers[Change.CHANGE]

    @property
    def dropped(self) -> int:
        return self.numbers[Change.DROP]

    @property
    def sentence(self) -> str:
        return ngettext(
            "%(adapted)d of %(number)d that repeated it changed it or left it out.",
            "%(adapted)d of the %(number)d that repeated it changed it or left it out.",
            self.answered,
        ) % {"adapted": self.adapted, "number": self.answered}


def components_of(branches: Sequence[Branch]) -> list[Adapted]:
    """The components of the origin that transfers spoke of, the most adapted first. One query."""
    rows = Adaptation.objects.filter(
        transfer__in=[each.pk for each in branches], origin_key__isnull=False
    ).exclude(change="")
    counted = rows.order_by("origin_key", "component").values_list(
        "origin_key", "component", "adaptability", "change"
    )
    found: dict[Any, Adapted] = {}
    for key, name, adaptability, change, number in counted.annotate(number=Count("pk")):
        known = found.setdefault(key, Adapted(name, adaptability))
        known.numbers[change] += number
    return sorted(found.values(), key=lambda each: (-each.adapted, -each.answered, each.name))


@dataclass
class Changes:
    """What one transfer made of the components: their names, by what was done."""

    changed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def changes_of(branches: Sequence[Branch]) -> dict[int, Changes]:
    """By transfer; those that changed nothing are not there. One query."""
    rows = Adaptation.objects.filter(transfer__in=[each.pk for each in branches])
    rows = rows.filter(change__in=[Change.CHANGE, Change.DROP, Change.ADD])
    found: dict[int, Changes] = {}
    told = rows.order_by("sort_order", "pk").values_list("transfer", "change", "component")
    for transfer, change, name in told:
        of_it = found.setdefault(transfer, Changes())
        lists = {
            Change.CHANGE.value: of_it.changed,
            Change.DROP.value: of_it.dropped,
            Change.ADD.value: of_it.added,
        }
        lists[change].append(name)
    return found


# --- Why they stop --------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """A reason with how many gave it: `share` is that of the most frequent one, up to 100."""

    value: str
    label: StrOrPromise
    number: int
    share: int


def stops_of(branches: Sequence[Branch]) -> list[Stop]:
    """Why those that stopped did, the most frequent reason first. No query."""
    told = Counter(
        each.stop_reason or StopReason.OTHER.value for each in branches if each.stage in STOPPED
    )
    return ranked(told)


def ranked(numbers: Counter[str]) -> list[Stop]:
    most = max(numbers.values(), default=0)
    order = sorted(StopReason, key=lambda reason: -numbers[reason.value])
    return [
        Stop(reason.value, reason.label, numbers[reason.value], 100 * numbers[reason.value] // most)
        for reason in order
        if numbers[reason.value]
    ]
