"""What waits for authors of cases and for the knowledge team; shown on "Mi espacio"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.dates import instant
from community.models import Comment
from community.waiting import Matter, Source
from knowledge.levels import REQUIRED, is_empty
from knowledge.models import (
    AssistedRegistration,
    Authorship,
    Case,
    CaseTheme,
    CorrectionRequest,
    Remark,
)
from knowledge.models.sealed import signature
from knowledge.permissions import can_review
from knowledge.queue import WITH_US
from knowledge.scales import Level, Validity
from knowledge.tokens import invitation_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from community.models import User

# A member's home is no archive: older drafts are found in one's cases.
MOST_DRAFTS, MOST_CASES = 20, 200
# How long what was said keeps its place among what waits for an answer.
WORTH_ANSWERING = timedelta(days=90)
# Validity is asked again once a year (the case record, section 3).
VALID_FOR = timedelta(days=365)


def of_an_author(user: User) -> Iterator[Matter]:
    """Cases handed back, begun, or whose validity is old; comments without a word of theirs.

    One query, which the list of one's cases shares.
    """
    mine = own_cases(user)
    yield from unfinished(user, mine)
    yield from remarked(user, mine)
    yield from old_validity(mine)
    yield from unanswered(mine)


def own_cases(user: User) -> list[Any]:
    """The cases a person keeps or has published, the last touched first. One query a request.

    What they are asked to confirm for their municipality lies in `cases_of_town` of the person.

    Each with `has_themes` and `has_groups` for `missing_in`, and with `heard`
    and `heard_at`: how many comments of others came after their own last word.
    """
    known: list[Any] | None = user.__dict__.get("own_cases")
    if known is not None:
        return known
    themes = CaseTheme.objects.filter(case=OuterRef("pk"))
    groups = Case.target_groups.through.objects.filter(case=OuterRef("pk"))
    kind = ContentType.objects.get_for_model(Case)
    said = Comment.objects.present().filter(content_type=kind, object_id=OuterRef("pk"))
    last = said.filter(author=user.pk).order_by("-posted_at").values("posted_at")[:1]
    limit = timezone.now() - WORTH_ANSWERING
    heard = (
        said.exclude(author=user.pk)
        .filter(posted_at__gt=Coalesce(OuterRef("answered_at"), limit), posted_at__gte=limit)
        .order_by()
        .values("object_id")
    )
    asked = AssistedRegistration.objects.to_be_answered_by(user)
    theirs = Case.objects.written_by(user) | Case.objects.filter(pk__in=asked.values("case"))
    shared = user.authorships.accepted().filter(may_edit=True, case=OuterRef("pk"))
    rows: Any = theirs.annotate(
        is_shared=Exists(shared),
        has_themes=Exists(themes),
        has_groups=Exists(groups),
        answered_at=Subquery(last),
    )
    rows = rows.annotate(
        heard=Subquery(heard.annotate(number=Count("pk")).values("number")),
        heard_at=Subquery(heard.annotate(first=Min("posted_at")).values("first")),
    )
    said_of_draft = Remark.objects.open().filter(case=OuterRef("pk")).order_by().values("case")
    rows = rows.annotate(
        remarks_open=Subquery(said_of_draft.annotate(number=Count("pk")).values("number")),
        remarks_since=Subquery(said_of_draft.annotate(first=Min("made_at")).values("first")),
    )
    of_their_town = asked.filter(case=OuterRef("pk")).values("asked_at")[:1]
    known = list(rows.annotate(town_asked_at=Subquery(of_their_town))[:MOST_CASES])
    user.__dict__["cases_of_town"] = [case for case in known if case.town_asked_at]
    user.__dict__["own_cases"] = [
        case for case in known if case.is_shared or user.pk in writers_of(case)
    ]
    return list(user.__dict__["own_cases"])


def writers_of(case: Case) -> set[int | None]:
    """Whose case it is: its keeper's and, once it is published, of whoever registered it."""
    return {case.kept_by_id, case.registered_by_id if case.live else None}


def unfinished(user: User, mine: list[Any]) -> Iterator[Matter]:
    states = Case.State
    begun = [case for case in mine if case.kept_by_id == user.pk or case.is_shared]
    open_states = (states.RETURNED, states.DRAFT, states.WITHDRAWN)
    for case in [case for case in begun if case.state in open_states][:MOST_DRAFTS]:
        is_returned = case.state == states.RETURNED
        yield Matter(
            badge=case.get_state_display().capitalize(),
            title=case.title,
            url=reverse("cases:edit", args=[case.reference]),
            act=_("See what is asked") if is_returned else _("Go on"),
            said=_("The knowledge team asks you to complete it")
            if is_returned
            else what_is_missing(case),
            since=case.changed_at,
            tone="asks" if is_returned else "quiet",
        )


def missing_in(case: Case) -> int:
    """How many fields the first level still asks for, of `own_cases`. No query."""
    found: Any = case
    there = {
        "case_themes": found.has_themes,
        "target_groups": found.has_groups,
        "lead_municipality": case.lead_municipality_id,
    }
    return sum(
        not there[name] if name in there else is_empty(case, name)
        for name in REQUIRED[Level.REGISTERED]
    )


def what_is_missing(case: Case) -> str:
    missing = missing_in(case)
    if not missing:
        return _("Ready to be sent")
    said = ngettext("%(count)d answer missing", "%(count)d answers missing", missing)
    return said % {"count": missing}


