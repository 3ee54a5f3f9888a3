"""Coming to an event: registering, with an account or without, and giving the seat back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.http import BIGGEST
from community.permissions import may_contribute
from community.views.conversation import sign_in_first
from networks.actions import registering as actions
from networks.event_links import guest_in
from networks.models import EventPage, EventRegistration
from networks.registration_form import GuestForm, RegistrationForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest


def event_for(request: HttpRequest, pk: int) -> EventPage:
    """The event, if this visitor may open it; raises Http404 otherwise. One query."""
    seen: Any = EventPage.objects.visible_to(request.user)
    found = seen.select_related("standing", "network", "cover").with_seats(request.user)
    event: EventPage | None = found.filter(pk=pk).first() if pk < BIGGEST else None
    if event is None:
        raise Http404
    return event


def address_of(event: EventPage, request: HttpRequest) -> str:
    return event.get_url(request) or "/"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what is asked; of who has no account an address, or to sign in."""
    event = event_for(request, pk)
    if not request.user.is_authenticated:
        return register_guest(request, event) if event.takes_guests else sign_in(request, event)
    if not may_contribute(request.user):
        raise PermissionDenied
    if event.my_state in EventRegistration.CONCERNED:
        return HttpResponseRedirect(address_of(event, request))
    form = RegistrationForm(request.POST or None, questions=event.questions.all())
    is_sent = request.method == "POST" and (form.is_valid() or not form.questions)
    if is_sent:
        answers = form.answers if form.questions else []
        try:
            registration = actions.register(event, request.user, answers)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return HttpResponseRedirect(address_of(event, request))
        messages.success(request, what_became_of(registration))
        return HttpResponseRedirect(address_of(event, request))
    return draw(request, event, form)


def sign_in(request: HttpRequest, event: EventPage) -> HttpResponse:
    """Back to the form where there is something to ask or the button was pressed."""
    return sign_in_first(request, request.path if event.pk else "/")


def register_guest(request: HttpRequest, event: EventPage) -> HttpResponse:
    questions = event.questions.all()
    form = GuestForm(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid() and begin(request, event, form):
        context = {"event": event, "network": event.network, "email": form.cleaned_data["email"]}
        return render(request, "networks/event_guest_asked.html", context)
    return draw(request, event, form)


def begin(request: HttpRequest, event: EventPage, form: GuestForm) -> bool:
    """Whether the mail with the link is on its way; else the form says why not."""
    email = form.cleaned_data["email"]
    if form.is_a_robot:
        return True
    is_calm = ratelimit.consume(request, action="event_guest")
    if not is_calm or not ratelimit.consume(request, action="event_mailbox", key=email):
        form.add_error(None, _("Too many registrations came from here. Try again in an hour."))
        return False
    try:
        actions.ask_to_register(event, form.cleaned_data["name"], email, form.answers)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def draw(request: HttpRequest, event: EventPage, form: RegistrationForm) -> HttpResponse:
    context = {"event": event, "network": event.network, "form": form}
    return render(request, "networks/event_register.html", context)


def what_became_of(registration: EventRegistration) -> str:
    if registration.is_registered:
        return _("You are registered. We remind you the day before and an hour before.")
    return _("All places are taken. You are in the queue, and enter as soon as one is free.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once, and gives the seat to who waits."""
    event = event_for(request, pk)
    mine = EventRegistration.objects.of(request.user).concerned().filter(event=event).first()
    if mine is None:
        return HttpResponseRedirect(address_of(event, request))
    if request.method == "POST":
        mine.event = event
        actions.give_back(mine)
        messages.success(request, _("You are no longer registered, and your place is free."))
        return HttpResponseRedirect(address_of(event, request))
    context = {"event": event, "network": event.network, "registration": mine}
    return render(request, "networks/event_cancel.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mails, for who has no account: confirm, see, take back."""
    key = guest_in(token)
    found = EventRegistration.objects.select_related(
        "event__standing", "event__network", "event__cover", "user"
    )
    registration = found.filter(key=key).exclude(email="").first() if key else None
    if registration is None or not registration.event.live:
        return render(request, "networks/event_guest_gone.html", status=404)
    if request.method == "POST":
        if act_for_guest(request, registration) and registration.pk is None:
            # Whoever has an account at that address is registered with it.
            return HttpResponseRedirect(address_of(registration.event, request))
        return redirect("events:guest", token)
    event = registration.event
    context = {
        "event": event,
        "network": event.network,
        "registration": registration,
        "certificate_url": reverse("events:guest_certificate", args=[token]),
    }
    return render(request, "networks/event_guest.html", context)


def act_for_guest(request: HttpRequest, registration: EventRegistration) -> bool:
    if request.POST.get("acto") == "anular":
        actions.give_back(registration)
        messages.success(request, _("You are no longer registered, and your place is free."))
        return True
    try:
        confirmed = actions.confirm_guest(registration)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    messages.success(request, what_became_of(confirmed))
    return True
