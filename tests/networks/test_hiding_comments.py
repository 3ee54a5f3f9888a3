"""Hiding a comment with a reason, and showing it again."""

import pytest
from django.test import Client

from community.actions.conversation import hide_comment, post_comment
from community.models import Comment, ModerationAct
from community.models.moderation import LONGEST_REASON
from networks import actions
from networks.models import ResourceIndexPage
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    PostPageFactory,
    ResourcePageFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ROLES = ["stranger", "member", "other_coordinator", "coordinator", "team", "unit"]


@pytest.fixture
def guide(library):
    return ResourcePageFactory(parent=library, title="Guía de caja", slug="guia")


@pytest.fixture
def said(guide, member):
    return post_comment(guide, member, "Llame al 555 y pregunte.")


@pytest.fixture
def stranger(db):
    return MemberFactory()


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(client):
    return client.get("/redes/agua/recursos/guia/").content.decode()


def hide(client, comment, reason="Trae un teléfono."):
    return client.post(f"/comentarios/{comment.pk}/ocultar/", {"reason": reason})


@pytest.mark.parametrize("role", ROLES)
def test_who_moderates_hides_and_shows(said, role, request):
    client = as_(request.getfixturevalue(role))
    may = role in {"coordinator", "unit"}

    assert hide(client, said).status_code == (302 if may else 403)
    assert ("555" in page_of(Client())) is not may
    assert client.post(f"/comentarios/{said.pk}/mostrar/").status_code == (302 if may else 403)
    assert "555" in page_of(Client())


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_offers_what_one_may_do(said, role, request):
    page = page_of(as_(request.getfixturevalue(role)))

    assert ("/ocultar/" in page) is (role in {"coordinator", "unit"})
    assert ("/editar/" in page) is (role == "member")


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_comment_is_read_by_its_author_and_by_who_moderates(
    said, coordinator, role, request
):
    hide_comment(said, coordinator, "Trae un teléfono.")
    client = as_(request.getfixturevalue(role))
    reads = role in {"member", "coordinator", "unit"}

    assert ("555" in page_of(client)) is reads
    assert ("Trae un teléfono." in page_of(client)) is reads
    for address in (f"/comentarios/{said.pk}/", f"/comentarios/{said.pk}/historial/"):
        assert (client.get(address).status_code == 404) is not reads


def test_a_visitor_finds_nothing_of_it(client, said, coordinator):
    hide_comment(said, coordinator, "Trae un teléfono.")

    assert "555" not in page_of(client)
    assert f"comentario-{said.pk}" not in page_of(client)
    assert client.get(f"/comentarios/{said.pk}/").status_code == 404


@pytest.mark.parametrize("reason", ["", "  ", "x" * (LONGEST_REASON + 1)])
def test_a_reason_is_asked_for(said, coordinator, reason):
    page = hide(as_(coordinator), said, reason).content.decode()

    assert 'aria-invalid="true"' in page
    assert f">\n{reason}</textarea>" in page
    assert "555" in page_of(Client())


def test_the_page_that_asks_shows_what_will_be_hidden(said, coordinator):
    assert "555" in as_(coordinator).get(f"/comentarios/{said.pk}/ocultar/").content.decode()


def test_who_hid_it_when_and_why_stays(said, coordinator, unit):
    hide(as_(coordinator), said)
    as_(unit).post(f"/comentarios/{said.pk}/mostrar/")

    shown, hidden = ModerationAct.objects.all()
    assert (hidden.kind, hidden.by, hidden.reason) == ("hidden", coordinator, "Trae un teléfono.")
    assert (shown.kind, shown.by) == ("shown", unit)
    assert hidden.at < shown.at


def test_hiding_twice_keeps_the_first_reason(said, coordinator):
    hide(as_(coordinator), said)
    hide(as_(coordinator), said, "Otra razón.")

    assert Comment.objects.get().hidden_reason == "Trae un teléfono."
    assert ModerationAct.objects.count() == 1


def test_nobody_moderates_their_own_words(guide, coordinator, unit):
    own = post_comment(guide, coordinator, "Lo mío.")

    assert hide(as_(coordinator), own).status_code == 403
    hide_comment(own, unit, "No viene al caso.")
    assert as_(coordinator).post(f"/comentarios/{own.pk}/mostrar/").status_code == 403


def test_a_hidden_comment_is_not_edited_but_may_be_deleted(said, coordinator, member):
    hide_comment(said, coordinator, "Trae un teléfono.")
    author = as_(member)

    assert author.post(f"/comentarios/{said.pk}/editar/", {"text": "x"}).status_code == 403
    assert author.post(f"/comentarios/{said.pk}/eliminar/").status_code == 302
    assert "555" not in page_of(author)


def test_showing_it_with_htmx_answers_with_the_conversation(said, coordinator):
    hide_comment(said, coordinator, "Trae un teléfono.")

    response = as_(coordinator).post(f"/comentarios/{said.pk}/mostrar/", headers=HTMX)

    page = response.content.decode()
    assert "<html" not in page
    assert "/ocultar/" in page


def test_a_deleted_comment_is_not_hidden(said, coordinator, member):
    as_(member).post(f"/comentarios/{said.pk}/eliminar/")

    assert hide(as_(coordinator), said).status_code == 404


def test_who_no_longer_coordinates_no_longer_hides(said, network, coordinator):
    actions.appoint_coordinator(network, MemberFactory())
    actions.dismiss_coordinator(network, coordinator)

    assert hide(as_(coordinator), said).status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_on_the_blog_of_the_site_the_unit_moderates(home, member, role, request):
    post = PostPageFactory(parent=BlogIndexPageFactory(parent=home), slug="post")
    comment = post_comment(post, member, "Llame al 555.")

    response = hide(as_(request.getfixturevalue(role)), comment)

    assert response.status_code == (302 if role == "unit" else 403)


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_lists_the_comments_one_moderates(said, other_network, role, request):
    section = ResourceIndexPage.objects.child_of(other_network).get()
    post_comment(ResourcePageFactory(parent=section), said.author, "De la otra red.")

    client = as_(request.getfixturevalue(role))
    response = client.get("/admin/comentarios/")

    if role in {"stranger", "member"}:
        assert response.status_code == 302
        return
    page = response.content.decode()
    assert ("555" in page) is (role in {"coordinator", "unit"})
    assert ("De la otra red." in page) is (role in {"other_coordinator", "unit"})
    assert ("/admin/comentarios/" in client.get("/admin/").content.decode()) is (role != "team")


def test_the_list_costs_the_same_however_long(
    guide, said, coordinator, django_assert_max_num_queries
):
    client = as_(coordinator)
    client.get("/admin/comentarios/")
    with django_assert_max_num_queries(40) as few:
        client.get("/admin/comentarios/")
    for number in range(9):
        post_comment(guide, said.author, f"Otro {number}")

    with django_assert_max_num_queries(len(few)):
        assert "Otro 8" in client.get("/admin/comentarios/").content.decode()
