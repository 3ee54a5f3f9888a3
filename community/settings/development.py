"""For the person who changes Cabildo: errors in full, static files as they lie."""

from community.settings.base import *

DEBUG = True
SECRET_KEY = "only-for-development"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
MAIL_IS_READABLE_ON_SITE = True
DEMONSTRATION_ALLOWED = True
# Browsers make passkeys for localhost without TLS, not for 127.0.0.1.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
