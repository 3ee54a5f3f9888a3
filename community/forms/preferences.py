"""How the platform speaks to a person: one page for what is not about who they are."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import User

# Where the municipalities of the platform lie, and those who help them.
REGIONS = ("America/", "Atlantic/", "Europe/")
ZONES = sorted(zone for zone in available_timezones() if zone.startswith(REGIONS))


class PreferencesForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=[("", _("That of the site")), *((zone, zone.replace("_", " ")) for zone in ZONES)],
        widget=forms.Select(attrs={"class": "input"}),
    )
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the digest"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text=_("Daily ones each day, weekly ones on Monday, at this hour of your time zone."),
        widget=forms.Select(attrs={"class": "input"}),
    )

    class Meta:
        model = User
        fields = ["language", "time_zone", "digest_hour"]
        labels = {"language": _("Language")}
        help_texts = {
            "language": _(
                "Of the site after you sign in, of mails and notices, and of the administration."
            )
        }
        widgets = {"language": forms.RadioSelect}
