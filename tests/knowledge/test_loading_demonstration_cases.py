"""The cases of the demonstration: real ones, those in the making, those worked through."""

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator

from community.demo import people
from community.models import Notification
from knowledge.demo import cases, raised
from knowledge.levels import all_missing
from knowledge.models import Case
from knowledge.moments import standing_of, systematization_of
from territories.models import Territory
from tests.factories import make_territory

pytestmark = pytest.mark.django_db

FOLDER = Path(cases.__file__).parent
REAL = json.loads((FOLDER / "cases.json").read_text())
MAKING = json.loads((FOLDER / "cases_in_the_making.json").read_text())
RAISED = [json.loads(file.read_text()) for file in sorted(raised.FOLDER.glob("*.json"))]


def ground():
    """The municipalities of the cases, half of them under another code than the file has."""
    countries, states = {}, {}
    for order, told in enumerate([*REAL, *MAKING, *RAISED]):
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


@pytest.fixture(scope="module")
def library(lasting):
    """All of it, loaded twice."""
    with lasting():
        ground()
        people.load_people("x")
        for _time in range(2):
            cases.load()
            raised.load()
        yield


def test_real_cases_are_published_in_the_past_weeks_and_told_by_a_third_party(library, client):
    published = Case.objects.published()
    real = published.filter(title__in=[told["title"] for told in REAL])
    assert real.count() == len(REAL) == 16
    assert all(case.is_told_by_a_third_party and case.level == 1 for case in real)
    assert all(case.first_published_at < timezone.now() for case in real)
    for case in published:
        days = [event.at for event in case.events.order_by("pk")]
        assert days == sorted(days)
        assert case.attachments.exists()
    assert {case.versions.count() for case in real} == {1}
    codes = published.values_list("code", flat=True)
    assert not Notification.objects.filter(facts__code__in=list(codes)).exists()
    schema = Draft202012Validator(client.get(reverse("cases:schema")).json())
    for code in codes:
        record = client.get(reverse("cases:record", args=[code])).json()
        assert not [error.message for error in schema.iter_errors(record)], code


def test_several_real_cases_carry_figures_lessons_and_who_looked_at_them(library):
    rich = Case.objects.filter(level=1, live=True, indicators__source__gt="").distinct()

    assert rich.count() >= 6
    assert all(case.lessons.exists() and case.milestones.exists() for case in rich)
    assert {4, 1} <= set(rich.values_list("evidence_level", flat=True))
    assert Case.objects.filter(inspired_by__title=REAL[0]["title"]).exists()


def test_those_of_invented_towns_reach_their_level_by_acts_and_keep_their_versions(library):
    levels = {told["title"]: 3 if "verified" in told else 2 for told in RAISED}
    found = Case.objects.filter(title__in=levels)

    assert {case.title: case.level for case in found} == levels
    for case in found:
        assert case.state == Case.State.PUBLISHED
        assert case.assignee
        assert all_missing(case, case.level) == []
        assert [version.level for version in case.versions.order_by("number")] == [
            *range(1, case.level + 1)
        ]
        work = case.systematization
        assert work.begun_at.date() <= work.starting_point_on < work.arrival_on
        assert work.arrival_on <= case.versions.get(number=2).published_at.date()
        told_at = case.events.get(verb="validity").at
        assert case.validity_checked_on == timezone.localdate(told_at) < timezone.localdate()
        assert "[nombre del municipio]" in case.legal_instruments.get().text
    assert {"major", "medium"} <= set(found.values_list("versions__significance", flat=True))
    assert any(case.events.filter(verb="returned").exclude(note="").exists() for case in found)


def test_the_five_moments_are_worked_through_and_carried_into_the_record(library):
    for case in Case.objects.filter(title__in=[told["title"] for told in RAISED]):
        assert all(each.is_complete for each in standing_of(systematization_of(case))), case.title
        interviews = case.systematization.interviews.all()
        assert all(each.consent_given and each.consented_on for each in interviews)
        carried = {row.field: row for row in case.systematization.carryings.all()}
        assert {"milestones", "lessons", "analysis", "failures"} <= carried.keys()
        for row in carried.values():
            assert row.before
            assert row.carried_at < timezone.now() - timedelta(days=30)
        assert carried["analysis"].brought in case.analysis
        for relation in ("milestones", "lessons"):
            written = {str(row.key) for row in getattr(case, relation).all()}
            assert {row["key"] for row in carried[relation].after} <= written


