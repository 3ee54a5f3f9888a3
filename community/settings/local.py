"""For `make run`: the real server and real settings on one machine, nothing to configure.

As production, but the secret key is made once in DATA_DIR and mails are files
there, readable at /correo/, an address that exists only where this says so.
"""

import os
import secrets

from community.settings.base import *

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def secret_key() -> str:
    """The key of this site, made on the first start and readable by its owner alone."""
    file = DATA_DIR / "secret-key.txt"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as opened:
        key = secrets.token_urlsafe(50)
        opened.write(key)
    return key


SECRET_KEY = secret_key()
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "community.storage.InlinedManifestStaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
MAIL_IS_READABLE_ON_SITE = True
DEMONSTRATION_ALLOWED = True
# Browsers make passkeys for localhost without TLS, not for 127.0.0.1.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Whoever tries it out is in a hurry, and so are the tests in the browser.
SECONDS_TO_FILL_IN_A_FORM = 0
