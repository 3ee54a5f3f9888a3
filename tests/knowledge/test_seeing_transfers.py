"""Who reads a transfer, and where what its team keeps to itself must not show."""

import gzip
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.actions.conversation import post_comment
from community.actions.following import follow
from community.models import Activity
from community.moderable import moderable_of
from community.streams import stream
from knowledge import actions as of_cases
from knowledge.actions import transfers as actions
from knowledge.models import Case, Transfer
from networks.models import Membership
from tests.factories import MemberFactory, NetworkPageFactory, make_state
from tests.knowledge.transfers import (
    facilitator_of,
    measured,
    official,
    repeat,
    told_whole,
    town,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def adopter(db):
    government = town("Laguna Alta")
    government.is_listed = True
    government.save()
    return government


@pytest.fixture
def cast(published, adopter, keeper, author, team, unit, member):
    """Everybody who might look at it, by what they are to it."""
    origin = town("Sucre Nuevo")
    origin.territory = published.lead_municipality
    origin.save()
    network = NetworkPageFactory()
    coordinator = MemberFactory(handle="coordina")
    Membership.objects.create(network=network, user=coordinator, role="coordinator")
    far = town("Lejos")
    return {
        "visitor": AnonymousUser(),
        "member": member,
        "keeper": keeper,
        "colleague": official(adopter, "colega"),
        "named": official(far, "experta"),
        "origin": author,
        "of the origin": official(origin, "vecina"),
        "facilitator": facilitator_of(make_state()),
        "other facilitator": facilitator_of(far.territory, "otra"),
        "coordinator": coordinator,
        "stranger": official(far, "lejana"),
        "team": team,
        "unit": unit,
    }


OUTSIDE = {"visitor", "member", "other facilitator", "coordinator", "stranger"}


@pytest.mark.parametrize(
    ("visibility", "blind"),
    [("public", set()), ("members", {"visitor"}), ("team", OUTSIDE)],
)
def test_who_reads_it(client, cast, published, adopter, keeper, visibility, blind):
    transfer = repeat(published, adopter, keeper, visibility=visibility)
    transfer.team.create(post="Expert", person=cast["named"])
    seeing = {who for who, person in cast.items() if Transfer.objects.visible_to(person).exists()}
    assert seeing == set(cast) - blind
    for who, person in cast.items():
        client.logout()
        if person.is_authenticated:
            client.force_login(person)
        code = client.get(transfer.get_absolute_url()).status_code
        assert code == (404 if who in blind else 200), who


def test_of_a_withdrawn_case_and_of_a_hidden_one_only_its_people_read(
    client, cast, published, adopter, keeper, team
):
    transfer = repeat(published, adopter, keeper)
    transfer.team.create(post="Expert", person=cast["named"])
    transfer.hidden_at = timezone.now()
    transfer.save()
    seeing = {who for who, person in cast.items() if Transfer.objects.visible_to(person)}
    assert seeing == set(cast) - OUTSIDE
    transfer.hidden_at = None
    transfer.save()
    of_cases.unpublish(Case.objects.get(pk=published.pk), team, "Wrong.")
    seeing = {who for who, person in cast.items() if Transfer.objects.visible_to(person)}
    assert seeing == set(cast) - OUTSIDE


def test_who_left_the_municipality_reads_it_no_more(published, adopter, keeper):
    colleague = official(adopter, "colega")
    repeat(published, adopter, keeper, visibility="team")
    colleague.affiliations.update(ended_on=timezone.localdate() - timezone.timedelta(days=1))
    assert not Transfer.objects.visible_to(colleague).exists()


def test_what_is_the_teams_leaks_nowhere(client, published, adopter, keeper, member, searchable):
    secret = actions.begin(
        published, keeper, adopter, visibility="team", reason="Xylophone plantation"
    )
    searchable()
    follow(published, member)
    pages = [
        "/en/",
        f"/en/experiencias/{published.code}/",
        adopter.territory.get_absolute_url(),
        adopter.get_absolute_url(),
        "/en/buscar/?q=Xylophone",
        "/sitemap.xml",
        reverse("community:my_space"),
    ]
    client.force_login(member)
    for page in pages:
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
        body = answer.content.decode()
        assert "plantation" not in body, page
        assert secret.get_absolute_url() not in body, page
    kind = ContentType.objects.get_for_model(Transfer).pk
    assert kind not in {line.act.content_type_id for line in stream(member).lines}
    # Its own people read it in their stream.
    assert kind in {line.act.content_type_id for line in stream(keeper).lines}


def test_a_public_one_is_found_and_its_line_is_in_the_streams(
    client, published, adopter, keeper, searchable
):
    transfer = actions.begin(published, keeper, adopter, reason="Xylophone plan")
    searchable()
    body = client.get("/en/buscar/?q=Xylophone").content.decode()
    assert transfer.get_absolute_url().replace("/en", "") in body
    kind = ContentType.objects.get_for_model(Transfer).pk
    with CaptureQueriesContext(connection) as asked:
        lines = stream(AnonymousUser()).lines
        (line,) = [each for each in lines if each.act.content_type_id == kind]
        assert str(line.thing) == "Alcaldía de Laguna Alta: Compost in the market"
    assert len(asked) == 1
    assert line.act.territory == adopter.territory

    actions.describe(transfer, keeper, visibility="team")
    searchable()
    assert transfer.get_absolute_url() not in client.get("/en/buscar/?q=Xylophone").content.decode()


def test_withdrawing_the_case_takes_its_transfers_out_of_the_search(
    client, published, adopter, keeper, searchable, team
):
    transfer = actions.begin(published, keeper, adopter, reason="Xylophone plan")
    searchable()
    of_cases.unpublish(Case.objects.get(pk=published.pk), team, "Wrong.")
    searchable()
    assert transfer.get_absolute_url() not in client.get("/en/buscar/?q=Xylophone").content.decode()


def test_the_page_of_a_government_lists_what_it_repeats(client, published, adopter, keeper, member):
    transfer = repeat(published, adopter, keeper, visibility="members")
    assert (
        transfer.get_absolute_url() not in client.get(adopter.get_absolute_url()).content.decode()
    )
    client.force_login(member)
    page = client.get(adopter.get_absolute_url()).content.decode()
    assert transfer.get_absolute_url() in page


def test_a_line_of_its_beginning_is_one(published, adopter, keeper):
    actions.begin(published, keeper, adopter)
    assert Activity.objects.filter(content_type__model="transfer").count() == 1


def test_the_names_of_the_team_are_read_by_both_sides_alone(
    client, published, adopter, keeper, author, member
):
    transfer = repeat(published, adopter, keeper)
    transfer.team.create(post="Director of cleaning", person=official(adopter, "zoraida"))
    for person, reads in ((None, False), (member, False), (author, True), (keeper, True)):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(transfer.get_absolute_url()).content.decode()
        assert "Director of cleaning" in page
        assert ("Zoraida" in page) == reads, person


def test_whom_it_was_learned_from_is_named_only_to_who_may_know(
    client, published, adopter, keeper, member
):
    port = town("Puerto Claro")
    first = repeat(published, port, official(port, "puerto"), visibility="team")
    second = repeat(published, adopter, keeper, learned_from=first)
    client.force_login(member)
    assert "Puerto Claro" not in client.get(second.get_absolute_url()).content.decode()
    first.visibility = "members"
    first.save()
    assert "Puerto Claro" in client.get(second.get_absolute_url()).content.decode()


def test_a_draft_that_came_of_it_is_not_named(client, published, adopter, keeper):
    from_it = Case.objects.create(
        title="Secret draft",
        registered_by=keeper,
        lead_municipality=adopter.territory,
        live=False,
    )
    transfer = repeat(published, adopter, keeper, adopter_case=from_it)
    assert "Secret draft" not in client.get(transfer.get_absolute_url()).content.decode()


def test_it_is_commented_followed_and_reported(client, published, adopter, keeper, member, unit):
    transfer = repeat(published, adopter, keeper)
    post_comment(transfer, member, "How many bins?")
    follow(transfer, member)
    assert keeper.notifications.filter(kind__contains="comment").exists()
    page = client.get(transfer.get_absolute_url()).content.decode()
    assert "How many bins?" in page

    kind = moderable_of(transfer)
    assert kind.visible_to(member).filter(pk=transfer.pk).exists()
    assert kind.moderated_by(unit).filter(pk=transfer.pk).exists()
    assert not kind.moderated_by(member).exists()
    measured(transfer)
    Transfer.objects.filter(pk=transfer.pk).update(stage="with_results")
    assert Transfer.objects.proving().exists()
    kind.hide(Transfer.objects.get(pk=transfer.pk), unit, "It insults.", timezone.now())
    assert not Transfer.objects.proving().exists()
    assert not Transfer.objects.get(pk=transfer.pk).takes_comments
    assert client.get(transfer.get_absolute_url()).status_code == 404
    client.force_login(keeper)
    assert "It insults." in client.get(transfer.get_absolute_url()).content.decode()
    kind.show(Transfer.objects.get(pk=transfer.pk), unit)
    client.logout()
    assert client.get(transfer.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_its_page_is_light_whatever_it_holds(client, author, team, adopter, keeper, member, number):
    transfer = actions.begin(told_whole(author, team, min(number, 12)), keeper, adopter)
    for each in range(number):
        transfer.team.create(post=f"Post {each}", person=keeper)
        transfer.events.create(verb="planned", actor=keeper)
    transfer.adaptations.update(change="keep")
    transfer.fit_answers.update(answer="yes")
    address = transfer.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        body = client.get(address).content
    assert len(asked) <= 8, [each["sql"][:160] for each in asked]
    assert len(gzip.compress(body)) < 12_000
    client.force_login(member)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 12, [each["sql"][:160] for each in asked]


def test_a_long_history_is_read_by_pages(client, author, team, adopter, keeper):
    transfer = actions.begin(told_whole(author, team), keeper, adopter)
    long_ago = timezone.now() - timedelta(days=400)
    for each in range(60):
        told = {"at": long_ago + timedelta(days=each), "note": f"Note {each:02}."}
        transfer.events.create(verb="stage", value="studying", **told)
    short = client.get(transfer.get_absolute_url()).content.decode()
    whole = f"{transfer.get_absolute_url()}historia/"

    assert whole in short
    assert "Note 59." in short
    assert "Note 40." not in short
    first, second = (client.get(whole, {"pagina": n}).content.decode() for n in (1, 2))
    assert "Note 40." in first
    assert "Note 00." not in first
    assert "Note 00." in second
    Transfer.objects.update(visibility="team")
    assert client.get(whole).status_code == 404


def test_a_number_nobody_has_finds_nothing(client, db):
    for number in (1, 2**63, 10**30):
        assert client.get(f"/en/replicas/{number}/").status_code == 404
