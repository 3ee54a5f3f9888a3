"""Importing in the admin: a file is looked at, confirmed, done in the background, reported."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from blog import forms
from blog.actions import uploads
from blog.models import ArticleImport, BlogIndexPage, PostPage, UploadedArticles
from networks.actions import appoint_coordinator, join
from tests.blog.articles import REAL, lines, needs_real_articles, row
from tests.factories import BlogIndexPageFactory, MemberFactory
from tests.networks.conftest import make_network, with_rights_everywhere

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/import-articles/"


@pytest.fixture
def network(networks):
    return make_network(networks, "agua")


@pytest.fixture
def blog(network):
    return BlogIndexPage.objects.child_of(network).get()


@pytest.fixture
def own_blog(home):
    return BlogIndexPageFactory(parent=home)


@pytest.fixture
def coordinator(network):
    person = MemberFactory()
    appoint_coordinator(network, person)
    return person


@pytest.fixture
def editor(client, coordinator):
    client.force_login(coordinator)
    return client


def upload(client, blog, content, name="articulos.jsonl"):
    return client.post(
        ADDRESS, {"blog": blog.pk, "file": SimpleUploadedFile(name, content)}, follow=True
    )


def content_of(tmp_path, *rows):
    return lines(tmp_path, *rows).read_bytes()


def begin(client, blog, tmp_path, *rows):
    """The import that these rows began, and the page of its preview."""
    response = upload(client, blog, content_of(tmp_path, *rows))
    return ArticleImport.objects.latest("pk"), response.content.decode()


def test_the_preview_shows_what_would_happen_and_writes_nothing(editor, blog, tmp_path):
    begun, page = begin(editor, blog, tmp_path, row(), row(slug="otro", fecha=""))

    assert "articulos.jsonl" in page
    assert "Nace <b>aquí</b> el agua." in page
    assert begun.report["counts"] == {"new": 1}
    assert [number for number, _reason in begun.report["problems"]] == [2]
    assert not PostPage.objects.exists()


def test_confirming_imports_in_the_background(editor, blog, tmp_path, work, coordinator):
    begun, _page = begin(editor, blog, tmp_path, row(), row(slug="otro", titulo="Otro"))

    waiting = editor.post(f"{ADDRESS}{begun.pk}/confirm/", follow=True)
    assert waiting.headers["Refresh"]
    assert not PostPage.objects.exists()

    work()
    report = editor.get(f"{ADDRESS}{begun.pk}/")
    assert "Refresh" not in report.headers
    assert "/redes/agua/blog/" in report.content.decode()
    begun.refresh_from_db()
    assert (begun.state, begun.done, begun.report["good"]) == ("done", 2, 2)
    assert PostPage.objects.child_of(blog).live().count() == 2
    assert PostPage.objects.first().latest_revision.user == coordinator


def test_the_file_is_kept_only_as_long_as_needed(editor, blog, tmp_path, work):
    begun, _page = begin(editor, blog, tmp_path, row())
    assert UploadedArticles.objects.filter(article_import=begun).exists()

    editor.post(f"{ADDRESS}{begun.pk}/confirm/")
    work()

    assert not UploadedArticles.objects.exists()


def test_a_preview_can_be_thrown_away(editor, blog, tmp_path):
    begun, _page = begin(editor, blog, tmp_path, row())

    editor.post(f"{ADDRESS}{begun.pk}/discard/")

    assert not ArticleImport.objects.exists()
    assert not UploadedArticles.objects.exists()


def test_forgotten_previews_go_by_themselves(editor, blog, tmp_path):
    begin(editor, blog, tmp_path, row())
    uploads.forget_imports()
    assert ArticleImport.objects.exists()

    ArticleImport.objects.update(created_at=timezone.now() - timedelta(days=2))
    uploads.forget_imports()

    assert not UploadedArticles.objects.exists()


def test_with_errors_only_who_says_so_imports_the_others(editor, blog, tmp_path, work):
    begun, _page = begin(editor, blog, tmp_path, row(), row(slug="otro", fecha=""))

    editor.post(f"{ADDRESS}{begun.pk}/confirm/")
    work()
    assert not PostPage.objects.exists()

    editor.post(f"{ADDRESS}{begun.pk}/confirm/", {"partial": "on"})
    work()
    assert PostPage.objects.get().slug == "el-paramo"


def test_confirming_twice_imports_once(editor, blog, tmp_path, work):
    begun, _page = begin(editor, blog, tmp_path, row())
    for _again in range(2):
        editor.post(f"{ADDRESS}{begun.pk}/confirm/")

    work()

    assert PostPage.objects.count() == 1


def test_an_import_that_was_broken_off_goes_on(editor, blog, tmp_path, monkeypatch):
    rows = [row(slug=f"articulo-{nth}") for nth in range(45)]
    begun, _page = begin(editor, blog, tmp_path, *rows)
    uploads.confirm_import(begun, partial=False, overwrite=False)
    said = []

    def die(begun, done):
        said.append(done)
        if done == 40:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "tell", die)
        with pytest.raises(KeyboardInterrupt):
            uploads.carry_out(begun.pk)
    assert PostPage.objects.count() == 20

    uploads.carry_out(begun.pk)

    assert PostPage.objects.count() == 45
    begun.refresh_from_db()
    assert begun.report["counts"] == {"unchanged": 20, "new": 25}


def test_who_lost_the_right_meanwhile_imports_nothing(editor, blog, tmp_path, work, coordinator):
    begun, _page = begin(editor, blog, tmp_path, row())
    editor.post(f"{ADDRESS}{begun.pk}/confirm/")
    coordinator.groups.clear()

    work()

    assert not PostPage.objects.exists()
    begun.refresh_from_db()
    assert begun.state == "failed"
    assert not UploadedArticles.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x00\x01\x02" * 50, "program.jsonl"),
        (b"PK\x03\x04 not a book", "fake.xlsx"),
        ("titulo,cuerpo,fecha\nAño,Año,2015".encode("latin-1"), "latin.csv"),
        (b'{"titulo": ', "broken.jsonl"),
        (b"%PDF-1.4 not articles", "text.pdf"),
        (b"<html><script>alert(1)</script></html>", "page.html"),
    ],
)
def test_a_bad_file_is_refused_with_one_sentence(editor, blog, content, name):
    response = upload(editor, blog, content, name)

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ArticleImport.objects.exists()


def test_a_file_too_large_is_refused(editor, blog, tmp_path, monkeypatch):
    monkeypatch.setattr(forms, "MAX_BYTES", 10)

    upload(editor, blog, content_of(tmp_path, row()))

    assert not ArticleImport.objects.exists()


def test_more_articles_than_a_person_waits_for_are_refused(editor, blog, tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ROWS", 1)

    upload(editor, blog, content_of(tmp_path, row(), row(slug="otro")))

    assert not ArticleImport.objects.exists()


def people(network, networks):
    """By role, and whether they may import into the blog of the network, and into the site's."""
    other, member, coordinator = MemberFactory(), MemberFactory(), MemberFactory()
    appoint_coordinator(make_network(networks, "residuos"), other)
    join(network, member)
    appoint_coordinator(network, coordinator)
    rights = ("add_page", "change_page")
    return {
        "stranger": (MemberFactory(), False, False),
        "member": (member, False, False),
        "coordinator of another network": (other, False, False),
        "coordinator": (coordinator, True, False),
        "knowledge team": (with_rights_everywhere(MemberFactory(), *rights), False, False),
        "unit": (with_rights_everywhere(MemberFactory(), *rights, "publish_page"), True, True),
        "administrator": (MemberFactory(is_superuser=True, is_staff=True), True, True),
    }


