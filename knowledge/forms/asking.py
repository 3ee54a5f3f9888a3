"""What somebody fills in to ask for a correction, a withdrawal or a confirmation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.traps import TrappedForm
from knowledge.models import CorrectionRequest


class RequestForm(TrappedForm):
    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=CorrectionRequest.Kind.choices,
        initial=CorrectionRequest.Kind.CORRECTION,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Tell us"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What should be corrected and where it can be checked; why it should be withdrawn; or"
            " in whose name the municipality confirms it."
        ),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    post = forms.CharField(
        label=_("Post and institution"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        help_text=_("Needed to confirm it in the name of the municipality."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only the team sees it, to answer you."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_confirmation = cleaned.get("kind") == CorrectionRequest.Kind.CONFIRMATION
        if is_confirmation and not cleaned.get("post") and "post" not in self.errors:
            self.add_error("post", _("Say in which post you speak for the municipality."))
        return cleaned

    @property
    def request_fields(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "text", "name", "post", "email")}

    def refuse_for_now(self) -> None:
        self.add_error(
            None,
            _(
                "Several requests came from your connection within the hour. Wait an hour and send"
                " it again; what you wrote is still here."
            ),
        )
