"""Asking that a case be corrected, withdrawn or confirmed, and answering."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.notices import notify
from knowledge.actions.proof import doubt_solutions
from knowledge.actions.publishing import confirm
from knowledge.actions.writing import knowledge_team, log
from knowledge.models import DAYS_TO_ANSWER, Case, CaseEvent, CorrectionRequest, ProofChange
from knowledge.permissions import can_review
from knowledge.tasks import send_answer

if TYPE_CHECKING:
    from community.models import User


@transaction.atomic
def ask(
    case: Case, asker: User | None, *, kind: str, text: str, name: str, email: str, post: str = ""
) -> CorrectionRequest:
    """Take a request from anybody who can read the case, and tell the team.

    It is to be answered within `DAYS_TO_ANSWER` days.

    Raises:
        PermissionDenied: the case is not published.

    """
    if not case.live:
        raise PermissionDenied
    request = CorrectionRequest.objects.create(
        case=case,
        kind=kind,
        text=text,
        asker=asker,
        name=name,
        post=post,
        email=email,
        answer_by=timezone.localdate() + timedelta(days=DAYS_TO_ANSWER),
    )
    log(case, CaseEvent.Verb.ASKED, asker, request.get_kind_display())
    for person in knowledge_team():
        notify(
            person,
            "case_request",
            url=reverse("cases:queue"),
            thing=case,
            title=case.title,
            code=case.reference,
            name=name,
            days=str(DAYS_TO_ANSWER),
        )
    return request


@transaction.atomic
def answer_request(
    request: CorrectionRequest, user: User, *, disposition: str, answer: str
) -> CorrectionRequest:
    """Decide on it and tell whoever asked, by mail and, with an account, in the site.

    Accepting a confirmation records it on the case; corrections and
    withdrawals are then done with their own acts.

    Raises:
        PermissionDenied: not of the team.
        ValidationError: no decision, no answer, or it was answered before.

    """
    if not can_review(user):
        raise PermissionDenied
    request = CorrectionRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    kinds = CorrectionRequest.Disposition
    if request.disposition != kinds.OPEN:
        raise ValidationError(_("This request has been answered already."))
    if disposition not in (kinds.ACCEPTED, kinds.DECLINED):
        raise ValidationError({"disposition": _("Accept it or decline it.")})
    if not answer.strip():
        raise ValidationError({"answer": _("Write an answer: whoever asked will read it.")})
    request.disposition, request.answer = disposition, answer.strip()
    request.answered_by, request.answered_at = user, timezone.now()
    request.save()
    log(request.case, CaseEvent.Verb.ANSWERED, user, request.get_disposition_display())
    if disposition == kinds.ACCEPTED and request.kind == CorrectionRequest.Kind.CONFIRMATION:
        confirm(request.case, user, request.name)
    if disposition == kinds.ACCEPTED and request.kind == CorrectionRequest.Kind.CORRECTION:
        doubt_solutions(request.case, ProofChange.Kind.CORRECTED, user)
    if request.asker:
        notify(
            request.asker,
            "case_request_answered",
            url=request.case.get_absolute_url(),
            thing=request.case,
            title=request.case.title,
            answer=request.answer,
        )
    else:
        send_answer.enqueue(request.pk)
    return request
