"""The page of a case whose record is full: all of it can be read, and the page stays light."""

import gzip
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from community.figures import figure
from community.permissions import KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.evidence import completeness_of
from knowledge.models import NARRATIVE, Case, Contributor, Indicator, LegalInstrument
from knowledge.reading import read_published, to_read
from knowledge.reading_measures import measure_of
from knowledge.reading_parts import (
    PARTS,
    ROWS,
    TITLES,
    first_sentence,
    first_words,
    parts_of,
)
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.whole import fill

pytestmark = pytest.mark.django_db
EVERYBODY = AnonymousUser()
LONG = " ".join(f"word{number} of {number * 7919 % 1009}" for number in range(1_500))


@pytest.fixture(scope="module")
def whole(lasting):
    """A published case with thirty rows of each kind and long texts, and one of the team."""
    with lasting():
        author = MemberFactory(handle="quien-cuenta")
        team = somebody_of(KNOWLEDGE_TEAM, "quien-revisa")
        case = fill(CaseFactory(registered_by=author, title="Compost in the market"), 30)
        for name in NARRATIVE:
            setattr(case, name, f"<p>About {name}. {LONG}</p><p>The end of {name}.</p>")
        case.contributors.add(
            Contributor(name="Nombre Oculto", post="Secret post", shown_as="nobody", sort_order=99)
        )
        case.legal_instruments.add(
            LegalInstrument(
                title="Of Sucre", text="In [name of the town]\n\n<script>", sort_order=99
            )
        )
        case.save_revision(user=author, clean=False)
        actions.send(case, author)
        actions.publish(case, team)
        yield Case.objects.get(pk=case.pk), team


def get(path, user=None, status=200):
    client = Client()
    if user:
        client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == status, path
    return response.content, len(asked)


def told(case):
    return read_published(to_read(EVERYBODY).get(pk=case.pk), EVERYBODY)


def test_the_page_is_light_whatever_the_record_holds_and_leads_to_all_of_it(whole):
    case, _team = whole
    at = f"/experiencias/{case.code}/"

    body, queries = get(at)

    assert queries <= 8
    assert len(gzip.compress(body)) <= 12_000
    assert len(body) <= 60_000
    page = body.decode()
    for slug, _title, _names in PARTS:
        assert f'<section class="chapter" id="{slug}"' in page, slug
        assert f'href="#{slug}"' in page, slug
    for part in parts_of(told(case), whole=True):
        if any(block.total > 12 for block in part.blocks):
            assert f'href="{at}ver/{part.slug}/"' in page, part.slug
    assert f'href="{at}ver/todo/"' in page


def test_members_and_the_team_pay_little_more_for_it(whole, member):
    case, team = whole
    at = f"/experiencias/{case.code}/"

    for reader, most in ((member, 12), (case.registered_by, 12), (team, 15)):
        _body, queries = get(at, reader)
        assert queries <= most, reader


def test_each_part_has_a_page_with_all_its_words_and_rows(whole):
    case, _team = whole
    at = f"/experiencias/{case.code}/"

    for path, ends in (
        (f"{at}ver/proceso/", ["The end of process.", "Moment 29"]),
        (f"{at}ver/resultados/", ["The end of unexpected.", "Waste 29", "It works 29."]),
        (f"{at}v/1/ver/medios/", ["Bins 29", "Scale 29", "1,000"]),
        (f"{at}ver/todo/", ["The end of next_steps.", "Weigh 29", "Report 29", "Luisa 29"]),
    ):
        body, queries = get(f"/en{path}")
        assert queries <= 8, path
        for words in ends:
            assert words in body.decode(), (path, words)
    for nothing in ("ver/nada/", "ver/versiones/", "v/2/ver/proceso/"):
        get(at + nothing, status=404)


