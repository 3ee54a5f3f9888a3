"""Who may open the file of an attachment. Its name says of which case it is."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404

from knowledge.models import Attachment, Case, Interview
from knowledge.permissions import can_read_draft, can_see_interviewed

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def may_open(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: what a published version shows, or a draft they may read.

    It is never open for good: a case may be withdrawn, and nobody is to keep a copy.

    Raises:
        Http404: there is no such case, or not for this visitor.

    """
    case = case_of(name)
    if case is None:
        raise Http404
    if not (case.live and is_published(case, name)) and not can_read_draft(user, case):
        raise Http404
    return False


def may_open_consent(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: the team, and whoever held the interview.

    Raises:
        Http404: there is no such proof, or not for this visitor.

    """
    interview = Interview.objects.filter(consent_file=name).first()
    if interview is None or not can_see_interviewed(user, interview):
        raise Http404
    return False


def case_of(name: str) -> Case | None:
    """By the second part of the name: "case_files/<key of the case>/report.pdf"."""
    _folder, _slash, rest = name.partition("/")
    try:
        key = uuid.UUID(rest.partition("/")[0])
    except ValueError:
        return None
    return Case.objects.filter(key=key).first()


def is_published(case: Case, name: str) -> bool:
    """Whether readers find it, in the newest version or in an old one."""
    if Attachment.objects.filter(case=case, file=name).exists():
        return True
    records: Any = case.versions.values_list("record", flat=True)
    return any(
        row.get("file") == name for record in records for row in record.get("attachments", [])
    )
