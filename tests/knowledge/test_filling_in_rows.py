"""The rows of a case in the workspace: added, moved, removed; figures and dates as people write."""

from decimal import Decimal

import pytest

from community.figures import AmbiguousError, number_of
from community.models import Organization
from knowledge.forms.figures import read_moment
from knowledge.forms.windows import windows_of
from knowledge.models import Case, Milestone
from knowledge.sections import ROW_KINDS, SECTIONS
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.whole import fill
from tests.knowledge.workspace import at, autosave, filled, newest, row, save, words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def whole(lasting):
    """A draft with the whole record, and its author."""
    with lasting():
        author = MemberFactory(handle="autora", display_name="Autora")
        yield fill(CaseFactory(registered_by=author, title="Compost"), 3)


@pytest.fixture
def browser(client, whole):
    client.force_login(whole.registered_by)
    return client


def moments(case):
    return [(each.title, each.moment) for each in newest(case).milestones.all()]


def test_every_section_shown_and_sent_back_changes_nothing(browser, whole):
    before = Case.objects.get(pk=whole.pk)
    for section in (each for each in SECTIONS if each.form_class):
        address = at(whole, "editar", section.slug)
        page = browser.get(address)
        response = browser.post(address, filled(page))
        assert response.status_code == 302, (section.slug, page.context["form"].errors)
        after = Case.objects.get(pk=whole.pk)
        assert after.changed_at == before.changed_at, section.slug
        assert after.latest_revision.created_at == before.latest_revision.created_at


def test_every_question_of_a_row_begins_with_a_capital():
    labels = [str(field.label) for kind in ROW_KINDS.values() for field in kind.fields().values()]

    assert labels
    assert [label for label in labels if not label[:1].isupper()] == []


def test_rows_are_changed_moved_removed_and_added_without_scripts(browser, whole):
    keys = [each.key for each in newest(whole).milestones.all()]

    save(browser, whole, "proceso", **row("milestones", 0, title="First", when="31/05/2019"))
    save(browser, whole, "proceso", move="milestones-0-down")
    save(browser, whole, "proceso", **{"milestones-2-DELETE": "on"})
    added = save(browser, whole, "proceso", add="milestones")
    page = browser.get(added.url)
    body = page.content.decode()
    assert 'id="new-milestones"' in body
    assert "<legend>2019 · Moment 1</legend>" in body
    assert "<legend>Moment </legend>" in body, "the empty one that scripts copy"
    data = filled(page, **row("milestones", 2, title="Last", when="mayo de 2021"))
    browser.post(at(whole, "editar", "proceso"), data)

    assert moments(whole) == [
        ("Moment 1", (2019, 5, 0)),
        ("First", (2019, 5, 31)),
        ("Last", (2021, 5, 0)),
    ]
    assert [each.key for each in newest(whole).milestones.all()][:2] == [keys[1], keys[0]]


def test_an_actor_is_an_organization_of_the_site_by_its_name(
    browser, whole, django_assert_max_num_queries
):
    def made(name, slug="", is_listed=True):
        return Organization.objects.create(name=name, slug=slug, kind="ngo", is_listed=is_listed)

    water, twin = made("Agua Común"), made("Red Verde", "red-verde")
    made("Red Verde", "red-verde-del-sur")
    made("Sin página", is_listed=False)

    def say(name):
        page = save(browser, whole, "actores", **row("actors", 0, organization=name))
        return page, newest(whole).actors.all()[0].organization_id

    assert say("agua comun")[1] == water.pk
    with django_assert_max_num_queries(12):
        page = browser.get(at(whole, "editar", "actores"))
    assert 'value="Agua Común"' in page.content.decode()
    assert "Agua Común" in words(browser.get(f"{at(whole)}?borrador=1"))
    for name, sentence in (
        ("Agua", "No organization on this site is called “Agua”"),
        ("Sin página", "No organization on this site"),
        ("Red Verde", "red-verde, red-verde-del-sur"),
    ):
        page, kept = say(name)
        assert sentence in words(page), name
        assert kept == water.pk, "what was there stays"
    assert say("red-verde")[1] == twin.pk
    assert say("")[1] is None


