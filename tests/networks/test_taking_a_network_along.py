"""Everything of a network in one archive: whole, readable offline, for its coordinators alone."""

import hashlib
import json
import shutil
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote, urljoin
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file as image_file
from wagtail.rich_text import RichText

from blog.models import BlogIndexPage
from community.actions.conversation import post_comment
from community.actions.moderation import hide
from community.actions.notice_mails import absolute
from community.models import Attachment, Notification, UploadedDocument, UploadedImage, User
from knowledge.models import CaseNetwork, SolutionIndexPage
from networks import actions, taking
from networks.models import NetworkArchive, ResourceIndexPage
from networks.taking.writing import Writing
from tests.factories import (
    CaseFactory,
    MemberFactory,
    PostPageFactory,
    ResourcePageFactory,
    SolutionPageFactory,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/redes/agua/mesa/archivo/"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Archives lie on disk, which no rollback takes back."""
    shutil.rmtree(NetworkArchive.folder(), ignore_errors=True)


@pytest.fixture
def files(network):
    mine = {"collection": network.collection}
    return {
        "guide": UploadedDocument.objects.create(
            title="Guía de tarifas", file=ContentFile(b"%PDF-1.4 guia", "guia.pdf"), **mine
        ),
        "picture": UploadedImage.objects.create(
            title="Tanque", file=image_file("tanque.png"), credit="Foto: Rosa", **mine
        ),
    }


@pytest.fixture
def full(network, coordinator, files, other_network):
    """The network with one thing of each kind, and things of another that must not come along."""
    section = {each: each.objects.child_of(network).get() for each in (BlogIndexPage,)}
    blog = section[BlogIndexPage]
    library = ResourceIndexPage.objects.child_of(network).get()
    solutions = SolutionIndexPage.objects.child_of(network).get()
    guide = ResourcePageFactory(
        parent=library, title="Guía", slug="guia", link="", file=files["guide"], licence="cc0"
    )
    first = PostPageFactory(
        parent=blog,
        title="Medimos cada tanque",
        slug="tanques",
        author=coordinator,
        cover=files["picture"],
        cover_alt="Un tanque",
        body=[
            (
                "paragraph",
                RichText(
                    f'<p>Con <a linktype="document" id="{files["guide"].pk}">la guía</a> y '
                    f'<a linktype="page" id="{guide.pk}">su ficha</a>.</p>'
                ),
            ),
            ("figure", {"image": files["picture"], "alternative_text": "Tanque", "caption": ""}),
        ],
    )
    first.tags.add("tanques")
    first.save()
    PostPageFactory(parent=blog, title="Lo que falta", slug="falta", live=False)
    SolutionPageFactory(
        parent=solutions,
        title="Padrón en una semana",
        slug="padron",
        staff="Dos personas",
        steps=[("step", {"title": "Contar", "detail": RichText("<p>Casa por casa.</p>")})],
    )
    elsewhere = BlogIndexPage.objects.child_of(other_network).get()
    PostPageFactory(parent=elsewhere, title="De otra red")
    return first


@pytest.fixture
def talk(full, network, coordinator):
    """A conversation with an answer that has a file, and one that was hidden."""
    topic = actions.open_topic(network, coordinator, "Bombas", "¿Cuál **rinde** más?", "question")
    said = post_comment(topic, MemberFactory(display_name="Beto", vouched_at=timezone.now()), "Esa")
    Attachment.objects.create(comment=said, file=ContentFile(b"medidas", "medidas.txt"), size=7)
    rude = post_comment(full, MemberFactory(display_name="Ruda"), "Palabras feas")
    hide(rude, coordinator, "Ofende a quien escribe")
    return topic


def opened(browser, work, network):
    browser.post(f"{ADDRESS}pedir/")
    work()
    kept = NetworkArchive.objects.get(network=network)
    response = browser.get(kept.get_absolute_url())
    assert "no-store" in response.headers["Cache-Control"]
    assert f'filename="{kept.name}.zip"' in response.headers["Content-Disposition"]
    return ZipFile(BytesIO(b"".join(response.streaming_content)))


def read(folder, name):
    return folder.read(f"{top(folder)}/{name}").decode()


def top(folder):
    [only] = {name.partition("/")[0] for name in folder.namelist()}
    return only


def rows_of(folder, name):
    return json.loads(read(folder, f"datos/{name}.json"))


def test_the_archive_holds_all_of_the_network_and_nothing_of_others(
    client, work, network, coordinator, talk, files
):
    shown = MemberFactory(
        display_name="Carla Ríos",
        profile_audience=User.Audience.COORDINATORS,
        phone="+507 6000 0000",
        phone_audience="coordinators",
        email_audience="nobody",
    )
    shy = MemberFactory(display_name="Dora Oculta", profile_audience=User.Audience.NOBODY)
    for person in (shown, shy):
        actions.join(network, person)
    case = CaseFactory(
        title="Compost en cada barrio",
        live=True,
        code="XA-2026-0001",
        first_published_at=timezone.now(),
    )
    CaseNetwork.objects.create(case=case, network=network)
    client.force_login(coordinator)

    folder = opened(client, work, network)

    assert folder.testzip() is None
    posts = rows_of(folder, "blog")
    assert {(row["name"], row["creativeWorkStatus"]) for row in posts} == {
        ("Medimos cada tanque", "Published"),
        ("Lo que falta", "Draft"),
    }
    [post] = [row for row in posts if row["name"] == "Medimos cada tanque"]
    assert post["keywords"] == ["tanques"]
    assert post["author"]["name"] == coordinator.display_name
    assert post["comment"] == []
    [solution] = rows_of(folder, "soluciones")
    assert solution["fields"]["steps"][0]["value"]["title"] == "Contar"
    assert "Casa por casa." in read(folder, "soluciones/padron.html")
    assert "Dos personas" in read(folder, "soluciones/padron.html")
    [resource] = rows_of(folder, "recursos")
    assert (
        folder.read(f"{top(folder)}/{resource['fields']['files'][0]['document']}")
        == b"%PDF-1.4 guia"
    )
    [topic] = rows_of(folder, "conversaciones")
    assert topic["comment"][0]["author"]["name"] == "Beto"
    [attached] = topic["comment"][0]["associatedMedia"]
    assert folder.read(f"{top(folder)}/{attached}") == b"medidas"
    [told] = rows_of(folder, "experiencias")
    assert told["title"] == "Compost en cada barrio"
    assert "What hurt." in read(folder, "experiencias/XA-2026-0001.html")
    people = {row["person"]["name"]: row["person"] for row in rows_of(folder, "miembros")}
    assert people["Carla Ríos"]["contact_details"] == [{"type": "phone", "value": "+507 6000 0000"}]
    [act] = [row for row in rows_of(folder, "moderacion") if row["actionStatus"] == "hidden"]
    assert act["reason"] == "Ofende a quien escribe"
    assert rows_of(folder, "red")["identifier"] == "agua"
    assert {row["name"] for row in rows_of(folder, "archivos")} >= {"Guía de tarifas", "Tanque"}
    everything = "".join(folder.read(name).decode("utf8", "ignore") for name in folder.namelist())
    for absent in ("De otra red", "Dora Oculta", shown.email, "Ruda"):
        assert absent not in everything, absent


def test_it_reads_offline_and_proves_itself_whole(client, work, network, coordinator, talk):
    client.force_login(coordinator)

    folder = opened(client, work, network)

    names = set(folder.namelist())
    pages = [name for name in names if name.endswith(".html")]
    assert len(pages) > 12
    for page in pages:
        soup = BeautifulSoup(folder.read(page).decode(), "html.parser")
        assert not soup.find_all(["script", "form", "iframe"]), page
        for tag, name in (("a", "href"), ("img", "src"), ("link", "href")):
            for each in soup.find_all(tag, attrs={name: True}):
                address = each[name].partition("#")[0]
                if address and not address.startswith(("http://", "https://", "mailto:")):
                    assert unquote(urljoin(page, address)) in names, (page, address)
    post = read(folder, "blog/tanques.html")
    assert 'href="../recursos/guia.html"' in post
    assert 'href="../archivos/documents/guia' in post
    assert '<img alt="Tanque" src="../archivos/images/' in post
    read_me = read(folder, "LEAME.txt")
    assert "CC BY 4.0" in read_me
    assert absolute("/redes/agua/") in read_me
    for line in read(folder, "SHA256SUMS").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(folder.read(f"{top(folder)}/{name}")).hexdigest() == digest
        names.discard(f"{top(folder)}/{name}")
    assert names == {f"{top(folder)}/SHA256SUMS"}
    # Every name in every row is explained.
    for kind in json.loads(read(folder, "datos/diccionario.json")):
        for row in json.loads(read(folder, kind["file"])):
            inner = {f"fields.{name}" for name in row.get("fields", {})}
            assert not ({*row, *inner} - set(kind["terms"])), kind["name"]
        assert all(kind["terms"].values()), kind["name"]


def test_only_those_who_coordinate_it_may_have_it(work, network, coordinator, everybody):
    actions.join(network, everybody["member"])
    actions.ask_for_network_archive(network, coordinator)
    work()
    kept = NetworkArchive.objects.get()
    expected = {"coordinator": 200, "unit": 200, "visitor": 302}
    for role, person in {**everybody, "visitor": None}.items():
        browser = Client()
        if person:
            browser.force_login(person)
        status = expected.get(role, 403)
        assert browser.get(ADDRESS).status_code == status, role
        assert browser.get(kept.get_absolute_url()).status_code == status, role
        asked = browser.post(f"{ADDRESS}pedir/").status_code
        assert asked == (status if status == 403 else 302), role
    actions.set_visibility(network, "members")
    browser = Client()
    browser.force_login(everybody["other_coordinator"])
    assert browser.get(ADDRESS).status_code == 404
    assert browser.get(kept.get_absolute_url()).status_code == 404


def test_one_is_made_at_a_time_told_about_and_gone_after_a_week(
    client, work, network, coordinator, mailoutbox, django_assert_max_num_queries
):
    client.force_login(coordinator)
    client.post(f"{ADDRESS}pedir/")
    client.post(f"{ADDRESS}pedir/")
    assert NetworkArchive.objects.count() == 1
    page = client.get(ADDRESS, headers={"HX-Request": "true"})
    assert "hx-trigger" in page.content.decode()
    assert "<html" not in page.content.decode()

    work()

    first = NetworkArchive.objects.get()
    assert first.done == first.total
    assert Notification.objects.get(recipient=coordinator).kind == "network_archive_ready"
    assert len(mailoutbox) == 1
    assert network.title in mailoutbox[0].subject
    with django_assert_max_num_queries(12):
        page = client.get(ADDRESS).content.decode()
    assert first.get_absolute_url() in page
    assert len(page) < 60_000

    client.post(f"{ADDRESS}pedir/")
    work()
    assert not first.path.exists()
    kept = NetworkArchive.objects.get()
    NetworkArchive.objects.update(ready_at=timezone.now() - timedelta(days=7, minutes=1))
    assert client.get(kept.get_absolute_url()).status_code == 404
    actions.forget_network_archives()
    actions.forget_network_archives()
    assert not list(NetworkArchive.folder().glob("*"))
    assert not NetworkArchive.objects.exists()


def test_broken_off_it_leaves_nothing_and_is_begun_again(
    client, work, network, coordinator, full, monkeypatch
):
    client.force_login(coordinator)
    client.post(f"{ADDRESS}pedir/")
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "write_files", broken)
        work(may_fail=True)
    assert not list(NetworkArchive.folder().glob("*"))
    stopped = NetworkArchive.objects.get()
    assert stopped.ready_at is None

    NetworkArchive.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    assert "hx-trigger" not in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}pedir/")
    work()

    assert NetworkArchive.objects.get().pk == stopped.pk
    assert stopped.path.exists()


def broken(writing):
    raise OSError("No room is left on the disk.")


def test_what_an_app_registers_comes_along(client, work, network, coordinator, monkeypatch):
    monkeypatch.setattr("networks.taking.parts._registered", {})
    taking.register("mapas", lambda network: one_map())
    client.force_login(coordinator)

    folder = opened(client, work, network)

    assert rows_of(folder, "mapas") == [{"name": "Cuenca"}]
    assert "Cuenca" in read(folder, "mapas/index.html")


def one_map():
    rows = [taking.Taken("Cuenca", {"name": "Cuenca"})]
    return taking.Part("Mapas", 1, rows, {"name": "Nombre"})
