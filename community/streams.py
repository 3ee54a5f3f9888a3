"""What happened lately, as streams show it: gathered, day by day, a sheet at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    prefetch_related_objects,
)

from community.models import Activity, Follow, PageTheme, Theme, User
from community.models.activity import ALL, models_beside_pages
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

LINES = 20
# The parameter of the page's own address that asks for what is older.
PARAMETER = "antes"


@dataclass
class Day:
    on: date
    lines: list[Any] = field(default_factory=list)


@dataclass
class Stream:
    """One sheet of a stream; `older` is what the address asks to go on with, "" at the end.

    Each line is an `Activity` with `people`, how many did the same that day,
    `others`, how many besides the one who is named, and `is_named`, whether
    the reader may open the profile of that one.
    """

    days: list[Day]
    older: str = ""
    is_later_sheet: bool = False

    @property
    def lines(self) -> list[Any]:
        return [line for day in self.days for line in day.lines]


def stream(
    viewer: User | AnonymousUser, among: Q = ALL, *, before: str = "", limit: int = LINES
) -> Stream:
    """The newest lines `among` all that this visitor may read, from those older than `before` on.

    Two queries, one more for each kind of thing in it that is no page, and one
    where people joined, however much has happened.
    """
    lines = Activity.objects.visible_to(viewer).gathered(among)
    start = moment_of(before)
    if start:
        at, key = start
        lines = lines.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))
    keys = list(lines.order_by("-at", "-pk").values_list("pk", flat=True)[: limit + 1])
    shown = drawn(viewer, among, keys[:limit])
    return Stream(
        days=[Day(on, list(group)) for on, group in groupby(shown, lambda line: line.day)],
        older=mark_of(shown[-1]) if shown and len(keys) > limit else "",
        is_later_sheet=start is not None,
    )


def drawn(viewer: User | AnonymousUser, among: Q, keys: list[int]) -> list[Any]:
    """The lines with these keys and all that is shown of them."""
    open_to_them = User.objects.visible_to(viewer)
    rows = (
        Activity.objects.filter(pk__in=keys)
        .gathered(among)
        .with_subjects()
        .annotate(
            is_named=Exists(open_to_them.filter(pk=OuterRef("actor"))),
            named=named_among(open_to_them, among),
        )
        .order_by("-at", "-pk")
    )
    lines: list[Any] = list(rows)
    name_who_joined(lines)
    prefetch_related_objects([line for line in lines if line.content_type_id], "thing")
    for line in lines:
        line.others = max(line.people - 1, 0)
    return [line for line in lines if not line.content_type_id or line.thing]


def named_among(open_to_them: Any, among: Q) -> Subquery:
    """The key of the last one of a day who joined and may be named."""
    return Subquery(
        Activity.objects.filter(
            among, verb=Activity.Verb.JOINED, bundle=OuterRef("bundle"), at__date=OuterRef("day")
        )
        .filter(Exists(open_to_them.filter(pk=OuterRef("actor"))))
        .order_by("-at", "-pk")
        .values("actor")[:1]
    )


def name_who_joined(lines: list[Any]) -> None:
    """Whoever joins is named only to those who may open the profile."""
    joined = [line for line in lines if line.verb == Activity.Verb.JOINED]
    people = User.objects.in_bulk({line.named for line in joined if line.named}) if joined else {}
    for line in joined:
        line.is_named = line.named in people
        if line.is_named:
            line.actor = people[line.named]


# --- Which lines ------------------------------------------------------------------


def of_network(network: Page) -> Q:
    """What happened in a network, with what is no page and shown there now."""
    return Q(network=network.pk) | beside_pages("in_networks", [network.pk])


def of_territory(territory: Territory) -> Q:
    """What happened in a territory and in those that lie in it."""
    return Q(territory__path__startswith=territory.path)


def of_person(person: User) -> Q:
    return Q(actor=person.pk)


def followed_by(user: User) -> Q:
    """What others did to, in or about what the person follows. Some queries, the same for all."""
    keys: dict[int, list[int]] = {}
    follows = Follow.objects.of(user).filter(query="").order_by()
    for kind, key in follows.values_list("content_type", "object_id"):
        if kind is not None and key is not None:
            keys.setdefault(kind, []).append(key)
    kinds = {ContentType.objects.get_for_id(kind).model_class(): kind for kind in keys}
    condition = Q(pk__in=[])
    for model, kind in kinds.items():
        condition |= news_of(model, kind, keys[kind])
    return condition & ~Q(actor=user.pk)


def news_of(model: Any, kind: int, keys: list[int]) -> Q:
    """The lines that whoever follows these rows of a model wants to read."""
    if model is User:
        return Q(actor__in=keys)
    if model is Territory:
        return Q(Exists(around(keys)))
    if model is Theme:
        themes = Theme.objects.filter(Q(pk__in=keys) | Q(parent__in=keys)).order_by().values("pk")
        pages = PageTheme.objects.filter(theme__in=themes).order_by().values("page")
        return Q(page__in=pages) | beside_pages("about_themes", themes)
    if hasattr(model, "get_stream_page"):
        return Q(page__in=keys) | Q(network__in=keys) | beside_pages("in_networks", keys)
    return Q(content_type=kind, object_id__in=keys)


def around(keys: Iterable[int]) -> Any:
    """Whether the territory of a line is one of these or lies in one."""
    here = ExpressionWrapper(OuterRef("territory__path"), output_field=CharField())
    places: Any = Territory.objects.filter(pk__in=keys).order_by()
    return places.alias(at=here).filter(at__startswith=F("path"))


def beside_pages(named: str, keys: Any) -> Q:
    """Lines about things that are no pages and that the query-set method `named` finds."""
    condition = Q(pk__in=[])
    for model in models_beside_pages():
        find = getattr(model._default_manager, named, None)
        if find is not None:
            kind = ContentType.objects.get_for_model(model)
            condition |= Q(content_type=kind, object_id__in=find(keys).order_by().values("pk"))
    return condition


# --- Where a sheet ends -----------------------------------------------------------


def mark_of(line: Activity) -> str:
    """What an address says to go on after this line."""
    return f"{int(line.at.timestamp() * 1_000_000)}-{line.pk}"


def moment_of(mark: str) -> tuple[datetime, int] | None:
    """The instant and key that an address names; None when it names none."""
    at, _hyphen, key = mark.partition("-")
    for part, longest in ((at, 17), (key, 18)):
        if not (part.isascii() and part.isdecimal() and len(part) <= longest):
            return None
    return datetime.fromtimestamp(int(at) / 1_000_000, tz=UTC), int(key)
