"""The three steps of the plan of a transfer: does it fit, what changes, how it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.forms.figures import AmountField
from knowledge.forms.review import RefusableForm, area
from knowledge.forms.transfer_steps import StepForm
from knowledge.kinds import Adaptability
from knowledge.models import Adaptation, FitAnswer, TransferMilestone
from knowledge.models.rows.means import CURRENCY
from knowledge.transfer_kinds import Change, Fit

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2090, 12, 31)
UNANSWERED = ("", _("not answered yet"))


class FitForm(StepForm):
    """Does it fit us: powers, plan and budget, and each condition that the origin names."""

    rows_model = FitAnswer
    relation = "fit_answers"
    of_transfer = ("competence", "competence_how", "in_plan", "in_plan_how")
    of_row = ("answer", "how")

    competence = forms.ChoiceField(
        label=_("Does it lie within the powers of your municipality?"),
        choices=[UNANSWERED, *Fit.choices],
        required=False,
        help_text=_("The legal office knows. The origin tells on which norms it stands."),
    )
    competence_how = forms.CharField(
        label=_("How to solve it"), max_length=1000, required=False, widget=area(2)
    )
    in_plan = forms.ChoiceField(
        label=_("Is it in your plan and your budget?"),
        choices=[UNANSWERED, *Fit.choices],
        required=False,
    )
    in_plan_how = forms.CharField(
        label=_("How to solve it"), max_length=1000, required=False, widget=area(2)
    )

    def row_fields(self, row: Any | None) -> dict[str, forms.Field]:
        return {
            "answer": forms.ChoiceField(
                label=_("Do you have it?"), choices=[UNANSWERED, *Fit.choices], required=False
            ),
            "how": forms.CharField(
                label=_("How to solve it"), max_length=1000, required=False, widget=area(2)
            ),
        }


class ChangesForm(StepForm):
    """What we change: what is done with each component, and what is added."""

    rows_model = Adaptation
    relation = "adaptations"
    of_row = ("component", "change", "reason")
    takes_new = True

    def row_fields(self, row: Any | None) -> dict[str, forms.Field]:
        reason = forms.CharField(
            label=_("Why, and how"), max_length=1000, required=False, widget=area(2)
        )
        if row is not None and row.origin_key is not None:
            choices = [each for each in Change.choices if each[0] != Change.ADD]
            change = forms.ChoiceField(
                label=_("What you do"), choices=[UNANSWERED, *choices], required=False
            )
            return {"change": change, "reason": reason}
        fields: dict[str, forms.Field] = {
            "component": forms.CharField(
                label=_("What you add"), max_length=300, required=row is not None
            ),
            "reason": reason,
        }
        if row is not None:
            fields["gone"] = forms.BooleanField(label=_("Take it out"), required=False)
        return fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key in self.keys_drawn():
            row = self.known.get(key)
            reason = cleaned.get(f"{key}-reason")
            if row is not None and row.adaptability == Adaptability.FIXED:
                self.ask_why(key, cleaned.get(f"{key}-change"), reason)
            elif row is None and reason and not cleaned.get(f"{key}-component"):
                self.add_error(f"{key}-component", _("Say what it is that you add."))
        return cleaned

    def ask_why(self, key: str, change: str | None, reason: str | None) -> None:
        """A component that should stay as it is asks for a reason before one touches it."""
        if reason or change not in (Change.DROP, Change.CHANGE):
            return
        words = (
            _("The origin says that it does not work without this. Say why you leave it out.")
            if change == Change.DROP
            else _("The origin says to keep this as it is. Say why you change it, and how.")
        )
        self.add_error(f"{key}-reason", words)

    def told(self, key: str) -> dict[str, Any]:
        told = super().told(key)
        if told.get("component"):
            told["change"] = Change.ADD
        return told


class MilestonesForm(StepForm):
    """How it is done: milestones with their dates, the post that answers, what each costs."""

    rows_model = TransferMilestone
    relation = "milestones"
    of_row = ("title", "post", "starts_on", "due_on", "budget", "currency")
    takes_new = True

    def row_fields(self, row: Any | None) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "title": forms.CharField(
                label=_("What is to be done"), max_length=160, required=row is not None
            ),
            "post": forms.CharField(
                label=_("Post that answers for it"), max_length=120, required=False
            ),
            "starts_on": day(_("From")),
            "due_on": day(_("Until")),
            "budget": AmountField(label=_("Budget"), min_value=0, max_digits=18, decimal_places=2),
            "currency": forms.CharField(
                label=_("Currency"), max_length=3, required=False, validators=[CURRENCY]
            ),
        }
        if row is not None:
            fields["gone"] = forms.BooleanField(label=_("Take it out"), required=False)
        return fields

    def is_blank(self, told: dict[str, Any]) -> bool:
        return not any(value for name, value in told.items() if name != "currency")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key in self.keys_drawn():
            self.clean_line(key, cleaned)
        return cleaned

    def clean_line(self, key: str, cleaned: dict[str, Any]) -> None:
        told = {name: cleaned.get(f"{key}-{name}") for name in self.of_row}
        if self.is_blank(told) or cleaned.get(f"{key}-gone"):
            return
        if not told["title"] and key not in self.known:
            self.add_error(f"{key}-title", _("Say what is to be done."))
        begins, ends = told["starts_on"], told["due_on"]
        if begins and ends and ends < begins:
            self.add_error(f"{key}-due_on", _("It cannot be due before it begins."))
        plan = self.transfer.starts_on
        row = self.known.get(key)
        was = row.due_on if row else None
        if plan and ends and ends < plan and ends != was:
            self.add_error(f"{key}-due_on", _("It cannot be due before the plan begins."))
        if not told["currency"]:
            cleaned[f"{key}-currency"] = "USD"

    def told(self, key: str) -> dict[str, Any]:
        return {
            name: "" if value is None and name in TEXTS else value
            for name, value in super().told(key).items()
        }


TEXTS = ("title", "post", "currency")


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[refuse_far_day],
    )


def refuse_far_day(day: date) -> None:
    """Raises ValidationError: no plan is made for then, and calendars cannot count to it."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(_("Write a day between 1990 and 2090."))


class CalendarForm(RefusableForm):
    """When the plan begins; the rest follows."""

    starts_on = forms.DateField(
        label=_("The plan begins on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[refuse_far_day],
    )
