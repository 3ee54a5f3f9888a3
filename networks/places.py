"""Which network may be part of which: one level, and nothing open behind a closed door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from networks.models import NetworkPage


def check_place(network: NetworkPage) -> None:
    """Whether the network may stand where `part_of` says, and see who `visibility` says.

    Raises:
        ValidationError: of `part_of` or `visibility`, with a sentence for who asked for it.

    """
    above = network.part_of
    if above is not None:
        check_above(network, above)
    if network.pk and network.visibility == network.Visibility.MEMBERS:
        check_no_open_part(network)


def check_above(network: NetworkPage, above: NetworkPage) -> None:
    if above.pk == network.pk:
        raise ValidationError({"part_of": _("A network cannot be part of itself.")})
    if above.part_of_id is not None:
        said = _("“%(network)s” is itself part of another network: choose that one.")
        raise ValidationError({"part_of": said % {"network": above.title}})
    if network.pk and network.parts.filter(deleted_at=None).exists():
        said = _("Other networks are part of this one: it cannot be part of another.")
        raise ValidationError({"part_of": said})
    closed = above.Visibility.MEMBERS
    if above.visibility == closed and network.visibility != closed:
        said = _(
            "Only its members see “%(network)s”: a network that everyone sees cannot be part of it."
        )
        raise ValidationError({"part_of": said % {"network": above.title}})


def check_takes_parts(above: NetworkPage | None) -> None:
    """For what becomes part of it now; what was part of it before it rested stays so."""
    if above is not None and not above.takes_work:
        said = _("“%(network)s” is archived or deleted: nothing can become part of it.")
        raise ValidationError({"part_of": said % {"network": above.title}})


def check_no_open_part(network: NetworkPage) -> None:
    """A network that closes must not leave an open one behind its door."""
    open_part = network.parts.filter(visibility=network.Visibility.PUBLIC, deleted_at=None).first()
    if open_part is not None:
        said = _(
            "“%(network)s” is part of this network and everyone sees it: close that one first, or"
            " take it out."
        )
        raise ValidationError({"visibility": said % {"network": open_part.title}})
