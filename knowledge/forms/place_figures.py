"""Entering a figure of a municipality: the value with its year and its source."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.figures import figure
from community.models import FigureKind
from community.models.place_figures import COLUMNS
from knowledge.forms.figures import AmountField, CountField
from knowledge.forms.row_kinds import currency
from knowledge.money import CENT, DOLLAR, Rates

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from knowledge.money import Amount
    from territories.models import Territory

# A figure so many times as large, or as small, as the one that stands is asked about once more.
SUSPECT = 5
MOST = Decimal(10) ** 10
STEPS = {FigureKind.RURAL: Decimal("0.1")}
LABELS: dict[FigureKind, StrOrPromise] = {
    FigureKind.POPULATION: _("Inhabitants"),
    FigureKind.BUDGET: _("Own budget of the year"),
    FigureKind.RURAL: _("Rural population, in per cent"),
    FigureKind.AREA: _("Area, in square kilometres"),
}
HINTS: dict[FigureKind, StrOrPromise] = {
    FigureKind.POPULATION: _("All who live in the municipality, by a census or a projection."),
    FigureKind.BUDGET: _(
        "What the municipality has to spend in a year, without what is only passed on."
    ),
    FigureKind.RURAL: _("From 0 to 100: how many of a hundred inhabitants live in the country."),
    FigureKind.AREA: "",
}
TOTAL, EACH = "total", "each"


class FigureForm(forms.Form):
    """Any figure but the budget; gives `told`, the arguments of `enter_figure`."""

    value = AmountField(required=True)
    year = CountField(
        label=_("Year it is of"),
        required=True,
        min_value=1900,
        widget=forms.TextInput(attrs={"class": "year", "inputmode": "numeric"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who says so and in which document: “INE, census of 2022”."),
    )
    url = forms.URLField(
        label=_("Where it can be read on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    sure = forms.BooleanField(
        label=_("Yes, it is right as I wrote it"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, place: Territory, kind: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.place, self.kind = place, FigureKind(kind)
        self.fields["value"].label = LABELS[self.kind]
        self.fields["value"].help_text = HINTS[self.kind]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise ValidationError(gettext("That year is still to come."))
        return year

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        if self.kind == FigureKind.RURAL and value > 100:
            raise ValidationError(gettext("A share is 100 per cent at most."))
        if abs(value) < MOST:
            # As exactly as the page of the place keeps it.
            value = value.quantize(STEPS.get(self.kind, CENT), ROUND_HALF_UP)
        if value < 0 or (value == 0 and self.kind != FigureKind.RURAL):
            raise ValidationError(gettext("It has to be more than 0."))
        if self.kind == FigureKind.POPULATION and value != value.to_integral_value():
            raise ValidationError(gettext("Write a whole number in digits, for example 1250."))
        if value >= MOST:
            raise ValidationError(gettext("That is more than there can be."))
        return value

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self.work_out(told)
        if not self.errors:
            self.doubt(told)
        return told

    def work_out(self, told: dict[str, Any]) -> None:
        """Make the value the one that is kept."""

    def doubt(self, told: dict[str, Any]) -> None:
        """Ask once more about what is far from what stands: thousands are easily mistaken."""
        before = getattr(self.place, COLUMNS[self.kind].value)
        if self.kind == FigureKind.RURAL or not before or told.get("sure"):
            return
        times = Decimal(told["value"]) / Decimal(before)
        if 1 / Decimal(SUSPECT) <= times <= SUSPECT:
            return
        self.fields["sure"].widget = forms.CheckboxInput()
        words = gettext(
            "%(new)s is far from the %(old)s that stands now. Check it; if it is right, mark"
            " the box at the end and send it again."
        )
        self.add_error("value", words % {"new": figure(told["value"]), "old": figure(before)})

    @property
    def asks_whether_sure(self) -> bool:
        return not self.fields["sure"].widget.is_hidden

    @property
    def told(self) -> dict[str, Any]:
        names = ("value", "year", "source", "url")
        return {name: self.cleaned_data[name] for name in names} | {
            "worked_out": self.cleaned_data.get("worked_out", "")
        }


class BudgetForm(FigureForm):
    """The budget, in any currency, whole or for each inhabitant; kept in dollars for each."""

    currency = currency()
    of = forms.ChoiceField(
        label=_("What you wrote is"),
        choices=[(TOTAL, _("of the whole municipality")), (EACH, _("for each inhabitant"))],
        initial=TOTAL,
        widget=forms.RadioSelect,
    )
    field_order = ("value", "currency", "of", "year", "source", "url", "sure")

    def work_out(self, told: dict[str, Any]) -> None:
        money = self.priced(told)
        if money.dollars is None:
            words = gettext(
                "We have no rate for %(currency)s in %(year)s. Write the amount in dollars (USD)."
            )
            told_of = {"currency": told["currency"], "year": told["year"]}
            self.add_error("currency", words % told_of)
            return
        people = self.place.population if told["of"] == TOTAL else 1
        if not people:
            self.add_error(
                "of",
                gettext(
                    "We do not know how many people live there. Enter the population first, or"
                    " write the budget for each inhabitant."
                ),
            )
            return
        value = (money.dollars / people).quantize(CENT)
        if not value or value >= 10**8:
            self.add_error("value", gettext("For each inhabitant that would be US$ %s.") % value)
            return
        told["worked_out"] = self.explained(told, money)
        told["value"] = value

    def priced(self, told: dict[str, Any]) -> Amount:
        rates = Rates.of_one(told["currency"], told["year"])
        return rates.price(told["value"], told["currency"], told["year"])

    def explained(self, told: dict[str, Any], money: Amount) -> str:
        """How the value was reached; empty for dollars of each inhabitant."""
        parts = []
        if told["currency"] != DOLLAR or told["of"] == TOTAL:
            parts.append(f"{figure(told['value'])} {told['currency']}")
        if money.rate and str(money.rate):
            parts.append(str(money.rate))
        if told["of"] == TOTAL:
            people = figure(self.place.population)
            parts.append(gettext("among %(people)s inhabitants") % {"people": people})
        return "; ".join(parts)[:280]


def form_for(place: Territory, kind: str, *args: Any, **options: Any) -> FigureForm:
    made = BudgetForm if kind == FigureKind.BUDGET else FigureForm
    return made(place, kind, *args, **options)