def test_one_wrong_row_is_said_beside_it_and_nothing_else_is_lost(browser, whole):
    page = save(
        browser,
        whole,
        "proceso",
        process="What happened.",
        **row("milestones", 0, when="31/02/2019", title="Kept"),
    )

    assert "There is no 31/02/2019: that month has no such day." in words(page)
    assert "the rest is saved" in words(page)
    assert 'value="31/02/2019"' in page.content.decode()
    assert newest(whole).process == "<p>What happened.</p>"
    assert moments(whole)[0] == ("Kept", (2019, 5, 0))


def test_rows_the_browser_does_not_mention_stay(browser, whole):
    data = filled(browser.get(at(whole, "editar", "lecciones")))
    few = {name: value for name, value in data.items() if not name.startswith("lessons-")}
    few |= {"lessons-TOTAL_FORMS": "0", "lessons-INITIAL_FORMS": "0"}

    browser.post(at(whole, "editar", "lecciones"), few)

    assert len(newest(whole).lessons.all()) == 3


@pytest.fixture(scope="module")
def crowded(lasting):
    """A draft with 25 moments of its process."""
    with lasting():
        case = CaseFactory(registered_by=MemberFactory())
        case.milestones = [Milestone(year=2019, title=f"M{n}", sort_order=n) for n in range(1, 26)]
        case.save()
        case.save_revision(user=case.registered_by, clean=False)
        yield case


@pytest.fixture
def among_many(client, crowded):
    client.force_login(crowded.registered_by)
    return client


def titles(case):
    return [each.title.removeprefix("M") for each in newest(case).milestones.all()]


def here(page):
    """The rows of the window that a page shows."""
    return [form.row.title for form in page.context["form"].row_sets[0].forms if form.row]


@pytest.mark.parametrize(
    ("total", "windows"),
    [
        (0, [(1, 0)]),
        (1, [(1, 1)]),
        (10, [(1, 10)]),
        (11, [(1, 10), (10, 11)]),
        (19, [(1, 10), (10, 19)]),
        (20, [(1, 10), (10, 19), (19, 20)]),
    ],
)
def test_windows_cover_all_rows_and_share_one_with_the_next(total, windows):
    assert [(each.first, each.last) for each in windows_of(total)] == windows


def test_of_many_rows_a_page_shows_some_and_saves_them_in_their_place(among_many, crowded):
    address = at(crowded, "editar", "proceso")
    page = among_many.get(address)
    assert here(page) == [f"M{n}" for n in range(1, 11)]
    assert "Here: 1–10 Save and show 10–19 Save and show 19–25 25 in all." in words(page)

    data = filled(page, **row("milestones", 9, title="tenth"), show="milestones-2")
    onward = among_many.post(address, data)
    assert onward.url == f"{address}?filas=milestones-2#rows-milestones"
    page = among_many.get(onward.url)
    assert here(page) == ["tenth", *[f"M{n}" for n in range(11, 20)]]

    data = filled(page, **{"milestones-0-DELETE": "on"}, move="milestones-2-up")
    onward = among_many.post(address, data)
    assert onward.url == f"{address}?filas=milestones-2#rows-milestones"
    expected = [*range(1, 10), 12, 11, *range(13, 26)]
    assert titles(crowded) == [str(n) for n in expected]

    page = among_many.get(onward.url)
    onward = among_many.post(address, filled(page, **row("milestones", 0, title="here")))
    assert onward.url == f"{address}?filas=milestones-2"
    assert titles(crowded)[9] == "here"


