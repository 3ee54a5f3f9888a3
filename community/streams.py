"""What happened lately, as streams show it: gathered, day by day, a sheet at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import cached_property

from community.models import Activity, Follow, PageTheme, Theme, User
from community.models.activity import models_beside_pages
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import Page

ALL = Q()
LINES = 20
# How many acts are read for each line of a sheet: some stand in one line together.
ACTS_FOR_A_LINE = 2.5
# The parameter of the page's own address that asks for what is older.
PARAMETER = "antes"


@dataclass
class Line:
    """What was done to one thing on one day; `act` is the newest of it.

    `people` is how many did it, `others` how many besides the one who is named,
    `is_named` whether the reader may open the profile of that one.
    """

    act: Any
    acts: list[Any] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len({act.actor_id for act in self.acts if act.actor_id})

    @property
    def others(self) -> int:
        return max(self.people - 1, 0)

    @property
    def is_named(self) -> bool:
        return bool(self.act.is_named)

    @cached_property
    def thing(self) -> Any:
        """The page or other thing it is about."""
        return self.act.page or thing_of(self.act)


@dataclass
class Day:
    on: date
    lines: list[Line] = field(default_factory=list)


@dataclass
class Stream:
    """One sheet of a stream; `older` is what the address asks to go on with, "" at the end."""

    days: list[Day]
    older: str = ""
    is_later_sheet: bool = False

    @property
    def lines(self) -> list[Line]:
        return [line for day in self.days for line in day.lines]


def stream(
    viewer: User | AnonymousUser, among: Q = ALL, *, before: str = "", limit: int = LINES
) -> Stream:
    """The newest lines `among` all that this visitor may read, from those older than `before` on.

    About `limit` lines: a sheet ends with a day, unless more happened on that
    one day than a sheet takes. One query, however much has happened; for a
    thing that is no page one more, unless its model declares `stream_fields`.
    """
    acts = Activity.objects.visible_to(viewer).filter(among)
    start = moment_of(before)
    if start:
        at, key = start
        acts = acts.filter(Q(at__lt=at) | Q(at=at, pk__lt=key), at__lte=at)
    most = int(limit * ACTS_FOR_A_LINE)
    read: list[Any] = list(drawn(viewer, acts).order_by("-at", "-pk")[: most + 1])
    days = [
        (on, list(group))
        for on, group in groupby(read[:most], lambda act: timezone.localdate(act.at))
    ]
    if len(read) > most and len(days) > 1:
        days.pop()
    shown: list[Day] = []
    told: list[Any] = []
    for on, acts_of_day in days:
        if sum(len(day.lines) for day in shown) >= limit:
            break
        shown.append(Day(on, gathered(acts_of_day)))
        told += acts_of_day
    older = mark_of(told[-1]) if len(told) < len(read) else ""
    return Stream(days=shown, older=older, is_later_sheet=start is not None)


def gathered(acts: list[Any]) -> list[Line]:
    """The acts of a day in lines, the one with the newest act first.

    Whoever joins is named only to those who may open the profile: there the
    newest act is the newest one of somebody who may be named.
    """
    lines: dict[str, Line] = {}
    for act in acts:
        line = lines.setdefault(act.bundle, Line(act))
        line.acts.append(act)
        if act.verb == Activity.Verb.JOINED and act.is_named and not line.is_named:
            line.act = act
    return list(lines.values())


def drawn(viewer: User | AnonymousUser, acts: Any) -> Any:
    """The acts with all that is shown of them."""
    author = User.objects.visible_to(viewer).filter(pk=OuterRef("actor"))
    return acts.with_subjects().annotate(is_named=Exists(author), told=things_in_words())


def things_in_words() -> Any:
    """What a line shows of a thing that is no page, of the models that say what that is."""
    telling = [
        When(
            content_type=ContentType.objects.get_for_model(model),
            then=Subquery(
                model._default_manager.filter(pk=OuterRef("object_id"))
                .order_by()
                .values(
                    told=JSONObject(
                        **{path.replace("__", "_"): F(path) for path in model.stream_fields}
                    )
                )
            ),
        )
        for model in models_beside_pages()
        if hasattr(model, "stream_fields")
    ]
    return Case(*telling, output_field=JSONField()) if telling else Value(None, JSONField())


def thing_of(act: Any) -> Any:
    """What an act is about that is no page: as its model with those fields alone, where told."""
    if act.told:
        model: Any = ContentType.objects.get_for_id(act.content_type_id).model_class()
        return model(pk=act.object_id, **act.told)
    return act.thing


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
