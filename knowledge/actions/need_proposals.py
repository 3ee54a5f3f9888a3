"""What the platform proposes to a need: at once, and again as content arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from community.actions.notices import notify
from knowledge.models import Case, Need, NeedProposal, SolutionPage, Transfer
from knowledge.need_kinds import ProposalKind
from knowledge.permissions_of_needs import can_keep_need
from knowledge.proposing import find_for

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User
    from knowledge.proposing import Found

# Even when nothing was published: a specialist may have come, a population become known.
AT_LEAST_EACH = timedelta(days=1)
AT_A_TIME = 200
# Of what is new that many are named in a notice.
NAMED = 3


@transaction.atomic
def propose(need: Need, *, is_told: bool) -> list[NeedProposal]:
    """Look for what may help, and keep what is new; returns it, the best first.

    What was proposed before keeps its place in time and what was done with it; its
    reasons are renewed. What is about it no more goes, unless it was told.
    `is_told`: whoever keeps it is about to see them.
    """
    now = timezone.now()
    known = {row.key: row for row in need.proposals.all()}
    found = {each.key: each for each in find_for(need)}
    fresh = []
    for key, each in found.items():
        told = told_of(each)
        row = known.get(key)
        if row is None:
            row = NeedProposal(need=need, kind=each.kind, found_at=now, **told)
            row.told_at = now if is_told else None
            row.save()
            fresh.append(row)
        elif any(getattr(row, name) != value for name, value in told.items()):
            NeedProposal.objects.filter(pk=row.pk).update(**told)
    gone = [row.pk for key, row in known.items() if key not in found and row.told_at is None]
    NeedProposal.objects.filter(pk__in=gone).delete()
    Need.objects.filter(pk=need.pk).update(looked_at=now)
    need.looked_at = now
    return sorted(fresh, key=lambda row: (-row.score, row.pk))


def told_of(found: Found) -> dict[str, Any]:
    """The columns of a proposal that say what is proposed, and why."""
    told: dict[str, Any] = {
        "score": found.score,
        "reasons": [why.value for why in found.reasons],
        "likeness": dict(found.likeness),
        f"{found.kind}_id": found.thing.pk,
    }
    if found.kind == ProposalKind.PLACE:
        told["case_id"] = found.case.pk
        told["transfer_id"] = found.transfer.pk if found.transfer else None
    return told


def propose_again() -> int:
    """The chore of each hour: how many needs got something new.

    Those looked at before the newest thing was published, or a day ago, the longest
    ago first. Whoever keeps one is told of what is new to it, once for all of it.
    """
    return sum(propose_and_tell(need) for need in due(timezone.now()))


def due(now: datetime) -> Any:
    newest = newest_content()
    late = Q(looked_at__lte=now - AT_LEAST_EACH)
    if newest is not None:
        late |= Q(looked_at__lt=newest)
    needs = Need.objects.unmet().filter(late).select_related("place", "theme", "kept_by")
    return needs.order_by("looked_at", "pk")[:AT_A_TIME]


def newest_content() -> datetime | None:
    """When something that may be proposed was last published, or had results elsewhere.

    Three queries.
    """
    shown: list[tuple[Any, str]] = [
        (Case.objects.published(), "last_published_at"),
        (SolutionPage.objects.live(), "last_published_at"),
        (Transfer.objects.proving(), "stage_since"),
    ]
    moments = [rows.aggregate(at=Max(name))["at"] for rows, name in shown]
    return max((at for at in moments if at is not None), default=None)


@transaction.atomic
def propose_and_tell(need: Need) -> int:
    """1 when something new was found. Who keeps it hears of what nobody was told of yet."""
    fresh = propose(need, is_told=False)
    keeper = need.kept_by
    untold = need.proposals.kept().filter(told_at=None).with_row()
    if keeper is not None and keeper.is_active:
        new = list(untold.visible_to(keeper))
        if new:
            tell_of_proposals(need, keeper, new)
            NeedProposal.objects.filter(pk__in=[row.pk for row in new]).update(
                told_at=timezone.now()
            )
    return int(bool(fresh))


def tell_of_proposals(need: Need, keeper: User, new: list[NeedProposal]) -> None:
    named = [str(getattr(row.thing, "title", "") or row.thing) for row in new[:NAMED]]
    notify(
        keeper,
        "need_proposals",
        url=f"{need.get_absolute_url()}#propuestas",
        thing=need,
        title=need.title,
        count=str(len(new)),
        named="\n".join(f"- {name}" for name in named),
    )


@transaction.atomic
def set_aside(proposal: NeedProposal, by: User) -> None:
    """It does not serve them: it is not shown nor told any more. Twice is as once.

    Raises:
        PermissionDenied: they do not keep the need.

    """
    if not can_keep_need(by, proposal.need):
        raise PermissionDenied(f"{by} does not keep {proposal.need}")
    if proposal.set_aside_at is None:
        proposal.set_aside_at = timezone.now()
        proposal.save(update_fields=["set_aside_at"])


@transaction.atomic
def take_up_again(need: Need, by: User) -> int:
    """Show again what was set aside; how many they were. Raises PermissionDenied likewise."""
    if not can_keep_need(by, need):
        raise PermissionDenied(f"{by} does not keep {need}")
    return need.proposals.exclude(set_aside_at=None).update(set_aside_at=None)
