"""What needs and their answers hold of a person, for the archive of their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from community.archive import Part, all_fields, table
from knowledge.models import Need, NeedAnswer, NeedProposal, NeedStep

if TYPE_CHECKING:
    from community.models import User


def needs(user: User) -> Part:
    """Those they posted or keep, with all they say."""
    rows = Need.objects.filter(Q(posted_by=user) | Q(kept_by=user)).select_related("place", "theme")
    columns = all_fields(Need, without=["hidden_reason", "looked_at", "text_number"])
    return table(_("Needs of municipalities"), rows, "place.name", "theme.name", *columns)


def steps(user: User) -> Part:
    rows = NeedStep.objects.filter(actor=user).select_related("need")
    return table(_("Steps taken with needs"), rows, "need.title", *all_fields(NeedStep))


def answers(user: User) -> Part:
    rows = NeedAnswer.objects.filter(author=user).select_related("need")
    columns = all_fields(NeedAnswer, without=["hidden_reason"])
    return table(_("Answers to needs"), rows, "need.title", *columns)


def named_in(user: User) -> Part:
    """Where others named them as somebody who can help, and what they said."""
    rows = NeedAnswer.objects.filter(person=user).exclude(author=user).select_related("need")
    return table(_("Needs for which they were named"), rows, "need.title", "words", "posted_at")


def proposed_for(user: User) -> Part:
    """Needs to whose municipality this site proposed them as a specialist."""
    rows = NeedProposal.objects.filter(person=user).select_related("need")
    columns = ("found_at", "told_at", "set_aside_at", "reasons")
    return table(_("Needs for which this site proposed them"), rows, "need.title", *columns)
