"""Two to four published cases side by side: what they are, took, brought and ask of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.figures import figure
from knowledge.kinds import Adaptability, Weight
from knowledge.levels import label_of
from knowledge.models import CODE, Case, CaseVersion
from knowledge.reading import Reading, read_kept
from knowledge.reading_measures import measures_of, money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from community.models import User

FEWEST, MOST = 2, 4
# Lines of one cell; there is more of it on the page of the case.
LINES = 5

Lines = list[str]


@dataclass(frozen=True)
class Aspect:
    """What each of the cases says about one thing, a list of lines for each."""

    label: str
    cells: list[Lines]


@dataclass(frozen=True)
class Group:
    title: str
    aspects: list[Aspect]


def picked_codes(request: HttpRequest) -> list[str]:
    """The codes an address asks to compare, each once, at most four."""
    given = (value.strip().upper() for value in request.GET.getlist("caso")[: MOST * 4])
    return list(dict.fromkeys(code for code in given if CODE.fullmatch(code)))[:MOST]


def readings_of(codes: list[str], reader: User | AnonymousUser) -> list[Reading]:
    """What is published of those the reader may read, in the order of the codes. One query."""
    newest = CaseVersion.objects.filter(case=OuterRef("case")).order_by("-number")
    kept = CaseVersion.objects.filter(
        case__in=Case.objects.visible_to(reader).filter(code__in=codes),
        number=Subquery(newest.values("number")[:1]),
    )
    found = {each.case.code: each for each in kept.select_related("case__lead_municipality")}
    chosen = [found[code] for code in codes if code in found]
    return [read_kept(each.case, each, each.case.lead_municipality) for each in chosen]


def beside(readings: list[Reading]) -> list[Group]:
    """What there is to compare; what none of them tells is left out. No query."""
    groups = [
        Group(title, [aspect_of(label, told, readings) for label, told in aspects])
        for title, aspects in everything()
    ]
    return [
        Group(group.title, [each for each in group.aspects if any(each.cells)]) for group in groups
    ]


def aspect_of(
    label: str, told: Callable[[Reading], Iterable[Any]], readings: list[Reading]
) -> Aspect:
    return Aspect(capfirst(label), [first(told(reading)) for reading in readings])


def first(lines: Iterable[Any]) -> Lines:
    """As many lines as a cell holds, and how many more there are."""
    told = [str(line) for line in lines if line]
    more = len(told) - LINES
    if more > 1:
        sentence = ngettext("and %(number)d more", "and %(number)d more", more)
        told = [*told[:LINES], sentence % {"number": more}]
    return told


def called(name: str) -> str:
    return label_of(Case, name)


def everything() -> list[tuple[str, list[tuple[str, Callable[[Reading], Iterable[Any]]]]]]:
    """Groups of aspects, each with how it is read off a text."""
    return [
        (_("What it is"), what_it_is()),
        (_("What it took"), what_it_took()),
        (_("What came of it"), what_came_of_it()),
        (_("To do it elsewhere"), to_do_it_elsewhere()),
    ]


def what_it_is() -> list[tuple[str, Callable[[Reading], Iterable[Any]]]]:
    return [
        (_("Summary"), lambda told: [told.text.summary]),
        (_("When"), lambda told: [told.text.period]),
        (_("Inhabitants"), inhabitants),
        (called("record_kind"), lambda told: [told.text.get_record_kind_display()]),
        (called("stage"), lambda told: [told.text.get_stage_display()]),
        (_("Validity"), lambda told: [told.case.get_validity_status_display()]),
        (_("Level"), lambda told: [f"N{told.level} {told.case.get_level_display()}"]),
        (_("Themes"), lambda told: told.themes),
        (_("For whom"), lambda told: told.groups),
        (called("innovation_types"), lambda told: told.innovations),
        (_("Participation"), lambda told: [told.text.get_participation_spectrum_display()]),
    ]


def what_it_took() -> list[tuple[str, Callable[[Reading], Iterable[Any]]]]:
    return [
        (called("cost_band"), lambda told: [told.text.get_cost_band_display()]),
        (_("US$ for each inhabitant"), costs_for_each),
        (_("Who paid it"), funds),
        (called("staff_months"), lambda told: [figure(told.text.staff_months)]),
        (called("staff_profile"), lambda told: told.workers),
        (_("First result"), lambda told: [months(told.text.months_to_first_result)]),
        (_("Working"), lambda told: [months(told.text.months_to_implement)]),
        (_("Complexity"), complexity),
        (_("In plan and budget"), lambda told: [told.text.get_in_plan_and_budget_display()]),
        (_("Legal instruments"), lambda told: told.text.legal_instruments.all()),
        (_("Technology"), lambda told: told.text.technologies.all()),
    ]


def what_came_of_it() -> list[tuple[str, Callable[[Reading], Iterable[Any]]]]:
    return [
        (_("Evidence"), evidence),
        (_("Before and after"), before_and_after),
        (_("Who evaluated it"), lambda told: told.text.evaluations.all()),
        (_("Lessons"), lambda told: told.text.lessons.all()),
    ]


def to_do_it_elsewhere() -> list[tuple[str, Callable[[Reading], Iterable[Any]]]]:
    return [
        (_("Indispensable conditions"), indispensable),
        (_("Keep as it is"), lambda told: components(told, Adaptability.FIXED)),
        (_("May be adapted"), lambda told: components(told, Adaptability.ADAPTABLE)),
        (_("Steps"), lambda told: told.text.steps.all()),
        (_("For municipalities of"), scale),
        (called("support_offered"), lambda told: told.offered),
    ]


def inhabitants(told: Reading) -> Lines:
    if told.text.population:
        year = told.text.population_year
        return [
            f"{figure(told.text.population)} ({year})" if year else figure(told.text.population)
        ]
    place = told.municipality
    if place is None or not place.population:
        return []
    return [f"{figure(place.population)} ({place.population_year})"]


def costs_for_each(told: Reading) -> Lines:
    return [
        f"{capfirst(each.label)}: {money(each.per_inhabitant)}"
        for each in told.costs.sums
        if each.per_inhabitant is not None
    ]


def funds(told: Reading) -> Lines:
    return [
        f"{row} {figure(row.percent)}\u00a0%" if row.percent is not None else str(row)
        for row in told.text.funding_sources.all()
    ]


def months(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("in %(number)d month", "in %(number)d months", number) % {"number": number}


def complexity(told: Reading) -> Lines:
    if not told.text.complexity:
        return []
    number = _("%(number)s of 5") % {"number": told.text.complexity}
    return [f"{number}: {told.text.get_complexity_display()}"]


def evidence(told: Reading) -> Lines:
    return [_("%(number)s of 5") % {"number": told.evidence}, told.proof.why]


def before_and_after(told: Reading) -> Lines:
    return [
        f"{each.row.name}: {figure(each.row.baseline) or '?'} → {figure(each.row.result) or '?'}"
        f" {each.row.unit}".strip()
        + (f" ({each.change})" if each.change else "")
        for each in measures_of(told)
    ]


def indispensable(told: Reading) -> Lines:
    return [need.name for need in told.needs if need.row.weight == Weight.INDISPENSABLE]


def components(told: Reading, adaptability: str) -> Lines:
    rows = told.text.core_components.all()
    return [row.name for row in rows if row.adaptability == adaptability]


def scale(told: Reading) -> Lines:
    text = told.text
    least = text.min_scale and _("from %(band)s") % {"band": text.get_min_scale_display()}
    most = text.max_scale and _("up to %(band)s") % {"band": text.get_max_scale_display()}
    return [least, most]
