"""Where django-allauth asks us: what it says, what it mails, where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import add_query_params
from django.conf import settings
from django.contrib import messages
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.actions.addresses import change_to, confirm, is_a_change
from community.mails import add_html
from community.models import LegalText
from community.permissions import runs_the_site
from community.second_factor import NEEDS_SECOND_STEP

if TYPE_CHECKING:
    from allauth.account.forms import BaseSignupForm
    from allauth.account.models import EmailAddress
    from django.core.mail import EmailMultiAlternatives
    from django.http import HttpRequest, HttpResponse

    from community.models import AddressChange, User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("That is already the address of your account."),
        "email_password_mismatch": _(
            "The e-mail or the password is not right. Check both and try again."
        ),
        "email_taken": _("That address cannot be used. Try another one."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_password": _("That is not your password. Try again."),
        "invalid_password_reset": _("The link no longer works. Ask for a new one."),
        "rate_limited": _("Too many attempts in a short time. Wait a few minutes and try again."),
        "too_many_login_attempts": _(
            "Too many attempts with this e-mail. Wait five minutes and try again, "
            "or recover your password."
        ),
    }

    def save_user(
        self, request: HttpRequest, user: User, form: BaseSignupForm, commit: bool = True
    ) -> User:
        """The handle is made of the name, so the name comes first. Mails speak as the page did."""
        user.language = get_language() or user.language
        user.display_name = form.cleaned_data["display_name"]
        return super().save_user(request, user, form, commit)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        message = super().render_mail(template_prefix, email, context, headers)
        add_html(message)
        return message

    def ask_present_address(self, request: HttpRequest, change: AddressChange) -> None:
        """Mail the link that lets an account have another address to the one it has."""
        path = reverse("account_approve_address", args=[change.key])
        context = {
            "user": change.user,
            "new_email": change.email,
            "approve_url": request.build_absolute_uri(path),
        }
        self.send_mail("account/email/address_change", change.user.email, context)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirmed by its own mailbox; one that replaces another waits for that mailbox too."""
        change = change_to(email_address)
        if is_a_change(email_address) and change and not confirm(change):
            messages.success(
                request,
                _("One step is missing: open the link that we sent to the present address."),
            )
            return False
        confirmed = super().confirm_email(request, email_address)
        if confirmed and change:
            change.delete()
        return bool(confirmed)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """After signing in, on to where one wanted; by way of texts not accepted yet.

        Who came by an address that names no language goes on in the preferred one.
        """
        response = super().post_login(request, user, **options)
        if get_language() == settings.LANGUAGE_CODE != user.language:
            response["Location"] = translate_url(response["Location"], user.language)
        if settings.SECOND_FACTOR_FOR_STAFF and runs_the_site(user):
            request.session[NEEDS_SECOND_STEP] = True
        if LegalText.objects.in_force().not_accepted_by(user).exists():
            asking = add_query_params(reverse("account_texts"), {"next": response["Location"]})
            response["Location"] = asking
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        if self.request.user.is_authenticated:
            return reverse("account_overview")
        return reverse("account_login")
