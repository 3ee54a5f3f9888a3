"""What people do with their own account and profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.users.models import UserProfile

from community.actions.affiliations import leave, pass_on
from community.actions.portraits import remove_portrait
from community.models import (
    Acceptance,
    AddressChange,
    Follow,
    FormerHandle,
    InactivityWarning,
    Invitation,
    MailAddress,
    MailDelivery,
    MailPreference,
    Message,
    Notification,
    Organization,
    PersonalArchive,
    Specialist,
    User,
    Visit,
)
from community.models.members import RESERVED_HANDLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import LegalText, Theme
    from territories.models import Territory


@transaction.atomic
def welcome_person(email: str, password: str | None = None, **fields: Any) -> User:
    """A new account whose address counts as verified, made by a command, not by sign-up.

    Whoever runs the site knows the person: what they write waits for nobody.
    """
    fields.setdefault("vouched_at", timezone.now())
    user = User.objects.create_user(email, password, **fields)
    set_address(user, user.email, verified=True)
    return user


@transaction.atomic
def set_address(user: User, email: str, *, verified: bool) -> None:
    """Make `email` the only address of the account, the one it signs in with.

    An address that is not verified is asked for its proof at the next sign-in.
    """
    email = email.lower()
    if user.email != email:
        user.email = email
        user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).exclude(email=email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": verified, "primary": True}
    )


@transaction.atomic
def accept_texts(user: User, texts: Iterable[LegalText]) -> None:
    """Record that `user` accepts these versions. Accepting twice keeps the first date."""
    for text in texts:
        Acceptance.objects.get_or_create(user=user, text=text)


@transaction.atomic
def rename(user: User, handle: str) -> None:
    """Give the person another handle; the old one keeps leading here.

    One may come back to a handle of one's own. Raises ValidationError when it
    belongs, or ever belonged, to somebody else.
    """
    if handle == user.handle:
        return
    if not is_handle_free(handle, user):
        raise ValidationError({"handle": _("That handle belongs to somebody else.")})
    FormerHandle.objects.filter(handle=handle, user=user).delete()
    FormerHandle.objects.create(handle=user.handle, user=user)
    user.handle = handle
    user.save(update_fields=["handle"])


def is_handle_free(handle: str, user: User) -> bool:
    """Whether `user` may take this handle: nobody else has it or ever had it."""
    taken = User.objects.filter(handle=handle).exclude(pk=user.pk)
    given_up = FormerHandle.objects.filter(handle=handle).exclude(user=user)
    return handle not in RESERVED_HANDLES and not taken.exists() and not given_up.exists()


@transaction.atomic
def update_profile(user: User, fields: dict[str, Any], themes: Iterable[Theme]) -> None:
    """Save what the person says about themselves. `fields`: names and values of `User`."""
    rename(user, fields.pop("handle", user.handle))
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    user.themes.set(themes)


@transaction.atomic
def set_affiliation(user: User, organization: Organization | None, post: str) -> None:
    """Say where the person works now; None for nowhere.

    Staying in the same organization corrects the post; another one ends what
    was shown before, the newest of those that hold. Since when is not asked, so
    no beginning is recorded, and nobody has confirmed it yet.
    """
    today = timezone.localdate()
    held = list(user.affiliations.current(today).select_related("organization", "user"))
    if held and (organization is None or held[0].organization_id != organization.pk):
        leave(held[0], user)
        pass_on(held.pop(0), None)
    for affiliation in held:
        if organization and affiliation.organization_id == organization.pk:
            affiliation.post = post
            affiliation.save(update_fields=["post"])
            return
    if organization:
        user.affiliations.create(organization=organization, post=post)


def municipal_government(municipality: Territory) -> Organization:
    """The government of that municipality, made when nobody has named it before."""
    organization, _created = Organization.objects.get_or_create(
        kind=Organization.Kind.MUNICIPAL_GOVERNMENT,
        territory=municipality,
        defaults={"name": f"Gobierno municipal de {municipality.name}", "is_listed": True},
    )
    return organization


def organization_called(name: str, kind: str) -> Organization:
    """The organization of that name in any case of letters, made when it is new."""
    known = Organization.objects.filter(name__iexact=name).exclude(
        kind=Organization.Kind.MUNICIPAL_GOVERNMENT
    )
    return known.first() or Organization.objects.create(name=name, kind=kind)


# What stays in the row of a closed account, or is written anew below.
STAYS = {
    "id",
    "email",
    "handle",
    "display_name",
    "first_name",
    "last_name",
    "password",
    "language",
    "date_joined",
}


@transaction.atomic
def close_account(user: User, *, keep_name: bool) -> None:
    """End the account for good: nobody signs in with it, what it said of the person is erased.

    What the person published stays, signed with the name or, when `keep_name`
    is False, by "Cuenta cerrada". Apps above let go of the person through the
    Wagtail hook `close_account`, and take the name off what they keep of it
    through `take_name_off`; both are functions of `user`.
    """
    for let_go in hooks.get_hooks("close_account"):
        let_go(user)
    remove_portrait(user)
    for affiliation in user.affiliations.verified().current(timezone.localdate()):
        leave(affiliation, user)
        pass_on(affiliation, None)
    sign_out_everywhere(user)
    forget_all_of(user)
    FormerHandle.objects.get_or_create(handle=user.handle, defaults={"user": user})
    erase_columns(user)
    user.email = f"cuenta-cerrada-{user.pk}@closed.invalid"
    user.handle = f"cuenta-cerrada-{user.pk}"
    user.is_active = False
    if not keep_name:
        user.display_name = "Cuenta cerrada"
        for take_off in hooks.get_hooks("take_name_off"):
            take_off(user)
    user.set_unusable_password()
    user.save()


def erase_columns(user: User) -> None:
    """Set back whatever the row says of the person, also what other modules add to it."""
    for field in User._meta.concrete_fields:
        if field.name.endswith("_audience"):
            setattr(user, field.name, User.Audience.NOBODY)
        elif field.name not in STAYS:
            setattr(user, field.attname, field.get_default())


def sign_out_everywhere(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def forget_all_of(user: User) -> None:
    """Erase the rows that speak of the person and that nobody else needs."""
    for archive in PersonalArchive.objects.filter(user=user):
        archive.path.unlink(missing_ok=True)
    for relation in User._meta.many_to_many:
        getattr(user, relation.name).clear()
    # One whose drafts wait for somebody goes when they have found them.
    user.affiliations.filter(waits_for_heir=False).delete()
    AddressChange.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    own = EmailAddress.objects.filter(user=user, verified=True)
    Invitation.objects.filter(Q(accepted_by=user) | Q(email__in=own.values("email"))).delete()
    EmailAddress.objects.filter(user=user).delete()
    Follow.objects.of(user).delete()
    Follow.objects.about(user).delete()
    InactivityWarning.objects.filter(user=user).delete()
    MailAddress.objects.filter(address__iexact=user.email).delete()
    MailDelivery.objects.filter(recipient=user).delete()
    MailPreference.objects.filter(user=user).delete()
    Message.objects.filter(recipient=user).delete()
    Notification.objects.filter(recipient=user).delete()
    PersonalArchive.objects.filter(user=user).delete()
    Specialist.objects.filter(person=user).delete()
    UserProfile.objects.filter(user=user).delete()
    Visit.objects.filter(user=user).delete()


def consequences_of_closing(user: User) -> list[str]:
    """What others lose when this account closes, in sentences, before it does.

    Apps above say theirs through the Wagtail hook `consequences_of_closing`, a
    function of `user` that returns sentences.
    """
    answers = [answer(user) for answer in hooks.get_hooks("consequences_of_closing")]
    return [sentence for answer in answers for sentence in answer]
