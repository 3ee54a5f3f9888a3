"""One row of a case at a time: written, moved, taken away, in the newest text."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields

from knowledge.actions.writing import ConflictError, keep
from knowledge.models import Case
from knowledge.permissions import can_edit

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable

    from community.models import User

NOT_ITS_TEXT = {"pk", "case", "sort_order"}
# Of one kind in a case; of its documents, those on the web: files have limits of their own.
MOST_ROWS = 40


def row_called(case: Case, relation: str, key: uuid.UUID) -> Any:
    """The row with that key; raises Http404 where there is none."""
    row = next((row for row in getattr(case, relation).all() if row.key == key), None)
    if row is None:
        raise Http404
    return row


def check_room(rows: Iterable[Any]) -> None:
    """Raise a `ValidationError` with the sentence when no row fits any more."""
    if sum(not getattr(row, "file", None) for row in rows) >= MOST_ROWS:
        sentence = _("There are %(most)d already, and no more fit. Remove one that is not needed.")
        raise ValidationError(sentence % {"most": MOST_ROWS})


def token_of_row(row: Any) -> str:
    """Changes whenever the row does: what its form was opened with."""
    told = get_serializable_data_for_fields(row)
    part = {name: value for name, value in told.items() if name not in NOT_ITS_TEXT}
    text = json.dumps(part, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def newest(case: Case, user: User) -> tuple[Case, Case]:
    """The locked row and its newest text, to be written; raises `PermissionDenied`."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("latest_revision")
        .get(pk=case.pk)
    )
    if not can_edit(user, case):
        raise PermissionDenied
    return case, case.draft()


def store(draft: Case, case: Case, user: User, relation: str, rows: list[Any]) -> None:
    for order, row in enumerate(rows):
        row.sort_order = order
    getattr(draft, relation).set(rows)
    keep(draft, case, user, (relation,))


@transaction.atomic
def write_row(
    case: Case,
    relation: str,
    key: uuid.UUID | None,
    make_form: Callable[..., Any],
    data: Any,
    user: User,
    *,
    seen: str = "",
) -> Any:
    """Save one row, or a new one where `key` is None; return its form, valid or not.

    Raises:
        PermissionDenied: this person may not write in it now.
        Http404: the row is gone.
        ConflictError: somebody else changed the row since it was opened.

    """
    case, draft = newest(case, user)
    rows = list(getattr(draft, relation).all())
    row = next((row for row in rows if row.key == key), None)
    if key is not None and row is None:
        raise Http404
    if row is not None and seen and seen != token_of_row(row):
        raise ConflictError(draft)
    form = make_form(data, instance=row)
    if row is None:
        try:
            check_room(rows)
        except ValidationError as refused:
            form.add_error(None, refused)
    if form.is_valid() and (form.has_changed() or row is None):
        written = form.save(commit=False)
        store(draft, case, user, relation, rows if row is not None else [*rows, written])
    return form


@transaction.atomic
def move_row(case: Case, relation: str, key: uuid.UUID, user: User, *, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens. Raises as `write_row`."""
    case, draft = newest(case, user)
    rows = list(getattr(draft, relation).all())
    place = next((at for at, row in enumerate(rows) if row.key == key), None)
    if place is None:
        raise Http404
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        store(draft, case, user, relation, rows)


@transaction.atomic
def drop_row(case: Case, relation: str, key: uuid.UUID, user: User) -> None:
    """Take it out of the text. One that is gone already is no error. Raises `PermissionDenied`."""
    case, draft = newest(case, user)
    rows = list(getattr(draft, relation).all())
    left = [row for row in rows if row.key != key]
    if len(left) < len(rows):
        store(draft, case, user, relation, left)
