"""How far cases travel, from being seen to having results elsewhere, as pages and files tell it.

What counts as asking is registered by whoever knows of it, when the app starts:

    register_questions("knowledge.Feedback", case="case", at="created_at", kind="question")
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Subquery, Sum, Value, Window
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.figures import figure
from knowledge.models import Case, CaseMonth, CaseNetwork, Endorsement
from knowledge.models.funnel import STEPS
from networks import figures
from networks.actions.months import month_of, months_between
from networks.figures import Figure
from networks.month_charts import columns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from networks.figures import Counted, Span

LENGTHS = (12, 24, 36)
# Fewer than these say nothing of how many go on.
FEWEST_TO_COMPARE = 100


@dataclass(frozen=True)
class Step:
    """A step of the funnel: its name in files, what pages call it, and what exactly counts."""

    name: str
    column: str
    title: StrOrPromise
    meaning: StrOrPromise


FUNNEL = (
    Step(
        "seen",
        "vistas",
        pgettext_lazy("funnel", "Seen"),
        _("Times that the page was opened. Who reads twice counts twice: nobody is followed."),
    ),
    Step(
        "saved",
        "guardadas",
        pgettext_lazy("funnel", "Saved"),
        _("People who began to follow it, to hear of what happens to it."),
    ),
    Step(
        "asked",
        "preguntas",
        _("Asked about"),
        _("Questions and comments on it; answers do not count."),
    ),
    Step(
        "adopting",
        "replicas",
        _("Adopted"),
        _("Transfers that began in the month, of those that everybody may read."),
    ),
    Step(
        "with_results",
        "con_resultados",
        _("With results"),
        _("Transfers that first had results in the month, of those that everybody may read."),
    ),
)


@dataclass(frozen=True)
class Questions:
    """Rows of a model that ask about a case: which, of what case, when."""

    model: str
    case: str
    at: str
    conditions: dict[str, Any]


_questions: dict[tuple[str, str], Questions] = {}


def register_questions(model: str, *, case: str, at: str, **conditions: Any) -> None:
    """Have the rows of `model` that meet the conditions counted as asking about a case."""
    _questions[model, case] = Questions(model, case, at, conditions)


def questions() -> list[Questions]:
    return list(_questions.values())


# --- What a page shows --------------------------------------------------------------


@dataclass(frozen=True)
class Series:
    """A step through the months, the newest last. `per_thousand` is of those who saw it."""

    step: Step
    values: list[int]
    per_thousand: str = ""

    @property
    def total(self) -> int:
        return sum(self.values)

    @property
    def chart(self) -> SafeString:
        return columns(self.values)


@dataclass(frozen=True)
class Funnel:
    """`months` are first days, the oldest first, `series` the steps in their order."""

    months: list[date]
    series: list[Series]

    def __bool__(self) -> bool:
        return any(each.total for each in self.series)

    @property
    def rows(self) -> Iterator[tuple[date, list[int]]]:
        """For the table: the newest month first."""
        for place in range(len(self.months) - 1, -1, -1):
            yield self.months[place], [each.values[place] for each in self.series]


def funnel_of(cases: Any, length: int = LENGTHS[0]) -> Funnel:
    """The last months of these cases together. One query."""
    months = last_months(length)
    rows = CaseMonth.objects.of_cases(cases).since(months[0]).summed()
    told = {row["month"]: row for row in rows}
    series = []
    seen = 0
    for step in FUNNEL:
        values = [told.get(month, {}).get(f"{step.name}_sum", 0) for month in months]
        seen = seen or sum(values)
        series.append(Series(step, values, per_thousand(step, sum(values), seen)))
    return Funnel(months, series)


def per_thousand(step: Step, number: int, seen: int) -> str:
    """As the reader's country writes it; empty where it says nothing."""
    if step.name == STEPS[0] or seen < FEWEST_TO_COMPARE or not number:
        return ""
    share = Decimal(1000 * number) / seen
    return figure(share.quantize(Decimal(1) if share >= 10 else Decimal("0.1")))


def last_months(length: int) -> list[date]:
    """First days of so many months, the running one last."""
    running = month_of(timezone.now())
    years, month = divmod(running.year * 12 + running.month - length, 12)
    return months_between(running.replace(year=years, month=month + 1), running)


