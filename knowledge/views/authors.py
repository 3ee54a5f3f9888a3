"""Who tells a case together, who made it, who is writing now, at …/editar/quienes/."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.http import is_fragment
from community.models import User
from knowledge import presence
from knowledge.actions import authorship as actions
from knowledge.forms.belonging import AcceptForm, CreditForm, InviteAuthorForm
from knowledge.models import Authorship, Contributor
from knowledge.permissions import can_edit, can_invite_authors, takes_part
from knowledge.protection import NamesShown
from knowledge.sections import section_called
from knowledge.views import rows
from knowledge.views.rows import RowScreen, to_write
from knowledge.views.workspace import frame, of_a_draft

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from community.http import MemberRequest
    from knowledge.models import Case

CREDITS = RowScreen(
    relation="contributors",
    place="cases:people",
    part="quienes",
    form_class=CreditForm,
    template="knowledge/workspace/credit.html",
    title_new=gettext_lazy("Add somebody who made it"),
    saved=gettext_lazy("The credit is saved."),
    removed=gettext_lazy("The credit is removed."),
)
States = Authorship.State
# HTMX's own status for the end of polling.
STOP_ASKING = 286


@of_a_draft
def people(request: MemberRequest, case: Case) -> HttpResponse:
    """Who takes part and who is named; below, for who may, the form to invite."""
    may_invite = can_invite_authors(request.user, case)
    form = invite_form(request)
    if request.method == "POST":
        if not may_invite:
            raise PermissionDenied
        if form.is_valid() and invite(request, case, form):
            return redirect("cases:people", case.reference)
    draft = case.draft()
    credited = list(draft.contributors.all())
    authorships = list(case.authorships.select_related("person__photo", "invited_by"))
    names = NamesShown(case, request.user)
    parts = [(each, names.of(each.person), names.face_of(each.person)) for each in authorships]
    context = {
        **frame(request, case, draft),
        "form": form,
        "may_invite": may_invite,
        "may_edit": can_edit(request.user, case),
        "takes_part": takes_part(request.user, case),
        "keeper": names.of(case.kept_by),
        "keeper_face": names.face_of(case.kept_by),
        "active": [part for part in parts if part[0].state == States.ACCEPTED],
        "invited": [part for part in parts if part[0].state == States.INVITED],
        "former": [
            part for part in parts if part[0].state not in (States.ACCEPTED, States.INVITED)
        ],
        "credits": [
            (row, names.of_row(row, name))
            for row, name in named(credited, authorships, request.user)
        ],
        "is_credited": request.user.pk in names.told
        or any(row.person_id == request.user.pk for row in credited),
    }
    return render(request, "knowledge/workspace/people.html", context)


def named(
    credited: list[Contributor], authorships: list[Authorship], user: User
) -> list[tuple[Contributor, str]]:
    """Each row with the name its authors know the person by. At most one query."""
    known = {each.person_id: str(each.person) for each in authorships if each.person}
    known[user.pk] = str(user)
    wanted = {row.person_id for row in credited if row.person_id and row.person_id not in known}
    if wanted:
        known |= {pk: str(person) for pk, person in User.objects.in_bulk(wanted).items()}
    return [(row, known.get(row.person_id, "") or row.name) for row in credited]


def invite_form(request: MemberRequest) -> InviteAuthorForm:
    people = User.objects.visible_to(request.user)
    return InviteAuthorForm(request.POST if request.method == "POST" else None, people=people)


def invite(request: MemberRequest, case: Case, form: InviteAuthorForm) -> bool:
    """Whether the invitation is on its way; where not, the form says why."""
    told = form.invited()
    mailbox = told.get("email") or f"person-{told['person'].pk}"
    may = ratelimit.consume(request, action="invitation") and ratelimit.consume(
        request, action="official_mailbox", key=mailbox
    )
    if not may:
        form.add_error(None, _("That is enough for today. Try again tomorrow."))
        return False
    try:
        actions.invite(case, request.user, **told)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    whom = told.get("email") or told["person"].display_name
    messages.success(request, _("We sent the invitation to %(email)s.") % {"email": whom})
    return True


def authorship_for(request: MemberRequest, case: Case, pk: int) -> Authorship:
    found = case.authorships.select_related("person").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not can_invite_authors(request.user, case):
        raise PermissionDenied
    found.case = case
    return found


@of_a_draft
def remove(request: MemberRequest, case: Case, pk: int) -> HttpResponse:
    """Asks once; then they take part no longer, or the invitation leads nowhere."""
    found = authorship_for(request, case, pk)
    if request.method == "POST":
        actions.remove(found, request.user)
        said = _("Done: %(name)s no longer takes part.")
        messages.success(request, said % {"name": called(found, request.user)})
        return redirect("cases:people", case.reference)
    name = called(found, request.user)
    context = {**frame(request, case, case.draft()), "authorship": found, "name": name}
    return render(request, "knowledge/workspace/author_remove.html", context)


def called(authorship: Authorship, reader: User) -> str:
    """What the reader may know of whoever was invited: a name, what stands for it, an address."""
    return NamesShown(authorship.case, reader).of(authorship.person) or authorship.email


@of_a_draft
def change(request: MemberRequest, case: Case, pk: int) -> HttpResponse:
    """Let somebody write or only read, or send the invitation anew."""
    found = authorship_for(request, case, pk)
    if request.method == "POST" and "again" in request.POST:
        send_again(request, case, found)
    elif request.method == "POST":
        actions.let_write(found, request.user, may_edit="write" in request.POST)
        said = (
            _("%(name)s may write now.")
            if "write" in request.POST
            else _("%(name)s may only read now.")
        )
        messages.success(request, said % {"name": called(found, request.user)})
    return redirect("cases:people", case.reference)


def send_again(request: MemberRequest, case: Case, found: Authorship) -> None:
    key = found.email or f"person-{found.person_id}"
    if not ratelimit.consume(request, action="official_mailbox", key=key):
        messages.error(request, _("That is enough for today. Try again tomorrow."))
        return
    try:
        actions.invite(case, request.user, person=found.person, email=found.email)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return
    said = _("We sent the invitation to %(email)s.")
    messages.success(request, said % {"email": called(found, request.user)})


@of_a_draft
def leave(request: MemberRequest, case: Case) -> HttpResponse:
    """Asks once; then one no longer takes part."""
    if not takes_part(request.user, case):
        return redirect("cases:people", case.reference)
    if request.method == "POST":
        actions.leave(case, request.user)
        messages.success(
            request, _("You no longer take part. What you wrote and your credit stay.")
        )
        return redirect("community:my_space")
    context = frame(request, case, case.draft())
    return render(request, "knowledge/workspace/author_leave.html", context)


# --- Credits ---------------------------------------------------------------------------


@to_write
def credit(request: MemberRequest, case: Case, key: uuid.UUID | None = None) -> HttpResponse:
    return rows.write(request, case, CREDITS, key)


@require_POST
@to_write
def move_credit(request: MemberRequest, case: Case, key: uuid.UUID) -> HttpResponse:
    return rows.move(request, case, CREDITS, key)


@to_write
def drop_credit(request: MemberRequest, case: Case, key: uuid.UUID) -> HttpResponse:
    return rows.drop(request, case, CREDITS, key)


@require_POST
@to_write
def credit_me(request: MemberRequest, case: Case) -> HttpResponse:
    """A row for oneself, with the post and organization of today."""
    try:
        actions.credit_self(case, request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("cases:people", case.reference)


# --- Invitations -----------------------------------------------------------------------


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Visitors read who invites them; they may say no without an account."""
    user = request.user
    form = None
    try:
        found = actions.read_invitation(token)
        if request.method == "POST" and "decline" in request.POST:
            actions.decline(token, user if user.is_authenticated else None)
            return render(request, "knowledge/invitation_declined.html", {"invitation": found})
        if user.is_authenticated:
            form = AcceptForm(request.POST or None, initial=beginning(found, user))
            if request.method == "POST" and form.is_valid():
                return accept(request, token, form)  # type: ignore[arg-type]
    except ValidationError as refused:
        return render(request, "community/link_refused.html", {"reason": refused.messages[0]})
    context = {"invitation": found, "form": form, "title": found.case.draft().title}
    return render(request, "knowledge/invitation.html", context)


