"""Posting a need, correcting it, saying how it stands: who may, what is refused, who hears."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from community.actions.following import follow
from community.actions.moderation import dismiss, hide, report
from community.actions.roles import ensure_roles
from community.models import Activity, Facilitation, Follow, Notification
from community.permissions import FACILITATORS
from community.waiting import waiting_for
from knowledge.actions import need_answers
from knowledge.actions import needs as actions
from knowledge.models import Need, NeedStep
from networks import actions as in_networks
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import MemberFactory, ThemeFactory
from tests.knowledge.needs import PROBLEM, post
from tests.knowledge.transfers import official, town
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def valley(db):
    return town("Valle Hondo", population=18_000, population_year=2025)


@pytest.fixture
def clerk(valley):
    return official(valley, "clara")


@pytest.fixture
def need(clerk, valley):
    return post(clerk, valley)


def facilitator_of(place, handle="hernan"):
    ensure_roles()
    person = MemberFactory(handle=handle, display_name="Hernán")
    person.groups.add(Group.objects.get(name=FACILITATORS))
    zone = TerritoryGroup.objects.create(name=f"Zona de {handle}", kind="zone")
    GroupedTerritory.objects.create(group=zone, territory=place)
    Facilitation.objects.create(user=person, zone=zone)
    return person


def coordinator_about(theme, networks, slug="agua"):
    network = make_network(networks, slug, themes=[theme])
    person = MemberFactory(handle=f"coordina-{slug}")
    in_networks.appoint_coordinator(network, person)
    return person


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


# --- How it stands --------------------------------------------------------------------


def test_it_is_solved_with_something(need, clerk):
    with pytest.raises(ValidationError):
        actions.solve(need, clerk)

    actions.solve(need, clerk, words="Un canal nuevo")

    need.refresh_from_db()
    assert (need.state, need.solved_with) == ("solved", "Un canal nuevo")
    assert [step.verb for step in need.steps.all()] == ["solved", "posted"]


def test_whose_answer_solved_it_is_told_and_named_on_the_page(client, need, clerk, home):
    answer = need_answers.answer_need(need, MemberFactory(), words="Limpien las alcantarillas.")
    client.force_login(clerk)

    client.post(
        f"/necesidades/{need.pk}/estado/",
        {"state": "solved", "answer": answer.pk, "words": "Limpiando las alcantarillas"},
    )

    need.refresh_from_db()
    assert need.solving_answer == answer
    assert need.solved_with == "Limpiando las alcantarillas"
    told = Notification.objects.get(kind="need_solved")
    assert told.recipient == answer.author


def test_an_answer_to_another_need_solves_nothing(need, clerk, valley):
    other = post(clerk, valley, title="Otra")
    answer = need_answers.answer_need(other, MemberFactory(), words="Esto.")

    with pytest.raises(PermissionDenied):
        actions.solve(need, clerk, answer=answer)


def test_it_is_solved_with_an_experience_of_this_site(client, need, clerk, published, home):
    client.force_login(clerk)
    address = f"/necesidades/{need.pk}/estado/"

    page = client.post(address, {"state": "solved", "address": "XA-1900-0001"}).content.decode()
    assert 'class="error"' in page
    assert need.state == "open"

    client.post(
        address,
        {"state": "solved", "address": f"https://x.example/pt{published.get_absolute_url()}"},
    )
    need.refresh_from_db()
    assert need.solving_case == published
    assert need.solved_with == published.title

    # Opened again, it is not solved with anything.
    client.post(address, {"state": "open"})
    need.refresh_from_db()
    assert (need.solving_case, need.solved_with) == (None, "")


def test_who_follows_it_hears_that_it_is_solved(need, clerk, work):
    follower = MemberFactory()
    follow(need, follower)

    actions.solve(need, clerk, words="Un canal nuevo")
    work()

    told = Notification.objects.get(recipient=follower)
    assert told.facts["verb"] == "need_solved"
    assert "está resuelta" in told.title or "is solved" in told.title


def test_withdrawn_it_is_found_by_who_posted_it_alone(client, need, clerk, home, team):
    actions.withdraw_need(need, clerk)
    address = need.get_absolute_url()

    assert client.get(address).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(address).status_code == 404
    for person in (clerk, team):
        client.force_login(person)
        assert client.get(address).status_code == 200
    assert not Need.objects.shown().exists()
    assert need.search_audience() == "everyone"
    need.refresh_from_db()
    assert need.search_audience() == "nobody"


# --- Who hears, who moderates ------------------------------------------------------------


def test_who_follows_its_theme_or_place_hears_of_it(clerk, valley, work):
    theme = ThemeFactory()
    child = ThemeFactory(parent=theme)
    about_theme, about_place = MemberFactory(), MemberFactory()
    follow(theme, about_theme)
    follow(valley.territory.get_parent(), about_place)

    need = post(clerk, valley, theme=child)
    work()

    for person in (about_theme, about_place):
        assert Notification.objects.filter(recipient=person, facts__title=need.title).exists()
    line = Activity.objects.get(verb="published")
    assert (line.thing, line.territory) == (need, valley.territory)


def test_first_words_wait_for_who_moderates(client, valley, networks):
    newcomer = official(valley, "nueva", vouched_at=None)
    theme = ThemeFactory()
    coordinator = coordinator_about(theme, networks)

    need = post(newcomer, valley, theme=theme)

    assert need.is_waiting
    assert client.get(need.get_absolute_url()).status_code == 404
    assert not Activity.objects.filter(object_id=need.pk, verb="published").exists()
    client.force_login(coordinator)
    assert client.get(need.get_absolute_url()).status_code == 200

    dismiss(need, coordinator)
    client.logout()
    assert client.get(need.get_absolute_url()).status_code == 200


def test_it_is_reported_and_hidden_by_a_coordinator_of_its_theme(need, networks, clerk):
    theirs, other = coordinator_about(need.theme, networks), ThemeFactory()
    stranger = coordinator_about(other, networks, "otra")
    report(need, MemberFactory(), "spam")

    assert Notification.objects.filter(recipient=theirs, kind="report_received").exists()
    with pytest.raises(PermissionDenied):
        hide(need, stranger, "No.")
    hide(need, theirs, "Nombra a una persona.")

    need.refresh_from_db()
    assert need.is_hidden
    assert not Need.objects.visible_to(MemberFactory()).exists()
    assert Need.objects.visible_to(clerk).exists()
    assert not Need.objects.unmet().exists()


def test_it_passes_to_who_goes_on_in_the_government(need, clerk, valley):
    heir = official(valley, "heredera")

    assert actions.pass_on(valley, clerk, heir) == 1

    need.refresh_from_db()
    assert need.kept_by == heir
    assert need.posted_by == clerk
    assert need.steps.first().verb == NeedStep.Verb.PASSED_ON


def test_a_day_that_passed_waits_for_who_keeps_it(need, clerk):
    Need.objects.update(wanted_by=timezone.localdate() - timedelta(days=1))

    with translation.override("en"):
        (matter,) = waiting_for(clerk)

    assert matter.url == f"/en/necesidades/{need.pk}/estado/"
    actions.solve(need, clerk, words="Un canal")
    assert waiting_for(clerk) == []


def test_it_can_be_followed_and_commented(client, need, member, home):
    client.force_login(member)
    page = client.get(need.get_absolute_url()).content.decode()

    assert 'id="comentarios"' in page
    client.post(f"/seguir/necesidad/{need.pk}/")
    assert Follow.objects.filter(user=member, object_id=need.pk).exists()
