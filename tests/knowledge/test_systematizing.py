"""Working a case through in the five moments, and carrying what comes of it into the record."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from knowledge import actions
from knowledge.models import (
    Carrying,
    Case,
    Contributor,
    Interview,
    Lesson,
    Milestone,
    Systematization,
)
from knowledge.moments import SCREENS
from tests.factories import MemberFactory
from tests.knowledge.workspace import at, newest, words

pytestmark = pytest.mark.django_db
PLACE = "sistematizacion"
TIMELINE, STORY = "linea-de-tiempo", "recuperacion"


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def filled(page, **changes):
    """The form of a screen as a browser would send it back, with some answers changed."""
    form = page.context["form"]
    rows = getattr(form, "rows", None)
    parts = [form] if rows is None else [rows.management_form, *rows.forms]
    told = [(field.html_name, field.value()) for part in parts for field in part]
    data = {name: value for name, value in told if not (value is None or value is False)}
    return {**data, "seen": page.context["seen"], **changes}


def save(browser, case, screen, **changes):
    address = at(case, PLACE, screen)
    return browser.post(address, filled(browser.get(address), **changes))


def row(number, **facts):
    return {f"rows-{number}-{name}": value for name, value in facts.items()}


def carry(browser, case, **ways):
    address = at(case, PLACE, "llevar")
    seen = browser.get(address).context["seen"]
    chosen = {f"way-{name}": way for name, way in ways.items()}
    return browser.post(address, {"seen": seen, **chosen}, follow=True)


def put_into_draft(case, user, **values):
    from knowledge.actions.systematization import write  # the same door as the page

    write(case, values, user)


def test_it_is_open_to_those_who_write_and_to_the_team_alone(
    published, draft, author, team, unit, member
):
    screens = [(), ("llevar",), *((screen.slug,) for screen in SCREENS)]
    for person, expected, opened in (
        (author, 200, screens),
        (team, 200, screens[:3]),
        (unit, 200, screens[:3]),
        (member, 403, screens),
    ):
        browser = browser_of(person)
        for screen in opened:
            answer = browser.get(at(published, PLACE, *screen))
            assert answer.status_code == expected, (person, screen)
    assert browser_of(MemberFactory()).post(at(published, PLACE, STORY)).status_code == 403
    visitor = Client()
    assert "/cuenta/entrar/" in visitor.get(at(published, PLACE)).url
    typed = visitor.post(at(published, PLACE, STORY), {"recovery": "All I had typed today."})
    assert (typed.status_code, "All I had typed today." in words(typed)) == (403, True)
    assert not Systematization.objects.exists()


def test_a_draft_of_others_has_no_systematization_for_strangers(draft, member, author):
    assert browser_of(member).get(at(draft, PLACE)).status_code == 404
    assert "Work on the systematization" in words(browser_of(author).get(at(draft, "editar")))


def test_the_five_moments_are_worked_out_and_say_how_far_they_have_come(draft, author, team):
    browser = browser_of(author)
    save(
        browser,
        draft,
        "punto-de-partida",
        starting_point_on="2026-11-21",
        facilitator=team.pk,
        team="Ana, head of services\r\nThe stall holders",
        starting_point="**Twenty** stalls.",
        registers="- a weighing book",
    )
    assert save(browser, draft, "preguntas", objective="To go on.", object="2022 to 2024.").url
    save(browser, draft, "preguntas", axis="Participation.", questions="Why?", next="1")
    save(browser, draft, "fuentes", **row(0, what="The weighing book", state="had", year="2023"))
    save(browser, draft, "fuentes", **row(1, what="The foreman", can_tell="Why it stopped"))
    moved = save(browser, draft, "fuentes", up="1")

    page = words(browser.get(at(draft, PLACE)))
    told = Systematization.objects.get()
    assert moved.url == at(draft, PLACE, "fuentes")
    assert [each.what for each in told.sources.all()] == ["The foreman", "The weighing book"]
    assert "<strong>Twenty</strong>" in told.starting_point
    assert "2 of 5 done" in page
    assert "Nov. 21, 2026" in page
    assert f"{team.display_name} accompanies it" in page
    assert "answers to be systematized (N2)" in page
    following = browser.get(at(draft, PLACE)).context["following"]
    assert following.slug == "entrevistas"


def test_the_timeline_puts_itself_in_the_order_of_the_story(draft, author):
    browser = browser_of(author)
    wrong = save(
        browser,
        draft,
        TIMELINE,
        **{"rows-TOTAL_FORMS": 2},
        **row(0, title="Never", year="2023", month="2", day="31", phase="course"),
        **row(1, title="No year", phase="course"),
    )
    assert "has no such day" in words(wrong)
    assert "Write the year, even if it is not certain." in words(wrong)
    assert 'value="31"' in wrong.content.decode()
    save(
        browser,
        draft,
        TIMELINE,
        **{"rows-TOTAL_FORMS": 4},
        **row(0, title="It spreads", year="2024", phase="course"),
        **row(1, title="The trial", year="2023", month="3", phase="start"),
        **row(2, title="The lorry breaks", year="2022", phase="before", change="It stinks."),
    )

    page = browser.get(at(draft, PLACE, TIMELINE))
    said = words(page)
    assert said.index("The lorry breaks") < said.index("The trial") < said.index("It spreads")
    assert "Before it began" in said
    assert newest(draft).milestones.count() == 0
    save(browser, draft, TIMELINE, **row(0, DELETE="on"))
    opened = browser.get(at(draft, PLACE, TIMELINE))
    new = {"title": "The fine", "year": "2025", "phase": "course", "key": str(uuid.uuid4())}
    seen = opened.context["seen"]
    for what in ("", "Voted."):
        late = {**filled(opened), **row(3, **new, change=what), "rows-TOTAL_FORMS": 4}
        kept = browser.post(at(draft, PLACE, TIMELINE), {**late, "seen": seen, "autosave": "1"})
        assert "Saved at" in kept.content.decode()
        seen = kept.context["seen"]
    assert browser.post(at(draft, PLACE, TIMELINE), {**late, "seen": seen}).status_code == 302
    fine = Systematization.objects.get().moments.get(title="The fine")
    assert (str(fine.key), fine.change) == (new["key"], "Voted.")
    fine.delete()
    left = Systematization.objects.get().moments.values_list("title", flat=True)
    assert list(left) == ["The trial", "It spreads"]


def test_it_saves_itself_and_two_who_write_at_once_lose_nothing(draft, author, team):
    mine, theirs = browser_of(author), browser_of(team)
    address = at(draft, PLACE, STORY)
    opened = mine.get(address)
    kept = mine.post(address, filled(opened, recovery="Mine.", autosave="1"))
    assert "Saved at" in kept.content.decode()
    token = kept.context["seen"]
    again = mine.post(
        address, {**filled(opened), "recovery": "Mine, more.", "seen": token, "autosave": "1"}
    )
    assert "Saved at" in again.content.decode()

    save(theirs, draft, STORY, recovery="Theirs.")
    late = {**filled(opened), "recovery": "Mine, late.", "seen": again.context["seen"]}
    refused = mine.post(address, {**late, "autosave": "1"})
    page = mine.post(address, late)

    assert "Somebody else saved this screen" in refused.content.decode()
    assert Systematization.objects.get().recovery == "<p>Theirs.</p>"
    assert "What is saved now: Theirs." in words(page)
    assert page.context["form"]["recovery"].value() == "Mine, late."
    assert mine.post(address, {**late, "seen": page.context["seen"]}).status_code == 302
    bad = mine.post(address, filled(mine.get(address), recovery_on="31/02/2019", autosave="1"))
    assert "something has to be completed" in bad.content.decode()
    said = mine.post(address, filled(mine.get(address), recovery_on="31/02/2019"))
    assert "“31/02/2019” is no day of the calendar" in words(said)


def test_whoever_was_interviewed_only_the_team_and_who_held_it_know(
    draft, author, team, unit, django_capture_on_commit_callbacks
):
    co_worker = browser_of(team)
    proof = SimpleUploadedFile("sheet.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    answers = {"person": "Marta Solórzano", "post": "Fishmonger", "notes": "It stank."}
    new = at(draft, PLACE, "entrevistas", "nueva")
    asked = co_worker.post(new, {**answers, "consent": "named"})
    assert "Say how the consent was given." in words(asked)
    consent = {"consent": "refused", "consent_given": "written", "consented_on": "21/11/2026"}
    assert co_worker.post(new, {**answers, **consent, "consent_file": proof}).status_code == 302

    row = Interview.objects.get()
    listed = at(draft, PLACE, "entrevistas")
    one = (*("sistematizacion", "entrevistas"), str(row.pk))
    mine = browser_of(author)
    for page in (mine.get(listed), mine.get(at(draft, PLACE, STORY)), mine.get(at(draft, PLACE))):
        for secret in ("Solórzano", "Fishmonger", "stank", row.consent_file.name):
            assert secret not in page.content.decode()
    assert "Interview 1" in words(mine.get(listed))
    assert mine.get(at(draft, *one)).status_code == 403
    assert mine.get(f"/media/{row.consent_file.name}").status_code == 404
    assert Client().get(f"/media/{row.consent_file.name}").status_code == 404
    for knows in (co_worker, browser_of(unit)):
        assert "Marta Solórzano" in words(knows.get(listed))
        assert knows.get(f"/media/{row.consent_file.name}").status_code == 200
    Interview.objects.update(consent="without_name")
    assert "stank" in words(mine.get(listed))

    first = row.consent_file.name
    other = SimpleUploadedFile("signed.pdf", b"%PDF-1.4\n2 0 obj\n<<>>\nendobj\n%%EOF\n")
    changed = {**answers, **consent, "notes": "It stank.", "consent_file": other}
    with django_capture_on_commit_callbacks(execute=True):
        assert co_worker.post(at(draft, *one), changed).status_code == 302
    row.refresh_from_db()
    assert row.consent_file.name != first
    assert default_storage.exists(row.consent_file.name)
    assert not default_storage.exists(first)

    assert mine.post(at(draft, *one, "borrar")).status_code == 403
    assert co_worker.post(at(draft, *one, "borrar")).status_code == 302
    assert not Interview.objects.exists()


def test_a_protected_person_who_was_interviewed_is_unknown_to_who_does_not_work_on_it(
    draft, author, team, unit
):
    told = Systematization.objects.create(case=draft)
    name = default_storage.save(f"interview_consents/{draft.key}/sheet.pdf", ContentFile(b"%PDF"))
    facts = {"person": "Marta Solórzano", "consent": "named", "consent_file": name}
    Interview.objects.create(systematization=told, **facts)
    actions.protect_named(draft, author, credited(draft, "Marta Solórzano"), "nobody")

    browser = browser_of(team)
    assert "Interview 1" in words(browser.get(at(draft, PLACE, STORY)))
    assert browser.get(f"/media/{name}").status_code == 404
    assert browser_of(unit).get(f"/media/{name}").status_code == 200
    Case.objects.filter(pk=draft.pk).update(assignee=team)
    assert "Marta Solórzano" in words(browser.get(at(draft, PLACE, STORY)))
    assert browser.get(f"/media/{name}").status_code == 200


def credited(case, name):
    row = Contributor(name=name, role="author")
    case.contributors.add(row)
    case.save()
    case.save_revision(clean=False)
    return str(row.key)


def test_what_was_worked_out_reaches_the_record_only_by_the_step(draft, author):
    browser = browser_of(author)
    put_into_draft(draft, author, process="<p>It began small.</p>")
    held = newest(draft)
    held.milestones.add(Milestone(year=2024, title="It spreads"))
    held.save_revision(user=author, clean=False)
    save(browser, draft, STORY, recovery="Then it grew.")
    save(browser, draft, TIMELINE, **row(0, title="The trial", year="2023", phase="start"))
    save(browser, draft, "lecciones", **row(0, kind="avoid", text="Do not impose the fine."))
    save(browser, draft, "reflexion", reflection="It saves a walk.")
    before = newest(draft)
    assert "grew" not in before.process

    page = browser.get(at(draft, PLACE, "llevar"))
    assert "In the record today It began small." in words(page)
    assert "From the systematization Then it grew." in words(page)
    untouched = carry(browser, draft)
    assert "Nothing was chosen" in words(untouched)
    done = carry(
        browser, draft, process="append", milestones="append", lessons="replace", analysis="replace"
    )

    now = newest(draft)
    assert "4 fields of the record were written" in words(done)
    assert now.process == "<p>It began small.</p>\n<p>Then it grew.</p>"
    assert [each.title for each in now.milestones.all()] == ["The trial", "It spreads"]
    assert [each.text for each in now.lessons.all()] == ["Do not impose the fine."]
    assert now.analysis == "<p>It saves a walk.</p>"
    assert now.title == before.title
    assert Carrying.objects.filter(field="process", carried_by=author).count() == 1
    assert "“Process”" not in words(done)
    assert "Carried before" in words(browser.get(at(draft, PLACE, "llevar")))

    carried = Carrying.objects.get(field="process")
    back = browser.post(at(draft, PLACE, "llevar", str(carried.pk), "deshacer"), follow=True)
    assert "says again what it said before" in words(back)
    assert newest(draft).process == "<p>It began small.</p>"
    put_into_draft(draft, author, analysis="<p>Somebody else's.</p>")
    other = Carrying.objects.get(field="analysis")
    back = browser.post(at(draft, PLACE, "llevar", str(other.pk), "deshacer"), follow=True)
    assert "nothing was put back" in words(back)
    assert newest(draft).analysis == "<p>Somebody else's.</p>"


def test_a_record_changed_meanwhile_is_shown_again_and_review_keeps_it_closed(draft, author):
    browser = browser_of(author)
    save(browser, draft, STORY, recovery="Then it grew.")
    address = at(draft, PLACE, "llevar")
    seen = browser.get(address).context["seen"]
    put_into_draft(draft, author, results="<p>New.</p>")

    page = browser.post(address, {"seen": seen, "way-process": "append"})

    assert page.status_code == 409
    assert "The record was changed meanwhile" in words(page)
    assert newest(draft).process == ""
    actions.send(Case.objects.get(pk=draft.pk), author)
    sent = Case.objects.get(pk=draft.pk)
    assert browser.get(at(sent, PLACE, STORY)).status_code == 200
    assert browser.get(at(sent, PLACE, "llevar")).status_code == 403


def test_what_the_record_says_can_be_taken_up_and_taken_back_changes_no_row(draft, author):
    browser = browser_of(author)
    held = newest(draft)
    held.milestones.add(Milestone(year=2021, title="A decree", kind="norm"))
    held.lessons.add(Lesson(kind="do", text="Weigh."))
    held.save_revision(user=author, clean=False)
    for _twice in range(2):
        for screen in (TIMELINE, "lecciones"):
            browser.post(at(draft, PLACE, screen, "traer"))

    told = Systematization.objects.get()
    assert [(each.title, each.phase) for each in told.moments.all()] == [
        ("A decree", "preparation")
    ]
    assert [each.text for each in told.lessons.all()] == ["Weigh."]
    assert "Both say the same." in words(browser.get(at(draft, PLACE, "llevar")))
    keys = [each.key for each in newest(draft).milestones.all()]
    assert keys == [each.key for each in told.moments.all()]


def test_hostile_words_are_only_text(draft, author):
    browser = browser_of(author)
    bad = "<script>alert(1)</script>\x00 \u202ertl 😀 {{ 7|add:7 }} [a](javascript:alert(1))"
    long = "word " * 21_000
    for screen, field in ((STORY, "recovery"), ("preguntas", "objective")):
        assert save(browser, draft, screen, **{field: bad}).status_code == 302
        shown = browser.get(at(draft, PLACE, screen)).content.decode()
        assert "<script>alert" not in shown
        assert 'href="javascript' not in shown
        refused = save(browser, draft, screen, **{field: long})
        assert "fit. Shorten it" in words(refused)
        assert long.strip() in refused.content.decode()
    save(browser, draft, TIMELINE, **row(0, title=bad[:70], year="2023", phase="no such"))
    save(browser, draft, TIMELINE, **{"rows-TOTAL_FORMS": "many"})
    save(browser, draft, TIMELINE, **row(0, key="no key", title="A", year="2023", phase="course"))
    for screen in ("no-hay", "entrevistas/999999"):
        assert browser.get(at(draft, PLACE, *screen.split("/"))).status_code == 404


def test_screens_ask_few_queries_however_much_is_told(draft, author, django_assert_max_num_queries):
    browser = browser_of(author)
    many = {"rows-TOTAL_FORMS": 31}
    for number in range(30):
        many |= row(number, title=f"Moment {number}", year="2023", phase="course")
    save(browser, draft, TIMELINE, **many)
    save(browser, draft, STORY, recovery="Then.")
    for screen in ((), (TIMELINE,), (STORY,), ("reflexion",), ("entrevistas",), ("llevar",)):
        with django_assert_max_num_queries(12):
            page = browser.get(at(draft, PLACE, *screen))
        assert page.status_code == 200