def test_only_who_may_publish_in_a_blog_imports_into_it(
    client, network, networks, blog, own_blog, tmp_path
):
    for role, (person, in_network, in_own) in people(network, networks).items():
        client.force_login(person)
        for target, may in ((blog, in_network), (own_blog, in_own)):
            ArticleImport.objects.all().delete()
            upload(client, target, content_of(tmp_path, row()))
            assert ArticleImport.objects.exists() is may, (role, target)


def test_the_menu_leads_there_only_who_may(client, network, networks, blog, own_blog):
    for role, (person, in_network, in_own) in people(network, networks).items():
        client.force_login(person)
        response = client.get("/admin/")
        is_shown = ADDRESS in response.content.decode()
        may = in_network or in_own or role == "coordinator of another network"
        assert is_shown is may, role


def test_visitors_are_sent_to_sign_in(client, blog):
    assert client.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("address", ["", "confirm/", "discard/"])
def test_the_import_of_somebody_else_does_not_exist(editor, client, blog, tmp_path, address):
    begun, _page = begin(editor, blog, tmp_path, row())
    client.force_login(MemberFactory(is_superuser=True, is_staff=True))

    act = client.post if address else client.get
    assert act(f"{ADDRESS}{begun.pk}/{address}").status_code == 404
    assert ArticleImport.objects.get().state == "preview"


@needs_real_articles
@pytest.mark.long
def test_the_real_articles(editor, blog, work):
    page = upload(editor, blog, REAL.read_bytes()).content.decode()
    assert "Alumnos por docente" in page
    begun = ArticleImport.objects.get()

    editor.post(f"{ADDRESS}{begun.pk}/confirm/")
    work()

    begun.refresh_from_db()
    assert begun.report["good"] == 163
    assert PostPage.objects.child_of(blog).live().count() == 163
