"""For the tests: as production, but quick hashes, mail in memory and Wagtail's tasks at once."""

import tempfile
from pathlib import Path

from community.settings.base import *

DATA_DIR = Path(tempfile.mkdtemp(prefix="cabildo-test-"))
DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Wagtail would remember renditions of images that an earlier test has taken back.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {"default": {"BACKEND": "tests.tasks.OursWait"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "PATH": DATA_DIR / "search"}}
DEMONSTRATION_ALLOWED = True
# Browsers make passkeys for localhost without TLS, not for 127.0.0.1.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
SECONDS_TO_FILL_IN_A_FORM = 0
