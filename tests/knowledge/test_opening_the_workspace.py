"""Who comes into the workspace of a case, and what each finds there."""

import uuid

import pytest

from knowledge import actions
from knowledge.models import Case
from knowledge.sections import SECTIONS
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.workspace import ROOT, at, words

pytestmark = pytest.mark.django_db

SCREENS = [("editar",), ("editar", "problema"), ("enviar",), ("eliminar",)]


@pytest.fixture
def browser_of(client):
    def act(person):
        client.force_login(person)
        return client

    return act


# --- Who ------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_visitors_are_sent_to_sign_in_and_come_back(client, draft, screen):
    response = client.get(at(draft, *screen))

    assert response.status_code == 302
    assert response.url.endswith(f"/cuenta/entrar/?next={at(draft, *screen)}")


@pytest.mark.parametrize("screen", SCREENS)
def test_somebody_elses_draft_does_not_exist(browser_of, draft, member, screen):
    assert browser_of(member).get(at(draft, *screen)).status_code == 404


@pytest.mark.parametrize("screen", SCREENS)
def test_whoever_may_read_a_case_may_not_write_in_it_for_that(
    browser_of, published, member, screen
):
    browser = browser_of(member)

    assert browser.get(at(published, *screen)).status_code == 403
    assert browser.post(at(published, *screen), {"title": "Mine"}).status_code == 403
    assert Case.objects.get(pk=published.pk).draft().title == "Compost in the market"


@pytest.mark.parametrize("screen", SCREENS)
def test_its_author_opens_every_screen_of_a_draft(browser_of, draft, author, screen):
    assert browser_of(author).get(at(draft, *screen)).status_code == 200


@pytest.mark.parametrize("role", ["team", "unit"])
def test_team_and_unit_read_and_write_but_neither_send_nor_delete(browser_of, draft, role, request):
    browser = browser_of(request.getfixturevalue(role))

    assert browser.get(at(draft, "editar")).status_code == 200
    assert browser.get(at(draft, "editar", "problema")).status_code == 200
    assert browser.get(at(draft, "enviar")).status_code == 403
    assert browser.post(at(draft, "enviar"), {"licence": "on"}).status_code == 403
    assert browser.post(at(draft, "eliminar")).status_code == 403


def test_an_author_reads_in_review_and_writes_when_it_is_over(browser_of, sent, author):
    browser = browser_of(author)

    assert "In review since" in words(browser.get(at(sent, "editar")))
    refused = browser.get(at(sent, "editar", "problema"))
    assert refused.status_code == 403
    assert "in review" in words(refused)


def test_the_team_writes_while_it_is_in_review(browser_of, sent, team):
    assert browser_of(team).get(at(sent, "editar", "problema")).status_code == 200


@pytest.mark.parametrize("reference", [str(uuid.UUID(int=7)), "XA-2026-9999", "no-such-case"])
def test_what_no_case_is_called_is_not_found(browser_of, author, reference):
    assert browser_of(author).get(f"{ROOT}{reference}/editar/").status_code == 404


def test_a_section_nobody_made_is_not_found(browser_of, draft, author):
    browser = browser_of(author)

    assert browser.get(at(draft, "editar", "finanzas")).status_code == 404
    assert browser.post(at(draft, "editar", "finanzas"), {"title": "x"}).status_code == 404


# --- Where ----------------------------------------------------------------------------


def test_the_old_address_leads_to_the_code_for_good(browser_of, draft, author):
    old = at(draft, "editar", "problema")
    sent = actions.send(draft, author)
    actions.return_to_author(sent, author_of_the_team(), "More.")

    response = browser_of(author).get(f"{old}?a=b")

    assert (response.status_code, response.url) == (301, at(sent, "editar", "problema") + "?a=b")


def author_of_the_team():
    return MemberFactory(is_superuser=True)


def test_a_code_in_small_letters_leads_to_the_right_one(browser_of, sent, author):
    response = browser_of(author).get(f"{ROOT}{sent.code.lower()}/editar/")

    assert (response.status_code, response.url) == (301, at(sent, "editar"))


def test_a_form_sent_to_the_old_address_is_not_lost_in_a_redirect(browser_of, draft, author):
    old = at(draft, "editar", "lo-esencial")
    sent = actions.send(draft, author)
    actions.return_to_author(sent, author_of_the_team(), "More.")

    browser_of(author).post(old, {"title": "Compost for all"})

    assert Case.objects.get(pk=draft.pk).title == "Compost for all"


# --- What stands there ------------------------------------------------------------------


def test_what_is_missing_is_named_with_the_way_to_each_field(browser_of, author):
    case = CaseFactory(registered_by=author, problem="", cost_band="")

    page = browser_of(author).get(at(case, "editar"))

    assert "2 answers missing to send it" in words(page)
    body = page.content.decode()
    assert f'href="{at(case, "editar", "problema")}#id_problem"' in body
    assert f'href="{at(case, "editar", "medios")}#id_cost_band_0"' in body
    assert '<progress class="whole" max="14" value="12"' in body


def test_every_way_to_a_missing_field_leads_to_a_field(browser_of, author):
    case = actions.register(author, title="Only a title")
    browser = browser_of(author)

    page = browser.get(at(case, "editar"))

    missing = page.context["progress"].missing
    assert len(missing) == 13
    for field in missing:
        section = browser.get(at(case, "editar", field.section.slug)).content.decode()
        assert f'id="{field.anchor}"' in section, field.name


def test_a_returned_case_says_first_what_to_change(browser_of, sent, author, team):
    actions.return_to_author(sent, team, "Say how much it cost.")

    page = words(browser_of(author).get(at(sent, "editar")))

    assert "The knowledge team returned it to you" in page
    assert page.index("Say how much it cost.") < page.index("The parts")
    assert "Equipo" in page


def test_a_published_case_leads_to_what_readers_see(browser_of, published, author):
    page = browser_of(author).get(at(published, "editar"))

    assert "Published on" in words(page)
    assert f'href="{ROOT}{published.code}/"' in page.content.decode()


def test_the_history_tells_who_did_what(browser_of, sent, author):
    actions.register(author, title="Another")

    assert "You sent it" in words(browser_of(author).get(at(sent, "editar")))


@pytest.mark.parametrize(
    "screen",
    [("editar",), ("enviar",), *(("editar", section.slug) for section in SECTIONS)],
)
def test_a_screen_costs_few_queries(
    browser_of, draft, author, screen, django_assert_max_num_queries
):
    browser = browser_of(author)
    browser.get(at(draft, *screen))

    with django_assert_max_num_queries(12):
        assert browser.get(at(draft, *screen)).status_code == 200
