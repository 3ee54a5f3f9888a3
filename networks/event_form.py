"""The form of an event in the Wagtail admin: its hours are those of the place."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from networks.clock import at_place, on_the_wall, zone_choices
from networks.forms import EntryForm

if TYPE_CHECKING:
    from datetime import datetime

# Addresses under /eventos/ that are plain views; `urls_events.py` serves them.
RESERVED_SLUGS = {"mi-calendario", "inscripciones", "certificados", "calendario"}
HOURS = ("starts_at", "ends_at", "registration_until")


class WallClockField(forms.DateTimeField):
    """A day and an hour as clocks somewhere show them: without a zone, in and out."""

    widget = AdminDateTimeInput

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class EventForm(EntryForm):
    """What is written as an hour is one of the place's clocks, wherever its coordinator sits."""

    starts_at = WallClockField(
        label=_("begins"), help_text=_("Day and hour by the clocks of the place.")
    )
    ends_at = WallClockField(label=_("ends"))
    registration_until = WallClockField(
        label=_("registration open until"),
        required=False,
        help_text=_("By the clocks of the place. Empty: until it begins."),
    )
    time_zone = forms.ChoiceField(label=_("time zone of the place"), choices=zone_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.instance.time_zone
        if self.instance.pk is None and self.for_user and self.for_user.time_zone:
            zone = self.initial["time_zone"] = self.for_user.time_zone
        known = self.fields["time_zone"]
        if zone not in dict(known.choices):
            known.choices = [*known.choices, (zone, zone)]
        for name in HOURS:
            instant = self.initial.get(name)
            if instant is not None and timezone.is_aware(instant):
                self.initial[name] = on_the_wall(instant, zone)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        zone = cleaned.get("time_zone")
        for name in HOURS:
            if zone and cleaned.get(name):
                try:
                    cleaned[name] = at_place(cleaned[name], zone)
                except ValidationError as never:
                    self.add_error(name, never)
        if cleaned.get("slug") in RESERVED_SLUGS:
            self.add_error("slug", _("This address is used for something else: choose another."))
        if cleaned.get("registering") == "everyone" and self.lies_behind_a_door():
            said = _("Only members see this network: people without an account cannot register.")
            self.add_error("registering", said)
        return cleaned

    def lies_behind_a_door(self) -> bool:
        """Whether the network it is written in is closed."""
        section: Any = self.parent_page.specific if self.parent_page else None
        network = section.network_above() if hasattr(section, "network_above") else None
        return network is not None and network.visibility == network.Visibility.MEMBERS
