"""Forms of visits between peers: asking, answering, arranging, reporting."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.forms.fields import LineField, PlainField
from knowledge.forms.following import Grouped
from knowledge.forms.systematization import DayField
from knowledge.models import PeerVisit
from knowledge.transfer_kinds import Payer

ARRANGED = ("topic", "mode", "starts_on", "ends_on", "people", "payer", "agenda")


class ArrangeForm(Grouped, forms.ModelForm):
    """What both sides settle: what about, how, when, who pays, what is done there."""

    use_required_attribute = False
    TOGETHER = (("starts_on", "ends_on"), ("people", "payer"))

    topic = LineField(
        label=_("What it is about"),
        max_length=200,
        error_messages={"required": _("Say what you want to see or talk about.")},
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    people = forms.IntegerField(
        label=_("How many people"),
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.TextInput(attrs={"class": "year", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number from 1 to 200.")
        ),
    )
    payer = forms.ChoiceField(
        label=_("Who pays"),
        choices=[("", _("Still to be agreed")), *Payer.choices],
        required=False,
    )
    agenda = PlainField(
        label=_("Agenda"),
        max_length=4000,
        required=False,
        rows=6,
        help_text=_("Hour, place, with whom. Both sides may change it until the visit is held."),
    )

    class Meta:
        model = PeerVisit
        fields: ClassVar = list(ARRANGED)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(ARRANGED)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        start, end = told.get("starts_on"), told.get("ends_on")
        if end and not start:
            self.add_error("starts_on", _("Say from which day."))
        elif start and end and end < start:
            self.add_error("ends_on", _("It cannot end before it begins."))
        return told

    def settled(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ARRANGED if name in self.cleaned_data}


class AskForm(ArrangeForm):
    """Who receives whom, and the rest as far as it is known already."""

    way = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=[
            ("visit", _("We want to visit them, or call them")),
            ("host", _("We offer to receive them, or their call")),
        ],
        initial="visit",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["way", *ARRANGED])

    def clean_starts_on(self) -> Any:
        start = self.cleaned_data["starts_on"]
        if start and start < timezone.localdate():
            raise forms.ValidationError(_("That day has passed."))
        return start


class AnswerVisitForm(ArrangeForm):
    """Agree, with the days as they can be, or decline and say why."""

    is_agreed = forms.ChoiceField(
        label=_("Can it be?"),
        choices=[("yes", _("Yes, we agree")), ("no", _("No, we cannot"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it can be.")},
    )
    answer = PlainField(
        label=_("What you want to tell them"),
        max_length=2000,
        required=False,
        rows=3,
        help_text=_("If you decline, say why, so that they may ask otherwise."),
    )

    class Meta(ArrangeForm.Meta):
        fields: ClassVar = ["starts_on", "ends_on", "payer"]

    def __init__(self, *args: Any, **options: Any) -> None:
        # It stands on one page with the form that arranges the visit.
        options.setdefault("auto_id", "answer_%s")
        super().__init__(*args, **options)
        for name in ("topic", "mode", "people", "agenda"):
            self.fields.pop(name, None)
        self.order_fields(["is_agreed", "answer", "starts_on", "ends_on", "payer"])

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("is_agreed") == "no" and not told.get("answer"):
            self.add_error("answer", _("Say why, so that they may ask otherwise."))
        return told


class ReportForm(forms.ModelForm):
    use_required_attribute = False

    report = PlainField(
        label=_("Report"),
        max_length=8000,
        rows=10,
        help_text=_(
            "What was seen, what was decided, what changes in the plan. Everybody who "
            "reads the transfer reads it."
        ),
        error_messages={"required": _("Write what was seen and decided.")},
    )

    class Meta:
        model = PeerVisit
        fields: ClassVar = ["report"]
