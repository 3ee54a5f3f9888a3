"""Choosing a municipality, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from territories.models import Territory
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.safestring import SafeString

# Nobody reads a longer list; who sees it full writes another letter.
MAX_CHOICES = 20


class Choice(NamedTuple):
    """What the browser sent: the text written and the key of the one chosen, if any."""

    text: str = ""
    key: str = ""


def choice_key(municipality: Territory) -> str:
    return f"{municipality.code_scheme}:{municipality.code}"


class MunicipalityChooser(forms.Widget):
    """A text box that completes as one types.

    Without JavaScript the text is sent as it is; when it may mean several
    municipalities, the field gives the widget these `candidates` and the form
    comes back with one radio button for each. A page that shows it prints
    `{{ form.media }}` in its head.
    """

    template_name = "territories/_municipality_chooser.html"
    candidates: list[Territory] = []

    class Media:
        js = [Script("territories/js/municipality-chooser.js", defer=True)]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Choice:
        return Choice(str(data.get(name) or "").strip(), str(data.get(f"{name}_code") or ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        choice = value if isinstance(value, Choice) else Choice()
        context["widget"] |= {
            "text": choice.text,
            "key": choice.key,
            "candidates": [(choice_key(place), place) for place in self.candidates],
            "choices_url": reverse("territories:choices"),
            "max_choices": MAX_CHOICES,
        }
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class MunicipalityField(forms.Field):
    """Gives a `Territory` of the level municipality, or None.

    Its initial value may be a territory or its primary key.
    """

    widget = MunicipalityChooser
    default_error_messages = {
        "required": _("Write the name of the municipality."),
        "unknown": _("We do not know a municipality called “%(text)s”. Check how it is written."),
        "several": ngettext_lazy(
            "%(count)d municipality may be meant. Choose yours.",
            "%(count)d municipalities may be meant. Choose yours.",
            "count",
        ),
        "many": _(
            "Many municipalities begin like that. Choose yours, or write more: "
            "the name and then the state."
        ),
    }

    def prepare_value(self, value: Any) -> Choice:
        if isinstance(value, Choice):
            return value
        municipality = self.territory_of(value)
        if municipality is None:
            return Choice()
        return Choice(str(municipality), choice_key(municipality))

    def territory_of(self, value: Any) -> Territory | None:
        if isinstance(value, Territory) or value in (None, ""):
            return value or None
        return Territory.objects.municipalities().filter(pk=value).first()

    def clean(self, value: Choice) -> Territory | None:
        """The municipality meant.

        A key counts only while the text still speaks of the same place. A text
        that is the whole of one municipality's name with its parents means it;
        so does its name alone, or a beginning, if there is no other.
        """
        self.widget.candidates = []
        choice = value or Choice()
        if not fold(choice.text):
            if choice.text:
                raise self.unknown(choice)
            self.validate(None)
            return None
        matching = list(Territory.objects.municipalities().matching(choice.text)[: MAX_CHOICES + 1])
        chosen = [place for place in matching if choice_key(place) == choice.key]
        meant = chosen or self.meant(choice.text, matching)
        if not meant:
            raise self.unknown(choice)
        if len(meant) > 1:
            raise self.several(meant)
        return meant[0]

    def meant(self, text: str, matching: list[Territory]) -> list[Territory]:
        """Of those that match, the ones the text names in full; else all of them."""
        asked = fold(text)
        for spoken in (lambda place: place.search_text.strip(), lambda place: place.search_name):
            exact = [place for place in matching if spoken(place) == asked]
            if exact:
                return exact
        return matching

    def several(self, meant: list[Territory]) -> ValidationError:
        self.widget.candidates = meant[:MAX_CHOICES]
        if len(meant) > MAX_CHOICES:
            return ValidationError(self.error_messages["many"], code="many")
        return ValidationError(
            self.error_messages["several"], code="several", params={"count": len(meant)}
        )

    def unknown(self, choice: Choice) -> ValidationError:
        return ValidationError(
            self.error_messages["unknown"], code="unknown", params={"text": choice.text[:80]}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        after = data if isinstance(data, Choice) else Choice()
        return (fold(before.text), before.key) != (fold(after.text), after.key or before.key)
