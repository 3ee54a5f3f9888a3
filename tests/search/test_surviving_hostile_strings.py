"""No string breaks a search, of the site or of the admin."""

import json
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import Fuzzy, Phrase, PlainText

from community.models import UploadedDocument, UploadedImage
from search.asking import read
from search.fallback import answer_from_database
from tests.factories import BlogIndexPageFactory, NetworkPageFactory, PostPageFactory
from tests.search.hostile import HOSTILE, OURS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

WHOLE_LIST = Path(__file__).parents[3] / "shared/data/hostile/blns.json"
MORE = [
    *("日本語の検索", "مرحبا بالعالم", "שלום", "👨‍👩‍👧‍👦", "\ud83d", "\u200b", "\ufeff"),
    *("a" * 50 + "*", "[a-z]+", "(?=a)", ".*", "\\d", "AND OR NOT", 'title:"x"', "~2", "a^9"),
    *("<mark>", "&amp;", "a\u0301" * 300, "ß", "İ"),
]
ADDRESSES = [
    "/admin/pages/search/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/redirects/",
    "/admin/choose-page/search/",
    "/admin/images/chooser/results/",
    "/admin/documents/chooser/results/",
    "/admin/snippets/knowledge/case/",
    "/admin/snippets/community/theme/",
    "/admin/snippets/territories/territory/",
    "/admin/snippets/choose/knowledge/case/results/",
    "/admin/snippets/choose/territories/territory/results/",
    "/admin/comentarios/",
    "/admin/reports/work/",
    "/admin/tag-autocomplete/",
]


@pytest.fixture
def post(networks, searchable):
    section = BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, title="Red de Agua"))
    post = PostPageFactory(parent=section, title="Agua potable", summary="a b c 1 2 3")
    searchable()
    return post


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_string_breaks_a_search_of_the_admin(admin_client, post, address):
    for words in [*OURS, *MORE]:
        typed = words.encode("utf-8", "replace").decode()
        response = admin_client.get(address, {"q": typed, "term": typed})
        assert response.status_code in {200, 302}, words


def test_no_string_breaks_the_engine(post):
    backend, images, people = get_search_backend(), UploadedImage, get_user_model()
    for words in [*HOSTILE, *MORE]:
        for model in (Page, images, UploadedDocument, people):
            list(backend.search(words, model)[:20])
            list(backend.autocomplete(words, model)[:20])
        for query in (Phrase(words), Fuzzy(words), PlainText(words, operator="or")):
            list(backend.search(query, Page))


def test_no_string_breaks_the_answer_of_the_database(post):
    for words in [*HOSTILE, *MORE]:
        answer_from_database(PlainText(words), Page.objects.all())


def test_the_whole_list_of_naughty_strings_breaks_nothing(client, post):
    if not WHOLE_LIST.exists():
        pytest.skip("the whole list is not at hand")
    for words in json.loads(WHOLE_LIST.read_text()):
        response = client.get("/buscar/", {"q": words, "tipo": words, "tema": words, "red": words})
        assert response.status_code == 200, words


@pytest.mark.parametrize("words", MORE)
def test_strange_letters_give_a_page(client, post, words):
    typed = words.encode("utf-8", "replace").decode()

    assert client.get("/buscar/", {"q": typed, "orden": typed}).status_code == 200


def test_values_that_could_be_none_are_left_out(rf):
    asked = read(rf.get("/buscar/", {"tipo": ["a b", "\x00", "x" * 99, "recurso"]}).GET)

    assert asked.chosen == {"tipo": ("recurso",)}
