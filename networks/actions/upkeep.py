"""Keeping what is published true: asking who owns it, and noting their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from community.actions.notices import notify
from community.models import User
from community.permissions import COORDINATING_UNIT, may_contribute
from networks.models import Membership, ReviewAsked, a_year_after, set_review_day
from networks.models.upkeep import ASKED_BEFORE
from networks.permissions import may_confirm
from networks.publications import entry_models

if TYPE_CHECKING:
    from datetime import date

    from networks.models import EntryPage


@transaction.atomic
def confirm_entry(entry: EntryPage, by: User, on: date) -> None:
    """Note that somebody looked at it on that day and it holds: the next look is in a year.

    Twice on a day is as once. Nobody is told: nothing of it changed.

    Raises:
        PermissionDenied: they neither own it nor answer for its network, or nobody can read it.

    """
    if not entry.live or not may_confirm(by, entry):
        raise PermissionDenied(f"{by} may not say that {entry} holds")
    set_review_day(entry, {"reviewed_on": on, "review_on": a_year_after(on)})
    ReviewAsked.objects.filter(page=entry.pk).delete()


def ask_today() -> int:
    return ask_reviews(timezone.localdate())


def ask_reviews(on: date) -> int:
    """Ask whether pages still hold: once in the thirty days before, once when the day has come.

    Who is asked: the owner, and where there is none any more the coordinators of
    the network, or of the site's own pages the unit. Returns how many pages were
    asked about; twice on a day asks nothing twice.
    """
    asked = 0
    for model in entry_models():
        near = model.objects.live().filter(review_on__lte=on + ASKED_BEFORE)
        questions = ReviewAsked.objects.filter(page=OuterRef("pk"), due_on=OuterRef("review_on"))
        before = Q(review_on__gt=on) & ~Exists(questions)
        now = Q(review_on__lte=on) & ~Exists(questions.filter(is_last=True))
        for entry in (
            near.filter(before | now).select_related("owner", "network").iterator(chunk_size=200)
        ):
            asked += ask_about(entry, on)
    return asked


@transaction.atomic
def ask_about(entry: EntryPage, on: date) -> bool:
    """Whether somebody was asked now, not before."""
    due = entry.review_on
    is_last = due is not None and due <= on
    question = {"page_id": entry.pk, "due_on": due, "is_last": is_last}
    if not ReviewAsked.objects.get_or_create(**question)[1]:
        return False
    for person in who_keeps(entry):
        with override(person.language):
            day = date_format(due, "DATE_FORMAT") if due else ""
        notify(
            person,
            "review_asked",
            url=reverse("networks:confirm", args=[entry.pk]),
            thing=entry,
            title=entry.title,
            day=day,
            is_late="1" if due is not None and due < on else "",
        )
    return True


def who_keeps(entry: EntryPage) -> list[User]:
    """Its owner, if they can still open and confirm it; else who answers for where it lies."""
    owner = entry.owner
    if owner is not None and may_contribute(owner):
        seen = type(entry).objects.visible_to(owner)
        if seen.filter(pk=entry.pk).exists():
            return [owner]
    if entry.network_id is None:
        return list(User.objects.filter(groups__name=COORDINATING_UNIT, is_active=True))
    ties = Membership.objects.coordinators().filter(network=entry.network_id)
    return [tie.user for tie in ties.select_related("user")]
