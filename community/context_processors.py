"""What every template may say about the site as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from community import demonstration

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Who answers for the data (`controller`, `contact_email`) and whether the content is made up.

    `mail_is_readable`: mails of this installation stand at /correo/. No queries.
    """
    return {
        "controller": settings.LEGAL_CONTROLLER,
        "contact_email": settings.LEGAL_CONTACT_EMAIL,
        "demonstration": demonstration.is_loaded(),
        "mail_is_readable": settings.MAIL_IS_READABLE_ON_SITE,
    }
