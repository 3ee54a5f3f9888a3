"""What is asked to keep a name from readers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.kinds import ShownAs


class ProtectionForm(forms.Form):
    """What readers see instead of the name."""

    shown_as = forms.ChoiceField(
        label=_("What readers see instead of the name"),
        choices=[choice for choice in ShownAs.choices if choice[0] != ShownAs.PERSON],
        initial=ShownAs.ORGANIZATION,
        widget=forms.RadioSelect,
    )


class ReplaceForm(forms.Form):
    """What is put in the place of a name wherever it is written."""

    words = forms.CharField(
        label=_("What to write instead"),
        max_length=120,
        help_text=_("For instance: the secretary of the environment."),
    )
