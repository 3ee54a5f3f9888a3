"""One's own account, at /cuenta/. Signing in and passwords are allauth's views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.actions.members import close_account, consequences_of_closing
from community.forms.accounts import AcceptRenewedTextsForm
from community.forms.preferences import PreferencesForm
from community.forms.profile import CloseAccountForm, ProfileForm
from community.models import LegalText, User
from community.permissions import can_close_account
from community.second_factor import has_second_factor

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from community.http import MemberRequest


@never_cache
@login_required
def overview(request: MemberRequest) -> HttpResponse:
    """What the account consists of, and where each part is changed."""
    return render(
        request,
        "account/overview.html",
        {
            "waiting_texts": LegalText.objects.in_force().not_accepted_by(request.user),
            "has_second_factor": has_second_factor(request.user),
            "may_close": can_close_account(request.user, request.user),
            "may_publish": request.user.has_perm("wagtailadmin.access_admin"),
        },
    )


@never_cache
@login_required
def edit_profile(request: MemberRequest) -> HttpResponse:
    # Apart from `request.user`, whose name stands in the header while the form has errors.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            person = form.save()
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Your profile is saved."))
            return redirect(person)
    return render(request, "account/profile.html", {"form": form})


@never_cache
@login_required
def preferences(request: MemberRequest) -> HttpResponse:
    """Language, hours, and the way to the mails; saved, the page speaks the chosen language."""
    person = User.objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        here = reverse("account_preferences")
        with translation.override(person.language):
            messages.success(request, _("Your preferences are saved."))
        return redirect(translate_url(here, person.language))
    return render(request, "account/preferences.html", {"form": form})


@never_cache
@login_required
def accept_texts(request: MemberRequest) -> HttpResponse:
    """Asks for the texts in force that the person has not accepted; one may go on without."""
    onward = _onward(request)
    form = AcceptRenewedTextsForm(request.POST or None, user=request.user)
    if not form.texts:
        return redirect(onward)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Thank you. We noted that you accept."))
        return redirect(onward)
    request.session["asked_texts"] = [text.pk for text in form.texts]
    return render(request, "account/texts.html", {"form": form, "onward": onward})


@never_cache
@login_required
@reauthentication_required
def close(request: MemberRequest) -> HttpResponse:
    """Asks once, naming what is lost, then closes the account for good."""
    if not can_close_account(request.user, request.user):
        raise PermissionDenied
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_account(request.user, keep_name=form.cleaned_data["keep_name"] == "yes")
        logout(request)
        return redirect("account_inactive")
    context = {"form": form, "consequences": consequences_of_closing(request.user)}
    return render(request, "account/close.html", context)


def _onward(request: HttpRequest) -> str:
    """Where the person was going; the front door when that lies elsewhere."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return onward if is_ours else "/"
