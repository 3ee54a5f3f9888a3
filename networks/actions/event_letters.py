"""The mails to guests: people without an account who come to an event."""

from __future__ import annotations

from django.utils import translation

from community.actions.letters import letter
from networks.actions.telling_of_events import facts_of
from networks.event_links import guest_address
from networks.models import EventRegistration


def send_letter(pk: int, kind: str, reason: str = "") -> None:
    """The mail `templates/mail/<kind>.txt` to a guest; none where the address is gone meanwhile.

    Sent twice, it is one mail: its key tells the kind and the state of the event.
    """
    registration = EventRegistration.objects.select_related(
        "event__standing", "event__network", "user"
    ).get(pk=pk)
    if not registration.email:
        return
    event = registration.event
    key = f"{registration.key}-{event.state.sequence}-{registration.created_at:%Y%m%d%H%M%S}"
    with translation.override(registration.language):
        facts = facts_of(registration)
    facts.pop("address")
    letter(
        kind,
        registration.email,
        registration.language,
        key,
        guest_address(registration.key),
        name=registration.name,
        reason=reason,
        **facts,
    ).send()
