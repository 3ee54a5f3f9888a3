"""How a network does, as its desk shows it and hands it out. Everything from one stored query."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from networks.figures import GROUPS, UNITS, all_figures
from networks.models import NetworkMonth
from networks.month_charts import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from networks.figures import Figure, Value
    from networks.models import NetworkPage

SHOWN = 12


@dataclass(frozen=True)
class Series:
    """A figure through the months, the newest last."""

    figure: Figure
    values: Sequence[Value]

    @property
    def now(self) -> Value:
        """In the newest month."""
        return self.values[-1] if self.values else None

    @property
    def before(self) -> Value:
        """In the month before that."""
        return self.values[-2] if len(self.values) > 1 else None

    @property
    def is_known(self) -> bool:
        return any(value is not None for value in self.values)

    @property
    def chart(self) -> SafeString:
        return columns(self.values)


@dataclass(frozen=True)
class Group:
    """What belongs together: its name in addresses, what it is called, its figures."""

    name: str
    title: StrOrPromise
    series: list[Series]
    months: list[date]

    @property
    def rows(self) -> Iterator[tuple[date, list[Value]]]:
        """For the table: the newest month first."""
        for place in range(len(self.months) - 1, -1, -1):
            yield self.months[place], [each.values[place] for each in self.series]


@dataclass(frozen=True)
class Health:
    """`months` are first days, the oldest first; none before anybody counted."""

    months: list[date]
    groups: list[Group] = field(default_factory=list)
    counted_at: datetime | None = None

    @property
    def last(self) -> date | None:
        return self.months[-1] if self.months else None

    @property
    def main(self) -> list[Series]:
        """What the first page of the desk shows."""
        return [each for group in self.groups for each in group.series if each.figure.is_main]


def health_of(network: NetworkPage, shown: int = SHOWN) -> Health:
    """The last months of a network. One query."""
    rows = list(NetworkMonth.objects.filter(network=network).newest_first()[:shown])[::-1]
    if not rows:
        return Health([])
    months = [row.month for row in rows]
    groups = []
    for name, title in GROUPS.items():
        series = [
            Series(figure, [row.figures.get(figure.name) for row in rows])
            for figure in all_figures()
            if figure.group == name
        ]
        known = [each for each in series if each.is_known]
        groups.append(Group(name, title, known, months))
    return Health(months, groups, max(row.counted_at for row in rows))


def dictionary() -> list[dict[str, str]]:
    """What each column of the figures means, in the language in force."""
    return [
        {
            "nombre": figure.name,
            "titulo": str(figure.title),
            "significado": str(figure.meaning),
            "unidad": str(UNITS[figure.unit]),
            "grupo": str(GROUPS[figure.group]),
            "momento": "fin_de_mes" if figure.is_stock else "mes",
        }
        for figure in all_figures()
    ]


def all_months(network: NetworkPage) -> Iterator[dict[str, Any]]:
    """A row for each month that was counted, the oldest first. One query."""
    names = [figure.name for figure in all_figures()]
    for row in NetworkMonth.objects.filter(network=network).order_by("month"):
        yield {
            "mes": f"{row.month:%Y-%m}",
            **{name: row.figures.get(name) for name in names},
        }
