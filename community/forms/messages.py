"""What one person writes to another."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.actions.messages import LONGEST


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say who you are and what you need: the other does not know you yet."),
    )

    def refuse_for_now(self) -> None:
        self.add_error(
            None,
            _(
                "You wrote to many people within the hour. Wait an hour and send it again; what"
                " you wrote is still here."
            ),
        )
