"""A transfer that is followed up: its page, its milestones and what shows that they were done."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.file_kinds import DOCUMENTS
from community.http import BIGGEST
from knowledge.actions.following_transfers import (
    RowChangedError,
    add_proof,
    check_room,
    drop_row,
    finish_milestone,
    inherit_indicators,
    row_of,
    token_of,
    write_row,
)
from knowledge.forms.following import CostForm, IndicatorForm, MilestoneForm, ProofForm
from knowledge.models import Transfer
from knowledge.permissions_of_following import can_change_milestones, can_follow_up
from knowledge.reading_transfers import Followed, measured_in
from knowledge.transfer_reading import hue_of_origin

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

# For each kind of row its form, what a new one is called, and what is said when it is kept.
SCREENS: dict[str, tuple[Any, Any, Any, Any]] = {
    "milestones": (
        MilestoneForm,
        gettext_lazy("A new milestone"),
        gettext_lazy("A milestone"),
        gettext_lazy("The milestone is saved."),
    ),
    "indicators": (
        IndicatorForm,
        gettext_lazy("An indicator of your own"),
        gettext_lazy("What came of it"),
        gettext_lazy("The figures are saved."),
    ),
    "costs": (
        CostForm,
        gettext_lazy("What was paid"),
        gettext_lazy("What was paid"),
        gettext_lazy("The cost is saved."),
    ),
}
REMOVED = {
    "indicators": gettext_lazy("The indicator was removed."),
    "costs": gettext_lazy("The cost was removed."),
    "proofs": gettext_lazy("The document was removed."),
}


def transfer_for(request: HttpRequest, pk: int) -> Transfer:
    """The transfer, for whoever may read it; raises Http404 otherwise. One query."""
    rows = Transfer.objects.visible_to(request.user).filter(pk=min(pk, BIGGEST - 1))
    transfer = (
        rows.annotate(hue=hue_of_origin())
        .select_related(
            "adopter__territory", "place", "origin_case__lead_municipality", "origin_version"
        )
        .first()
    )
    if transfer is None:
        raise Http404
    return transfer


def to_follow(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For who has signed in: the transfer they may read; who may only read it is refused (403)."""

    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: MemberRequest, pk: int, **options: Any) -> HttpResponse:
        transfer = transfer_for(request, pk)
        if not can_follow_up(request.user, transfer):
            raise PermissionDenied
        return view(request, transfer, **options)

    return guarded


def back_to(transfer: Transfer, part: str = "") -> HttpResponse:
    response = redirect("transfers:following", transfer.pk)
    response["Location"] += f"#{part}" if part else ""
    return response


