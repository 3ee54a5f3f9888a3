"""Telling a case, a section at a time: what is kept, what is refused, what is never lost."""

import uuid

import pytest

from community.actions.members import municipal_government, set_affiliation
from knowledge.models import Case
from tests.factories import CaseFactory, ThemeFactory, make_municipality
from tests.knowledge.workspace import ROOT, at, newest, save, words

pytestmark = pytest.mark.django_db

NEW = f"{ROOT}nueva/"
HOSTILE = [
    "<script>alert(1)</script>",
    "\x00nul\x00",
    "![](x) [a](javascript:alert(1))",
    "=cmd|' /C calc'!A0",
    "\u202eright to left",
    "'; DROP TABLE knowledge_case; --",
    "{{ 7|add:7 }}{% load x %}",
    "[" * 2_000,
    "> " * 500 + "deep",
    "😀" * 50,
]


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


def told_in(case):
    """All that a draft says, whenever it was changed."""
    return {**newest(case).serializable_data(), "changed_at": None}


# --- Beginning ------------------------------------------------------------------------


def test_visitors_read_what_it_is_and_are_asked_to_sign_in(client, django_assert_max_num_queries):
    page = client.get(NEW)

    for said in ("About ten minutes", "CC BY 4.0", "knowledge team reads it", "code that never"):
        assert said in words(page)
    body = page.content.decode()
    assert f'href="/en/cuenta/entrar/?next={NEW}"' in body
    assert "csrfmiddlewaretoken" not in body
    assert not page.cookies
    with django_assert_max_num_queries(2):
        client.get(NEW)


def test_a_member_begins_with_the_first_section_and_goes_on_to_the_next(browser, author):
    response = browser.post(NEW, {"title": "Compost in the market", "next": "1"})

    case = Case.objects.get()
    assert (case.title, case.registered_by, case.state) == (
        "Compost in the market",
        author,
        "draft",
    )
    assert response.url == at(case, "editar", "cuando-y-donde")


def test_the_first_section_is_kept_whole(browser):
    theme = ThemeFactory()
    place = make_municipality()

    browser.post(
        NEW,
        {
            "title": "Compost",
            "summary": "Scraps become\r\ncompost.",
            "lead_municipality": str(place),
            "record_kind": "tool",
            "theme_2": theme.pk,
            "language": "pt",
        },
    )

    case = newest(Case.objects.get())
    assert case.summary == "Scraps become compost."
    assert case.lead_municipality == place
    assert (case.record_kind, case.language) == ("tool", "pt")
    assert case.themes == [theme]


def test_the_municipality_one_works_for_is_there_already(browser, author):
    set_affiliation(author, municipal_government(make_municipality()), "Secretary")

    assert 'value="Sucre (Norte, Altazara)"' in browser.get(NEW).content.decode()


def test_a_form_sent_twice_makes_one_draft(browser):
    data = {"title": "Compost", "key": str(uuid.uuid4())}

    browser.post(NEW, data)
    browser.post(NEW, data)

    assert Case.objects.count() == 1


def test_the_key_of_somebody_elses_case_opens_nothing(browser):
    other = CaseFactory(title="Theirs")

    browser.post(NEW, {"title": "Mine", "key": str(other.key)})

    other.refresh_from_db()
    assert other.title == "Theirs"
    assert Case.objects.filter(title="Mine").exists()


def test_without_a_title_nothing_is_kept_and_nothing_lost(browser):
    page = browser.post(NEW, {"title": " ", "summary": "What I typed."})

    assert "Give it a title" in words(page)
    assert "What I typed." in page.content.decode()
    assert not Case.objects.exists()


# --- Saving -----------------------------------------------------------------------------


def test_save_stays_and_save_and_go_on_goes_on(browser, draft):
    stays = save(browser, draft, "problema", problem="New.")
    goes = save(browser, draft, "problema", problem="Newer.", next="1")
    last = save(browser, draft, "medios", next="1")

    assert stays.url == at(draft, "editar", "problema")
    assert goes.url == at(draft, "editar", "solucion")
    assert last.url == at(draft, "enviar")
    assert "Saved at" in words(browser.get(stays.url))


def test_what_is_typed_as_light_markdown_is_kept_clean_and_given_back_as_typed(browser, draft):
    typed = "A **heavy** heap.\n\n- one\n- two\n\n[See](https://example.org)"

    save(browser, draft, "problema", problem=typed.replace("\n", "\r\n"))

    assert "<strong>heavy</strong>" in newest(draft).problem
    assert "<li>one</li>" in newest(draft).problem
    page = browser.get(at(draft, "editar", "problema"))
    assert page.context["form"]["problem"].value() == typed


def test_a_text_nobody_touched_stays_to_the_letter(browser, draft):
    text = '<p>See <a linktype="page" id="1">this</a>.</p>'
    Case.objects.filter(pk=draft.pk).update(problem=text, has_unpublished_changes=False)

    save(browser, draft, "problema", objectives="Only this.")

    assert newest(draft).problem == text


