"""What the screens of one row of a case share: those of credits and of documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from knowledge.actions.rows import (
    check_room,
    drop_row,
    move_row,
    row_called,
    token_of_row,
    write_row,
)
from knowledge.actions.writing import ConflictError
from knowledge.permissions import can_edit
from knowledge.views.workspace import frame, of_a_draft

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpResponse
    from django_stubs_ext import StrOrPromise

    from community.http import MemberRequest
    from knowledge.models import Case

    CaseView = Callable[..., HttpResponse]


@dataclass(frozen=True)
class RowScreen:
    """Rows of one relation: the list they stand in, their form, what they are called."""

    relation: str
    # Name of the address of the list, and the last part of it.
    place: str
    part: str
    form_class: Any
    template: str
    title_new: StrOrPromise
    saved: StrOrPromise
    removed: StrOrPromise


def to_write(view: CaseView) -> CaseView:
    """As `of_a_draft`, for those who may write in it now; others are told why they may not."""

    @wraps(view)
    def guarded(request: MemberRequest, case: Case, **options: Any) -> HttpResponse:
        if can_edit(request.user, case):
            return view(request, case, **options)
        context = frame(request, case, case.draft())
        return render(request, "knowledge/workspace/closed.html", context, status=403)

    return of_a_draft(guarded)


def write(
    request: MemberRequest, case: Case, screen: RowScreen, key: uuid.UUID | None
) -> HttpResponse:
    """Read one row or write it; what somebody else wrote meanwhile is shown beside it."""
    stored, draft = None, case.draft()
    if key is None and request.method != "POST" and (said := said_of_room(draft, screen)):
        messages.error(request, said)
        return redirect(screen.place, case.reference)
    row = row_called(draft, screen.relation, key) if key else None
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            form = write_row(
                case, screen.relation, key, screen.form_class, request.POST, request.user, seen=seen
            )
        except ConflictError as conflict:
            row = row_called(conflict.current, screen.relation, key) if key else None
            form = screen.form_class(request.POST, instance=row)
            stored = form.stored_words()
            # What is kept now, before the form has put its own words in its place.
            seen = token_of_row(row)
        if not stored and form.is_valid():
            messages.success(request, screen.saved)
            return redirect(screen.place, case.reference)
    else:
        form = screen.form_class(instance=row)
        seen = token_of_row(row) if row is not None else ""
    context = {
        **frame(request, case, draft),
        "form": form,
        "row": form.instance,
        "seen": seen,
        "stored": stored,
        "screen": screen,
        "key": key,
    }
    return render(request, screen.template, context)


def said_of_room(draft: Case, screen: RowScreen) -> str:
    """That no row fits any more, before anybody writes one; "" when one does."""
    try:
        check_room(getattr(draft, screen.relation).all())
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def move(request: MemberRequest, case: Case, screen: RowScreen, key: uuid.UUID) -> HttpResponse:
    move_row(case, screen.relation, key, request.user, up="up" in request.POST)
    response = redirect(screen.place, case.reference)
    response["Location"] += f"#fila-{key}"
    return response


def drop(request: MemberRequest, case: Case, screen: RowScreen, key: uuid.UUID) -> HttpResponse:
    """Asks once; then the row is gone from the newest text."""
    draft = case.draft()
    if request.method == "POST":
        drop_row(case, screen.relation, key, request.user)
        messages.success(request, screen.removed)
        return redirect(screen.place, case.reference)
    context = {
        **frame(request, case, draft),
        "row": row_called(draft, screen.relation, key),
        "screen": screen,
    }
    return render(request, "knowledge/workspace/drop_row.html", context)
