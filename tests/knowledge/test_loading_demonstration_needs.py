"""The needs of the demonstration: of invented towns, in every state, one found by what was done."""

import json

import pytest
from django.utils import timezone

from community.demo import organizations, people
from community.models import Organization, Theme, User
from knowledge.demo import needs
from knowledge.models import Need, NeedAnswer
from knowledge.need_kinds import NeedState
from territories.models import Territory
from tests.factories import CaseFactory, make_territory

pytestmark = pytest.mark.django_db

TOLD = json.loads(needs.NEEDS.read_text())
CASE = next(each["case"] for told in TOLD for each in told["answers"] if "case" in each)
STATES = {
    "xa-cordillera-clara": "Cordillera Clara",
    "xa-litoral-de-amarilis": "Litoral de Amarilis",
    "xa-llanos-del-tordo": "Llanos del Tordo",
}


def ground():
    country = Territory.add_root(
        level="country", name="Altazara", code_scheme="iso-3166-1", code="XA", country_code="XA"
    )
    for code, name in STATES.items():
        state = make_territory("state", name, code, country)
        for town in ("Quebrada Serena", "Valdeniebla", "Puerto Amarilis", "Vado del Tordo"):
            make_territory("municipality", town, f"{code}-{town.lower().replace(' ', '-')}", state)
        make_territory("municipality", "San Evelio", f"{code}-san-evelio", state)


@pytest.fixture
def loaded(db):
    ground()
    people.load_people("x")
    organizations.load_organizations()
    case = CaseFactory(title=CASE, code="XA-2024-0001", live=True)
    for _time in range(2):
        needs.load()
    return case


def test_they_are_loaded_once_in_towns_that_do_not_exist(loaded):
    assert Need.objects.count() == len(TOLD)
    assert all(need.place.is_fictional for need in Need.objects.select_related("place"))
    assert all(need.posted_at < timezone.now() for need in Need.objects.all())
    assert Need.objects.filter(is_assisted=True).count() == 1
    assert Need.objects.filter(is_assisted=False, on_behalf_of=None).count() == 0


def test_they_stand_in_every_state_and_one_is_past_its_day(loaded):
    states = set(Need.objects.values_list("state", flat=True))

    assert {NeedState.OPEN, NeedState.IN_CONTACT} <= states
    assert Need.objects.overdue(timezone.localdate()).count() == 1


def test_a_need_was_answered_with_an_experience_and_proposes_it(loaded):
    answer = NeedAnswer.objects.get(kind="case")

    assert answer.case == loaded
    assert answer.reply == "contact"
    assert isinstance(answer.on_behalf_of, Organization)


def test_every_theme_person_and_place_is_known():
    themes = set(Theme.objects.values_list("slug", flat=True))
    everybody = {told["handle"] for told in json.loads(people.PEOPLE.read_text())}

    for told in TOLD:
        assert told["theme"] in themes
        assert {told["by"], *(each["by"] for each in told["answers"])} <= everybody
        assert told["place"].startswith(tuple(STATES))
        assert len(told["title"]) <= 120


def test_nothing_is_loaded_where_the_people_are_missing(db):
    ground()
    needs.load()

    assert not Need.objects.exists()
    assert not User.objects.filter(email__endswith="@demo.example").exists()
