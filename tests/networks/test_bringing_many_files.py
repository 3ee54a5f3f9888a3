"""Many files come to a library at once, are described in one table and saved together."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from community.models import UploadedDocument
from networks import actions
from networks.models import ResourcePage, ResourceUpload
from tests.factories import ThemeFactory

pytestmark = pytest.mark.django_db
DOOR = "/redes/agua/cargar/"


def text_file(name, words="Uno"):
    return SimpleUploadedFile(name, words.encode(), "text/plain")


def bring(client, *files, **fields):
    return client.post(DOOR, {"acto": "subir", "files": files, **SHARED, **fields})


SHARED = {"todos-language": "pt", "todos-licence": "cc0", "todos-year": "2021", "todos-theme": ""}


def typed(rows, **changed):
    """The table as a browser sends it back."""
    sent = {"fila": [str(upload.key) for upload, _form in rows]}
    for upload, form in rows:
        for bound in form:
            value = bound.value()
            sent[bound.html_name] = "" if value is None else value
        for name, value in changed.items():
            sent[f"{upload.key}-{name}"] = value
    return sent


@pytest.fixture
def browser(client, coordinator, library):
    client.force_login(coordinator)
    return client


def test_files_are_described_in_one_table_and_become_drafts(browser, network, library):
    theme = ThemeFactory(name="Agua")
    bad = SimpleUploadedFile("acta.pdf", b"no pdf at all")

    page = bring(browser, text_file("plan_de-aguas.txt"), text_file("tarifas.csv"), bad)
    rows = page.context["rows"]
    first, second = (str(upload.key) for upload, _form in rows)

    assert [form["title"].value() for _upload, form in rows] == ["Plan de aguas", "Tarifas"]
    assert [form["kind"].value() for _upload, form in rows] == ["guide", "dataset"]
    assert {form["language"].value() for _upload, form in rows} == {"pt"}
    assert len(page.context["wrong"]) == 1
    assert "acta.pdf" in page.content.decode()

    sent = typed(rows, theme=theme.pk) | {f"{second}-title": "", f"{first}-year": "21"}
    again = browser.post(DOOR, {**sent, "acto": "guardar"})
    assert not ResourcePage.objects.exists()
    assert [sorted(form.errors) for _upload, form in again.context["rows"]] == [["year"], ["title"]]
    assert again.context["rows"][0][1]["title"].value() == "Plan de aguas"

    more = browser.post(DOOR, {**sent, **SHARED, "acto": "subir", "files": [text_file("mapa.txt")]})
    assert [form["year"].value() for _upload, form in more.context["rows"]] == ["21", "2021", 2021]

    sent = typed(more.context["rows"]) | {f"{second}-title": "Tarifas", f"{first}-year": "2019"}
    saved = browser.post(DOOR, {**sent, "acto": "guardar"}, follow=True)
    made = ResourcePage.objects.child_of(library).order_by("pk")
    assert [(each.title, each.year, each.live) for each in made] == [
        ("Plan de aguas", 2019, False),
        ("Tarifas", 2021, False),
        ("Mapa", 2021, False),
    ]
    assert [each.themes for each in made][:2] == [[theme], [theme]]
    assert {each.collection for each in UploadedDocument.objects.all()} == {network.collection}
    assert not ResourceUpload.objects.exists()
    assert "Plan de aguas" not in browser.get("/redes/agua/recursos/").content.decode()

    chosen = [draft.pk for draft in saved.context["drafts"]][:2]
    browser.post(DOOR, {"acto": "publicar", "pagina": chosen})
    assert list(made.filter(live=True).values_list("title", flat=True)) == ["Tarifas", "Mapa"]
    assert browser.get(f"/redes/descargas/{chosen[0]}/").status_code == 302


def test_a_file_that_is_not_wanted_is_removed_and_the_rest_stays(browser):
    rows = bring(browser, text_file("uno.txt"), text_file("dos.txt")).context["rows"]
    sent = typed(rows, year="2000")

    page = browser.post(DOOR, {**sent, "acto": f"quitar-{rows[0][0].key}"})

    assert [form["title"].value() for _upload, form in page.context["rows"]] == ["Dos"]
    assert page.context["rows"][0][1]["year"].value() == "2000"
    assert browser.get(DOOR).context["rows"][0][0].name == "dos.txt"


def test_a_file_comes_piece_by_piece(browser):
    told = {"name": "guia.txt", "size": 6, "stamp": "9"}
    begun = browser.post(f"{DOOR}archivo/", told).json()

    browser.put(f"{begun['address']}?desde=0", b"Uno", content_type="application/octet-stream")
    assert browser.get(DOOR).context["rows"] == []
    assert browser.post(f"{DOOR}archivo/", told).json()["received"] == 3
    browser.put(f"{begun['address']}?desde=3", b"Dos", content_type="application/octet-stream")
    page = browser.post(DOOR, {**SHARED, "uploaded": begun["key"]})

    assert [form["title"].value() for _upload, form in page.context["rows"]] == ["Guia"]
    refused = browser.post(f"{DOOR}archivo/", {**told, "size": 60 * 1024 * 1024})
    assert (refused.status_code, "50" in refused.json()["said"]) == (400, True)
    assert browser.post(f"{DOOR}archivo/", {**told, "name": "a.exe"}).status_code == 400


def test_only_who_coordinates_fills_the_library(client, everybody, library, closed_network):
    allowed = ("coordinator", "unit")
    told = {"name": "guia.txt", "size": 6, "stamp": "9"}

    assert client.get(DOOR).status_code == 302
    assert client.post(f"{DOOR}archivo/", told).status_code == 401
    for role, person in everybody.items():
        client.force_login(person)
        expected = 200 if role in allowed else 403
        assert client.get(DOOR).status_code == expected, role
        assert bring(client, text_file("uno.txt")).status_code == expected, role
        assert client.post(f"{DOOR}archivo/", told).status_code == expected, role
        if role not in ("unit", "team"):
            assert client.get("/redes/cerrada/cargar/").status_code == 404, role
    client.force_login(everybody["unit"])
    mine = ResourceUpload.objects.filter(user=everybody["coordinator"]).first()
    assert client.put(f"{DOOR}archivo/{mine.key}/?desde=0", b"x").status_code == 404


def test_drafts_are_made_all_or_none(browser, network, coordinator, library):
    rows = bring(browser, text_file("uno.txt"), text_file("dos.txt")).context["rows"]
    sheets = [
        actions.uploads.Sheet(upload, {**form.initial, "language": "es", "theme": None})
        for upload, form in rows
    ]
    sheets[1].told["title"] = "x" * 300

    with pytest.raises(Exception, match="255"):
        actions.uploads.make_drafts(network, coordinator, sheets)

    assert not ResourcePage.objects.exists()
    assert not UploadedDocument.objects.exists()
    assert ResourceUpload.objects.count() == 2