def test_words_are_counted_against_the_guide(browser, draft):
    save(browser, draft, "problema", problem="one two-three, four")

    page = browser.get(at(draft, "editar", "problema"))

    assert "3 words; guide: 150 words" in words(page)


def test_answers_of_every_kind_are_kept(browser, draft):
    save(
        browser,
        draft,
        "cuando-y-donde",
        stage="evaluated",
        start_month="3",
        start_year="2019",
        is_ongoing="no",
        end_month="12",
        end_year="2021",
        recurrence="single",
        scope="parish",
        validity_status="interrupted",
        interruption_reason="no_funds",
        validity_note="Since 2021.",
    )

    case = newest(draft)
    assert (case.start_year, case.start_month, case.end_year, case.end_month) == (2019, 3, 2021, 12)
    assert case.is_ongoing is False
    assert (case.validity_status, case.interruption_reason) == ("interrupted", "no_funds")


def test_themes_keep_their_order(browser, draft):
    first, second = ThemeFactory(name="Water"), ThemeFactory(name="Waste")

    save(browser, draft, "lo-esencial", theme_1=second.pk, theme_2="", theme_3=first.pk)

    assert newest(draft).themes == [second, first]


def test_a_theme_chosen_twice_is_asked_about(browser, draft):
    theme = ThemeFactory()

    page = save(browser, draft, "lo-esencial", theme_1=theme.pk, theme_2=theme.pk)

    assert "already chose this theme" in words(page)


# --- What is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "wrong", "said"),
    [
        ({"start_month": "0"}, "start_month", ""),
        ({"start_month": "13"}, "start_month", ""),
        ({"start_year": "23"}, "start_year", "four digits"),
        ({"start_year": "9" * 5_000}, "start_year", "four digits"),
        ({"start_year": "", "start_month": "3"}, "start_year", "Write the year too"),
        ({"is_ongoing": "no", "start_year": "2019", "end_year": "2018"}, "end_year", "cannot end"),
        (
            {"start_year": "2019", "start_month": "5", "end_year": "2019", "end_month": "4"},
            "end_year",
            "cannot end",
        ),
        ({"is_ongoing": "yes", "end_year": "2023"}, "end_year", "leave the end empty"),
        ({"stage": "finished"}, "stage", ""),
        ({"validity_status": "current", "interruption_reason": "norm"}, "interruption_reason", ""),
    ],
)
def test_a_wrong_answer_is_said_beside_it_and_in_the_summary(browser, draft, changes, wrong, said):
    page = save(browser, draft, "cuando-y-donde", validity_note="What I typed.", **changes)

    assert page.status_code == 200
    assert wrong in page.context["form"].errors
    assert said in words(page)
    assert 'role="alert" tabindex="-1" autofocus' in page.content.decode()
    assert "What I typed." in page.content.decode()
    assert newest(draft).validity_note == "What I typed.", "nothing else is lost"


@pytest.mark.parametrize(
    ("section", "changes"),
    [
        ("lo-esencial", {"theme_1": "999999"}),
        ("lo-esencial", {"theme_1": "water"}),
        ("lo-esencial", {"record_kind": "miracle"}),
        ("lo-esencial", {"language": "xx"}),
        ("lo-esencial", {"lead_municipality": "Nowhere at all"}),
        ("solucion", {"target_groups": ["999999"]}),
        ("solucion", {"target_groups": ["x", "' OR 1=1"]}),
        ("medios", {"cost_band": "cheap"}),
        ("actores", {"actors-TOTAL_FORMS": "many"}),
        ("actores", {"actors-TOTAL_FORMS": "100000"}),
    ],
)
def test_what_no_form_offers_is_refused_in_words(browser, draft, section, changes):
    before = told_in(draft)

    page = save(browser, draft, section, **changes)

    assert page.status_code == 200
    assert 'class="message bad error-summary"' in page.content.decode()
    after = told_in(draft)
    assert [name for name in after if after[name] != before[name]] == []


def test_a_title_too_long_is_said_with_its_length(browser, draft):
    page = save(browser, draft, "lo-esencial", title="x" * 101, summary="y" * 281)

    assert "It has 101 characters and no more than 100 fit." in words(page)
    assert "101 of 100 characters: 1 too many" in words(page)
    assert "y" * 281 in page.content.decode()


def test_a_hundred_kilobytes_get_a_sentence_and_are_given_back(browser, draft):
    text = "word " * 20_000

    page = save(browser, draft, "problema", problem=text)

    assert "characters and no more than 20000 fit" in words(page)
    assert text.strip() in page.content.decode()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_strings_are_only_text(browser, draft, text):
    for section, fields in [
        ("lo-esencial", ["title", "summary", "lead_municipality"]),
        ("cuando-y-donde", ["validity_note", "start_year"]),
        ("problema", ["problem"]),
        ("actores", ["actors-0-name"]),
    ]:
        response = save(browser, draft, section, **dict.fromkeys(fields, text))
        assert response.status_code in (200, 302), section
        page = browser.get(at(draft, "editar", section)).content.decode()
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
    assert browser.get(at(draft, "editar")).status_code == 200
    assert "<script" not in newest(draft).problem
