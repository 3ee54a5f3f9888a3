"""What the mails of notices come from, and how often people may want them.

Each kind of notice belongs to one source; each app says so of its own kinds in
`AppConfig.ready()`:

    sources.register(Source.CASES, "case_published", "case_scheduled")

What nobody assigned waits for somebody: it is mailed at once.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """In the order of the page where people choose."""

    CONVERSATION = "conversation", _("Comments and answers")
    MENTIONS = "mentions", _("Mentions of me")
    FOLLOWING = "following", _("What I follow")
    NETWORKS = "networks", _("My networks")
    CASES = "cases", _("My experiences")
    WAITING = "waiting", _("What waits for me")
    ACCOUNT = "account", _("My account and decisions about me")


class Frequency(TextChoices):
    NEVER = "never", _("Never")
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


# What is collected for a digest; the rest goes out when it happens or not at all.
COLLECTED = (Frequency.DAILY, Frequency.WEEKLY)

EXPLAINED = {
    Source.CONVERSATION: _("What others say about what you wrote or published."),
    Source.MENTIONS: _("When somebody writes your handle in a comment."),
    Source.FOLLOWING: _("News of the networks, themes, places, people and searches you follow."),
    Source.NETWORKS: _("What the networks you belong to tell their members."),
    Source.CASES: _(
        "What happens with the experiences you registered and with what you need or answered."
    ),
    Source.WAITING: _("What needs you to go on: returned experiences, requests, invitations."),
    Source.ACCOUNT: _(
        "Receipts, answers to your requests, decisions on what you wrote and the safety of your "
        "account. They always come, each at once."
    ),
}

_sources: dict[str, Source] = {}


def register(source: Source, *kinds: str) -> None:
    """Say that notices of these kinds come from that source. The last word counts."""
    _sources.update(dict.fromkeys(kinds, source))


def source_of(kind: str) -> Source:
    return _sources.get(kind, Source.WAITING)


def default_frequency(source: str) -> Frequency:
    """What holds for who never chose: a weekly digest, but what is urgent at once."""
    urgent = source in (Source.WAITING, Source.ACCOUNT)
    return Frequency.AT_ONCE if urgent else Frequency.WEEKLY


def frequencies_of(source: str) -> list[Frequency]:
    """What may be chosen for it. What waits for somebody is of no use a week later."""
    if source == Source.ACCOUNT:
        return [Frequency.AT_ONCE]
    if source == Source.WAITING:
        return [Frequency.AT_ONCE, Frequency.NEVER]
    return list(Frequency)


def can_be_left(source: str) -> bool:
    return Frequency.NEVER in frequencies_of(source)
