"""Working a case through in the five moments, and carrying what comes of it into the record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from knowledge.models import Carrying, Case, Interview, Lesson, Milestone, Systematization
from knowledge.moments import SCREENS
from tests.factories import MemberFactory
from tests.knowledge.workspace import at, newest, words

pytestmark = pytest.mark.django_db
PLACE = "sistematizacion"


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def filled(page, **changes):
    """The form of a screen as a browser would send it back, with some answers changed."""
    form = page.context["form"]
    rows = getattr(form, "rows", None)
    parts = [form] if rows is None else [rows.management_form, *rows.forms]
    data = {b.html_name: b.value() for part in parts for b in part if b.value() not in (None, False)}
    return {**data, "seen": page.context["seen"], **changes}


def save(browser, case, screen, **changes):
    address = at(case, PLACE, screen)
    return browser.post(address, filled(browser.get(address), **changes))


def test_smoke(draft, author):
    browser = browser_of(author)
    assert browser.get(at(draft, "editar")).status_code == 200
    assert browser.get(at(draft, PLACE)).status_code == 200
    for screen in SCREENS:
        assert browser.get(at(draft, PLACE, screen.slug)).status_code == 200, screen.slug
    assert save(browser, draft, "recuperacion", recovery="How **it** went.").status_code == 302
    assert browser.get(at(draft, PLACE, "llevar")).status_code == 200
    assert browser.get(at(draft, PLACE, "entrevistas", "nueva")).status_code == 200
