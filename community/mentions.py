"""Whom a text mentions with "@handle", and whom one may mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from community.html import linked_mentions_in, mentions_in, with_mentions
from community.models import User

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from community.models import UserQuerySet

# Beyond this many nobody is called by name any more: it is a list of people.
AT_MOST = 10
OFFERED = 6


def linking_mentions(body: str, writer: User) -> SafeString:
    """The clean HTML with a link to the profile of each person that the writer may see.

    One query when somebody is mentioned, none otherwise.
    """
    handles = mentions_in(body)[:AT_MOST]
    people = User.objects.visible_to(writer).filter(handle__in=handles) if handles else []
    # What is stored is read in every language.
    with translation.override(settings.LANGUAGE_CODE):
        addresses = {person.handle: person.get_absolute_url() for person in people}
    return with_mentions(body, addresses)


def people_mentioned(body: str) -> UserQuerySet:
    """Those whose mention became a link, open accounts only."""
    handles = linked_mentions_in(body)
    return User.objects.filter(handle__in=handles, is_active=True).order_by("pk")


def people_called(beginning: str, writer: User) -> UserQuerySet:
    """Whom the writer may mean who has typed "@" and this: at most six, by name."""
    begins = (
        Q(handle__startswith=beginning.lower())
        | Q(display_name__istartswith=beginning)
        | Q(last_name__istartswith=beginning)
    )
    people = User.objects.visible_to(writer).filter(begins).exclude(pk=writer.pk)
    return people.select_related("photo").order_by("display_name", "pk")[:OFFERED]
