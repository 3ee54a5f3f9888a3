"""To whom coordinators write. Apps above add theirs when they start.

segments.register(Segment("evento", _("Registered for an event"), "events.segments.people",
                          "events.segments.choices"))
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.models import Affiliation, Theme, name_of_theme
from networks.models import EventPage, EventRegistration, Membership
from networks.signs_of_life import alive
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from networks.models import MembershipQuerySet, NetworkPage

LATELY = timedelta(days=90)
MOST_EVENTS = 20
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Segment:
    """Some members of a network.

    `people`: the path of a function of rows of active memberships, what was
    chosen ("" where nothing is) and the moment, that gives some of these rows.
    `choices`: that of a function of a network that gives what may be chosen in
    it, value and words; "" where the segment is one.
    """

    name: str
    title: StrOrPromise
    people: str
    choices: str = ""

    def options(self, network: NetworkPage) -> Choices:
        """What it offers in a list: its value as letters keep it, and words."""
        if not self.choices:
            return [(self.name, str(self.title))]
        ask: Callable[[NetworkPage], Choices] = import_string(self.choices)
        return [(f"{self.name}:{value}", words) for value, words in ask(network)]


_segments: dict[str, Segment] = {}


def register(segment: Segment) -> None:
    _segments[segment.name] = segment


def all_options(network: NetworkPage) -> list[Any]:
    """For a select box: those that are one, then a group for each that offers a choice."""
    offered: list[Any] = []
    for segment in _segments.values():
        options = segment.options(network)
        if not segment.choices:
            offered += options
        elif options:
            offered.append((str(segment.title), options))
    return offered


def words_for(network: NetworkPage, value: str) -> str:
    """How a letter's segment is called; its value where it is gone."""
    name, _colon, _choice = value.partition(":")
    segment = _segments.get(name)
    if segment is None:
        return value
    words = dict(segment.options(network)).get(value, value)
    return f"{segment.title}: {words}" if segment.choices else words


def people_in(network: NetworkPage, value: str, now: datetime) -> MembershipQuerySet:
    """The active members that are in it at that moment; nobody in one that is gone. One query."""
    name, _colon, choice = value.partition(":")
    ties = Membership.objects.active().filter(network=network)
    segment = _segments.get(name)
    if segment is None:
        return ties.none()
    pick: Callable[[MembershipQuerySet, str, datetime], MembershipQuerySet]
    pick = import_string(segment.people)
    return pick(ties, choice, now)


def everybody(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    return ties


def newcomers(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    return ties.filter(joined_at__gt=now - LATELY)


def silent_ones(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    """Members for longer who took part in nothing since."""
    return ties.filter(~alive(now - LATELY, now), joined_at__lt=now - LATELY)


def coordinators(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    return ties.filter(role=Membership.Role.COORDINATOR)


def those_of_country(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    """Those who work today in an organization of the country with that ISO code."""
    posts = Affiliation.objects.current(timezone.localdate(now))
    there = posts.filter(organization__territory__country_code=choice)
    return ties.filter(user__in=there.values("user"))


def those_of_theme(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    """Those who say on their profile that they know of that theme, or of a part of it."""
    about = Theme.objects.filter(slug=choice) | Theme.objects.filter(parent__slug=choice)
    knowing = Theme.people.through.objects.filter(theme__in=about.values("pk"))
    return ties.filter(user__in=knowing.values("user"))


def countries(network: NetworkPage) -> Choices:
    """Those where members work today. One query."""
    members = Membership.objects.active().filter(network=network).values("user")
    posts = Affiliation.objects.current(timezone.localdate()).filter(user__in=members)
    codes = posts.order_by().values("organization__territory__country_code")
    lands = Territory.objects.filter(level=Territory.Level.COUNTRY, country_code__in=codes)
    return list(lands.order_by("name").values_list("country_code", "name"))


def themes(network: NetworkPage) -> Choices:
    """Those of the first level that members, or members of a part of them, know of. One query."""
    members = Membership.objects.active().filter(network=network).values("user")
    known = Theme.people.through.objects.filter(user__in=members).values("theme")
    tops = Theme.objects.filter(parent=None, pk__in=known)
    tops |= Theme.objects.filter(parent=None, children__in=known)
    named = tops.distinct().annotate(words=name_of_theme()).order_by("words")
    return list(named.values_list("slug", "words"))


HERE = "networks.segments."


def those_of_event(ties: MembershipQuerySet, choice: str, now: datetime) -> MembershipQuerySet:
    number = int(choice) if choice.isascii() and choice.isdecimal() and len(choice) < 18 else 0
    coming = EventRegistration.objects.concerned().filter(event=number)
    return ties.filter(user__in=coming.order_by().values("user"))


def events(network: NetworkPage) -> Choices:
    """Those that are not over, and the last that are, if they take people."""
    rows: Any = EventPage.objects.live().filter(network=network)
    taking = rows.exclude(registering=EventPage.Registering.NONE)
    newest = taking.order_by("-starts_at", "-pk").values_list("pk", "title")[:MOST_EVENTS]
    return [(str(pk), title) for pk, title in newest]


def register_all() -> None:
    register(Segment("todos", _("All members"), f"{HERE}everybody"))
    register(Segment("nuevos", _("Those who came in the last 90 days"), f"{HERE}newcomers"))
    register(
        Segment(
            "silenciosos",
            _("Those who took part in nothing for 90 days"),
            f"{HERE}silent_ones",
        )
    )
    register(
        Segment(
            "evento",
            _("Registered for an event"),
            f"{HERE}those_of_event",
            f"{HERE}events",
        )
    )
    register(Segment("coordinan", _("Those who coordinate"), f"{HERE}coordinators"))
    register(Segment("pais", _("By country"), f"{HERE}those_of_country", f"{HERE}countries"))
    register(Segment("tema", _("By theme"), f"{HERE}those_of_theme", f"{HERE}themes"))
