"""Letters of coordinators to their members: who writes, who gets them, how they arrive."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from community.actions.bounces import note_bounce
from community.actions.digests import forget_old_mail
from community.bounces import Bounce
from community.models import (
    Affiliation,
    MailAddress,
    MailDelivery,
    MailPreference,
    Notification,
    Organization,
    Theme,
)
from networks import actions
from networks.actions import posting
from networks.letter_mails import stop_url
from networks.models import Letter, Membership
from networks.segments import all_options, people_in, words_for
from tests.factories import MemberFactory, ThemeFactory, make_municipality
from tests.mail_server import mail_server
from tests.networks.moderation import as_

pytestmark = pytest.mark.django_db

LETTERS = "/redes/agua/mesa/cartas/"
TYPED = {"segment": "todos", "subject": "Reunión del martes", "text": "Traigan **sus datos**."}


@pytest.fixture
def members(network):
    """Somebody for each way in which a letter may reach people."""
    people = {}
    for name in ("wants", "digest", "left_source", "left_network", "stopped", "unconfirmed"):
        people[name] = MemberFactory(
            handle=name.replace("_", "-"), verified=name != "unconfirmed", language="es"
        )
        actions.join(network, people[name])
    for name, frequency in (("digest", "daily"), ("left_source", "never")):
        MailPreference.objects.create(user=people[name], source="networks", frequency=frequency)
    actions.want_letters(network, people["left_network"], wanted=False)
    stopped = people["stopped"].email
    MailAddress.objects.create(address=stopped, hard_bounces=3, stopped_at=timezone.now())
    return people


@pytest.fixture
def draft(network, coordinator):
    return actions.write_letter(
        network, coordinator, TYPED["subject"], TYPED["text"], TYPED["segment"]
    )


def on(letter, act, person, **more):
    return as_(person).post(f"{LETTERS}{letter.pk}/acto/", {"acto": act, **more})


def test_only_those_who_coordinate_or_govern_write_letters(everybody, network, draft, client):
    for role, person in everybody.items():
        may = role in {"coordinator", "unit"}
        browser = as_(person)
        for address in (
            f"{LETTERS}{draft.pk}/",
            f"{LETTERS}{draft.pk}/editar/",
            f"{LETTERS}{draft.pk}/correo/",
        ):
            assert browser.get(address).status_code == (200 if may else 403), (role, address)
        assert browser.post(f"{LETTERS}nueva/", TYPED).status_code == (302 if may else 403), role
        for act in ("probar", "programar", "detener", "copiar", "borrar", "enviar"):
            if not may:
                assert on(draft, act, person).status_code == 403, (role, act)
        if not may:
            for act in (actions.send_letter, actions.hold_letter, actions.delete_letter):
                with pytest.raises(PermissionDenied):
                    act(draft, person)
            assert not Letter.objects.visible_to(person).exists(), role
        else:
            assert Letter.objects.visible_to(person).filter(pk=draft.pk).exists(), role
    assert client.post(f"{LETTERS}{draft.pk}/acto/", {"acto": "enviar"}).status_code == 302
    draft.refresh_from_db()
    assert draft.is_draft
    # Not under the address of another network either.
    other = everybody["other_coordinator"]
    assert as_(other).get(f"/redes/residuos/mesa/cartas/{draft.pk}/").status_code == 404


def test_a_letter_is_written_seen_tried_and_sent(network, coordinator, members, work, mailoutbox):
    browser = as_(coordinator)
    wrong = browser.post(f"{LETTERS}nueva/", {**TYPED, "subject": " ", "text": "Se conserva."})
    assert wrong.status_code == 422
    assert "Se conserva." in wrong.content.decode()
    answer = browser.post(f"{LETTERS}nueva/", {**TYPED, "text": TYPED["text"] + " <script>x"})
    letter = Letter.objects.get()
    assert answer.url == f"{LETTERS}{letter.pk}/"
    seen = browser.get(answer.url).content.decode()
    for words in ("<strong>sus datos</strong>", "Red de agua", "Enviarla ahora a 7 personas"):
        assert words in seen, words
    assert "<script>x" not in seen
    on(letter, "probar", coordinator)
    [test] = mailoutbox
    assert test.to == [coordinator.email]
    assert test.subject.endswith("Reunión del martes")

    on(letter, "enviar", coordinator)
    work()
    on(letter, "enviar", coordinator)
    work()

    mailed = {mail.to[0]: mail for mail in mailoutbox[1:]}
    assert set(mailed) == {coordinator.email, members["wants"].email}
    mail = mailed[members["wants"].email]
    assert mail.subject == f"{site.ACCOUNT_EMAIL_SUBJECT_PREFIX}Reunión del martes"
    assert mail.from_email.startswith("Red de agua <")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "**sus datos**" in mail.body
    assert "<strong>sus datos</strong>" in mail.alternatives[0][0]
    assert f"/personas/{coordinator.handle}/escribir/" in mail.body
    letter.refresh_from_db()
    assert letter.state == "sent"
    counts = (letter.addressed, letter.in_digest, letter.unwanted, letter.unreachable)
    assert counts == (7, 1, 2, 2)
    assert posting.outcome_of(letter) == {"to_send": 0, "sent": 2, "failed": 0, "bounced": 0}
    # Everybody finds it in the site, and only the digest of who chose one repeats it.
    told = Notification.objects.filter(kind="network_letter")
    assert told.count() == 7
    assert {notice.recipient for notice in told.filter(waits_for_digest=True)} == {
        members["digest"]
    }
    [notice] = told.filter(recipient=members["left_network"])
    assert notice.title == "Carta de «Red de agua»: Reunión del martes"
    assert as_(members["left_network"]).get(notice.url).status_code == 200


def test_a_letter_is_read_by_those_it_reached(network, draft, coordinator, work, member):
    inside, late = MemberFactory(), MemberFactory()
    actions.join(network, inside)
    address = draft.get_absolute_url()
    assert as_(coordinator).get(address).status_code == 404
    actions.send_letter(draft, coordinator)
    work()
    actions.join(network, late)

    for person, status in ((inside, 200), (coordinator, 200), (late, 404), (member, 404)):
        assert as_(person).get(address).status_code == status, person
    assert Client().get(address).status_code == 302
    # Who wants none by mail says so where they read it, and can come back.
    tie = Membership.objects.get(user=inside)
    for act, frequency in (("dejar", "never"), ("recibir", "weekly")):
        as_(inside).post(f"{address}por-correo/", {"acto": act})
        tie.refresh_from_db()
        assert tie.mail_frequency == frequency


def test_one_click_stops_the_letters_of_that_network_alone(network, other_network, draft):
    person = MemberFactory()
    for each in (network, other_network):
        actions.join(each, person)
    address = stop_url(network.pk, person).removeprefix(site.WAGTAILADMIN_BASE_URL)
    browser = Client()

    assert browser.get(address).status_code == 200
    frequencies = Membership.objects.filter(user=person).order_by("network")
    assert set(frequencies.values_list("mail_frequency", flat=True)) == {"weekly"}
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    known = dict(frequencies.values_list("network", "mail_frequency"))
    assert known == {network.pk: "never", other_network.pk: "weekly"}
    browser.post(address, {"again": "1"})
    assert frequencies.get(network=network).mail_frequency == "weekly"
    assert browser.get(f"{address[:-4]}xyz/").status_code == 404


def test_a_network_sends_so_many_letters_in_seven_days(network, coordinator, draft, settings, work):
    settings.NETWORK_LETTERS_A_WEEK = 2
    now = timezone.now()
    actions.send_letter(draft, coordinator)
    second = actions.copy_letter(draft, coordinator)
    actions.send_letter(second, coordinator, at=now + timedelta(days=3))
    third = actions.copy_letter(draft, coordinator)

    answer = on(third, "enviar", coordinator)
    assert answer.status_code == 422
    assert "a lo sumo 2 cartas en siete días" in answer.content.decode()
    for days, fits in ((1, False), (6, False), (7.1, True)):
        if fits:
            actions.send_letter(third, coordinator, at=now + timedelta(days=days))
        else:
            with pytest.raises(ValidationError):
                actions.send_letter(third, coordinator, at=now + timedelta(days=days))
    third.refresh_from_db()
    assert third.is_scheduled
    for moment in (now - timedelta(hours=1), now + timedelta(days=400)):
        with pytest.raises(ValidationError):
            actions.send_letter(actions.copy_letter(draft, coordinator), coordinator, at=moment)
    # What is held makes room again; what went out is not called back.
    actions.hold_letter(third, coordinator)
    work()
    with pytest.raises(ValidationError):
        actions.hold_letter(draft, coordinator)
    with pytest.raises(ValidationError):
        actions.delete_letter(second, coordinator)


def test_a_scheduled_letter_goes_out_at_its_hour(network, coordinator, draft, work, mailoutbox):
    coordinator.time_zone = "America/Caracas"
    coordinator.save()
    day = timezone.localdate() + timedelta(days=2)
    on(draft, "programar", coordinator, day=str(day), hour="08:30")
    draft.refresh_from_db()
    assert draft.send_at.astimezone(coordinator.zone).strftime("%H:%M") == "08:30"
    assert on(draft, "programar", coordinator, day="mañana", hour="x").status_code == 422

    assert actions.post_due_letters(draft.send_at - timedelta(minutes=1)) == 0
    assert actions.post_due_letters(draft.send_at) == 1
    work()
    assert [mail.to for mail in mailoutbox] == [[coordinator.email]]
    assert actions.post_due_letters(draft.send_at + timedelta(days=1)) == 0


def test_a_letter_nobody_answers_for_is_held(network, coordinator, draft, work, mailoutbox):
    other = MemberFactory()
    actions.appoint_coordinator(network, other)
    actions.send_letter(draft, coordinator, at=timezone.now() + timedelta(hours=1))
    actions.dismiss_coordinator(network, coordinator)
    actions.post_due_letters(timezone.now() + timedelta(hours=2))
    work()

    draft.refresh_from_db()
    assert draft.is_draft
    assert [notice.kind for notice in Notification.objects.filter(recipient=other)] == [
        "letter_held"
    ]
    assert [mail.to for mail in mailoutbox] == [[other.email]]


def test_each_segment_holds_those_it_says(network, coordinator, settings):
    now = timezone.now()
    old, silent, placed, knowing, gone = (MemberFactory(handle=f"m-{n}") for n in range(5))
    for person in (old, silent, placed, knowing, gone):
        actions.join(network, person)
    long_ago = now - timedelta(days=200)
    ties = Membership.objects.filter(network=network)
    ties.filter(user__in=[old, silent]).update(joined_at=long_ago)
    actions.open_topic(network, old, "Algo", "Texto.", "discussion")
    town = Organization.objects.create(name="Alcaldía de Sucre", territory=make_municipality())
    Affiliation.objects.create(user=placed, organization=town, started_on=timezone.localdate())
    part = ThemeFactory(slug="tarifas", parent=Theme.objects.get(slug="agua"))
    knowing.themes.add(part)
    actions.leave(network, gone)

    for value, people in {
        "todos": {coordinator, old, silent, placed, knowing},
        "nuevos": {coordinator, placed, knowing},
        "silenciosos": {silent},
        "coordinan": {coordinator},
        "pais:XA": {placed},
        "tema:agua": {knowing},
        "nadie": set(),
    }.items():
        assert {tie.user for tie in people_in(network, value, timezone.now())} == people, value
    offered = dict(all_options(network))
    assert offered["Por país"] == [("pais:XA", "Altazara")]
    assert "Altazara" in words_for(network, "pais:XA")
    nobody = actions.write_letter(network, coordinator, "Uno", "Dos", "pais:ZZ")
    with pytest.raises(ValidationError):
        actions.send_letter(nobody, coordinator)


def test_a_real_mail_server_takes_letters_and_the_report_says_what_it_refused(
    network, coordinator, draft, work, settings
):
    good, bad, late = (MemberFactory(handle=f"p-{n}") for n in range(3))
    for person in (good, bad, late):
        actions.join(network, person)
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.refusals[bad.email] = 550
        actions.send_letter(draft, coordinator)
        posting.prepare(draft.pk)
        actions.want_letters(network, late, wanted=False)
        work()

        reached = {recipient for (recipient,), _source in server.taken}
        assert reached == {good.email, coordinator.email}
        assert "<http" in server.messages()[0]["List-Unsubscribe"]
    draft.refresh_from_db()
    assert posting.outcome_of(draft) == {"to_send": 0, "sent": 2, "failed": 1, "bounced": 0}
    mail = MailDelivery.objects.get(mailing=draft.mailing, recipient=good)
    note_bounce(Bounce(key=mail.key, is_for_good=True, reason="550"))
    report = as_(coordinator).get(f"{LETTERS}{draft.pk}/").content.decode()
    rows = dict(part.split("</th>", 1) for part in report.split('<th scope="row">')[1:])
    told = {words: row.split(">", 1)[1].split("</td>")[0] for words, row in rows.items()}
    assert told["Personas a quienes va; todas la encuentran en el sitio"] == "<b>4</b>"
    assert told["Correos enviados"] == told["Devueltos"] == "1"
    assert told["Rechazados por su servidor de correo"] == "1"
    # Half a year later the mails are forgotten and the report is not.
    assert posting.write_down_outcomes() == 1
    MailDelivery.objects.update(created_at=timezone.now() - timedelta(days=400))
    forget_old_mail()
    draft.refresh_from_db()
    assert posting.outcome_of(draft)["bounced"] == 1


def test_whoever_dies_over_a_letter_repeats_nobody(network, coordinator, draft, monkeypatch):
    monkeypatch.setattr(posting, "AT_A_TIME", 2)
    for number in range(5):
        actions.join(network, MemberFactory(handle=f"q-{number}"))
    actions.send_letter(draft, coordinator)
    begun = Letter.objects.get(pk=draft.pk)
    posting.begin(begun, timezone.now())
    assert posting.prepare_some(begun, {})

    posting.prepare(draft.pk)
    posting.prepare(draft.pk)

    draft.refresh_from_db()
    assert (draft.addressed, draft.state) == (6, "sent")
    assert MailDelivery.objects.filter(mailing=draft.mailing).count() == 6
    assert Notification.objects.filter(kind="network_letter").count() == 6
