"""Two to four cases side by side, chosen in the list and kept in the address."""

import gzip
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.permissions import KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.models import Case, Contributor
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.whole import fill

pytestmark = pytest.mark.django_db
LIBRARY = "/en/experiencias/"


@pytest.fixture(scope="module")
def shelf(lasting):
    """Five published cases, the first with a full record, and one that was withdrawn."""
    with lasting():
        author = MemberFactory(handle="quien-cuenta")
        team = somebody_of(KNOWLEDGE_TEAM, "quien-revisa")
        cases = []
        for number in range(6):
            case = CaseFactory(registered_by=author, title=f"Town {number}")
            if not number:
                fill(case, 12)
                case.contributors.add(Contributor(name="Nombre Oculto", shown_as="nobody"))
                case.save_revision(user=author, clean=False)
            actions.send(case, author)
            actions.publish(case, team)
            cases.append(Case.objects.get(pk=case.pk))
        actions.unpublish(cases[5], team, "Asked for.")
        yield cases


def page(path, status=200, **headers):
    with CaptureQueriesContext(connection) as asked:
        response = Client().get(path, headers=headers)
    assert response.status_code == status, path
    return unescape(response.content.decode()), len(asked), response


def beside(*cases):
    return f"{LIBRARY}comparar/?" + "&".join(f"caso={case.code}" for case in cases)


def test_what_they_took_brought_and_ask_stands_side_by_side(shelf):
    html, _queries, response = page(beside(*shelf[:2]))
    four, queries, _response = page(beside(*shelf[:4]))

    for words in ("Town 0", "Town 1", "50,000 (2018)", "−58\u00a0%, as was sought"):
        assert words in html, words
    assert "Waste 0: 9.8 → 4.1 t a week" in html
    assert "and 7 more" in html
    assert "Nombre Oculto" not in html
    assert "Town 3" in four
    assert queries <= 3
    assert len(gzip.compress(response.content)) <= 12_000


def test_only_what_everybody_may_read_is_compared_and_never_more_than_four(shelf):
    html, _queries, _response = page(beside(shelf[0], shelf[5], shelf[0]))
    assert shelf[5].title not in html
    assert f"no published experience with this code: {shelf[5].code}" in html
    assert "Town 4" not in page(beside(*shelf[:5]))[0]
    for nothing in (
        "",
        "?caso=",
        "?caso=%00&caso=<b>",
        beside(shelf[5]).removeprefix("/en/experiencias/comparar/"),
    ):
        page(f"{LIBRARY}comparar/{nothing}", 302)


def test_they_are_chosen_in_the_list_without_scripts_and_filters_keep_the_choice(shelf):
    html, before, _response = page(LIBRARY)
    codes = [case.code for case in shelf]

    def link(html, title):
        return re.search(rf'href="([^"]*)" aria-label="[^"]*{title}"', html)

    html, after, _response = page(link(html, "Town 1")[1])
    assert after == before + 1
    assert f'<input type="hidden" name="caso" value="{codes[1]}">' in html
    assert "comparar/?" not in html.split('id="lista"')[1].split("<ol")[0]
    html = page(link(html, "Town 2")[1] + "&nivel=1")[0]
    assert f"comparar/?caso={codes[1]}&caso={codes[2]}" in html
    assert f'href="{LIBRARY}?caso={codes[1]}&caso={codes[2]}"' in html
    html = page(link(html, "Town 1")[1])[0]
    assert f'value="{codes[1]}"' not in html
    full = page(f"{LIBRARY}?" + "&".join(f"caso={code}" for code in codes[:4]))[0]
    assert link(full, "Compare Town 4") is None
    part = page(f"{LIBRARY}?caso={codes[0]}", **{"HX-Request": "true"})[0]
    assert 'name="caso"' in part
    assert f'href="{LIBRARY}?caso={codes[0]}"' in page(f"{LIBRARY}{codes[0]}/")[0]
