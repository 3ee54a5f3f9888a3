"""What leaves the site: sheets to hand out, open data, citations, legal texts, blank forms."""

import json
import re
import time
from io import BytesIO
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation
from jsonschema import Draft202012Validator
from PIL import Image

from community.permissions import KNOWLEDGE_TEAM
from knowledge import actions
from knowledge.exports import office
from knowledge.kinds import ShownAs
from knowledge.models import Actor, Attachment, Case, Contributor, LegalInstrument
from knowledge.sheets import blank_form
from knowledge.sheets.keeping import folder, forget, trim
from knowledge.sheets.photograph import may_be_printed
from tests.factories import CaseFactory, MemberFactory, ThemeFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.whole import fill

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<p>#read("/etc/passwd") $x$ *no* \\ `#sys` @label <b>&lt;tag&gt;</b> 🎉🏳️‍🌈'
    " שלום עולם مرحبا \u202ereversed\u202c " + "w" * 3000 + "</p>"
)
NORM = "CONSIDERANDO\r\n\r\nARTÍCULO 1. Objeto. En [NOMBRE DEL MUNICIPIO] se separa."


def photo():
    content = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken by Xochitl at home"
    Image.new("RGB", (300, 200), "green").save(content, "JPEG", exif=exif)
    return ContentFile(content.getvalue(), "market.jpg")


def published(case, team):
    case.save_revision(user=case.registered_by, clean=False)
    actions.send(case, case.registered_by)
    actions.publish(case, team)
    return Case.objects.get(pk=case.pk)


def full_case(author):
    case = CaseFactory(registered_by=author, title="Compost in the market")
    picture = Attachment(
        case=case,
        kind="photo",
        title="The market",
        licence="cc_by",
        person_consent="nobody_shown",
        alt_text="Stalls",
    )
    case.attachments.add(picture)
    picture.file.save("market.jpg", photo(), save=False)
    case.contributors.add(
        Contributor(name="Xochitl Hidden", post="Spy of X", shown_as=ShownAs.NOBODY)
    )
    case.actors.add(Actor(name="Fund", contact="private@x.example", contact_audience="members"))
    case.legal_instruments.add(LegalInstrument(title="Norma de ferias", text=NORM))
    return fill(case)


def hostile_case(author):
    case = CaseFactory(
        registered_by=author, title='#panic("x") {\\bf T} مرحبا 🎉', summary="#eval(1) $x$"
    )
    fill(case, 6)
    case.solution = HOSTILE + "<p>" + "palabra larga. " * 10_000 + "</p>"
    case.problem = case.process = HOSTILE
    case.save()
    return case


@pytest.fixture(autouse=True)
def in_spanish():
    """A request leaves its language behind, and `reverse` would follow it."""
    with translation.override("es"):
        yield


@pytest.fixture(scope="module")
def scene(lasting):
    """A full case, one that says little, one written to break the leaf, a draft, one withdrawn."""
    with lasting():
        team = somebody_of(KNOWLEDGE_TEAM, "equipo")
        author = MemberFactory(handle="autora", display_name="Autora")
        gone = published(CaseFactory(registered_by=author, title="Gone"), team)
        actions.unpublish(gone, team, "Asked for.")
        yield {
            "full": published(full_case(author), team),
            "little": published(CaseFactory(registered_by=author, title="Little"), team),
            "hostile": published(hostile_case(author), team),
            "draft": CaseFactory(registered_by=author, title="Not yet"),
            "gone": gone,
            "team": team,
            "author": author,
        }


def address(case, name):
    return reverse(f"cases:{name}", args=[case.reference])


def pages_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(response.content)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [re.sub(r"\s+", " ", text) for text in texts]


# --- On paper ----------------------------------------------------------------------


@pytest.mark.parametrize("which", ["full", "little", "hostile"])
def test_a_sheet_has_two_to_four_pages_and_a_note_one_whatever_the_record_holds(
    client, scene, which
):
    case = scene[which]
    sheet = pages_of(client.get(address(case, "sheet")))
    note = pages_of(client.get(address(case, "note")))
    words = " ".join(sheet)

    assert 2 <= len(sheet) <= 4
    assert len(note) == 1
    assert case.code in sheet[0]
    assert "CC BY 4.0" in words
    if which == "full":
        for told in ("Compost in the market", "Waste 0", "Two bins 0", "Luisa 0", "Norma de f"):
            assert told in words, told
        assert "Waste 0" in note[0]
    if which == "hostile":
        assert '#read("/etc/passwd")' in words
        assert "root:" not in words + note[0]


