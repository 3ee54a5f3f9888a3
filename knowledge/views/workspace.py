"""Where authors tell their case, a section at a time, at /experiencias/…/editar/."""

from __future__ import annotations

import uuid
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from community.http import is_fragment
from knowledge import actions
from knowledge.actions.writing import token_of
from knowledge.forms.rows import arranged
from knowledge.lookup import case_for, moved
from knowledge.models import Case, CaseEvent
from knowledge.permissions import (
    can_discard,
    can_edit,
    can_read_draft,
    can_register,
    can_review,
    can_send,
    is_keeper,
)
from knowledge.sections import (
    FIRST,
    ROW_KINDS,
    SECTIONS,
    aim_of,
    progress_of,
    road,
    section_after,
    section_before,
    section_called,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from community.http import MemberRequest
    from community.models import User
    from knowledge.sections import CaseSection

    CaseView = Callable[..., HttpResponse]

# How long it is known that a page itself has saved what its section says.
PAGE_KNOWN_FOR = 24 * 60 * 60


def of_a_draft(view: CaseView) -> CaseView:
    """Gives the view the case its address means, to whoever may read its draft.

    Visitors are sent to sign in; what they had typed is shown to them first.
    Strangers find nothing, or, where the case is published, that it is not theirs.
    """

    @wraps(view)
    def guarded(request: MemberRequest, reference: str, **options: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return sent_to_sign_in(request)
        case = case_for(request, reference, with_people=request.method != "POST")
        if not can_read_draft(request.user, case):
            raise PermissionDenied
        return moved(request, case, reference) or view(request, case, **options)

    return never_cache(guarded)


def sent_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the door, or, for whoever just sent a form, the typed text with a link to the door."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return render(request, "knowledge/workspace/signed_out.html", status=403)


def frame(request: MemberRequest, case: Case, draft: Case) -> dict[str, Any]:
    """What every screen of the workspace shows around its own part."""
    return {
        "case": case,
        "draft": draft,
        "progress": progress_of(draft),
        "sections": SECTIONS,
        "saved_at": case.latest_revision.created_at if case.latest_revision else case.changed_at,
        "today": timezone.localdate(),
        "is_mine": is_keeper(request.user, case),
        "may_send": can_send(request.user, case),
    }


def new_case(request: HttpRequest) -> HttpResponse:
    """What registering is; for members, the first section too."""
    if not can_register(request.user):
        if request.method == "POST":
            return sent_to_sign_in(request)
        return render(request, "knowledge/workspace/new.html", {"sections": SECTIONS})
    return begin(request)  # type: ignore[arg-type]


@never_cache
def begin(request: MemberRequest) -> HttpResponse:
    make_form = FIRST.form_for(request.user)
    key = uuid.uuid4()
    if request.method == "POST":
        key = key_in(request.POST.get("key", "")) or key
        case, form = actions.begin(request.user, make_form, FIRST.names, request.POST, key=key)
        if case is not None:
            return onward(request, case, FIRST)
    else:
        form = make_form(instance=new_draft(request.user))
    return render(
        request,
        "knowledge/workspace/new.html",
        {"form": form, "section": FIRST, "sections": SECTIONS, "key": key, "folds": True},
    )


def new_draft(user: User) -> Case:
    """An empty case, in the municipality the person works for, and on its behalf if they may."""
    affiliation = user.current_affiliation
    place = affiliation.organization.territory if affiliation else None
    is_town = place is not None and place.level == "municipality"
    case = Case(registered_by=user, lead_municipality=place if is_town else None)
    if affiliation and affiliation.is_verified:
        case.on_behalf_of = affiliation.organization
    return case


def key_in(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@of_a_draft
def edit(request: MemberRequest, case: Case) -> HttpResponse:
    """The whole of the work on a case: where it stands, its sections, its history."""
    draft = case.draft()
    events = list(case.events.select_related("actor"))
    given_back = (CaseEvent.Verb.RETURNED, CaseEvent.Verb.UNPUBLISHED)
    return render(
        request,
        "knowledge/workspace/overview.html",
        {
            **frame(request, case, draft),
            "events": events,
            "given_back": next((event for event in events if event.verb in given_back), None),
            "may_edit": can_edit(request.user, case),
            "may_discard": can_discard(request.user, case),
            "may_review": can_review(request.user),
        },
    )


@of_a_draft
def section(request: MemberRequest, case: Case, section: str) -> HttpResponse:
    """One section: read it, write it, or decide when somebody else wrote in it meanwhile."""
    part = section_called(section)
    if part is None or part.form_class is None:
        raise Http404
    if not can_edit(request.user, case):
        context = {**frame(request, case, case.draft()), "section": part}
        return render(request, "knowledge/workspace/closed.html", context, status=403)
    if request.method == "POST":
        return save(request, case, part)
    draft = case.draft()
    make_form = part.form_for(request.user, extra=more_rows(request), windows=windows(request.GET))
    form = make_form(instance=draft)
    return show(request, case, draft, part, form, seen=token_of(draft, part.names))


def more_rows(request: HttpRequest) -> dict[str, int]:
    """Of which rows one more was asked for, without scripts."""
    relation = request.GET.get("fila", "")
    return {relation: 1} if relation in ROW_KINDS else {}


def windows(told: QueryDict) -> dict[str, int]:
    """Which windows of rows are meant, by relation: ?filas=indicators-2&filas=steps-3."""
    return dict(found for text in told.getlist("filas") if (found := window_in(text)))


def window_in(text: str) -> tuple[str, int] | None:
    relation, _dash, number = text.partition("-")
    if relation in ROW_KINDS and number.isascii() and number.isdigit() and len(number) < 4:
        return relation, max(int(number), 1)
    return None


def save(request: MemberRequest, case: Case, part: CaseSection) -> HttpResponse:
    """What can be kept is kept; the page comes back with what is wrong or in conflict."""
    make_form = part.form_for(request.user, windows=windows(request.POST))
    data = arranged(request.POST)
    try:
        form = kept(request, case, part, make_form, data)
    except actions.ConflictError as conflict:
        current = conflict.current
        seen = token_of(current, part.names)
        form = make_form(data, instance=current)
        if form.has_changed():
            if is_fragment(request):
                return render(request, "knowledge/workspace/_in_conflict.html", {"case": case})
            return show(
                request, case, case.draft(), part, form, seen=seen, stored=form.stored_words()
            )
    seen = token_of(form.instance, part.names)
    remember(request, seen)
    if is_fragment(request):
        return autosaved(request, case, part, form, seen)
    if form.is_valid():
        return onward(request, case, part)
    case = Case.objects.select_related("latest_revision").get(pk=case.pk)
    return show(request, case, case.draft(), part, form, seen=seen)


def kept(
    request: MemberRequest, case: Case, part: CaseSection, make_form: Any, data: QueryDict
) -> Any:
    """The form after saving. What this very page has saved before is no conflict.

    An answer of the server may be lost on the way to a telephone: then the page
    does not know that it has saved.
    """
    seen = data.get("seen", "")
    try:
        return actions.save_draft(case, make_form, part.names, data, request.user, seen=seen)
    except actions.ConflictError as conflict:
        now = token_of(conflict.current, part.names)
        if cache.get(name_of_page(request)) != now:
            raise
        return actions.save_draft(case, make_form, part.names, data, request.user, seen=now)


def name_of_page(request: MemberRequest) -> str:
    page = key_in(request.POST.get("page", ""))
    return f"workspace-page:{request.user.pk}:{page}"


def remember(request: MemberRequest, seen: str) -> None:
    if key_in(request.POST.get("page", "")):
        cache.set(name_of_page(request), seen, PAGE_KNOWN_FOR)


def autosaved(
    request: MemberRequest, case: Case, part: CaseSection, form: Any, seen: str
) -> HttpResponse:
    """What changes on the page when it was saved while one writes; the answers are left alone."""
    draft = form.instance
    is_right = form.is_valid()
    context = {
        **frame(request, case, draft),
        "section": part,
        "form": form,
        "seen": seen,
        "saved_at": timezone.now(),
        "is_right": is_right,
    }
    response = render(request, "knowledge/workspace/_autosaved.html", context)
    # Told to the scripts of the page: whether all that it shows is kept.
    response["HX-Trigger"] = "kept-all" if is_right else "kept-some"
    return response


def onward(request: MemberRequest, case: Case, part: CaseSection) -> HttpResponse:
    """To the next section, or back to this one, as the button said."""
    if "next" not in request.POST:
        address = redirect("cases:section", case.reference, part.slug)
        address["Location"] += same_place(request)
        return address
    following = section_after(part, aim_of(case))
    if following is None:
        return redirect(
            "cases:send" if can_send(request.user, case) else "cases:edit", case.reference
        )
    return redirect("cases:section", case.reference, following.slug)


def same_place(request: MemberRequest) -> str:
    """What leads back to the rows one was writing, or asked for: ?filas=steps-2#rows-steps."""
    shown, query, anchor = windows(request.POST), {}, ""
    if (added := request.POST.get("add", "")) in ROW_KINDS:
        query, anchor = {"fila": added}, f"#new-{added}"
    elif asked := window_in(request.POST.get("show", "")):
        shown, anchor = {**shown, **dict([asked])}, f"#rows-{asked[0]}"
    elif (moved_in := request.POST.get("move", "").split("-")[0]) in ROW_KINDS:
        anchor = f"#rows-{moved_in}"
    beyond = [f"{relation}-{number}" for relation, number in shown.items() if number > 1]
    told = urlencode({**query, "filas": beyond}, doseq=True)
    return (f"?{told}" if told else "") + anchor


def show(
    request: MemberRequest,
    case: Case,
    draft: Case,
    part: CaseSection,
    form: Any,
    *,
    seen: str,
    stored: dict[str, str] | None = None,
) -> HttpResponse:
    around = frame(request, case, draft)
    level = around["progress"].level
    along = road(level)
    context = {
        **around,
        "section": part,
        "folds": around["progress"].is_first and part in along,
        "number": along.index(part) + 1 if part in along else 0,
        "total": len(along),
        "before": section_before(part, level),
        "form": form,
        "seen": seen,
        "page": key_in(request.POST.get("page", "")) or uuid.uuid4(),
        "stored": stored,
    }
    return render(request, "knowledge/workspace/section.html", context)
