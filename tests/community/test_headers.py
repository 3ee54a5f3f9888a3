"""What browsers are told with every answer."""

import pytest
from django.urls import get_resolver
from django.urls.resolvers import RoutePattern

from community.models import User

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
OF_ADMIN = {
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'self'",
}
ELSEWHERE = ["/", "/pt/", "/en/", "/redes/", "/nothing/", "/media/nothing.jpg", "/static/nothing"]


def addresses_without_arguments(patterns=None, prefix="/"):
    """Every address of the site that can be asked for as it stands, the admin's aside."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = str(pattern.pattern)
        is_plain = isinstance(pattern.pattern, RoutePattern) or not route.strip("^$")
        if "<" in route or "admin/" in route:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from addresses_without_arguments(pattern.url_patterns, f"{prefix}{route}")
        elif is_plain:
            yield f"{prefix}{route}".replace("^", "").replace("$", "")


def policy_of(response):
    return {part.strip() for part in response["Content-Security-Policy"].split(";")}


def test_every_public_address_sends_exactly_the_strict_policy(client, networks):
    client.raise_request_exception = False
    addresses = {*addresses_without_arguments(), *ELSEWHERE}
    assert {"/robots.txt", "/healthz", "/cuenta/entrar/"} <= addresses

    for address in sorted(addresses):
        response = client.get(address)
        assert policy_of(response) == STRICT, address


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/nothing/"])
def test_the_admin_sends_its_own(client, db, address):
    client.force_login(User.objects.create_superuser("admin@town.example"))

    assert policy_of(client.get(address)) == OF_ADMIN


def test_every_answer_says_what_else_browsers_may_not_do(client):
    response = client.get("/healthz")

    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in response["Permissions-Policy"]
    assert "camera=()" in response["Permissions-Policy"]


def test_no_cache_on_the_way_keeps_what_a_member_sees(client, signed_in, home):
    assert signed_in.get("/").headers["Cache-Control"] == "private, no-cache"


def test_pages_of_visitors_may_be_kept(client, home):
    assert "Cache-Control" not in client.get("/").headers
