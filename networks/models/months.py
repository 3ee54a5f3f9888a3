"""How a network does, month by month: figures that are counted once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models.network import NetworkPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


class NetworkMonthQuerySet(models.QuerySet["NetworkMonth"]):
    def visible_to(self, user: User | AnonymousUser) -> NetworkMonthQuerySet:
        """Of networks this person coordinates or governs."""
        return self.filter(network__in=NetworkPage.objects.coordinated_by(user).values("pk"))

    def newest_first(self) -> NetworkMonthQuerySet:
        return self.order_by("-month")


class NetworkMonth(models.Model):
    """The figures of a network in a month; what each means, `networks.figures` says.

    `month` is its first day. The running month and the last one are counted anew
    each night; older ones stay as they were. A figure is None where nobody can
    know it, and missing where it was not counted yet.
    """

    network = models.ForeignKey(NetworkPage, on_delete=models.CASCADE, related_name="months")
    month = models.DateField(_("month"))
    figures = models.JSONField(_("figures"), default=dict)
    counted_at = models.DateTimeField(_("counted at"), default=timezone.now)

    objects = NetworkMonthQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("month of a network")
        verbose_name_plural = _("months of networks")
        ordering = ["network", "month"]
        constraints = [
            models.UniqueConstraint(fields=["network", "month"], name="one_row_of_a_month"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="a_month_is_called_by_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}, {self.month:%Y-%m}"
