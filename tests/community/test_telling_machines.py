"""Robots, search engines and researchers of security find what they ask for."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import NetworkPageFactory, StandardPageFactory

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses_in(response):
    tree = ElementTree.fromstring(response.content)  # noqa: S314 (our own answer)
    return [place.text for place in tree.iter(f"{NAMESPACE}loc")]


def test_the_sitemap_lists_what_a_visitor_may_open(client, home, networks):
    StandardPageFactory(parent=home, slug="acerca")
    StandardPageFactory(parent=home, slug="borrador", live=False)
    closed = NetworkPageFactory(parent=networks, slug="cerrada")
    StandardPageFactory(parent=closed, slug="dentro")
    restriction = PageViewRestriction.objects.create(page=closed, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="circle"))

    response = client.get("/sitemap.xml")

    assert response["Content-Type"] == "application/xml"
    assert addresses_in(response) == [
        "http://testserver/",
        "http://testserver/redes/",
        "http://testserver/acerca/",
    ]


def test_the_sitemap_costs_the_same_however_many_pages(client, home, django_assert_max_num_queries):
    for _ in range(30):
        StandardPageFactory(parent=home)

    with django_assert_max_num_queries(8):
        response = client.get("/sitemap.xml")

    assert len(addresses_in(response)) == 31


def test_a_site_without_pages_has_an_empty_sitemap(client, db):
    assert client.get("/sitemap.xml").status_code == 200


def test_robots_are_told_what_not_to_read_and_where_the_map_is(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /cuenta/", "Disallow: /pt/buscar/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_whoever_finds_a_weakness_knows_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT_EMAIL = "safety@cabildo.example"

    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(fields["Expires"])
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:safety@cabildo.example"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)
