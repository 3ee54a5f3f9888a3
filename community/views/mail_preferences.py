"""Which mails one gets, at /cuenta/avisos/, and the link by which a mail lets one stop them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from community.actions.bounces import trust_again
from community.actions.mail_preferences import come_back, leave
from community.forms.mail_preferences import MailPreferencesForm
from community.leaving import read_token
from community.models import MailAddress
from community.sources import EXPLAINED, Source

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest


@never_cache
@login_required
def mail_preferences(request: MemberRequest) -> HttpResponse:
    """How often each source may write, and whether mail reaches the person at all."""
    form = MailPreferencesForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("We noted how often you want mail."))
        return redirect("mail_preferences")
    stopped = MailAddress.objects.stopped().filter(address__iexact=request.user.email)
    context = {
        "form": form,
        "always": [{"label": Source.ACCOUNT.label, "words": EXPLAINED[Source.ACCOUNT]}],
        "stopped": stopped.first(),
        "hour": f"{request.user.digest_hour}:00",
    }
    return render(request, "account/mail_preferences.html", context)


@require_POST
@login_required
def trust_address(request: MemberRequest) -> HttpResponse:
    """Write again to an address that refused our mail."""
    trust_again(request.user)
    messages.success(request, _("From now on we write to your address again."))
    return redirect("mail_preferences")


# Exempt: mail programs post there on their own (RFC 8058); the signed link is what proves it.
@csrf_exempt
@never_cache
def leave_mails(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, because programs open links of mails to look at them; POST stops the mails.

    Needs no sign-in. Answers a POST with the page itself, never a redirect,
    as mail programs follow none; the page offers to undo it.
    """
    farewell = read_token(token)
    if farewell is None:
        return render(request, "account/leave_mails_gone.html", status=404)
    state = "asks"
    if request.method == "POST" and request.POST.get("again"):
        come_back(farewell.person, farewell.sources)
        state = "back"
    elif request.method == "POST":
        leave(farewell.person, farewell.sources)
        state = "left"
    labels = [source.label for source in farewell.sources]
    return render(request, "account/leave_mails.html", {"state": state, "labels": labels})
