"""What the admin asks of a territory, in the order in which it asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

OF_A_TERRITORY = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("parent_names", read_only=True),
            FieldPanel("kind"),
            FieldPanel("capital"),
            FieldRowPanel(
                [
                    FieldPanel("code_scheme", read_only=True),
                    FieldPanel("code", read_only=True),
                ]
            ),
        ],
        heading=_("Name and code"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
            FieldPanel("population_source"),
            FieldRowPanel([FieldPanel("rural_share_percent"), FieldPanel("rural_share_year")]),
            FieldPanel("rural_share_source"),
        ],
        heading=_("Inhabitants"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("budget_usd_per_inhabitant"), FieldPanel("budget_year")]),
            FieldPanel("budget_source"),
        ],
        heading=_("Budget"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("area_km2"), FieldPanel("area_year")]),
            FieldPanel("area_source"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("coordinates_source"),
        ],
        heading=_("Ground"),
    ),
    FieldPanel("tags"),
    FieldPanel("source"),
    InlinePanel(
        "alternate_codes",
        panels=[FieldRowPanel([FieldPanel("scheme"), FieldPanel("code")])],
        heading=_("Alternate codes"),
        label=_("Alternate code"),
    ),
]
