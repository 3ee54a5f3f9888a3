"""Whether something was of use: anybody says so, once a day, and nobody is followed."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from knowledge import actions
from knowledge.actions.usefulness import forget_who_answered, note_seen, say_useful
from knowledge.models import CaseNetwork, SolutionIndexPage, Usefulness
from networks import actions as networks
from networks.models import NetworkPage
from tests.factories import MemberFactory, NetworkIndexPageFactory, SolutionPageFactory
from tests.knowledge.feedback import browser_of
from tests.knowledge.workspace import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]

QUEUE = "/en/experiencias/por-mejorar/"


@pytest.fixture
def address(published):
    return f"/en/experiencias/{published.code}/le-sirvio/"


@pytest.fixture
def scene(home):
    """A network, open or closed, each with a solution and its coordinator."""
    index = NetworkIndexPageFactory(parent=home)
    told = {}
    for slug, fields in (
        ("agua", {}),
        ("cerrada", {"visibility": "members", "joining": "invitation"}),
    ):
        page = NetworkPage(slug=slug, title=f"Red {slug}", purpose="Juntos.", **fields)
        told[slug] = networks.create_network(index, page)
        told[f"lidera-{slug}"] = MemberFactory(display_name=f"Lidera {slug}")
        networks.appoint_coordinator(told[slug], told[f"lidera-{slug}"])
        section = SolutionIndexPage.objects.child_of(told[slug]).get()
        told[f"writer-{slug}"] = MemberFactory()
        told[f"solution-{slug}"] = SolutionPageFactory(
            parent=section, title=f"Solución {slug}", author=told[f"writer-{slug}"]
        )
    return told


def no(client, address, **told):
    return client.post(address, {"was_useful": "no", "reason": "unclear", **told})


def test_the_page_asks_without_a_form_and_can_be_cached(client, published, address):
    response = client.get(published.get_absolute_url())
    page = response.content.decode()
    assert "/le-sirvio/?respuesta=si" in page
    assert "csrfmiddlewaretoken" not in page
    assert not response.cookies


def test_a_visitor_says_so_with_a_reason_and_is_thanked(client, published, address):
    form = client.get(f"{address}?respuesta=no").content.decode()
    assert re.search(r'<input[^>]*value="no"[^>]*checked', form)
    response = client.post(
        address, {"was_useful": "no", "reason": "incomplete", "words": "No costs."}, follow=True
    )
    assert "Thank you" in words(response)
    said = Usefulness.objects.get()
    assert (said.case, said.was_useful, said.reason) == (published, False, "incomplete")
    assert said.words == "No costs."


def test_the_form_takes_the_place_of_the_question(client, address):
    part = client.get(f"{address}?respuesta=si", headers={"HX-Request": "true"}).content.decode()
    assert 'class="useful section' in part
    assert "hx-post" in part


@pytest.mark.parametrize(
    "told", [{}, {"was_useful": "x"}, {"was_useful": "no", "reason": "x"}, {"words": "x"}]
)
def test_what_is_no_answer_is_said_and_nothing_is_kept(client, address, told):
    assert client.post(address, told).status_code == 200
    assert not Usefulness.objects.exists()
    long = client.post(address, {"was_useful": "no", "words": "x" * 1001}).content.decode()
    assert "x" * 1001 in long
    assert not Usefulness.objects.exists()


def test_one_answer_a_day_from_a_browser_the_last_one_counts(client, address):
    no(client, address)
    client.post(address, {"was_useful": "si", "reason": "unclear"})
    said = Usefulness.objects.get()
    assert said.was_useful
    assert said.reason == ""
    no(Client(), address)
    assert Usefulness.objects.count() == 2


def test_one_answer_a_day_from_a_person_whatever_the_browser(member, address):
    for _browser in range(2):
        no(browser_of(member), address)
    assert Usefulness.objects.count() == 1


def test_nobody_is_followed(client, member, published, address):
    no(client, address)
    no(browser_of(member), address)
    cookie = client.cookies["sirvio"]
    assert cookie["httponly"]
    for said in Usefulness.objects.all():
        told = " ".join(str(getattr(said, field.attname)) for field in said._meta.fields)
        assert cookie.value not in told
        assert member.handle not in told
    names = {field.name for field in Usefulness._meta.fields if field.is_relation}
    assert names == {"case", "solution", "seen_by"}
    Usefulness.objects.update(said_on=timezone.localdate() - timedelta(days=1))
    assert forget_who_answered() == 2
    assert not Usefulness.objects.exclude(once=None).exists()
    no(client, address)
    assert Usefulness.objects.count() == 3


def test_a_connection_that_answers_too_often_waits(client, address, settings):
    limits = {**settings.ACCOUNT_RATE_LIMITS, "usefulness": "1/h/ip"}
    settings.ACCOUNT_RATE_LIMITS = limits
    no(client, address)
    page = no(Client(), address, words="Keep me").content.decode()
    assert "Keep me" in page
    assert Usefulness.objects.count() == 1


def test_of_what_nobody_reads_nothing_is_asked(client, published, team, draft):
    actions.unpublish(published, team, "They asked.")
    published.refresh_from_db()
    assert client.get(f"/experiencias/{published.code}/le-sirvio/").status_code == 404
    with pytest.raises(PermissionDenied):
        say_useful(published, "b1", was_useful=True)


def test_a_solution_is_asked_about_where_it_can_be_opened(client, scene):
    open_one, closed = scene["solution-agua"], scene["solution-cerrada"]
    page = client.get(open_one.get_url()).content.decode()
    assert f"/soluciones/{open_one.pk}/le-sirvio/" in page
    no(client, f"/en/soluciones/{open_one.pk}/le-sirvio/")
    assert Usefulness.objects.get().solution == open_one
    assert client.get(f"/soluciones/{closed.pk}/le-sirvio/").status_code == 404
    assert no(client, f"/soluciones/{closed.pk}/le-sirvio/").status_code == 404


# --- The queue ------------------------------------------------------------------------------


def test_who_can_make_it_better_finds_it_and_nobody_else(
    published, author, team, unit, member, scene
):
    CaseNetwork.objects.create(case=published, network=scene["agua"])
    for thing in (published, scene["solution-agua"], scene["solution-cerrada"]):
        say_useful(thing, "b1", was_useful=False, reason="unclear", words="Too many acronyms")
    told = {
        author: {"case"},
        scene["lidera-agua"]: {"case", "agua"},
        scene["writer-agua"]: {"agua"},
        scene["lidera-cerrada"]: {"cerrada"},
        # No longer one of its members: what is closed stays so.
        scene["writer-cerrada"]: set(),
        team: {"case", "agua", "cerrada"},
        unit: {"case", "agua", "cerrada"},
        member: set(),
    }
    titles = {
        "case": published.title,
        "agua": "Solución agua",
        "cerrada": "Solución cerrada",
    }
    assert browser_of().get(QUEUE).status_code == 302
    for person, things in told.items():
        page = words(browser_of(person).get(QUEUE))
        assert {name for name, title in titles.items() if title in page} == things, person
        assert ("Too many acronyms" in page) is bool(things)
        space = words(browser_of(person).get("/en/mi-espacio/"))
        assert ("found of no use what they read" in space) is bool(things), person


def test_it_says_how_many_and_why_and_leaves_when_it_was_seen(published, author, member):
    for number, (useful, reason) in enumerate(
        [(True, ""), (False, "unclear"), (False, "unclear"), (False, "outdated")]
    ):
        say_useful(published, f"b{number}", was_useful=useful, reason=reason)
    page = words(browser_of(author).get(QUEUE))
    assert "Of use to 1, of no use to 3 (25 % found it useful)." in page
    assert "It is hard to understand 2" in page
    assert "3 readers found of no use what they read" in words(
        browser_of(author).get("/en/mi-espacio/")
    )
    last = Usefulness.objects.order_by("pk").last()
    say_useful(published, "late", was_useful=False, reason="other")
    told = {"experiencia": published.pk, "hasta": last.pk}
    assert browser_of(member).post(f"{QUEUE}visto/", told).status_code == 403
    browser_of(author).post(f"{QUEUE}visto/", told)
    # What was said since stays.
    assert Usefulness.objects.unseen().count() == 1
    assert note_seen(published, author, last.pk + 10) == 1
    assert "Nothing waits to be improved" in words(browser_of(author).get(QUEUE))


def test_somebody_suspended_finds_nothing_to_improve(published, author):
    say_useful(published, "b1", was_useful=False)
    author.suspended_at = timezone.now()
    author.save()
    client = browser_of(author)
    assert client.get("/en/mi-espacio/").status_code == 200
    assert "Nothing waits to be improved" in words(client.get(QUEUE))


@pytest.mark.parametrize("told", [{"experiencia": "x"}, {"experiencia": "9" * 30}, {}])
def test_what_is_no_key_is_not_found(author, told):
    assert browser_of(author).post(f"{QUEUE}visto/", told).status_code == 404


def test_the_queue_costs_the_same_with_few_and_many(
    published, author, team, scene, django_assert_max_num_queries
):
    def count():
        client = browser_of(team)
        client.get(QUEUE)
        with django_assert_max_num_queries(12) as queries:
            client.get(QUEUE)
        return len(queries)

    say_useful(published, "b", was_useful=False, reason="unclear", words="Why?")
    say_useful(scene["solution-agua"], "b", was_useful=False, reason="unclear", words="Why?")
    few = count()
    for number in range(30):
        for thing in (published, scene["solution-agua"], scene["solution-cerrada"]):
            say_useful(thing, f"b{number}", was_useful=False, reason="other", words="No.")
    assert count() == few
