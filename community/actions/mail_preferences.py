"""Choosing which mails one wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from community.models import MailPreference, Notification
from community.sources import Frequency, Source, can_be_left, default_frequency, frequencies_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from community.models import User


def preferences_of(person: User) -> dict[Source, str]:
    """How often the person wants mail of each source, chosen or not. One query."""
    chosen = dict(person.mail_preferences.values_list("source", "frequency"))
    return {source: chosen.get(source, default_frequency(source)) for source in Source}


@transaction.atomic
def choose(person: User, wanted: Mapping[str, str]) -> None:
    """Set how often mail of these sources is wanted; what is not named stays.

    What was kept for a digest of a source the person leaves is not mailed any more.

    Raises:
        ValueError: that source does not come at that frequency.

    """
    for source, frequency in wanted.items():
        if frequency not in frequencies_of(source):
            raise ValueError(f"{source} does not come {frequency}.")
        MailPreference.objects.update_or_create(
            user=person, source=source, defaults={"frequency": frequency}
        )
    left = [source for source, frequency in wanted.items() if frequency == Frequency.NEVER]
    waiting = Notification.objects.collected().filter(recipient=person, source__in=left)
    waiting.update(waits_for_digest=False)


def leave(person: User, sources: Iterable[str]) -> None:
    """Never again mail of these sources; the notices stay in the site. Twice is as once."""
    choose(person, {source: Frequency.NEVER for source in sources if can_be_left(source)})


@transaction.atomic
def come_back(person: User, sources: Iterable[str]) -> None:
    """Have mail of these sources again, as often as whoever never chose; only what was left."""
    left = MailPreference.objects.filter(user=person, source__in=list(sources))
    left.filter(frequency=Frequency.NEVER).delete()
