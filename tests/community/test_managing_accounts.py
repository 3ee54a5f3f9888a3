"""The admin's door and its screens for people."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from community.actions.roles import ensure_roles
from community.models import FormerHandle, User
from community.permissions import COORDINATING_UNIT, FACILITATORS
from tests.factories import MemberFactory

DEACTIVATING = "/admin/bulk/community/user/set_active_state/"


@pytest.fixture
def unit(db):
    ensure_roles()
    person = MemberFactory(display_name="Unidad")
    person.groups.add(Group.objects.get(name=COORDINATING_UNIT))
    return person


@pytest.fixture
def desk(client, unit, home):
    """A browser in which the coordinating unit has signed in."""
    client.force_login(unit)
    return client


def edit(person):
    return f"/admin/users/edit/{person.pk}/"


def answers(person, **changes):
    return {
        "email": person.email,
        "display_name": person.display_name,
        "handle": person.handle,
        "is_active": "on",
        **changes,
    }


def test_a_visitor_is_led_to_our_sign_in(client, db):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/cuenta/entrar/?next=")


def test_a_member_without_rights_is_refused_and_not_sent_round(client, member):
    client.force_login(member)

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403


def test_settings_of_editors_are_for_editors(client, member):
    assert client.get("/admin/account/").status_code == 302
    client.force_login(member)
    assert client.get("/admin/account/").status_code == 302


def test_the_admin_offers_neither_password_nor_address_nor_a_second_name(desk, unit):
    page = desk.get("/admin/account/").content.decode()

    assert "locale-preferred_language" in page
    assert 'name="name_email-first_name"' not in page
    assert 'type="file"' not in page
    assert 'type="password"' not in page
    assert unit.email not in page
    assert "gravatar.com" not in page
    for address in ("/admin/password_reset/", "/admin/account/change_password/"):
        assert desk.get(address).status_code == 404


def test_the_list_of_people_opens(desk, member):
    page = desk.get("/admin/users/").content.decode()

    assert "ana@town.example" in page
    assert "Ana Pérez" in page
    assert "Correo electrónico" in page
    assert "Nombre de usuario" not in page


def test_the_forms_ask_for_no_password_and_show_what_we_keep(desk, member):
    for address in ("/admin/users/new/", edit(member)):
        page = desk.get(address)
        assert page.status_code == 200
        assert b'type="password"' not in page.content
        assert b'name="display_name"' in page.content


def test_a_person_is_made_with_a_role_and_without_a_password(desk):
    group = Group.objects.get(name=FACILITATORS)

    response = desk.post(
        "/admin/users/new/",
        {"email": "Hernan@town.example", "display_name": "Hernán Olazar", "groups": [group.pk]},
    )

    assert response.status_code == 302
    person = User.objects.get(email="hernan@town.example")
    assert person.handle == "hernan-olazar"
    assert list(person.groups.all()) == [group]
    assert not person.has_usable_password()
    assert not EmailAddress.objects.get(user=person).verified


def test_a_person_made_in_the_admin_chooses_a_password_by_mail(desk, client, mailoutbox, link_in):
    desk.post("/admin/users/new/", {"email": "h@town.example", "display_name": "Hernán"})
    client.logout()

    client.post("/cuenta/clave/recuperar/", {"email": "h@town.example"})
    address = client.get(link_in(mailoutbox[0])).headers["Location"]
    client.post(address, {"password1": "palo-y-sal-781", "password2": "palo-y-sal-781"})
    client.post("/cuenta/entrar/", {"login": "h@town.example", "password": "palo-y-sal-781"})
    client.post(link_in(mailoutbox[-1]))

    assert EmailAddress.objects.get(email="h@town.example").verified
    assert client.get("/cuenta/").status_code == 200


def test_nothing_of_a_person_is_lost_by_editing(desk, member):
    member.biography = "Tesorera."
    member.set_password("x")
    member.save()

    response = desk.post(edit(member), answers(member, handle="ana"))

    assert response.status_code == 302
    saved = User.objects.get(pk=member.pk)
    assert (saved.handle, saved.biography) == ("ana", "Tesorera.")
    assert saved.check_password("x")
    assert FormerHandle.objects.get(user=member).handle == "ana-perez"


def test_another_address_has_to_be_confirmed(desk, member):
    desk.post(edit(member), answers(member, email="ana@new.example"))

    address = EmailAddress.objects.get(user=member)
    assert (address.email, address.verified, address.primary) == ("ana@new.example", False, True)


def test_two_accounts_never_share_an_address(desk, member):
    other = MemberFactory()

    response = desk.post(edit(member), answers(member, email=other.email.upper()))

    assert response.status_code == 200
    assert User.objects.get(pk=member.pk).email == "ana@town.example"


def test_the_unit_makes_no_administrators(desk, member):
    desk.post(edit(member), answers(member, is_superuser="on"))

    assert not User.objects.get(pk=member.pk).is_superuser
    assert b"is_superuser" not in desk.get(edit(member)).content


def test_the_unit_does_not_touch_an_administrator(desk):
    admin = MemberFactory(is_superuser=True)

    desk.post(edit(admin), answers(admin, email="mine@town.example"))
    desk.post(f"{DEACTIVATING}?id={admin.pk}", {"mark_as_active": "False"})

    untouched = User.objects.get(pk=admin.pk)
    assert untouched.email == admin.email
    assert untouched.is_active


def test_the_unit_deactivates_a_member_who_then_stands_in_no_list(desk, member):
    member.is_listed = True
    member.save()
    assert member.traits.exists()

    desk.post(f"{DEACTIVATING}?id={member.pk}", {"mark_as_active": "False"})

    assert not User.objects.get(pk=member.pk).is_active
    assert not member.traits.exists()


def test_an_administrator_makes_administrators(client, home, member):
    client.force_login(MemberFactory(is_superuser=True))

    client.post(edit(member), answers(member, is_superuser="on"))

    assert User.objects.get(pk=member.pk).is_superuser


def test_nobody_is_copied(desk, member):
    assert desk.get(f"/admin/users/copy/{member.pk}/").status_code == 404


def test_the_unit_reads_the_reports(desk):
    assert '"name": "reports"' in desk.get("/admin/").content.decode()
    assert desk.get("/admin/reports/site-history/").status_code == 200
