"""Form fields for what people write about a case: lines, texts, addresses, years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.html import html_of, typed_of_pasted

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Some 3,000 words, more than ten times what the guides suggest.
LONGEST_NARRATIVE = 20_000
# Breaks and other signs that no line has; directions of writing stay.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What a text has no use for, but for tabs and the ends of lines.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# How a word processor begins the lines of a list when it gives plain text.
BULLET = re.compile(r"^[ \t]*[•·▪◦‣●○■\uf0b7\uf0a7\uf0fc][ \t\u00a0]*", re.MULTILINE)
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
TOO_LONG = _(
    "It has %(show_value)d characters and no more than %(limit_value)d fit. Shorten it and save "
    "again: nothing of it was lost."
)


def count_words(text: str) -> int:
    """How many words a text has, as the counter beside the text box counts them too."""
    return len(WORD.findall(text))


def plain_text(value: Any) -> str:
    """What was typed or pasted, with ends of lines and hyphens of lists as they are typed."""
    typed = UNSEEN.sub("", BREAK.sub("\n", str(value or "")))
    return BULLET.sub("- ", typed)


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


class PlainField(forms.CharField):
    """A text of several lines without marks."""

    def __init__(self, *, rows: int = 3, example: StrOrPromise = "", **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)
        self.example = example
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        return str(super().to_python(plain_text(value)))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class NarrativeField(forms.CharField):
    """Typed in light Markdown, given as clean HTML. Its initial value is what one types.

    What was pasted as the source of a page becomes what one would have typed.
    `guide` is the number of words that usually says it, `example` a text of an
    invented municipality.
    """

    def __init__(self, *, guide: int, example: StrOrPromise = "", **options: Any) -> None:
        options = {"required": False, **options}
        super().__init__(
            max_length=LONGEST_NARRATIVE, widget=forms.Textarea(attrs={"rows": 8}), **options
        )
        self.guide = guide
        self.example = example
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        return str(super().to_python(typed_of_pasted(plain_text(value))))

    def clean(self, value: Any) -> str:
        return str(html_of(super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "").strip() != plain_text(data).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class YearField(forms.IntegerField):
    """Four digits, from `first` on; None when empty."""

    def __init__(self, *, first: int = 1900, **options: Any) -> None:
        explained = _("Write the year in four digits, for example 2023.")
        options = {"required": False, **options}
        super().__init__(
            min_value=first,
            max_value=2100,
            widget=forms.TextInput(
                attrs={"class": "year", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages=dict.fromkeys(
                ("invalid", "required", "min_value", "max_value"), explained
            ),
            **options,
        )


class AddressField(forms.URLField):
    """An address on the web; https when nothing else is said."""

    def __init__(self, **options: Any) -> None:
        options = {"max_length": 500, "required": False, **options}
        super().__init__(
            assume_scheme="https",
            widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
            error_messages={
                "invalid": _(
                    "Write a whole address, for example https://www.example.org/report.pdf"
                )
            },
            **options,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


MOST_KEYWORDS, LONGEST_KEYWORD = 12, 40


class KeywordsField(LineField):
    """Words between commas; a list of them, each once."""

    default_error_messages = {
        "many": ngettext_lazy(
            "Write up to %(most)d word; the most telling.",
            "Write up to %(most)d words; the most telling.",
            "most",
        ),
        "long": _("“%(word)s…” is too long for a keyword: one or two words are enough."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        parts = [" ".join(word.split()) for word in re.split("[,;]", self.to_python(value))]
        words = list({word.casefold(): word for word in parts if word}.values())
        for word in words:
            if len(word) > LONGEST_KEYWORD:
                raise ValidationError(
                    self.error_messages["long"], code="long", params={"word": word[:20]}
                )
        if len(words) > MOST_KEYWORDS:
            raise ValidationError(
                self.error_messages["many"], code="many", params={"most": MOST_KEYWORDS}
            )
        return words
