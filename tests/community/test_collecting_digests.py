"""What was told since the last digest, in one mail: whose, when, in which words and order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command

from community.actions import digests
from community.actions.conversation import delete_comment, post_comment
from community.actions.mail_preferences import choose, leave
from community.actions.mailing import give_back_interrupted_mails
from community.actions.members import close_account
from community.actions.notices import notify, read_notice
from community.models import MailAddress, MailDelivery, Notification, User
from networks.actions import create_network, found_networks
from networks.models import NetworkPage, ResourceIndexPage
from tests.factories import MemberFactory, ResourcePageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]

LETTERS = Path(__file__).with_name("letters")
# A Monday. Panama is five hours behind UTC: seven in the morning there is noon.
SEVEN = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SUNDAY = SEVEN - timedelta(days=1)


@pytest.fixture(autouse=True)
def letters(settings):
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], LETTERS]}
    ]
    settings.WAGTAILADMIN_BASE_URL = "https://cabildo.example"


def tell(person, title="Ferias", at=SUNDAY, author="Luz", source="conversation", thing=None):
    notice = notify(
        person, "pipe_laid", url="/redes/", source=source, thing=thing, title=title, author=author
    )
    Notification.objects.filter(pk=notice.pk).update(created_at=at)
    return notice


def digests_at(moment, work):
    """What goes out then."""
    mail.outbox.clear()
    digests.prepare_digests(moment)
    work()
    return list(mail.outbox)


# --- When --------------------------------------------------------------------------


def test_the_weekly_digest_goes_out_on_monday_at_seven_of_the_reader(member, work):
    tell(member)

    assert not digests_at(SEVEN - timedelta(days=1), work)
    assert not digests_at(SEVEN - timedelta(minutes=1), work)
    assert [letter.to for letter in digests_at(SEVEN, work)] == [["ana@town.example"]]
    assert not digests_at(SEVEN + timedelta(minutes=10), work)
    assert not digests_at(SEVEN + timedelta(days=7), work)


def test_each_hour_is_that_of_the_readers_own_time_zone(work):
    places = {"America/Caracas": 11, "America/Sao_Paulo": 10, "America/Mexico_City": 13, "": 12}
    for zone, hour in places.items():
        tell(MemberFactory(time_zone=zone, email=f"{hour}@town.example"))
    late = MemberFactory(digest_hour=20, email="late@town.example")
    tell(late)

    found = {}
    for hour in range(24):
        moment = SEVEN.replace(hour=hour)
        found.update({letter.to[0]: hour for letter in digests_at(moment, work)})

    assert found == {f"{hour}@town.example": hour for hour in places.values()}
    assert digests_at(SEVEN + timedelta(hours=13), work)[0].to == ["late@town.example"]


def test_a_site_that_was_down_on_monday_sends_on_tuesday_and_once(member, work):
    tell(member)
    tuesday = SEVEN + timedelta(days=1, hours=3)

    assert len(digests_at(tuesday, work)) == 1
    assert not digests_at(tuesday + timedelta(days=1), work)


def test_who_wants_it_daily_gets_the_rest_of_the_week_on_monday(member, work):
    choose(member, {"conversation": "daily"})
    wednesday = SEVEN + timedelta(days=2)
    tell(member, "Cada día", at=wednesday - timedelta(hours=5))
    tell(member, "Cada semana", at=wednesday - timedelta(hours=5), source="networks")

    (letter,) = digests_at(wednesday, work)
    assert "Cada día" in letter.body
    assert "Cada semana" not in letter.body
    (letter,) = digests_at(SEVEN + timedelta(days=7), work)
    assert "Cada semana" in letter.body
    assert "Cada día" not in letter.body


# --- Whether -----------------------------------------------------------------------


def test_no_digest_is_empty(member, home, work):
    """Read, deleted, hidden since or about what one may no longer open: nothing is left to say."""
    read_notice(tell(member, "Leído"))
    assert not digests_at(SEVEN, work)

    network = create_network(
        found_networks(home), NetworkPage(title="Agua", slug="agua", purpose="Compartir.")
    )
    section = ResourceIndexPage.objects.child_of(network).get()
    guide = ResourcePageFactory(parent=section, author=member)
    comment = post_comment(guide, MemberFactory(), "Nos sirvió.")
    Notification.objects.update(created_at=SUNDAY)
    delete_comment(comment, comment.author)
    assert not digests_at(SEVEN, work)

    tell(member, thing=guide)
    guide.unpublish()
    assert not digests_at(SEVEN + timedelta(days=7), work)
    assert not MailDelivery.objects.exists()


def test_nothing_is_collected_for_who_cannot_or_will_not_be_mailed(work):
    unconfirmed = MemberFactory(verified=False)
    closed, refusing, leaving = MemberFactory(), MemberFactory(), MemberFactory()
    for person in (unconfirmed, closed, refusing, leaving):
        tell(person)
    close_account(closed, keep_name=True)
    MailAddress.objects.create(address=refusing.email, stopped_at=SUNDAY)
    leave(leaving, ["conversation"])

    assert not digests_at(SEVEN, work)
    assert not Notification.objects.collected().exists()
    assert not MailDelivery.objects.exists()


def test_what_is_wanted_at_once_or_never_is_not_collected(member, work):
    choose(member, {"conversation": "at_once", "networks": "never"})
    tell(member, "Ahora")
    tell(member, "Nunca", source="networks")
    tell(member, "Espera", source="waiting")
    tell(member, "Decidido", source="account")
    work()

    assert [letter.subject for letter in mail.outbox] == [
        f"[Cabildo] Luz: «{title}»" for title in ("Ahora", "Espera", "Decidido")
    ]
    assert not digests_at(SEVEN, work)
    assert Notification.objects.filter(recipient=member).count() == 4


# --- What it says ------------------------------------------------------------------


def test_it_keeps_things_together_with_the_newest_word_first(member, home, work):
    member.language = "en"
    member.save()
    tell(member, "Ferias", at=SUNDAY - timedelta(hours=3), author="Uno")
    tell(member, "Riego", at=SUNDAY - timedelta(hours=2), author="Dos")
    for number in range(7):
        moment = SUNDAY - timedelta(minutes=10 - number)
        tell(member, "Ferias", at=moment, author=f"Voz {number}")

    (letter,) = digests_at(SEVEN, work)

    assert letter.subject == "[Cabildo] News of “Ferias” and of 1 more"
    html = letter.alternatives[0].content
    for text in (letter.body, html):
        said = [text.index(f"Voz {number}:") for number in (6, 5, 4, 3, 2)]
        assert said == sorted(said)
        assert "Voz 1" not in text
        assert "and 3 more" in text
        assert text.index("Voz 6:") < text.index("Dos:")
        assert "https://cabildo.example/en/redes/" in text
        assert "no mail about: Comments and answers." in text
    assert '<html lang="en">' in html


def test_a_huge_digest_stays_readable(member, work):
    for number in range(40):
        tell(member, f"Asunto {number}")

    (letter,) = digests_at(SEVEN, work)

    html = letter.alternatives[0].content
    assert html.count("<h2") == 15
    assert "con 25 avisos más" in html
    assert len(letter.message().as_bytes()) < 40_000


def test_it_says_why_it_came_and_leaves_with_one_click(member, home, work, client):
    tell(member)
    (letter,) = digests_at(SEVEN, work)

    message = letter.message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://cabildo.example/cuenta/avisos/dejar/")
    assert address in letter.body
    assert f'href="{address}"' in letter.alternatives[0].content
    assert "Recibe este resumen porque" in letter.body

    answer = client.post(
        address.removeprefix("https://cabildo.example"), {"List-Unsubscribe": "One-Click"}
    )

    assert answer.status_code == 200
    tell(member)
    assert not digests_at(SEVEN + timedelta(days=7), work)


# --- Mails that wait ---------------------------------------------------------------


def test_preparing_and_sending_twice_sends_once(member, work):
    tell(member)
    digests.prepare_digests(SEVEN)
    digests.prepare_digests(SEVEN)
    call_command("send_digests")
    work()

    assert len(mail.outbox) == 1
    delivery = MailDelivery.objects.get()
    assert (delivery.state, delivery.address) == ("sent", "ana@town.example")
    assert mail.outbox[0].message()["Message-ID"] == delivery.message_id
    assert Notification.objects.get().mailed_at == delivery.sent_at


def test_a_mail_cut_off_goes_out_again_as_the_same(member, work):
    tell(member)
    digests.prepare_digests(SEVEN)
    work()
    MailDelivery.objects.update(state="sending")

    assert give_back_interrupted_mails() == 1
    digests.send_what_waits()
    work()

    assert len({letter.message()["Message-ID"] for letter in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_preparing_costs_the_same_for_few_and_many(django_assert_max_num_queries):
    costs = []
    for number in (3, 300):
        Notification.objects.all().delete()
        MailDelivery.objects.all().delete()
        people = [MemberFactory() for _each in range(3)] if number == 3 else crowd(number)
        Notification.objects.bulk_create(
            Notification(
                recipient=person,
                kind="pipe_laid",
                source="conversation",
                title="x",
                url="/",
                created_at=SUNDAY,
                waits_for_digest=True,
            )
            for person in people
        )
        with django_assert_max_num_queries(20) as queries:
            assert digests.prepare_digests(SEVEN) == number
        costs.append(len(queries))
    # The first one also makes the row of the day.
    assert costs[1] <= costs[0]


def crowd(number):
    people = User.objects.bulk_create(
        User(email=f"c{n}@town.example", handle=f"crowd-{n}", display_name=f"Persona {n}")
        for n in range(number)
    )
    confirmed = people[0].emailaddress_set.model
    confirmed.objects.bulk_create(
        confirmed(user=person, email=person.email, verified=True, primary=True) for person in people
    )
    return people
