"""What every way of running Cabildo shares, grouped by the question it answers.

The environment is read here and in `production.py`, nowhere else.
"""

import locale
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from community.file_kinds import DOCUMENTS, IMAGES
from community.settings.accounts import *
from community.settings.policies import *

env = environ.Env()

# --- Where things lie ---------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# Only the settings that say so load demonstration content or show mails at /correo/.
DEMONSTRATION_ALLOWED = False
MAIL_IS_READABLE_ON_SITE = False
EMAIL_FILE_PATH = DATA_DIR / "mail"

# Where `make run` listens, on this machine alone.
PORT: int = env.int("PORT", default=8000)

# --- Who takes part -----------------------------------------------------------
# From the ground up; `tests/architecture/` knows who may import whom.
OUR_APPS = ["territories", "community", "networks", "knowledge", "blog", "search"]

INSTALLED_APPS = [
    *OUR_APPS,
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "community.apps.PeopleAdminConfig",  # wagtail.users with our forms
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "search.apps.RecordedIndexConfig",  # wagtail.search with our receivers
    "community.apps.QuietAdminConfig",  # wagtail.admin without mails of its own
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "community.middleware.permissions_policy",
    "community.middleware.private_for_members",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "community.body_size.BodySizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "community.middleware.SuspensionMiddleware",
    "community.middleware.RenewedTextsMiddleware",
    "community.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "community.moved.MovedPagesMiddleware",
]

ROOT_URLCONF = "community.urls"
WSGI_APPLICATION = "community.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "community.templatetags.components",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "community.context_processors.site",
            ],
        },
    },
]

# --- What it remembers --------------------------------------------------------
# Every write takes the lock at its start, so that two writers wait for each
# other instead of failing; hence no ATOMIC_REQUESTS, which would lock readers.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "db.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }
}
# On disk, because rate limits and site roots must be one truth for all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "PATH": DATA_DIR / "search"}}

# --- Files --------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Where nginx keeps MEDIA_ROOT as an internal location; empty, we send files ourselves.
FILES_ACCEL_PREFIX = env.str("FILES_ACCEL_PREFIX", default="")
IMAGE_MAX_BYTES = 10 * 1024 * 1024
IMAGE_MAX_PIXELS = 40_000_000
IMAGE_MAX_SIDE = 10_000
DOCUMENT_MAX_BYTES = 50 * 1024 * 1024
# A form with a file that is a little too large says so beside it; more is refused unread.
REQUEST_MAX_BYTES = 2 * DOCUMENT_MAX_BYTES
# What all the documents of one experience may be: how many, and how much they weigh.
CASE_FILES_MOST = 40
CASE_FILES_BYTES = 200 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "community.upload_handlers.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "community.upload_storage.LastingFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --- Languages and hours ------------------------------------------------------
LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("pt", _("Portuguese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# gettext takes a bare "pt" for Portugal's; Django and the libraries speak Brazil's there.
locale.locale_alias["pt"] = "pt_BR.ISO8859-1"
TIME_ZONE = "America/Panama"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

# --- Who answers for the data and the mail ------------------------------------
LEGAL_CONTROLLER = env.str("LEGAL_CONTROLLER", default="Cabildo")
LEGAL_CONTACT_EMAIL = env.str("LEGAL_CONTACT_EMAIL", default="contacto@cabildo.example")
SECURITY_CONTACT_EMAIL = env.str("SECURITY_CONTACT_EMAIL", default=LEGAL_CONTACT_EMAIL)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Cabildo <avisos@cabildo.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where answers to our mails go: nobody reads them, and no member's address is told.
NO_REPLY_EMAIL = env.str("NO_REPLY_EMAIL", default=DEFAULT_FROM_EMAIL)

# --- Wagtail ------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Cabildo"
WAGTAILADMIN_BASE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}")
WAGTAILADMIN_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("es", "Español"), ("pt", "Português"), ("en", "English")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# What a workflow ends with: whoever approves need not have the right to publish alone.
WAGTAIL_FINISH_WORKFLOW_ACTION = "community.approval.publish_approved"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_IMAGE_MODEL = "community.UploadedImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "community.upload_forms.UploadedImageForm"
WAGTAILIMAGES_EXTENSIONS = sorted(IMAGES)
WAGTAILIMAGES_MAX_UPLOAD_SIZE = IMAGE_MAX_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = IMAGE_MAX_PIXELS
WAGTAILDOCS_DOCUMENT_MODEL = "community.UploadedDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "community.upload_forms.UploadedDocumentForm"
WAGTAILDOCS_EXTENSIONS = sorted(DOCUMENTS)
WAGTAILDOCS_MAX_UPLOAD_SIZE = DOCUMENT_MAX_BYTES
# A document's address is the one of its file, which our own view guards.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAIL_USER_TIME_ZONES = ["America/Panama", "America/Caracas", "America/Bogota", "America/Lima"]
TAGGIT_CASE_INSENSITIVE = True

# --- Machines that write ------------------------------------------------------
# Nobody fills in one of our forms in less; 0: not asked.
SECONDS_TO_FILL_IN_A_FORM = 3

# --- What desks hold to -------------------------------------------------------
# How many letters a network may send to its members in any seven days.
NETWORK_LETTERS_A_WEEK = 2
# Within which each is done: reading what was sent, its author's answer, the whole work on it.
CASE_TARGET_DAYS = {"review": 10, "author": 30, "systematization": 90}
# Whether links to other sites are asked if they still answer. Production asks.
CHECK_LINKS = env.bool("CHECK_LINKS", default=False)

# --- Safety (what browsers may do stands in policies.py) ----------------------
# Wagtail lifts it for the previews it frames.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
# Uniqueness of the address is a constraint on its lower case, which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# --- What it tells whoever runs it --------------------------------------------
# Errors go to the standard error stream, also when DEBUG is off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # An address that leads nowhere is the business of whoever asked.
        "django.request": {"level": "ERROR"},
    },
}
