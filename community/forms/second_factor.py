"""The second step of signing in: allauth's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as application_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django.utils.translation import gettext_lazy as _

from community.forms.accounts import PlainFields

NUMBERS = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class CodeForm(PlainFields, factor_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("Six digits of your application, or one of your recovery codes.")}


class CodeAgainForm(PlainFields, factor_forms.ReauthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("Six digits of your application, or one of your recovery codes.")}


class ApplicationForm(PlainFields, application_forms.ActivateTOTPForm):
    labels = {"code": _("The code the application shows now")}
    hints = {"code": _("Six digits; they change each half minute.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(NUMBERS)

    @property
    def secret_in_groups(self) -> str:
        """The key as people copy it by hand: four characters at a time."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class NewPasskeyForm(PlainFields, passkey_forms.AddWebAuthnForm):
    labels = {
        "name": _("What you call it"),
        "passwordless": _("Sign in with it alone, without a password"),
    }
    hints = {
        "name": _("So that you know later which one it is: “Phone”, “Computer of the town hall”."),
        "passwordless": _("The device then asks for your finger, your face or its PIN."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(PlainFields, passkey_forms.EditWebAuthnForm):
    labels = {"name": _("What you call it")}
