"""What "Mi espacio" asks of authors of cases and of the knowledge team."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from community.actions.conversation import post_comment
from community.actions.following import follow
from community.actions.moderation import report
from community.models import Comment, UploadedImage, User
from community.waiting import waiting_for as all_that_waits_for
from knowledge import actions
from knowledge.models import Case
from knowledge.scales import Validity
from networks import actions as in_networks
from networks.models import Membership
from tests.factories import CaseFactory, MemberFactory, ResourcePageFactory
from tests.networks.conftest import make_network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def author(db):
    return MemberFactory()


def waiting_for(user):
    """As a new request finds it."""
    return all_that_waits_for(User.objects.get(pk=user.pk))


def told(user):
    return [(matter.badge, matter.title, matter.said) for matter in waiting_for(user)]


def published(author, team, title="Out"):
    case = actions.send(CaseFactory(registered_by=author, title=title), author)
    actions.publish(case, team)
    return case


def said_about(case, author=None, **values):
    author = author or MemberFactory()
    return Comment.objects.create(thing=case, author=author, body="<p>Ya.</p>", **values)


def test_nothing_waits_for_who_has_begun_nothing(author):
    assert waiting_for(author) == []


def test_what_others_wait_for_comes_before_what_one_has_begun(author, team):
    CaseFactory(registered_by=author, title="Begun", problem="", cost_band="")
    CaseFactory(registered_by=MemberFactory(), title="Of somebody else")
    case = actions.send(CaseFactory(registered_by=author, title="Handed back"), author)
    actions.return_to_author(case, team, "More.")

    assert told(author) == [
        ("Returned", "Handed back", "The knowledge team asks you to complete it"),
        ("Draft", "Begun", "2 answers missing"),
    ]


def test_who_waits_for_an_answer_comes_before_who_only_spoke(author, team):
    said_about(published(author, team), posted_at=timezone.now() - timedelta(days=9))
    case = actions.send(CaseFactory(registered_by=author, title="Handed back"), author)
    actions.return_to_author(case, team, "More.")

    assert [matter.badge for matter in waiting_for(author)] == ["Returned", "Comments"]


def test_a_comment_waits_until_its_author_has_answered(author, team):
    case = published(author, team)
    said_about(case)
    said_about(case)
    said_about(case, hidden_at=timezone.now(), hidden_reason="Noise")
    said_about(case, posted_at=timezone.now() - timedelta(days=100))

    (matter,) = waiting_for(author)
    assert matter.said.startswith("2 comments")
    assert matter.url == f"/en/experiencias/{case.code}/#comentarios"

    said_about(case, author)
    assert waiting_for(author) == []
    said_about(case)
    assert told(author)[0][2].startswith("1 comment on")
    assert waiting_for(team) == []


def test_validity_is_asked_once_a_year_of_what_goes_on(author, team):
    old = timezone.localdate() - timedelta(days=366)
    goes_on, ended = published(author, team, "Goes on"), published(author, team, "Ended")
    published(author, team, "New")
    Case.objects.filter(pk=goes_on.pk).update(
        validity_status=Validity.CURRENT, validity_checked_on=old
    )
    Case.objects.filter(pk=ended.pk).update(
        validity_status=Validity.INTERRUPTED, validity_checked_on=old
    )

    (matter,) = waiting_for(author)
    assert matter.title == "Goes on"
    assert matter.url == f"/en/experiencias/{goes_on.code}/vigencia/"


def test_the_team_is_told_how_much_lies_on_its_desk(author, team, unit, member):
    for _number in range(2):
        actions.send(CaseFactory(registered_by=author), author)

    for person in (team, unit):
        (matter,) = waiting_for(person)
        assert matter.title == "2 experiences wait to be read"
    assert waiting_for(member) == []


def test_it_costs_the_same_however_much_waits(client, author, team, django_assert_max_num_queries):
    for number in range(30):
        CaseFactory(registered_by=author, title=f"Case {number}")
        said_about(published(author, team))
    for person in (author, team):
        client.force_login(person)
        client.get("/mi-espacio/")
        with django_assert_max_num_queries(12):
            assert client.get("/mi-espacio/").status_code == 200


def test_who_has_every_task_pays_no_more(
    client, networks, unit, team, django_assert_max_num_queries
):
    """Somebody of the unit who coordinates a network, writes, is followed and has much to do."""
    network, other = make_network(networks, "agua"), make_network(networks, "suelos")
    in_networks.appoint_coordinator(network, unit)
    asker = MemberFactory()
    in_networks.join(network, asker)
    in_networks.invite(other, MemberFactory(is_superuser=True), person=unit)
    for person in (network, asker, team):
        follow(person, unit)
    library = Page.objects.child_of(network).get(slug="recursos").specific
    for number in range(4):
        Membership.objects.create(network=network, user=MemberFactory(), state="requested")
        topic = in_networks.open_topic(network, asker, f"¿Y {number}?", "Digan.", "question")
        report(post_comment(topic, asker, f"Compre {number}."), MemberFactory(), "spam")
        guide = ResourcePageFactory.build(slug=f"guia-{number}", review_on=date(2020, 1, 1))
        in_networks.publish_entry(library, guide, by=unit)
        CaseFactory(registered_by=unit, title=f"Begun {number}")
        said_about(published(unit, team), asker)
        actions.send(CaseFactory(registered_by=asker), asker)
    unit.photo = UploadedImage.objects.create(title="Rostro", file=get_test_image_file())
    unit.save()
    client.force_login(unit)
    client.get("/mi-espacio/")

    with django_assert_max_num_queries(12):
        shown = client.get("/en/mi-espacio/").content.decode()

    for words in (
        "4 questions nobody",
        "4 people ask",
        "4 experiences wait to be read",
        "You are invited",
    ):
        assert words in shown, words
