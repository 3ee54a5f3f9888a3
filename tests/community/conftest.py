"""What the tests of people and accounts share."""

import re

import pytest

from community.models import LegalText
from territories.models import Territory
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
