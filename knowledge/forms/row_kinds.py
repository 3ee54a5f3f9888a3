"""The kinds of rows of a case: what is asked of each, and how."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import Organization
from knowledge.forms.fields import LineField
from knowledge.forms.figures import AmountField
from knowledge.forms.rows import RowKind
from knowledge.models import (
    Actor,
    Attachment,
    Condition,
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
from territories.forms import MunicipalityField
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.models import Case
    from territories.models import Territory

# Organizations whose names begin alike; more are not looked at.
MOST_ALIKE = 50


class PartnerField(MunicipalityField):
    """A municipality; the one that is kept already costs no query."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        self.stored = initial
        return super().has_changed(initial, data)

    def territory_of(self, value: Any) -> Territory | None:
        return value or None

    def clean(self, value: Any) -> Territory | None:
        stored: Territory | None = getattr(self, "stored", None)
        if stored is not None and not super().has_changed(stored, value):
            return stored
        return super().clean(value)


class OrganizationField(LineField):
    """The key of an organization with a page here, by the whole of its name.

    `choices` are those that the rows have already, as (key, name): these cost no query.
    """

    choices: Sequence[tuple[int, str]] = ()
    default_error_messages = {
        "unknown": _(
            "No organization on this site is called “%(text)s”. Look for it in the list of "
            "organizations, or leave this empty: the name of the actor is enough."
        ),
        "several": _(
            "Several organizations are called “%(text)s”. Write instead the end of the address "
            "of its page: %(slugs)s."
        ),
    }

    def prepare_value(self, value: Any) -> Any:
        return dict(self.choices).get(value, "") if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        kept = [pk for pk, name in self.choices if name == text]
        meant = kept[:1] or [each.pk for each in self.meant(text)]
        return meant[0]

    def meant(self, text: str) -> list[Organization]:
        """The one meant; raises a `ValidationError` where there are none or several."""
        listed, asked = Organization.objects.filter(is_listed=True), fold(text)
        beginning = listed.filter(search_text__startswith=f" {asked} ").order_by("name", "pk")
        found = list(listed.filter(slug=text.lower()))
        found = found or [each for each in beginning[:MOST_ALIKE] if fold(each.name) == asked]
        if len(found) == 1:
            return found
        code = "several" if found else "unknown"
        slugs = ", ".join(each.slug for each in found)
        said = {"text": text, "slugs": slugs}
        raise ValidationError(self.error_messages[code], code=code, params=said)


def organizations_of(case: Case) -> list[tuple[int, str]]:
    """Those its actors have. No query where they have none."""
    keys = {row.organization_id for row in case.actors.all() if row.organization_id}
    rows = Organization.objects.filter(pk__in=keys) if keys else []
    return [(each.pk, each.name) for each in rows]


class CurrencyField(LineField):
    """Three letters, large or small."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()


class DocumentField(forms.TypedChoiceField):
    """One of the documents of the case; it is known by its key."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Its document"),
            help_text=_("One of those in the section “Documents”."),
            required=False,
            coerce=uuid.UUID,
            empty_value=None,
        )

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


def documents_of(case: Case) -> list[tuple[str, Any]]:
    rows: list[Attachment] = list(case.attachments.all())
    return [("", _("None")), *((str(row.key), row.title) for row in rows)]


def conditions_for(case: Case) -> list[tuple[Any, Any]]:
    """Those that may be chosen, and those that are there already."""
    carried = [row.condition_id for row in case.enabling_conditions.all()]
    usable = Condition.objects.filter(Q(is_active=True) | Q(pk__in=carried))
    return [("", _("Choose one")), *((each.pk, str(each)) for each in usable)]


class ConditionField(forms.TypedChoiceField):
    """The key of a condition, so that no row asks for it on its own."""

    def __init__(self) -> None:
        super().__init__(label=_("Condition"), coerce=int, empty_value=None)


def currency() -> CurrencyField:
    field: Any = CostLine._meta.get_field("currency")
    return CurrencyField(
        label=_("Currency"),
        max_length=3,
        initial="USD",
        validators=field._validators,
        help_text=_("Three letters: USD, COP, MXN, PEN…"),
        widget=forms.TextInput(attrs={"class": "year", "autocapitalize": "characters"}),
    )


def organization() -> OrganizationField:
    return OrganizationField(
        label=_("Organization on this site"),
        max_length=160,
        required=False,
        help_text=_("If it has a page here: its whole name, as it stands there."),
    )


