"""A municipality says that it repeats an experience; the origin hears of it and answers."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from community.actions.following import follow
from community.models import Activity, Affiliation, Notification
from community.waiting import waiting_for
from knowledge import actions as of_cases
from knowledge.actions import transfers as actions
from knowledge.models import Case, PartnerMunicipality, Transfer, TransferEvent
from knowledge.scales import Support
from knowledge.traces import traces_of
from tests.factories import CaseFactory, make_state
from tests.knowledge.transfers import facilitator_of, official, repeat, told_whole, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]
Verb = TransferEvent.Verb


@pytest.fixture
def whole(author, team):
    return told_whole(author, team)


def begin_at(case):
    return f"/en/experiencias/{case.code}/replicar/"


def test_an_official_begins_one_from_the_page_of_the_case(client, whole, adopter, keeper, author):
    client.force_login(keeper)
    assert begin_at(whole) in client.get(f"/en/experiencias/{whole.code}/").content.decode()

    page = client.get(begin_at(whole)).content.decode()
    assert "Alcaldía de Laguna Alta" in page
    answer = client.post(
        begin_at(whole),
        {
            "adopter": adopter.pk,
            "relation": "adapted",
            "reason": "The market smells.",
            "visibility": "public",
        },
    )
    transfer = Transfer.objects.get()
    assert answer.url == f"/en/replicas/{transfer.pk}/encaja/"
    assert transfer.origin_version == whole.versions.first()
    assert transfer.place == adopter.territory
    assert (transfer.started_by, transfer.kept_by) == (keeper, keeper)
    assert transfer.stage == "interested"
    assert [event.verb for event in transfer.events.all()] == [Verb.STARTED]
    # What the version names comes along, each without an answer.
    assert [row.weight for row in transfer.fit_answers.all()] == ["indispensable"] * 2
    assert [row.component for row in transfer.adaptations.all()] == ["Two bins 0", "Two bins 1"]
    assert {row.change for row in transfer.adaptations.all()} == {""}
    # The origin is told, it waits for them, and the streams have it.
    told = Notification.objects.get(recipient=author, kind="transfer_begun")
    assert told.url == f"/replicas/{transfer.pk}/origen/"
    assert "wants to repeat" in " ".join(matter.title for matter in waiting_for(author))
    assert Activity.objects.filter(object_id=transfer.pk, territory=adopter.territory).exists()


def test_whether_anybody_of_the_origin_was_told_is_said(client, whole, adopter, keeper, author):
    data = {"adopter": adopter.pk, "relation": "adapted", "visibility": "public"}
    client.force_login(keeper)
    page = client.post(begin_at(whole), data, follow=True).content.decode()
    assert "Whoever tells the experience has been told." in page
    Transfer.objects.all().delete()

    author.is_active = False
    author.save()
    page = client.post(begin_at(whole), data, follow=True).content.decode()
    assert "Nobody tells the experience here any more" in page
    assert "has been told" not in page


def test_it_points_at_the_version_that_was_read_whatever_comes_after(whole, adopter, keeper, team):
    transfer = actions.begin(whole, keeper, adopter)
    draft = Case.objects.get(pk=whole.pk).draft()
    draft.title = "Compost in every market"
    draft.save_revision(user=team, clean=False)
    of_cases.publish(Case.objects.get(pk=whole.pk), team)

    transfer.refresh_from_db()
    assert transfer.origin_version.number == 1
    assert Case.objects.get(pk=whole.pk).versions.first().number == 2


def test_the_same_said_twice_makes_one(client, whole, adopter, keeper):
    client.force_login(keeper)
    told = {"adopter": adopter.pk, "relation": "full", "visibility": "public"}
    first, second = (client.post(begin_at(whole), told) for _each in range(2))

    assert first.url == second.url
    assert Transfer.objects.count() == 1


def test_a_colleague_is_led_to_the_one_that_goes_on(client, whole, adopter, keeper):
    known = actions.begin(whole, keeper, adopter)
    colleague = official(adopter, "colega")
    client.force_login(colleague)

    assert f"/en/replicas/{known.pk}/" in client.get(begin_at(whole)).content.decode()
    answer = client.post(
        begin_at(whole),
        {"adopter": adopter.pk, "relation": "full", "visibility": "public", "reason": "Kept text"},
    )
    assert answer.status_code == 200
    assert "is repeating this experience already" in answer.content.decode()
    assert "Kept text" in answer.content.decode()


def test_who_may_begin_one(client, whole, adopter, keeper, team, unit, member, author):
    elsewhere = facilitator_of(town("Puerto Claro").territory, "otra")
    near = facilitator_of(make_state())
    assert client.get(begin_at(whole)).status_code == 302
    told = {"adopter": adopter.pk, "relation": "full", "visibility": "public"}
    for person in (member, team, unit):
        client.force_login(person)
        page = client.get(begin_at(whole))
        assert "confirm where you work" in page.content.decode()
        assert client.post(begin_at(whole), told).status_code == 403
    # They act for others, not for this one.
    client.force_login(elsewhere)
    assert client.post(begin_at(whole), told).status_code == 200
    assert not Transfer.objects.exists()

    client.force_login(near)
    assert client.post(begin_at(whole), told).status_code == 302
    assert Transfer.objects.get().kept_by == near


def test_whose_affiliation_has_ended_or_is_not_confirmed_may_not(whole, adopter, keeper, member):
    Affiliation.objects.filter(user=keeper).update(ended_on=timezone.localdate())
    Affiliation.objects.create(user=member, organization=adopter)
    Affiliation.objects.filter(user=keeper).update(
        ended_on=timezone.localdate().replace(year=2020), started_on=None
    )
    for person in (keeper, member):
        with pytest.raises(PermissionDenied):
            actions.begin(whole, person, adopter)


def test_nobody_repeats_their_own(client, whole):
    ours = town("Sucre Viejo")
    ours.territory = whole.lead_municipality
    ours.save()
    person = official(ours, "propia")
    client.force_login(person)
    answer = client.post(
        begin_at(whole), {"adopter": ours.pk, "relation": "full", "visibility": "public"}
    )

    assert "of your own municipality" in answer.content.decode()
    assert not Transfer.objects.exists()


def test_who_did_it_with_others_did_it_too(whole):
    partner = town("Sucre Viejo")
    partner.territory = whole.lead_municipality
    together = PartnerMunicipality.objects.filter(case=whole).first()
    assert together.territory == partner.territory
    Case.objects.filter(pk=whole.pk).update(lead_municipality=None)
    with pytest.raises(ValidationError, match="of your own municipality"):
        actions.refuse_own(Case.objects.get(pk=whole.pk), partner, whole.registered_by)


def test_a_draft_and_a_withdrawn_one_are_refused(client, whole, adopter, keeper, team, author):
    draft = CaseFactory(registered_by=keeper, title="Not yet")
    with pytest.raises(ValidationError, match="is a draft"):
        actions.begin(draft, keeper, adopter)
    client.force_login(keeper)
    page = client.get(f"/en/experiencias/{draft.reference}/replicar/").content.decode()
    assert "once it is published" in page

    of_cases.unpublish(whole, team, "Wrong.")
    withdrawn = Case.objects.get(pk=whole.pk)
    with pytest.raises(ValidationError, match="was withdrawn"):
        actions.begin(withdrawn, keeper, adopter)
    # To others it is as if it had never been.
    assert client.get(begin_at(whole)).status_code == 404


def test_what_came_of_ones_own_is_refused_with_the_path(whole, adopter, keeper, author, team):
    """Sucre did it, Laguna Alta repeated it, Puerto Claro repeated that: Sucre may not again."""
    first = actions.begin(whole, keeper, adopter)
    of_lagoon = told_whole(keeper, team, lead_municipality=adopter.territory)
    actions.describe(first, keeper, adopter_case=of_lagoon)
    port = town("Puerto Claro")
    harbour = official(port, "puerto")
    second = actions.begin(of_lagoon, harbour, port)
    of_port = told_whole(harbour, team, lead_municipality=port.territory)
    # They were alone.
    PartnerMunicipality.objects.all().delete()
    actions.describe(second, harbour, adopter_case=of_port)
    sucre = town("Sucre Nuevo")
    sucre.territory = whole.lead_municipality
    sucre.save()
    mayor = official(sucre, "sucre")

    with pytest.raises(ValidationError) as refused:
        actions.begin(of_port, mayor, sucre)
    assert "Puerto Claro → Laguna Alta → Sucre" in refused.value.messages[0]


def test_an_unknown_municipality_on_the_path_is_not_named(whole, adopter, keeper, team):
    first = actions.begin(whole, keeper, adopter, visibility="team")
    of_lagoon = told_whole(keeper, team, lead_municipality=adopter.territory)
    actions.describe(first, keeper, adopter_case=of_lagoon)
    sucre = town("Sucre Nuevo")
    sucre.territory = whole.lead_municipality
    sucre.save()
    stranger = facilitator_of(town("Lejos").territory, "lejos")

    transfer = Transfer.objects.get(pk=first.pk)
    from_far = actions.path_to_own(of_lagoon, sucre)
    assert "another municipality" in actions.in_words(from_far, stranger)
    assert "another municipality" not in actions.in_words(from_far, transfer.kept_by)


def test_a_circle_of_learning_is_refused_with_the_path(whole, adopter, keeper):
    port = town("Puerto Claro")
    harbour = official(port, "puerto")
    first = actions.begin(whole, keeper, adopter)
    second = actions.begin(whole, harbour, port, learned_from=first)
    assert second.learned_from == first

    with pytest.raises(ValidationError) as refused:
        actions.describe(first, keeper, learned_from=second)
    assert "Laguna Alta → Puerto Claro → Laguna Alta" in refused.value.messages[0]
    with pytest.raises(ValidationError):
        actions.describe(first, keeper, learned_from=first)


def test_the_origin_is_no_record_of_an_adopter(whole, adopter, keeper):
    first = actions.begin(whole, keeper, adopter)
    with pytest.raises(ValidationError, match="of the municipality that repeats it"):
        actions.describe(first, keeper, adopter_case=whole)


# --- The origin answers -----------------------------------------------------------


def test_the_origin_confirms_and_offers_help(client, whole, adopter, keeper, author):
    transfer = actions.begin(whole, keeper, adopter)
    client.force_login(author)
    address = reverse("transfers:origin", args=[transfer.pk])
    assert "wants to repeat" in client.get(address).content.decode()
    answer = client.post(
        address, {"answer": "confirmed", "support": ["call", "host_visit"], "note": "Welcome"}
    )

    assert answer.status_code == 302
    transfer.refresh_from_db()
    assert transfer.origin_answer == "confirmed"
    assert transfer.support == ["call", "host_visit"]
    told = Notification.objects.get(recipient=keeper, kind="transfer_answered")
    with translation.override(keeper.language):
        expected = f"{Support.CALL.label}, {Support.HOST_VISIT.label}"
    assert told.facts["support"] == expected
    assert not [each for each in waiting_for(author) if each.badge == "Transfer"]
    page = client.get(transfer.get_absolute_url()).content.decode()
    assert "to receive a visit" in page
    assert "Welcome" in page


def test_declining_asks_why_and_takes_away_the_proof(client, whole, adopter, keeper, author):
    transfer = actions.begin(whole, keeper, adopter)
    client.force_login(author)
    address = reverse("transfers:origin", args=[transfer.pk])
    refused = client.post(address, {"answer": "declined", "note": ""})
    assert "Say why" in refused.content.decode()

    client.post(address, {"answer": "declined", "note": "It is another programme."})
    Transfer.objects.filter(pk=transfer.pk).update(stage="with_results")
    assert not Transfer.objects.proving().exists()
    actions.answer_as_origin(transfer, author, "confirmed")
    assert Transfer.objects.proving().exists()


def test_who_answers_for_the_origin(client, whole, adopter, keeper, author, member, team, unit):
    transfer = actions.begin(whole, keeper, adopter)
    of_origin = town("Sucre Nuevo")
    of_origin.territory = whole.lead_municipality
    of_origin.save()
    neighbour = official(of_origin, "vecina")
    address = reverse("transfers:origin", args=[transfer.pk])
    assert client.get(address).status_code == 302
    for person, code in (
        (member, 403),
        (keeper, 403),
        (team, 403),
        (unit, 403),
        (neighbour, 200),
        (author, 200),
    ):
        client.force_login(person)
        assert client.get(address).status_code == code, person
    Transfer.objects.filter(pk=transfer.pk).update(visibility="team")
    client.force_login(member)
    assert client.get(address).status_code == 404


def test_a_protected_author_answers_without_a_name(client, whole, adopter, keeper, author, member):
    transfer = actions.begin(whole, keeper, adopter)
    Case.objects.filter(pk=whole.pk).update(protects=True)
    whole.protections.create(person=author, name=author.display_name, shown_as="nobody")

    actions.answer_as_origin(transfer, author, "confirmed", note=f"Ask {author.display_name}.")
    transfer.refresh_from_db()
    assert transfer.origin_answered_by is None
    assert transfer.events.first().actor is None
    client.force_login(member)
    assert author.display_name not in client.get(transfer.get_absolute_url()).content.decode()


def test_who_is_protected_afterwards_has_never_answered_by_name(whole, adopter, keeper, author):
    transfer = actions.begin(whole, keeper, adopter)
    name = author.display_name
    actions.answer_as_origin(transfer, author, "confirmed", note=f"Ask {name}.")
    transfer.milestones.create(title=f"{name} weighs", origin_key=uuid.uuid4())
    own = transfer.milestones.create(title=f"{name} visits us")
    held = of_cases.protect(whole, author, author, "nobody")

    transfer.refresh_from_db()
    assert transfer.origin_answered_by is None
    assert name not in transfer.origin_note
    assert not transfer.events.filter(actor=author).exists()
    assert not transfer.events.filter(note__contains=name).exists()
    # What was copied from the case is found among the traces, and replaced with them.
    assert f"{name} weighs" in [trace.words for trace in traces_of(whole, held.known_as)]
    of_cases.replace_name(held, author, "Somebody")
    titles = set(transfer.milestones.values_list("title", flat=True))
    assert titles == {"Somebody weighs", own.title}


def test_followers_of_the_case_hear_of_it(whole, adopter, keeper, member, work):
    follow(whole, member)
    actions.begin(whole, keeper, adopter)
    work()
    assert Notification.objects.filter(recipient=member, kind="followed").exists()


def test_what_the_team_keeps_to_itself_reaches_no_follower(whole, adopter, keeper, member, work):
    follow(whole, member)
    actions.begin(whole, keeper, adopter, visibility="team")
    work()
    assert not Notification.objects.filter(recipient=member, kind="followed").exists()


def test_another_may_begin_after_one_that_was_abandoned(whole, adopter, keeper):
    repeat(whole, adopter, keeper, stage="abandoned", stop_reason="no_funds")
    assert actions.begin(whole, keeper, adopter).stage == "interested"
