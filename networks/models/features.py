"""What stands first on the front of a network, and why its coordinators put it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

# So many are still a choice.
MOST_FEATURES = 3
LONGEST_REASON = 160


class FeatureQuerySet(models.QuerySet["Feature"]):
    def current(self, on: date) -> FeatureQuerySet:
        """Those whose last day has not passed."""
        return self.filter(Q(until=None) | Q(until__gte=on))

    def in_order(self) -> FeatureQuerySet:
        return self.order_by("order", "pk")


class Feature(models.Model):
    """That a network shows a page or another thing first, with the reason. Written by `actions`.

    Either `page` or `thing` is set. Whether a reader may open it is asked each time it is shown.
    """

    network = models.ForeignKey(
        "networks.NetworkPage", on_delete=models.CASCADE, related_name="features"
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page"),
    )
    thing_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    thing_id = models.PositiveBigIntegerField(null=True, blank=True)
    thing = GenericForeignKey("thing_type", "thing_id")
    reason = models.CharField(
        _("why"), max_length=LONGEST_REASON, help_text=_("For whom it is useful, and why now.")
    )
    order = models.PositiveSmallIntegerField(_("place"), default=0)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chosen by"),
    )
    chosen_at = models.DateTimeField(_("chosen at"), default=timezone.now)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("featured thing")
        verbose_name_plural = _("featured things")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, thing_type__isnull=True, thing_id__isnull=True)
                | Q(page__isnull=True, thing_type__isnull=False, thing_id__isnull=False),
                name="feature_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["network", "page"], name="network_features_a_page_once"
            ),
            models.UniqueConstraint(
                fields=["network", "thing_type", "thing_id"],
                name="network_features_a_thing_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
