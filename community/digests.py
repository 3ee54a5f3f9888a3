"""The digest: what was told to a person since the last one, kept together by thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.actions.notice_mails import absolute, headers_of, letter_of, link_to_preferences
from community.leaving import leave_url
from community.mails import as_text
from community.notices import is_gone, is_thing_open
from community.sources import Source, can_be_left

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from community.models import MailDelivery, Notification

# A digest is read over a coffee; the page of notices holds the rest.
MOST_GROUPS = 15
MOST_LINES = 5
MOST_WORDS = 26


@dataclass(frozen=True)
class Line:
    """One thing told; `words` is how what somebody wrote begins, where somebody wrote."""

    text: str
    url: str
    at: datetime
    words: str = ""


@dataclass(frozen=True)
class Group:
    """All that was told of one thing, the newest first. `title` is empty for what has none."""

    title: str
    url: str
    lines: list[Line]

    @property
    def shown(self) -> list[Line]:
        return self.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - MOST_LINES)


def digest_of(delivery: MailDelivery) -> EmailMultiAlternatives | None:
    """The mail; None when the person has read everything meanwhile, or may read none of it."""
    person = delivery.recipient
    notices = [notice for notice in delivery.notices.all() if not notice.is_read]
    for notice in notices:
        notice.recipient = person
    with translation.override(person.language), timezone.override(person.zone):
        groups = grouped(notices)
        return message(delivery, groups, sources_of(notices)) if groups else None


def grouped(notices: Iterable[Notification]) -> list[Group]:
    """Notices of one thing together; the thing of which there is the newest word comes first."""
    found: dict[str, list[Notification]] = {}
    for notice in sorted(notices, key=lambda notice: (notice.created_at, notice.pk), reverse=True):
        found.setdefault(key_of(notice), []).append(notice)
    groups = []
    for together in found.values():
        if not is_thing_open(together[0]):
            continue
        lines = [line_of(notice) for notice in together if not is_gone(notice)]
        if lines:
            title = together[0].facts.get("title", "")
            groups.append(Group(title=title, url=lines[0].url, lines=lines))
    return groups


def key_of(notice: Notification) -> str:
    """What belongs together: notices of one thing, else of one title, else of one address."""
    return notice.thing or str(notice.facts.get("title") or notice.url)


def line_of(notice: Notification) -> Line:
    """In the language the person has today; as it was told, when the code has lost its words."""
    try:
        text = letter_of(notice)[0]
    except TemplateDoesNotExist:
        text = notice.title
    words = " ".join(str(notice.facts.get("words", "")).split())
    return Line(
        text=text,
        url=absolute(notice.url),
        at=notice.created_at,
        words=Truncator(words).words(MOST_WORDS, truncate=" […]"),
    )


def sources_of(notices: Iterable[Notification]) -> list[Source]:
    present = {notice.source for notice in notices}
    return [source for source in Source if source in present]


def message(
    delivery: MailDelivery, groups: list[Group], sources: list[Source]
) -> EmailMultiAlternatives:
    """The mail with these groups, in the language and time zone that are in force."""
    person = delivery.recipient
    leaving = leave_url(person, [source for source in sources if can_be_left(source)])
    links = [(_("Stop these mails"), leaving), link_to_preferences(person)]
    context = {
        "subject": subject_of(groups),
        "person": person,
        "groups": groups[:MOST_GROUPS],
        "more": sum(len(group.lines) for group in groups[MOST_GROUPS:]),
        "total": sum(len(group.lines) for group in groups),
        "all_notices": absolute(reverse("community:notices")),
        "sources": [str(source.label) for source in sources],
        "links": links,
    }
    mail = EmailMultiAlternatives(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{context['subject']}",
        body=render_to_string("mail/digest.txt", context).strip() + as_text(links),
        to=[person.email],
        headers=headers_of(delivery, leaving),
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return mail


def subject_of(groups: list[Group]) -> str:
    """What the newest is about, and of how many other things there is news."""
    first = groups[0].title or groups[0].lines[0].text
    others = len(groups) - 1
    if not others:
        return _("News of “%(first)s”") % {"first": first}
    return ngettext(
        "News of “%(first)s” and of %(others)d more",
        "News of “%(first)s” and of %(others)d more",
        others,
    ) % {"first": first, "others": others}
