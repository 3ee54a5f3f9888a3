"""What this app holds of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute
from community.archive import Column, Part, all_fields, leave_out, register, table
from community.models import (
    Acceptance,
    Activity,
    Affiliation,
    Comment,
    FormerHandle,
    ModerationAct,
    Notification,
    UploadedDocument,
    UploadedImage,
    User,
)

if TYPE_CHECKING:
    from django.db.models import Model

HERE = "community.archive_parts."


def register_all() -> None:
    register("cuenta", f"{HERE}account")
    register("correos", f"{HERE}addresses", covers=["account.EmailAddress.user"])
    register("nombres-cortos-anteriores", f"{HERE}handles", covers=["community.FormerHandle.user"])
    register("afiliaciones", f"{HERE}affiliations", covers=["community.Affiliation.user"])
    register("aceptaciones", f"{HERE}acceptances", covers=["community.Acceptance.user"])
    register("comentarios", f"{HERE}comments", covers=["community.Comment.author"])
    register(
        "moderacion",
        f"{HERE}moderation",
        covers=["community.ModerationAct.by", "community.Comment.hidden_by"],
    )
    register("avisos", f"{HERE}notices", covers=["community.Notification.recipient"])
    register("actividad", f"{HERE}activity", covers=["community.Activity.actor"])
    register("imagenes", f"{HERE}images", covers=["community.UploadedImage.uploaded_by_user"])
    register(
        "documentos", f"{HERE}documents", covers=["community.UploadedDocument.uploaded_by_user"]
    )
    register("segundo-paso", f"{HERE}second_step", covers=["mfa.Authenticator.user"])
    register("sesiones", f"{HERE}sessions", covers=["usersessions.UserSession.user"])
    leave_out("community.PersonalArchive.user", "archives do not hold archives")
    leave_out("community.InactivityWarning.user", "says no more than the last sign-in")
    leave_out("community.AddressChange.user", "a link in a mail, gone in three days")
    for app in ("wagtailcore", "wagtailadmin", "wagtailusers", "wagtaildocs", "wagtailimages"):
        leave_out(app, "how the admin looks and locks; what was written is in the other parts")


def account(user: User) -> Part:
    """All columns of the person, also those that other modules add, but for the password."""
    themes = Column("themes", _("Themes chosen"), lambda one: [t.name for t in one.themes.all()])
    groups = Column("roles", _("Roles in the platform"), lambda one: sorted(one.roles))
    return table(
        _("Account and profile"),
        User.objects.filter(pk=user.pk).select_related("photo"),
        *all_fields(User, without=["password"]),
        themes,
        groups,
        files=lambda one: one.photo.file if one.photo else None,
    )


def addresses(user: User) -> Part:
    rows = EmailAddress.objects.filter(user=user)
    return table(_("E-mail addresses"), rows, "email", "verified", "primary")


def handles(user: User) -> Part:
    rows = FormerHandle.objects.filter(user=user)
    return table(_("Handles given up"), rows, "handle", "given_up_at")


def affiliations(user: User) -> Part:
    rows = Affiliation.objects.filter(user=user).select_related("organization")
    return table(_("Posts in organizations"), rows, "organization.name", *all_fields(Affiliation))


def acceptances(user: User) -> Part:
    rows = Acceptance.objects.filter(user=user).select_related("text")
    fields = ("text.kind", "text.version", "text.title", "accepted_at")
    return table(_("Terms and notices accepted"), rows, *fields)


def comments(user: User) -> Part:
    """With what they said before they were edited, also those deleted or hidden."""
    return table(
        _("Comments"),
        Comment.objects.filter(author=user).prefetch_related("thing", "versions").in_order(),
        Column("about", _("What it is about"), lambda comment: title_of(comment.thing)),
        Column("address", _("Where it stands"), address_of),
        *all_fields(Comment, without=["object_id"]),
        Column(
            "former_versions",
            _("What it said before"),
            lambda comment: [
                {"written_at": version.written_at, "body": version.body}
                for version in comment.versions.all()
            ],
        ),
    )


def moderation(user: User) -> Part:
    rows = ModerationAct.objects.filter(by=user)
    return table(_("What the person decided as a moderator"), rows, *all_fields(ModerationAct))


def notices(user: User) -> Part:
    rows = Notification.objects.filter(recipient=user)
    fields = all_fields(Notification, without=["key"])
    return table(_("Notices received"), rows, *fields)


def activity(user: User) -> Part:
    rows = Activity.objects.filter(actor=user).select_related("page", "network", "territory")
    fields = ("at", "verb", "page.title", "network.title", "territory.name")
    return table(_("Lines in the activity"), rows, *fields)


def images(user: User) -> Part:
    rows = UploadedImage.objects.filter(uploaded_by_user=user)
    fields = ("title", "description", "credit", "file", "created_at")
    return table(_("Images uploaded"), rows, *fields, files=lambda image: image.file)


def documents(user: User) -> Part:
    rows = UploadedDocument.objects.filter(uploaded_by_user=user)
    fields = ("title", "file", "created_at")
    return table(_("Documents uploaded"), rows, *fields, files=lambda document: document.file)


def second_step(user: User) -> Part:
    """That there is one; its secrets would be worth stealing."""
    rows = Authenticator.objects.filter(user=user)
    return table(_("Second step when signing in"), rows, "type", "created_at", "last_used_at")


def sessions(user: User) -> Part:
    rows = UserSession.objects.filter(user=user)
    fields = ("created_at", "last_seen_at", "ip", "user_agent")
    return table(_("Open sessions"), rows, *fields)


def title_of(thing: Model | None) -> str:
    return str(thing or "")


def address_of(thing: Any) -> str:
    """Where a reader finds it, with the host; empty where it stands nowhere."""
    return absolute(thing.get_absolute_url() or "")
