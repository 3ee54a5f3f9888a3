"""What waits for authors of cases and for the knowledge team; shown on "Mi espacio"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Comment
from community.waiting import Matter
from knowledge.levels import REQUIRED, is_empty
from knowledge.models import Case, CaseTheme, CorrectionRequest
from knowledge.permissions import can_review
from knowledge.scales import Level, Validity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import User

# A member's home is no archive: older drafts are found in one's cases.
MOST_DRAFTS = 20
# How long what was said keeps its place among what waits for an answer.
WORTH_ANSWERING = timedelta(days=90)
# Validity is asked again once a year (the case record, section 3).
VALID_FOR = timedelta(days=365)


def of_an_author(user: User) -> Iterator[Matter]:
    """Cases handed back, begun, or whose validity is old; comments without a word of theirs."""
    yield from unfinished(user)
    yield from old_validity(user)
    yield from unanswered(user)


def unfinished(user: User) -> Iterator[Matter]:
    """One query, however many there are."""
    states = Case.State
    open_states = (states.RETURNED, states.DRAFT, states.WITHDRAWN)
    for case in with_what_is_missing(user).filter(state__in=open_states)[:MOST_DRAFTS]:
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


def with_what_is_missing(user: User) -> Any:
    """The cases of an author, with what `missing_in` has to know of their rows."""
    themes = CaseTheme.objects.filter(case=OuterRef("pk"))
    groups = Case.target_groups.through.objects.filter(case=OuterRef("pk"))
    return Case.objects.written_by(user).annotate(
        has_themes=Exists(themes), has_groups=Exists(groups)
    )


def missing_in(case: Case) -> int:
    """How many fields the first level still asks for, of a `with_what_is_missing`. No query."""
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


def old_validity(user: User) -> Iterator[Matter]:
    """Published cases said to go on, of which nobody has said so for a year. One query."""
    limit = timezone.localdate() - VALID_FOR
    published = Case.objects.written_by(user).filter(
        live=True, validity_status__in=(Validity.CURRENT, Validity.REDUCED)
    )
    checked = Coalesce("validity_checked_on", "first_published_at__date")
    for case in published.annotate(checked=checked).filter(checked__lt=limit)[:MOST_DRAFTS]:
        yield Matter(
            badge=_("Validity"),
            title=case.title,
            url=reverse("cases:section", args=[case.reference, "cuando-y-donde"]),
            act=_("Answer"),
            said=_("Does it go on? We ask once a year"),
            since=case.first_published_at,
        )


def unanswered(user: User) -> Iterator[Matter]:
    """Published cases about which others spoke last. One query."""
    kind = ContentType.objects.get_for_model(Case)
    own = Comment.objects.present().filter(
        content_type=kind, object_id=OuterRef("pk"), author=user.pk
    )
    is_new = Q(
        comments__deleted_at=None,
        comments__hidden_at=None,
        comments__posted_at__gt=timezone.now() - WORTH_ANSWERING,
    )
    is_later = Q(answered_at=None) | Q(comments__posted_at__gt=F("answered_at"))
    heard = is_new & is_later & ~Q(comments__author=user.pk)
    published = Case.objects.written_by(user).filter(live=True)
    spoken_of = published.annotate(
        answered_at=Subquery(own.order_by("-posted_at").values("posted_at")[:1])
    ).annotate(
        number=Count("comments", filter=heard), heard_at=Min("comments__posted_at", filter=heard)
    )
    for case in spoken_of.filter(number__gt=0)[:MOST_DRAFTS]:
        said = ngettext(
            "%(count)d comment on what you told, without a word of yours",
            "%(count)d comments on what you told, without a word of yours",
            case.number,
        )
        yield Matter(
            badge=_("Comments"),
            title=case.title,
            url=f"{case.get_absolute_url()}#comentarios",
            act=_("Read and answer"),
            said=said % {"count": case.number},
            since=case.heard_at,
            tone="told",
        )


def of_the_team(user: User) -> Iterator[Matter]:
    """What lies at the desk, for those who work at it. Two queries for them, none for others."""
    if not can_review(user):
        return
    queue = reverse("cases:queue")
    sent = Case.objects.waiting().filter(publish_at=None)
    cases = sent.order_by().aggregate(number=Count("pk"), since=Min("sent_at"))
    if cases["number"]:
        said = ngettext(
            "%(number)d experience waits to be read",
            "%(number)d experiences wait to be read",
            cases["number"],
        )
        yield Matter(
            badge=_("Review"),
            title=said % cases,
            url=queue,
            act=_("Open the queue"),
            since=cases["since"],
        )
    late = Count("pk", filter=Q(answer_by__lt=timezone.localdate()))
    asked = CorrectionRequest.objects.open().order_by()
    requests = asked.aggregate(number=Count("pk"), since=Min("asked_at"), late=late)
    if requests["number"]:
        said = ngettext(
            "%(number)d request without an answer",
            "%(number)d requests without an answer",
            requests["number"],
        )
        overdue = ngettext("%(late)d overdue", "%(late)d overdue", requests["late"])
        yield Matter(
            badge=_("Requests"),
            title=said % requests,
            url=f"{queue}?parte=solicitudes",
            act=_("Open the queue"),
            said=overdue % requests if requests["late"] else "",
            since=requests["since"],
            tone="bad" if requests["late"] else "asks",
        )
