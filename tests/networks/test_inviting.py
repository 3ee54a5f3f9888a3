"""Inviting people to a network: by handle, by e-mail, from a file."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from community.actions.bounces import note_bounce
from community.bounces import Bounce, read_bounce
from community.models import MailAddress, Notification
from networks import actions
from networks.address_lists import MOST_ROWS, rows_in
from networks.models import InvitationList, Membership, NetworkInvitation
from networks.permissions import membership_of
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

INVITE = "/redes/cerrada/miembros/invitar/"


@pytest.fixture
def keeper(closed_network):
    person = MemberFactory(display_name="Lidia Cardozo")
    actions.appoint_coordinator(closed_network, person)
    return person


@pytest.fixture
def desk(keeper):
    browser = Client()
    browser.force_login(keeper)
    return browser


def link_in(message):
    return next(
        line.partition("//")[2].partition("/")[2]
        for line in message.body.splitlines()
        if "/invitacion/" in line
    )


def test_somebody_without_an_account_is_invited_into_a_closed_network(
    desk, closed_network, member, work
):
    answer = desk.post(
        INVITE, {"acto": "persona", "who": "Nueva@Town.example", "message": "Venga."}
    )
    assert answer.status_code == 302
    work()

    [letter] = mail.outbox
    assert letter.to == ["nueva@town.example"]
    assert "> Venga." in letter.body
    link = f"/{link_in(letter)}"
    page = Client().get(link).content.decode()
    assert closed_network.title in page
    assert "csrfmiddlewaretoken" in page
    newcomer = Client()
    newcomer.force_login(member)
    assert newcomer.get("/redes/cerrada/").status_code == 404
    assert newcomer.post(link, {"acto": "si"}).status_code == 302
    assert membership_of(member, closed_network).is_active
    assert newcomer.get("/redes/cerrada/").status_code == 200
    assert Notification.objects.filter(kind="network_invitation_accepted").exists()
    assert "no" in Client().get(link).content.decode()
    assert Membership.objects.active().filter(network=closed_network).count() == 2


def test_a_member_is_invited_by_handle_and_nobody_else_uses_it(
    desk, closed_network, member, keeper
):
    member.profile_audience = "members"
    member.save()
    desk.post(INVITE, {"acto": "persona", "who": "@ana-perez", "message": ""})

    notice = Notification.objects.get(recipient=member, kind="network_invited")
    mine, stranger = Client(), Client()
    mine.force_login(member)
    stranger.force_login(MemberFactory())
    assert "/redes/invitacion/" in mine.get("/mi-espacio/").content.decode()
    stranger.post(notice.url, {"acto": "si"})
    assert Membership.objects.filter(network=closed_network).count() == 1
    mine.post(notice.url, {"acto": "no"})
    assert NetworkInvitation.objects.get().outcome == "declined"
    assert Notification.objects.filter(
        recipient=keeper, kind="network_invitation_declined"
    ).exists()


def test_the_same_goes_out_once_a_week_and_can_be_withdrawn(desk, closed_network, keeper, work):
    invitation = actions.invite(closed_network, keeper, email="una@town.example")
    again = desk.post(INVITE, {"acto": "persona", "who": "una@town.example"})
    assert again.status_code == 200
    with pytest.raises(ValidationError):
        actions.repeat_invitation(invitation, keeper)
    work()
    NetworkInvitation.objects.update(invited_at=timezone.now() - timedelta(days=8))

    desk.post(f"{INVITE}{invitation.pk}/", {"acto": "repetir"})
    work()
    desk.post(f"{INVITE}{invitation.pk}/", {"acto": "retirar"})

    assert len(mail.outbox) == 2
    assert mail.outbox[0].extra_headers["Message-ID"] != mail.outbox[1].extra_headers["Message-ID"]
    assert Client().get(f"/{link_in(mail.outbox[1])}").status_code == 200
    with pytest.raises(ValidationError):
        actions.read_network_invitation(link_in(mail.outbox[1]).split("/")[-2])


def test_a_list_says_of_each_row_what_became_of_it(desk, closed_network, keeper, member, work):
    actions.appoint_coordinator(closed_network, member)
    taken_out = MemberFactory(email="fuera@town.example")
    actions.appoint_coordinator(closed_network, taken_out)
    actions.remove(closed_network, taken_out)
    actions.invite(closed_network, keeper, email="antes@town.example")
    MailAddress.objects.create(address="rota@town.example", stopped_at=timezone.now())
    new = [f"persona{n}@town.example" for n in range(40)]
    rows = [
        "Correo electrónico;Nombre",
        f"{member.email};Ana",
        "antes@town.example;Ya",
        "rota@town.example;",
        "fuera@town.example;",
        "no-es-correo;X",
        "PERSONA0@town.example;Primera",
        *(f"{each};P" for each in new),
    ]
    file = SimpleUploadedFile("gente.csv", "\r\n".join(rows).encode("cp1252"), "text/csv")

    answer = desk.post(INVITE, {"acto": "lista", "file": file, "message": ""})
    assert answer.status_code == 302
    assert desk.get(answer.url)["Refresh"]
    work()

    sent = InvitationList.objects.get()
    fates = [row["fate"] for row in sent.rows]
    assert fates[:7] == [
        "member",
        "waiting",
        "bounced",
        "kept_out",
        "invalid",
        "invited",
        "repeated",
    ]
    assert set(fates[7:]) == {"invited"}
    assert (sent.done, sent.total) == (46, 46)
    assert len(mail.outbox) == 41
    assert "Refresh" not in desk.get(answer.url)
    came_back = NetworkInvitation.objects.get(email="persona5@town.example")
    note_bounce(Bounce(came_back.key, is_for_good=True, reason="5.1.1 unknown"))
    assert "5.1.1 unknown" in desk.get(INVITE).content.decode()
    before = NetworkInvitation.objects.count()
    assert not actions.invite_some(sent)
    assert NetworkInvitation.objects.count() == before


def test_a_letter_that_comes_back_is_known_by_its_name(closed_network, keeper, work):
    invitation = actions.invite(closed_network, keeper, email="una@town.example")
    work()
    name = mail.outbox[0].extra_headers["Message-ID"]
    report = (
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        "Final-Recipient: rfc822; una@town.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 no such user\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {name}\n\n--b--\n"
    )
    note_bounce(read_bounce(report.encode()))

    invitation.refresh_from_db()
    assert invitation.bounced_at
    assert "no such user" in invitation.bounce_reason


def test_an_address_the_server_refuses_counts_as_returned(
    closed_network, keeper, work, monkeypatch
):
    invitation = actions.invite(closed_network, keeper, email="una@town.example")

    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({"una@town.example": (550, b"unknown")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    work()

    invitation.refresh_from_db()
    assert invitation.bounce_reason == "550 unknown"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"correo;telefono\r\na@b.co;1", "telefono"),
        (b"nombre\r\nAna", "correo"),
        (b"a@b.co\r\nc@d.co", "a@b.co"),
        (b"correo;Email\r\na@b.co;c@d.co", "correo"),
        (b"correo\r\n", ""),
        (b"", ""),
        (b"PK\x03\x04 a spreadsheet", "CSV"),
        (b"correo\r\n" + b"a@b.co\r\n" * (MOST_ROWS + 1), str(MOST_ROWS + 1)),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(content, says):
    with pytest.raises(ValidationError) as refused:
        rows_in(content)

    [sentence] = refused.value.messages
    assert says in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_every_spreadsheet_are_read(encoding, separator):
    text = f"Nombre{separator}E-mail\r\n\r\nÍñigo{separator} Uno@Town.example \r\n"

    [row] = rows_in(text.encode(encoding))

    assert (row["email"], row["name"], row["row"]) == ("uno@town.example", "Íñigo", 3)