def test_what_is_protected_or_a_draft_stays_so_on_every_page(whole, member):
    case, team = whole
    at = f"/experiencias/{case.code}/"
    draft = CaseFactory(registered_by=member, problem="<p>Not yet said.</p>")
    hidden = f"/experiencias/{draft.key}/ver/problema/"

    for path in (at, f"{at}ver/quienes/", f"{at}ver/todo/", f"{at}v/1/ver/todo/"):
        page = get(path)[0].decode()
        for words in ("Nombre Oculto", "Secret post"):
            assert words not in page, path
    for reader, status in ((None, 404), (MemberFactory(), 404), (member, 200), (team, 200)):
        get(hidden, reader, status)


def test_the_text_of_a_norm_can_be_copied_with_its_blanks_marked(whole):
    case, _team = whole
    row = told(case).text.legal_instruments.all()[30]
    at = f"/experiencias/{case.code}/norma/{row.key}/"

    page = get(at)[0].decode()

    assert '<mark class="blank">[name of the town]</mark>' in page
    assert "&lt;script&gt;" in page
    get(at.replace(str(row.key), str(case.key)), status=404)


def test_every_text_and_kind_of_row_has_its_place_on_the_page():
    placed = [name for _slug, _title, names in PARTS for name in names]

    assert len(placed) == len(set(placed))
    assert set(placed) == set(TITLES) == {*NARRATIVE, *ROWS}


def test_a_short_record_is_read_whole_on_its_page(published):
    case = fill(published, 2)
    shown = parts_of(told(case))

    assert not any(part.is_begun for part in shown)
    assert not any(block.is_cut for part in shown for block in part.blocks)


def test_a_part_without_room_begins_with_its_first_sentence():
    told = "<p>In 2019 &amp; 2020 it <b>rained</b>. Él came… So what?</p><p>Next.</p>"

    assert first_sentence(told) == "<p>In 2019 &amp; 2020 it rained.</p>"
    assert first_sentence("<ul><li>One</li><li>Two</li></ul>") == "<p>One</p>"
    assert first_sentence(f"<p>{'word ' * 40}</p>").count("word") == 22
    assert first_sentence("") == ""


def test_bars_share_a_scale_that_begins_at_nothing_and_words_say_the_change():
    def measured(before, after, target=None, **fields):
        values = {"baseline": before, "result": after, "target": target}
        told = {name: None if each is None else Decimal(each) for name, each in values.items()}
        measure = measure_of(Indicator(name="x", **told, **fields), {})
        bars = [bar and (bar.x, bar.width) for bar in (measure.before, measure.after)]
        return measure.zero, bars, measure.target, measure.change

    with translation.override("en"):
        assert measured("9.8", "4.1", direction="down") == (
            "0.0",
            [("0.0", "100.0"), ("0.0", "41.8")],
            None,
            "−58\u00a0%, as was sought",
        )
        assert measured("12", "87.5", "90", unit="% of homes")[2:] == (
            "100.0",
            "+75.5 points, as was sought",
        )
        assert measured("-50", "50") == (
            "50.0",
            [("0.0", "50.0"), ("50.0", "50.0")],
            None,
            "+200\u00a0%, as was sought",
        )
        assert measured("0", "23")[1:] == (
            [("0.0", "0.8"), ("0.0", "100.0")],
            None,
            "+23, as was sought",
        )
        assert measured("3", "2")[3].endswith("against what was sought")
        assert measured("0", "0")[1] == [("0.0", "0.8"), ("0.0", "0.8")]
        assert measured("4", None)[1:] == ([("0.0", "100.0"), None], None, "")
    with translation.override("es"):
        assert [figure(Decimal(each)) for each in ("9.8000", "40000", "1E+3")] == [
            "9,8",
            "40\u00a0000",
            "1\u00a0000",
        ]


def test_the_reader_is_told_in_words_how_complete_it_is(published):
    bare = completeness_of(published, 1)
    full = completeness_of(fill(published), 2)

    assert (bare.level, full.level) == (2, 3)
    assert 0 < bare.told < bare.asked
    assert full.told == full.asked
    assert bare.sentence != full.sentence


def test_cut_words_leave_no_tag_open():
    assert first_words("<p>one <b>two three</b> four</p>", 2).endswith("</b></p>")
    assert first_words("<p>one two three</p>", 3) == "<p>one two three</p>"
