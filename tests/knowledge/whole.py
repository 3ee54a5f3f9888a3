"""A case with the whole record, as another level asks it."""

from decimal import Decimal

from community.models import Organization
from knowledge.models import (
    NARRATIVE,
    Actor,
    Attachment,
    Case,
    Condition,
    Contributor,
    CoreComponent,
    CostLine,
    EnablingCondition,
    Evaluation,
    FundingShare,
    Indicator,
    LegalInstrument,
    Lesson,
    Milestone,
    PartnerMunicipality,
    Step,
    Technology,
)
from tests.factories import make_municipality

# Each kind of row: its relation and one of it.
ROWS = {
    "other_municipalities": lambda n: PartnerMunicipality(territory=make_municipality()),
    "actors": lambda n: Actor(name=f"Ally {n}", kind="ngo", support=["technical"]),
    "milestones": lambda n: Milestone(year=2019, month=5, title=f"Moment {n}"),
    "indicators": lambda n: Indicator(
        name=f"Waste {n}",
        unit="t a week",
        direction="down",
        baseline=Decimal("9.8"),
        baseline_year=2019,
        result=Decimal("4.1"),
        result_year=2020,
        source="Cleaning service",
        method="records",
    ),
    "evaluations": lambda n: Evaluation(kind="internal", finding=f"It works {n}."),
    "lessons": lambda n: Lesson(kind="avoid", text=f"Do not hurry {n}."),
    "cost_lines": lambda n: CostLine(
        concept=f"Bins {n}", amount=Decimal("3281622.19"), currency="COP", year=2019
    ),
    "funding_sources": lambda n: FundingShare(source="own", percent=Decimal("60.5")),
    "technologies": lambda n: Technology(name=f"Scale {n}", licence="none"),
    "legal_instruments": lambda n: LegalInstrument(title=f"Ordinance {n}", text="Article 1."),
    "enabling_conditions": lambda n: EnablingCondition(
        condition=Condition.objects.first(), weight="indispensable", note=f"Since day {n}."
    ),
    "core_components": lambda n: CoreComponent(name=f"Two bins {n}", adaptability="fixed"),
    "steps": lambda n: Step(what=f"Weigh {n}", who="Cleaning"),
    "contributors": lambda n: Contributor(name=f"Luisa {n}", post="Secretary"),
    "attachments": lambda n: Attachment(title=f"Report {n}", kind="report", licence="cc_by"),
}
VALUES = {
    "association": "Mancomunidad del Norte",
    "latitude": Decimal("10.12345"),
    "longitude": Decimal("-66.90000"),
    "sdgs": [11, 12],
    "innovation_types": ["process", "norm"],
    "participation_spectrum": "collaborate",
    "staff_months": Decimal("12.5"),
    "staff_profile": ["own"],
    "months_to_first_result": 3,
    "months_to_implement": 12,
    "complexity": 2,
    "in_plan_and_budget": "yes",
    "plan_reference": "Plan 2019, line 4",
    "min_scale": "5k_20k",
    "max_scale": "250k_1m",
    "support_offered": ["answers", "documents"],
    "prior_inspiration": "A visit to another market",
    "population": 50_000,
    "population_year": 2018,
    "budget_amount": Decimal("6563244387.64"),
    "budget_currency": "COP",
    "budget_year": 2019,
    "snapshot_source": "Census",
}


def fill(case: Case, number: int = 3) -> Case:
    """Everything the record has, `number` rows of each kind, kept as a revision too."""
    for name, value in VALUES.items():
        setattr(case, name, value)
    for name in NARRATIVE:
        setattr(case, name, f"<p>About {name}.</p>")
    for relation, make in ROWS.items():
        for n in range(number):
            row = make(n)
            row.sort_order = n
            getattr(case, relation).add(row)
    case.keywords.add("compost", "mercado")
    case.save()
    case.save_revision(user=case.registered_by, clean=False)
    return case


def make_organization():
    return Organization.objects.create(
        name="University of the North", slug="universidad-del-norte", kind="university"
    )
