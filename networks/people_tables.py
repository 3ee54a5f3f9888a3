"""The people of a network as a table: what each shows to whoever asks, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from community.models import Affiliation, User
from networks.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networks.models import MembershipQuerySet, NetworkPage

CHUNK = 500
CONTACTS = ("email", "phone", "whatsapp")


def people_table(
    network: NetworkPage, people: MembershipQuerySet, reader: User
) -> Iterator[list[Any]]:
    """A heading and a line for each, read as they are written: ten thousand need little memory.

    A contact stands there when its owner shows it to members, or to those who
    coordinate a network of theirs and `reader` does this one.
    """
    yield [
        *(_("Name"), _("Handle"), _("State"), _("Role"), _("Since"), _("Post and organization")),
        *(_("E-mail"), _("Telephone"), "WhatsApp"),
    ]
    shown = {User.Audience.MEMBERS.value, User.Audience.EVERYONE.value}
    if Membership.objects.coordinators().filter(network=network, user=reader.pk).exists():
        shown.add(User.Audience.COORDINATORS.value)
    posts = Affiliation.objects.current(timezone.localdate()).select_related("organization")
    loaded = people.select_related("user").prefetch_related(
        Prefetch("user__affiliations", posts, to_attr="posts")
    )
    for tie in loaded.iterator(chunk_size=CHUNK):
        person: Any = tie.user
        belongs = tie.is_active
        yield [
            person.display_name,
            person.handle,
            capfirst(tie.get_state_display()),
            capfirst(tie.get_role_display()) if belongs else "",
            timezone.localdate(tie.joined_at).isoformat(),
            "; ".join(str(post) for post in person.posts),
            *(contact(person, name, shown) if belongs else "" for name in CONTACTS),
        ]


def contact(person: Any, name: str, shown: set[str]) -> str:
    audience = getattr(person, f"{name}_audience")
    return str(getattr(person, name)) if audience in shown else ""
