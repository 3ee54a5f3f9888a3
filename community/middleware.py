"""What happens to every request: what browsers may do and keep, asking about renewed texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from community.http import is_fragment
from community.models import LegalText
from community.second_factor import NEEDS_SECOND_STEP, has_second_factor

if TYPE_CHECKING:
    from collections.abc import Callable

    from csp.middleware import PolicyParts
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

# Machines' business, files and the admin, by how their routes begin.
NEVER_INTERRUPTED = ("admin/", "media/", "healthz", "readyz", "robots", r".well-known", "sitemap")
# One's account, mails on a machine for trying, and the texts that are asked about.
IN_BETWEEN = re.compile(r"^/(?:[a-z]{2}/)?(?:cuenta|correo|terminos|privacidad|media)/")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Adds the content security policy; django-csp has no setting per path."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only=report_only)
        if request.path.startswith("/admin/"):
            parts.config = settings.CONTENT_SECURITY_POLICY_OF_ADMIN
        elif getattr(request, "is_dummy", False):
            # The preview of a page, which the editor frames: made by a request of its own.
            parts.replace = {"frame-ancestors": [SELF]}
        return parts


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Adds `Permissions-Policy`: no page here needs the camera or to know where one is."""

    def add_policy(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response

    return add_policy


def private_for_members(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """What a session may have shaped is kept by no cache on the way; visitors' pages may be.

    A response that says itself how long it lasts keeps what it says.
    """

    def add_header(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return add_header


# What somebody suspended may still send: to sign out, to see to the own account, data and mails,
# to appeal. By the beginnings of names of addresses.
OPEN_TO_SUSPENDED = (
    "account_",
    "mfa_",
    "usersessions_",
    "mail_preferences",
    "leave_mails",
    "trust_address",
    "moderation:decision",
)
# Of these, what others read.
SHUT_TO_SUSPENDED = {"account_profile"}
READ_NOTICES = "community:read_notices"


class SuspensionMiddleware:
    """A suspended person reads and does nothing else, whatever tab or session is open.

    The predicates say the same; here it holds for every view there will be. The
    admin is shut altogether. Visitors and readers cost nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not self._is_act(request) or not request.user.is_authenticated:
            return None
        if not request.user.is_suspended or self._is_open(request):
            return None
        if is_fragment(request):
            return HttpResponseClientRedirect(reverse("moderation:suspension"))
        return render(request, "community/moderation/suspension.html", status=403)

    @staticmethod
    def _is_act(request: HttpRequest) -> bool:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        is_writing = request.method not in ("GET", "HEAD", "OPTIONS", "TRACE")
        return is_writing or request.path.startswith("/admin/")

    @staticmethod
    def _is_open(request: HttpRequest) -> bool:
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in SHUT_TO_SUSPENDED:
            return False
        leaving = ("wagtailadmin_logout", "admin_door", READ_NOTICES)
        return name.startswith(OPEN_TO_SUSPENDED) or name in leaving


class RenewedTextsMiddleware:
    """Asks a member once per session to accept texts that replace what they accepted.

    Before whatever page they open first, never in the middle of a form; whoever
    says "not now" goes on reading. The account stays open, to read, take one's
    data along or close it. No query: the session brings along whether to ask.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not self._is_reading(request) or not request.user.is_authenticated:
            return None
        if not getattr(request.user, "has_renewed_texts", False):
            return None
        renewed = set(LegalText.objects.renewed_for(request.user).values_list("pk", flat=True))
        if renewed <= set(request.session.get("asked_texts", [])):
            return None
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_texts')}?{back}")

    @staticmethod
    def _is_reading(request: HttpRequest) -> bool:
        """A member opens a page, other than those of the account and the texts themselves."""
        match = request.resolver_match
        return (
            request.method == "GET"
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and "HX-Request" not in request.headers
            and request.headers.get("Sec-Fetch-Dest", "document") == "document"
            and match is not None
            and not match.route.startswith(NEVER_INTERRUPTED)
            and not IN_BETWEEN.search(request.path)
        )


class SecondFactorMiddleware:
    """Where settings say so, shuts the admin to whoever signs in with a password alone.

    And the whole site to those who run it, from when they sign in: what they
    may do on its pages is worth no less. Both are led to where a second step is
    added. One query, in the admin and for those alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_asked(request):
            return self.get_response(request)
        if has_second_factor(request.user):
            request.session.pop(NEEDS_SECOND_STEP, None)
            return self.get_response(request)
        messages.warning(
            request, _("With what you may do here, your account needs a second step. Add one.")
        )
        return redirect("mfa_index")

    @staticmethod
    def _is_asked(request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_FOR_STAFF or not request.user.is_authenticated:
            return False
        if request.path.startswith("/admin/"):
            return bool(request.user.has_perm("wagtailadmin.access_admin"))
        return NEEDS_SECOND_STEP in request.session and not IN_BETWEEN.search(request.path)
