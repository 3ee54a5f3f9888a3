"""The transfers of the demonstration: at three stages, with all that is followed in them."""

import json
from decimal import Decimal

import pytest

from community.models import Organization
from knowledge import actions
from knowledge.demo import following
from knowledge.models import Case, Indicator, PeerVisit, Transfer, TransferMilestone, TransferProof
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.transfers import repeat, town

pytestmark = pytest.mark.django_db
TOLD = json.loads(following.FOLLOWED.read_text())


@pytest.fixture
def ground(author, team):
    for told in TOLD:
        draft = CaseFactory(registered_by=author, title=told["case"])
        draft.indicators.set([Indicator(name=row["name"]) for row in told["indicators"]])
        draft.save()
        draft.save_revision(user=author, clean=False)
        actions.publish(actions.send(draft, author), team)
        MemberFactory(email=told["keeper"])
        town(told["adopter"])


def everything():
    rows = (Transfer, TransferMilestone, TransferProof, PeerVisit)
    return [model.objects.count() for model in rows]


def test_loading_twice_changes_nothing(ground):
    following.load()
    before = everything()
    following.load()

    assert everything() == before
    assert before[0] == len(TOLD)
    transfer = Transfer.objects.get(stage="with_results")
    assert all(row.is_measured for row in transfer.indicators.all())
    assert transfer.indicators.first().result > Decimal(0)
    for row in TransferMilestone.objects.all():
        row.full_clean(exclude=["person", "transfer"])
    for visit in PeerVisit.objects.all():
        visit.full_clean()


def test_a_transfer_that_is_there_already_is_followed_and_not_begun_again(ground):
    case_title, name = TOLD[0]["case"], TOLD[0]["adopter"]
    government = Organization.objects.get(territory__name=name)
    known = repeat(Case.objects.get(title=case_title), government)

    following.load()

    assert Transfer.objects.count() == len(TOLD)
    assert known.milestones.exists()


def test_without_its_cases_nothing_is_loaded(db):
    following.load()

    assert not Transfer.objects.exists()
