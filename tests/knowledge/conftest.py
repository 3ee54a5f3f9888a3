"""People around a case."""

import pytest
from django import forms
from django.utils import timezone, translation

from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from knowledge import actions, sightings
from knowledge.models import Case
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.needs import post
from tests.knowledge.people import somebody_of
from tests.knowledge.transfers import official, repeat, town


class TitleForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ["title", "summary"]


class ProblemForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ["problem"]
        widgets = {"problem": forms.Textarea}


def write(case, user, title, **options):
    data = {"title": title, "summary": "Said again."}
    return actions.save_draft(case, TitleForm, TitleForm.Meta.fields, data, user, **options)


def verbs(case):
    return [event.verb for event in case.events.order_by("pk")]


@pytest.fixture
def author(db):
    return MemberFactory(handle="autora", display_name="Autora")


@pytest.fixture
def team(db):
    """Somebody of the knowledge team."""
    return somebody_of(KNOWLEDGE_TEAM, "equipo")


@pytest.fixture
def unit(db):
    """Somebody of the coordinating unit."""
    return somebody_of(COORDINATING_UNIT, "unidad")


@pytest.fixture
def draft(author):
    """A complete draft of `author`, not sent."""
    return CaseFactory(registered_by=author, title="Compost in the market")


@pytest.fixture
def sent(draft, author):
    return actions.send(draft, author)


@pytest.fixture
def published(sent, team):
    actions.publish(sent, team)
    sent.refresh_from_db()
    return sent


@pytest.fixture
def case(published):
    """As it stands in the database."""
    return Case.objects.get(pk=published.pk)


@pytest.fixture
def no_lines():
    """Nothing is noted of who reads yet, whatever other tests have read."""
    for file in sightings.folder().glob("*.txt"):
        file.unlink()


@pytest.fixture
def today():
    return timezone.localdate()


# --- A municipality that repeats it --------------------------------------------------


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def adopter(db):
    """The government of a municipality that repeats what another one did."""
    return town("Laguna Alta", population=10_000, population_year=2020)


@pytest.fixture
def keeper(adopter):
    """Who works there, and keeps its transfers."""
    return official(adopter, "secretaria")


@pytest.fixture
def transfer(published, adopter, keeper):
    return repeat(published, adopter, keeper)


# --- A municipality that needs something ----------------------------------------------


@pytest.fixture
def valley(db):
    """The government of a municipality that has a problem."""
    return town("Valle Hondo", population=18_000, population_year=2025)


@pytest.fixture
def clerk(valley):
    """Who works there, and posts what it needs."""
    return official(valley, "clara")


@pytest.fixture
def need(clerk, valley):
    return post(clerk, valley)