PARTNERS = RowKind(
    "other_municipalities",
    PartnerMunicipality,
    title=_("Other municipalities"),
    one=_("Municipality"),
    add=_("Add another municipality"),
    hint=_("Those that did it together with the one that leads."),
    names=("territory",),
    made={"territory": lambda: PartnerField(label=_("Municipality"))},
)
MILESTONES = RowKind(
    "milestones",
    Milestone,
    title=_("Timeline"),
    one=_("Moment"),
    add=_("Add another moment"),
    hint=_("The days on which something changed, crises too. Five to ten are usually enough."),
    example=_("03/2021, beginning: “Twenty stalls begin to separate”."),
    names=("when", "kind", "title", "change"),
    beside=("when", "kind"),
)
INDICATORS = RowKind(
    "indicators",
    Indicator,
    title=_("Indicators"),
    one=_("Indicator"),
    add=_("Add another indicator"),
    hint=_("What can be counted, before and after. One good one is worth more than ten."),
    example=_(
        "Waste that goes to the landfill, in tonnes a week; it should fall; before 9,8 (2020), "
        "after 4,1 (2022); source: weekly weighing of the cleaning service."
    ),
    names=(
        "name",
        "unit",
        "direction",
        "baseline",
        "baseline_year",
        "result",
        "result_year",
        "target",
        "source",
        "method",
        "verified_by",
        "document",
    ),
    beside=("unit", "direction", "baseline", "baseline_year", "result", "result_year", "target"),
    made={"document": DocumentField},
    choices={"document": documents_of},
)
EVALUATIONS = RowKind(
    "evaluations",
    Evaluation,
    title=_("Evaluations"),
    one=_("Evaluation"),
    add=_("Add another evaluation"),
    hint=_("If somebody looked at what came of it, from inside or from outside."),
    names=("kind", "year", "author", "finding", "url", "document"),
    beside=("kind", "year", "author"),
    made={"document": DocumentField},
    choices={"document": documents_of},
)
LESSONS = RowKind(
    "lessons",
    Lesson,
    title=_("Lessons"),
    one=_("Lesson"),
    add=_("Add another lesson"),
    hint=_("Between three and ten, each as advice: if you do it again, do, avoid or take care of."),
    example=_("Avoid: buying the lids before trying one on the bin."),
    names=("kind", "text"),
)
COST_LINES = RowKind(
    "cost_lines",
    CostLine,
    title=_("Costs in detail"),
    one=_("Cost"),
    add=_("Add another cost"),
    hint=_("What was paid, in the currency and the year it was. We work out the dollars."),
    example=_("160 bins of two colours, investment: 48 000, PEN, 2021, own income."),
    none=_("It had no costs that can be told apart"),
    names=("concept", "kind", "amount", "currency", "year", "funds"),
    beside=("kind", "amount", "currency", "year", "funds"),
    made={
        "currency": currency,
        "amount": lambda: AmountField(
            label=_("Amount"), max_digits=18, decimal_places=2, min_value=0, required=True
        ),
    },
)
FUNDING = RowKind(
    "funding_sources",
    FundingShare,
    title=_("Where the money came from"),
    one=_("Source"),
    add=_("Add another source of funds"),
    none=_("It needed no funding"),
    names=("source", "percent", "who"),
    beside=("source", "percent", "who"),
)
TECHNOLOGIES = RowKind(
    "technologies",
    Technology,
    title=_("Technology it uses"),
    one=_("Technology"),
    add=_("Add another technology"),
    none=_("It needed no technology"),
    names=("name", "licence", "needs_connectivity", "note", "url"),
    beside=("licence", "needs_connectivity"),
)
INSTRUMENTS = RowKind(
    "legal_instruments",
    LegalInstrument,
    title=_("Legal instruments"),
    one=_("Instrument"),
    add=_("Add another instrument"),
    hint=_("The norms and documents it stands on. Their text is what others copy most."),
    none=_("It needed no legal instrument"),
    names=("title", "kind", "when", "text", "url", "document"),
    beside=("kind", "when"),
    made={"document": DocumentField},
    choices={"document": documents_of},
)
ACTORS = RowKind(
    "actors",
    Actor,
    title=_("Actors and allies"),
    one=_("Actor"),
    add=_("Add another actor"),
    hint=_("Who led, paid, carried out, advised or evaluated it, and for whom it was."),
    example=_(
        "Association of stallholders, community organization, carries out; chose the stalls."
    ),
    names=(
        "name",
        "organization",
        "kind",
        "role",
        "support",
        "contribution",
        "contact",
        "contact_audience",
    ),
    beside=("kind", "role"),
    made={"organization": organization},
    choices={"organization": organizations_of},
)
CONDITIONS = RowKind(
    "enabling_conditions",
    EnablingCondition,
    title=_("Conditions of success"),
    one=_("Condition"),
    add=_("Add another condition"),
    hint=_("What had to be there. Whoever repeats it checks these first."),
    names=("condition", "weight", "note"),
    beside=("condition", "weight"),
    made={"condition": ConditionField},
    choices={"condition": conditions_for},
)
COMPONENTS = RowKind(
    "core_components",
    CoreComponent,
    title=_("Components"),
    one=_("Component"),
    add=_("Add another component"),
    hint=_("The parts of it: what must not be changed, what may be adapted or left out."),
    example=_("Compost goes back to whoever separates: keep as it is. Without it nobody goes on."),
    names=("name", "adaptability", "why"),
    beside=("name", "adaptability"),
)
STEPS = RowKind(
    "steps",
    Step,
    title=_("Step by step"),
    one=_("Step"),
    add=_("Add another step"),
    hint=_("What somebody else would do, in order."),
    example=_("Weigh the waste for two weeks; cleaning service; 14 days; a table; a scale."),
    names=("what", "who", "duration", "output", "resource"),
    beside=("who", "duration", "output", "resource"),
)
