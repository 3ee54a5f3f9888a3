"""What the transfers of a case teach: results side by side, what is adapted, why they stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Min, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.kinds import Direction
from knowledge.models import Adaptation, TransferIndicator
from knowledge.reading_measures import Bars, bars_of, change_of
from knowledge.transfer_kinds import STOPPED, Change, StopReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.core.paginator import Page
    from django_stubs_ext import StrOrPromise

    from knowledge.models import Case, Indicator
    from knowledge.replication import Branch

# So many adopters stand beside the origin before the rest is asked for, and on a page of the rest.
FEW, A_PAGE = 7, 50
# So many indicators of the origin are drawn; the rest is a click away.
MOST_PANELS = 3


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
    """An indicator of the origin beside what adopters measured of it.

    `number` adopters measured it: in `better` of them it moved as was sought, in
    `worse` against it. `low` and `high` span what is known in the unit of the
    origin, of all of them; `more` of them are not among the `cells`.
    """

    row: Indicator
    number: int = 0
    better: int = 0
    worse: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    cells: list[Cell] = field(default_factory=list)

    @property
    def key(self) -> UUID:
        return self.row.key

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def unit(self) -> str:
        return self.row.unit

    @property
    def more(self) -> int:
        return self.number + 1 - len(self.cells)

    @property
    def sentence(self) -> str:
        """How many measured it, and in how many it went which way."""
        told = [
            ngettext(
                "%(number)d of those that repeated it measured it.",
                "%(number)d of those that repeated it measured it.",
                self.number,
            )
            % {"number": self.number}
        ]
        if self.better:
            told.append(_("In %(number)d it went as was sought.") % {"number": self.better})
        if self.worse:
            told.append(_("In %(number)d against what was sought.") % {"number": self.worse})
        return " ".join(told)


@dataclass
class Results:
    """Side by side. `own` are indicators that adopters measured and the origin did not.

    `page` is the stretch of the only panel, where one alone was asked for.
    """

    panels: list[Panel] = field(default_factory=list)
    others: list[Panel] = field(default_factory=list)
    own: list[Cell] = field(default_factory=list)
    more_own: int = 0
    page: Page[TransferIndicator] | None = None

    def __bool__(self) -> bool:
        return bool(self.panels or self.own)


def results_of(
    case: Case, branches: Sequence[Branch], chosen: str = "", number: str | None = None
) -> Results:
    """What the origin and those transfers measured. Four queries, and rows for one screen alone.

    With the key of an indicator in `chosen` that one alone, by pages: `number` says which.
    """
    names = {each.pk: each.name for each in branches}
    origin = {row.key: row for row in case.indicators.all()}
    told = known_of(names)
    found, own = counted(told, origin)
    shared = [panel for panel in found.values() if panel.number]
    wanted = [panel for panel in shared if str(panel.key) == chosen]
    if wanted:
        [panel] = wanted
        rows = in_order(told.filter(origin_key=panel.key))
        page = Paginator(rows, A_PAGE).get_page(number)
        place(case, panel, list(page.object_list), names)
        return Results(wanted, [each for each in shared if each is not panel], page=page)
    panels = shared[:MOST_PANELS]
    firsts = first_of({each.key for each in panels}, told)
    for panel in panels:
        place(case, panel, firsts.get(panel.key, []), names)
    theirs = in_order(told.exclude(origin_key__in=list(origin)))[: FEW + 1] if own else []
    cells = [cell_of(row, names) for row in theirs]
    return Results(panels, shared[MOST_PANELS:], cells, own - len(cells))


def known_of(transfers: Iterable[int]) -> Any:
    """What those transfers measured, with at least one value, in no order."""
    known = Q(baseline__isnull=False) | Q(result__isnull=False)
    return TransferIndicator.objects.filter(known, transfer__in=list(transfers)).order_by()


ORDER = ("transfer__created_at", "transfer", "sort_order", "pk")


def in_order(rows: Any) -> Any:
    return rows.order_by(*ORDER)


def rows_of(transfers: Iterable[int]) -> list[TransferIndicator]:
    """All of it, those of the oldest transfer first."""
    return list(in_order(known_of(transfers)))


def counted(told: Any, origin: dict[UUID, Indicator]) -> tuple[dict[UUID, Panel], int]:
    """The indicators of the origin with what adopters measured of each, and how many others.

    One query, a line for each indicator and unit.
    """
    better = Q(direction=Direction.UP, result__gt=F("baseline"))
    better |= ~Q(direction=Direction.UP) & Q(result__lt=F("baseline"))
    moved = Q(baseline__isnull=False, result__isnull=False) & ~Q(result=F("baseline"))
    lines = told.values("origin_key", "unit").annotate(
        number=Count("pk"),
        moved=Count("pk", filter=moved),
        better=Count("pk", filter=moved & better),
        **{f"low_{name}": Min(name) for name in VALUES},
        **{f"high_{name}": Max(name) for name in VALUES},
    )
    found = {key: Panel(row) for key, row in origin.items()}
    own = 0
    for line in lines:
        panel = found.get(line["origin_key"])
        if panel is None:
            own += line["number"]
            continue
        panel.number += line["number"]
        panel.better += line["better"]
        panel.worse += line["moved"] - line["better"]
        if is_alike(line["unit"], panel.row.unit):
            widen(panel, [line[f"{end}_{name}"] for end in ("low", "high") for name in VALUES])
    for panel in found.values():
        widen(panel, [getattr(panel.row, name) for name in VALUES])
    return found, own


VALUES = ("baseline", "result", "target")


def widen(panel: Panel, values: list[Decimal | None]) -> None:
    known = [value for value in values if value is not None]
    panel.low, panel.high = min([panel.low, *known]), max([panel.high, *known])


def is_alike(unit: str, other: str) -> bool:
    return unit.strip().casefold() == other.strip().casefold()


def first_of(keys: set[UUID], told: Any) -> dict[UUID, list[TransferIndicator]]:
    """The oldest few of each of those indicators. One query."""
    place = Window(RowNumber(), partition_by="origin_key", order_by=ORDER)
    rows = told.filter(origin_key__in=keys).annotate(place=place).filter(place__lte=FEW)
    firsts: dict[UUID, list[TransferIndicator]] = {}
    for row in rows.order_by("place"):
        firsts.setdefault(row.origin_key, []).append(row)
    return firsts


def place(
    case: Case, panel: Panel, rows: Iterable[TransferIndicator], names: dict[int, str]
) -> None:
    """Set those rows beside the origin, drawn on the scale of all that measured it."""
    name = case.lead_municipality.name if case.lead_municipality else _("The origin")
    panel.cells = [
        Cell(name, None, panel.row),
        *(cell_of(row, names, panel.row.unit) for row in rows),
    ]
    for cell in panel.cells:
        if not cell.differs:
            cell.bars = bars_of(cell.row, panel.low, panel.high)
            cell.change = change_of(cell.row)


def cell_of(row: TransferIndicator, names: dict[int, str], unit: str | None = None) -> Cell:
    differs = unit is not None and not is_alike(row.unit, unit)
    return Cell(
        names[row.transfer_id],
        row.transfer_id,
        row,
        differs=(row.unit or _("without a unit")) if differs else "",
        change=change_of(row),
    )


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
