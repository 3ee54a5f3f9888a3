"""A resource in several languages and versions: what is offered, what stays, what is counted."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from community.models import UploadedDocument
from networks import actions
from networks.models import MonthlyDownloads, ResourceFile, ResourceIndexPage, ResourcePage
from tests.factories import ResourcePageFactory

pytestmark = pytest.mark.django_db


def document(collection, name, content=b"Acta de la junta"):
    kept = UploadedDocument(title=name, file=ContentFile(content, name=name), collection=collection)
    kept.file_size = len(content)
    kept.save()
    return kept


def with_files(library, collection, *files, **fields):
    """A published resource with rows of (name, language, day, what changed)."""
    page = ResourcePageFactory.build(slug="acta", link="", **fields)
    page.files.set(
        ResourceFile(document=document(collection, name), language=code, dated_on=day, note=note)
        for name, code, day, note in files
    )
    return actions.publish_entry(library, page)


@pytest.fixture
def acta(library, network):
    return with_files(
        library,
        network.collection,
        ("acta-2.txt", "es", date(2025, 6, 1), "Añade el plazo de cobro."),
        ("ata.txt", "pt", date(2025, 6, 1), ""),
        ("acta-1.txt", "es", date(2024, 1, 9), ""),
        ("acta-3.txt", "es", date(2026, 3, 4), "Sin firma de testigos."),
        title="Acta modelo",
    )


def address(page, name):
    file = next(each for each in page.files.all() if name in each.document.filename)
    return f"/redes/descargas/{page.pk}/{file.key}/"


def test_the_page_offers_the_newest_of_each_language_and_keeps_the_others(client, acta):
    page = client.get("/en/redes/agua/recursos/acta/").content.decode()
    numbers = {each.document.title: each.number for each in acta.files.all()}

    assert numbers == {"acta-1.txt": 1, "acta-2.txt": 2, "acta-3.txt": 3, "ata.txt": 1}
    assert "version 3 of 3, of March 2026" in page
    assert "Sin firma de testigos." in page
    assert "2 older versions" in page
    assert "Version 1, of January 2024" in page
    for name in numbers:
        assert address(acta, name.removesuffix(".txt")) in page, name


def test_a_draft_shows_the_version_that_is_being_added(acta, network, client):
    draft = ResourcePage.objects.get(pk=acta.pk).get_latest_revision_as_object()
    newer = document(network.collection, "acta-4.txt")
    draft.files.add(ResourceFile(document=newer, language="es", dated_on=date(2026, 9, 1)))
    draft.full_clean()

    with translation.override("en"):
        preview = draft.make_preview_request().render().content.decode()
    draft.save_revision()
    public = client.get("/en/redes/agua/recursos/acta/").content.decode()

    assert "version 4 of 4, of September 2026" in preview
    assert "version 3 of 3, of March 2026" in public
    assert "acta-3" in client.get(f"/redes/descargas/{acta.pk}/").url


def test_each_file_is_fetched_at_its_own_address_and_counted(client, acta):
    newest = client.get(f"/redes/descargas/{acta.pk}/")
    client.get(address(acta, "acta-3"))
    older = client.get(address(acta, "acta-1"))
    client.head(address(acta, "acta-1"))
    client.get(address(acta, "acta-1"), headers={"User-Agent": "ExampleBot/2.1"})
    client.get(address(acta, "acta-1"), headers={"Sec-Purpose": "prefetch"})

    assert "acta-3" in newest.url
    assert "acta-1" in older.url
    counts = dict(MonthlyDownloads.objects.values_list("key", "count"))
    by_name = {each.document.title: counts.get(each.key, 0) for each in acta.files.all()}
    assert by_name == {"acta-3.txt": 2, "acta-1.txt": 1, "acta-2.txt": 0, "ata.txt": 0}
    assert ResourcePage.objects.get(pk=acta.pk).times_fetched == 3
    assert client.get(f"/redes/descargas/{acta.pk}/{'0' * 32}/").status_code == 404


def test_a_file_comes_with_the_headers_that_keep_readers_safe(client, acta, closed_network, member):
    open_one = client.get(client.get(address(acta, "acta-1")).url)
    part = client.get(open_one.request["PATH_INFO"], headers={"Range": "bytes=0-3"})
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    closed = with_files(
        section, closed_network.collection, ("acta-9.txt", "es", date(2026, 1, 1), "")
    )
    file = closed.files.get().document.url

    assert open_one["Content-Disposition"] == 'attachment; filename="acta-1.txt"'
    assert open_one["X-Content-Type-Options"] == "nosniff"
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"Acta")
    for each in (address(closed, "acta-9"), file):
        assert client.get(each).status_code == 404, each

    actions.appoint_coordinator(closed_network, member)
    client.force_login(member)
    answer = client.get(client.get(address(closed, "acta-9")).url)

    assert answer["Cache-Control"] == "private, no-store"


def test_a_resource_has_files_or_a_link_and_says_so(client, library, coordinator, network):
    client.force_login(coordinator)
    kept = document(network.collection, "acta.txt")
    form = {
        "title": "Acta", "slug": "nueva", "kind": "guide", "resource_language": "es",
        "licence": "cc0", "published_on": "2026-03-04", "link": "", "summary": "", "made_by": "",
        "body-count": 0, "sources-count": 0, "files-INITIAL_FORMS": 0, "files-MIN_NUM_FORMS": 0,
        "files-MAX_NUM_FORMS": 1000, "page_themes-TOTAL_FORMS": 0, "page_themes-INITIAL_FORMS": 0,
        "files-TOTAL_FORMS": 0,
    }  # fmt: skip
    rows = {"files-TOTAL_FORMS": 2}
    for place, day in enumerate(("2026-02-01", "2025-02-01")):
        rows |= {
            f"files-{place}-document": kept.pk,
            f"files-{place}-language": "es",
            f"files-{place}-dated_on": day,
            f"files-{place}-ORDER": place + 1,
        }
    door = f"/admin/pages/add/networks/resourcepage/{library.pk}/"

    neither = client.post(door, form)
    both = client.post(door, {**form, **rows, "link": "https://example.org/"})
    saved = client.post(door, {**form, **rows})

    for answer in (neither, both):
        assert list(answer.context["form"].errors) == ["link"]
    assert saved.status_code == 302
    draft = ResourcePage.objects.get(slug="nueva").get_latest_revision_as_object()
    assert [(f"{each.dated_on}", each.number) for each in draft.files.all()] == [
        ("2026-02-01", 2),
        ("2025-02-01", 1),
    ]


def test_many_files_cost_as_much_as_one(client, library, network, django_assert_max_num_queries):
    rows = [(f"acta-{n}.txt", "es", date(2024, 1, n), "") for n in range(1, 10)]
    page = with_files(library, network.collection, *rows, title="Acta modelo")
    client.get(page.url)

    with django_assert_max_num_queries(8):
        assert client.get(page.url).status_code == 200
