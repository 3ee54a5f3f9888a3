"""Form fields for what people write about a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.html import html_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Some 3,000 words, more than ten times what the guides suggest.
LONGEST_NARRATIVE = 20_000
# Breaks and other signs that no line has; directions of writing stay.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
TOO_LONG = _(
    "It has %(show_value)d characters and no more than %(limit_value)d fit. Shorten it and save "
    "again: nothing of it was lost."
)


def count_words(text: str) -> int:
    """How many words a text has, as the counter beside the text box counts them too."""
    return len(WORD.findall(text))


class LineField(forms.CharField):
    """A text without line breaks. What is too long is said, never cut by the browser."""

    def __init__(self, *, example: StrOrPromise = "", **options: Any) -> None:
        super().__init__(**options)
        self.example = example
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        return str(super().to_python(CONTROL.sub(" ", str(value)) if value else value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class NarrativeField(forms.CharField):
    """Typed in light Markdown, given as clean HTML. Its initial value is what one types.

    `guide` is the number of words that usually says it, `example` a text of an
    invented municipality.
    """

    def __init__(self, *, guide: int, example: StrOrPromise = "", **options: Any) -> None:
        super().__init__(
            max_length=LONGEST_NARRATIVE,
            required=False,
            widget=forms.Textarea(attrs={"rows": 8}),
            **options,
        )
        self.guide = guide
        self.example = example
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        typed = str(value or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(typed))

    def clean(self, value: Any) -> str:
        return str(html_of(super().clean(value)))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class YearField(forms.IntegerField):
    """Four digits, from `first` on; None when empty."""

    def __init__(self, *, first: int = 1900, **options: Any) -> None:
        explained = _("Write the year in four digits, for example 2023.")
        super().__init__(
            min_value=first,
            max_value=2100,
            required=False,
            widget=forms.TextInput(
                attrs={"class": "year", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), explained),
            **options,
        )
