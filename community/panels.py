"""Panels of the admin that Wagtail's own do not quite serve."""

from __future__ import annotations

from wagtail.admin.panels import TitleFieldPanel


class TitlePanel(TitleFieldPanel):
    """The title of a page, also in a form without an address: nothing follows it there."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, str]:
            """Wagtail's script fails on a list of fields that is empty."""
            attrs: dict[str, str] = super().get_attrs()
            if attrs["data-w-sync-target-value"]:
                return attrs
            return {name: value for name, value in attrs.items() if not name.startswith("data-")}
