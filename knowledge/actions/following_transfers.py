"""What the adopter notes of a transfer: milestones, documents, results, costs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Max
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from community.incoming import readable_name
from community.uploads import check_document
from knowledge.actions.transfer_history import locked, note_event
from knowledge.models import (
    Transfer,
    TransferEvent,
    TransferIndicator,
    TransferMilestone,
    TransferProof,
)
from knowledge.permissions_of_following import can_change_milestones, can_follow_up
from knowledge.transfer_kinds import TransferMilestoneState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable

    from django.core.files.base import File

    from community.models import Organization, User

# Of one kind in a transfer.
MOST_ROWS = 60
# Of a milestone, those that belong to the plan: whoever edits the plan is told of them.
OF_THE_PLAN = {"title", "output", "starts_on", "due_on", "post", "person", "budget", "currency"}


class RowChangedError(Exception):
    """Somebody else changed the row since it was opened. `current` is what it says now."""

    def __init__(self, current: Any) -> None:
        super().__init__("changed meanwhile")
        self.current = current


def token_of(row: Any, names: Iterable[str]) -> str:
    """Changes whenever one of these fields does: what a form was opened with."""
    text = "\x1f".join(f"{name}={getattr(row, name)}" for name in sorted(names))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def refuse_changed(row: Any, names: Iterable[str], seen: str) -> None:
    """Raises RowChangedError: `seen`, where it is told, is not what these fields say now."""
    if seen and seen != token_of(row, names):
        raise RowChangedError(row)


def row_of(transfer: Transfer, relation: str, key: uuid.UUID) -> Any:
    """The row with that key; raises Http404 where there is none."""
    row = getattr(transfer, relation).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def check_room(transfer: Transfer, relation: str) -> None:
    """Raise a `ValidationError` with the sentence when no row fits any more."""
    if getattr(transfer, relation).count() >= MOST_ROWS:
        sentence = _("There are %(most)d already, and no more fit. Remove one that is not needed.")
        raise ValidationError(sentence % {"most": MOST_ROWS})


@transaction.atomic
def write_row(
    transfer: Transfer,
    relation: str,
    key: uuid.UUID | None,
    make_form: Callable[..., Any],
    data: Any,
    user: User,
    *,
    seen: str = "",
) -> Any:
    """Save a milestone, an indicator or a cost, or a new one where `key` is None.

    Returns its form, valid or not; `make_form` takes the data, the row as
    `instance` and the `transfer`.

    Raises:
        PermissionDenied: this person may not write there now.
        Http404: the row is gone.
        RowChangedError: somebody else changed it since it was opened.

    """
    transfer = locked(transfer)
    may = can_change_milestones if relation == "milestones" else can_follow_up
    if not may(user, transfer):
        raise PermissionDenied
    row = row_of(transfer, relation, key) if key else None
    before = row_of(transfer, relation, key) if key else None
    form = make_form(data, instance=row, transfer=transfer)
    if before is not None:
        refuse_changed(before, form.names(), seen)
    if row is None:
        try:
            check_room(transfer, relation)
        except ValidationError as refused:
            form.add_error(None, refused)
    if form.is_valid() and (form.has_changed() or row is None):
        written = form.save(commit=False)
        written.transfer = transfer
        if row is None:
            last = getattr(transfer, relation).aggregate(last=Max("sort_order"))["last"]
            written.sort_order = 0 if last is None else last + 1
        try:
            AFTER.get(relation, keep)(transfer, before, written, user)
        except ValidationError as refused:
            form.add_error(None, refused)
    return form


def keep(transfer: Transfer, before: Any, row: Any, user: User) -> None:
    row.save()


def keep_milestone(
    transfer: Transfer, before: TransferMilestone | None, row: TransferMilestone, user: User
) -> None:
    """A new day is reminded of anew; what was done now stands in the history."""
    done = TransferMilestoneState.DONE
    is_new = row.state == done and (before is None or before.state != done)
    if is_new and row.kind == TransferMilestone.Kind.CLOSE:
        refuse_closing(transfer)
    if before is not None and before.due_on != row.due_on:
        row.reminded_on = row.warned_on = None
    row.save()
    if before is None or any(getattr(before, name) != getattr(row, name) for name in OF_THE_PLAN):
        Transfer.objects.filter(pk=transfer.pk).update(
            plan_number=F("plan_number") + 1, changed_at=timezone.now()
        )
    if is_new:
        note_event(transfer, TransferEvent.Verb.MILESTONE, user, note=row.title)


def keep_indicator(
    transfer: Transfer, before: TransferIndicator | None, row: TransferIndicator, user: User
) -> None:
    if before is not None and before.is_measured and not row.is_measured:
        refuse_unmeasured(transfer, before)
    row.save()
    if row.result is not None and (before is None or before.result != row.result):
        note_event(transfer, TransferEvent.Verb.MEASURED, user, note=row.name)


def refuse_closing(transfer: Transfer) -> None:
    """Raises ValidationError: it closes with results, and nothing was measured."""
    if not any(row.is_measured for row in transfer.indicators.all()):
        raise ValidationError(
            _(
                "It closes with results, and none is measured yet: an indicator with what it was"
                " before, what it is after, and its source. Note it first."
            )
        )


def refuse_unmeasured(transfer: Transfer, row: TransferIndicator) -> None:
    """Raises ValidationError: `row` is the last result of what is said to have results."""
    closed = transfer.milestones.filter(
        kind=TransferMilestone.Kind.CLOSE, state=TransferMilestoneState.DONE
    )
    others = transfer.indicators.exclude(pk=row.pk)
    if any(each.is_measured for each in others):
        return
    if transfer.has_results or closed.exists():
        raise ValidationError(
            _(
                "It is the only measured result of a transfer that says it has results: it keeps"
                " what it was before, what it is after, and its source. Measure another one"
                " first, or take back first that it has results."
            )
        )


AFTER: dict[str, Callable[[Transfer, Any, Any, User], None]] = {
    "milestones": keep_milestone,
    "indicators": keep_indicator,
}


@transaction.atomic
def finish_milestone(transfer: Transfer, key: uuid.UUID, user: User) -> TransferMilestone:
    """Say that it is done, today. Saying it twice changes nothing.

    Raises:
        PermissionDenied: this person may not, or the transfer stopped.
        Http404: there is no such milestone.
        ValidationError: it closes the transfer, and nothing was measured.

    """
    transfer = locked(transfer)
    if not can_change_milestones(user, transfer):
        raise PermissionDenied
    row: TransferMilestone = row_of(transfer, "milestones", key)
    if row.is_open:
        before = TransferMilestone.objects.get(pk=row.pk)
        row.state, row.percent = TransferMilestoneState.DONE, 100
        row.done_on = timezone.localdate()
        keep_milestone(transfer, before, row, user)
    return row


@transaction.atomic
def drop_row(transfer: Transfer, relation: str, key: uuid.UUID, user: User) -> None:
    """Take an indicator, a cost or a document away. One that is gone already is no error.

    Raises:
        PermissionDenied: this person may not.
        ValidationError: it is the only result of what says that it has results.

    """
    transfer = locked(transfer)
    if not can_follow_up(user, transfer):
        raise PermissionDenied
    row = getattr(transfer, relation).filter(key=key).first()
    if row is None:
        return
    if relation == "indicators" and row.is_measured:
        refuse_unmeasured(transfer, row)
    name = row.file.name if relation == "proofs" and row.file else ""
    row.delete()
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


# --- Indicators of the origin --------------------------------------------------------------

INHERITED = ("name", "unit", "direction")


@transaction.atomic
def inherit_indicators(transfer: Transfer, user: User | None = None) -> int:
    """Have the transfer measure what the origin's version measured; returns how many are new.

    Those it has already stay as they are, so that it may be done again. Raises
    `PermissionDenied` when `user` is given and may not.
    """
    transfer = locked(transfer)
    if user is not None and not can_follow_up(user, transfer):
        raise PermissionDenied
    known = set(transfer.indicators.values_list("origin_key", flat=True))
    order = transfer.indicators.count()
    rows = [
        TransferIndicator(
            transfer=transfer,
            origin_key=each.key,
            sort_order=order + place,
            **{name: getattr(each, name) for name in INHERITED},
        )
        for place, each in enumerate(origin_indicators(transfer))
        if each.key not in known
    ]
    TransferIndicator.objects.bulk_create(rows)
    return len(rows)


def origin_indicators(transfer: Transfer) -> list[Any]:
    """The indicators of the version the transfer began from, as rows of no table."""
    return list(transfer.origin_version.as_case().indicators.all())


# --- Documents that show what was done -------------------------------------------------------


def add_proof(
    transfer: Transfer,
    user: User,
    *,
    milestone: TransferMilestone | None = None,
    title: str = "",
    url: str = "",
    file: File | None = None,
) -> TransferProof:
    """Keep a document of a milestone, or of the whole: a file judged by its content, or an address.

    Raises:
        PermissionDenied: this person may not.
        ValidationError: neither file nor address, a file that is not accepted, one too many.

    """
    if not can_follow_up(user, transfer):
        raise PermissionDenied
    if file is None and not url:
        raise ValidationError({"file": _("Choose a file or give an address on the web.")})
    name = (file.name or "") if file is not None else ""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    row = TransferProof(
        transfer=transfer,
        milestone=milestone,
        title=title or (readable_name(stem) if file is not None else url[:200]),
        url=url,
        added_by=user,
    )
    if file is not None:
        check_file(transfer, file)
        checked = check_document(file)
        row.file.save(checked.name or "file", checked, save=False)
    return keep_proof(transfer, row)


def keep_proof(transfer: Transfer, row: TransferProof) -> TransferProof:
    """In the table; a file that finds no place there does not stay on the disk either."""
    try:
        with transaction.atomic():
            check_room(locked(transfer), "proofs")
            row.sort_order = transfer.proofs.count()
            row.save()
    except BaseException:
        if row.file:
            default_storage.delete(row.file.name or "")
        raise
    return row


def check_file(transfer: Transfer, file: File) -> None:
    """Raise a `ValidationError` when so much does not fit with what the transfer has."""
    kept = sum(size_of(row) for row in transfer.proofs.exclude(file=""))
    left = settings.CASE_FILES_BYTES - kept
    if file.size > left:
        sentence = _(
            "“%(name)s” was not kept: all the files of a transfer weigh %(limit)s at most, and "
            "%(left)s are left. Make it smaller, or give its address on the web."
        )
        told = {
            "name": file.name,
            "limit": filesizeformat(settings.CASE_FILES_BYTES),
            "left": filesizeformat(max(0, left)),
        }
        raise ValidationError({"file": sentence % told})


def size_of(row: TransferProof) -> int:
    try:
        return int(row.file.size)
    except OSError:
        return 0


# --- Who goes on ---------------------------------------------------------------------------


def pass_on(organization: Organization, leaver: User, heir: User | None) -> int:
    """Give `heir` the open milestones that `leaver` holds in its transfers; with none, nobody.

    What they finished stays theirs. Returns how many they were.
    """
    held = TransferMilestone.objects.filter(
        transfer__adopter=organization,
        person=leaver,
        state__in=(TransferMilestoneState.PENDING, TransferMilestoneState.IN_PROGRESS),
    )
    return held.update(person=heir)
