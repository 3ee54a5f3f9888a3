"""Wagtail's admin: in our face, in Spanish, with what its users need."""

import pytest
from django.contrib.auth.models import Group, Permission

from community.models import Theme


@pytest.fixture
def editor(signed_in, member):
    """A browser of somebody who may enter the admin and is no superuser."""
    group = Group.objects.create(name="Newsroom")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(group)
    return signed_in


@pytest.fixture
def superuser(signed_in, member):
    member.is_superuser = member.is_staff = True
    member.save()
    return signed_in


def read(browser, address="/admin/"):
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_admin_carries_our_name_mark_and_colours(editor, home):
    html = read(editor)

    assert "- Cabildo</title>" in html
    assert "cabildo-mark" in html
    assert "community/img/favicon.svg" in html
    assert "community/admin/colours.css" in html
    assert "editor guide" not in html


def test_the_admin_speaks_spanish_whatever_the_browser_prefers(editor, home):
    response = editor.get("/admin/", headers={"accept-language": "fr"})

    assert '<html lang="es"' in response.content.decode()


def test_an_editor_is_not_shown_reports_nor_help(editor, home):
    html = read(editor)

    assert '"name": "reports"' not in html
    assert '"name": "help"' not in html


def test_a_superuser_sees_reports(superuser, home):
    html = read(superuser)

    assert '"name": "reports"' in html
    assert '"name": "help"' not in html


def test_themes_are_found_and_filtered_in_the_admin(superuser, home):
    html = read(superuser, "/admin/snippets/community/theme/?q=agua+potable&family=agua")

    assert Theme.objects.get(slug="agua-potable").name in html
    assert "Vivienda" not in html


def test_an_editor_may_not_touch_the_themes(editor, home):
    assert editor.get("/admin/snippets/community/theme/").status_code != 200


def test_wagtails_own_ways_of_signing_in_are_closed(client, home):
    """They count no attempts and ask for no confirmed address."""
    assert client.get("/_util/login/").status_code == 404
    assert client.get("/_util/authenticate_with_password/1/1/").status_code == 404


def test_an_editor_who_is_inside_is_led_on_from_the_door(editor, home):
    assert editor.get("/admin/login/").headers["Location"] == "/admin/"


def test_the_account_leads_editors_to_the_admin_and_nobody_else(client, member, home):
    client.force_login(member)
    assert 'href="/admin/"' not in client.get("/cuenta/").content.decode()

    group = Group.objects.create(name="Newsroom")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    member.groups.add(group)
    assert 'href="/admin/"' in client.get("/cuenta/").content.decode()
