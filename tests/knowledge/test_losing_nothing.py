"""Two who write at once, a session that ends, a form that expires: the text is still there."""

import pytest
from django.test import Client

from knowledge.models import Case
from tests.factories import ThemeFactory
from tests.knowledge.workspace import ROOT, at, filled, newest, row, save, seen_in, words

pytestmark = pytest.mark.django_db

NEW = f"{ROOT}nueva/"


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


def test_of_two_who_write_at_once_the_second_sees_both_texts_and_decides(browser, draft, team):
    mine = browser.get(at(draft, "editar", "problema"))
    other = Client()
    other.force_login(team)
    save(other, draft, "problema", problem="What the team wrote.")

    page = browser.post(at(draft, "editar", "problema"), filled(mine, problem="What I wrote."))

    assert "Somebody else saved this part" in words(page)
    assert "What is saved now: What the team wrote." in words(page)
    assert page.context["form"]["problem"].value() == "What I wrote."
    assert "What the team wrote." in newest(draft).problem

    decided = filled(mine, problem="Both.", seen=seen_in(page))
    assert browser.post(at(draft, "editar", "problema"), decided).status_code == 302
    assert newest(draft).problem == "<p>Both.</p>"


def test_a_conflict_about_choices_and_rows_is_told_in_words(browser, draft, team):
    theme = ThemeFactory(name="Solid waste")
    mine = browser.get(at(draft, "editar", "lo-esencial"))
    mine_too = browser.get(at(draft, "editar", "actores"))
    other = Client()
    other.force_login(team)
    save(other, draft, "lo-esencial", theme_1=theme.pk)
    save(other, draft, "actores", **row("actors", 0, name="Their school"))

    page = browser.post(at(draft, "editar", "lo-esencial"), filled(mine, title="Mine"))
    assert "What is saved now: Solid waste" in words(page)
    assert "What is saved now: Sucre" not in words(page)
    page = browser.post(
        at(draft, "editar", "actores"), filled(mine_too, **row("actors", 0, name="My school"))
    )
    assert "What is saved now: Their school" in words(page)


def test_the_same_saved_twice_is_no_conflict(browser, draft):
    page = browser.get(at(draft, "editar", "problema"))
    data = filled(page, problem="The same.")

    browser.post(at(draft, "editar", "problema"), data)

    assert browser.post(at(draft, "editar", "problema"), data).status_code == 302


@pytest.mark.parametrize("address", ["nueva", "problema"])
def test_who_was_signed_out_meanwhile_gets_back_what_was_typed(client, draft, address):
    url = NEW if address == "nueva" else at(draft, "editar", "problema")

    page = client.post(url, {"title": "T", "problem": "A long text that I typed."})

    assert page.status_code == 403
    assert "A long text that I typed." in words(page)
    assert f"?next={url}" in page.content.decode()


def test_a_form_that_expired_gives_back_what_was_typed(author, draft):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(author)

    page = strict.post(at(draft, "editar", "problema"), {"problem": "A long text that I typed."})

    assert page.status_code == 403
    assert "A long text that I typed." in words(page)
    assert f'href="{at(draft, "editar", "problema")}"' in page.content.decode()


def test_what_was_typed_while_it_went_into_review_is_given_back(browser, sent):
    page = browser.post(at(sent, "editar", "problema"), {"problem": "A long text that I typed."})

    assert page.status_code == 403
    assert "A long text that I typed." in words(page)
    assert "typed" not in newest(sent).problem


def test_editing_a_published_case_changes_nothing_readers_see(browser, published):
    save(browser, published, "lo-esencial", title="Compost, once more")

    again = Case.objects.get(pk=published.pk)
    assert (again.title, again.draft().title) == ("Compost in the market", "Compost, once more")
    assert "You are writing a new version" in words(browser.get(at(published, "editar")))