def all_months(cases: Any) -> Iterator[dict[str, Any]]:
    """A row for each month that anything was counted in, the oldest first. One query."""
    for row in CaseMonth.objects.of_cases(cases).summed():
        yield {
            "mes": f"{row['month']:%Y-%m}",
            **{step.column: row[f"{step.name}_sum"] for step in FUNNEL},
        }


def dictionary() -> list[dict[str, str]]:
    """What each column means, in the language in force."""
    return [
        {"nombre": step.column, "titulo": str(step.title), "significado": str(step.meaning)}
        for step in FUNNEL
    ]


def totals() -> Subquery:
    """All that was ever counted of published cases, for the public: a column of another query.

    JSON with the sum of each step; None before anything was counted.
    """
    everything = CaseMonth.objects.filter(case__live=True).order_by().values(all=Value(1))
    sums = {step: Sum(step) for step in STEPS}
    return Subquery(everything.annotate(told=JSONObject(**sums)).values("told"))


def told_in_steps(counted: dict[str, int | None] | None) -> list[tuple[Step, int]]:
    """Each step with its number in `totals`; none before anything was counted."""
    told = [(step, (counted or {}).get(step.name) or 0) for step in FUNNEL]
    return told if any(number for _step, number in told) else []


@dataclass(frozen=True)
class OfACase:
    """What a case was in some months: its `numbers` are those of the steps in their order."""

    code: str
    title: str
    numbers: list[int]


def by_case(cases: Any, length: int = LENGTHS[0], most: int = 20) -> tuple[list[OfACase], int]:
    """The most seen of the cases with their sums of the last months, and how many there are.

    One query, of `most` rows.
    """
    rows: Any = CaseMonth.objects.of_cases(cases).since(last_months(length)[0])
    named = rows.order_by().values("case__code", "case__title")
    sums = named.annotate(**{f"{step}_sum": Sum(step) for step in STEPS}, of_all=Window(Count("*")))
    found = list(sums.order_by("-seen_sum", "case__code")[:most])
    told = [
        OfACase(row["case__code"], row["case__title"], [row[f"{step}_sum"] for step in STEPS])
        for row in found
    ]
    return told, found[0]["of_all"] if found else 0


# --- What the desk of a network counts -------------------------------------------------

OF_NETWORKS = [
    Figure(
        f"experiencias_{step.column}",
        title,
        step.meaning,
        group="use",
    )
    for step, title in zip(
        FUNNEL,
        (
            _("Experiences: seen"),
            _("Experiences: saved"),
            _("Experiences: asked about"),
            _("Experiences: adopted"),
            _("Experiences: with results"),
        ),
        strict=True,
    )
]


def of_networks(span: Span) -> Counted:
    """The steps of the cases that each network tells or shows. Three queries.

    What was seen is None for months in which nobody counted it yet.
    """
    sums = {f"{step}_sum": Sum(f"case__months__{step}") for step in STEPS}
    told = CaseNetwork.objects.filter(network=OuterRef("network"), case=OuterRef("case"))
    links = [
        CaseNetwork.objects.filter(case__live=True),
        Endorsement.objects.filter(~Exists(told), case__live=True),
    ]
    found: dict[int, dict[str, float | int | None]] = {
        pk: {each.name: 0 for each in OF_NETWORKS} for pk in span.networks
    }
    for rows in links:
        here: Any = rows.filter(network__in=span.networks, case__months__month=span.month)
        for row in here.order_by().values("network").annotate(**sums):
            of_it = found[row["network"]]
            for step in FUNNEL:
                name = f"experiencias_{step.column}"
                of_it[name] = (of_it[name] or 0) + (row[f"{step.name}_sum"] or 0)
    if not CaseMonth.objects.filter(month__lte=span.month, seen__gt=0).exists():
        for of_it in found.values():
            of_it["experiencias_vistas"] = None
    return found


def register_figures() -> None:
    figures.register(OF_NETWORKS, "knowledge.funnel.of_networks")


def published(cases: Any = None) -> Any:
    """Those a funnel is of: what is not published nobody sees."""
    return (Case.objects.all() if cases is None else cases).filter(live=True)
