"""What makes the directory of people stale, heard in the transaction that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db.models.signals import m2m_changed, post_delete, post_save

from community.actions.directory import renew_entries
from community.models import Affiliation, Organization, Specialist, User

if TYPE_CHECKING:
    from django.db.models import Model

# Columns of a person that say something the directory repeats.
TOLD = {
    "display_name",
    "handle",
    "biography",
    "ask_me_about",
    "spoken_languages",
    "profile_audience",
    "is_listed",
    "is_active",
    "profile_hidden_at",
}


def connect() -> None:
    post_save.connect(renew_person, sender=User, dispatch_uid="directory.person")
    for signal in (post_save, post_delete):
        signal.connect(renew_owner, sender=Affiliation, dispatch_uid="directory.post")
        signal.connect(renew_owner, sender=EmailAddress, dispatch_uid="directory.address")
        signal.connect(renew_specialist, sender=Specialist, dispatch_uid="directory.specialist")
    post_save.connect(renew_staff, sender=Organization, dispatch_uid="directory.organization")
    for through in (User.themes.through, Specialist.themes.through):
        m2m_changed.connect(renew_themed, sender=through, dispatch_uid=f"directory.{through}")


def renew_listed(**which: Any) -> None:
    """Where somebody works or what they care about matters for those in the directory alone."""
    renew_entries(User.objects.filter(is_listed=True, **which))


def renew_person(
    sender: type[User],
    instance: User,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Of somebody new and not listed, the name alone has been written, by `save`."""
    is_told = update_fields is None or TOLD & update_fields
    if not raw and is_told and (instance.is_listed or not created):
        renew_entries(User.objects.filter(pk=instance.pk))


def renew_owner(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    renew_listed(pk=instance.user_id)


def renew_specialist(sender: type[Specialist], instance: Specialist, **kwargs: Any) -> None:
    renew_entries(User.objects.filter(pk=instance.person_id))


def renew_staff(
    sender: type[Organization], instance: Organization, created: bool, **kwargs: Any
) -> None:
    if not created:
        renew_listed(pk__in=instance.affiliations.values("user"))


def renew_themed(
    sender: type[Model], instance: Any, action: str, reverse: bool, **kwargs: Any
) -> None:
    """Themes are given to people, never people to a theme."""
    if action.startswith("post_") and not reverse:
        renew_listed(pk=instance.person_id if isinstance(instance, Specialist) else instance.pk)
