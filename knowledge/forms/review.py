"""What the knowledge team fills in to decide on a case and to answer about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import User
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from knowledge.models import CorrectionRequest
from knowledge.scales import Significance

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

MOMENT = "%Y-%m-%dT%H:%M"


class RefusableForm(forms.Form):
    def refuse(self, error: ValidationError) -> None:
        """Show what an action has refused, beside its field where it names one."""
        told: dict[str, Any] = error.update_error_dict({})
        for name, words in told.items():
            self.add_error(name if name in self.fields else None, words)


class DecisionForm(RefusableForm):
    """`seen` is the revision that was read: nobody decides on a text they have not seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        current = self.initial.get("seen")
        if cleaned.get("seen") is not None and cleaned["seen"] != current:
            raise forms.ValidationError(
                _("The text has changed since you opened it. Read it again before you decide.")
            )
        return cleaned


def area(rows: int = 5, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class PublishForm(DecisionForm):
    significance = forms.ChoiceField(
        label=_("How much it changes"),
        choices=Significance.choices,
        initial=Significance.MEDIUM,
        widget=forms.RadioSelect,
        help_text=_("Of a first version: medium. Major if who applies it must do otherwise."),
    )
    note = forms.CharField(
        label=_("What changed"),
        max_length=280,
        required=False,
        widget=area(2),
        help_text=_("One or two sentences that everybody reads beside the version."),
    )
    resolves = forms.MultipleChoiceField(
        label=_("Accepted feedback that this version takes up"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The version credits its authors, and they are told."),
    )

    def offer(self, choices: list[tuple[str, str]], initial: list[str]) -> None:
        """Ask which feedback it takes up; where there is none, do not ask."""
        if not choices:
            del self.fields["resolves"]
            return
        offered: Any = self.fields["resolves"]
        offered.choices, offered.initial = choices, initial

    @property
    def resolved(self) -> list[int] | None:
        """The keys of what it takes up; None where nothing was asked."""
        told = self.cleaned_data.get("resolves")
        return None if told is None else [int(key) for key in told]


class ReturnForm(DecisionForm):
    reason = forms.CharField(
        label=_("What the author should change"),
        max_length=4000,
        widget=area(),
        help_text=_("The author reads it in the site and by mail."),
    )


class ScheduleForm(DecisionForm):
    publish_at = forms.DateTimeField(
        label=_("Day and hour"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class WithdrawForm(DecisionForm):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=4000,
        widget=area(),
        help_text=_("Nobody else sees it any more; its author reads the reason."),
    )


class ConfirmForm(DecisionForm):
    note = forms.CharField(
        label=_("Who confirmed it, and how"),
        max_length=280,
        widget=area(2),
        help_text=_("For instance: letter of the mayor's office of 3 March."),
    )


def team_of_cases() -> Any:
    """Those who may be given a case, by name."""
    groups = (KNOWLEDGE_TEAM, COORDINATING_UNIT)
    team = User.objects.filter(is_active=True, groups__name__in=groups)
    return team.distinct().order_by("display_name", "pk")


class AssignForm(DecisionForm):
    assignee = forms.ModelChoiceField(
        label=_("Who has it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: it waits for somebody to take it"),
        help_text=_("They are told in the site and by mail."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["assignee"]
        people.queryset = team_of_cases()


class TakeUpForm(DecisionForm):
    note = forms.CharField(
        label=_("A word for its author"),
        max_length=4000,
        required=False,
        widget=area(3),
        help_text=_("How you will work together, and what you need first. They get it by mail."),
    )


class PutDownForm(DecisionForm):
    reason = forms.CharField(
        label=_("Why it stops"),
        max_length=4000,
        widget=area(),
        help_text=_("It stays published as registered (N1); its author reads the reason."),
    )


class SystematizedForm(PublishForm):
    """As publishing: a level is recognized on a version."""


class VerifiedForm(PublishForm):
    checked = forms.BooleanField(
        label=_("I have compared an indicator, its baseline and its source with the documents."),
        error_messages={"required": _("Say that you have checked it: that is what N3 stands for.")},
    )


class LowerForm(DecisionForm):
    reason = forms.CharField(
        label=_("Why its level is taken back"),
        max_length=4000,
        widget=area(),
        help_text=_("One level down. Readers go on reading it; its author reads the reason."),
    )


class AnswerForm(RefusableForm):
    """The decision on a request and the words for whoever asked."""

    disposition = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (CorrectionRequest.Disposition.ACCEPTED, _("accept it")),
            (CorrectionRequest.Disposition.DECLINED, _("decline it")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=area(),
        help_text=_("Whoever asked receives it as it stands."),
    )
