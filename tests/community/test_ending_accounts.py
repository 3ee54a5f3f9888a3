"""Closing an account, by its person or because nobody uses it any more."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from community.actions.archives import ask_for_archive
from community.actions.inactivity import months_before, review_inactive_accounts
from community.actions.members import close_account, organization_called
from community.actions.roles import ensure_roles
from community.actions.visits import note_visit
from community.models import (
    InactivityWarning,
    Invitation,
    Notification,
    PersonalArchive,
    User,
    Visit,
)
from community.permissions import COORDINATING_UNIT
from knowledge.actions import publish, send
from networks.actions import appoint_coordinator
from tests.factories import CaseFactory, MemberFactory, NetworkPageFactory

pytestmark = pytest.mark.django_db

PASSWORD = "palo-santo-y-sal-78"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def ana(member):
    member.set_password(PASSWORD)
    member.save()
    return member


@pytest.fixture
def browser(client, ana, home):
    client.post("/cuenta/entrar/", {"login": ana.email, "password": PASSWORD})
    client.post("/cuenta/confirmar-identidad/", {"password": PASSWORD})
    return client


def test_before_closing_one_reads_what_others_lose(browser, ana, home, networks):
    ensure_roles()
    unit = MemberFactory()
    unit.groups.add(Group.objects.get(name=COORDINATING_UNIT))
    network = NetworkPageFactory(parent=networks, title="Agua para todos")
    shared = NetworkPageFactory(parent=networks, title="Red con dos")
    for place, person in ((network, ana), (shared, ana), (shared, MemberFactory())):
        appoint_coordinator(place, person)
    CaseFactory(registered_by=ana)

    page = browser.get("/cuenta/cerrar/")

    told = " ".join(page.context["consequences"])
    assert len(page.context["consequences"]) == 2
    assert "Agua para todos" in told
    assert "Red con dos" not in told
    browser.post("/cuenta/cerrar/", {"keep_name": "no", "sure": "on"})
    assert Notification.objects.get(recipient=unit).kind == "network_without_coordinator"


def test_closing_takes_the_name_off_versions_too_and_ends_everything(browser, ana, work):
    case = CaseFactory(registered_by=ana)
    team = MemberFactory(is_superuser=True)
    send(case, ana)
    publish(case, team)
    assert case.versions.get().names["registered_by"] == "Ana Pérez"
    Authenticator.objects.create(user=ana, type="totp", data={"secret": "x"})
    ask_for_archive(ana)
    work()
    kept = PersonalArchive.objects.get()
    elsewhere = Client()
    elsewhere.force_login(ana, backend="community.sign_in.MemberBackend")

    browser.post("/cuenta/cerrar/", {"keep_name": "no", "sure": "on"})

    assert case.versions.get().names["registered_by"] == "Cuenta cerrada"
    assert "Ana" not in Client().get(case.get_absolute_url()).content.decode()
    assert not Authenticator.objects.exists()
    assert not kept.path.exists()
    assert elsewhere.get("/cuenta/").status_code == 302
    assert (
        Client()
        .post("/cuenta/entrar/", {"login": "ana@town.example", "password": PASSWORD})
        .context["form"]
        .errors
    )


def test_whatever_is_added_to_a_person_is_erased_with_the_account(ana):
    for field in User._meta.concrete_fields:
        if field.get_internal_type() in ("CharField", "TextField") and not field.choices:
            setattr(ana, field.name, f"secreto-{field.name}"[: field.max_length])
    ana.save()

    club = organization_called("Universidad del Páramo", "university")
    soon = timezone.now() + timedelta(days=9)
    for email, by in (("ana@town.example", None), ("ana@otra.example", ana)):
        told = {"email": email, "accepted_by": by, "accepted_at": by and timezone.now()}
        Invitation.objects.create(organization=club, expires_at=soon, **told)
    note_visit(club, ana, None, timezone.now())

    close_account(ana, keep_name=False)

    assert not Invitation.objects.exists()
    assert not Visit.objects.exists()
    told = [f"{name}={value}" for name, value in vars(User.objects.get(pk=ana.pk)).items()]
    assert not [words for words in told if "secreto" in words]


def away(months, **fields):
    return MemberFactory(last_login=months_before(NOW, months), **fields)


def test_nobody_is_closed_without_both_warnings(work, mailoutbox, settings):
    long_gone = away(40)
    never_came = MemberFactory(date_joined=months_before(NOW, 30))
    here = away(20)
    administrator = away(60, is_superuser=True)
    quiet = timedelta(days=1)

    warned = []
    for day in range(40):
        review_inactive_accounts(NOW + day * quiet)
        review_inactive_accounts(NOW + day * quiet)
        warned.append(InactivityWarning.objects.filter(user=long_gone).count())
        still_open = User.objects.get(pk=long_gone.pk).is_active
        assert still_open is (day < 30), day

    assert warned[0] == 1
    assert warned[22:24] == [1, 2]
    assert not User.objects.get(pk=never_came.pk).is_active
    assert User.objects.get(pk=here.pk).is_active
    assert User.objects.get(pk=administrator.pk).is_active
    assert not InactivityWarning.objects.filter(user__in=[here, administrator]).exists()


def test_coming_back_once_is_enough(work, mailoutbox):
    person = MemberFactory(last_login=months_before(NOW + timedelta(days=30), 24))
    review_inactive_accounts(NOW)
    assert Notification.objects.get(recipient=person).kind == "account_unused"
    work()
    assert [message.to for message in mailoutbox] == [[person.email]]

    person.last_login = NOW + timedelta(days=20)
    person.save()
    for day in (25, 31, 200):
        review_inactive_accounts(NOW + timedelta(days=day))

    assert User.objects.get(pk=person.pk).is_active
    assert InactivityWarning.objects.count() == 1


def test_warnings_come_on_the_days_settings_name():
    person = MemberFactory(last_login=NOW - timedelta(days=1))
    day_of_closing = None
    warned_on = []
    for day in range(680, 740):
        moment = NOW + timedelta(days=day)
        review_inactive_accounts(moment)
        if InactivityWarning.objects.count() > len(warned_on):
            warned_on.append(day)
        if not User.objects.get(pk=person.pk).is_active:
            day_of_closing = day
            break
    assert day_of_closing in (729, 730)
    assert [day_of_closing - day for day in warned_on] == [30, 7]
    assert months_before(datetime(2026, 3, 31, tzinfo=UTC), 1).day == 28
    assert timezone.is_aware(months_before(NOW, 24))