def beginning(invitation: Authorship, user: User) -> dict[str, str]:
    """What the invitation says of the person or, where it says nothing, their profile."""
    post, organization = invitation.post, invitation.organization_name
    here = user.current_affiliation
    if here and not (post or organization):
        post, organization = here.post, here.organization.name
    return {"post": post, "organization_name": organization}


def accept(request: MemberRequest, token: str, form: AcceptForm) -> HttpResponse:
    told: dict[str, Any] = form.cleaned_data
    taken = actions.accept(
        token,
        request.user,
        post=told["post"],
        organization_name=told["organization_name"],
        shown_as=told["shown_as"],
    )
    said = _("Welcome: you now take part in telling this experience.")
    messages.success(request, said)
    return redirect("cases:edit", taken.case.reference)


# --- Who is there ------------------------------------------------------------------------


@require_safe
def who_is_here(request: HttpRequest, reference: str) -> HttpResponse:
    """For HTMX, again and again. Whoever has signed out meanwhile is asked no more."""
    if not request.user.is_authenticated:
        return HttpResponse(status=STOP_ASKING)
    return present(request, reference)


@of_a_draft
def present(request: MemberRequest, case: Case) -> HttpResponse:
    """Note that this person has `?parte=` open, and say who else has which."""
    if not is_fragment(request):
        return redirect("cases:edit", case.reference)
    part = request.GET.get("parte", "")[:40]
    names = NamesShown(case, request.user)
    others = [
        (
            replace(each, name=names.of_account(each.user, each.name)),
            title_of(each.part),
            each.part == part and bool(part),
        )
        for each in presence.note(case, request.user, part)
    ]
    context = {"case": case, "others": others, "part": part, "is_asked": True}
    return render(request, "knowledge/workspace/_presence.html", context)


def title_of(part: str) -> str:
    section = section_called(part)
    own = {"quienes": _("Who made it"), "documentos": _("Documents")}
    return str(section.title) if section else own.get(part, "")
