"""What the site tells a person: in their space and by mail, in their language, to nobody else."""

from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import transaction
from django.template import TemplateDoesNotExist
from django_tasks_db.models import DBTaskResult

from community.actions.mailing import give_back_interrupted_mails
from community.actions.members import close_account
from community.actions.notices import notify
from community.actions.roles import ensure_roles
from community.models import MailDelivery, Notification
from community.permissions import COORDINATING_UNIT
from networks.actions import create_network, found_networks
from networks.models import Membership, NetworkPage
from tests.factories import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]

LETTERS = Path(__file__).with_name("letters")
LIST = "/mi-espacio/avisos/"


@pytest.fixture(autouse=True)
def letters(settings):
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], LETTERS]}
    ]
    settings.WAGTAILADMIN_BASE_URL = "https://cabildo.example"


def tell(person, case="Ferias & mercados", url="/redes/"):
    return notify(person, "well_repaired", url=url, case=case)


def only_task():
    return DBTaskResult.objects.get(task_path="community.tasks.send_mail")


# --- The mail ---------------------------------------------------------------------


def test_a_notice_is_mailed_in_the_background(member, work):
    tell(member)
    assert mail.outbox == []

    assert work() == 1

    letter = mail.outbox[0]
    assert letter.to == ["ana@town.example"]
    assert letter.subject.startswith("[Cabildo] ")
    assert letter.subject.endswith(": Ferias & mercados")
    assert "Vea «Ferias & mercados»:\nhttps://cabildo.example/redes/" in letter.body
    assert "Ana Pérez · Avisos" in letter.body
    html = letter.alternatives[0].content
    assert 'href="https://cabildo.example/redes/"' in html
    assert "Ferias &amp; mercados" in html
    assert "Recibe este aviso porque escribió el caso." in html
    assert '<html lang="es">' in html


@pytest.mark.parametrize(
    ("language", "address", "word"),
    [("pt", "/pt/redes/", "Avisos"), ("en", "/en/redes/", "Notices")],
)
def test_a_mail_speaks_the_language_of_who_gets_it(member, work, language, address, word):
    """What has no Portuguese yet is said in Spanish."""
    member.language = language
    member.save()

    tell(member)
    work()

    letter = mail.outbox[0]
    assert f"https://cabildo.example{address}" in letter.body
    assert f"Ana Pérez · {word}" in letter.body
    assert f'<html lang="{language}">' in letter.alternatives[0].content


def test_a_rollback_takes_the_notice_and_its_mail_with_it(member, work):
    with transaction.atomic():
        tell(member)
        transaction.set_rollback(True)

    assert not Notification.objects.exists()
    assert work() == 0


def test_a_mail_that_went_out_is_not_sent_again(member, work):
    notice = tell(member)
    work()
    DBTaskResult.objects.update(status="READY")

    assert work() == 1

    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert notice.mailed_at is not None


def test_a_mail_sent_twice_carries_the_same_identity(member, work):
    """The worker died after sending and before noting it."""
    tell(member)
    work()
    MailDelivery.objects.update(state=MailDelivery.State.SENDING)
    DBTaskResult.objects.update(status="READY")
    give_back_interrupted_mails()
    work()

    identities = {letter.message()["Message-ID"] for letter in mail.outbox}
    assert len(mail.outbox) == 2
    assert len(identities) == 1
    assert identities.pop().endswith("@cabildo.example>")


def test_every_notice_has_a_mail_of_its_own(member, work):
    tell(member)
    tell(member)
    work()

    assert len({letter.message()["Message-ID"] for letter in mail.outbox}) == 2


def test_a_mail_server_that_is_away_is_tried_again(member, work, monkeypatch):
    tell(member)
    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMessage.send", fails(SMTPServerDisconnected("away")))
        work(may_fail=True)
    assert only_task().status == "READY"

    DBTaskResult.objects.update(run_after=only_task().enqueued_at)
    work()

    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("code", "state"), [(550, "FAILED"), (451, "READY")])
def test_an_address_that_takes_no_mail_is_given_up_when_the_server_says_never(
    member, work, monkeypatch, code, state
):
    refused = SMTPRecipientsRefused({member.email: (code, b"no")})
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails(refused))
    tell(member)

    work(may_fail=True)

    assert only_task().status == state


def fails(error):
    def act(*arguments, **options):
        raise error

    return act


def test_a_closed_account_gets_nothing(member, work):
    member.is_active = False
    member.save()

    assert tell(member) is None

    assert not Notification.objects.exists()
    assert work() == 0


def test_an_account_closed_before_the_mail_goes_out_gets_none(member, work):
    tell(member)
    close_account(member, keep_name=True)

    work()

    assert mail.outbox == []
    assert not Notification.objects.exists()


def test_an_address_that_nobody_confirmed_gets_no_mail(work):
    stranger = MemberFactory(verified=False)

    tell(stranger)
    work()

    assert mail.outbox == []
    assert Notification.objects.filter(recipient=stranger).exists()


