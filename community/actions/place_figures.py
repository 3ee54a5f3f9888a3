"""Telling a figure about a place. What stood there before is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from community.models import PlaceFigure
from community.models.place_figures import COLUMNS, FigureKind
from territories.models import Territory

if TYPE_CHECKING:
    from community.models import User


@transaction.atomic
def enter_figure(
    place: Territory,
    kind: str,
    value: Decimal | int,
    *,
    year: int,
    source: str,
    by: User | None,
    url: str = "",
    worked_out: str = "",
) -> PlaceFigure:
    """Keep what somebody told and, unless the place has one of a later year, show it.

    `stands_in` of the result says whether it is shown. The same again changes nothing.
    """
    here = Territory.objects.select_for_update().get(pk=place.pk)
    keep_what_stands(here, kind)
    told = PlaceFigure(
        place=here,
        kind=kind,
        value=Decimal(value).quantize(Decimal("0.01")),
        year=year,
        source=source,
        url=url,
        worked_out=worked_out,
        entered_by=by,
    )
    told.full_clean(exclude=["place", "entered_by"])
    last = PlaceFigure.objects.filter(place=here, kind=kind).order_by("-entered_at", "-pk").first()
    same = ("value", "year", "source", "url", "worked_out")
    if last is not None and all(getattr(last, name) == getattr(told, name) for name in same):
        return last
    told.save()
    shown_year = getattr(here, told.columns.year)
    if shown_year is None or year >= shown_year:
        show(here, told)
    return told


@transaction.atomic
def put_back(figure: PlaceFigure, by: User) -> PlaceFigure:
    """Show again what was told before, whatever its year; told anew by whoever does it."""
    here = Territory.objects.select_for_update().get(pk=figure.place_id)
    if figure.stands_in(here):
        return figure
    keep_what_stands(here, figure.kind)
    names = ("kind", "value", "year", "source", "url", "worked_out")
    told = PlaceFigure.objects.create(
        place=here, entered_by=by, **{name: getattr(figure, name) for name in names}
    )
    show(here, told)
    return told


def keep_what_stands(here: Territory, kind: str) -> None:
    """What a file or the admin said, before it is replaced."""
    columns = COLUMNS[FigureKind(kind)]
    value, year, source = (getattr(here, name) for name in columns)
    if value is None:
        return
    which: dict[str, Any] = {"value": value, "year": year, "source": source}
    if not PlaceFigure.objects.filter(place=here, kind=kind, **which).exists():
        PlaceFigure.objects.create(place=here, kind=kind, **which)


def show(here: Territory, told: PlaceFigure) -> None:
    columns = told.columns
    is_whole = told.kind == FigureKind.POPULATION
    setattr(here, columns.value, int(told.value) if is_whole else told.value)
    setattr(here, columns.year, told.year)
    setattr(here, columns.source, told.source)
    here.save()
