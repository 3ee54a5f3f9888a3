"""What the towns of the demonstration repeat of each other: told as it may have happened."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.demo import organizations, people
from community.models import Activity, Notification, User
from knowledge.demo import feedback, figures_of_places, needs, raised, transfers
from knowledge.models import Case, Need, PeerVisit, Transfer, TransferMilestone
from knowledge.scales import Level
from knowledge.transfer_kinds import PROVING, STOPPED
from territories.actions import load_territories
from territories.demo.content import COUNTRIES
from territories.sources import read

pytestmark = pytest.mark.django_db

STORIES = json.loads(transfers.TOLD.read_text())
TRAVELLER = STORIES[0]["case"]


@pytest.fixture(scope="module")
def told(lasting):
    """Everything of Altazara that transfers touch, loaded twice; how much there is each time."""
    with lasting():
        path, _complete = COUNTRIES["XA"]
        load_territories(read(str(path), "XA"))
        people.load_people("x")
        organizations.load_organizations()
        counts = []
        for _time in range(2):
            raised.load()
            figures_of_places.load()
            transfers.load()
            feedback.load()
            needs.load()
            counts.append(
                {
                    model._meta.label: model._default_manager.count()
                    for app in ("knowledge", "community")
                    for model in apps.get_app_config(app).get_models()
                }
            )
        yield counts


def in_order(*days):
    known = [day for day in days if day is not None]
    return known == sorted(known)


def test_loading_twice_changes_nothing(told, django_assert_max_num_queries):
    assert told[0] == told[1]
    with django_assert_max_num_queries(3):
        transfers.load()


def test_each_story_is_told_once_in_the_invented_country(told):
    known = Transfer.objects.values_list("origin_case__title", "place__name")
    assert sorted(known) == sorted((each["case"], each["place"]) for each in STORIES)
    assert {each.place.country_code for each in Transfer.objects.select_related("place")} == {"XA"}
    assert Counter(place for _case, place in known)["San Evelio"] == 0


def test_the_experience_is_older_than_its_version_and_that_than_what_came_of_it(told):
    for transfer in Transfer.objects.select_related("origin_case", "origin_version"):
        case, version = transfer.origin_case, transfer.origin_version
        year = timezone.localdate(case.events.earliest("at").at).year
        assert case.code.startswith(f"XA-{year}-"), case.code
        days = [event.at for event in transfer.events.order_by("at")]
        first = case.versions.get(number=1).published_at
        assert in_order(first, version.published_at, transfer.created_at, *days, timezone.now())
        assert days[0] == transfer.created_at
        later = case.versions.filter(
            published_at__gt=version.published_at, published_at__lte=transfer.created_at
        )
        assert not later.exists(), f"{transfer}: a newer version was there already"
        before = transfer.learned_from
        assert before is None or before.created_at < transfer.created_at


def test_every_stage_has_its_line_in_the_history(told):
    verbs = {"suspended": "suspended", "abandoned": "abandoned"}
    for transfer in Transfer.objects.all():
        line = transfer.events.filter(verb__in=("stage", *verbs.values())).first()
        reached = line.value if line.verb == "stage" else line.verb
        assert reached == transfer.stage
        assert line.at == transfer.stage_since
        lines = set(transfer.events.values_list("verb", flat=True))
        assert {"started", "confirmed", "planned"} <= lines
        done = transfer.milestones.filter(state="done")
        assert transfer.events.filter(verb="milestone").count() == done.count()
        measured = transfer.indicators.exclude(result=None).count()
        assert transfer.events.filter(verb="measured").count() == measured
        held = transfer.visits.filter(state="held").count()
        assert transfer.events.filter(verb="visited").count() == held
        if transfer.stage in (*PROVING, "abandoned"):
            assert transfer.ended_on
            assert lines >= {"lessons"}


def test_what_stopped_says_why_and_what_goes_on_does_not(told):
    for transfer in Transfer.objects.all():
        has_stopped = transfer.stage in STOPPED
        assert bool(transfer.stop_reason) == bool(transfer.stop_note) == has_stopped
        if transfer.stage == "abandoned":
            assert transfer.lessons


def test_what_changed_agrees_with_how_near_it_is_to_the_origin(told):
    for transfer in Transfer.objects.prefetch_related("adaptations"):
        changes = {row.change for row in transfer.adaptations.all()}
        assert "" not in changes, transfer
        assert transfer.relation != "full" or changes == {"keep"}
        assert transfer.relation != "adapted" or changes & {"change", "add"}
        assert transfer.relation != "partial" or "drop" in changes
        answers = [transfer.competence, transfer.in_plan]
        answers += transfer.fit_answers.values_list("answer", flat=True)
        assert all(answers), f"{transfer}: a question without an answer"


def test_only_those_with_measured_results_are_told_to_have_them(told):
    for transfer in Transfer.objects.prefetch_related("indicators"):
        measured = [row for row in transfer.indicators.all() if row.is_measured]
        assert transfer.stage not in PROVING or measured
        for row in measured:
            assert row.baseline_year <= row.result_year <= timezone.localdate().year
        if transfer.stage in PROVING:
            assert transfer.milestones.filter(kind="close", state="done").exists()


def test_every_row_is_one_that_a_form_could_have_kept(told):
    today = timezone.localdate()
    for row in TransferMilestone.objects.all():
        row.full_clean(exclude=["person", "transfer"])
        assert (row.done_on is not None) == (row.state == "done")
        assert row.done_on is None or row.done_on <= today
    for visit in PeerVisit.objects.select_related("transfer"):
        visit.full_clean()
        has_answer = visit.state in ("agreed", "held")
        assert in_order(visit.transfer.created_at, visit.created_at, visit.answered_at)
        assert (visit.answered_at is not None) == has_answer
        assert (visit.reported_at is not None) == (visit.state == "held")


def test_a_person_has_the_post_that_they_have_at_work(told):
    for transfer in Transfer.objects.all():
        for row in transfer.team.exclude(person=None):
            held = row.person.affiliations.values_list("post", flat=True)
            word = row.post.split()[-1]
            assert any(word in post for post in held) or row.post == "Facilitación local", row.post


def test_one_experience_travels_twice_and_comes_home_better(told):
    """The story that the issue asks for, from the case to the need that found it."""
    case = Case.objects.get(title=TRAVELLER)
    assert case.level == Level.TRANSFERRED
    assert case.evidence_level == 5
    anybody = Transfer.objects.visible_to(AnonymousUser()).filter(origin_case=case)
    stages = Counter(anybody.values_list("stage", flat=True))
    assert stages["abandoned"] == 1
    assert stages["consolidated"] == stages["with_results"] == 1
    assert case.indicators.exclude(result=None).count() == 3
    rise = case.events.get(verb="transferred")
    assert rise.at == anybody.get(stage="consolidated").events.get(value="with_results").at
    newest = case.versions.first()
    assert len({each.signature for each in newest.resolved.all()}) == 2
    adopter = User.objects.get(email="coordinadora@demo.example")
    notice = Notification.objects.get(recipient=adopter, kind="adopted_version")
    assert notice.created_at == newest.published_at
    need = Need.objects.get(solving_case=case)
    assert need.state == "solved"
    came_of_it = anybody.get(place=need.place)
    assert came_of_it.visits.get(state="held").peer == came_of_it.learned_from
    assert in_order(need.posted_at, came_of_it.created_at, need.state_since)


def test_no_town_asks_for_what_it_has_under_way(told):
    for need in Need.objects.filter(state__in=("open", "in_contact")):
        for answer in need.answers.exclude(case=None):
            theirs = Transfer.objects.going_on().filter(place=need.place, origin_case=answer.case)
            assert not theirs.exists(), need


def test_nobody_hears_today_of_what_happened_long_ago(told):
    today = timezone.now() - timezone.timedelta(hours=1)
    fresh = Notification.objects.filter(created_at__gte=today).exclude(kind__startswith="need_")
    assert not fresh.exclude(kind="affiliation_confirmed").exists()
    kinds = Activity.objects.filter(at__gte=today).values_list("content_type__model", flat=True)
    assert "transfer" not in kinds
    assert not User.objects.filter(is_active=True, affiliations__post="Tesorera municipal").exists()
