"""What was accepted goes into the next version, which credits its authors and is told of."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.actions.following import follow
from community.actions.mail_preferences import choose
from community.models import Notification
from knowledge import actions
from knowledge.actions.feedback import answer_feedback, give_feedback, note_in_draft
from knowledge.actions.transfer_stages import move
from knowledge.adopters import tell_next_adopters
from knowledge.kinds import ShownAs
from knowledge.models import Case, Feedback
from knowledge.transfer_kinds import TransferStage
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import write
from tests.knowledge.feedback import browser_of
from tests.knowledge.transfers import measured, official, repeat, town
from tests.knowledge.workspace import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]


def accepted(case, giver, author, *, in_draft=True, text="It began in 2018.", **told):
    made = give_feedback(case, giver, kind="correction", text=text, **told)
    return answer_feedback(
        made, author, disposition="accepted", answer="True: mended.", in_draft=in_draft
    )


def rewritten(case, author):
    """Its authors write on and hand it in."""
    write(case, author, f"Compost in {case.versions.count() + 1} markets")
    return actions.send(Case.objects.get(pk=case.pk), author)


def published_again(case, author, team, significance="medium", **told):
    rewritten(case, author)
    return actions.publish(
        Case.objects.get(pk=case.pk), team, significance=significance, note="Two.", **told
    )


def told_of(person, kind):
    return Notification.objects.filter(recipient=person, kind=kind)


# --- Bundling ---------------------------------------------------------------------------


def test_a_version_takes_up_what_the_text_has_and_credits_two_people(published, author, team):
    rosa, luis, eva = (MemberFactory(display_name=name) for name in ("Rosa", "Luis", "Eva"))
    first = accepted(published, rosa, author)
    second = accepted(published, luis, author, text="The bins are 240 litres.")
    left = accepted(published, eva, author, text="A map would help.", in_draft=False)
    waiting = give_feedback(published, eva, kind="question", text="Why?")

    version = published_again(published, author, team)

    for each, taken in ((first, version), (second, version), (left, None), (waiting, None)):
        each.refresh_from_db()
        assert each.resolved_in == taken
        assert not each.in_draft
    for person, is_told in ((rosa, True), (luis, True), (eva, False)):
        assert told_of(person, "feedback_credited").exists() is is_told
    case = Case.objects.get(pk=published.pk)
    page = words(browser_of().get(f"/en{case.get_absolute_url().removeprefix('/en')}"))
    assert "With contributions of Rosa; Luis" in page
    shown = words(browser_of().get(f"/en/experiencias/{case.code}/v/2/aportes/"))
    for said in ("Rosa", "Luis", "It began in 2018.", "True: mended.", "Two."):
        assert said in shown
    assert "Eva" not in shown
    # An old version says it on its own page.
    published_again(case, author, team)
    old = words(browser_of().get(f"/en/experiencias/{case.code}/v/2/"))
    assert "With contributions of Rosa; Luis" in old


def test_the_form_lists_what_was_accepted_and_what_is_ticked_is_taken_up(published, author, team):
    rosa = MemberFactory(display_name="Rosa")
    has, lacks = (
        accepted(published, rosa, author),
        accepted(published, rosa, author, text="A map would help.", in_draft=False),
    )
    rewritten(published, author)
    client = browser_of(team)
    address = f"/en/experiencias/{published.code}/"
    page = client.get(address).content.decode()
    boxes = re.findall(r'<input[^>]*name="publicar-resolves"[^>]*>', page)
    assert [("checked" in box) for box in boxes] == [True, False]
    told = {"publicar-significance": "minor", "publicar-resolves": [str(lacks.pk)]}
    assert client.post(f"{address}publicar/", told).status_code == 302
    has.refresh_from_db()
    lacks.refresh_from_db()
    assert has.resolved_in is None
    assert lacks.resolved_in.number == 2


def test_the_form_takes_up_nothing_of_another_case(published, author, team):
    other = actions.publish(actions.send(again := make_other(author), author), team).case
    foreign = accepted(other, MemberFactory(), author)
    mine = give_feedback(published, MemberFactory(), kind="question", text="Why?")
    version = published_again(published, author, team, resolves=[foreign.pk, mine.pk])
    assert not version.resolved.exists()
    assert again.pk == other.pk


def make_other(author):
    return CaseFactory(registered_by=author, title="Another")


def test_a_publication_that_shows_nothing_new_takes_up_nothing(published, author, team):
    made = accepted(published, MemberFactory(), author)
    actions.publish(Case.objects.get(pk=published.pk), team)
    made.refresh_from_db()
    assert made.resolved_in is None
    assert made.in_draft


def test_what_is_scheduled_takes_up_what_the_text_has(published, author, team):
    made = accepted(published, MemberFactory(), author)
    rewritten(published, author)
    day = timezone.now() + timezone.timedelta(days=1)
    actions.schedule(Case.objects.get(pk=published.pk), team, day)
    assert actions.publish_due(day) == 1
    made.refresh_from_db()
    assert made.resolved_in.number == 2


def test_authors_say_later_that_the_text_has_it(published, author, member):
    made = accepted(published, MemberFactory(), author, in_draft=False)
    address = f"{made.get_absolute_url()}en-el-texto/"
    assert browser_of(member).post(address).status_code == 403
    browser_of(author).post(address)
    made.refresh_from_db()
    assert made.in_draft
    browser_of(author).post(address, {"no": "1"})
    made.refresh_from_db()
    assert not made.in_draft
    waiting = give_feedback(published, member, kind="question", text="Why?")
    note_in_draft(waiting, author, is_there=True)
    waiting.refresh_from_db()
    assert not waiting.in_draft


def test_what_stands_in_a_version_is_not_decided_again(published, author, team, member):
    made = accepted(published, member, author)
    published_again(published, author, team)
    page = browser_of(author).post(
        made.get_absolute_url(), {"disposition": "answered", "answer": "No."}, follow=True
    )
    assert "the decision stands" in words(page)
    made.refresh_from_db()
    assert made.disposition == "accepted"


def test_a_protected_contributor_is_credited_without_a_name(published, author, team, member):
    theirs = town("Peñalba")
    clara = official(theirs, "clara")
    accepted(published, clara, author, shown_as=ShownAs.NOBODY)
    accepted(
        published, clara, author, shown_as=ShownAs.ORGANIZATION, organization=theirs, text="More."
    )
    published_again(published, author, team)
    for path in ("", "v/2/aportes/", "versiones/comparar/"):
        for person in (None, member, author):
            page = words(browser_of(person).get(f"/en/experiencias/{published.code}/{path}"))
            assert "Clara" not in page, path
    assert "Somebody of Alcaldía de Peñalba" in page
    assert told_of(clara, "feedback_credited").count() == 1


def test_lessons_of_a_private_transfer_are_not_credited_in_public(published, author, team):
    clara = official(town("Peñalba"), "clara")
    transfer = repeat(published, town("Vado"), clara, visibility="team")
    made = accepted(published, clara, author)
    Feedback.objects.filter(pk=made.pk).update(transfer=transfer)
    published_again(published, author, team)
    page = words(browser_of().get(f"/en/experiencias/{published.code}/"))
    assert "Clara" not in page
    assert "With contributions" not in page
    credits_page = words(browser_of().get(f"/en/experiencias/{published.code}/v/2/aportes/"))
    assert "Clara" not in credits_page
    assert "2018" not in credits_page


def test_the_lesson_of_a_transfer_that_closes_is_credited_in_the_next_version(
    published, author, team
):
    """Closed with results, answered, taken up, and the adopter is named and told."""
    clerk = official(town("Peñalba"), "clara")
    adopter = clerk.affiliations.get().organization
    transfer = repeat(published, adopter, clerk, visibility="public")
    measured(transfer)
    move(transfer, clerk, TransferStage.WITH_RESULTS, lessons="Begin on market day.")
    [lesson] = Feedback.objects.filter(kind="lesson")
    assert (lesson.text, lesson.transfer) == ("Begin on market day.", transfer)
    answer_feedback(lesson, author, disposition="partly", answer="In small towns.", in_draft=True)

    version = published_again(published, author, team)

    lesson.refresh_from_db()
    assert lesson.resolved_in == version
    credits = browser_of().get(f"/en/experiencias/{published.code}/v/2/aportes/")
    assert "Alcaldía de Peñalba" in words(credits)
    assert "Begin on market day." in words(credits)
    assert told_of(clerk, "feedback_credited").exists()


# --- Who hears of it ----------------------------------------------------------------------


@pytest.fixture
def people(published):
    """Who adopts version 1, one of their team, one who gave it up, and a follower."""
    adopter, named, former, follower = (
        official(town("Peñalba"), "clara"),
        MemberFactory(display_name="Nora"),
        official(town("Vado"), "bruno"),
        MemberFactory(display_name="Sigue"),
    )
    transfer = repeat(published, adopter.affiliations.get().organization, adopter)
    transfer.team.create(post="Aseo", person=named)
    repeat(
        published,
        former.affiliations.get().organization,
        former,
        stage="abandoned",
        stop_reason="no_funds",
    )
    for person in (follower, adopter):
        follow(published, person)
    return {"adopter": adopter, "named": named, "former": former, "follower": follower}


@pytest.mark.parametrize(
    ("significance", "is_told", "at_once"),
    [("minor", False, False), ("medium", True, False), ("major", True, True)],
)
def test_adopters_and_followers_hear_of_it_by_how_much_it_changes(
    published, author, team, people, work, significance, is_told, at_once
):
    published_again(published, author, team, significance)
    work(may_fail=True)

    for name, kind in (
        ("adopter", "adopted_version"),
        ("named", "adopted_version"),
        ("follower", "followed"),
    ):
        notices = list(told_of(people[name], kind))
        assert len(notices) == is_told, name
        for notice in notices:
            assert notice.waits_for_digest is not at_once, name
            assert (notice.delivery is not None) is at_once, name
    # Who follows what they adopt is told once; who gave it up, not at all.
    assert not told_of(people["adopter"], "followed").exists()
    assert not Notification.objects.filter(recipient=people["former"]).exists()


def test_the_notice_leads_to_what_changed_since_the_version_they_began_from(
    published, author, team, people, work
):
    published_again(published, author, team, "major")
    work(may_fail=True)
    notice = told_of(people["adopter"], "adopted_version").get()
    assert notice.url.endswith("versiones/comparar/?de=1&a=2")
    assert browser_of(people["adopter"]).get(notice.url).status_code == 200


def test_who_wants_no_mail_of_what_they_follow_gets_none_of_a_major_change(
    published, author, team, people, work
):
    choose(people["adopter"], {"following": "never"})
    published_again(published, author, team, "major")
    work(may_fail=True)
    notice = told_of(people["adopter"], "adopted_version").get()
    assert notice.delivery is None
    assert not notice.waits_for_digest


def test_who_adopts_the_newest_version_is_not_told_and_twice_is_as_once(
    published, author, team, people, work
):
    version = published_again(published, author, team, "major")
    work(may_fail=True)
    repeat(Case.objects.get(pk=published.pk), town("Nuevo"), late := official(town("X"), "late"))
    assert tell_next_adopters(version, None, 0) == 0
    assert told_of(people["adopter"], "adopted_version").count() == 1
    assert not told_of(late, "adopted_version").exists()


def test_who_is_credited_and_follows_it_is_told_once(published, author, team, work):
    giver = MemberFactory()
    follow(published, giver)
    accepted(published, giver, author)
    published_again(published, author, team, "major")
    work(may_fail=True)
    kinds = Notification.objects.filter(recipient=giver).values_list("kind", flat=True)
    assert "followed" not in kinds
    assert list(kinds).count("feedback_credited") == 1


def test_nobody_reads_a_credit_of_a_draft(draft, author):
    address = f"/experiencias/{draft.key}/v/1/aportes/"
    assert browser_of().get(address).status_code == 404
    assert browser_of(author).get(address).status_code == 404
    assert not Feedback.objects.visible_to(AnonymousUser()).exists()
