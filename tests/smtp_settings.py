"""As `make run`, but mails go to a server on this machine: for workers that tests start."""

import os

from community.settings.local import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["SMTP_PORT"])
EMAIL_TIMEOUT = 10