def test_what_finds_no_room_among_those_elsewhere_is_said_and_not_dropped(among_many, crowded):
    address = at(crowded, "editar", "proceso")
    page = among_many.get(address)
    assert 'name="milestones-MAX_NUM_FORMS" value="25"' in page.content.decode(), "40 less 15"
    many = {"milestones-TOTAL_FORMS": 26}
    for number in range(10, 26):
        many |= row("milestones", number, title=f"new {number}", when="2021")

    page = among_many.post(address, filled(page, **many))

    assert "At most 40 fit. What is beyond that is not kept" in words(page)
    assert 'value="new 25"' in page.content.decode()
    assert "new 24" in titles(crowded)
    assert "new 25" not in titles(crowded)
    assert len(titles(crowded)) == 40


def test_a_row_without_a_name_is_called_by_its_place_among_all(among_many, crowded):
    address = at(crowded, "editar", "proceso")

    page = among_many.get(address, {"fila": "milestones"})

    assert "<legend>Moment 26</legend>" in page.content.decode()
    assert 'data-first="19"' in page.content.decode()


def test_a_row_travels_from_one_window_into_the_next(among_many, crowded):
    address = at(crowded, "editar", "proceso")

    among_many.post(address, filled(among_many.get(address), move="milestones-8-down"))
    page = among_many.get(f"{address}?filas=milestones-2")
    assert here(page)[0] == "M9"
    among_many.post(address, filled(page, move="milestones-0-down"))

    assert titles(crowded)[8:12] == ["10", "11", "9", "12"]


def test_a_new_row_is_asked_for_at_the_end_and_what_is_wrong_keeps_its_window(among_many, crowded):
    address = at(crowded, "editar", "proceso")

    added = among_many.post(address, filled(among_many.get(address), add="milestones"))
    page = among_many.get(added.url)
    assert here(page) == [f"M{n}" for n in range(19, 26)]
    new = row("milestones", 7, title="last", when="2020")
    wrong = row("milestones", 0, when="yesterday")
    page = among_many.post(address, filled(page, **new, **wrong))

    assert page.status_code == 200
    assert 'name="filas" value="milestones-3"' in page.content.decode()
    assert here(page)[:2] == ["M19", "M20"]
    assert titles(crowded)[-2:] == ["25", "last"]


@pytest.mark.parametrize("asked", ["milestones-0", "milestones-99", "milestones-²", "x-2", "-", ""])
def test_a_window_that_is_none_shows_the_nearest(among_many, crowded, asked):
    page = among_many.get(at(crowded, "editar", "proceso"), {"filas": asked})

    assert here(page)[0] == ("M19" if asked == "milestones-99" else "M1")


def test_however_often_new_rows_are_sent_there_are_no_more_than_fit(browser, whole):
    address = at(whole, "editar", "lecciones")
    data = filled(browser.get(address))
    few = {name: value for name, value in data.items() if not name.startswith("lessons-")}
    few |= {"lessons-TOTAL_FORMS": "40", "lessons-INITIAL_FORMS": "0", "seen": ""}
    for number in range(40):
        few |= row("lessons", number, kind="do", text=f"Weigh {number}.")

    for _time in range(3):
        browser.post(address, few)

    assert len(newest(whole).lessons.all()) == 40


@pytest.mark.parametrize("moved", ["lessons\r\nSet-Cookie: a=b", "ñ\u2028-up"])
def test_what_was_moved_is_no_part_of_a_header_unless_it_is_ours(browser, whole, moved):
    answer = save(browser, whole, "lecciones", move=moved)
    assert answer.url == at(whole, "editar", "lecciones")


