"""Who may open the files that came with feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from knowledge.models import Feedback, FeedbackFile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def may_open(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: whoever reads the feedback it came with.

    It is never open for good: feedback is hidden and taken back, cases are withdrawn.

    Raises:
        Http404: there is no such file, or not for this visitor.

    """
    kept = FeedbackFile.objects.filter(file=name).values("feedback")
    if not Feedback.objects.visible_to(user).filter(pk__in=kept).exists():
        raise Http404
    return False
