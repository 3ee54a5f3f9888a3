"""Answering needs: with what, by whom, who is told, what readers see of it."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from community.actions.following import follow
from community.actions.moderation import dismiss, hide, report, show
from community.models import Notification, User
from community.waiting import waiting_for
from knowledge.actions import needs as actions
from knowledge.actions.need_answers import AT_MOST, answer_need
from knowledge.models import NeedAnswer
from knowledge.need_kinds import NeedState
from networks import actions as in_networks
from networks.models import NetworkPage
from tests.factories import (
    MemberFactory,
    SolutionIndexPageFactory,
    SolutionPageFactory,
    ThemeFactory,
)
from tests.knowledge.transfers import official, town
from tests.networks.conftest import make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(db):
    return MemberFactory(handle="ayuda", display_name="Ayuda Pronta")


def listed(handle, **fields):
    audience = fields.pop("profile_audience", User.Audience.EVERYONE)
    return MemberFactory(handle=handle, is_listed=True, profile_audience=audience, **fields)


@pytest.fixture
def solution(networks):
    network = make_network(networks, "mercados")
    return SolutionPageFactory(
        parent=SolutionIndexPageFactory(parent=network, slug="otras"), title="Drenar mercados"
    )


@pytest.fixture
def closed_solution(networks):
    closed = make_network(
        networks,
        "cerrada",
        visibility=NetworkPage.Visibility.MEMBERS,
        joining=NetworkPage.Joining.INVITATION,
    )
    section = SolutionIndexPageFactory(parent=closed, slug="otras")
    return SolutionPageFactory(parent=section, title="Secreto de mercados")


def page_of(client, need):
    return client.get(need.get_absolute_url()).content.decode()


# --- With what -------------------------------------------------------------------------


def test_anybody_answers_with_an_experience_and_why(client, need, helper, published, home, clerk):
    client.force_login(helper)
    address = f"/necesidades/{need.pk}/responder/"

    chosen = client.get(f"{address}?con=caso-{published.code}").content.decode()
    assert published.title in chosen
    response = client.post(
        address, {"con": f"caso-{published.code}", "words": "Les pasaba lo mismo."}
    )

    answer = NeedAnswer.objects.get()
    assert response.url == f"/necesidades/{need.pk}/#respuesta-{answer.pk}"
    client.logout()
    page = page_of(client, need)
    assert published.get_absolute_url() in page
    assert "Les pasaba lo mismo." in page
    told = Notification.objects.get(recipient=clerk, kind="need_answered")
    assert (told.facts["named"], told.facts["way"]) == (published.title, "case")


def test_the_search_of_the_answer_finds_by_words_code_and_address(
    client, need, helper, published, solution, searchable, home
):
    searchable()
    client.force_login(helper)
    address = f"/necesidades/{need.pk}/responder/?q="

    for asked in ("compost", published.code, f"https://x.example{published.get_absolute_url()}"):
        assert f"caso-{published.code}" in client.get(address + asked).content.decode(), asked
    found = client.get(address + f"/soluciones/{solution.pk}/").content.decode()
    assert f"solucion-{solution.pk}" in found
    assert f"solucion-{solution.pk}" in client.get(address + solution.url).content.decode()
    assert client.get(address + "%00'\"<b>").status_code == 200


def test_an_answer_with_a_solution(client, need, helper, solution, home):
    answer_need(need, helper, thing=solution)

    assert f"/soluciones/{solution.pk}/" in page_of(client, need)


def test_nobody_answers_with_what_they_may_not_open(
    client, need, helper, closed_solution, draft, home
):
    client.force_login(helper)
    address = f"/necesidades/{need.pk}/responder/"
    for mark in (f"solucion-{closed_solution.pk}", f"caso-{draft.key}", "caso-XA-2020-0001", "x"):
        assert client.get(f"{address}?con={mark}").status_code == 404, mark

    for thing in (closed_solution, draft):
        with pytest.raises(PermissionDenied):
            answer_need(need, helper, thing=thing)


def test_what_is_closed_later_is_named_to_nobody_else(client, need, closed_solution, home):
    insider = MemberFactory()
    in_networks.appoint_coordinator(closed_solution.network.specific, insider)
    answer_need(need, User.objects.get(pk=insider.pk), thing=closed_solution)

    assert "Secreto de mercados" not in page_of(client, need)
    client.force_login(insider)
    assert "Secreto de mercados" in page_of(client, need)


def test_a_person_is_named_who_stands_in_the_directory_and_is_told(client, need, helper, home):
    expert = listed("experta", display_name="Experta Serena")
    hidden = MemberFactory(handle="oculta")

    answer_need(need, helper, thing=expert)

    assert "Experta Serena" in page_of(client, need)
    assert Notification.objects.get(recipient=expert).kind == "need_names_you"
    with pytest.raises(PermissionDenied):
        answer_need(need, helper, thing=hidden)
    client.force_login(helper)
    refused = client.get(f"/necesidades/{need.pk}/responder/?con=persona-oculta")
    assert refused.status_code == 404


def test_who_shows_themselves_to_members_is_not_named_to_visitors(client, need, helper, home):
    expert = listed(
        "experta", display_name="Experta Serena", profile_audience=User.Audience.MEMBERS
    )
    answer_need(need, helper, thing=expert)

    assert "Experta Serena" not in page_of(client, need)
    client.force_login(MemberFactory())
    assert "Experta Serena" in page_of(client, need)


def test_one_offers_oneself_without_standing_in_the_directory(client, need, helper, home):
    client.force_login(helper)

    client.post(f"/necesidades/{need.pk}/responder/", {"con": "persona-ayuda", "words": "Voy."})

    answer = NeedAnswer.objects.get()
    assert (answer.kind, answer.person) == ("person", helper)


def test_advice_needs_words(client, need, helper, home):
    client.force_login(helper)
    address = f"/necesidades/{need.pk}/responder/"

    page = client.post(address, {"con": "consejo", "words": " "}).content.decode()
    assert 'class="error"' in page
    client.post(address, {"con": "consejo", "words": "Empiecen por las <b>alcantarillas</b>."})

    assert NeedAnswer.objects.get().kind == "advice"
    client.logout()
    assert "&lt;b&gt;alcantarillas&lt;/b&gt;" in page_of(client, need)


def test_it_may_be_said_on_behalf_of_an_organization(client, need, home):
    river = town("Ribera")
    colleague = official(river, "rita")
    client.force_login(colleague)

    client.post(
        f"/necesidades/{need.pk}/responder/",
        {"con": "consejo", "words": "Sí se puede.", "on_behalf_of": river.pk},
    )
    assert NeedAnswer.objects.get().on_behalf_of == river
    with pytest.raises(PermissionDenied):
        answer_need(need, colleague, words="Otro.", on_behalf_of=town("Ajena"))


# --- What is refused ---------------------------------------------------------------------


def test_the_same_thing_is_named_once(need, helper, published):
    answer_need(need, helper, thing=published)

    with pytest.raises(ValidationError):
        answer_need(need, MemberFactory(), thing=published)


def test_the_same_advice_sent_twice_is_one(need, helper):
    assert answer_need(need, helper, words="Uno.") == answer_need(need, helper, words="Uno.")


@pytest.mark.parametrize("state", [NeedState.SOLVED, NeedState.WITHDRAWN])
def test_what_is_closed_takes_no_answers(need, clerk, helper, state):
    if state == NeedState.SOLVED:
        actions.solve(need, clerk, words="Listo")
    else:
        actions.withdraw_need(need, clerk)
    need.refresh_from_db()

    with pytest.raises(PermissionDenied):
        answer_need(need, helper, words="Tarde.")


def test_visitors_sign_in_and_the_suspended_say_nothing(client, need, helper, home):
    address = f"/necesidades/{need.pk}/responder/"
    assert client.get(address).status_code == 302
    helper.suspended_at = timezone.now()
    helper.save()

    with pytest.raises(PermissionDenied):
        answer_need(need, helper, words="No puedo.")


def test_many_answers_in_an_hour_are_refused(need, helper):
    for number in range(AT_MOST):
        answer_need(need, helper, words=f"Consejo {number}")

    with pytest.raises(ValidationError):
        answer_need(need, helper, words="Uno más")


# --- What becomes of it ------------------------------------------------------------------


def test_an_answer_waits_until_the_municipality_replies(client, need, clerk, helper, home):
    answer = answer_need(need, helper, words="Un consejo.")
    with translation.override("en"):
        (matter,) = waiting_for(clerk)
    assert matter.said == "1 answer waits for a word of yours"

    client.force_login(clerk)
    client.post(f"/necesidades/{need.pk}/respuestas/{answer.pk}/", {"respuesta": "contact"})

    need.refresh_from_db()
    assert need.state == NeedState.IN_CONTACT
    assert waiting_for(clerk) == []
    assert Notification.objects.get(recipient=helper).kind == "need_reply"


def test_the_mail_of_an_answer_says_with_what_and_why(need, clerk, helper, published, work):
    mail.outbox.clear()
    with translation.override("en"):
        answer_need(need, helper, thing=published, words="Les pasaba lo mismo.")
        work()

    (letter,) = [each for each in mail.outbox if clerk.email in each.to]
    assert need.title in letter.subject
    assert published.title in letter.body
    assert "Les pasaba lo mismo." in letter.body
    assert f"/necesidades/{need.pk}/#respuesta-" in letter.body


def test_a_colleague_sees_what_waits_too(need, valley, helper):
    answer_need(need, helper, words="Un consejo.")

    assert [matter.title for matter in waiting_for(official(valley, "colega"))] == [need.title]
    assert waiting_for(official(town("Otra"), "otra")) == []


def test_only_who_keeps_the_need_replies(client, need, helper, home, team):
    answer = answer_need(need, helper, words="Un consejo.")
    address = f"/necesidades/{need.pk}/respuestas/{answer.pk}/"

    for person in (MemberFactory(), helper, team):
        client.force_login(person)
        assert client.post(address, {"respuesta": "thanks"}).status_code == 403
    answer.refresh_from_db()
    assert answer.reply == ""


def test_a_reply_that_is_none_changes_nothing(client, need, clerk, helper, home):
    answer = answer_need(need, helper, words="Un consejo.")
    client.force_login(clerk)

    response = client.post(f"/necesidades/{need.pk}/respuestas/{answer.pk}/", {"respuesta": "x"})

    assert response.status_code == 302
    answer.refresh_from_db()
    assert answer.reply == ""


def test_who_follows_the_need_hears_of_answers(need, helper, work):
    follower = MemberFactory()
    follow(need, follower)

    answer_need(need, helper, words="Un consejo.")
    work()

    told = Notification.objects.get(recipient=follower)
    assert told.facts["verb"] == "need_answered"


def test_first_words_wait_and_are_told_once_they_are_out(client, need, clerk, team, home):
    newcomer = MemberFactory(vouched_at=None)
    answer = answer_need(need, newcomer, words="Mi primer consejo.")

    assert answer.is_waiting
    assert "Mi primer consejo." not in page_of(client, need)
    assert not Notification.objects.filter(recipient=clerk).exists()
    dismiss(answer, team)
    assert "Mi primer consejo." in page_of(client, need)
    assert Notification.objects.filter(recipient=clerk, kind="need_answered").exists()


def test_an_answer_is_hidden_and_shown_again(client, need, helper, networks):
    network = make_network(networks, "agua", themes=[need.theme])
    coordinator = MemberFactory()
    in_networks.appoint_coordinator(network, coordinator)
    answer = answer_need(need, helper, words="Compren mi producto.")
    report(answer, MemberFactory(), "spam")

    hide(answer, coordinator, "Es publicidad.")
    assert "Compren mi producto." not in page_of(client, need)
    client.force_login(helper)
    assert "Es publicidad." in page_of(client, need)

    show(answer, coordinator)
    client.logout()
    assert "Compren mi producto." in page_of(client, need)


def test_a_coordinator_of_another_theme_moderates_nothing_here(need, helper, networks):
    other = make_network(networks, "otra", themes=[ThemeFactory()])
    coordinator = MemberFactory()
    in_networks.appoint_coordinator(other, coordinator)

    with pytest.raises(PermissionDenied):
        hide(answer_need(need, helper, words="Un consejo."), coordinator, "No.")


def test_what_is_closed_solves_a_need_without_its_title(client, need, clerk, closed_solution, home):
    in_networks.appoint_coordinator(closed_solution.network.specific, clerk)
    insider = User.objects.get(pk=clerk.pk)
    helper = MemberFactory()
    in_networks.appoint_coordinator(closed_solution.network.specific, helper)
    answer = answer_need(need, User.objects.get(pk=helper.pk), thing=closed_solution)
    heard = Notification.objects.get(recipient=insider, kind="need_answered")
    assert "Secreto de mercados" not in f"{heard.title} {heard.facts}"

    actions.solve(need, insider, answer=answer)
    need.refresh_from_db()
    assert (need.solved_kind, need.solved_with) == ("solution", "")
    assert "Secreto de mercados" not in page_of(client, need)
