"""What becomes of a need: solved, withdrawn, passed on, hidden; who hears of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from community.actions.following import follow
from community.actions.moderation import dismiss, hide, report
from community.models import Activity, Follow, Notification
from community.waiting import waiting_for
from knowledge.actions import need_answers
from knowledge.actions import needs as actions
from knowledge.models import Need, NeedStep
from tests.factories import MemberFactory, ThemeFactory
from tests.knowledge.needs import coordinator_about, post
from tests.knowledge.transfers import official

pytestmark = pytest.mark.django_db


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
    assert (need.solved_kind, need.solved_with) == ("case", "")
    assert published.title in client.get(need.get_absolute_url()).content.decode()

    # Opened again, it is not solved with anything.
    client.post(address, {"state": "open"})
    need.refresh_from_db()
    assert (need.solving_case, need.solved_kind) == (None, "")


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
