"""What is asked of who writes to the members. The actions judge the answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.conversation import TypedText
from networks.models.letters import LONGEST_SUBJECT
from networks.segments import all_options

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from networks.models import NetworkPage


class LetterForm(forms.Form):
    segment = forms.ChoiceField(
        label=_("To whom"),
        help_text=_("Who is in the group is looked up at the moment when the letter goes out."),
        error_messages={"invalid_choice": _("Choose one of the groups of the list.")},
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Say in a few words what the letter is about.")},
    )
    text = TypedText(
        label=_("Text"),
        help_text=_(
            "You may write **bold**, *italics*, lists with hyphens and [links](https://…)."
            " Say what you ask for and until when; sign with your name."
        ),
        error_messages={"required": _("Write something to your members.")},
    )

    def __init__(self, *args: Any, network: NetworkPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["segment"]
        chosen.choices = all_options(network)
        self.fields["text"].widget.attrs["rows"] = 12


class MomentForm(forms.Form):
    """The day and the hour at which a letter goes out, on the clock of whoever fills it in."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say on which day it is to go out."),
            "invalid": _("Write the day as year, month and day: 2026-03-09."),
        },
    )
    hour = forms.TimeField(
        label=_("Hour"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Say at which hour it is to go out."),
            "invalid": _("Write the hour with its minutes: 08:30."),
        },
    )

    def moment(self, zone: ZoneInfo) -> datetime:
        """The instant at which clocks there say so."""
        told = self.cleaned_data
        return datetime.combine(told["day"], told["hour"], tzinfo=zone)