def test_saved_while_one_writes_it_answers_with_the_time_and_what_is_missing(browser, whole):
    def revisions():
        return Case.objects.get(pk=whole.pk).revisions.count()

    autosave(browser, whole, "problema", problem="First thought.")
    before = revisions()
    answer = autosave(browser, whole, "problema", problem="")

    body = answer.content.decode()
    assert "Saved at" in body
    assert 'id="progress"' in body
    assert "#id_problem" in body, "what is missing now leads to the field"
    assert "<main" not in body
    assert answer["HX-Trigger"] == "kept-all"
    assert revisions() == before, "one working revision, overwritten"
    wrong = autosave(browser, whole, "medios", staff_months="a lot", months_to_implement="7")
    assert wrong["HX-Trigger"] == "kept-some"
    assert 'id="id_staff_months_error" hx-swap-oob="true"' in wrong.content.decode()
    assert newest(whole).months_to_implement == 7


def test_an_answer_lost_on_the_way_is_no_conflict_but_somebody_elses_is(browser, whole):
    address = at(whole, "editar", "problema")
    data = filled(browser.get(address))
    again = {"headers": {"HX-Request": "true"}}
    browser.post(address, {**data, "problem": "One."}, **again)

    browser.post(address, {**data, "problem": "One and two."}, **again)
    assert newest(whole).problem == "<p>One and two.</p>"

    save(browser, whole, "problema", problem="Another window.")
    answer = browser.post(address, {**data, "problem": "Three."}, **again)
    assert "Somebody else saved this part meanwhile" in answer.content.decode()
    assert newest(whole).problem == "<p>Another window.</p>"
    page = browser.post(address, {**data, "problem": "Three."})
    assert "What is saved now: Another window." in words(page)


def test_what_it_did_not_need_is_no_longer_missing(browser, whole):
    save(browser, whole, "norma", nothing_of=["legal_instruments"])
    save(browser, whole, "medios", nothing_of=["technologies"])

    assert newest(whole).nothing_of == ["technologies", "legal_instruments"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3.281.622,19", "3281622.19"),
        ("3,281,622.19", "3281622.19"),
        ("12,5", "12.5"),
        ("-66.87919", "-66.87919"),
        ("1 250", "1250"),
        ("0,125", "0.125"),
    ],
)
def test_numbers_are_read_as_they_are_written_in_each_country(written, number):
    assert number_of(written) == Decimal(number)


def test_what_may_be_thousands_or_decimals_is_asked(browser, whole):
    with pytest.raises(AmbiguousError):
        number_of("1.250")

    page = save(browser, whole, "resultados", **row("indicators", 0, result="1.250"))

    assert "“1.250” may be thousands or decimals. Write 1250 or 1.2500." in words(page)
    assert read_moment("=cmd|' /C calc'!A0") is None


WORD = (
    "<html><head><style>p.MsoNormal {margin:0cm}</style></head><body>"
    "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
    "<p class=MsoNormal style='margin:0'><b>Two</b> tonnes<o:p></o:p></p>"
    "<p class=MsoListParagraph><span>·<span>&nbsp;&nbsp; </span></span>first</p>"
    "<p class=MsoListParagraph><span>·<span>&nbsp;&nbsp; </span></span>second</p></body></html>"
)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (WORD, "<p><strong>Two</strong> tonnes</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>"),
        ("We need:\n\n•\tbins\n•\ta cart", "<p>We need:</p>\n<ul>\n<li>bins</li>\n<li>a cart</li>"),
        ("a\x00b \U0001f600 \u202egnirts", "<p>ab \U0001f600 \u202egnirts</p>"),
        ("less than < 5 and <b>literal</b>", "&lt;b&gt;literal"),
    ],
    ids=["word", "bullets", "signs", "literal"],
)
def test_what_is_pasted_becomes_clean_text(browser, whole, pasted, kept):
    save(browser, whole, "problema", problem=pasted)

    assert kept in newest(whole).problem


def test_a_section_costs_few_queries_whatever_it_holds(
    browser, whole, django_assert_max_num_queries
):
    browser.get(at(whole, "editar", "problema"))
    for section in SECTIONS:
        with django_assert_max_num_queries(12):
            browser.get(at(whole, "editar", section.slug))
