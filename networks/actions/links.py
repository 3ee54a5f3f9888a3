"""What happens to the links of pages: read, asked, said to be fine all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from networks.link_probe import Prober
from networks.links import links_of
from networks.models import LinkCheck, LinkReading
from networks.publications import entry_models

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from networks.link_probe import Answer
    from networks.models import NetworkPage

# One run reads so many pages and asks for so many links, and begins no new one after so long:
# the same process sends the mails.
PAGES_A_RUN = 200
LINKS_A_RUN = 60
SECONDS_A_RUN = 20.0
# When a link is asked again: what works, what failed once, what is known to be broken.
AGAIN = timedelta(days=14)
AGAIN_SOON = timedelta(days=1)
AGAIN_BROKEN = timedelta(days=3)
A_MOMENT = timedelta(minutes=10)
CHANGED = ["state", "status", "since", "checked_at", "failures", "excused_at", "due_at"]


def check_links_now() -> None:
    """What the clock calls. Nothing where `CHECK_LINKS` is off."""
    if settings.CHECK_LINKS:
        check_links(timezone.now())


def check_links(
    at: datetime, prober: Prober | None = None, among: NetworkPage | None = None
) -> int:
    """Read what was published since, and ask the links whose turn it is; how many were asked.

    Of one network, or of all sections. Nothing is locked while servers are asked.
    """
    read_links(at)
    due = LinkCheck.objects.due(at)
    if among is not None:
        due = due.under(among)
    urls = list(due.values_list("url", flat=True)[:LINKS_A_RUN])
    answers = (prober or Prober()).ask_all(urls, SECONDS_A_RUN)
    note_answers(answers, at)
    return len(answers)


def read_links(at: datetime) -> int:
    """Note the links of pages that were published since theirs were read; how many pages."""
    kinds = ContentType.objects.get_for_models(*entry_models()).values()
    is_new = Q(link_reading=None) | Q(link_reading__read_at__lt=F("last_published_at"))
    pages = Page.objects.live().filter(is_new, content_type__in=[kind.pk for kind in kinds])
    read = 0
    for page in pages.order_by("pk").specific()[:PAGES_A_RUN]:
        read_links_of(page, at)
        read += 1
    return read


@transaction.atomic
def read_links_of(page: Any, at: datetime) -> None:
    links = links_of(page)
    known = LinkCheck.objects.filter(page=page.pk)
    known.exclude(url__in=links).delete()
    rows = [LinkCheck(page_id=page.pk, url=url, due_at=at) for url in sorted(links)]
    LinkCheck.objects.bulk_create(rows, ignore_conflicts=True)
    LinkReading.objects.update_or_create(page_id=page.pk, defaults={"read_at": at})


@transaction.atomic
def note_answers(answers: dict[str, Answer], at: datetime) -> None:
    """Write what each address answered, on every page that leads there."""
    rows = list(LinkCheck.objects.filter(url__in=answers))
    for row in rows:
        note(row, answers[row.url], at)
    LinkCheck.objects.bulk_update(rows, CHANGED, batch_size=100)


def note(row: LinkCheck, answer: Answer, at: datetime) -> None:
    was_failing = row.failures > 0
    row.failures = row.failures + 1 if answer.is_failing else 0
    if answer.is_failing != was_failing or row.since is None:
        row.since = at
    if not answer.is_failing:
        row.excused_at = None
    row.state, row.status, row.checked_at = answer.state, answer.status, at
    if not answer.is_failing:
        row.due_at = at + AGAIN
    else:
        row.due_at = at + (AGAIN_BROKEN if row.is_broken else AGAIN_SOON)


def excuse_links(checks: Iterable[LinkCheck], at: datetime) -> int:
    """Say of links that they are fine although they do not answer us; how many."""
    keys = [check.pk for check in checks]
    return LinkCheck.objects.filter(pk__in=keys).update(excused_at=at)


def ask_again(network: NetworkPage, at: datetime) -> int:
    """Put the broken links of a network on the way to be asked now; how many.

    One that was asked a moment ago is left alone: whoever clicks often asks no server often.
    """
    broken = LinkCheck.objects.broken().under(network).filter(checked_at__lt=at - A_MOMENT)
    return LinkCheck.objects.filter(pk__in=list(broken.values_list("pk", flat=True))).update(
        due_at=at
    )
