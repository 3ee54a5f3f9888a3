"""What this app holds of a person, for the archive of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from community.archive import Column, Part, all_fields, table
from community.archive_parts import address_of
from knowledge.models import (
    Case,
    CaseEvent,
    CaseImport,
    Contributor,
    CorrectionRequest,
    Systematization,
)

if TYPE_CHECKING:
    from community.models import User


def cases(user: User) -> Part:
    """The experiences they registered or keep: what is being written and each version published."""
    return table(
        _("Experiences registered"),
        Case.objects.filter(Q(registered_by=user) | Q(kept_by=user))
        .select_related("latest_revision", "lead_municipality")
        .order_by("pk"),
        "code",
        "state",
        "title",
        "lead_municipality.name",
        Column("address", _("Where it stands"), lambda case: address_of(case) if case.live else ""),
        Column("record", _("All its fields, as they are being written now"), being_written),
        Column("versions", _("Each version published, with all its fields"), versions_of),
    )


def being_written(case: Case) -> dict[str, Any]:
    revision = case.latest_revision
    content: dict[str, Any] = revision.content if revision else case.serializable_data()
    return content


def versions_of(case: Case) -> list[dict[str, Any]]:
    names = ("number", "published_at", "level", "note", "record", "names")
    return [dict(version) for version in case.versions.values(*names)]


def acts(user: User) -> Part:
    """What they did to experiences: sending, returning, publishing."""
    rows = CaseEvent.objects.filter(actor=user).select_related("case")
    return table(_("Steps taken with experiences"), rows, "case.title", *all_fields(CaseEvent))


def requests(user: User) -> Part:
    """Corrections and withdrawals they asked for, with the answers."""
    rows = CorrectionRequest.objects.filter(asker=user).select_related("case")
    fields = all_fields(CorrectionRequest)
    return table(_("Corrections and withdrawals asked for"), rows, "case.title", *fields)


def answers(user: User) -> Part:
    """Those they answered, without who asked."""
    rows = CorrectionRequest.objects.filter(answered_by=user).select_related("case")
    fields = ("case.title", "kind", "disposition", "answer", "answered_at")
    return table(_("Requests answered"), rows, *fields)


def credits_given(user: User) -> Part:
    """Where they stand among those who made an experience."""
    rows = Contributor.objects.filter(person=user).select_related("case")
    return table(_("Experiences they contributed to"), rows, "case.title", *all_fields(Contributor))


def systematizations(user: User) -> Part:
    """Those they accompanied."""
    rows = Systematization.objects.filter(facilitator=user).select_related("case")
    fields = all_fields(Systematization)
    return table(_("Systematizations they accompanied"), rows, "case.title", *fields)


def imports(user: User) -> Part:
    """The files of experiences they brought in, without what is in them."""
    rows = CaseImport.objects.filter(user=user)
    return table(_("Imports of experiences"), rows, *all_fields(CaseImport))
