"""What a person shows besides the password: whether they do, how its secrets are kept."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User

# In the session of somebody who runs the site and has no second step yet.
NEEDS_SECOND_STEP = "needs_second_step"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Whether signing in asks this person for more than the password. One query."""
    if not user.is_authenticated:
        return False
    return Authenticator.objects.filter(user=user.pk, type__in=FACTORS).exists()


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("You cannot remove it."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes are for those who have an application or a passkey. Add one first."
        ),
        "incorrect_code": _("That code is not right. Wait for the next one and write it."),
        "unverified_email": _("Confirm your e-mail first; then you can add a second step."),
    }

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Whoever gets hold of a copy of the database has no second factor of anybody."""
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where its key is gone, another one, which no code ever fits."""
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_lock(str(key)) for key in keys])


def _lock(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"second factor {key}".encode()).digest()))
