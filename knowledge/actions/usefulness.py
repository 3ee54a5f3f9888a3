"""Saying whether something was of use, and noting that it was looked at. Nobody is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge.feedback_kinds import UselessReason
from knowledge.models import Case, Usefulness
from knowledge.models.endorsements import name_of

if TYPE_CHECKING:
    from datetime import date

    from community.models import User
    from knowledge.models import SolutionPage

SALT = "knowledge.usefulness"
LONGEST_WORDS = 1000


@transaction.atomic
def say_useful(
    thing: Case | SolutionPage,
    who: str,
    *,
    was_useful: bool,
    reason: str = "",
    words: str = "",
) -> Usefulness:
    """Keep whether it was of use. A second answer on the same day takes the place of the first.

    `who` stands for a person or a browser; only a digest of it, the day and the
    thing is kept, and that until the next day.

    Raises:
        PermissionDenied: readers do not see the thing.
        ValidationError: there is no such reason, or there are too many words.

    """
    if not thing.live:
        raise PermissionDenied
    words = words.replace("\x00", "").strip()
    if reason and reason not in UselessReason.values:
        raise ValidationError({"reason": _("Choose one of the reasons.")})
    if len(words) > LONGEST_WORDS:
        sentence = _("At most %(most)s characters; yours has %(count)s.")
        told = {"most": LONGEST_WORDS, "count": len(words)}
        raise ValidationError({"words": ValidationError(sentence, "too_long", told)})
    today = timezone.localdate()
    fields = {
        name_of(thing): thing,
        "was_useful": was_useful,
        "reason": "" if was_useful else reason,
        "words": words,
        "said_on": today,
        "seen_at": None,
        "seen_by": None,
    }
    once = digest_of(thing, who, today)
    said, _is_new = Usefulness.objects.update_or_create(once=once, defaults=fields)
    return said


def digest_of(thing: Any, who: str, day: date) -> str:
    """The same for the same person, thing and day; nobody can be read off it."""
    told = f"{day.isoformat()} {who} {name_of(thing)} {thing.pk}"
    return salted_hmac(SALT, told, algorithm="sha256").hexdigest()


def forget_who_answered(today: date | None = None) -> int:
    """Throw away what kept people to one answer a day, of the days before; how many."""
    past = Usefulness.objects.filter(said_on__lt=today or timezone.localdate())
    return past.exclude(once=None).update(once=None)


@transaction.atomic
def note_seen(thing: Case | SolutionPage, user: User, until: int) -> int:
    """Note that somebody who can make it better has looked at the answers up to that key.

    How many there were that nobody had looked at.

    Raises:
        PermissionDenied: they neither write it nor answer for it.

    """
    said = Usefulness.objects.about(thing).for_person(user)
    if not said.exists():
        raise PermissionDenied
    return said.unseen().filter(pk__lte=until).update(seen_at=timezone.now(), seen_by=user)
