"""What is asked of who reports, decides or appeals. The actions judge the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.actions.deciding import VERBS
from community.forms.conversation import TypedText
from community.forms.traps import TrappedForm
from community.models import Report

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

REASONS = [choice for choice in Report.Reason.choices if choice[0] not in Report.OF_THE_SITE]
LABELS = {
    "descartar": _("Leave it; publish it if it waited"),
    "ocultar": _("Hide it"),
    "mostrar": _("Show it again"),
    "advertir": _("Warn its author"),
    "suspender": _("Hide it and suspend its author"),
    "pasar": _("Pass it on to the coordinating unit"),
}


class RefusableForm(forms.Form):
    def refuse(self, refusal: ValidationError, name: str) -> None:
        """Show what the action says: beside the field it names, else beside `name`."""
        if hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
        else:
            self.add_error(name, refusal)


class ReportForm(TrappedForm, RefusableForm):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    words = TypedText(
        label=_("In your words"),
        required=False,
        help_text=_("Only those who moderate read it. The author never learns who reported."),
    )


class DecisionForm(RefusableForm):
    """What to do with what is marked."""

    act = forms.ChoiceField(
        label=_("What to do with what is marked"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do.")},
    )
    days = forms.ChoiceField(
        label=_("How long, if you suspend"),
        choices=[
            ("7", _("7 days")),
            ("1", _("1 day")),
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("0", _("without an end")),
        ],
        initial="7",
        required=False,
    )
    reason = TypedText(
        label=_("Reason"),
        required=False,
        help_text=_(
            "Whoever wrote it will read it. Needed for all but leaving it and passing it on."
        ),
    )

    def __init__(self, *args: Any, verbs: tuple[str, ...] = VERBS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act: Any = self.fields["act"]
        act.choices = [(verb, LABELS[verb]) for verb in verbs]
        # What was decided says whether it is needed; "(optional)" would mislead.
        reason: Any = self.fields["reason"]
        reason.depends = True
        if "suspender" not in verbs:
            del self.fields["days"]

    def clean_days(self) -> int | None:
        """A week when nothing was chosen; None: without an end."""
        return int(self.cleaned_data["days"] or 7) or None


class AppealForm(RefusableForm):
    words = TypedText(
        label=_("Why should it be looked at again?"),
        help_text=_("Somebody who did not decide it first reads it. You can do this once."),
        error_messages={"required": _("Say why it should be looked at again.")},
    )


class AppealAnswerForm(RefusableForm):
    accept = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("yes", _("Take the decision back")),
            ("no", _("Leave the decision as it is")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = TypedText(
        label=_("Answer"),
        help_text=_("Whoever appealed will read it."),
        error_messages={"required": _("Say why: whoever wrote it will read your reason.")},
    )
