"""“Was it of use to you?”, on cases and solutions; and the queue of what to make better."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.http import BIGGEST
from knowledge.actions.usefulness import note_seen, say_useful
from knowledge.forms.feedback import UsefulForm
from knowledge.improving import PER_PAGE, counted, to_improve
from knowledge.models import Case, SolutionPage
from knowledge.views.asking import published_for
from knowledge.views.solutions import solution_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest

# Stands for a browser until the day is over, and is read nowhere else.
COOKIE = "sirvio"
DONE = "gracias"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    case = published_for(request, reference)
    here = reverse("cases:useful", args=[case.reference])
    return ask(request, case, here, case.get_absolute_url())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_solution(request: HttpRequest, pk: int) -> HttpResponse:
    solution = solution_for(request, pk)
    here = reverse("solutions:useful", args=[solution.pk])
    return ask(request, solution, here, solution.get_url(request) or "/")


def ask(request: HttpRequest, thing: Any, here: str, back: str) -> HttpResponse:
    """The form, with or without an account; after it, thanks. ?respuesta=si chooses the answer."""
    data = request.POST if request.method == "POST" else None
    answer = request.GET.get("respuesta", "")
    form = UsefulForm(data, initial={"was_useful": answer if answer in ("si", "no") else ""})
    if request.method == "POST" and form.is_valid():
        response = keep(request, thing, form, here)
        if response is not None:
            return response
    context = {
        "thing": thing,
        "form": form,
        "here": here,
        "back": back,
        "is_done": DONE in request.GET and data is None,
        "is_case": isinstance(thing, Case),
    }
    return render(request, "knowledge/useful.html", context)


def keep(request: HttpRequest, thing: Any, form: UsefulForm, here: str) -> HttpResponse | None:
    """To the thanks; None where it was refused, which the form says."""
    if not ratelimit.consume(request, action="usefulness"):
        said = _("Many answers came from your connection within the hour. Try again later.")
        form.add_error(None, said)
        return None
    token = request.COOKIES.get(COOKIE, "")[:40] or get_random_string(20)
    who = f"u{request.user.pk}" if request.user.is_authenticated else f"b{token}"
    try:
        say_useful(thing, who, **form.cleaned_data)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    response = redirect(f"{here}?{DONE}=1")
    if not request.user.is_authenticated:
        response.set_cookie(
            COOKIE,
            token,
            expires=tomorrow(),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def tomorrow() -> datetime:
    """When the day is over where the site is."""
    day = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))


@require_safe
@login_required
def queue(request: MemberRequest) -> HttpResponse:
    """What readers found of no use, of what one writes or answers for; of the team, all."""
    paginator = Paginator(counted(request.user), PER_PAGE)
    page = paginator.get_page(request.GET.get("pagina"))
    context = {"page_obj": page, "rows": to_improve(request.user, page.object_list)}
    return render(request, "knowledge/to_improve.html", context)


@require_POST
@login_required
def seen(request: MemberRequest) -> HttpResponse:
    """Note that what was said of one thing, as far as it was shown, has been looked at."""
    until = number_in(request, "hasta")
    case, solution = number_in(request, "experiencia"), number_in(request, "solucion")
    thing: Any
    if case:
        thing = get_object_or_404(Case, pk=case)
    else:
        thing = get_object_or_404(SolutionPage, pk=solution)
    number = note_seen(thing, request.user, until)
    if number:
        messages.success(request, _("Noted: it is no longer among what is to be improved."))
    else:
        messages.info(request, _("Somebody had noted it already."))
    return redirect("cases:to_improve")


def number_in(request: HttpRequest, name: str) -> int:
    """A key that was sent; 0 where it was not.

    Raises:
        Http404: it is no key.

    """
    told = request.POST.get(name, "0")
    if not told.isascii() or not told.isdecimal() or int(told) >= BIGGEST:
        raise Http404
    return int(told)