@require_safe
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, what it gave, what it cost, who visited whom."""
    transfer = transfer_for(request, pk)
    way = [
        (_("Transfers"), reverse("transfers:board")),
        (transfer.title, transfer.get_absolute_url()),
        (_("Follow-up"), ""),
    ]
    context = {"transfer": transfer, "told": Followed(transfer, request.user), "way": way}
    return render(request, "knowledge/transfers/following.html", context)


# --- One row on a screen of its own --------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@to_follow
def milestone(
    request: MemberRequest, transfer: Transfer, key: uuid.UUID | None = None
) -> HttpResponse:
    if not can_change_milestones(request.user, transfer):
        raise PermissionDenied
    return write(request, transfer, "milestones", key)


@require_http_methods(["GET", "HEAD", "POST"])
@to_follow
def indicator(
    request: MemberRequest, transfer: Transfer, key: uuid.UUID | None = None
) -> HttpResponse:
    return write(request, transfer, "indicators", key)


@require_http_methods(["GET", "HEAD", "POST"])
@to_follow
def cost(request: MemberRequest, transfer: Transfer, key: uuid.UUID | None = None) -> HttpResponse:
    return write(request, transfer, "costs", key)


def write(
    request: MemberRequest, transfer: Transfer, relation: str, key: uuid.UUID | None
) -> HttpResponse:
    """Read one row or write it; what somebody else wrote meanwhile is shown beside it."""
    make_form, title_new, title, saved = SCREENS[relation]
    row = row_of(transfer, relation, key) if key else None
    if row is None and request.method != "POST" and (said := full(transfer, relation)):
        messages.error(request, said)
        return back_to(transfer)
    stored: dict[str, str] | None = None
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            form = write_row(
                transfer, relation, key, make_form, request.POST, request.user, seen=seen
            )
        except RowChangedError as changed:
            kept = changed.current
            form = make_form(request.POST, instance=kept, transfer=transfer)
            stored, seen = form.stored_words(), token_of(kept, form.names())
        if stored is None and form.is_valid():
            messages.success(request, saved)
            return back_to(transfer, f"fila-{form.instance.key}")
    else:
        form = make_form(instance=row, transfer=transfer)
        seen = token_of(row, form.names()) if row is not None else ""
    context = {
        "transfer": transfer,
        "relation": relation,
        "form": form,
        "row": row,
        "seen": seen,
        "stored": stored,
        "title": title if key else title_new,
        **beside(transfer, relation, row),
    }
    is_wrong = stored is not None or bool(form.is_bound and form.errors)
    template = "knowledge/transfers/row.html"
    return render(request, template, context, status=422 if is_wrong else 200)


def full(transfer: Transfer, relation: str) -> str:
    """That no row fits any more, before anybody writes one; "" when one does."""
    try:
        check_room(transfer, relation)
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def beside(transfer: Transfer, relation: str, row: Any) -> dict[str, Any]:
    """What stands around the form: the documents of a milestone, the indicator of the origin."""
    if row is None:
        return {}
    if relation == "milestones":
        return {"proofs": list(row.proofs.all()), "proof_form": ProofForm(), "accepted": ENDINGS}
    if relation == "indicators" and row.origin_key:
        return {"origin": measured_in(transfer).get(row.origin_key)}
    return {}


ENDINGS = ",".join(f".{ending}" for ending in DOCUMENTS)


@require_POST
@to_follow
def finish(request: MemberRequest, transfer: Transfer, key: uuid.UUID) -> HttpResponse:
    try:
        row = finish_milestone(transfer, key, request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return back_to(transfer, f"fila-{key}")
    messages.success(request, _("“%(title)s” is marked as done.") % {"title": row.title})
    return back_to(transfer, f"fila-{row.key}")


@require_POST
@to_follow
def inherit(request: MemberRequest, transfer: Transfer) -> HttpResponse:
    if not inherit_indicators(transfer, request.user):
        messages.info(request, _("There was nothing new: you have all indicators of the origin."))
    return back_to(transfer, "resultados")


@require_http_methods(["GET", "HEAD", "POST"])
@to_follow
def drop(request: MemberRequest, transfer: Transfer, relation: str, key: uuid.UUID) -> HttpResponse:
    """Asks once; then the row is gone."""
    if request.method == "POST":
        try:
            drop_row(transfer, relation, key, request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return back_to(transfer, f"fila-{key}")
        messages.success(request, REMOVED[relation])
        return back_to(transfer)
    context = {"transfer": transfer, "row": row_of(transfer, relation, key), "relation": relation}
    return render(request, "knowledge/transfers/drop_row.html", context)


# --- Documents -----------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@to_follow
def proof(request: MemberRequest, transfer: Transfer, key: uuid.UUID | None = None) -> HttpResponse:
    """Add a document to a milestone, or to the whole where `key` is None."""
    row = row_of(transfer, "milestones", key) if key else None
    sent = request.method == "POST"
    form = ProofForm(request.POST, request.FILES) if sent else ProofForm()
    if sent and form.is_valid():
        try:
            add_proof(transfer, request.user, milestone=row, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None if hasattr(refused, "error_dict") else "file", refused)
        else:
            messages.success(request, _("The document is kept."))
            return back_to(transfer, f"fila-{row.key}" if row else "documentos")
    context = {
        "transfer": transfer,
        "form": form,
        "row": row,
        "accepted": ENDINGS,
        "back": reverse("transfers:following", args=[transfer.pk]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "knowledge/transfers/proof.html", context, status=status)
