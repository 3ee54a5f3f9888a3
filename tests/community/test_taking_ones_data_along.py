"""The archive of a person's data: whole, theirs alone, gone after a week."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import ForeignKey
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.images.tests.utils import get_test_image_file

from community import archive
from community.actions.archives import forget_archives
from community.actions.conversation import edit_comment, post_comment
from community.actions.members import accept_texts
from community.archive_parts_among_people import decisions
from community.models import (
    ModerationAct,
    Notification,
    PersonalArchive,
    UploadedDocument,
    UploadedImage,
    User,
)
from networks.actions import join
from tests.factories import (
    BlogIndexPageFactory,
    CaseFactory,
    MemberFactory,
    NetworkPageFactory,
    PostPageFactory,
)

PASSWORD = "palo-santo-y-sal-78"


@pytest.fixture
def ana(member):
    member.set_password(PASSWORD)
    member.save()
    return member


@pytest.fixture
def browser(client, ana, home):
    client.post("/cuenta/entrar/", {"login": ana.email, "password": PASSWORD})
    client.post("/cuenta/confirmar-identidad/", {"password": PASSWORD})
    return client


def ask(browser, work):
    browser.post("/cuenta/mis-datos/pedir/")
    work()
    return PersonalArchive.objects.get()


def opened(browser, kept):
    response = browser.get(kept.get_absolute_url())
    assert "no-store" in response.headers["Cache-Control"]
    return ZipFile(BytesIO(b"".join(response.streaming_content)))


def rows_of(folder, name):
    return json.loads(folder.read(f"datos/{name}.json"))


def test_nothing_that_points_at_a_person_is_forgotten():
    """Whoever adds a model with a person in it registers a part, or says why not."""
    covered = set(archive.left_out()).union(*(part.covers for part in archive.registered()))
    relations = {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is User
    }
    forgotten = {
        relation for relation in relations - covered if relation.partition(".")[0] not in covered
    }
    assert not forgotten, sorted(forgotten)
    assert covered & relations == {each for each in covered if "." in each}


def test_the_archive_holds_all_one_wrote(browser, ana, home, networks, texts, work, settings):
    network = NetworkPageFactory(parent=networks, title="Agua para todos")
    blog = BlogIndexPageFactory(parent=network)
    join(network, ana)
    accept_texts(ana, texts)
    post = PostPageFactory(parent=blog, owner=ana, title="Medimos cada tanque")
    PostPageFactory(parent=blog, owner=MemberFactory(), title="De otra persona")
    said = post_comment(post, ana, "Lo primero que dije")
    edit_comment(said, ana, "Lo que digo ahora")
    CaseFactory(registered_by=ana, title="Compost en cada barrio", problem="<p>Basura.</p>")
    UploadedDocument.objects.create(
        title="Ficha", uploaded_by_user=ana, file=ContentFile(b"una ficha", "ficha.txt")
    )
    UploadedImage.objects.create(
        title="Tanque", uploaded_by_user=ana, file=get_test_image_file("tanque.png")
    )

    folder = opened(browser, ask(browser, work))

    everything = "".join(folder.read(name).decode("utf8", "ignore") for name in folder.namelist())
    assert rows_of(folder, "cuenta")[0]["email"] == ana.email
    assert [row["network.title"] for row in rows_of(folder, "redes")] == ["Agua para todos"]
    assert [row["title"] for row in rows_of(folder, "publicaciones")] == ["Medimos cada tanque"]
    [words] = rows_of(folder, "comentarios")
    assert "Lo que digo ahora" in words["body"]
    assert "Lo primero que dije" in words["former_versions"][0]["body"]
    [case] = rows_of(folder, "experiencias")
    assert case["record"]["problem"] == "<p>Basura.</p>"
    assert len(rows_of(folder, "aceptaciones")) == 2
    assert folder.read("archivos/documentos/001-ficha.txt") == b"una ficha"
    assert "archivos/imagenes/001-tanque.png" in folder.namelist()
    assert "De otra persona" not in everything
    assert ana.password not in everything
    # The dictionary explains every column, in the person's language.
    for part in json.loads(folder.read("diccionario.json")):
        for row in rows_of(folder, part["file"].split("/")[1].removesuffix(".json")):
            assert set(row) == set(part["columns"]), part["file"]
            assert all(part["columns"].values()), part
    read_me = folder.read("LEAME.txt").decode()
    assert gettext("Comments") in read_me
    assert settings.LEGAL_CONTACT_EMAIL in read_me


def test_decisions_tell_no_more_than_the_person_was_told(ana):
    for kind in (ModerationAct.Kind.DISMISSED, ModerationAct.Kind.WARNED):
        ModerationAct.objects.create(kind=kind, person=ana, reason=kind)

    assert [row["kind"] for row in decisions(ana).rows] == ["warned"]


def test_only_its_person_opens_it_after_the_password(browser, ana, home, work, mailoutbox):
    kept = ask(browser, work)
    assert Notification.objects.get(recipient=ana).kind == "archive_ready"
    assert len(mailoutbox) == 1
    assert kept.get_absolute_url() in browser.get("/cuenta/mis-datos/").content.decode()
    address = kept.get_absolute_url()
    unit = MemberFactory(is_superuser=True)
    stranger = Client()
    for person in (None, MemberFactory(), unit):
        if person:
            person.set_password(PASSWORD)
            person.save()
            stranger.post("/cuenta/entrar/", {"login": person.email, "password": PASSWORD})
            stranger.post("/cuenta/confirmar-identidad/", {"password": PASSWORD})
        assert stranger.get(address).status_code == (404 if person else 302), person
        stranger = Client()

    stranger.post("/cuenta/entrar/", {"login": ana.email, "password": PASSWORD})
    answer = stranger.get(address)
    assert answer.headers["Location"].startswith("/cuenta/confirmar-identidad/")


def test_it_is_gone_after_a_week_and_asked_for_once_at_a_time(browser, ana, work):
    browser.post("/cuenta/mis-datos/pedir/")
    first = ask(browser, work)
    assert first.path.exists()

    second = PersonalArchive.objects.exclude(pk=first.pk)
    browser.post("/cuenta/mis-datos/pedir/")
    work()
    assert not first.path.exists()
    kept = second.get()
    assert kept.path.exists()

    PersonalArchive.objects.update(ready_at=timezone.now() - timedelta(days=7, minutes=1))
    assert browser.get(kept.get_absolute_url()).status_code == 404
    forget_archives()
    assert not kept.path.exists()
    assert not PersonalArchive.objects.exists()
