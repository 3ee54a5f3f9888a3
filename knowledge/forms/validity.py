"""Whether an experience goes on, and why not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.scales import InterruptionReason, Validity
from knowledge.validity_links import ANSWERS

EXPLAINED = {
    Validity.CURRENT: _("It goes on: it works as it is told."),
    Validity.REDUCED: _("It goes on, smaller: a part of it was left."),
    Validity.INSTITUTIONALIZED: _("It became part of what the municipality does, by its norms."),
    Validity.INTERRUPTED: _("It was interrupted: it does not work any more."),
}


class ValidityForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Does it go on?"),
        choices=[(answer.value, EXPLAINED[answer]) for answer in ANSWERS],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("If it was reduced or interrupted, why"),
        choices=[("", _("Does not apply")), *InterruptionReason.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("What readers should know of it"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In one sentence, if there is something. Everybody reads it."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("answer") == Validity.INTERRUPTED and not told.get("reason"):
            self.add_error("reason", _("Choose why it was interrupted."))
        return told
