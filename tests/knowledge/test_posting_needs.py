"""Posting a need, correcting it, saying how it stands: who may, what is refused, who hears."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.models import Notification
from knowledge.actions import needs as actions
from knowledge.models import Need, NeedStep
from tests.factories import MemberFactory, ThemeFactory
from tests.knowledge.needs import PROBLEM, coordinator_about, facilitator_of, post
from tests.knowledge.transfers import official, town

pytestmark = pytest.mark.django_db


def form_data(theme, **changes):
    told = {
        "title": "Que el mercado no se inunde",
        "theme": theme.pk,
        "problem": PROBLEM,
        "means_band": "under_5k",
    }
    return {**told, **changes}


# --- Who may --------------------------------------------------------------------------


def test_an_official_posts_what_the_municipality_needs(client, clerk, valley, home):
    client.force_login(clerk)
    theme = ThemeFactory(name="Mercados")

    response = client.post(
        "/necesidades/nueva/", form_data(theme, place=valley.territory.pk), follow=True
    )

    need = Need.objects.get()
    assert response.redirect_chain[-1][0] == f"/necesidades/{need.pk}/"
    assert (need.place, need.on_behalf_of, need.kept_by) == (valley.territory, valley, clerk)
    assert not need.is_assisted
    assert need.steps.get().verb == NeedStep.Verb.POSTED
    assert "Que el mercado no se inunde" in response.content.decode()


def test_a_member_without_a_municipality_learns_how_to_get_one(signed_in, home):
    response = signed_in.get("/necesidades/nueva/")

    assert response.status_code == 403
    assert "La necesidad la publica su municipio" in response.content.decode() or (
        "A need is posted by its municipality" in response.content.decode()
    )


def test_a_visitor_is_sent_to_sign_in(client, home):
    response = client.get("/necesidades/nueva/")

    assert response.status_code == 302
    assert "entrar" in response.url


def test_nobody_posts_for_another_municipality(clerk, member):
    with pytest.raises(PermissionDenied):
        post(clerk, town("Otra Orilla"))
    with pytest.raises(PermissionDenied):
        post(member, town("Lejana"))


def test_the_form_refuses_another_municipality_and_keeps_what_was_written(client, clerk, home):
    client.force_login(clerk)
    other = town("Otra Orilla")

    page = client.post(
        "/necesidades/nueva/", form_data(ThemeFactory(), place=other.territory.pk)
    ).content.decode()

    assert not Need.objects.exists()
    assert PROBLEM in page


def test_the_facilitator_posts_for_the_zone_and_its_people_are_told(client, clerk, valley, home):
    person = facilitator_of(valley.territory)
    client.force_login(person)

    client.post("/necesidades/nueva/", form_data(ThemeFactory(), place="Valle Hondo"))

    need = Need.objects.get()
    assert need.is_assisted
    assert need.on_behalf_of is None
    told = Notification.objects.get(recipient=clerk, kind="need_posted_for_you")
    assert told.url == need.get_absolute_url()
    with pytest.raises(PermissionDenied):
        post(person, town("Fuera de la zona"))


def test_the_municipality_keeps_what_the_facilitator_posted(clerk, valley):
    need = post(facilitator_of(valley.territory), valley)

    actions.edit_need(need, clerk, 1, **text_of(need, title="Drenar el mercado"))

    assert Need.objects.get().title == "Drenar el mercado"


def text_of(need, **changes):
    return {**{name: getattr(need, name) for name in actions.TEXT}, **changes}


@pytest.mark.parametrize("act", ["corregir", "estado"])
def test_only_who_keeps_it_changes_it(client, need, clerk, valley, home, team, unit, networks, act):
    address = f"/necesidades/{need.pk}/{act}/"
    strangers = [
        MemberFactory(),
        official(town("Otra Orilla"), "otro"),
        coordinator_about(need.theme, networks),
        team,
        unit,
    ]

    assert client.get(address).status_code == 302
    for person in strangers:
        client.force_login(person)
        assert client.get(address).status_code == 403, person
    for person in (clerk, official(valley, "colega"), facilitator_of(valley.territory)):
        client.force_login(person)
        assert client.get(address).status_code == 200, person


def test_somebody_suspended_posts_nothing(clerk, valley):
    clerk.suspended_at = timezone.now()
    clerk.save()

    with pytest.raises(PermissionDenied):
        post(clerk, valley)


# --- What is refused --------------------------------------------------------------------


def test_what_is_missing_is_said_and_nothing_is_lost(client, clerk, valley, home):
    client.force_login(clerk)
    theme = ThemeFactory()

    page = client.post(
        "/necesidades/nueva/",
        form_data(theme, place=valley.territory.pk, title="", wanted_by="2020-01-31"),
    ).content.decode()

    assert page.count('class="error"') == 2
    assert PROBLEM in page
    assert "2020-01-31" in page
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"problem": "\x00"}, "problem"),
        ({"theme": None}, "theme"),
        ({"wanted_by": timezone.localdate() - timedelta(days=1)}, "wanted_by"),
    ],
)
def test_the_action_refuses_what_the_form_would(clerk, valley, text, field):
    told = {"title": "T", "theme": ThemeFactory(), "problem": "P", "means_band": "unknown", **text}

    with pytest.raises(ValidationError) as refused:
        actions.post_need(clerk, valley.territory, **told)

    assert list(refused.value.message_dict) == [field]


def test_the_same_need_twice_is_one(clerk, valley):
    theme = ThemeFactory()

    assert post(clerk, valley, theme=theme) == post(clerk, valley, theme=theme)


def test_many_needs_in_an_hour_are_refused(clerk, valley):
    for number in range(actions.AT_MOST):
        post(clerk, valley, title=f"Necesidad {number}")

    with pytest.raises(ValidationError):
        post(clerk, valley, title="Una más")


def test_two_people_who_correct_it_lose_nothing(client, need, clerk, valley, home):
    client.force_login(official(valley, "colega"))
    actions.edit_need(need, clerk, 1, **text_of(need, title="Lo que escribió Clara"))
    mine = form_data(need.theme, title="Lo que escribí yo", number=1)

    page = client.post(f"/necesidades/{need.pk}/corregir/", mine).content.decode()

    assert "Lo que escribió Clara" in page
    assert "Lo que escribí yo" in page
    assert Need.objects.get().title == "Lo que escribió Clara"

    # Having read it, what is sent again replaces it.
    client.post(f"/necesidades/{need.pk}/corregir/", {**mine, "number": 2})
    assert Need.objects.get().title == "Lo que escribí yo"


def test_the_same_text_changes_nothing(need, clerk):
    actions.edit_need(need, clerk, 1, **text_of(need))

    need.refresh_from_db()
    assert need.edited_at is None
    assert need.text_number == 1


def test_a_day_that_passed_meanwhile_does_not_hinder_a_correction(need, clerk):
    Need.objects.update(wanted_by=timezone.localdate() - timedelta(days=3))
    need.refresh_from_db()

    actions.edit_need(need, clerk, 1, **text_of(need, tried="Nada todavía."))

    assert Need.objects.get().tried == "Nada todavía."
