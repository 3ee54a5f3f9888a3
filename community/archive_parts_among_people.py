"""What this app holds of a person's life among others: follows, messages, reports, mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from community.archive import Column, Part, all_fields, leave_out, register, table
from community.models import (
    Affiliation,
    Appeal,
    Attachment,
    Facilitation,
    Follow,
    Invitation,
    MailDelivery,
    MailPreference,
    Message,
    ModerationAct,
    PlaceFigure,
    Reaction,
    Report,
    Specialist,
)

if TYPE_CHECKING:
    from community.models import User

HERE = "community.archive_parts_among_people."


def register_all() -> None:
    register("sigo", f"{HERE}follows", covers=["community.Follow.user"])
    register("me-sirve", f"{HERE}reactions", covers=["community.Reaction.user"])
    register("archivos-de-comentarios", f"{HERE}attachments")
    register(
        "mensajes",
        f"{HERE}messages",
        covers=["community.Message.sender", "community.Message.recipient"],
    )
    register(
        "confirmaciones",
        f"{HERE}confirmations",
        covers=["community.Affiliation.verified_by", "community.Affiliation.ended_by"],
    )
    register(
        "invitaciones",
        f"{HERE}invitations",
        covers=["community.Invitation.invited_by", "community.Invitation.accepted_by"],
    )
    register("zonas", f"{HERE}zones", covers=["community.Facilitation.user"])
    register("especialista", f"{HERE}specialist", covers=["community.Specialist.person"])
    register(
        "informes",
        f"{HERE}reports",
        covers=["community.Report.reporter", "community.Report.decided_by"],
    )
    register("decisiones-sobre-mi", f"{HERE}decisions", covers=["community.ModerationAct.person"])
    register(
        "apelaciones",
        f"{HERE}appeals",
        covers=["community.Appeal.by", "community.Appeal.decided_by"],
    )
    register("preferencias-de-correo", f"{HERE}mails", covers=["community.MailPreference.user"])
    register("correos-enviados", f"{HERE}deliveries", covers=["community.MailDelivery.recipient"])
    register(
        "cifras-de-municipios", f"{HERE}place_figures", covers=["community.PlaceFigure.entered_by"]
    )
    leave_out("community.Report.person", "who reports somebody is for nobody else to know")
    leave_out("community.Trait.person", "found anew from the profile, for the directory")
    leave_out("community.Visit.user", "when a conversation was last open, to mark what is new")


def follows(user: User) -> Part:
    rows = Follow.objects.filter(user=user).prefetch_related("thing")
    what = Column("thing", _("What it is"), lambda follow: str(follow.thing or follow.title))
    return table(_("What the person follows"), rows, what, "query", "since")


def reactions(user: User) -> Part:
    rows = Reaction.objects.filter(user=user)
    return table(_("Comments that were useful to the person"), rows, "comment_id", "at")


def attachments(user: User) -> Part:
    rows = Attachment.objects.filter(comment__author=user)
    columns = ("comment_id", "file", "size")
    return table(_("Files in comments"), rows, *columns, files=lambda one: one.file)


def messages(user: User) -> Part:
    """Those sent and those received, each with the name of the other."""
    rows = Message.objects.filter(Q(sender=user) | Q(recipient=user))
    return table(
        _("Messages"),
        rows.select_related("sender", "recipient"),
        Column("from", _("From"), lambda message: str(message.sender or "")),
        Column("to", _("To"), lambda message: str(message.recipient or "")),
        *all_fields(Message),
    )


def confirmations(user: User) -> Part:
    rows = Affiliation.objects.filter(Q(verified_by=user) | Q(ended_by=user))
    rows = rows.select_related("organization", "user")
    who = Column("person", _("Of whom"), lambda affiliation: str(affiliation.user))
    return table(
        _("Posts of others that the person confirmed or ended"),
        rows,
        who,
        "organization.name",
        "verified_at",
        "ended_on",
    )


def invitations(user: User) -> Part:
    rows = Invitation.objects.filter(Q(invited_by=user) | Q(accepted_by=user))
    rows = rows.select_related("organization")
    return table(_("Invitations"), rows, "organization.name", *all_fields(Invitation))


def zones(user: User) -> Part:
    rows = Facilitation.objects.filter(user=user).select_related("zone")
    return table(_("Zones the person accompanies"), rows, "zone.name")


def specialist(user: User) -> Part:
    rows = Specialist.objects.filter(person=user)
    return table(_("In the base of specialists"), rows, *all_fields(Specialist))


def reports(user: User) -> Part:
    """What the person reported, and what they decided about the reports of others."""
    rows = Report.objects.filter(Q(reporter=user) | Q(decided_by=user))
    mine = Column("is_own", _("Reported by the person"), lambda one: one.reporter_id == user.pk)
    return table(_("Reports to moderators"), rows, mine, *all_fields(Report, without=["object_id"]))


def decisions(user: User) -> Part:
    """Those the person was told; what moderators left as it is says that somebody reported it."""
    rows = ModerationAct.objects.filter(person=user, kind__in=ModerationAct.TOLD)
    fields = all_fields(ModerationAct, without=["object_id"])
    return table(_("Decisions about what the person wrote"), rows, *fields)


def appeals(user: User) -> Part:
    rows = Appeal.objects.filter(Q(by=user) | Q(decided_by=user))
    return table(_("Appeals made or answered"), rows, *all_fields(Appeal))


def mails(user: User) -> Part:
    rows = MailPreference.objects.filter(user=user)
    return table(_("How often the person wants mails"), rows, *all_fields(MailPreference))


def deliveries(user: User) -> Part:
    rows: Any = MailDelivery.objects.filter(recipient=user)
    return table(_("Mails sent to the person"), rows, *all_fields(MailDelivery, without=["key"]))


def place_figures(user: User) -> Part:
    rows = PlaceFigure.objects.filter(entered_by=user).select_related("place")
    columns = ("kind", "value", "year", "source", "url", "worked_out", "entered_at")
    return table(
        _("Figures of municipalities that the person entered"), rows, "place.name", *columns
    )
