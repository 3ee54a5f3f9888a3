"""A field that holds several values of one scale, in the order of the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from enum import EnumType


class ChoiceList(models.JSONField):
    """A list of values of `scale`; [] when none was chosen. Serializes as it is.

    A scale is part of the program and no part of a migration: a list needs no
    table, and reading a version no query. `labels(value)` gives the words.
    """

    default_error_messages = {"unknown": _("“%(value)s” is not one of the values.")}

    def __init__(self, *args: Any, scale: EnumType | None = None, **options: Any) -> None:
        self.scale: Any = scale
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def labels(self, values: Any) -> list[Any]:
        """What the values are called, in the order of the scale; unknown ones are left out."""
        return [each.label for each in self.scale if each.value in (values or [])]

    def to_python(self, value: Any) -> list[Any]:
        """In the order of the scale, each once. What the scale does not know stays, at the end."""
        given = value if isinstance(value, list | tuple | set) else []
        known = [each.value for each in self.scale] if self.scale else []
        ordered = [each for each in known if each in given]
        return ordered + [each for each in dict.fromkeys(given) if each not in known]

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = {each.value for each in self.scale}
        for each in value:
            if each not in known:
                raise ValidationError(
                    self.error_messages["unknown"], code="unknown", params={"value": each}
                )

    def formfield(self, **options: Any) -> Any:
        options.pop("encoder", None)
        options.pop("decoder", None)
        whole = issubclass(self.scale, int)
        made = {
            "choices": self.scale.choices,
            "coerce": int if whole else str,
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "widget": forms.CheckboxSelectMultiple,
        }
        return forms.TypedMultipleChoiceField(**{**made, **options})