def test_what_is_handed_out_with_them_opens_and_agrees_with_their_figures(library, client):
    for case in Case.objects.filter(title__in=[told["title"] for told in RAISED]):
        kept = {row.kind: row for row in case.attachments.exclude(file="")}
        assert {"photo", "report", "data"} <= kept.keys()
        assert case.versions.get(number=1).record["attachments"][0]["file"]
        for row in kept.values():
            assert row.size < 80_000
            assert row.licence
            assert row.alt_text
            assert client.get(row.file.url).status_code == 200
        assert kept["photo"].width >= 1200
        assert kept["photo"].person_consent
        rows = list(csv.DictReader(kept["data"].file.open("rt")))
        for name, figure in figures_of(case.title, rows).items():
            indicator = case.indicators.get(name=name)
            told = [float(indicator.baseline), float(indicator.result)]
            assert figure == pytest.approx(told, rel=0.01), name


def figures_of(title, rows):
    """Before and after of the indicators that a table tells."""
    if "Cruces" in title:
        built = [row for row in rows if row["decision"] == "construido"]
        parts = [[row for row in built if row["momento"] == each] for each in ("antes", "después")]
        speeds = [mean(part, "velocidad_media_kmh") for part in parts]
        return {"Velocidad media a la hora de entrada": speeds}
    if "recicladores" in title:
        names = (
            "Material recuperado en los mercados",
            "Residuos de los mercados enviados al relleno",
        )
        years = [[row for row in rows if row["mes"][:4] == year] for year in ("2021", "2024")]
        columns = ("recuperado_t", "al_relleno_t")
        return {
            name: [total(part, column) / 12 for part in years]
            for name, column in zip(names, columns, strict=True)
        }
    whole = [row for row in rows if row["parroquia"] == "Todo el municipio"]
    first, last = whole[0], whole[-1]
    return {
        "Predios que pagan a tiempo": [
            100 * float(row["pagaron_a_tiempo"]) / float(row["predios"]) for row in (first, last)
        ],
        "Deuda acumulada": [
            float(row["deuda_acumulada_usd"]) / float(row["cobrado_usd"]) for row in (first, last)
        ],
    }


def total(rows, column):
    return sum(float(row[column] or 0) for row in rows)


def mean(rows, column):
    return total(rows, column) / len(rows)


def test_a_row_that_is_corrected_is_the_same_row_in_each_version(library):
    (told,) = [told for told in RAISED if "corrected" in told]
    versions = Case.objects.get(title=told["title"]).versions.order_by("number")
    before, after = (versions.get(number=number).record["indicators"] for number in (2, 3))

    assert [row["key"] for row in before] == [row["key"] for row in after]
    assert [row["result"] for row in before] != [row["result"] for row in after]


def test_each_state_an_author_meets_is_there_once(library):
    by_state = {told["title"]: told["state"] for told in MAKING}
    found = Case.objects.filter(title__in=by_state)
    assert {case.title: case.state for case in found} == by_state
    assert Case.objects.count() == len(REAL) + len(MAKING) + len(RAISED)
    assert Case.objects.get(state="returned").events.first().note


def test_a_municipality_that_is_not_here_is_skipped_with_a_warning(member, caplog):
    nowhere = {"country": "BR", "state": "", "name": "Ninguna", "code": None}

    assert cases.register(REAL[0] | {"municipality": nowhere}, member) is None

    assert "Ninguna" in caplog.text


def test_what_is_said_of_them_is_said_by_invented_people_of_cases_there_are():
    rows = json.loads((FOLDER / "comments.json").read_text())
    invented = json.loads(Path(people.__file__).with_name("people.json").read_text())

    assert len(rows) == 16
    assert {told["author"] for told in rows} <= {person["handle"] for person in invented}
    assert {told["about"]["title"] for told in rows} <= {told["title"] for told in REAL}
