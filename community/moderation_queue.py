"""What waits for whoever moderates: things with their reports, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from community.models import Appeal, ModerationAct, Report
from community.moderable import load_things, moderable_called, moderable_of, moderables
from community.permissions import is_coordinating_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

    from community.models import ModerationActQuerySet, ReportQuerySet, User
    from community.moderable import Moderable

BLAMED = (ModerationAct.Kind.HIDDEN, ModerationAct.Kind.WARNED, ModerationAct.Kind.SUSPENDED)


@dataclass(frozen=True)
class Part:
    """One tab of the queue: its word in the address, its name, its rows in their order."""

    name: str
    title: StrOrPromise
    rows: Callable[[User], Any]
    is_empty: StrOrPromise


def open_to(user: User) -> ReportQuerySet:
    return Report.objects.open().visible_to(user)


def turn_of(user: User) -> ReportQuerySet:
    """What this person has to decide: for the unit, what is not the coordinators' turn."""
    if is_coordinating_unit(user):
        return open_to(user).filter(passed_on_at__isnull=False)
    return open_to(user)


def with_coordinators(user: User) -> ReportQuerySet:
    return open_to(user).filter(passed_on_at=None)


def acts(user: User) -> ModerationActQuerySet:
    return ModerationAct.objects.visible_to(user).select_related("by", "person", "network")


def in_force(user: User) -> ModerationActQuerySet:
    return acts(user).in_force().exclude(person=user.pk)


def history(user: User) -> ModerationActQuerySet:
    return acts(user).exclude(person=user.pk)


def appeals(user: User) -> Any:
    mine = Appeal.objects.open().exclude(act__by=user.pk).exclude(by=user.pk)
    return mine.select_related("act", "by")


WAITING = Part(
    "pendientes", _("To decide"), turn_of, _("Nothing waits: everything has been decided.")
)
WITH_COORDINATORS = Part(
    "redes",
    _("With coordinators"),
    with_coordinators,
    _("Nothing waits for the coordinators of a network."),
)
APPEALS = Part("apelaciones", _("Appeals"), appeals, _("Nobody appeals against a decision."))
IN_FORCE = Part("vigentes", _("In force"), in_force, _("Nothing is hidden and nobody suspended."))
HISTORY = Part("historia", _("Decisions"), history, _("Nothing has been decided yet."))


def parts_for(user: User) -> tuple[Part, ...]:
    """The tabs that this person has, the first one first."""
    if is_coordinating_unit(user):
        return WAITING, WITH_COORDINATORS, APPEALS, IN_FORCE, HISTORY
    return WAITING, IN_FORCE, HISTORY


def counts_of(user: User) -> dict[str, int]:
    """How many things wait in each part that waits. A query each."""
    counts = {}
    for part in parts_for(user):
        if part in (WAITING, WITH_COORDINATORS):
            counts[part.name] = groups(part.rows(user)).count()
        elif part is APPEALS:
            counts[part.name] = appeals(user).count()
    return counts


def groups(reports: ReportQuerySet) -> Any:
    """The things that reports are about, those that wait longest first."""
    by_thing = reports.order_by().values("content_type", "object_id")
    grouped = by_thing.annotate(first=Min("made_at"), number=Count("pk"))
    return grouped.order_by("first", "content_type", "object_id")


@dataclass
class Matter:
    """A thing with its open reports, and what whoever decides needs to know."""

    thing: Any
    kind: Moderable
    reports: list[Report]
    # How many decisions there were against its author before.
    blamed: int
    may_hide: bool

    @property
    def value(self) -> str:
        """What stands for it in a form."""
        return f"{self.kind.word}:{self.thing.pk}"

    @property
    def title(self) -> str:
        return self.kind.title(self.thing)

    @property
    def words(self) -> str:
        return self.kind.words(self.thing)

    @property
    def address(self) -> str:
        return self.kind.address(self.thing)

    @property
    def author(self) -> User | None:
        return self.kind.named_author(self.thing)

    @property
    def is_waiting(self) -> bool:
        return self.kind.is_waiting(self.thing)

    @property
    def is_hidden(self) -> bool:
        return self.kind.is_hidden(self.thing)

    @property
    def is_passed_on(self) -> bool:
        """Whether its coordinators had their turn."""
        return self.network is not None and self.reports[0].passed_on_at is not None

    @property
    def network(self) -> Page | None:
        return self.reports[0].network


def matters(rows: list[Mapping[str, Any]], reports: ReportQuerySet, user: User) -> list[Matter]:
    """The things of one page of `groups`; as many queries however many there are."""
    keys = [(row["content_type"], row["object_id"]) for row in rows]
    of_page = reports.filter(object_id__in=[pk for _kind, pk in keys])
    made: dict[tuple[int, int], list[Report]] = {key: [] for key in keys}
    for each in of_page.select_related("reporter", "network"):
        made.get((each.content_type_id, each.object_id), []).append(each)
    told = [reports[0] for reports in made.values() if reports]
    found = load_things(told)
    blamed = blame_of({each.person_id for each in told if each.person_id})
    listed = []
    for key in keys:
        thing = found.get(key)
        kind = moderable_of(thing)
        if kind is not None and made[key]:
            count = blamed.get(made[key][0].person_id or 0, 0)
            may_hide = kind.can_hide(user, thing)
            listed.append(Matter(thing, kind, made[key], count, may_hide))
    return listed


def blame_of(people: set[int]) -> dict[int, int]:
    against = ModerationAct.objects.filter(person__in=people, kind__in=BLAMED, undone_at=None)
    counted = against.order_by().values("person").annotate(number=Count("pk"))
    return {row["person"]: row["number"] for row in counted}


# --- Filters ---------------------------------------------------------------------


def narrowed(rows: Any, asked: Mapping[str, str], *, are_reports: bool) -> Any:
    """Only those of a kind (`tipo`), a reason (`motivo`), a network (`red`); others are ignored."""
    kind = moderable_called(asked.get("tipo", ""))
    if kind is not None:
        rows = rows.filter(content_type=kind.content_type)
    network = asked.get("red", "")
    if network.isascii() and network.isdecimal() and len(network) < 18:
        rows = rows.filter(network=int(network))
    if are_reports and asked.get("motivo") in Report.Reason.values:
        rows = rows.filter(reason=asked["motivo"])
    return rows


def choices(rows: Any) -> dict[str, list[tuple[str, StrOrPromise]]]:
    """What the filters offer. One query."""
    mentioned = rows.order_by().exclude(network=None).values("network")
    networks = Page.objects.filter(pk__in=mentioned).order_by("title")
    return {
        "tipo": [(each.word, each.name) for each in moderables()],
        "motivo": [(str(value), label) for value, label in Report.Reason.choices],
        "red": [(str(page.pk), page.title) for page in networks],
    }
