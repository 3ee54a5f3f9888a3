"""The sections others need to repeat a case: means, norms, actors, conditions, documents."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from knowledge.forms.fields import LineField
from knowledge.forms.row_kinds import (
    ACTORS,
    COMPONENTS,
    CONDITIONS,
    COST_LINES,
    FUNDING,
    INSTRUMENTS,
    STEPS,
    TECHNOLOGIES,
)
from knowledge.forms.section import Group, SectionForm
from knowledge.models import Case
from knowledge.scales import PopulationBand


class MeansForm(SectionForm):
    """What it takes: money, people, time, tools."""

    row_kinds = (COST_LINES, FUNDING, TECHNOLOGIES)
    layout = (
        Group(("cost_band",)),
        Group(("cost_lines", "funding_sources"), title=_("Money")),
        Group(
            ("staff_months", "staff_profile", "staff_note"),
            title=_("People"),
        ),
        Group(
            ("months_to_first_result", "months_to_implement", "complexity"),
            title=_("Time and difficulty"),
        ),
        Group(("technologies",)),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = [
            "cost_band",
            "staff_months",
            "staff_profile",
            "staff_note",
            "months_to_first_result",
            "months_to_implement",
            "complexity",
            "nothing_of",
        ]


class NormForm(SectionForm):
    """What it stands on in law, plan and budget."""

    row_kinds = (INSTRUMENTS,)
    layout = (
        Group(("legal_basis", "in_plan_and_budget", "plan_reference")),
        Group(("legal_instruments",)),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = ["legal_basis", "in_plan_and_budget", "plan_reference", "nothing_of"]


class ActorsForm(SectionForm):
    """Who was part of it."""

    row_kinds = (ACTORS,)
    layout = (Group(("actors",)),)


class CodeField(LineField):
    """The published experience that has the code; None when empty."""

    default_error_messages = {
        "unknown": _("No published experience has the code “%(code)s”. Copy it from its page.")
    }

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return Case.objects.filter(pk=value).values_list("code", flat=True).first() or ""

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if not code:
            return None
        case = Case.objects.filter(code__iexact=code, live=True).first()
        if case is None:
            raise ValidationError(
                self.error_messages["unknown"], code="unknown", params={"code": code}
            )
        return case

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "").lower() != str(data or "").strip().lower()


class TransferForm(SectionForm):
    """What another municipality must know to do the same."""

    row_kinds = (CONDITIONS, COMPONENTS, STEPS)
    layout = (
        Group(
            (
                "transferability_note",
                "min_scale",
                "max_scale",
                "enabling_conditions",
                "core_components",
                "steps",
            ),
            title=_("So that another can do it"),
        ),
        Group(
            (
                "sustainability_financial",
                "sustainability_institutional",
                "sustainability_social",
                "sustainability_environmental",
            ),
            title=_("What keeps it going"),
        ),
        Group(
            ("prior_inspiration", "inspiration_url", "inspired_by"),
            title=_("Where the idea came from"),
        ),
        Group(("support_offered",), title=_("What you offer to others")),
    )

    inspired_by = CodeField(
        label=_("Experience of this site it came from"),
        max_length=20,
        required=False,
        help_text=_("Its code, for example VE-2026-0007."),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = [
            "transferability_note",
            "min_scale",
            "max_scale",
            "sustainability_financial",
            "sustainability_institutional",
            "sustainability_social",
            "sustainability_environmental",
            "prior_inspiration",
            "inspiration_url",
            "inspired_by",
            "support_offered",
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("min_scale"), cleaned.get("max_scale")
        bands = list(PopulationBand.values)
        if first and last and bands.index(first) > bands.index(last):
            self.add_error("max_scale", _("The largest cannot be smaller than the smallest."))
        same = cleaned.get("inspired_by")
        if same is not None and same.pk == self.instance.pk:
            self.add_error("inspired_by", _("It cannot come from itself."))
        return cleaned

    def stays_together(self) -> tuple[str, ...]:
        return ("min_scale", "max_scale")
