"""What is asked of who registers for an event: its own questions, and of guests who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms.accounts import check_name
from community.forms.traps import TrappedForm
from networks.models import EventQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms.boundfield import BoundField

LONGEST_ANSWER = 500


class RegistrationForm(forms.Form):
    """One field for each question, in their order."""

    def __init__(self, *args: Any, questions: Iterable[EventQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[name_of(question)] = field_of(question)

    @property
    def asked(self) -> list[BoundField]:
        return [self[name_of(question)] for question in self.questions]

    @property
    def answers(self) -> list[dict[str, str]]:
        """What was answered, as a registration keeps it; what was left empty is not in it."""
        rows = []
        for question in self.questions:
            value = self.cleaned_data.get(name_of(question))
            said = (_("yes") if value else "") if isinstance(value, bool) else str(value or "")
            said = " ".join(said.replace("\x00", "").split())
            if said:
                rows.append({"key": str(question.key), "question": question.text, "answer": said})
        return rows


class GuestForm(TrappedForm, RegistrationForm):
    name = forms.CharField(
        label=gettext_lazy("Name and surname"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("We send you a link: you are registered once you open it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"])


def name_of(question: EventQuestion) -> str:
    return f"pregunta-{question.key}"


def field_of(question: EventQuestion) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": question.is_required}
    if question.kind == EventQuestion.Kind.YES:
        return forms.BooleanField(**common)
    if question.kind == EventQuestion.Kind.CHOICE:
        offered = [(answer, answer) for answer in question.answers]
        return forms.ChoiceField(**common, choices=[("", _("Choose one")), *offered])
    return forms.CharField(**common, max_length=LONGEST_ANSWER)
