"""What the body of a page may hold besides words, and who sees it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file as image_file
from wagtail.models import Page, Site

from community.blocks import VideoBlock
from community.cards import cards_at, path_of
from community.charts import Chart, points_in
from community.models import Organization, PageTheme, UploadedDocument, UploadedImage, User
from networks import actions
from networks.models import ResourceIndexPage, ResourcePage
from tests.factories import (
    CaseFactory,
    MemberFactory,
    PostPageFactory,
    ResourcePageFactory,
    StandardPageFactory,
    ThemeFactory,
)
from tests.networks.test_coordinating import add_url, edit_url, fields
from tests.networks.test_reading_comments import crowd
from tests.networks.test_reading_comments import publish as published

pytestmark = pytest.mark.django_db


def with_body(library, *parts, slug="con-cuerpo"):
    return ResourcePageFactory(parent=library, slug=slug, body=list(parts))


def text_of(page, person=None):
    browser = Client()
    if person is not None:
        browser.force_login(person)
    return browser.get(page.url).content.decode()


def card(thing):
    return ("card", {"address": thing.url, "note": ""})


def test_a_card_shows_only_what_its_reader_may_open(library, closed_network, everybody):
    inside = ResourceIndexPage.objects.child_of(closed_network).get()
    secret = ResourcePageFactory(parent=inside, title="Acta reservada")
    open_one = ResourcePageFactory(parent=library, title="Guía abierta", summary="De todos.")
    page = with_body(library, card(secret), card(open_one), card(closed_network))
    actions.appoint_coordinator(closed_network, everybody["member"])

    for role, person in {"visitor": None, **everybody}.items():
        text = text_of(page, person)
        assert "Guía abierta" in text, role
        assert "De todos." in text, role
        sees_it = role in {"member", "unit", "team"}
        assert ("Acta reservada" in text) == sees_it, role
        assert (closed_network.title in text) == sees_it, role


def test_all_that_has_an_address_can_be_a_card(library, network, member):
    actions.join(network, member)
    case = CaseFactory(title="Fugas medidas", live=True, code="XA-2026-0007")
    draft = CaseFactory(title="Fugas por contar", live=False, code="XA-2026-0008")
    topic = actions.open_topic(network, member, "¿Cada cuánto?", "Digan.", "question")
    town = Organization.objects.create(name="Acueducto del Norte", kind="agency", is_listed=True)
    home = StandardPageFactory(parent=Site.objects.get().root_page, title="Ayuda", slug="ayuda")
    things = [case, topic, town]
    paths = [each.get_absolute_url() for each in things] + [network.url, home.url]
    page = with_body(
        library,
        *(("card", {"address": path, "note": ""}) for path in paths),
        ("card", {"address": f"{case.get_absolute_url()}v/2/", "note": "Otra vez."}),
        ("card", {"address": draft.get_absolute_url(), "note": ""}),
    )

    text = text_of(page)

    for title in ("Fugas medidas", "¿Cada cuánto?", "Acueducto del Norte", "Ayuda"):
        assert title in text, title
    assert "Otra vez." in text
    assert "Fugas por contar" not in text


def test_twenty_cards_cost_as_much_as_one(library, django_assert_num_queries):
    things = [ResourcePageFactory(parent=library, title=f"Guía {n}") for n in range(20)]
    one = with_body(library, card(things[0]), slug="una")
    many = with_body(library, *map(card, things), slug="veinte")
    browser = Client()
    browser.get(one.url)

    def cost(page):
        with django_assert_num_queries(8, exact=False) as counted:
            assert "Guía 0" in browser.get(page.url).content.decode()
        return len(counted)

    assert cost(many) == cost(one) <= 8


def test_links_in_twenty_texts_cost_as_much_as_in_one(library, django_assert_num_queries):
    things = [ResourcePageFactory(parent=library, title=f"Guía {n}") for n in range(20)]

    def text(thing, kind="paragraph"):
        return (kind, f'<p><a linktype="page" id="{thing.pk}">{thing.title}</a></p>')

    one = with_body(library, text(things[0]), slug="una")
    many = with_body(library, *map(text, things), text(things[0], "callout"), slug="veinte")
    browser = Client()
    costs = []
    for page, shown in ((one, things[:1]), (many, things)):
        browser.get(page.url)
        with django_assert_num_queries(8, exact=False) as counted:
            html = browser.get(page.url).content.decode()
        assert all(f'<a href="{each.url}">{each.title}</a>' in html for each in shown)
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_cards_of_every_kind_cost_as_much_as_one(library, network, member):
    actions.join(network, member)
    case = CaseFactory(title="Fugas medidas", live=True, code="XA-2026-0007")
    topic = actions.open_topic(network, member, "¿Cada cuánto?", "Digan.", "question")
    town = Organization.objects.create(name="Acueducto del Norte", kind="agency", is_listed=True)
    guide = ResourcePageFactory(parent=library, title="Guía mudada", slug="nueva")
    Redirect.objects.create(
        old_path="/redes/agua/recursos/vieja", redirect_page=guide, site=Site.objects.get()
    )
    paths = [each.get_absolute_url() for each in (case, topic, town)]
    paths += [guide.url, network.url, "/redes/agua/recursos/vieja/"]

    for reader in (AnonymousUser(), member):
        cards_at(paths, reader)
        with CaptureQueriesContext(connection) as asked:
            assert set(cards_at(paths, reader)) == set(paths)
        assert len(asked) == 1, reader


def image(title):
    return UploadedImage.objects.create(title=title, file=image_file())


def every_part(network, library, paths, number):
    """`number` of each kind of part that shows something of another table, and one of the rest."""
    parts = [
        ("quote", {"text": "El agua no espera.", "attribution": "Ana"}),
        ("table", {"caption": "Pozos", "header": "Cuál | Hondo", "rows": "Uno | 12"}),
        (
            "chart",
            {"title": "F", "unit": "", "source": "A", "rows": "a | 1\nb | 2", "kind": "bars"},
        ),
        ("video", {"title": "C", "url": "https://video.example/v", "duration": "", "made_by": ""}),
        *(("card", {"address": path, "note": ""}) for path in paths),
    ]
    for n in range(number):
        guide = ResourcePageFactory(parent=library, title=f"Guía {number} {n}")
        document = UploadedDocument.objects.create(
            title=f"Pliego {number} {n}",
            file=ContentFile(b"%PDF-1.4", name="p.pdf"),
            file_size=8,
            collection=network.collection,
        )
        links = (
            f'<p><a linktype="page" id="{guide.pk}">{guide.title}</a>'
            f' <a linktype="document" id="{document.pk}">El pliego</a></p>'
        )
        shown = [
            {"image": image(name), "alternative_text": f"{name} {n}", "caption": ""}
            for name in ("Pozo", "Bomba", "Tanque")
        ]
        parts += [
            ("heading", f"Parte {n}"),
            ("paragraph", links),
            ("callout", links),
            ("figure", shown[0]),
            ("gallery", {"title": "La obra", "pictures": shown[1:]}),
            ("file", {"document": document, "note": ""}),
            card(guide),
        ]
    return parts


def cost_of(page, number, reader):
    """How many queries its page asks, which shows all that is in it."""
    file = UploadedDocument.objects.get(title=f"Pliego {number} {number - 1}")
    text_of(page, reader)
    browser = Client()
    if reader:
        browser.force_login(reader)
    with CaptureQueriesContext(connection) as asked:
        html = browser.get(page.url).content.decode()
    guide = f">Guía {number} {number - 1}</a>"
    pictures = [f'alt="{name} {number - 1}"' for name in ("Pozo", "Bomba", "Tanque")]
    for shown in ("Fugas medidas", "Guía mudada", "vecina-", guide, *pictures):
        assert shown in html, (reader, shown)
    assert html.count(f'href="{file.url}"') == 3, "two links and the file"
    return len(asked)


def test_a_body_of_all_kinds_of_parts_costs_the_same_however_many(library, network, member):
    actions.join(network, member)
    blog = Page.objects.child_of(network).get(slug="blog").specific
    case = CaseFactory(title="Fugas medidas", live=True, code="XA-2026-0007")
    moved = ResourcePageFactory(parent=library, title="Guía mudada", slug="nueva")
    old = "/redes/agua/recursos/vieja"
    Redirect.objects.create(old_path=old, redirect_page=moved, site=Site.objects.get())
    solution = published(network, "soluciones")
    paths = [case.get_absolute_url(), solution.url, network.url, f"{old}/"]
    theme, cover = ThemeFactory(), image("Portada")

    def post(slug, *body):
        page = PostPageFactory.build(
            slug=slug, title=slug, body=list(body), cover=cover, cover_alt="La plaza"
        )
        page = actions.publish_entry(blog, page, by=MemberFactory(photo=image("Firma")))
        PageTheme.objects.create(page=page, theme=theme)
        return page

    for n in range(4):
        post(f"vecina-{n}")
    few, many = (post(f"de-{n}", *every_part(network, library, paths, n)) for n in (1, 4))
    crowd(few, 3)
    crowd(many, 30, authors=20)
    for person in User.objects.filter(comments__isnull=False).distinct():
        person.photo = image(person.handle)
        person.save()

    for reader, bound in ((None, 8), (member, 12)):
        costs = [cost_of(page, number, reader) for page, number in ((few, 1), (many, 4))]
        assert costs[0] == costs[1] <= bound, (reader, costs)


def test_what_a_body_showed_and_is_gone_leaves_its_place_empty(library, network):
    guide = ResourcePageFactory(parent=library, title="Guía")
    shown = [{"image": image(f"{n}"), "alternative_text": f"N. {n}", "caption": ""} for n in "ab"]
    link = (
        f'<p><a linktype="page" id="{guide.pk}">La guía</a> <a href="https://x.example/">x</a></p>'
    )
    page = with_body(
        library, ("paragraph", link), ("gallery", {"title": "", "pictures": shown}), ("callout", "")
    )
    guide.delete()
    shown[0]["image"].delete()

    html = text_of(page)

    assert "<a>La guía</a>" in html
    assert '<a href="https://x.example/">x</a>' in html
    assert 'alt="N. b"' in html


def test_a_card_follows_a_page_that_moved(library):
    moved = ResourcePageFactory(parent=library, title="Guía mudada", slug="nueva")
    Redirect.objects.create(
        old_path="/redes/agua/recursos/vieja", redirect_page=moved, site=Site.objects.get()
    )
    page = with_body(library, ("card", {"address": "/redes/agua/recursos/vieja/", "note": ""}))

    assert "Guía mudada" in text_of(page)


def test_an_address_is_understood_however_it_was_pasted():
    for typed in (
        "http://localhost/pt/redes/agua/?q=1#arriba",
        "redes/agua",
        " /redes/agua/ ",
        "https://testserver/en/redes/agua",
    ):
        assert path_of(typed) == "/redes/agua/", typed
    for typed in ("https://example.org/redes/agua/", "javascript:alert(1)", "no es nada"):
        with pytest.raises(ValidationError):
            path_of(typed)


def test_a_card_of_nothing_is_refused_with_a_sentence_and_nothing_is_lost(
    client, coordinator, library, closed_network
):
    client.force_login(coordinator)

    def send(address):
        body = {
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "card",
            "body-0-id": "",
            "body-0-value-address": address,
            "body-0-value-note": "Para comparar.",
        }
        return client.post(add_url(library), fields(**body, **{"action-publish": "1"}))

    answers = {}
    for address in ("/redes/no-hay/", closed_network.url, "https://example.org/"):
        response = send(address)
        assert response.status_code == 200, address
        errors = response.context["form"].errors.as_data()["body"][0].block_errors[0].block_errors
        answers[address] = errors["address"].messages
        assert "Para comparar." in response.content.decode(), address
    assert answers["/redes/no-hay/"] == answers[closed_network.url], "a closed one is not told"
    assert answers["https://example.org/"] != answers["/redes/no-hay/"]
    assert send("/redes/agua/").status_code == 302
    assert ResourcePage.objects.get().body[0].value["address"] == "/redes/agua/"


def test_rows_become_a_drawing_with_its_table_behind(library):
    rows = "2019 | 1.234,5\n2020\t980\nAgua|fría | -12"
    assert [(each.label, float(each.value)) for each in points_in(rows)] == [
        ("2019", 1234.5),
        ("2020", 980),
        ("Agua|fría", -12),
    ]
    told = {"title": "Fugas por año", "unit": "m³", "source": "Acueducto", "rows": rows}
    page = with_body(
        library, ("chart", {**told, "kind": "bars"}), ("chart", {**told, "kind": "line"})
    )
    text = text_of(page)

    assert text.count("<rect") >= 3
    assert text.count("<table") == 2
    assert "Acueducto" in text
    assert 'role="img"' in text
    assert Chart(points_in("a | 90\nb | 100")).foot == 90, "a flat line does not begin at zero"
    assert Chart(points_in("a | 10\nb | 100")).foot == 0
    assert Chart(points_in("a | -25\nb | 75")).ground == "75.0", "where nothing lies is drawn"


def test_each_row_that_is_no_number_is_named():
    with pytest.raises(ValidationError) as refused:
        points_in("2019 | diez\n\n2020 | 1.234\nsola")

    rows = [error.params["row"] for error in refused.value.error_list]
    assert rows == [1, 3, 4]
    for too_few_or_many in ("", "a | 1", "\n".join(f"{n} | {n}" for n in range(41))):
        with pytest.raises(ValidationError):
            points_in(too_few_or_many)


def test_a_file_is_offered_to_who_may_open_it(library, network, closed_network, member):
    parts = []
    for place in (network, closed_network):
        document = UploadedDocument.objects.create(
            title=f"Pliego de {place.slug}",
            file=ContentFile(b"%PDF-1.4", name=f"{place.slug}.pdf"),
            file_size=8,
            collection=place.collection,
        )
        parts.append(("file", {"document": document, "note": ""}))
    page = with_body(library, *parts)
    actions.appoint_coordinator(closed_network, member)

    assert "Pliego de agua" in text_of(page)
    assert "Pliego de cerrada" not in text_of(page)
    assert "Pliego de cerrada" in text_of(page, member)
    assert "PDF · 8" in text_of(page)


def test_a_video_loads_nothing_before_the_click(library):
    value = {
        "title": "Cómo se mide",
        "url": "https://video.example/v/1",
        "duration": "12:30",
        "made_by": "",
    }
    text = text_of(with_body(library, ("video", value)))

    assert "video.example" in text
    assert "12:30" in text
    assert text.count("https://video.example") == 1, "the link alone"
    block = VideoBlock()
    for wrong in ({"url": "http://video.example/"}, {"duration": "media hora"}):
        with pytest.raises(ValidationError):
            block.clean(block.to_python({**value, **wrong}))


def test_a_draft_with_all_kinds_of_parts_is_shown_in_the_editor(client, coordinator, library):
    client.force_login(coordinator)
    page = with_body(library, ("heading", "Uno"), card(library))

    assert client.get(edit_url(page)).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
