"""What machines fall into and people never see: an empty field, and too little time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

SALT = "community.forms.traps"


class TrappedForm(forms.Form):
    """A form that anybody may send. Its template says `{% include "community/_traps.html" %}`.

    `is_a_robot`, once valid: something filled in the field nobody sees. What is
    sent sooner than anybody can write is refused with a sentence; sent again,
    it passes.
    """

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    drawn_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drawn_at"].initial = signing.dumps(int(time.time()), salt=SALT)

    @property
    def traps(self) -> list[BoundField]:
        return [self["website"], self["drawn_at"]]

    @property
    def is_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean_drawn_at(self) -> str:
        """Raises ValidationError when the form was drawn a moment ago, or never by us."""
        stamp, least = str(self.cleaned_data["drawn_at"]), settings.SECONDS_TO_FILL_IN_A_FORM
        drawn_at = moment_of(stamp)
        if least and (drawn_at is None or drawn_at > time.time() - least):
            if drawn_at is None:
                fresh = self.fields["drawn_at"].initial
                self.data = {**self.data, self.add_prefix("drawn_at"): fresh}
            self.add_error(
                None, _("That was very quick. Read it once more and send it again, please.")
            )
        return stamp


def moment_of(stamp: str) -> int | None:
    """When we drew the form; None for a stamp that is not ours."""
    try:
        return int(signing.loads(stamp, salt=SALT))
    except signing.BadSignature:
        return None
