"""What was searched and not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

# Fewer could be one person, and what they typed nobody's business.
SHOWN_FROM = 2


class SearchMissQuerySet(models.QuerySet["SearchMiss"]):
    def of_network(self, network: int) -> SearchMissQuerySet:
        return self.filter(network=network)

    def worth_showing(self, since: date) -> models.QuerySet[SearchMiss, Any]:
        """Words searched at least twice since that month: `words`, `number`, most often first."""
        rows: Any = self.filter(month__gte=since).order_by().values("key")
        counted: Any = rows.annotate(words_shown=models.Max("words"), number=models.Sum("times"))
        often = counted.filter(number__gte=SHOWN_FROM).order_by("-number", "words_shown")
        shown: models.QuerySet[SearchMiss, Any] = often
        return shown


class SearchMiss(models.Model):
    """How often words were searched within a network in a month, and nothing was found.

    Nobody is written down who searched. `key` is the same for words that mean
    the same to the search, `words` how somebody wrote them. Written by
    `actions.searches` alone, kept for a year.
    """

    network = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    words = models.CharField(_("words"), max_length=80)
    month = models.DateField(_("month"))
    times = models.PositiveIntegerField(_("times"), default=1)

    objects = SearchMissQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "month", "key"], name="one_row_for_words_of_a_month"
            )
        ]

    def __str__(self) -> str:
        return self.words
