"""What the towns of the demonstration repeat of each other."""

import json

import pytest

from community.demo import organizations, people
from community.models import Notification
from knowledge.demo import raised, transfers
from knowledge.models import Transfer
from territories.models import Territory
from tests.factories import make_territory
from tests.knowledge.test_loading_demonstration_cases import ground

pytestmark = pytest.mark.django_db

STORIES = json.loads(transfers.TOLD.read_text())


@pytest.fixture(scope="module")
def told(lasting):
    """All of it, loaded twice."""
    with lasting():
        ground()
        plains = Territory.objects.get(name="Llanos del Tordo")
        make_territory("municipality", "Paso del Mojón", "xa-paso", plains)
        # As the zone of the facilitator knows it.
        Territory.objects.filter(pk=plains.pk).update(code="xa-llanos-del-tordo")
        people.load_people("x")
        organizations.load_organizations()
        raised.load()
        for _time in range(2):
            transfers.load()
        yield


def test_each_story_is_told_once_in_the_invented_country(told, django_assert_max_num_queries):
    known = Transfer.objects.values_list("origin_case__title", "place__name")
    assert sorted(known) == sorted((each["case"], each["place"]) for each in STORIES)
    assert {each.place.country_code for each in Transfer.objects.select_related("place")} == {"XA"}
    with django_assert_max_num_queries(3):
        transfers.load()


def test_they_show_what_may_become_of_one(told):
    assert set(Transfer.objects.values_list("stage", flat=True)) >= {
        "with_results",
        "abandoned",
        "suspended",
        "under_way",
        "planned",
    }
    proving = Transfer.objects.proving().get()
    assert [row.is_measured for row in proving.indicators.all()].count(True) == 2
    assert proving.passed_on.get().place.name == "Valdeniebla"
    dropped = proving.adaptations.filter(change="drop", adaptability="fixed")
    assert all(row.reason for row in dropped)


def test_it_all_happened_before_today_and_nobody_hears_of_it(told):
    for transfer in Transfer.objects.all():
        moments = list(transfer.events.order_by("at", "pk").values_list("verb", flat=True))
        assert moments[0] == "started"
        assert transfer.created_at <= transfer.stage_since
    assert not Notification.objects.filter(kind__startswith="transfer_").exists()
