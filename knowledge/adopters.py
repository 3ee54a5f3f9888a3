"""Who adopts an older version of a case, and telling them of the new one, some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Min, Q
from django.urls import reverse

from community.actions.notices import notify, notify_at_once
from community.models import Notification, User
from knowledge.models import Transfer
from knowledge.scales import Significance
from knowledge.transfer_kinds import TransferStage

if TYPE_CHECKING:
    from knowledge.models import CaseVersion

AT_A_TIME = 200


def adopters_of_older(version: CaseVersion) -> Any:
    """Who works on a transfer that began from an older version; not of abandoned ones.

    People with `began_with`, the number of the oldest version they work with, by their keys.
    """
    older = Transfer.objects.filter(
        origin_case=version.case_id, origin_version__number__lt=version.number
    ).exclude(stage=TransferStage.ABANDONED)
    keys = older.order_by().values("pk")
    works = Q(kept_transfers__in=keys) | Q(transfer_posts__transfer__in=keys)
    kept = Min("kept_transfers__origin_version__number", filter=Q(kept_transfers__in=keys))
    named = Min(
        "transfer_posts__transfer__origin_version__number",
        filter=Q(transfer_posts__transfer__in=keys),
    )
    people = User.objects.filter(works, is_active=True).annotate(kept=kept, named=named)
    return people.order_by("pk")


def tell_next_adopters(version: CaseVersion, actor: int | None, after: int) -> int:
    """Tell the next `AT_A_TIME` of them; the last key, or 0 where nobody is left.

    May be done twice: whoever was told of this version is not told again.
    """
    case = version.case
    people = list(adopters_of_older(version).filter(pk__gt=after)[:AT_A_TIME])
    told = set(
        Notification.objects.filter(
            recipient__in=people, kind="adopted_version", facts__event=f"version-{version.pk}"
        ).values_list("recipient", flat=True)
    )
    changes = reverse("cases:changes", args=[case.reference])
    for person in people:
        if person.pk in told or person.pk == actor:
            continue
        numbers = [number for number in (person.kept, person.named) if number is not None]
        began_with = min(numbers)
        say = notify_at_once if version.significance == Significance.MAJOR else notify
        say(
            person,
            "adopted_version",
            url=f"{changes}?de={began_with}&a={version.number}",
            thing=case,
            event=f"version-{version.pk}",
            title=case.title,
            version=str(version.number),
            yours=str(began_with),
            note=version.note,
            significance=version.significance,
        )
    return people[-1].pk if len(people) == AT_A_TIME else 0
