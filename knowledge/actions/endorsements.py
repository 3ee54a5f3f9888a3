"""Showing a case or a solution in a network it was not born in, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.search.index import insert_or_update_object

from community.actions.notices import notify
from community.models import visible_pages
from community.sources import Source
from knowledge.models import Case, Endorsement
from knowledge.models.endorsements import LONGEST_NOTE, SHORTEST_NOTE, name_of
from knowledge.permissions import can_show_in
from networks.permissions import can_coordinate, can_write_in

if TYPE_CHECKING:
    from community.models import User
    from knowledge.models import SolutionPage
    from networks.models import NetworkPage


@transaction.atomic
def endorse(thing: Case | SolutionPage, network: NetworkPage, user: User, note: str) -> Endorsement:
    """Have the network show it, and say why. Doing it again renews what is said.

    Its authors are told once, as far as they may know of the network.

    Raises:
        PermissionDenied: not a coordinator of the network, or it is archived.
        ValidationError: the note is too short or too long, the thing is not
            published, was born there, or the readers of the network could not open it.

    """
    if not can_write_in(user, network):
        raise PermissionDenied
    note = note.strip()
    check_note(note)
    check_thing(thing, network)
    found, is_new = Endorsement.objects.update_or_create(
        network=network,
        **{name_of(thing): thing},
        defaults={"note": note, "by": user, "at": timezone.now()},
    )
    if is_new:
        tell_authors(found, user)
        insert_or_update_object(thing)
    return found


def check_note(note: str) -> None:
    if len(note) < SHORTEST_NOTE:
        sentence = _("Say why in at least %(least)d characters: members read it beside the title.")
        raise ValidationError({"note": sentence % {"least": SHORTEST_NOTE}})
    if len(note) > LONGEST_NOTE:
        sentence = _("At most %(most)d characters: what is longer belongs in a post of the blog.")
        raise ValidationError({"note": sentence % {"most": LONGEST_NOTE}})


def check_thing(thing: Case | SolutionPage, network: NetworkPage) -> None:
    if not thing.live:
        raise ValidationError(_("It is not published: nobody could open it."))
    if isinstance(thing, Case):
        return
    if thing.network_id == network.pk:
        raise ValidationError(_("This solution was born in that network: it is shown there."))
    if not can_show_in(thing, network):
        raise ValidationError(
            _("It lies in a closed network: not all readers of yours could open it.")
        )


def tell_authors(endorsement: Endorsement, user: User) -> None:
    """Nobody hears of a network they may not open."""
    thing, network = endorsement.thing, endorsement.network
    people = thing.authors() if isinstance(thing, Case) else [thing.author or thing.owner]
    for person in {person.pk: person for person in people if person is not None}.values():
        if person.pk == user.pk or not visible_pages(person).filter(pk=network.pk).exists():
            continue
        with override(person.language):
            url = thing.get_absolute_url() if isinstance(thing, Case) else thing.url
        notify(
            person,
            "endorsed",
            url=url,
            source=Source.CASES if isinstance(thing, Case) else Source.NETWORKS,
            thing=thing,
            title=thing.title,
            network=network.title,
            note=endorsement.note,
        )


@transaction.atomic
def end_endorsement(endorsement: Endorsement, user: User) -> None:
    """Have the network show it no more. The thing itself stays as it is.

    Raises:
        PermissionDenied: not a coordinator of the network.

    """
    if not can_coordinate(user, endorsement.network):
        raise PermissionDenied
    thing = endorsement.thing
    endorsement.delete()
    insert_or_update_object(thing)
