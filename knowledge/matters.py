"""What waits for authors of cases and for the knowledge team; shown on "Mi espacio"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Comment
from community.waiting import Matter
from knowledge.levels import REQUIRED, is_empty
from knowledge.models import Authorship, Case, CaseTheme, CorrectionRequest
from knowledge.permissions import can_review
from knowledge.scales import Level, Validity
from knowledge.tokens import invitation_address

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    yield from old_validity(mine)
    yield from unanswered(mine)


def own_cases(user: User) -> list[Any]:
    """The cases a person keeps or has published, the last touched first. One query a request.

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
    shared = user.authorships.accepted().filter(may_edit=True, case=OuterRef("pk"))
    rows: Any = Case.objects.written_by(user).annotate(
        is_shared=Exists(shared),
        has_themes=Exists(themes),
        has_groups=Exists(groups),
        answered_at=Subquery(last),
    )
    rows = rows.annotate(
        heard=Subquery(heard.annotate(number=Count("pk")).values("number")),
        heard_at=Subquery(heard.annotate(first=Min("posted_at")).values("first")),
    )
    user.__dict__["own_cases"] = list(rows[:MOST_CASES])
    return list(user.__dict__["own_cases"])


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
                url=reverse("cases:section", args=[case.reference, "cuando-y-donde"]),
                act=_("Answer"),
                said=_("Does it go on? We ask once a year"),
                since=case.first_published_at,
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
        sender = invitation.invited_by
        yield Matter(
            badge=_("Invitation"),
            title=invitation.case.draft().title,
            url=invitation_address(invitation.pk),
            act=_("Answer"),
            said=_("%(name)s invites you to tell it together") % {"name": sender} if sender else "",
            since=invitation.invited_at,
        )


def of_the_team(user: User) -> Iterator[Matter]:
    """What lies at the desk, for those who work at it. One query for them, none for others."""
    if not can_review(user):
        return
    queue = reverse("cases:queue")
    sent = Q(state=Case.State.SENT, publish_at=None)
    asked = Q(correction_requests__disposition=CorrectionRequest.Disposition.OPEN)
    late = asked & Q(correction_requests__answer_by__lt=timezone.localdate())
    desk = Case.objects.filter(sent | asked).aggregate(
        sent=Count("pk", filter=sent, distinct=True),
        sent_at=Min("sent_at", filter=sent),
        asked=Count("correction_requests", filter=asked, distinct=True),
        asked_at=Min("correction_requests__asked_at", filter=asked),
        late=Count("correction_requests", filter=late, distinct=True),
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
            since=desk["sent_at"],
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
            since=desk["asked_at"],
            tone="bad" if desk["late"] else "asks",
        )
