"""What counts as taking part in a network. Apps above add theirs when they start.

    signs_of_life.register("knowledge.figures.registered_there", _("registering an experience…"))

The function gets the beginning and the end of a time and gives a condition on
rows of `Membership`: whether that person did it in that network then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string

from community.models import Activity, UploadedDocument, UploadedImage
from networks.models import EventRegistration

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

_signs: dict[str, StrOrPromise] = {}


def register(path: str, words: StrOrPromise) -> None:
    """Have what that function knows of count too; `words` say what it is."""
    _signs[path] = words


def signs_in_words() -> list[str]:
    return [str(words) for words in _signs.values()]


def alive(since: datetime, until: datetime) -> Q:
    """Memberships of who took part in that network in [since, until). No query of its own."""
    condition = Q(pk__in=[])
    for path in _signs:
        sign: Callable[[datetime, datetime], Q] = import_string(path)
        condition |= sign(since, until)
    return condition


def wrote_there(since: datetime, until: datetime) -> Q:
    """Published something, opened a conversation or commented: what the stream tells of."""
    acts = Activity.objects.filter(
        actor=OuterRef("user"), network=OuterRef("network"), at__gte=since, at__lt=until
    )
    return Q(Exists(acts.exclude(verb=Activity.Verb.JOINED).order_by()))


def came_there(since: datetime, until: datetime) -> Q:
    """Registered for an event of the network, or was there."""
    seats = EventRegistration.objects.filter(
        Q(created_at__gte=since, created_at__lt=until)
        | Q(attended_at__gte=since, attended_at__lt=until),
        user=OuterRef("user"),
        event__network=OuterRef("network"),
    )
    return Q(Exists(seats.order_by()))


def uploaded_there(since: datetime, until: datetime) -> Q:
    """Brought a document or an image into the collection of the network."""
    condition = Q()
    for model in (UploadedDocument, UploadedImage):
        files = model._default_manager.filter(
            uploaded_by_user=OuterRef("user"),
            collection=OuterRef("network__collection"),
            created_at__gte=since,
            created_at__lt=until,
        )
        condition |= Q(Exists(files.order_by()))
    return condition
