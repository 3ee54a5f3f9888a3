"""What comes first: what is about the words before what only mentions them."""

import re

import pytest
from wagtail.rich_text import RichText

from knowledge import actions
from tests.factories import BlogIndexPageFactory, CaseFactory, NetworkPageFactory, PostPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


@pytest.fixture
def blog(networks):
    return BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, title="Red de Agua"))


@pytest.fixture
def case(member):
    """A published experience of the municipality of Sucre, whose texts do not name it."""
    case = CaseFactory(registered_by=member, title="Separar en casa")
    member.is_superuser = True
    member.save()
    actions.publish(actions.send(case, member), member)
    return case


@pytest.fixture
def found(client, searchable):
    """`found("agua")`: the titles of what is found, the first first, and the page."""

    def search(words):
        searchable()
        page = client.get("/buscar/", {"q": words}).content.decode()
        plain = re.sub("</?mark>", "", page)
        return re.findall(r"<h3[^>]*>\s*<a[^>]*>(.*?)</a>", plain), page

    return search


def post(blog, title, text, **given):
    body = [("paragraph", RichText(f"<p>{text}</p>"))]
    return PostPageFactory(parent=blog, title=title, body=body, **given)


def test_the_experience_of_a_municipality_comes_before_what_mentions_it(blog, case, found):
    post(blog, "Ciudades que cambian", "En Sucre se separa. Sucre empezó pronto.")

    titles, page = found("sucre")

    assert titles == ["Separar en casa", "Ciudades que cambian"]
    assert "What was done." in page


def test_the_code_of_an_experience_leads_to_it(blog, case, found):
    case.refresh_from_db()
    pieces = case.code.replace("-", " de ")
    post(blog, "Un informe", f"El {pieces}, y otra vez el {pieces}: {pieces}.")

    assert found(case.code)[0][0] == "Separar en casa"


def test_a_word_of_the_summary_says_more_than_one_of_the_text(blog, found):
    post(blog, "Uno", "El compostaje. " + "Otra cosa. " * 30)
    post(blog, "Dos", "El texto. " + "Otra cosa. " * 30, summary="Compostaje en los mercados.")

    assert found("compostaje")[0] == ["Dos", "Uno"]


@pytest.mark.parametrize("asked", ["ordenanza", "ordenanzas", "ORDENANZA"])
def test_the_word_itself_comes_before_others_of_its_stem(blog, found, asked):
    post(blog, "Crecimiento ordenado", "Se ordena la ciudad.", summary="Orden en la ciudad.")
    post(blog, "Cobrar mejor", "El concejo aprobó la ordenanza.")

    assert found(asked)[0] == ["Cobrar mejor", "Crecimiento ordenado"]


def test_number_does_not_change_the_order(blog, found):
    post(blog, "Calles completas", "Para todas las personas.")
    post(blog, "Una esquina", "La calle de la escuela.")

    assert found("calle")[0] == found("calles")[0] == ["Calles completas", "Una esquina"]