def test_a_sheet_is_set_once_for_each_text_and_language_and_quickly(client, scene, monkeypatch):
    case = scene["full"]
    forget(case)
    before = time.process_time()
    first = client.get(address(case, "sheet")).content
    assert time.process_time() - before < 1.5
    assert "At a glance" in pages_of(client.get(f"/en{address(case, 'sheet')}"))[0]
    translation.activate("es")

    def refuse(*anything):
        raise AssertionError("set again")

    monkeypatch.setattr("knowledge.sheets.case_sheet.set_sheet", refuse)
    assert client.get(address(case, "sheet")).content == first
    assert client.get(f"/en{address(case, 'sheet')}").status_code == 200


def test_a_photograph_is_printed_only_with_a_free_licence_and_a_word_on_who_is_in_it(client, scene):
    assert b"/DCTDecode" in client.get(address(scene["full"], "sheet")).content
    told = {"kind": "photo", "file": "case_files/x/y.jpg", "licence": "cc_by"}
    told |= {"person_consent": "consented"}
    assert may_be_printed(Attachment(**told))
    for lacking in (
        {"kind": "report"},
        {"file": ""},
        {"licence": ""},
        {"licence": "all_rights"},
        {"person_consent": ""},
    ):
        assert not may_be_printed(Attachment(**{**told, **lacking})), lacking


def test_a_new_text_takes_the_place_of_the_old_leaf_on_disk(client, scene):
    case = scene["little"]
    old = client.get(address(case, "sheet")).content
    [kept] = (folder() / str(case.key)).glob("ficha-es-*.pdf")

    Case.objects.filter(pk=case.pk).update(validity_status="interrupted")

    assert client.get(address(case, "sheet")).content != old
    assert not kept.exists()
    assert len(list((folder() / str(case.key)).glob("ficha-es-*.pdf"))) == 1


