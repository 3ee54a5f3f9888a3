"""The editor of a case in the admin: the sections of the record, in its order."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

IDENTITY = ObjectList(
    [
        FieldPanel("title"),
        FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("lead_municipality"),
        FieldRowPanel([FieldPanel("record_kind"), FieldPanel("stage")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_year"), FieldPanel("start_month")]),
                FieldRowPanel([FieldPanel("end_year"), FieldPanel("end_month")]),
                FieldRowPanel([FieldPanel("is_ongoing"), FieldPanel("recurrence")]),
            ],
            heading=_("When"),
        ),
        FieldRowPanel([FieldPanel("scope"), FieldPanel("cost_band")]),
        FieldPanel("language"),
    ],
    heading=_("Identification"),
)
NARRATIVE = ObjectList(
    [FieldPanel(name) for name in ("context", "problem", "objectives", "solution", "results")],
    heading=_("Narrative"),
)
ROWS = ObjectList(
    [
        InlinePanel(
            "case_themes",
            panels=[FieldPanel("theme")],
            heading=_("Themes"),
            label=_("Theme"),
            max_num=3,
        ),
        FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
        InlinePanel(
            "case_networks",
            panels=[PageChooserPanel("network")],
            heading=_("Networks"),
            label=_("Network"),
        ),
        InlinePanel(
            "attachments",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("year")]),
                FieldPanel("title"),
                FieldPanel("author"),
                FieldPanel("url"),
            ],
            heading=_("Documents and sources"),
            label=_("Document or source"),
        ),
    ],
    heading=_("Themes, people and sources"),
)
VALIDITY = ObjectList(
    [
        FieldRowPanel([FieldPanel("validity_status"), FieldPanel("validity_checked_on")]),
        FieldPanel("interruption_reason"),
        FieldPanel("validity_note"),
    ],
    heading=_("Validity"),
)
EDITOR = TabbedInterface([IDENTITY, NARRATIVE, ROWS, VALIDITY])
