"""What this app holds of a person, for the archive of their data.

Of a case they left to somebody else it holds the text as they left it: what
others write of it since is not theirs to read until it is published.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from community.archive import Column, Part, all_fields, meaning_of, table
from community.archive_parts import address_of
from knowledge.models import (
    AssistedRegistration,
    Authorship,
    Carrying,
    Case,
    CaseEvent,
    CaseImport,
    Contributor,
    CorrectionRequest,
    Endorsement,
    Interview,
    ProofChange,
    Protection,
    Remark,
    ReviewLink,
    Systematization,
    ValidityQuestion,
)
from knowledge.permissions import can_read_draft

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.models import User

TITLE, TITLE_OF_WORK = "case.title", "systematization.case.title"


def cases(user: User) -> Part:
    """The experiences they registered or keep: what is being written and each version published."""
    return table(
        _("Experiences registered"),
        Case.objects.filter(Q(registered_by=user) | Q(kept_by=user))
        .select_related("latest_revision", "lead_municipality")
        .order_by("pk"),
        "code",
        "state",
        Column("title", meaning_of(Case, "title"), lambda case: title_for(user, case)),
        "lead_municipality.name",
        Column("address", _("Where it stands"), lambda case: address_of(case) if case.live else ""),
        Column(
            "record",
            _("All its fields, as they are being written now; of what was left to others, as then"),
            lambda case: text_for(user, case),
        ),
        Column("versions", _("Each version published, with all its fields"), versions_of),
    )


def text_for(user: User, case: Case) -> dict[str, Any]:
    """The newest text they may read or might read when it was theirs; empty where none is known."""
    if can_read_draft(user, case):
        return being_written(case)
    passed_on = case.events.filter(verb=CaseEvent.Verb.PASSED_ON).order_by("at", "pk").first()
    if passed_on is not None and case.registered_by_id == user.pk:
        left = case.revisions.filter(created_at__lte=passed_on.at)
        revision = left.order_by("-created_at", "-pk").first()
        if revision is not None:
            content: dict[str, Any] = revision.content
            return content
    return being_published(case)


def being_written(case: Case) -> dict[str, Any]:
    revision = case.latest_revision
    content: dict[str, Any] = revision.content if revision else case.serializable_data()
    return content


def being_published(case: Case) -> dict[str, Any]:
    """What readers see or saw last."""
    version = case.versions.first()
    record: dict[str, Any] = version.record if version else {}
    return record


def title_for(user: User, case: Case) -> str:
    """What readers see it is called; of one that nobody reads, as `text_for`."""
    if case.live or can_read_draft(user, case):
        return case.title
    title: str = text_for(user, case).get("title", "")
    return title


def title_of(user: User, rows: QuerySet[Any], path: str = TITLE) -> Column:
    """A column for the title of the case that `path` leads to."""

    def read(row: Any) -> str:
        case: Case = reduce(getattr, path.split(".")[:-1], row)
        return title_for(user, case)

    return Column(path, meaning_of(rows.model, path), read)


def versions_of(case: Case) -> list[dict[str, Any]]:
    names = ("number", "published_at", "level", "note", "record", "names")
    return [dict(version) for version in case.versions.values(*names)]


def acts(user: User) -> Part:
    """What they did to experiences: sending, returning, publishing."""
    rows = CaseEvent.objects.filter(actor=user).select_related("case")
    return table(
        _("Steps taken with experiences"), rows, title_of(user, rows), *all_fields(CaseEvent)
    )


def requests(user: User) -> Part:
    """Corrections and withdrawals they asked for, with the answers."""
    rows = CorrectionRequest.objects.filter(asker=user).select_related("case")
    fields = all_fields(CorrectionRequest)
    return table(_("Corrections and withdrawals asked for"), rows, title_of(user, rows), *fields)


def answers(user: User) -> Part:
    """Those they answered, without who asked."""
    rows = CorrectionRequest.objects.filter(answered_by=user).select_related("case")
    fields = ("kind", "disposition", "answer", "answered_at")
    return table(_("Requests answered"), rows, title_of(user, rows), *fields)


def credits_given(user: User) -> Part:
    """Where they stand among those who made an experience."""
    rows = Contributor.objects.filter(person=user).select_related("case")
    return table(
        _("Experiences they contributed to"), rows, title_of(user, rows), *all_fields(Contributor)
    )


def systematizations(user: User) -> Part:
    """Those they accompanied."""
    rows = Systematization.objects.filter(facilitator=user).select_related("case")
    fields = all_fields(Systematization)
    return table(_("Systematizations they accompanied"), rows, title_of(user, rows), *fields)


def assigned(user: User) -> Part:
    """Those they have as one of the team; what they did to them stands among their steps."""
    rows = Case.objects.filter(assignee=user).order_by("pk")
    return table(_("Experiences they have as one of the team"), rows, "code", "title", "state")


def assistances(user: User) -> Part:
    """What they told for a municipality as its facilitator, or answered in its name."""
    mine = Q(facilitator=user) | Q(answered_by=user)
    rows = AssistedRegistration.objects.filter(mine).select_related("case")
    fields = all_fields(AssistedRegistration)
    return table(_("Registered for a municipality"), rows, title_of(user, rows), *fields)


def review_links(user: User) -> Part:
    """Links to drafts they made."""
    rows = ReviewLink.objects.filter(created_by=user).select_related("case")
    return table(_("Links to drafts"), rows, title_of(user, rows), *all_fields(ReviewLink))


def remarks_answered(user: User) -> Part:
    """Their answers to what was said of drafts, without who said it."""
    rows = Remark.objects.filter(answered_by=user).select_related("case")
    fields = ("part", "answer", "answered_at")
    return table(_("Remarks answered"), rows, title_of(user, rows), *fields)


def protections(user: User) -> Part:
    """Where their name is kept from readers."""
    rows = Protection.objects.filter(person=user).select_related("case")
    return table(
        _("Experiences that keep their name"), rows, title_of(user, rows), *all_fields(Protection)
    )


def validity_questions(user: User) -> Part:
    """What they were asked each year, and their answers."""
    rows = ValidityQuestion.objects.filter(person=user).select_related("case")
    fields = all_fields(ValidityQuestion)
    return table(
        _("Questions on whether an experience goes on"), rows, title_of(user, rows), *fields
    )


def parts_taken(user: User) -> Part:
    """Invitations to tell an experience with others: those they got and those they sent."""
    rows = Authorship.objects.filter(Q(person=user) | Q(invited_by=user)).select_related("case")
    fields = all_fields(Authorship)
    return table(_("Experiences told with others"), rows, title_of(user, rows), *fields)


def interviews(user: User) -> Part:
    """Those they held, with what was told and agreed to."""
    rows = Interview.objects.filter(recorded_by=user).select_related("systematization__case")
    return table(
        _("Interviews held"), rows, title_of(user, rows, TITLE_OF_WORK), *all_fields(Interview)
    )


def carryings(user: User) -> Part:
    """What they carried from a systematization into a record."""
    rows = Carrying.objects.filter(carried_by=user).select_related("systematization__case")
    fields = ("field", "way", "brought", "carried_at", "undone_at")
    return table(
        _("Carried from systematizations into records"),
        rows,
        title_of(user, rows, TITLE_OF_WORK),
        *fields,
    )


def imports(user: User) -> Part:
    """The files of experiences they brought in, without what is in them."""
    rows = CaseImport.objects.filter(user=user)
    return table(_("Imports of experiences"), rows, *all_fields(CaseImport))


def endorsements(user: User) -> Part:
    """What they had a network show, and why."""
    rows = Endorsement.objects.filter(by=user).select_related("network", "case", "solution")
    return table(
        _("Shown in networks"),
        rows,
        Column("thing", _("What is shown"), lambda row: row.thing.title),
        "network.title",
        *all_fields(Endorsement),
    )


def solutions_looked_at(user: User) -> Part:
    """Changes of experiences after which they said that a solution still holds."""
    rows = ProofChange.objects.filter(looked_at_by=user).select_related("solution", "case")
    return table(
        _("Solutions looked at again"),
        rows,
        "solution.title",
        title_of(user, rows, "case.title"),
        *all_fields(ProofChange),
    )
