"""For real people: behind a proxy with TLS, with every secret from the environment.

`deploy/ENVIRONMENT.md` says what each variable means.
"""

from environ import ImproperlyConfigured

from community.settings.base import *


def required(name: str) -> str:
    """The variable's value.

    Raises:
        SystemExit: it is missing or empty; the sentence names it.

    """
    value = str(env.str(name, default="")).strip()
    if not value:
        raise SystemExit(
            f"Cabildo cannot start: the environment variable {name} is missing "
            "(deploy/ENVIRONMENT.md says what it is)."
        )
    return value


# --- Secrets and names --------------------------------------------------------
DEBUG = False
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise SystemExit(
        "Cabildo cannot start: SECRET_KEY is too short to be secret; "
        "it needs 50 random characters or more."
    )
# Keys that were in use before: what they signed or locked can still be read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
WAGTAILADMIN_BASE_URL = required("SITE_URL").rstrip("/")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise SystemExit("Cabildo cannot start: SITE_URL must start with https://.")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

# --- Who answers for the data and the mail ------------------------------------
LEGAL_CONTROLLER = required("LEGAL_CONTROLLER")
LEGAL_CONTACT_EMAIL = required("LEGAL_CONTACT_EMAIL")
SECURITY_CONTACT_EMAIL = env.str("SECURITY_CONTACT_EMAIL", default=LEGAL_CONTACT_EMAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")
required("EMAIL_URL")
try:
    globals().update(env.email_url("EMAIL_URL"))
except (ImproperlyConfigured, KeyError, ValueError):
    raise SystemExit(
        "Cabildo cannot start: EMAIL_URL is not an address of a mail server, "
        "such as smtp+tls://user:password@mail.example.org:587."
    ) from None
EMAIL_TIMEOUT = 20

# --- Files --------------------------------------------------------------------
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "community.storage.InlinedManifestStaticFilesStorage"},
}

# --- Links to other sites -----------------------------------------------------
CHECK_LINKS = env.bool("CHECK_LINKS", default=True)

# --- Safety -------------------------------------------------------------------
# How many proxies of ours stand in front. Each adds the client's address; only
# with one may the header that says "this came by TLS" be believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Whoever may enter the admin needs more than a password to do so.
SECOND_FACTOR_FOR_STAFF = env.bool("SECOND_FACTOR_FOR_STAFF", default=True)
# Whoever asks whether the process lives does so without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Whether the town's other subdomains speak TLS is not ours to promise.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W021"]
