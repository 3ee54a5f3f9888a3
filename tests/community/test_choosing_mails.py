"""Which mails one wants, chosen on a page of one's own or left by the link of a mail."""

from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from community.actions.members import close_account
from community.actions.notices import notify
from community.leaving import leave_url
from community.models import MailAddress, MailPreference
from tests.factories import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]

PAGE = "/cuenta/avisos/"
LETTERS = Path(__file__).with_name("letters")


def link_to_leave(person, *sources):
    address = leave_url(person, sources)
    return address[address.index("/cuenta/") :]


def choices(response):
    """What is chosen for each source, as the page shows it."""
    return {field.name: field.value() for field in response.context["form"]}


def test_a_visitor_chooses_nothing(client, home):
    for answer in (client.get(PAGE), client.post(PAGE), client.post(f"{PAGE}otra-vez/")):
        assert answer.status_code == 302
        assert answer.url.startswith("/cuenta/entrar/")


def test_who_never_chose_gets_a_digest_a_week_and_what_is_urgent_at_once(signed_in, home):
    answer = signed_in.get(PAGE)

    assert choices(answer) == {
        "conversation": "weekly",
        "mentions": "weekly",
        "following": "weekly",
        "networks": "weekly",
        "cases": "weekly",
        "waiting": "at_once",
    }
    html = answer.content.decode()
    assert "7:00 de su zona horaria" in html
    assert "Mi cuenta y decisiones sobre mí" in html


def test_one_chooses_for_oneself_alone_by_a_plain_form(signed_in, member, home):
    other = MemberFactory()
    wanted = {
        "conversation": "daily",
        "mentions": "at_once",
        "following": "never",
        "networks": "weekly",
        "cases": "never",
        "waiting": "never",
    }

    answer = signed_in.post(PAGE, wanted, follow=True)

    assert choices(answer) == wanted
    assert "Anotamos con qué frecuencia quiere correo." in answer.content.decode()
    assert not other.mail_preferences.exists()
    assert signed_in.get("/cuenta/").content.decode().count(f'href="{PAGE}"') == 1


def test_nothing_else_than_what_is_offered_can_be_chosen(signed_in, home):
    """Not even by hand: what waits for somebody is never kept for a week."""
    wanted = dict.fromkeys(
        ["conversation", "mentions", "following", "networks", "cases", "waiting"], "weekly"
    )
    for wrong in ({"account": "never"}, {"waiting": "weekly"}, {"cases": "hourly"}):
        signed_in.post(PAGE, {**wanted, "waiting": "never", **wrong})

    assert not MailPreference.objects.exclude(frequency__in=["weekly", "never"]).exists()
    assert not MailPreference.objects.filter(source="account").exists()
    assert not MailPreference.objects.filter(source="waiting", frequency="weekly").exists()


def test_a_mail_program_stops_the_mails_without_a_cookie(member, home):
    """RFC 8058: one POST, no session, no token of a form, no redirect."""
    mail_program = Client(enforce_csrf_checks=True)
    address = link_to_leave(member, "conversation", "networks")

    answer = mail_program.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not answer.cookies
    left = MailPreference.objects.filter(user=member, frequency="never")
    assert {preference.source for preference in left} == {"conversation", "networks"}


def test_whoever_looks_at_the_link_changes_nothing_and_is_asked(client, member, home):
    address = link_to_leave(member, "conversation")

    answer = client.get(address)

    html = answer.content.decode()
    assert "No recibir más estos correos" in html
    assert "Comentarios y respuestas" in html
    assert member.email not in html
    assert member.display_name not in html
    assert "noindex" in html
    assert "no-store" in answer.headers["Cache-Control"]
    assert not MailPreference.objects.exists()


def test_leaving_by_mistake_is_undone_on_the_spot(client, member, home):
    MailPreference.objects.create(user=member, source="networks", frequency="daily")
    address = link_to_leave(member, "conversation", "networks")
    assert "Ya no recibirá estos correos" in client.post(address).content.decode()

    client.post(address, {"again": "1"})

    assert not MailPreference.objects.filter(frequency="never").exists()


def test_a_link_that_is_not_ours_or_of_a_closed_account_leads_nowhere(client, member, home):
    address = link_to_leave(member, "conversation")
    forged = f"{address[:-3]}xyz/"
    useless = link_to_leave(member, "account")
    close_account(member, keep_name=True)

    for each in (address, forged, useless, f"{PAGE}dejar/x/"):
        assert client.get(each).status_code == 404
        assert client.post(each).status_code == 404
    assert not MailPreference.objects.exists()


def test_what_always_comes_offers_no_way_to_leave(member, work, settings):
    """A header that does nothing would be a lie."""
    directories = [*settings.TEMPLATES[0]["DIRS"], LETTERS]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": directories}]
    for source in ("account", "waiting"):
        notify(member, "well_repaired", url="/redes/", source=source, case="Ferias")
    work()

    decided, waiting = (letter.message() for letter in mail.outbox)
    assert "List-Unsubscribe" not in decided
    assert "cuenta/avisos/dejar" not in mail.outbox[0].body
    assert "/cuenta/avisos/" in mail.outbox[0].body
    assert "List-Unsubscribe" in waiting


def test_an_address_that_refused_our_mail_is_trusted_again_when_its_owner_says_so(
    signed_in, member, home
):
    MailAddress.objects.create(
        address=member.email, stopped_at="2026-11-20T12:00Z", reason="5.1.1 no such user"
    )
    html = signed_in.get(PAGE).content.decode()
    assert "fueron devueltos varias veces" in html
    assert "5.1.1 no such user" in html
    assert signed_in.get(f"{PAGE}otra-vez/").status_code == 405

    html = signed_in.post(f"{PAGE}otra-vez/", follow=True).content.decode()

    assert "fueron devueltos" not in html
    assert not MailAddress.objects.exists()


def test_the_page_costs_little(signed_in, home, django_assert_max_num_queries):
    signed_in.get(PAGE)
    with django_assert_max_num_queries(12):
        signed_in.get(PAGE)
