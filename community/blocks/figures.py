"""Figures as a small chart, drawn here, with the table it comes from behind."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from community.charts import Chart, points_in


class ChartBlock(blocks.StructBlock):
    """Rows "label | number", shown as bars or as a line."""

    title = blocks.CharBlock(
        label=_("title"), max_length=160, help_text=_("What is counted, where and when.")
    )
    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[("bars", _("bars: to compare")), ("line", _("line: what changed with time"))],
        default="bars",
    )
    unit = blocks.CharBlock(
        label=_("unit"),
        max_length=40,
        required=False,
        help_text=_("What the numbers are: litres per second, per cent, dollars."),
    )
    rows = blocks.TextBlock(
        label=_("rows"),
        help_text=_(
            "One row per line: a label, a vertical bar and a number, as in 2019 | 12,5. "
            "You may paste two columns from a spreadsheet."
        ),
    )
    source = blocks.CharBlock(
        label=_("source"), max_length=200, help_text=_("Who counted it, and when.")
    )

    class Meta:
        icon = "order"
        label = _("figures in a chart")
        template = "community/blocks/chart.html"

    def clean(self, value: Any) -> Any:
        """Besides the fields, each row: it says which one is no number, and keeps all."""
        cleaned = super().clean(value)
        try:
            points_in(cleaned["rows"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"rows": error}) from error
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        try:
            points = points_in(value["rows"])
        except ValidationError:
            # A draft that is still being written, in its preview.
            points = []
        context["chart"] = Chart(points, value["unit"] or "") if points else None
        return context
