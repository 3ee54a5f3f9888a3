"""Transfers that are followed up, made the short way."""

from decimal import Decimal

from django.urls import reverse

from knowledge import actions
from knowledge.models import Indicator, TransferMilestone
from tests.factories import CaseFactory


def measured_case(author, team):
    """A published case that measured how much it composts."""
    draft = CaseFactory(registered_by=author, title="Compost in the market")
    draft.indicators.set(
        [
            Indicator(
                name="Compost",
                unit="toneladas",
                baseline=Decimal(0),
                baseline_year=2020,
                result=Decimal(12),
                result_year=2022,
                source="Weighing",
            ),
            Indicator(name="Stalls that sort", unit="%"),
        ]
    )
    draft.save()
    draft.save_revision(user=author, clean=False)
    sent = actions.send(draft, author)
    actions.publish(sent, team)
    sent.refresh_from_db()
    return sent


def milestone(transfer, title="Agree with the stalls", **fields):
    return TransferMilestone.objects.create(transfer=transfer, title=title, **fields)


def address(name, transfer, *args):
    return reverse(f"transfers:{name}", args=[transfer.pk, *args])
