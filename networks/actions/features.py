"""Choosing what a network shows first, in which order and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from networks.featurable import all_featurable
from networks.models import MOST_FEATURES, Feature, NetworkPage
from networks.models.features import LONGEST_REASON
from networks.permissions import can_coordinate, can_write_in

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model

    from community.models import User


@transaction.atomic
def feature(
    network: NetworkPage, thing: Model, user: User, reason: str, until: date | None = None
) -> Feature:
    """Show a thing first in the network, after what stands there. Again: renews reason and end.

    What has ended, or is gone, makes room.

    Raises:
        PermissionDenied: not a coordinator of the network, or it is archived.
        ValidationError: no reason, an end in the past, three already, or nothing to feature.

    """
    if not can_write_in(user, network):
        raise PermissionDenied
    today = timezone.localdate()
    reason = checked(reason, until, today)
    # One at a time: two coordinators together would choose four.
    NetworkPage.objects.select_for_update(of=("self",)).get(pk=network.pk)
    which = relation_to(thing)
    make_room(network, today)
    others = Feature.objects.filter(network=network)
    known = others.filter(**which).first()
    if known is None and others.count() >= MOST_FEATURES:
        raise ValidationError(
            _("The front shows %(most)d at most: take one away first.") % {"most": MOST_FEATURES}
        )
    last = others.in_order().last()
    found = known or Feature(network=network, order=last.order + 1 if last else 0, **which)
    found.reason, found.until, found.chosen_by, found.chosen_at = (
        reason,
        until,
        user,
        timezone.now(),
    )
    found.save()
    return found


def checked(reason: str, until: date | None, today: date) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("Say for whom it is useful, and why now.")})
    if len(reason) > LONGEST_REASON:
        sentence = _("At most %(most)d characters.") % {"most": LONGEST_REASON}
        raise ValidationError({"reason": sentence})
    if until is not None and until < today:
        raise ValidationError({"until": _("Choose a day that has not passed.")})
    return reason


def relation_to(thing: Model) -> dict[str, Any]:
    """How a row points at it."""
    if isinstance(thing, Page):
        return {"page_id": thing.pk}
    if thing._meta.label_lower not in all_featurable():
        raise ValidationError(_("This cannot be shown first."))
    return {"thing_type": ContentType.objects.get_for_model(thing), "thing_id": thing.pk}


def make_room(network: NetworkPage, today: date) -> None:
    """Forget what has ended and things that are deleted."""
    rows = Feature.objects.filter(network=network)
    rows.filter(until__lt=today).delete()
    for row in rows.filter(page=None):
        if row.thing is None:
            row.delete()


@transaction.atomic
def drop_feature(found: Feature, user: User) -> None:
    """Take it from the front; the thing itself stays.

    Raises:
        PermissionDenied: not a coordinator of the network.

    """
    if not can_coordinate(user, found.network):
        raise PermissionDenied
    found.delete()


@transaction.atomic
def raise_feature(found: Feature, user: User) -> None:
    """Have it stand one place higher. The first one stays where it is.

    Raises:
        PermissionDenied: not a coordinator of the network.

    """
    if not can_write_in(user, found.network):
        raise PermissionDenied
    rows = list(Feature.objects.select_for_update().filter(network=found.network).in_order())
    place = next((at for at, row in enumerate(rows) if row.pk == found.pk), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for order, row in enumerate(rows):
        row.order = order
    Feature.objects.bulk_update(rows, ["order"])
