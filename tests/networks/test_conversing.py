"""The conversations of a network: who opens them, who steers them, what solved a question."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from community.actions.conversation import hide_comment, post_comment
from community.actions.moderation import report
from community.models import Affiliation, Attachment, Comment, Notification, Organization
from networks import actions
from networks.models import Topic
from networks.permissions import can_accept_answer, can_edit_topic, can_open_topic
from tests.factories import MemberFactory
from tests.networks.moderation import decide

pytestmark = pytest.mark.django_db

LIST = "/redes/agua/conversaciones/"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def insider(network):
    person = MemberFactory(display_name="Maira Tolosa", handle="maira-tolosa")
    actions.join(network, person)
    return person


@pytest.fixture
def question(network, insider):
    return actions.open_topic(
        network, insider, "¿Qué bomba dura más?", "La nuestra **falla** cada mes.", "question"
    )


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def test_each_may_do_what_belongs_to_them(
    network, question, insider, member, coordinator, other_coordinator, unit, team
):
    people = {
        "member of the platform": (member, False, False, False),
        "member of the network": (insider, True, True, True),
        "coordinator": (coordinator, True, False, True),
        "coordinator of another": (other_coordinator, False, False, False),
        "unit": (unit, True, False, True),
        "team": (team, False, False, False),
    }
    for role, (person, opens, edits, accepts) in people.items():
        assert can_open_topic(person, network) is opens, role
        assert can_edit_topic(person, question) is edits, role
        assert can_accept_answer(person, question) is accepts, role
        steers = Topic.objects.moderated_by(person).filter(pk=question.pk).exists()
        assert steers is (role in {"coordinator", "unit"}), role
        answer = browser(person).post(f"{LIST}{question.pk}/conducir/", {"acto": "fijar"})
        assert answer.status_code == (302 if steers else 403), role
        assert browser(person).get(f"{LIST}nueva/").status_code == (200 if opens else 403), role
    assert browser().get(f"{LIST}nueva/").status_code == 302
    assert browser().get(f"{LIST}{question.pk}/").status_code == 200


def test_in_a_closed_network_only_its_members_find_it(closed_network, coordinator, member, unit):
    actions.appoint_coordinator(closed_network, coordinator)
    topic = actions.open_topic(closed_network, coordinator, "Entre nosotros", "Texto.", "question")
    address = f"/redes/cerrada/conversaciones/{topic.pk}/"

    for person, status in ((None, 404), (member, 404), (coordinator, 200)):
        assert browser(person).get(address).status_code == status
        assert browser(person).get("/redes/cerrada/conversaciones/").status_code == status
    with pytest.raises(PermissionDenied):
        post_comment(topic, member, "Hola.")
    assert topic.search_audience() == "nobody"
    assert "Entre nosotros" not in browser().get("/sitemap.xml").content.decode()


def test_a_member_opens_one_without_javascript_and_what_is_wrong_is_said(network, insider):
    client = browser(insider)
    wrong = client.post(f"{LIST}nueva/", {"kind": "question", "title": " ", "text": "Algo."})
    assert "aria-invalid" in wrong.content.decode()
    told = {"kind": "question", "title": "¿Qué  bomba?", "text": "@maira-tolosa <b>x</b>"}

    answer = client.post(f"{LIST}nueva/", told)

    topic = Topic.objects.get()
    assert answer.url == f"{LIST}{topic.pk}/"
    assert topic.title == "¿Qué bomba?"
    assert "<b>" not in topic.body
    client.post(f"{LIST}{topic.pk}/editar/", {"title": "¿Qué bomba dura?", "text": "Más."})
    topic.refresh_from_db()
    assert (topic.title, topic.body) == ("¿Qué bomba dura?", "<p>Más.</p>")
    assert topic.edited_at


def test_nobody_floods_a_network(network, insider):
    for number in range(5):
        actions.open_topic(network, insider, f"Tema {number}", "Texto.", "discussion")
    assert actions.open_topic(network, insider, "Tema 0", "Texto.", "discussion").title == "Tema 0"

    with pytest.raises(ValidationError):
        actions.open_topic(network, insider, "Tema 6", "Texto.", "discussion")


def test_a_question_finds_its_answer_and_whoever_gave_it_is_told(
    network, question, insider, member, coordinator
):
    answer = post_comment(question, member, "La que se repara en el pueblo.")
    other = post_comment(question, coordinator, "Ninguna.")
    page = browser(insider).get(f"{LIST}{question.pk}/").content.decode()
    assert f'action="{LIST}{question.pk}/respuesta/"' in page
    assert "/respuesta/" not in browser(member).get(f"{LIST}{question.pk}/").content.decode()

    door = f"{LIST}{question.pk}/respuesta/"
    browser(insider).post(door, {"comentario": answer.pk})

    question.refresh_from_db()
    assert question.accepted == answer
    kinds = Notification.objects.visible_to(member).values_list("kind", flat=True)
    assert list(kinds) == ["answer_accepted"]
    assert browser(member).post(door, {"comentario": other.pk}).status_code == 403
    for asked in ("999999", "x"):
        assert browser(insider).post(door, {"comentario": asked}).status_code == 404
    shown = browser().get(f"{LIST}{question.pk}/").content.decode()
    assert shown.count("La que se repara en el pueblo.") == 2
    hide_comment(answer, coordinator, "Publicidad.")
    assert "La que se repara" not in browser().get(f"{LIST}{question.pk}/").content.decode()
    browser(insider).post(door)
    question.refresh_from_db()
    assert question.accepted is None


def test_a_closed_one_is_read_and_takes_no_more(question, member, coordinator):
    post_comment(question, member, "Una respuesta.")
    actions.close_topic(question, coordinator)

    shown = browser(member).get(f"{LIST}{question.pk}/").content.decode()
    assert "Una respuesta." in shown
    assert "<textarea" not in shown
    with pytest.raises(PermissionDenied):
        post_comment(question, member, "Otra.")
    actions.reopen_topic(question, coordinator)
    assert "<textarea" in browser(member).get(f"{LIST}{question.pk}/").content.decode()


def test_the_list_begins_with_what_is_pinned_and_then_what_is_livelier(
    network, insider, member, coordinator
):
    then = timezone.now() - timedelta(days=9)
    for name in ("Tema viejo", "Tema vivo", "Tema fijo"):
        topic = actions.open_topic(network, insider, name, "Cañerías.", "discussion", at=then)
        then += timedelta(hours=1)
    actions.pin_topic(topic, coordinator)
    post_comment(Topic.objects.get(title="Tema vivo"), member, "Sigo aquí.")

    shown = browser(member).get(LIST).content.decode()
    assert shown.index("Tema fijo") < shown.index("Tema vivo") < shown.index("Tema viejo")
    assert "Tema" in browser().get(f"{LIST}?q=cañer").content.decode()
    assert "Tema" not in browser().get(f"{LIST}?q=zanahoria").content.decode()
    part = browser().get(f"{LIST}?estado=abiertas", headers={"HX-Request": "true"})
    assert part.content.decode().startswith(("\n", "<p"))


def test_pages_cost_the_same_however_many_there_are(
    network, insider, member, django_assert_max_num_queries
):
    counted = []
    browser().get(LIST)
    for number in (2, 60):
        Topic.objects.all().delete()
        now = timezone.now()
        topics = Topic.objects.bulk_create(
            Topic(
                network=network,
                title=f"Tema {n}",
                body="<p>x</p>",
                opened_by=insider,
                opened_at=now - timedelta(hours=n),
            )
            for n in range(number)
        )
        for topic in topics[:20]:
            post_comment(topic, insider, "Hola.", at=now)
        for person, most in ((None, 8), (member, 12)):
            client = browser(person)
            for address in (LIST, f"{LIST}{topics[0].pk}/"):
                with django_assert_max_num_queries(most) as queries:
                    assert client.get(address).status_code == 200
                counted.append(len(queries))
    assert counted[:4] == counted[4:], counted


def test_files_come_along_for_whoever_reads_the_comment(question, member, coordinator):
    files = [SimpleUploadedFile("Acta.pdf", PDF), SimpleUploadedFile("Malo.pdf", b"MZ nada")]
    door = f"/comentarios/nuevo/conversacion/{question.pk}/"
    refused = browser(member).post(door, {"text": "Vea el acta.", "attached": files})
    assert refused.status_code == 200
    assert not Comment.objects.exists()
    many = [SimpleUploadedFile(f"a{n}.pdf", PDF) for n in range(4)]
    assert browser(member).post(door, {"text": "Vea.", "attached": many}).status_code == 200

    browser(member).post(
        door, {"text": "Vea el acta.", "attached": [SimpleUploadedFile("Acta.pdf", PDF)]}
    )

    attachment = Attachment.objects.get()
    assert attachment.name == "Acta.pdf"
    served = browser().get(attachment.file.url)
    assert b"".join(served.streaming_content) == PDF
    assert served["Cache-Control"] == "private, no-store"
    assert "Acta.pdf" in browser().get(f"{LIST}{question.pk}/").content.decode()
    hide_comment(attachment.comment, coordinator, "No corresponde.")
    assert browser().get(attachment.file.url).status_code == 404
    assert browser(member).get(attachment.file.url).status_code == 200


def test_an_official_speaks_for_the_organization_they_work_in_and_no_other(question, member):
    mine, other = (
        Organization.objects.create(name=name, kind="municipal_government")
        for name in ("Alcaldía de Valle Hondo", "Alcaldía ajena")
    )
    post = Affiliation.objects.create(
        user=member, organization=mine, verification="unit", verified_at=timezone.now()
    )
    door = f"/comentarios/nuevo/conversacion/{question.pk}/"
    assert "Alcaldía de Valle Hondo" in browser(member).get(door).content.decode()

    browser(member).post(door, {"text": "Lo confirmamos.", "on_behalf_of": mine.pk})

    assert Comment.objects.get().on_behalf_of == mine
    shown = browser().get(f"{LIST}{question.pk}/").content.decode()
    assert "Alcaldía de Valle Hondo" in shown
    with pytest.raises(PermissionDenied):
        post_comment(question, member, "Nosotros también.", on_behalf_of=other)
    post.ended_on = timezone.localdate() - timedelta(days=1)
    post.save()
    with pytest.raises(PermissionDenied):
        post_comment(question, member, "Seguimos.", on_behalf_of=mine)


def test_the_first_one_of_a_newcomer_waits_and_one_that_is_hidden_is_gone(
    network, member, coordinator
):
    newcomer = MemberFactory(vouched_at=None)
    actions.join(network, newcomer)
    topic = actions.open_topic(
        network, newcomer, "¿Quién tiene un pliego?", f"Vea, @{member.handle}.", "question"
    )
    address = f"{LIST}{topic.pk}/"
    seen = {"visitor": None, "member": member, "coordinator": coordinator, "author": newcomer}

    def those_who_read():
        return {
            role for role, person in seen.items() if browser(person).get(address).status_code == 200
        }

    assert those_who_read() == {"coordinator", "author"}
    assert "pliego" not in browser().get(LIST).content.decode()
    assert "pliego" not in browser().get("/redes/agua/").content.decode()
    assert not Notification.objects.filter(recipient=member, kind="mention").exists()

    decide(coordinator, [f"conversacion:{topic.pk}"], "descartar")
    assert those_who_read() == set(seen)
    assert "pliego" in browser().get("/redes/agua/").content.decode()
    assert Notification.objects.filter(recipient=member, kind="mention").count() == 1

    report(topic, member, "other", "No viene al caso.")
    decide(coordinator, [f"conversacion:{topic.pk}"], "ocultar", "Ya se preguntó.")
    assert those_who_read() == {"coordinator", "author"}
    assert "pliego" not in browser().get("/redes/agua/").content.decode()
    assert "Ya se preguntó." in browser(newcomer).get(address).content.decode()
