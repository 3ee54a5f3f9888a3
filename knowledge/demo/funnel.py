"""A year of readers of the invented experiences: numbers, as the site keeps them."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from knowledge.actions.funnel import count_the_funnel
from knowledge.funnel import last_months
from knowledge.models import Case, CaseMonth
from networks.actions.months import month_of

TOLD = Path(__file__).with_name("funnel.json")
COUNTRY = "XA"


@transaction.atomic
def load() -> None:
    """Load what is missing: of a case that was seen nothing is touched. Then count the rest.

    The lists tell the last twelve months, the one that runs last; of that one only
    what was seen, for the rest is counted each night.
    """
    told = json.loads(TOLD.read_text())
    seen = CaseMonth.objects.filter(seen__gt=0).values("case")
    invented = Case.objects.published().filter(lead_municipality__country_code=COUNTRY)
    cases = invented.filter(title__in=told).exclude(pk__in=seen)
    rows = [
        CaseMonth(case=case, month=month, **numbers_at(place, told[case.title]))
        for case in cases
        for place, month in enumerate(last_months(12))
        if case.first_published_at and month >= month_of(case.first_published_at)
    ]
    # Transfers that are told already have brought months of their own.
    CaseMonth.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["case", "month"],
        update_fields=["seen", "saved", "asked"],
    )
    if rows:
        count_the_funnel()


def numbers_at(place: int, steps: dict[str, list[int]]) -> dict[str, int]:
    return {step: numbers[place] for step, numbers in steps.items() if place < len(numbers)}
