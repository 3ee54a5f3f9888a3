"""Signing up, signing in, passwords and addresses: allauth's forms in our words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.actions.addresses import begin_change
from community.actions.members import accept_texts
from community.forms.traps import TrappedForm
from community.models import LegalText

if TYPE_CHECKING:
    from allauth.account.models import EmailAddress
    from django.http import HttpRequest, HttpResponse

    from community.models import User

PASSWORD_HELP = _(
    "At least 8 characters. Not only digits, not a word everybody uses, "
    "and nothing like your e-mail."
)
LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password, once more"),
    "oldpassword": _("Current password"),
    "remember": _("Keep me signed in on this device"),
}
HELP = {"password1": PASSWORD_HELP}


# Signs and beginnings that no name has and every advertisement needs.
NO_NAME = re.compile(r"[<>@/\\\x00-\x1f]|www\.", re.IGNORECASE)


def check_name(name: str) -> str:
    """The name with single spaces.

    Our mails greet by it, also at an address that is not the writer's: a name
    must not carry an address to click on.

    Raises:
        ValidationError: it holds signs that stand in addresses.

    """
    if NO_NAME.search(name):
        raise forms.ValidationError(_("Write only your name, without addresses or signs."))
    return " ".join(name.split())


class PlainFields:
    """Our labels and hints instead of allauth's, and no placeholder, which vanishes on typing.

    A form says what differs in its own `labels` and `hints`.
    """

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels, hints = LABELS | self.labels, HELP | self.hints
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = labels.get(name, field.label)
            if isinstance(field.widget, forms.PasswordInput) or name in hints:
                field.help_text = hints.get(name, "")


class AcceptTexts(forms.Form):
    """The box to tick, and which versions stood beside it."""

    accept = forms.BooleanField(
        label=_("I accept the terms of use and the privacy notice"),
        error_messages={
            "required": _("To have an account you need to accept the terms and the notice.")
        },
    )
    versions = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = list(LegalText.objects.in_force().order_by("pk"))
        self.fields["versions"].initial = self._shown()

    def clean_versions(self) -> str:
        shown = self.cleaned_data["versions"]
        if shown != self._shown():
            self.data = {**self.data, self.add_prefix("versions"): self._shown()}
            self.add_error(
                "accept", _("The texts changed while you were writing. Please look at them again.")
            )
        return shown

    def _shown(self) -> str:
        return ",".join(str(text.pk) for text in self.texts)


class SignUpForm(PlainFields, TrappedForm, AcceptTexts, allauth_forms.SignupForm):
    display_name = forms.CharField(
        label=_("First and last name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As your colleagues know you. It signs what you publish."),
    )
    hints = {"email": _("We send you a message to confirm it. It is not shown to visitors.")}
    field_order = ["display_name", "email", "password1", "password2", "accept", "versions"]

    def clean_display_name(self) -> str:
        return check_name(self.cleaned_data["display_name"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save, or mail whoever has the account already; the answer takes as long either way.

        A machine gets the same answer, and no account. A second click may arrive
        while the first is being saved: then the account is there.
        """
        if self.is_a_robot:
            make_password(self.cleaned_data["password1"])
            return None, HttpResponseRedirect(reverse("account_email_verification_sent"))
        if getattr(self, "account_already_exists", False):
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        accept_texts(user, self.texts)


class SignInForm(PlainFields, allauth_forms.LoginForm):
    pass


class AddressForm(PlainFields, allauth_forms.AddEmailForm):
    labels = {"email": _("New e-mail")}
    hints = {
        "email": _(
            "We send a message there and another to the present one. "
            "The address changes once both links were opened."
        )
    }

    def save(self, request: HttpRequest) -> EmailAddress:
        """Both mailboxes are asked, whether or not somebody else has that address."""
        change = begin_change(self.user, self.cleaned_data["email"])
        get_adapter(request).ask_present_address(request, change)
        address: EmailAddress = super().save(request)
        return address


class PasswordChangeForm(PlainFields, allauth_forms.ChangePasswordForm):
    labels = {"password1": _("New password")}


class PasswordSetForm(PlainFields, allauth_forms.SetPasswordForm):
    labels = {"password1": _("New password")}


class PasswordRecoveryForm(PlainFields, allauth_forms.ResetPasswordForm):
    hints = {"email": _("The one you signed up with.")}
    users: list[User]

    def clean_email(self) -> str:
        """An address that only waits to become that of an account opens nothing yet."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.email == email.lower()]
        return email

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Mail the link. For an unknown address, knock at the mail server all the same.

        Otherwise the time of the answer would tell who has an account.
        """
        if not self.users:
            connection = get_connection(fail_silently=True)
            connection.open()
            connection.close()
        return super().save(request, **options)


class PasswordFromLinkForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password")}


class ConfirmIdentityForm(PlainFields, allauth_forms.ReauthenticateForm):
    pass


class AcceptRenewedTextsForm(AcceptTexts):
    """On a page of its own, for somebody who has an account already."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.texts = list(LegalText.objects.in_force().not_accepted_by(user).order_by("kind"))
        self.fields["versions"].initial = self._shown()

    def save(self) -> None:
        accept_texts(self.user, self.texts)
