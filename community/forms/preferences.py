"""How the platform speaks to a person: one page for what is not about who they are."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import User


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]
        labels = {"language": _("Language")}
        help_texts = {
            "language": _(
                "Of the site after you sign in, of mails and notices, and of the administration."
            )
        }
        widgets = {"language": forms.RadioSelect}
