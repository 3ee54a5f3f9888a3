"""Two versions of a case side by side: what differs is marked, word by word and row by row."""

import time

import pytest
from django.test import Client
from django.utils import translation
from django.utils.safestring import SafeString

from community.permissions import KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.differences import Pair, changed, pairs_of, paragraphs_of
from knowledge.models import Actor, Case, Contributor, Indicator
from knowledge.reading_changes import Changed, fitted
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.whole import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told_twice(lasting):
    """A case published twice, with words and rows that changed in between."""
    with lasting():
        author = MemberFactory(handle="quien-cuenta")
        team = somebody_of(KNOWLEDGE_TEAM, "quien-revisa")
        case = fill(CaseFactory(registered_by=author, title="Compost in the market"), 2)
        case.process = "<p>It began in May. Nobody came.</p><p>Then it rained.</p>"
        case.actors.add(Actor(name="The Office", contact="0212 555", sort_order=9))
        case.contributors.add(Contributor(name="Nombre Oculto", shown_as="nobody", sort_order=9))
        case.save_revision(user=author, clean=False)
        actions.send(case, author)
        actions.publish(case, team)
        case = Case.objects.get(pk=case.pk)
        case.title = "Compost in two markets"
        case.process = (
            "<p>It began in June. Nobody came.</p><p>Then it rained.</p><p>It went on.</p>"
        )
        [first, second] = case.indicators.all()
        first.result = 3
        case.indicators.set(
            [first, Indicator(name="People with a contract", unit="people", baseline=0, result=23)]
        )
        case.actors.clear()
        case.contributors.clear()
        case.save_revision(user=team, clean=False)
        actions.publish(case, team, note="Two markets.")
        yield Case.objects.get(pk=case.pk), second


def page(path, status=200):
    with translation.override("en"):
        response = Client().get(f"/en{path}")
    assert response.status_code == status, path
    return response.content.decode()


def test_words_and_rows_that_changed_are_marked_and_the_rest_is_left_out(told_twice):
    case, gone = told_twice
    at = f"/experiencias/{case.code}/"

    html = page(f"{at}versiones/comparar/?de=1&a=2")

    for words in (
        "in <del>May. </del>",
        "in <ins>June. </ins>",
        "<ins>It went on.</ins>",
        "<del>4.1</del>",
        "<ins>3</ins>",
        "<ins>People with a contract</ins>",
        f"<del>{gone.name}</del>",
        "<del>The Office</del>",
        "Two markets.",
    ):
        assert words in html, words
    for words in ("Then it rained", "About solution", "0212 555", "Nombre Oculto"):
        assert words not in html, words
    main = html[html.index("<h1") : html.index("</main>")]
    assert main in page(f"{at}versiones/comparar/?de=2&a=1")
    assert main in page(f"{at}versiones/comparar/")
    assert "Both versions say the same." in page(f"{at}versiones/comparar/?de=2&a=2")
    for nothing in ("?de=0&a=1", "?de=1&a=9", "?de=x", "?de=99999999999999999999"):
        page(f"{at}versiones/comparar/{nothing}", 404)


def test_what_a_page_cannot_carry_of_the_changes_has_an_address(told_twice, monkeypatch):
    case, _gone = told_twice
    at = f"/experiencias/{case.code}/versiones/comparar/?de=1&a=2"
    monkeypatch.setattr("knowledge.reading_changes.ROOM", 0)

    short = page(at)
    assert "People with a contract" not in short
    assert 'href="?de=1&amp;a=2&amp;parte=indicadores"' in short
    assert 'href="?de=1&amp;a=2&amp;parte=indicadores"' in page(f"{at}&parte=nada")

    whole = page(f"{at}&parte=indicadores")
    assert "<ins>People with a contract</ins>" in whole
    assert "The Office" not in whole
    assert 'href="?de=1&amp;a=2"' in whole


def test_all_parts_show_as_many_changes_as_there_is_room_for():
    long, short = [
        Changed(
            slug, slug, [Pair("changed", SafeString("x" * 300), SafeString("y" * 300))] * number
        )
        for slug, number in (("long", 50), ("short", 2))
    ]

    shown = fitted([long, short])

    assert [len(each.pairs) for each in shown] == [12, 2]
    assert fitted([short]) == [short]


def test_a_reader_of_an_old_version_is_told_so_and_led_on(told_twice):
    case, _gone = told_twice
    at = f"/experiencias/{case.code}/"

    old = page(f"{at}v/1/")

    assert "Version 1 of 2" in old
    assert "There is a newer one." in old
    assert f'{at}versiones/comparar/?de=1&amp;a=2"' in old
    assert "Version 1 of 2" in page(f"{at}v/1/ver/proceso/")
    for number in (1, 2):
        response = Client().get(f"{at}versiones/{number}/")
        assert (response.status_code, response.url) == (301, f"{at}v/{number}/")


def test_texts_of_twenty_thousand_words_are_compared_in_time_and_on_one_page():
    def text(word, number=200):
        return "".join(
            f"<p>{' '.join(f'{word}{n * each % 977}' for n in range(100))}.</p>"
            for each in range(number)
        )

    alike = "<p>" + "a de la. " * 20_000 + "</p>"
    for before, after in (
        (text("w"), text("w").replace("w500 ", "other ")),
        (text("w"), text("v")),
        (f"<p>{text('w')}</p>".replace(".", " "), text("v", 150).replace(".", " ")),
        (alike, alike.replace("de", "del", 7_000) + "<p>end</p>"),
    ):
        began = time.process_time()
        pairs = pairs_of(paragraphs_of(before), paragraphs_of(after))
        assert time.process_time() - began < 4
        assert pairs
        assert max(len(pair.after) for pair in pairs) < 40_000


def test_what_an_author_wrote_stays_words():
    pair = changed("one <b>two</b> & three", "one <script> & three")

    assert pair.before == "one <del>&lt;b&gt;two&lt;/b&gt; </del>&amp; three"
    assert pair.after == "one <ins>&lt;script&gt; </ins>&amp; three"
