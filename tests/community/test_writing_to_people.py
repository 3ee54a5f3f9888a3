"""Messages: who may write to whom, what arrives, what nobody learns."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from community.actions.messages import LONGEST, send_message
from community.actions.roles import ensure_roles
from community.models import Facilitation, Message, Notification, User
from community.permissions import FACILITATORS, can_write_to
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import MemberFactory, make_municipality

pytestmark = pytest.mark.django_db

Audience = User.Audience


@pytest.fixture
def berta():
    return MemberFactory(
        display_name="Berta Ríos",
        handle="berta-rios",
        email="berta@town.example",
        message_audience=Audience.MEMBERS,
    )


def test_a_message_arrives_in_the_site_and_by_mail_without_an_address(
    signed_in, member, berta, work
):
    response = signed_in.post("/personas/berta-rios/escribir/", {"text": " Hola.\r\nUna duda. "})

    assert response.headers["Location"] == "/personas/berta-rios/escribir/"
    work()
    notice = Notification.objects.get(recipient=berta)
    assert notice.url == "/personas/ana-perez/escribir/"
    sent = mail.outbox[0]
    assert sent.to == ["berta@town.example"]
    assert "> Una duda." in sent.body
    letter = sent.message().as_string()
    assert "ana@town.example" not in letter
    assert "Reply-To: Cabildo <avisos@cabildo.example>" in letter
    page = signed_in.get("/personas/berta-rios/escribir/").content.decode()
    assert "Una duda." in page
    assert "berta@town.example" not in page


def test_who_may_write_to_whom(member):
    stranger, closed = MemberFactory(), MemberFactory(is_active=False)
    facilitator = MemberFactory(profile_audience=Audience.NOBODY)
    facilitator.groups.add(Group.objects.create(name=FACILITATORS))
    for audience, allowed in {"nobody": False, "coordinators": False, "members": True}.items():
        person = MemberFactory(message_audience=audience)
        assert can_write_to(member, person) is allowed, audience
    assert can_write_to(member, facilitator)
    assert not can_write_to(member, member)
    assert not can_write_to(closed, facilitator)
    assert not can_write_to(member, closed)

    with pytest.raises(PermissionDenied):
        send_message(member, stranger, "Hola.")


def test_whoever_got_a_message_may_answer_it(member, berta):
    assert not can_write_to(berta, member)

    send_message(member, berta, "Una duda.")

    assert can_write_to(berta, member)


def test_a_visitor_signs_in_first_and_a_stranger_learns_nothing(client, member, berta):
    hidden = MemberFactory(handle="oculta", profile_audience=Audience.NOBODY)
    MemberFactory(handle="callada", message_audience=Audience.NOBODY)
    address = "/personas/berta-rios/escribir/"
    assert client.get(address).headers["Location"] == f"/cuenta/entrar/?next={address}"

    client.force_login(member)

    assert client.get(f"/personas/{hidden.handle}/escribir/").status_code == 404
    assert client.get("/personas/nadie/escribir/").status_code == 404
    assert client.get("/personas/callada/escribir/").status_code == 403


def test_nobody_else_reads_a_message(member, berta):
    message = send_message(member, berta, "Una duda.")
    chief = User.objects.create_superuser("chief@town.example")

    assert list(Message.objects.visible_to(berta)) == [message]
    assert not Message.objects.visible_to(chief).exists()


def test_a_message_has_words_and_the_same_ones_are_sent_once(member, berta):
    for bad in ("", "  \n ", "x" * (LONGEST + 1)):
        with pytest.raises(ValidationError):
            send_message(member, berta, bad)

    send_message(member, berta, "Hola.")
    send_message(member, berta, " Hola. ")

    assert Notification.objects.filter(recipient=berta).count() == 1


def test_one_person_writes_ten_messages_an_hour(signed_in, berta):
    for number in range(12):
        page = signed_in.post("/personas/berta-rios/escribir/", {"text": f"Número {number}"})

    assert Message.objects.count() == 10
    assert page.status_code == 200
    assert "Número 11" in page.content.decode()


def test_a_municipality_names_its_facilitator_with_a_button_to_write(client, berta):
    town = make_municipality()
    address = town.get_absolute_url()
    assert b"/escribir/" not in client.get(address).content

    ensure_roles()
    berta.groups.add(Group.objects.get(name=FACILITATORS))
    zone = TerritoryGroup.objects.create(name="La zona", kind="zone")
    GroupedTerritory.objects.create(group=zone, territory=town)
    Facilitation.objects.create(user=berta, zone=zone)
    page = client.get(address).content.decode()
    berta.profile_audience = Audience.EVERYONE
    berta.save()
    open_page = client.get(address).content.decode()

    assert "Berta Ríos" in page
    assert 'href="/personas/berta-rios/escribir/"' in page
    assert 'href="/personas/berta-rios/"' not in page
    assert 'href="/personas/berta-rios/"' in open_page
