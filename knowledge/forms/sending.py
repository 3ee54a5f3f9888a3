"""Handing a case in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SendForm(forms.Form):
    use_required_attribute = False

    licence = forms.BooleanField(
        label=_("I publish this text under CC BY 4.0 and have the right to do so"),
        error_messages={
            "required": _("Tick the box to send it. Without the licence nobody could use it.")
        },
    )
