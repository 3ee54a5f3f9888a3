"""First words, repeated words and the words of machines wait for somebody to read them."""

import pytest

from community.actions.appeals import appeal, decide_appeal
from community.actions.conversation import post_comment
from community.actions.moderation import (
    hide,
)
from community.models import Comment, Report, User
from community.trust import TIMES
from tests.factories import MemberFactory, ResourcePageFactory
from tests.networks.moderation import as_, decide, page_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(with_groups):
    return with_groups["unit"]


@pytest.fixture
def team(with_groups):
    return with_groups["team"]


@pytest.fixture
def stranger(everybody):
    return everybody["stranger"]


@pytest.fixture
def newcomer(db):
    return MemberFactory(display_name="Nadia Olmos", vouched_at=None)


@pytest.fixture
def guide(library):
    return ResourcePageFactory(parent=library, title="Guía de caja", slug="guia")


@pytest.fixture
def said(guide, member):
    return post_comment(guide, member, "Llame al 555 y pregunte.")


# --- What waits -----------------------------------------------------------------


def test_the_first_words_of_a_newcomer_wait_for_approval(everybody, guide, newcomer, work):
    author = everybody["stranger"]
    guide.author = author
    guide.save()
    as_(newcomer).post(f"/comentarios/nuevo/recurso/{guide.pk}/", {"text": "Buenos días a todos."})

    said = Comment.objects.get()
    assert said.is_waiting
    assert "Buenos días" not in page_of()
    assert "Buenos días" in page_of(newcomer)
    for role, person in everybody.items():
        assert ("Buenos días" in page_of(person)) is (role in ("coordinator", "unit")), role
    assert told(author) == []
    assert told(everybody["coordinator"]) == ["report_received"]
    # An answer would tell everybody that it is there, and whose it is.
    for person in (newcomer, everybody["coordinator"]):
        assert as_(person).post(f"/comentarios/{said.pk}/responder/").status_code == 403
        assert f"/comentarios/{said.pk}/responder/" not in page_of(person)

    decide(everybody["coordinator"], [f"comentario:{said.pk}"], "descartar")

    assert "Buenos días" in page_of()
    assert told(author) == ["comment_posted"]
    assert told(newcomer) == ["thing_released"]
    newcomer.refresh_from_db()
    assert not post_comment(guide, newcomer, "Y gracias.").is_waiting


def test_what_was_refused_is_published_when_the_appeal_is_accepted(
    guide, newcomer, coordinator, unit
):
    said = post_comment(guide, newcomer, "Buenos días a todos.")
    act = hide(said, coordinator, "No viene al caso.")

    decide_appeal(appeal(act, newcomer, "Saludaba."), unit, accept=True, answer="Es un saludo.")

    assert Comment.objects.present().get() == said


def test_who_has_a_role_does_not_wait(everybody, guide):
    for role in ("coordinator", "team", "unit"):
        person = everybody[role]
        User.objects.filter(pk=person.pk).update(vouched_at=None)
        assert not post_comment(guide, User.objects.get(pk=person.pk), role).is_waiting, role


def test_the_same_text_again_and_again_waits_however_it_is_dressed(guide, stranger, member):
    dressed = ["Compre AQUÍ la mejor tubería del país", "compre aqui… la mejor tuberia del pais!"]
    for count in range(TIMES - 1):
        assert not post_comment(guide, stranger, dressed[count % 2]).is_waiting

    assert post_comment(guide, member, "*Compre* aquí, la mejor tubería del país").is_waiting
    assert Report.objects.get().reason == "repeated"
    assert not any(
        post_comment(guide, MemberFactory(), "¡Gracias!").is_waiting for _ in range(TIMES + 1)
    )


def test_machines_fall_into_the_traps(settings, guide, member, client):
    settings.SECONDS_TO_FILL_IN_A_FORM = 3
    door = f"/comentarios/nuevo/recurso/{guide.pk}/"
    quick = as_(member).post(door, {"text": "Rápido."})
    assert quick.status_code == 200
    assert "Rápido." in quick.content.decode()
    assert not Comment.objects.exists()
    settings.SECONDS_TO_FILL_IN_A_FORM = 0

    as_(member).post(door, {"text": "Visite mi sitio.", "website": "https://spam.example"})
    assert Comment.objects.get().is_waiting
    people = User.objects.count()
    fields = {
        "display_name": "Robot",
        "email": "robot@spam.example",
        "password1": "una-clave-larga-9",
        "password2": "una-clave-larga-9",
        "accept": "on",
        "versions": "",
        "website": "https://spam.example",
    }
    answer = client.post("/cuenta/crear/", fields)
    assert answer.status_code == 302
    assert User.objects.count() == people
    del fields["website"]
    assert client.post("/cuenta/crear/", fields).url == answer.url
    assert User.objects.count() == people + 1
