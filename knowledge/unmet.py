"""What nobody has solved yet, by theme and territory, for who coordinates and accompanies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import PageTheme, name_of_theme
from community.models.places import zones_of
from community.together import number_of
from knowledge.models import Need, NeedProposal
from knowledge.models.needs import unanswered
from networks.models import Membership, NetworkPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from community.models import User
    from knowledge.models import NeedQuerySet

SLUG = re.compile(r"[-\w]{1,255}")
MINE, ZONE = "mis-redes", "mi-zona"


@dataclass(frozen=True)
class Line:
    """Of one theme or territory: how many are unmet, unanswered, past their day; since when."""

    label: str
    query: str
    number: int
    unanswered: int
    overdue: int
    since: Any


def narrowed(asked: Mapping[str, str], user: User) -> NeedQuerySet:
    """The unmet needs that the address asks for.

    `de`: "mis-redes" or "mi-zona"; `red`: the slug of a network the person may open;
    `tema` and `pais`. What cannot be is left out.
    """
    needs = Need.objects.unmet()
    if asked.get("de") == MINE:
        mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
        needs = needs.about_any(PageTheme.objects.filter(page__in=mine).values("theme"))
    elif asked.get("de") == ZONE:
        needs = needs.filter(Exists(zones_of(user, OuterRef("place__path"))))
    slug = asked.get("red", "")
    if SLUG.fullmatch(slug):
        networks: Any = NetworkPage.objects.visible_to(user).filter(slug=slug)
        needs = needs.about_any(
            PageTheme.objects.filter(page__in=networks.values("pk")).values("theme")
        )
    if SLUG.fullmatch(asked.get("tema", "")):
        needs = needs.about(asked["tema"])
    if SLUG.fullmatch(asked.get("pais", "")):
        needs = needs.filter(place__country_code=asked["pais"].upper())
    return needs


def by_theme(needs: NeedQuerySet, today: date) -> list[Line]:
    """Of each theme of the first level, most first. One query."""
    rows: Any = needs.order_by().annotate(
        slug=Coalesce("theme__parent__slug", "theme__slug"),
        label=Coalesce(name_of_theme("theme__parent__"), name_of_theme("theme__")),
    )
    return lines(rows, ("slug", "label"), "tema", today)


def by_territory(needs: NeedQuerySet, today: date) -> list[Line]:
    """Of each state and country, most first. One query."""
    rows: Any = needs.order_by().annotate(
        slug=F("place__country_code"), label=F("place__parent_names")
    )
    return lines(rows, ("slug", "label"), "pais", today)


def lines(rows: Any, names: tuple[str, str], parameter: str, today: date) -> list[Line]:
    found = (
        rows.annotate(silent=unanswered())
        .values(*names)
        .annotate(
            number=Count("pk"),
            unanswered=Count("pk", filter=Q(silent=True)),
            overdue=Count("pk", filter=Q(wanted_by__lt=today)),
            since=Min("posted_at"),
        )
        .order_by("-number", "label")
    )
    return [
        Line(
            label=row["label"] or row["slug"],
            query=f"{parameter}={row['slug']}",
            number=row["number"],
            unanswered=row["unanswered"],
            overdue=row["overdue"],
            since=row["since"],
        )
        for row in found
    ]


def waiting_longest(needs: NeedQuerySet) -> Any:
    """The rows, each with `answered` and `proposed`: how many answers and proposals it has."""
    proposed = number_of(NeedProposal.objects.kept().filter(need=OuterRef("pk")))
    return needs.with_row().annotate(proposed=proposed).order_by("posted_at", "pk")


def table_of(needs: NeedQuerySet, address: str, today: date) -> Iterator[list[Any]]:
    """What is taken along, line by line: first the names of the columns. One query.

    `address` is that of the site, without a slash at its end.
    """
    yield [
        _("Number"),
        _("What is needed"),
        _("Municipality"),
        _("Lies in"),
        _("Country"),
        _("Theme"),
        _("State"),
        _("Means"),
        _("Wanted by"),
        _("Posted on"),
        _("Days waiting"),
        _("Answers"),
        _("Proposals"),
        _("Address"),
    ]
    for need in waiting_longest(needs).iterator(chunk_size=200):
        posted_on = timezone.localdate(need.posted_at)
        yield [
            need.pk,
            need.title,
            need.place.name,
            need.place.parent_names,
            need.place.country_code,
            str(need.theme),
            str(need.get_state_display()),
            str(need.get_means_band_display()),
            need.wanted_by.isoformat() if need.wanted_by else "",
            posted_on.isoformat(),
            (today - posted_on).days,
            need.answered,
            need.proposed,
            f"{address}{need.get_absolute_url()}",
        ]
