"""Who answers for what is published, and until when somebody has looked whether it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models.signing import SignedPage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# How long what was published or looked at counts as fresh, and how long before its day one asks.
FRESH_FOR_YEARS = 1
ASKED_BEFORE = timedelta(days=30)


def a_year_after(day: date) -> date:
    """The same day a year later; the last of February for that of a leap year."""
    try:
        return day.replace(year=day.year + FRESH_FOR_YEARS)
    except ValueError:
        return day.replace(year=day.year + FRESH_FOR_YEARS, day=28)


class UpkeptPage(SignedPage):
    """A page somebody answers for, and looks at again before a day. Abstract.

    Its owner, Wagtail's, is who is asked; `contact` and `contact_email` are who
    readers may turn to. `reviewed_on` is of the page, not of a version of it.
    """

    review_on = models.DateField(
        _("review before"),
        null=True,
        blank=True,
        help_text=_(
            "The day on which somebody should look whether it still holds. Empty: a year after"
            " it is published. Its owner is asked thirty days before and on the day."
        ),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, editable=False)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
        help_text=_("Whom readers may ask about it. Empty: its author."),
    )
    contact_email = models.EmailField(
        _("e-mail for questions"),
        blank=True,
        help_text=_("Everybody who opens the page sees it: better one of an office than your own."),
    )

    class Meta:
        abstract = True

    @property
    def is_stale(self) -> bool:
        """Whether the day on which it should have been looked at has passed."""
        return self.review_on is not None and self.review_on < timezone.localdate()

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """An old text of it. When somebody last looked at the page is no matter of its text."""
        page: Any = super().with_content_json(content)
        page.reviewed_on = self.reviewed_on
        return page


class ReviewAsked(models.Model):
    """That somebody was asked about a page, so that they are asked once before and once on the day.

    `due_on` is the day that was asked about; `is_last` marks the question on the day itself.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    is_last = models.BooleanField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "due_on", "is_last"], name="one_question_per_page_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}, {self.due_on}"


def set_review_day(entry: Any, values: Mapping[str, date]) -> None:
    """Write these dates of the page, in what is public and in the texts that may follow it.

    A draft that is published later does not bring the old day back. Not a new
    version: the text stays as it is.
    """
    for name, value in values.items():
        setattr(entry, name, value)
    type(entry)._default_manager.filter(pk=entry.pk).update(**values)
    kept = {name: value.isoformat() for name, value in values.items()}
    for key in {entry.latest_revision_id, entry.live_revision_id} - {None}:
        revision = entry.revisions.get(pk=key)
        revision.content = {**revision.content, **kept}
        revision.save(update_fields=["content"])
