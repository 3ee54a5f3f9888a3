"""Forms of a transfer that is followed up: milestones, indicators, costs, documents."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Affiliation, User
from knowledge.forms.belonging import RowForm
from knowledge.forms.fields import AddressField, LineField, PlainField, YearField
from knowledge.forms.figures import AmountField
from knowledge.forms.row_kinds import currency
from knowledge.forms.systematization import DayField
from knowledge.kinds import Method
from knowledge.models import TransferCost, TransferIndicator, TransferMilestone
from knowledge.transfer_kinds import TransferMilestoneState
from knowledge.units import OtherUnitError, convert

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django.forms import BoundField

    from community.models import UserQuerySet
    from knowledge.models import Transfer

DONE = TransferMilestoneState.DONE
FIGURES = ("baseline", "target", "result")
LARGEST = Decimal(10) ** 16


def people_of(transfer: Transfer) -> UserQuerySet:
    """Who may hold a post of the plan: the team, and who is known to work in the municipality."""
    posts: Any = Affiliation.objects.verified().current(timezone.localdate())
    working = posts.filter(organization=transfer.adopter_id).values("user")
    named = transfer.team.filter(person__isnull=False).values("person")
    theirs = Q(pk__in=working) | Q(pk__in=named) | Q(pk=transfer.kept_by_id)
    return User.objects.filter(theirs, is_active=True).order_by("display_name", "pk")


class Grouped(forms.BaseForm):
    """A form in which some fields stand beside each other: those named in `TOGETHER`."""

    TOGETHER: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def groups(self) -> Iterator[list[BoundField]]:
        """All fields in their order, those that belong together as one group."""
        beside = {name: names for names in self.TOGETHER for name in names}
        for name in self.fields:
            names = [each for each in beside.get(name, (name,)) if each in self.fields]
            if names[0] == name:
                yield [self[each] for each in names]


class FollowingForm(Grouped, RowForm):
    """A row of a transfer on a screen of its own."""

    def __init__(self, *args: Any, transfer: Transfer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.transfer = transfer


class MilestoneForm(FollowingForm):
    TOGETHER = (("state", "percent", "done_on"), ("starts_on", "due_on"), ("budget", "currency"))

    title = LineField(
        label=_("What is to be done"),
        max_length=160,
        error_messages={"required": _("Say what is to be done.")},
    )
    output = LineField(label=_("What comes out of it"), max_length=200, required=False)
    starts_on = DayField(label=_("Begins on"))
    due_on = DayField(label=_("Due on"))
    post = LineField(
        label=_("Responsible post"),
        max_length=120,
        required=False,
        help_text=_("The post, not the person: people change with elections."),
    )
    person = forms.ModelChoiceField(
        label=_("Who holds it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Reminders of the day go to this person. Readers see the post alone."),
    )
    budget = AmountField(label=_("Budget"), max_digits=18, decimal_places=2, min_value=0)
    currency = currency()
    state = forms.ChoiceField(label=_("State"), choices=TransferMilestoneState.choices)
    percent = forms.IntegerField(
        label=_("How far it is (%)"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"class": "year", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number from 0 to 100.")
        ),
    )
    done_on = DayField(label=_("Done on"))
    note = PlainField(label=_("What happened"), max_length=2000, required=False, rows=4)

    class Meta:
        model = TransferMilestone
        fields: ClassVar = [
            "title",
            "output",
            "state",
            "percent",
            "done_on",
            "note",
            "starts_on",
            "due_on",
            "post",
            "person",
            "budget",
            "currency",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person: Any = self.fields["person"]
        person.queryset = people_of(self.transfer)
        # Who held it may have left since; saving something else does not take it from them.
        if self.instance.person_id:
            person.queryset = person.queryset | User.objects.filter(pk=self.instance.person_id)
        self.fields["currency"].required = False
        self.order_fields(self.Meta.fields)

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or "USD"

    def clean_percent(self) -> int:
        return self.cleaned_data["percent"] or 0

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        self.check_days(told, today)
        if told.get("state") == DONE:
            told["percent"] = 100
            told["done_on"] = told.get("done_on") or (
                today if "done_on" not in self.errors else None
            )
        else:
            told["done_on"] = None
            if told.get("percent") and told.get("state") == TransferMilestoneState.PENDING:
                told["state"] = TransferMilestoneState.IN_PROGRESS
        return told

    def check_days(self, told: dict[str, Any], today: date) -> None:
        start, due, done = told.get("starts_on"), told.get("due_on"), told.get("done_on")
        if start and due and due < start:
            self.add_error("due_on", _("It cannot be due before it begins."))
        if told.get("state") == DONE and done:
            if done > today:
                self.add_error("done_on", _("That day is still to come."))
            elif start and done < start:
                self.add_error(
                    "done_on", _("It cannot have been done before it began. Mend one of the days.")
                )


class IndicatorForm(FollowingForm):
    """Figures of an indicator. Of an inherited one what is measured, and in what, is the origin's.

    Figures in another unit that is known are converted; else the form says why not.
    """

    TOGETHER = (("baseline", "baseline_year"), ("result", "result_year"), ("unit", "direction"))

    name = LineField(
        label=_("What is measured"),
        max_length=160,
        error_messages={"required": _("Say what is measured.")},
    )
    unit = LineField(
        label=_("Unit"),
        max_length=60,
        required=False,
        help_text=_("For example: tonnes a week, percentage of homes."),
    )
    measured_unit = LineField(
        label=_("Unit of your figures"),
        max_length=60,
        required=False,
        help_text=_(
            "Only if you measured in another unit, for example kg for tonnes: we convert it."
        ),
    )
    baseline = AmountField(label=_("Before"))
    baseline_year = YearField(label=_("Year of it"))
    result = AmountField(label=_("After"))
    result_year = YearField(label=_("Year of the result"))
    target = AmountField(label=_("Target"))
    source = LineField(
        label=_("Source"),
        max_length=280,
        required=False,
        help_text=_("Where the figures come from. Without it a result does not count as measured."),
    )
    method = forms.ChoiceField(
        label=_("How it was measured"),
        choices=[("", _("Choose")), *Method.choices],
        required=False,
    )

    class Meta:
        model = TransferIndicator
        fields: ClassVar = [
            "name",
            "unit",
            "direction",
            "measured_unit",
            "baseline",
            "baseline_year",
            "result",
            "result_year",
            "target",
            "source",
            "method",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.origin_key:
            for name in ("name", "unit", "direction"):
                del self.fields[name]
        self.show_as_measured()
        self.order_fields(self.Meta.fields)

    def names(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self.Meta.fields)

    def show_as_measured(self) -> None:
        """The figures as they were typed: in the unit they were measured in."""
        row = self.instance
        if not row.measured_unit:
            return
        for name in FIGURES:
            value = getattr(row, name)
            if value is not None:
                self.initial[name] = in_unit(value, row.unit, row.measured_unit)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        unit = told.get("unit", self.instance.unit)
        measured = told.get("measured_unit", "")
        if measured and not unit:
            self.add_error("measured_unit", _("Say first in which unit it is measured."))
        for name in FIGURES:
            self.settle_figure(told, name, measured, unit)
        start, end = told.get("baseline_year"), told.get("result_year")
        if start and end and end < start:
            self.add_error("result_year", _("The result cannot be older than what it began from."))
        return told

    def settle_figure(self, told: dict[str, Any], name: str, measured: str, unit: str) -> None:
        """In the unit of the indicator, and no larger than the table takes."""
        value = told.get(name)
        if value is None or "measured_unit" in self.errors:
            return
        try:
            told[name] = convert(value, measured, unit) if measured else rounded(value)
            if abs(told[name]) >= LARGEST:
                raise InvalidOperation
        except OtherUnitError as refused:
            where = name if refused.code == "too_little" else "measured_unit"
            self.add_error(where, refused)
        except InvalidOperation:
            self.add_error(name, _("That figure is too large to be kept."))


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"))


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """The figure in another unit, as it is shown; as it is where it cannot be told."""
    try:
        told = convert(value, unit, wanted)
    except (ValidationError, InvalidOperation):
        return value
    return told.normalize() if told else told


class CostForm(FollowingForm):
    TOGETHER = (("amount", "currency", "year"),)

    concept = LineField(
        label=_("What was paid"),
        max_length=200,
        error_messages={"required": _("Say what was paid.")},
    )
    amount = AmountField(
        label=_("Amount"),
        max_digits=18,
        decimal_places=2,
        min_value=0,
        required=True,
        error_messages={"required": _("Write the amount.")},
    )
    currency = currency()
    year = YearField(label=_("Year"))

    class Meta:
        model = TransferCost
        fields: ClassVar = ["concept", "kind", "amount", "currency", "year"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].required = True
        self.order_fields(self.Meta.fields)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise ValidationError(_("Costs are what was paid: that year is still to come."))
        return year


class ProofForm(forms.Form):
    """A document that shows what was done: a file, or where it stands on the web."""

    use_required_attribute = False

    file = forms.FileField(label=_("File"), required=False)
    url = AddressField(label=_("Or its address on the web"))
    title = LineField(
        label=_("What it is called"),
        max_length=200,
        required=False,
        help_text=_("If you leave it empty, it is called like the file."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not told.get("file") and not told.get("url"):
            self.add_error("file", _("Choose a file or give an address on the web."))
        return told
