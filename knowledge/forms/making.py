"""Which form field asks for which field of a case or of one of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from knowledge.forms.asides import EXAMPLES, HELP
from knowledge.forms.fields import AddressField, LineField, NarrativeField, PlainField, YearField
from knowledge.forms.figures import AmountField, CountField
from knowledge.levels import WORD_GUIDE
from knowledge.models.choice_lists import ChoiceList

if TYPE_CHECKING:
    from collections.abc import Mapping

# Scales that are read whole before one answers; the others are a list to open.
READ_WHOLE = {"cost_band", "complexity", "in_plan_and_budget"}
YES_OR_NO = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


def field_for(told: Any, **options: Any) -> Any:
    """The form field for a field of a model, with its help and its example.

    Used by the forms of the sections as `formfield_callback`, too.
    """
    scope = told.model._meta.model_name
    name = told.name if scope == "case" else f"{scope}.{told.name}"
    said: dict[str, Any] = {
        "label": capfirst(told.verbose_name),
        "help_text": HELP.get(name, told.help_text),
        "required": not told.blank,
        **{key: value for key, value in options.items() if key in ("label", "help_text")},
    }
    made = written_field(told, said, EXAMPLES.get(name, "")) or chosen_field(told, said)
    return made or told.formfield(**options)


def written_field(told: Any, said: Mapping[str, Any], example: Any) -> forms.Field | None:
    """For what is typed."""
    if told.name in WORD_GUIDE:
        return NarrativeField(guide=WORD_GUIDE[told.name], example=example, **without_rule(said))
    if isinstance(told, models.URLField):
        return AddressField(**said)
    if isinstance(told, models.TextField):
        return PlainField(max_length=told.max_length, rows=rows_for(told), example=example, **said)
    if isinstance(told, models.CharField) and not told.choices:
        return LineField(
            max_length=told.max_length, example=example, validators=rules_of(told), **said
        )
    return figure_field(told, said)


def figure_field(told: Any, said: Mapping[str, Any]) -> forms.Field | None:
    if isinstance(told, models.DecimalField):
        return AmountField(
            max_digits=told.max_digits,
            decimal_places=told.decimal_places,
            validators=rules_of(told),
            **said,
        )
    if isinstance(told, models.IntegerField) and not told.choices:
        if told.name.endswith("year"):
            return YearField(first=first_of(told), **said)
        return CountField(max_value=2_000_000_000, **said)
    return None


def chosen_field(told: Any, said: Mapping[str, Any]) -> forms.Field | None:
    """For what is chosen from a list."""
    if isinstance(told, models.BooleanField):
        return forms.TypedChoiceField(
            choices=YES_OR_NO,
            coerce=lambda value: value == "yes",
            empty_value=None,
            **{**said, "required": False},
        )
    if isinstance(told, ChoiceList) or not told.choices:
        return None
    whole = told.name in READ_WHOLE
    is_number = isinstance(told, models.IntegerField)
    choices = list(told.choices)
    if not whole and not told.has_default():
        choices = [("", _("Choose one") if said["required"] else _("Not said")), *choices]
    return forms.TypedChoiceField(
        choices=choices,
        coerce=int if is_number else str,
        empty_value=None if is_number else "",
        widget=forms.RadioSelect if whole else forms.Select,
        initial=told.default if told.has_default() else None,
        **said,
    )


def rules_of(told: Any) -> list[Any]:
    """What its model asks of it, but for what its kind asks of all."""
    return list(told._validators)


def rows_for(told: Any) -> int:
    return 12 if told.max_length and told.max_length > 100_000 else 3


def first_of(told: Any) -> int:
    limits = [each.limit_value for each in told.validators if isinstance(each, MinValueValidator)]
    return max([year for year in limits if year > 1000], default=1900)


def without_rule(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != "required"}
