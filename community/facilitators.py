"""Who accompanies a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail import hooks

from community.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import UserQuerySet
    from territories.models import Territory


def facilitators_of(place: Territory) -> UserQuerySet:
    """Local facilitators in whose zone the place lies, by name.

    Zones are told through the Wagtail hook `facilitators_of`, a function of the
    place that returns a query set of people.
    """
    people = User.objects.none()
    for answer in hooks.get_hooks("facilitators_of"):
        people = people | answer(place)
    return people.filter(is_active=True).order_by("search_name", "pk")


def facilitators_shown(place: Territory, reader: User | AnonymousUser) -> list[User]:
    """The same with their faces and posts; `is_open` where the reader may open the profile."""
    open_ones = User.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    return list(
        facilitators_of(place)
        .annotate(is_open=Exists(open_ones))
        .select_related("photo")
        .prefetch_related("photo__renditions")
        .with_posts(timezone.localdate())
    )
