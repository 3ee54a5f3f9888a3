"""Saying something about a post, a solution or a resource, mending it and taking it back."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext

from community.actions.conversation import AT_MOST, LONGEST, post_comment
from community.actions.members import close_account
from community.models import Comment
from networks import actions
from networks.models import ResourceIndexPage
from tests.community.test_cleaning_html import HOSTILE as HOSTILE_HTML
from tests.community.test_cleaning_html import Inventory
from tests.factories import MemberFactory, ResourcePageFactory
from tests.search.hostile import HOSTILE

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def guide(library):
    return ResourcePageFactory(parent=library, title="Guía de caja", slug="guia")


@pytest.fixture
def secret(closed_network):
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    return ResourcePageFactory(parent=section, title="Acta reservada", slug="acta")


@pytest.fixture
def said(guide, member):
    return post_comment(guide, member, "Nos sirvió.")


def door(thing):
    return f"/comentarios/nuevo/recurso/{thing.pk}/"


def page_of(client, address="/redes/agua/recursos/guia/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def words(response):
    assert response.status_code == 200
    return response.content.decode()


# --- Saying it ------------------------------------------------------------------


def test_a_comment_is_read_by_everybody_where_it_was_said(signed_in, guide):
    response = signed_in.post(door(guide), {"text": "Nos sirvió **mucho**.\n\n- ayer\n- hoy"})

    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response.url == f"/redes/agua/recursos/guia/#comentario-{comment.pk}"
    page = page_of(Client())
    assert "Nos sirvió <strong>mucho</strong>." in page
    assert "<li>ayer</li>" in page
    assert "Ana Pérez" in page
    assert f'id="comentario-{comment.pk}"' in page


def test_with_htmx_comes_the_conversation_alone(signed_in, guide):
    response = signed_in.post(door(guide), {"text": "Nos sirvió."}, headers=HTMX)

    page = words(response)
    assert "<html" not in page
    assert "Nos sirvió." in page
    assert 'role="status"' in page
    anchor = f"comentario-{Comment.objects.get().pk}"
    assert response["HX-Reswap"] == f"outerHTML show:#{anchor}:top"
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("text", ["", "  \n ", "- ", "\u200b", "\x00"])
def test_an_empty_comment_is_refused_with_a_sentence(signed_in, guide, text, headers):
    page = words(signed_in.post(door(guide), {"text": text}, headers=headers))

    assert gettext("Write your comment before you publish it.") in page
    assert 'aria-invalid="true"' in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_too_long_a_comment_says_by_how_much_and_loses_nothing(signed_in, guide, headers):
    text = "palabra " * (LONGEST // 8) + "y algo más al final"

    page = words(signed_in.post(door(guide), {"text": text}, headers=headers))

    assert 'aria-invalid="true"' in page
    assert "y algo más al final" in page
    assert not Comment.objects.exists()


def test_the_longest_comment_fits_whatever_the_line_ends(signed_in, guide):
    text = ("a" * 99 + "\r\n") * (LONGEST // 100)

    signed_in.post(door(guide), {"text": text})

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_comments_in_haste_is_asked_to_wait_and_keeps_the_text(
    signed_in, member, guide, headers
):
    for number in range(AT_MOST):
        post_comment(guide, member, f"Comentario {number}")

    page = words(signed_in.post(door(guide), {"text": "Uno más"}, headers=headers))

    assert 'aria-invalid="true"' in page
    assert "Uno más" in page
    assert Comment.objects.count() == AT_MOST


def test_after_a_minute_one_may_go_on(signed_in, member, guide):
    for number in range(AT_MOST):
        post_comment(guide, member, f"Comentario {number}")
    Comment.objects.update(posted_at=timezone.now() - timedelta(seconds=61))

    signed_in.post(door(guide), {"text": "Uno más"})

    assert Comment.objects.count() == AT_MOST + 1


def test_the_same_words_sent_twice_make_one_comment(signed_in, guide):
    for _time in range(2):
        response = signed_in.post(door(guide), {"text": "Nos sirvió."})

    assert response.status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", [*HOSTILE_HTML, "[x](javascript:alert(1))", "![x](https://a.b/c)"])
def test_nothing_hostile_reaches_the_reader(signed_in, guide, text):
    response = signed_in.post(door(guide), {"text": f"Vea: {text}"}, headers=HTMX)

    page = words(response)
    body = page.partition('class="words">')[2].partition("</div>")[0]
    allowed = {"a", "b", "blockquote", "br", "code", "em", "i", "li", "ol", "p", "strong", "ul"}
    for tag, attributes in Inventory(body).found:
        assert tag in allowed
        assert set(attributes) <= {"href", "title", "rel"}
        assert attributes.get("href", "https:").startswith(("https:", "http:", "mailto:"))


def test_no_strange_text_breaks_the_page(guide):
    for number, text in enumerate(HOSTILE[::3]):
        client = Client()
        client.force_login(MemberFactory())
        headers = HTMX if number % 2 else {}
        response = client.post(door(guide), {"text": text}, headers=headers)
        assert response.status_code in ({200} if headers else {200, 302}), text
    assert page_of(Client())


# --- Who may --------------------------------------------------------------------


def test_a_visitor_is_asked_to_sign_in(client, guide):
    page = page_of(client)

    assert "/cuenta/entrar/?next=%2Fredes%2Fagua%2Frecursos%2Fguia%2F%23comentar" in page
    assert "csrfmiddlewaretoken" not in page
    assert "<textarea" not in page


def test_who_was_signed_out_while_writing_finds_the_text_again(client, member, guide):
    response = client.post(door(guide), {"text": "Lo que escribí"})
    assert response.url == f"/cuenta/entrar/?next=%2Fcomentarios%2Fnuevo%2Frecurso%2F{guide.pk}%2F"
    assert not Comment.objects.exists()

    client.force_login(member)

    assert "Lo que escribí" in words(client.get(door(guide)))


def test_who_was_signed_out_is_led_to_sign_in_by_htmx_too(client, guide):
    response = client.post(door(guide), {"text": "x"}, headers=HTMX)

    assert response["HX-Redirect"].startswith("/cuenta/entrar/")


@pytest.mark.parametrize("role", ["member", "coordinator", "other_coordinator", "team", "unit"])
def test_whoever_has_signed_in_may_comment(client, guide, role, request):
    client.force_login(request.getfixturevalue(role))

    client.post(door(guide), {"text": "Nos sirvió."})

    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("member", 404),
        ("coordinator", 404),
        ("other_coordinator", 404),
        ("team", 302),
        ("unit", 302),
    ],
)
def test_in_a_closed_network_comment_those_who_read_it(client, secret, role, status, request):
    client.force_login(request.getfixturevalue(role))

    assert client.post(door(secret), {"text": "Nos sirvió."}).status_code == status


def test_a_visitor_does_not_learn_of_a_closed_network(client, secret):
    assert client.post(door(secret), {"text": "x"}).status_code == 404
    assert client.get(door(secret)).status_code == 404


def test_its_members_comment_in_a_closed_network(client, secret, closed_network, member):
    actions.appoint_coordinator(closed_network, member)
    client.force_login(member)

    assert client.post(door(secret), {"text": "Nos sirvió."}).status_code == 302
    assert "Nos sirvió." in page_of(client, "/redes/cerrada/recursos/acta/")


@pytest.mark.parametrize("kind", ["red", "pagina", "nada"])
def test_what_takes_no_comments_has_no_door(signed_in, network, kind):
    address = f"/comentarios/nuevo/{kind}/{network.pk}/"

    assert signed_in.post(address, {"text": "x"}).status_code == 404


def test_a_draft_takes_no_comments(signed_in, guide):
    guide.unpublish()

    assert signed_in.post(door(guide), {"text": "x"}).status_code == 404


# --- Mending it -----------------------------------------------------------------


def test_its_author_corrects_a_comment_and_the_history_is_public(signed_in, said):
    form = words(signed_in.get(f"/comentarios/{said.pk}/editar/"))
    assert "Nos sirvió." in form

    response = signed_in.post(f"/comentarios/{said.pk}/editar/", {"text": "Nos sirvió a medias."})

    assert response.url.endswith(f"#comentario-{said.pk}")
    page = page_of(Client())
    assert "Nos sirvió a medias." in page
    assert f"/comentarios/{said.pk}/historial/" in page
    history = words(Client().get(f"/comentarios/{said.pk}/historial/"))
    assert history.index("Nos sirvió a medias.") < history.index("Nos sirvió.</p>")


def test_the_same_words_are_no_correction(signed_in, said):
    signed_in.post(f"/comentarios/{said.pk}/editar/", {"text": "Nos sirvió."})

    said.refresh_from_db()
    assert said.edited_at is None
    assert not said.versions.exists()


def test_what_is_not_right_in_a_correction_is_said_and_kept(signed_in, said):
    page = words(signed_in.post(f"/comentarios/{said.pk}/editar/", {"text": "largo " * LONGEST}))

    assert 'aria-invalid="true"' in page
    assert "largo largo" in page


def test_corrections_count_as_haste(signed_in, said):
    for number in range(AT_MOST + 2):
        response = signed_in.post(
            f"/comentarios/{said.pk}/editar/", {"text": f"Corrección {number}"}
        )

    assert 'aria-invalid="true"' in words(response)
    assert said.versions.count() < AT_MOST


@pytest.mark.parametrize("act", ["editar", "eliminar", "recuperar"])
@pytest.mark.parametrize("role", ["coordinator", "other_coordinator", "team", "unit"])
def test_nobody_else_touches_it(client, said, role, act, request):
    client.force_login(request.getfixturevalue(role))

    response = client.post(f"/comentarios/{said.pk}/{act}/", {"text": "Otra cosa"})

    assert response.status_code == 403
    assert "Nos sirvió." in page_of(Client())


@pytest.mark.parametrize("act", ["editar", "eliminar", "recuperar", "ocultar", "mostrar"])
def test_a_visitor_who_acts_is_asked_to_sign_in(client, said, act):
    response = client.post(f"/comentarios/{said.pk}/{act}/", {"text": "x", "reason": "x"})

    assert response.status_code == 302
    assert response.url.startswith("/cuenta/entrar/?next=%2Fcomentarios%2F")
    assert "Nos sirvió." in page_of(client)


# --- Taking it back -------------------------------------------------------------


def test_a_deleted_comment_is_gone_and_its_author_may_take_it_back(signed_in, said):
    signed_in.post(f"/comentarios/{said.pk}/eliminar/")

    assert "Nos sirvió." not in page_of(Client())
    assert Client().get(f"/comentarios/{said.pk}/historial/").status_code == 404
    own = page_of(signed_in)
    assert "Nos sirvió." not in own
    assert f'action="/comentarios/{said.pk}/recuperar/"' in own

    signed_in.post(f"/comentarios/{said.pk}/recuperar/")

    assert "Nos sirvió." in page_of(Client())


def test_deleting_with_htmx_answers_with_the_conversation(signed_in, said):
    page = words(signed_in.post(f"/comentarios/{said.pk}/eliminar/", headers=HTMX))

    assert "<html" not in page
    assert gettext("Your comment is deleted. For a day you can take it back.") in page
    assert f"/comentarios/{said.pk}/recuperar/" in page


def test_deleting_twice_is_as_once(signed_in, said):
    for _time in range(2):
        assert signed_in.post(f"/comentarios/{said.pk}/eliminar/").status_code == 302


def test_after_a_day_a_deleted_comment_does_not_come_back(signed_in, said):
    signed_in.post(f"/comentarios/{said.pk}/eliminar/")
    Comment.objects.update(deleted_at=timezone.now() - timedelta(days=1, minutes=1))

    assert signed_in.post(f"/comentarios/{said.pk}/recuperar/").status_code == 404
    assert "recuperar" not in page_of(signed_in)


def test_what_was_done_is_said_without_javascript(signed_in, said):
    response = signed_in.post(f"/comentarios/{said.pk}/eliminar/")

    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == [gettext("Your comment is deleted. For a day you can take it back.")]


def test_typing_the_address_of_an_act_only_leads_to_the_comment(signed_in, said):
    response = signed_in.get(f"/comentarios/{said.pk}/eliminar/")

    assert response.url == f"/comentarios/{said.pk}/"
    assert "Nos sirvió." in page_of(Client())


# --- What stays -----------------------------------------------------------------


@pytest.mark.parametrize(("keep_name", "shown"), [(True, "Ana Pérez"), (False, "Cuenta cerrada")])
def test_what_a_closed_account_said_stays(client, said, member, keep_name, shown):
    close_account(member, keep_name=keep_name)

    page = page_of(client)
    assert "Nos sirvió." in page
    assert shown in page
    assert "/personas/" not in page.partition('id="comentarios"')[2].partition("</section>")[0]


def test_what_somebody_said_stays_when_the_account_is_erased(client, said, member):
    member.delete()

    page = page_of(client)
    assert "Nos sirvió." in page
    assert "Ana Pérez" not in page


def test_comments_go_when_the_thing_is_deleted(said, guide):
    guide.delete()

    assert not Comment.objects.exists()
