"""The cases of the demonstration: real ones of a third party, and three in the making."""

import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator

from community.demo import people
from community.models import Notification
from knowledge.demo import cases
from knowledge.models import Case, CaseVersion
from territories.models import Territory
from tests.factories import make_territory

pytestmark = pytest.mark.django_db

FOLDER = Path(cases.__file__).parent
REAL = json.loads((FOLDER / "cases.json").read_text())
MAKING = json.loads((FOLDER / "cases_in_the_making.json").read_text())


def ground():
    """The municipalities of the cases, half of them under another code than the file has."""
    countries, states = {}, {}
    for order, told in enumerate([*REAL, *MAKING]):
        place = told["municipality"]
        country = countries.get(place["country"]) or Territory.add_root(
            level="country",
            name=place["country"],
            code_scheme="iso-3166-1",
            code=place["country"],
            country_code=place["country"],
        )
        countries[place["country"]] = country
        above = (place["country"], place["state"])
        if above not in states:
            states[above] = make_territory("state", place["state"], f"state-{order}", country)
        code = place["code"] if order % 2 and place["code"] else f"place-{order}"
        if not Territory.objects.filter(
            name=place["name"], parent_names__startswith=place["state"]
        ).exists():
            make_territory("municipality", place["name"], code, states[above])


def test_real_cases_are_published_in_the_past_weeks_and_told_by_a_third_party(client, db):
    ground()
    people.load_people("x")

    cases.load()

    published = Case.objects.published()
    assert published.count() == len(REAL) == 16
    assert all(case.is_told_by_a_third_party for case in published)
    assert all(case.first_published_at < timezone.now() for case in published)
    for case in published:
        days = [event.at for event in case.events.order_by("pk")]
        assert days == sorted(days)
        assert case.attachments.exists()
    assert CaseVersion.objects.count() == 16
    codes = published.values_list("code", flat=True)
    assert not Notification.objects.filter(facts__code__in=list(codes)).exists()
    schema = Draft202012Validator(client.get(reverse("cases:schema")).json())
    for code in codes:
        record = client.get(reverse("cases:record", args=[code])).json()
        assert not [error.message for error in schema.iter_errors(record)], code


def test_each_state_an_author_meets_is_there_once(db):
    ground()
    people.load_people("x")
    for _time in range(2):
        cases.load()

    by_state = {told["title"]: told["state"] for told in MAKING}
    found = Case.objects.filter(title__in=by_state)
    assert {case.title: case.state for case in found} == by_state
    assert Case.objects.count() == 19
    assert Case.objects.get(state="returned").events.first().note


def test_a_municipality_that_is_not_here_is_skipped_with_a_warning(db, caplog):
    people.load_people("x")

    cases.load()

    assert not Case.objects.published().exists()
    assert "Porto Alegre" in caplog.text


def test_what_is_said_of_them_is_said_by_invented_people_of_cases_there_are():
    rows = json.loads((FOLDER / "comments.json").read_text())
    invented = json.loads(Path(people.__file__).with_name("people.json").read_text())

    assert len(rows) == 16
    assert {told["author"] for told in rows} <= {person["handle"] for person in invented}
    assert {told["about"]["title"] for told in rows} <= {told["title"] for told in REAL}
