"""The audit trail of moderation, in Wagtail's admin, for the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from community.models import ModerationAct

if TYPE_CHECKING:
    from community.models import ModerationActQuerySet


class DecisionFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = ModerationAct
        fields = ["kind", "at"]


def called(act: ModerationAct) -> str:
    return act.title or str(act.person or "–")


def reason(act: ModerationAct) -> str:
    return Truncator(act.reason).words(20)


def address(act: ModerationAct) -> str:
    return act.get_absolute_url()


class DecisionsReport(ReportView):
    """Who decided what about which thing or person, when and why. Nothing is changed here."""

    page_title = _("Decisions of moderation")
    header_icon = "warning"
    index_url_name = "moderation_decisions"
    index_results_url_name = "moderation_decisions_results"
    default_ordering = "-at"
    filterset_class = DecisionFilterSet
    columns = [
        TitleColumn("title", label=_("What"), accessor=called, get_url=address),
        Column("get_kind_display", label=_("Decision"), sort_key="kind"),
        Column("person", label=_("Author")),
        Column("by", label=_("Decided by")),
        Column("reason", label=_("Reason"), accessor=reason),
        DateColumn("at", label=_("Date"), sort_key="at"),
    ]
    list_export = ["at", "kind", "title", "words", "person", "by", "reason", "until", "undone_at"]
    export_filename = "moderacion"

    def get_base_queryset(self) -> ModerationActQuerySet:
        seen = ModerationAct.objects.visible_to(self.request.user)
        return seen.select_related("person", "by")


def screens() -> dict[str, Any]:
    """Addresses below `reports/` and their views."""
    return {
        "": ("moderation_decisions", DecisionsReport.as_view()),
        "results/": ("moderation_decisions_results", DecisionsReport.as_view(results_only=True)),
    }
