"""What a new version takes up of feedback, whom it credits, and who hears that it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from community.actions.notices import notify
from knowledge.adopters import adopters_of_older
from knowledge.models import Feedback
from knowledge.scales import Significance
from knowledge.tasks_feedback import tell_some_adopters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User
    from knowledge.models import CaseVersion


def take_up(version: CaseVersion, chosen: Iterable[int] | None) -> list[User]:
    """Bundle accepted feedback into a version that was just made, and tell whoever gave it.

    `chosen` are the keys of what it takes up; None: what its authors said the
    text has. What is open, declined, or of another case is left out whatever was
    chosen. Returns whoever was told.
    """
    accepted = Feedback.objects.for_next_version().filter(case=version.case)
    taken = accepted.filter(in_draft=True) if chosen is None else accepted.filter(pk__in=chosen)
    rows = list(taken.select_related("author"))
    Feedback.objects.filter(pk__in=[row.pk for row in rows]).update(
        resolved_in=version, in_draft=False
    )
    people = list({row.author_id: row.author for row in rows if row.author}.values())
    case = version.case
    for person in people:
        if person.pk == version.published_by_id:
            continue
        notify(
            person,
            "feedback_credited",
            url=reverse("cases:version_credits", args=[case.reference, version.number]),
            thing=case,
            title=case.title,
            version=str(version.number),
            note=version.note,
        )
    return people


def tell_adopters(version: CaseVersion, actor: User | None) -> list[User]:
    """Have those told who adopt an older version, unless little changed; returns them.

    After a medium change their digest says so, after a major one a mail at once. One query.
    """
    if version.number == 1 or version.significance == Significance.MINOR:
        return []
    people = [each for each in adopters_of_older(version) if actor is None or each != actor]
    if people:
        tell_some_adopters.enqueue(version.pk, actor.pk if actor else None)
    return people
