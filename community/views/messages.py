"""Writing to somebody, at /personas/<handle>/escribir/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.actions.messages import send_message
from community.forms.messages import MessageForm
from community.models import Message, User
from community.permissions import can_see_profile, can_write_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from community.http import MemberRequest

SHOWN = 10


def addressee(request: MemberRequest, handle: str) -> User:
    """Whom the person may write to.

    Raises:
        Http404: there is nobody of that handle whom they may see.
        PermissionDenied: whom they see lets nobody like them write.

    """
    person = User.objects.filter(handle=handle, is_active=True).first()
    if person is not None and can_write_to(request.user, person):
        return person
    if person is None or not can_see_profile(request.user, person):
        raise Http404
    raise PermissionDenied


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, handle: str) -> HttpResponse:
    """The form, with what the two wrote to each other below it."""
    person = addressee(request, handle)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="message", user=request.user):
            send_message(request.user, person, form.cleaned_data["text"])
            said = _("Your message is on its way to %(name)s.")
            messages.success(request, said % {"name": person.display_name})
            return redirect("community:write", handle=person.handle)
        form.refuse_for_now()
    exchanged = Message.objects.visible_to(request.user).between(request.user, person)[:SHOWN]
    context = {"person": person, "form": form, "exchanged": exchanged}
    return render(request, "community/write.html", context)
