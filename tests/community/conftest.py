"""What the tests of people and accounts share."""

import re

import pytest

from community.actions.members import municipal_government
from community.models import LegalText
from territories.models import Territory
from tests.community.belonging import make_cast
from tests.territories.places import make_country


@pytest.fixture
def texts(db):
    """The terms and the privacy notice in force."""
    return [
        LegalText.objects.create(kind=kind, version="1", title=title, body="<p>Texto</p>")
        for kind, title in [("terms", "Términos de uso"), ("privacy", "Aviso de privacidad")]
    ]


@pytest.fixture
def link_in():
    """The first address of this site in a mail, as a path."""

    def find(message):
        return re.search(r"https?://[^/\s]+(/\S*)", message.body).group(1)

    return find


@pytest.fixture
def municipality(db):
    """Vado, in the state of Tordo, in a country that does not exist."""
    make_country("XA", {"Tordo": {"Vado": []}})
    return Territory.objects.get(name="Vado")


@pytest.fixture
def vado(municipality):
    """The municipal government of Vado."""
    return municipal_government(municipality)


@pytest.fixture
def cast(vado):
    """Everybody there is, by what they are to the town hall of Vado."""
    return make_cast(vado)