def test_the_folders_of_leaves_are_bounded_and_forgotten(
    client, scene, django_capture_on_commit_callbacks
):
    for which in ("full", "little"):
        client.get(address(scene[which], "note"))
    trim(1)
    assert len(list(folder().iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        forget(scene["full"])
        forget(scene["little"])
    assert not any((folder() / str(scene[which].key)).exists() for which in ("full", "little"))
    assert client.get(address(scene["full"], "note")).status_code == 200


def test_the_blank_form_asks_all_that_the_levels_ask(client, scene):
    words = " ".join(pages_of(client.get(reverse("cases:blank_form"))))
    response = client.get(reverse("cases:offline_form"))
    document = docx.Document(BytesIO(response.content))
    written = " ".join(each.text for each in document.paragraphs)

    for name in ("problem", "complexity", "legal_basis", "prior_inspiration"):
        label = str(Case._meta.get_field(name).verbose_name)
        assert label.lower() in words.lower(), label
        assert label.lower() in written.lower(), label
    assert len(document.tables) >= 13


def test_the_blank_form_to_write_offline_is_made_once_for_each_language(
    client, db, monkeypatch, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    made = []
    real = blank_form.written
    monkeypatch.setattr(blank_form, "written", lambda *asked: made.append(1) or real(*asked))
    for _time in range(2):
        spanish = client.get("/experiencias/formulario.docx").content
        english = client.get("/en/experiencias/formulario.docx").content
    assert len(made) == 2
    assert spanish != english

    ThemeFactory(name="Night markets")
    asks = docx.Document(BytesIO(client.get("/experiencias/formulario.docx").content))
    assert "☐ Night markets" in [each.text for each in asks.paragraphs]
    assert len(list((folder() / "blank").glob("formulario-es-*.docx"))) == 1


# --- As data ------------------------------------------------------------------------


def test_every_record_is_as_its_schema_says(client, scene, django_assert_max_num_queries):
    schema = client.get(reverse("cases:schema")).json()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    for which in ("full", "little", "hostile"):
        with django_assert_max_num_queries(4):
            record = client.get(address(scene[which], "record")).json()
        assert not [error.message for error in validator.iter_errors(record)], which

    record = client.get(address(scene["full"], "record")).json()
    assert record["$schema"] == schema["$id"]
    assert record["version"] == 1
    assert record["licence"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert record["indicators"][0]["baseline"] == 9.8
    assert record["cost_lines"][0]["dollars"] == 1000.0
    assert record["themes"][0]["name"] == str(scene["full"].themes[0])
    assert {credit["name"] for credit in record["credits"]} == {"Luisa 0", "Luisa 1", "Luisa 2"}
    wrong = {**record, "cost_band": "free"}
    assert list(validator.iter_errors(wrong))


def test_citations_name_the_authors_and_obey_no_text(client, scene):
    entry = client.get(address(scene["full"], "bibtex")).content.decode()
    assert entry.startswith(f"@misc{{{scene['full'].code},\n")
    assert "{Luisa 0} and {Luisa 1}" in entry
    page = client.get(scene["full"].get_absolute_url()).content.decode()
    assert "Luisa 0, Luisa 1 &amp; Luisa 2 (" in page

    hostile = client.get(address(scene["hostile"], "bibtex")).content.decode()
    assert r"\textbackslash{}bf T\}" in hostile
    assert hostile.count("\n") == entry.count("\n")
    assert "{Autora}" in client.get(address(scene["little"], "bibtex")).content.decode()


def test_a_legal_text_is_taken_along_with_its_origin_and_its_blanks_marked(client, scene):
    case = scene["full"]
    row = case.legal_instruments.get(title="Norma de ferias")
    written = client.get(f"{case.get_absolute_url()}instrumentos/{row.key}.docx")
    document = docx.Document(BytesIO(written.content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    marked = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color
    ]

    assert case.code in texts[0]
    assert "Compost in the market" in texts[0]
    assert "CC BY 4.0" in texts[1]
    assert marked == ["[NOMBRE DEL MUNICIPIO]"]
    assert document.core_properties.author == "Cabildo"
    plain = client.get(f"{case.get_absolute_url()}instrumentos/{row.key}.txt").content.decode()
    assert "ARTÍCULO 1. Objeto. En [NOMBRE DEL MUNICIPIO] se separa." in plain
    assert case.code in plain
    other = client.get(f"{scene['little'].get_absolute_url()}instrumentos/{row.key}.docx")
    assert other.status_code == 404


# --- To whom ------------------------------------------------------------------------


def outputs_of(case):
    names = ("sheet", "note", "record", "bibtex")
    rows = case.legal_instruments.all()
    return [
        *(address(case, name) for name in names),
        *(f"{case.get_absolute_url()}instrumentos/{row.key}.docx" for row in rows),
        *(f"{case.get_absolute_url()}instrumentos/{row.key}.txt" for row in rows),
    ]


def test_drafts_are_not_there_and_what_was_withdrawn_is_gone_for_everybody(client, scene):
    for person in (None, scene["author"], scene["team"]):
        if person:
            client.force_login(person)
        for path in outputs_of(scene["draft"]):
            assert client.get(path).status_code == 404, path
        for path in outputs_of(scene["gone"]):
            assert client.get(path).status_code == 410, path
    lower = address(scene["full"], "record").replace(scene["full"].code, scene["full"].code.lower())
    assert client.get(lower).status_code == 301


def test_nothing_that_leaves_tells_what_visitors_may_not_know(client, scene):
    """Whoever asks: it is passed on."""
    for person in (None, scene["team"]):
        if person:
            client.force_login(person)
        for path in outputs_of(scene["full"]):
            response = client.get(path)
            said = response.content
            if path.endswith(".pdf"):
                said += " ".join(pages_of(response)).encode()
            if path.endswith(".docx"):
                with ZipFile(BytesIO(said)) as parts:
                    said += b"".join(parts.read(name) for name in parts.namelist())
            for secret in (b"Xochitl", b"Spy of X", b"private@x.example"):
                assert secret not in said, (path, secret)


def test_the_page_of_a_case_and_the_library_lead_there(client, scene):
    page = client.get(scene["full"].get_absolute_url()).content.decode()
    library = client.get(reverse("cases:list")).content.decode()

    for name in ("sheet", "note", "record", "bibtex"):
        assert f'href="{address(scene["full"], name)}"' in page, name
    for name in ("blank_form", "offline_form"):
        assert f'href="{reverse(f"cases:{name}")}"' in library, name
    assert json.loads(client.get(reverse("cases:schema")).content)["title"]


def test_what_is_no_letter_at_all_spoils_no_document():
    document = office.new_document("Norm \ufffe", None)
    office.write(document.add_paragraph(), "One\uffff, [two\x00]")

    assert office.content_of(document).startswith(b"PK")
    assert document.paragraphs[0].text == "One, [two]"
