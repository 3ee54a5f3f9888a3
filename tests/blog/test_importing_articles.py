"""Articles from elsewhere become posts of a blog, once, and stay up to date."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import PageLogEntry

from blog import actions, importing
from blog.importing.reading import read_path
from blog.models import ImportedArticle, PostPage
from community.models import Activity, User
from tests.blog.articles import REAL, lines, needs_real_articles, row
from tests.factories import BlogIndexPageFactory, NetworkPageFactory, PostPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home)


def bring(file, blog, **options):
    return actions.import_articles(importing.read(read_path(file)), blog, **options)


def shown(client, post):
    response = client.get(post.get_url())
    assert response.status_code == 200
    return response.content.decode()


def run(capsys, *arguments, exits=None):
    if exits is None:
        call_command("import_articles", *map(str, arguments))
    else:
        with pytest.raises(SystemExit) as left:
            call_command("import_articles", *map(str, arguments))
        assert left.value.code == exits
    return capsys.readouterr()


def test_an_article_becomes_a_published_post(client, blog, tmp_path):
    bring(lines(tmp_path, row(autor="Lic. Ana Ruiz y Luis Paz")), blog)

    post = PostPage.objects.child_of(blog).get()
    page = shown(client, post)
    assert post.slug == "el-paramo"
    assert "<h1>El páramo</h1>" in page
    assert "Nace <b>aquí</b> el agua." in page
    assert "Lic. Ana Ruiz y Luis Paz" in page
    assert post.published_on == date(2015, 6, 16)
    assert post.first_published_at.year == 2015
    assert [theme.slug for theme in post.themes] == ["educacion"]


def test_its_source_and_terms_stand_on_it(client, blog, tmp_path):
    bring(
        lines(
            tmp_path, row(terminos="Se puede copiar.", direccion="https://implan.example/paramo")
        ),
        blog,
    )

    page = shown(client, PostPage.objects.get())
    assert 'IMPLAN Mérida, <a href="https://implan.example/paramo"' in page
    assert "Se puede copiar." in page
    assert "creativecommons.org" not in page


def test_what_was_left_out_is_told_on_the_page(client, blog, tmp_path):
    text = '<p>Texto.</p><img src="a.jpg" alt="La plaza"><img src="b.jpg"><script>x()</script>'
    bring(lines(tmp_path, row(formato="html", cuerpo=text)), blog)

    page = shown(client, PostPage.objects.get())
    assert "2 images were left out" in page or "Se omitieron 2 imágenes" in page
    assert "La plaza" in page
    assert "x()" not in page


def test_nobody_gets_an_account_and_no_stream_is_told(blog, tmp_path):
    bring(lines(tmp_path, row()), blog)

    assert not User.objects.filter(display_name__contains="Ana").exists()
    assert not Activity.objects.exists()
    assert PostPage.objects.get().author is None


def test_it_can_be_edited_like_any_other_post(blog, tmp_path, admin_client):
    bring(lines(tmp_path, row()), blog)
    post = PostPage.objects.get()

    assert post.get_latest_revision_as_object().body[0].value.source.startswith("<p>Nace")
    assert admin_client.get(f"/admin/pages/{post.pk}/edit/").status_code == 200
    told = PageLogEntry.objects.filter(page=post.pk).values_list("action", flat=True)
    assert set(told) == {"wagtail.create", "wagtail.publish"}
    assert not PostPage.find_problems()[0]
    blog.refresh_from_db()
    assert blog.numchild == 1


def test_a_second_run_changes_nothing(blog, tmp_path):
    file = lines(tmp_path, row(), row(slug="otro", titulo="Otro"))
    bring(file, blog)

    report = bring(file, blog)

    assert report.counts == {"unchanged": 2}
    assert PostPage.objects.count() == 2
    assert PostPage.objects.first().revisions.count() == 1


def test_a_changed_article_gets_a_new_revision_at_the_same_address(client, blog, tmp_path):
    bring(lines(tmp_path, row()), blog)

    report = bring(lines(tmp_path, row(titulo="El páramo, otra vez", cuerpo="Nuevo.")), blog)

    post = PostPage.objects.get()
    assert report.counts == {"changed": 1}
    assert post.revisions.count() == 2
    assert post.slug == "el-paramo"
    assert "Nuevo." in shown(client, post)
    assert not Activity.objects.exists()


def edit(post, title):
    post.title = title
    post.save_revision().publish()


def test_what_an_editor_wrote_stays_and_is_reported(blog, tmp_path):
    bring(lines(tmp_path, row()), blog)
    edit(PostPage.objects.get(), "A mano")

    report = bring(lines(tmp_path, row(titulo="De la fuente")), blog)

    assert PostPage.objects.get().title == "A mano"
    assert report.counts == {"kept": 1}
    assert [kept.number for kept in report.kept] == [1]

    bring(lines(tmp_path, row(titulo="De la fuente")), blog, overwrite=True)
    assert PostPage.objects.get().title == "De la fuente"


def test_an_unpublished_draft_of_an_editor_counts_as_an_edit(blog, tmp_path):
    bring(lines(tmp_path, row()), blog)
    PostPage.objects.get().save_revision()

    assert bring(lines(tmp_path, row(titulo="Otro")), blog).counts == {"kept": 1}


def test_what_was_taken_off_the_site_stays_off(blog, tmp_path):
    bring(lines(tmp_path, row()), blog)
    PostPage.objects.get().unpublish()

    assert bring(lines(tmp_path, row(titulo="Otro")), blog).counts == {"kept": 1}
    assert not PostPage.objects.get().live


def test_a_deleted_post_comes_again(blog, tmp_path):
    bring(lines(tmp_path, row()), blog)
    PostPage.objects.get().delete()
    blog.refresh_from_db()

    assert bring(lines(tmp_path, row()), blog).counts == {"new": 1}


def test_an_article_of_another_blog_is_not_published_twice(blog, networks, tmp_path):
    other = BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks))
    bring(lines(tmp_path, row()), blog)

    report = bring(lines(tmp_path, row(titulo="Otro")), other, overwrite=True)

    assert report.counts == {"kept": 1}
    assert "/blog/el-paramo/" in str(report.kept[0])


def test_an_address_that_is_taken_gets_a_number(blog, tmp_path):
    PostPageFactory(parent=blog, slug="el-paramo")
    bring(lines(tmp_path, row(), row(seccion="Proyectos")), blog)

    assert set(PostPage.objects.values_list("slug", flat=True)) == {
        "el-paramo",
        "el-paramo-2",
        "el-paramo-3",
    }


def test_one_bad_row_and_nothing_is_written(blog, tmp_path, capsys):
    file = lines(tmp_path, row(), row(slug="otro", fecha=""))

    told = run(capsys, file, exits=1)

    assert told.err.splitlines()[0] == "Row 2: has no date."
    assert told.out.splitlines()[-1] == "0 of 2"
    assert not PostPage.objects.exists()


def test_partial_writes_the_good_rows(blog, tmp_path, capsys):
    file = lines(tmp_path, row(), row(slug="otro", fecha=""))

    told = run(capsys, file, "--partial", exits=1)

    assert told.out.splitlines()[-1] == "1 of 2"
    assert PostPage.objects.get().slug == "el-paramo"


def test_a_rehearsal_writes_nothing(blog, tmp_path, capsys):
    told = run(capsys, lines(tmp_path, row()), "--dry-run")

    assert told.out.splitlines()[-1] == "1 of 1"
    assert "1 new" in told.out
    assert not PostPage.objects.exists()


def test_a_rehearsal_with_bad_rows_says_how_many_are_good(blog, tmp_path, capsys):
    file = lines(tmp_path, row(), row(slug="otro", fecha=""))

    told = run(capsys, file, "--dry-run", exits=1)

    assert told.out.splitlines()[-1] == "1 of 2"


def test_a_network_gets_them_in_its_own_blog(networks, tmp_path, capsys):
    network = NetworkPageFactory(parent=networks, slug="agua")
    blog = BlogIndexPageFactory(parent=network)

    run(capsys, lines(tmp_path, row()), "--network", "agua")

    assert PostPage.objects.child_of(blog).get().network == network


@pytest.mark.parametrize("slug", ["nadie", "", "../x", "a" * 300])
def test_a_network_that_is_not_there_is_told(slug, networks, tmp_path):
    NetworkPageFactory(parent=networks, slug="agua")

    with pytest.raises(CommandError, match=r"There is no network .* Networks: agua\."):
        call_command("import_articles", str(lines(tmp_path, row())), "--network", slug)


def test_a_site_without_a_blog_is_told(home, tmp_path):
    with pytest.raises(CommandError, match="no blog of its own"):
        call_command("import_articles", str(lines(tmp_path, row())))


def test_the_report_is_in_the_language_of_the_site(blog, tmp_path, capsys):
    with override("es"):
        told = run(capsys, lines(tmp_path, row(), row(titulo="")), exits=1)

    assert "Fila 2: no tiene título." in told.err
    assert told.out.splitlines()[-1] == "0 de 2"


def test_searching_finds_what_was_imported(client, networks, searchable, tmp_path, capsys):
    BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, slug="planificacion"))
    told = row(titulo="Humedales", cuerpo="Los **residuos sólidos** no van al humedal.")
    other = row(slug="tarifas", titulo="Tarifas", cuerpo="Cómo se paga el agua.")

    run(capsys, lines(tmp_path, told, other), "--network", "planificacion")
    searchable()
    page = client.get("/buscar/?q=residuo+solido&red=planificacion").content.decode()

    assert "Humedales" in page
    assert "<mark>residuos</mark> <mark>sólidos</mark>" in page
    assert "Tarifas" not in page


def test_articles_that_name_no_source_are_told(blog, tmp_path, capsys):
    told = run(capsys, lines(tmp_path, row(fuente="")))

    assert "fuente" in told.err
    assert PostPage.objects.exists()


@needs_real_articles
def test_the_real_articles(client, blog, capsys):
    told = run(capsys, REAL)

    assert told.err == ""
    assert told.out.splitlines()[-1] == "163 of 163"
    posts = PostPage.objects.child_of(blog)
    assert posts.live().count() == 163
    assert ImportedArticle.objects.filter(source="implan-torreon").count() == 163
    for post in posts:
        assert all([post.body, post.title, post.written_with])
        html = str(post.body) + str(post.body.raw_data[:])
        for sign in ("<script", "<style", "<iframe", "<img", "\u00ad", "\u2028", "ﬁ", "{$"):
            assert sign not in html
    told = run(capsys, REAL)
    assert "0 new, 0 changed, 163 unchanged" in told.out


@needs_real_articles
@pytest.mark.long
def test_searching_finds_the_real_articles(client, blog, searchable, capsys):
    run(capsys, REAL)
    searchable()

    def count(words):
        page = client.get("/buscar/", {"q": words, "tipo": "publicacion"}).content.decode()
        return int(re.search(r"(\d+) result", page)[1])

    assert count("torreon") > 100
    assert count("movilidad no motorizada") >= 3
    assert count("transportes publicos") == count("transporte público") > 20


@needs_real_articles
def test_a_real_article_as_a_reader_sees_it(client, blog, capsys):
    run(capsys, REAL)

    page = shown(client, PostPage.objects.get(slug="alumnos-por-docente-parte-1"))

    assert "Lic. Luis A. Gutiérrez Arizpe" in page
    assert '<th scope="row">Corea del Sur</th><td>27.9</td>' in page
    assert 'IMPLAN Torreón, <a href="http://www.trcimplan.gob.mx/blog/' in page
    assert "Términos de Libre Uso de la Información del IMPLAN Torreón" in page
    assert "1 image that no longer exists" in page or "1 imagen que ya no existe" in page
    # Nobody knows where this section stands at the source: no address is made up.
    unknown = shown(client, PostPage.objects.get(slug="zonificacion-cb"))
    assert "IMPLAN Torreón, <cite>Zonificación CB</cite>" in unknown
