"""Letting somebody without an account read a draft, and hearing what they say of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.actions.history import log, tell, those_on
from knowledge.models import Case, CaseEvent, Remark, ReviewLink
from knowledge.models.remarks import MOST_LINKS
from knowledge.models.sealed import signs, unnamed
from knowledge.permissions import can_share
from knowledge.tasks import send_remark_answer, send_review_link

if TYPE_CHECKING:
    from community.models import User


@transaction.atomic
def share(case: Case, user: User, *, for_whom: str, email: str = "", days: int = 30) -> ReviewLink:
    """A link by which whoever has it reads the newest text for so many days; mailed to `email`.

    Raises:
        PermissionDenied: neither one of its authors nor of the team.
        ValidationError: there are too many already.

    """
    if not can_share(user, case):
        raise PermissionDenied
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.review_links.open().count() >= MOST_LINKS:
        raise ValidationError(_("There are too many links already: withdraw one first."))
    link = ReviewLink.objects.create(
        case=case,
        for_whom=for_whom.strip(),
        email=email,
        created_by=user,
        expires_at=timezone.now() + timedelta(days=days),
    )
    log(case, CaseEvent.Verb.SHARED, user, link.for_whom)
    if email:
        send_review_link.enqueue(link.pk)
    return link


def revoke(link: ReviewLink, user: User) -> None:
    """The link leads nowhere from now on; what was said by it stays.

    Raises:
        PermissionDenied: neither one of its authors nor of the team.

    """
    if not can_share(user, link.case):
        raise PermissionDenied
    ReviewLink.objects.open().filter(pk=link.pk).update(revoked_at=timezone.now())


def note_opened(link: ReviewLink) -> None:
    """Note that somebody reads by it; each hour once, reading is no reason to write."""
    now = timezone.now()
    if link.opened_at is None or link.opened_at < now - timedelta(hours=1):
        ReviewLink.objects.filter(pk=link.pk).update(opened_at=now)


@transaction.atomic
def remark(link: ReviewLink, *, text: str, name: str, part: str = "", email: str = "") -> Remark:
    """Keep what somebody with that link said, and tell its keeper and whoever works on it.

    Raises:
        PermissionDenied: the link no longer holds.

    """
    if not link.is_open:
        raise PermissionDenied
    case = link.case
    made = Remark.objects.create(
        case=case, link=link, part=part, text=text.strip(), name=name.strip(), email=email
    )
    log(case, CaseEvent.Verb.REMARKED, None, made.name)
    people = [*case.authors(), *([case.assignee] if case.assignee else [])]
    url = f"{reverse('cases:remarks', args=[case.reference])}?observacion={made.pk}"
    name = unnamed(case, made.name)
    tell(people or those_on(case), case, "case_remark", None, url=url, name=name, text=made.text)
    return made


@transaction.atomic
def answer_remark(
    made: Remark, user: User, answer: str = "", *, closes: bool = True, is_mailed: bool = True
) -> Remark:
    """Answer a remark, close it, or both. Who left an e-mail reads the answer there.

    Not with `is_mailed` false: whoever has the link reads it there all the same.

    Raises:
        PermissionDenied: neither one of its authors nor of the team.

    """
    if not can_share(user, made.case):
        raise PermissionDenied
    made = Remark.objects.select_for_update(of=("self",)).get(pk=made.pk)
    answer, now = answer.strip(), timezone.now()
    is_new = bool(answer) and answer != made.answer
    if is_new:
        made.answer, made.answered_by, made.answered_at = answer, signs(made.case, user), now
    if closes:
        made.closed_at = made.closed_at or now
    made.save()
    if is_new and made.email and is_mailed:
        send_remark_answer.enqueue(made.pk)
    return made


def reopen_remark(made: Remark, user: User) -> None:
    """Have it wait again.

    Raises:
        PermissionDenied: neither one of its authors nor of the team.

    """
    if not can_share(user, made.case):
        raise PermissionDenied
    Remark.objects.filter(pk=made.pk).update(closed_at=None)
