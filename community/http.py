"""What views and templates ask of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.template import Context

    from community.models import User


# No row has a number like this or above: databases refuse to look for it.
BIGGEST = 2**63


class MemberRequest(HttpRequest):
    """A request whose visitor has signed in (guarded by `@login_required`)."""

    user: User


def is_fragment(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part of the page; not when it restores one of its history."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def reader_of(context: Mapping[str, Any] | Context | None) -> User | AnonymousUser:
    """Whoever looks at the page; nobody in particular where there is no request."""
    request = context.get("request") if context else None
    return getattr(request, "user", None) or AnonymousUser()