def test_a_kind_without_words_is_a_mistake_of_the_code(member):
    with pytest.raises(TemplateDoesNotExist):
        notify(member, "no_such_kind", url="/")


def test_a_very_long_title_is_cut_and_stays_on_one_line(member):
    notice = tell(member, case="Palabra " * 60)

    assert len(notice.title) <= 255
    assert notice.title.endswith("…")


# --- The pages --------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/mi-espacio/", LIST, f"{LIST}1/", f"{LIST}leidos/"])
def test_a_visitor_is_asked_to_sign_in(client, home, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response.url.startswith("/cuenta/entrar/?next=/mi-espacio/")


def test_the_list_shows_ones_own_with_the_new_ones_marked(signed_in, member, home):
    tell(MemberFactory(), case="De otra persona")
    tell(member, case="Vieja")
    signed_in.get(f"{LIST}{Notification.objects.get(recipient=member).pk}/")
    tell(member, case="Reciente")

    html = signed_in.get(LIST).content.decode()

    assert html.index("Reciente") < html.index("Vieja")
    assert html.count("badge told") == 1
    assert "De otra persona" not in html
    assert "noindex" in html


def test_opening_a_notice_leads_on_and_counts_as_reading(signed_in, member, home):
    notice = tell(member)
    assert '<b class="count figures">1</b>' in signed_in.get("/mi-espacio/").content.decode()

    response = signed_in.get(f"{LIST}{notice.pk}/")

    assert (response.status_code, response.url) == (302, "/redes/")
    assert "count figures" not in signed_in.get("/mi-espacio/").content.decode()
    first = Notification.objects.get().read_at
    signed_in.get(f"{LIST}{notice.pk}/")
    assert Notification.objects.get().read_at == first


def test_a_notice_never_leads_to_another_site(signed_in, member, home):
    notice = tell(member, url="https://elsewhere.example/")

    assert signed_in.get(f"{LIST}{notice.pk}/").url == LIST


def people_with_other_roles(networks_home):
    """A stranger, a coordinator, the coordinating unit and a superuser."""
    ensure_roles()
    index = found_networks(networks_home)
    network = create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Compartir."))
    coordinator, unit = MemberFactory(), MemberFactory()
    Membership.objects.create(user=coordinator, network=network, role=Membership.Role.COORDINATOR)
    unit.groups.add(Group.objects.get(name=COORDINATING_UNIT))
    return [MemberFactory(), coordinator, unit, MemberFactory(is_superuser=True)]


def test_a_notice_is_its_recipients_alone_whatever_ones_role(client, member, home):
    notice = tell(member, case="Reservada")

    for person in people_with_other_roles(home):
        client.force_login(person)
        assert client.get(f"{LIST}{notice.pk}/").status_code == 404
        assert "Reservada" not in client.get(LIST).content.decode()
        assert "Reservada" not in client.get("/mi-espacio/").content.decode()
        client.post(f"{LIST}leidos/")

    assert not Notification.objects.get().is_read


def test_all_are_marked_as_read_by_a_form_alone(signed_in, member, home):
    tell(member)
    tell(member)
    assert signed_in.get(f"{LIST}leidos/").status_code == 405

    html = signed_in.post(f"{LIST}leidos/", follow=True).content.decode()

    assert "Se marcaron 2 avisos como leídos." in html
    assert "badge told" not in html
    assert not Notification.objects.unread().exists()
    assert "No había nada nuevo." in signed_in.post(f"{LIST}leidos/", follow=True).content.decode()


def test_nobody_is_shown_an_empty_table(signed_in, home):
    for address in ("/mi-espacio/", LIST):
        assert "Todavía no hay avisos" in signed_in.get(address).content.decode()


def test_ones_space_greets_and_names_ones_networks(signed_in, member, home):
    index = found_networks(home)
    network = create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Compartir."))
    Membership.objects.create(user=member, network=network)

    html = signed_in.get("/mi-espacio/").content.decode()

    assert "Buen día, Ana" in html
    assert 'href="/redes/agua/"' in html
    assert member.get_absolute_url() in html


def test_visitors_see_no_space_of_anybody(client, home):
    html = client.get("/").content.decode()

    assert "/mi-espacio/" not in html


@pytest.mark.parametrize("address", ["/mi-espacio/", LIST])
def test_pages_cost_the_same_with_many_notices(
    signed_in, member, home, django_assert_max_num_queries, address
):
    costs = []
    for number in (3, 300):
        Notification.objects.bulk_create(
            Notification(recipient=member, kind="x", title=f"Aviso {n}", url="/")
            for n in range(number)
        )
        signed_in.get(address)
        with django_assert_max_num_queries(12) as queries:
            response = signed_in.get(address)
        assert response.status_code == 200
        costs.append(len(queries))
    # The second page needs its own count, nothing else moves.
    assert costs[0] == costs[1]
