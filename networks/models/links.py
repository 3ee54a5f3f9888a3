"""Whether the addresses that pages lead to still answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Page

# A server may be down for a day: only what failed so often in a row counts as broken.
FAILURES_THAT_COUNT = 2
LONGEST_LINK = 500


def archived(url: str) -> str:
    """Where a copy may lie that the Internet Archive made while the address worked; "" of ""."""
    return f"https://web.archive.org/web/{url}" if url else ""


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def broken(self) -> LinkCheckQuerySet:
        """Those of published pages that failed again and again, and nobody said they are fine."""
        return self.filter(
            page__live=True, failures__gte=FAILURES_THAT_COUNT, excused_at__isnull=True
        )

    def under(self, page: Page) -> LinkCheckQuerySet:
        """Those of the page and of all that lies below it."""
        return self.filter(page__path__startswith=page.path)

    def due(self, at: datetime) -> LinkCheckQuerySet:
        """What is to be asked now, the longest wait first."""
        return self.filter(page__live=True, due_at__lte=at).order_by("due_at", "pk")


class LinkCheck(models.Model):
    """An address a page leads to, and what it answered when it was asked last.

    Written by `actions.links` alone. `since` is when it began to be as it is.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("not asked yet")
        WORKS = "works", _("answers")
        GONE = "gone", _("answers that it is not there")
        SILENT = "silent", _("does not answer")
        REFUSES = "refuses", _("does not answer to programs")
        NOT_PUBLIC = "not_public", _("is no address of the public Internet")

    # What makes a link count as failing.
    FAILING = (State.GONE, State.SILENT, State.NOT_PUBLIC)

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="link_checks"
    )
    url = models.CharField(_("address"), max_length=LONGEST_LINK)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING
    )
    # The number of the answer (404), where there was one.
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    checked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    excused_at = models.DateTimeField(_("said to be fine at"), null=True, blank=True)
    due_at = models.DateTimeField(_("to be asked at"), default=timezone.now, db_index=True)

    objects = LinkCheckQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        constraints = [
            models.UniqueConstraint(fields=["page", "url"], name="link_of_a_page_is_checked_once")
        ]
        indexes = [
            models.Index(
                fields=["page"],
                name="broken_links_of_pages",
                condition=Q(failures__gte=FAILURES_THAT_COUNT),
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_broken(self) -> bool:
        return self.failures >= FAILURES_THAT_COUNT and self.excused_at is None

    @property
    def archived_url(self) -> str:
        return archived(self.url)


class LinkReading(models.Model):
    """When the addresses in the text of a page were read, so that only what is new is read."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="link_reading"
    )
    read_at = models.DateTimeField(_("read at"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of links")
        verbose_name_plural = _("readings of links")

    def __str__(self) -> str:
        return f"{self.page}, {self.read_at:%Y-%m-%d}"
