"""What a person says about themselves, and closing the account."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from community.actions.members import (
    close_account,
    is_handle_free,
    municipal_government,
    rename,
    set_affiliation,
)
from community.models import FormerHandle, Organization, UploadedImage, User
from tests.factories import MemberFactory, ThemeFactory

PROFILE = "/cuenta/perfil/"
ANSWERS = {
    "display_name": "Ana María Pérez",
    "handle": "ana-perez",
    "biography": "Tesorera.",
    "ask_me_about": "Catastro.",
    "spoken_languages": ["es", "pt"],
    "profile_audience": "everyone",
    "email_audience": "members",
    "phone": "",
    "phone_audience": "nobody",
    "whatsapp": "",
    "whatsapp_audience": "nobody",
    "message_audience": "nobody",
    "links": "",
    "post": "",
    "organization_name": "",
    "organization_kind": "",
}


def save(client, **changes):
    return client.post(PROFILE, {**ANSWERS, **changes})


def photograph(name="cara.jpg", size=(900, 700), exif=b""):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_visitors_are_asked_to_sign_in(client, db):
    for address in ("/cuenta/", PROFILE, "/cuenta/cerrar/", "/cuenta/condiciones/"):
        assert client.get(address).headers["Location"] == f"/cuenta/entrar/?next={address}"


def test_a_profile_is_saved_and_shown(signed_in, member):
    themes = ThemeFactory.create_batch(2)

    response = save(signed_in, themes=[theme.pk for theme in themes])

    assert response.headers["Location"] == "/personas/ana-perez/"
    saved = User.objects.get(pk=member.pk)
    assert saved.display_name == "Ana María Pérez"
    assert saved.spoken_languages == ["es", "pt"]
    assert set(saved.themes.all()) == set(themes)
    assert saved.profile_audience == User.Audience.EVERYONE


def test_the_form_shows_what_was_saved(signed_in, member):
    theme = ThemeFactory()
    save(
        signed_in, themes=[theme.pk], post="Jefa", organization_name="ONG", organization_kind="ngo"
    )

    page = signed_in.get(PROFILE).content.decode()

    for words in ("Ana María Pérez", "Tesorera.", 'value="Jefa"', 'value="ONG"'):
        assert words in page


def test_an_error_loses_nothing_typed_and_renames_nobody(signed_in, member):
    response = save(signed_in, display_name="", biography="Nueva")

    assert response.status_code == 200
    assert "Nueva" in response.content.decode()
    assert User.objects.get(pk=member.pk).display_name == "Ana Pérez"


@pytest.mark.parametrize("handle", ["a", "ana perez", "-ana", "x" * 31, "cabildo", "berta"])
def test_a_handle_must_be_well_formed_and_free(signed_in, member, handle):
    MemberFactory(handle="berta")

    response = save(signed_in, handle=handle)

    assert response.context["form"].errors["handle"]
    assert User.objects.get(pk=member.pk).handle == "ana-perez"


def test_a_handle_given_up_is_never_given_to_another(member):
    rename(member, "ana")
    other = MemberFactory(display_name="Ana Pérez", handle="")

    assert other.handle == "ana-perez-2"
    with pytest.raises(ValidationError):
        rename(other, "ana-perez")


def test_one_may_come_back_to_a_handle_of_ones_own(member):
    rename(member, "ana")
    rename(member, "ana-perez")

    assert [former.handle for former in FormerHandle.objects.all()] == ["ana"]
    assert is_handle_free("ana", member)


def test_everyone_is_no_audience_for_an_address(signed_in):
    assert save(signed_in, email_audience="everyone").context["form"].errors["email_audience"]


def test_links_are_secure_few_and_said_once(signed_in, member):
    good = "https://sucre.example/obra\n\n https://ong.example \nhttps://sucre.example/obra"
    save(signed_in, links=good)
    saved = User.objects.get(pk=member.pk)
    assert saved.links == ["https://sucre.example/obra", "https://ong.example"]
    assert "https://ong.example" in signed_in.get(PROFILE).content.decode()

    many = "\n".join(f"https://ong{number}.example" for number in range(6))
    for bad in ("http://ong.example", "javascript:alert(1)", "ong.example", many):
        assert save(signed_in, links=bad).context["form"].errors["links"], bad


def test_each_way_of_contact_has_its_own_audience(signed_in, member):
    save(
        signed_in,
        phone="+507 6000 0001",
        phone_audience="members",
        whatsapp="+507 6000 0002",
        whatsapp_audience="coordinators",
        message_audience="members",
        is_listed="on",
    )

    saved = User.objects.get(pk=member.pk)
    assert (saved.phone, saved.phone_audience) == ("+507 6000 0001", "members")
    assert (saved.whatsapp_audience, saved.message_audience) == ("coordinators", "members")
    assert saved.is_listed
    assert save(signed_in, phone="6000-0001").context["form"].errors["phone"]
    assert save(signed_in, phone_audience="everyone").context["form"].errors["phone_audience"]


# --- Where one works ------------------------------------------------------------------


def test_a_post_needs_its_organization(signed_in):
    response = save(signed_in, post="Tesorera")

    assert response.context["form"].errors["municipality"]


def test_who_works_for_a_municipality_names_it(signed_in, member, municipality):
    save(signed_in, post="Alcaldesa", municipality="Vado (Tordo, Altazara)")

    affiliation = User.objects.get(pk=member.pk).current_affiliation
    assert str(affiliation) == "Alcaldesa, Gobierno municipal de Vado"
    assert affiliation.organization.territory == municipality
    assert "Vado (Tordo, Altazara)" in signed_in.get(PROFILE).content.decode()


def test_one_works_in_one_place_at_a_time(signed_in, municipality):
    response = save(
        signed_in, municipality="Vado", organization_name="ONG", organization_kind="ngo"
    )

    assert response.context["form"].errors["organization_name"]


def test_the_same_organization_is_written_once(signed_in, member):
    Organization.objects.create(name="Taller Ribera", kind="company")

    save(signed_in, post="Socia", organization_name="TALLER RIBERA", organization_kind="company")

    assert Organization.objects.count() == 1
    assert str(User.objects.get(pk=member.pk).current_affiliation) == "Socia, Taller Ribera"


def test_changing_work_ends_what_held_before(member):
    first = Organization.objects.create(name="Una", kind="ngo")
    second = Organization.objects.create(name="Otra", kind="ngo")
    set_affiliation(member, first, "Técnica")
    set_affiliation(member, first, "Jefa")
    set_affiliation(member, second, "Jefa")

    today = timezone.localdate()
    assert [str(held) for held in member.affiliations.current(today)] == ["Jefa, Otra"]
    assert member.affiliations.get(organization=first).ended_on == today - timedelta(days=1)


def test_an_affiliation_that_began_today_and_ends_today_leaves_no_trace(member):
    first = Organization.objects.create(name="Una", kind="ngo")
    member.affiliations.create(organization=first, started_on=timezone.localdate())

    set_affiliation(member, None, "")

    assert not member.affiliations.exists()


def test_leaving_the_past_untouched(member):
    first = Organization.objects.create(name="Una", kind="ngo")
    member.affiliations.create(organization=first, ended_on=date(2020, 1, 31))

    set_affiliation(member, None, "")

    assert member.affiliations.get().ended_on == date(2020, 1, 31)


# --- The photograph -----------------------------------------------------------------


def test_a_photograph_is_kept_square_without_where_it_was_taken(signed_in, member):
    exif = Image.Exif()
    exif[0x010F] = "A telephone"

    save(signed_in, photo_file=photograph(exif=exif.tobytes()))

    photo = User.objects.get(pk=member.pk).photo
    with Image.open(photo.file) as kept:
        assert kept.size == (640, 640)
        assert not kept.getexif()
    assert photo.collection.name == "Retratos"


def test_another_photograph_replaces_the_first_and_none_brings_back_the_initials(signed_in, member):
    save(signed_in, photo_file=photograph())
    save(signed_in, photo_file=photograph("otra.jpg"))
    assert UploadedImage.objects.count() == 1

    save(signed_in, remove_photo="on")

    assert not UploadedImage.objects.exists()
    assert User.objects.get(pk=member.pk).photo is None


def test_what_is_no_photograph_is_refused_with_a_sentence(signed_in):
    text = SimpleUploadedFile("cara.jpg", b"no soy una imagen", "image/jpeg")

    assert save(signed_in, photo_file=text).context["form"].errors["photo_file"]


# --- Closing -------------------------------------------------------------------------


def close(client, member, **answers):
    member.set_password("palo-santo-y-sal-78")
    member.save()
    client.force_login(member)
    client.post("/cuenta/confirmar-identidad/", {"password": "palo-santo-y-sal-78"})
    return client.post("/cuenta/cerrar/", answers)


def test_closing_asks_for_the_password_and_for_a_tick(client, member):
    client.force_login(member)
    assert close(client, member, keep_name="no").context["form"].errors["sure"]
    assert User.objects.get(pk=member.pk).is_active


def test_a_closed_account_keeps_nothing_personal(client, member):
    save_answers = {"handle": "ana-perez"}
    client.force_login(member)
    save(client, photo_file=photograph(), **save_answers)

    response = close(client, User.objects.get(pk=member.pk), keep_name="no", sure="on")

    assert response.headers["Location"] == "/cuenta/cerrada/"
    closed = User.objects.get(pk=member.pk)
    told = " ".join(str(value) for value in vars(closed).values())
    assert not closed.is_active
    assert "Ana" not in told
    assert "ana@town.example" not in told
    assert not closed.has_usable_password()
    assert not EmailAddress.objects.filter(user=member).exists()
    assert not UploadedImage.objects.exists()
    assert client.get("/cuenta/").status_code == 302


def test_one_may_leave_the_name_on_what_one_published(member):
    close_account(member, keep_name=True)

    assert member.display_name == "Ana Pérez"
    assert not member.is_active


def test_the_address_of_a_closed_account_is_free_again_but_not_its_handle(member):
    close_account(member, keep_name=False)

    again = MemberFactory(email="ana@town.example", display_name="Ana Pérez", handle="")

    assert again.handle == "ana-perez-2"


def test_a_technical_administrator_does_not_close_the_own_account(client, member):
    member.is_superuser = True

    assert close(client, member, keep_name="yes", sure="on").status_code == 403


# --- A municipality ----------------------------------------------------------------


def test_a_municipality_has_one_government_however_often_it_is_named(db, municipality):
    assert municipal_government(municipality) == municipal_government(municipality)
    assert str(municipal_government(municipality)) == "Gobierno municipal de Vado"


def test_a_handle_taken_since_it_was_checked_is_an_error_of_the_form(
    signed_in, member, monkeypatch
):
    FormerHandle.objects.create(handle="otra-ana", user=MemberFactory())
    monkeypatch.setattr("community.forms.profile.is_handle_free", lambda *_: True)

    response = save(signed_in, handle="otra-ana", biography="Otra.")

    assert response.context["form"].errors["handle"]
    assert User.objects.get(pk=member.pk).biography == ""
