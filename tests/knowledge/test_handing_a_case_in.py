"""Sending a case, deleting a draft, and the list of one's own."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from community.actions.affiliations import note_confirmed
from community.actions.members import municipal_government, set_affiliation
from knowledge import actions
from knowledge.models import Case
from tests.factories import CaseFactory, MemberFactory, make_municipality
from tests.knowledge.workspace import ROOT, at, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


# --- Sending --------------------------------------------------------------------------------


def test_what_is_missing_stands_instead_of_the_button(browser, author):
    case = CaseFactory(registered_by=author, solution="")

    page = browser.get(at(case, "enviar"))

    assert "One answer is still missing" in words(page)
    assert f'href="{at(case, "editar", "solucion")}#id_solution"' in page.content.decode()
    assert "id_licence" not in page.content.decode()
    browser.post(at(case, "enviar"), {"licence": "on"})
    assert Case.objects.get().state == "draft"


def test_without_the_licence_nothing_is_sent(browser, draft):
    page = browser.post(at(draft, "enviar"), {"licence": ""})

    assert "Tick the box to send it" in words(page)
    assert Case.objects.get().code is None


def test_sent_it_has_a_code_and_says_what_comes_next(browser, draft):
    response = browser.post(at(draft, "enviar"), {"licence": "on"})

    sent = Case.objects.get()
    assert response.url == at(sent, "editar")
    page = words(browser.get(response.url))
    assert "Thank you" in page
    assert sent.code in page
    assert "Somebody of the knowledge team reads it" in page


def test_whoever_tells_it_from_outside_is_told_that_it_will_say_so(browser, draft, author):
    assert "registered by a third party" in words(browser.get(at(draft, "enviar")))

    set_affiliation(author, municipal_government(make_municipality()), "Secretary")
    assert "registered by a third party" in words(browser.get(at(draft, "enviar")))
    note_confirmed(author.affiliations.get(), "unit", None)

    assert "registered by a third party" not in words(browser.get(at(draft, "enviar")))


def test_what_was_sent_is_not_sent_again(browser, sent):
    assert browser.get(at(sent, "enviar")).url == at(sent, "editar")
    assert browser.post(at(sent, "enviar"), {"licence": "on"}).url == at(sent, "editar")
    assert sent.events.filter(verb="sent").count() == 1


def test_a_returned_case_is_sent_again_with_the_same_code(browser, sent, team):
    actions.return_to_author(sent, team, "More.")

    browser.post(at(sent, "enviar"), {"licence": "on"})

    again = Case.objects.get()
    assert (again.state, again.code) == ("sent", sent.code)


# --- Deleting -------------------------------------------------------------------------------


def test_deleting_asks_once_and_names_what_is_lost(browser, draft):
    page = words(browser.get(at(draft, "eliminar")))

    assert "“Compost in the market” will be deleted" in page
    assert "The problem" in page
    assert "Documents" not in page

    response = browser.post(at(draft, "eliminar"))
    assert response.url == f"{ROOT}nueva/"
    assert not Case.objects.exists()
    assert "was deleted" in words(browser.get(response.url))


@pytest.mark.parametrize("state", ["sent", "published"])
def test_what_was_sent_once_is_never_deleted(browser, state, request):
    case = request.getfixturevalue(state)

    assert browser.get(at(case, "eliminar")).status_code == 403
    assert browser.post(at(case, "eliminar")).status_code == 403
    assert "Delete this draft" not in words(browser.get(at(case, "editar")))
    assert Case.objects.exists()


def test_a_returned_case_is_not_deleted_either(browser, sent, team):
    actions.return_to_author(sent, team, "More.")

    assert browser.post(at(sent, "eliminar")).status_code == 403


# --- One's own ------------------------------------------------------------------------------


def listed(user):
    request = RequestFactory().get("/en/mi-espacio/")
    request.user = user
    with translation.override("en"):
        html = Template("{% load workspace %}{% my_cases %}").render(Context({"request": request}))
    return " ".join(html.split())


def test_nothing_yet_offers_the_first_step(author):
    html = listed(author)

    assert "Here will be the experiences you register" in html
    assert 'href="/en/experiencias/nueva/"' in html


def test_visitors_see_nobodys_cases(draft):
    assert "Compost" not in listed(AnonymousUser())


def test_what_is_in_review_comes_before_what_is_out(author, team):
    CaseFactory(registered_by=author, title="A draft")
    CaseFactory(registered_by=MemberFactory(), title="Somebody else's")
    actions.send(CaseFactory(registered_by=author, title="With the team"), author)
    out = actions.send(CaseFactory(registered_by=author, title="Out in the world"), author)
    actions.publish(out, team)

    html = listed(author)

    assert html.index("With the team") < html.index("Out in the world")
    assert "A draft" not in html
    assert "Somebody else" not in html
    assert f'href="/en/experiencias/{out.code}/"' in html


def test_it_costs_one_query_however_many(author, django_assert_max_num_queries):
    for _number in range(8):
        CaseFactory(registered_by=author)

    with django_assert_max_num_queries(1):
        listed(author)