def old_validity(mine: list[Any]) -> Iterator[Matter]:
    """Published cases said to go on, of which nobody has said so for a year."""
    limit = timezone.localdate() - VALID_FOR
    for case in mine:
        told_on = case.validity_checked_on or timezone.localdate(case.first_published_at or None)
        goes_on = case.live and case.validity_status in (Validity.CURRENT, Validity.REDUCED)
        if goes_on and told_on < limit:
            yield Matter(
                badge=_("Validity"),
                title=case.title,
                url=reverse("cases:validity", args=[case.reference]),
                act=_("Answer"),
                said=_("Does it go on? We ask once a year"),
                since=case.first_published_at,
            )


def remarked(user: User, mine: list[Any]) -> Iterator[Matter]:
    """Drafts of which somebody with a link said something that nobody has closed."""
    for case in mine:
        if not (case.kept_by_id == user.pk or case.is_shared) or not case.remarks_open:
            continue
        said = ngettext(
            "%(count)d remark on the draft", "%(count)d remarks on the draft", case.remarks_open
        )
        yield Matter(
            badge=_("Remarks"),
            title=case.title,
            url=reverse("cases:remarks", args=[case.reference]),
            act=_("Read and answer"),
            said=said % {"count": case.remarks_open},
            since=case.remarks_since,
        )


def of_a_town(user: User) -> Iterator[Matter]:
    """What facilitators told for the municipality they work in, to be confirmed.

    No query but that of `own_cases`.
    """
    own_cases(user)
    for case in user.__dict__["cases_of_town"][:MOST_DRAFTS]:
        yield Matter(
            badge=_("To confirm"),
            title=case.title,
            url=reverse("cases:confirmation", args=[case.reference]),
            act=_("Read and answer"),
            said=_("Told for your municipality by its facilitator"),
            since=case.town_asked_at,
        )


def unanswered(mine: list[Any]) -> Iterator[Matter]:
    """Published cases about which others spoke last."""
    for case in mine:
        if not case.live or not case.heard:
            continue
        said = ngettext(
            "%(count)d comment on what you told, without a word of yours",
            "%(count)d comments on what you told, without a word of yours",
            case.heard,
        )
        yield Matter(
            badge=_("Comments"),
            title=case.title,
            url=f"{case.get_absolute_url()}#comentarios",
            act=_("Read and answer"),
            said=said % {"count": case.heard},
            since=case.heard_at,
            tone="told",
        )


def of_who_is_invited(user: User) -> Iterator[Matter]:
    """Invitations to tell a case that the person has not answered. One query."""
    theirs = Authorship.objects.open().for_person(user).exclude(invited_by=user)
    for invitation in theirs.select_related("case__latest_revision", "invited_by"):
        name = signature(invitation.case, invitation.invited_by)
        yield Matter(
            badge=_("Invitation"),
            title=invitation.case.draft().title,
            url=invitation_address(invitation.pk),
            act=_("Answer"),
            said=_("%(name)s invites you to tell it together") % {"name": name} if name else "",
            since=invitation.invited_at,
        )


def of_the_team(user: User) -> Iterator[Source]:
    """What lies at the desk, for those who work at it."""
    if not can_review(user):
        return
    sent = Q(state=Case.State.SENT, publish_at=None)
    asked = Q(correction_requests__disposition=CorrectionRequest.Disposition.OPEN)
    late = asked & Q(correction_requests__answer_by__lt=timezone.localdate())
    mine = WITH_US & Q(assignee=user)
    rows: Any = Case.objects.filter(sent | asked | mine).order_by()
    counted = {
        "sent": Count("pk", filter=sent, distinct=True),
        "sent_since": Min("sent_at", filter=sent),
        "asked": Count("correction_requests", filter=asked, distinct=True),
        "asked_since": Min("correction_requests__asked_at", filter=asked),
        "late": Count("correction_requests", filter=late, distinct=True),
        "mine": Count("pk", filter=mine, distinct=True),
        "mine_since": Min("changed_at", filter=mine),
    }
    rows = rows.annotate(all=Value(1)).values("all").annotate(**counted)
    yield Source(rows, {name: F(name) for name in counted}, at_the_desk, "sent_since")


def at_the_desk(desk: dict[str, Any], _since: datetime | None) -> Iterator[Matter]:
    queue = reverse("cases:queue")
    since = {
        name: instant(desk[f"{name}_since"]) for name in ("mine", "sent", "asked") if desk[name]
    }
    if desk["mine"]:
        said = ngettext(
            "%(mine)d experience is yours to work on",
            "%(mine)d experiences are yours to work on",
            desk["mine"],
        )
        yield Matter(
            badge=_("Mine"),
            title=said % desk,
            url=f"{queue}?parte=mias",
            act=_("Open the queue"),
            since=since["mine"],
        )
    if desk["sent"]:
        said = ngettext(
            "%(sent)d experience waits to be read",
            "%(sent)d experiences wait to be read",
            desk["sent"],
        )
        yield Matter(
            badge=_("Review"),
            title=said % desk,
            url=queue,
            act=_("Open the queue"),
            since=since["sent"],
        )
    if desk["asked"]:
        said = ngettext(
            "%(asked)d request without an answer",
            "%(asked)d requests without an answer",
            desk["asked"],
        )
        overdue = ngettext("%(late)d overdue", "%(late)d overdue", desk["late"])
        yield Matter(
            badge=_("Requests"),
            title=said % desk,
            url=f"{queue}?parte=solicitudes",
            act=_("Open the queue"),
            said=overdue % desk if desk["late"] else "",
            since=since["asked"],
            tone="bad" if desk["late"] else "asks",
        )
