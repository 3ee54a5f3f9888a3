"""What is asked of who gives feedback, of who decides on it, and whether something was of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.forms.conversation import SeveralFiles
from community.forms.traps import TrappedForm
from community.models import Organization
from knowledge.feedback_kinds import (
    ASKED,
    LONGEST_FEEDBACK,
    TAKEN_UP,
    Disposition,
    FeedbackKind,
    UselessReason,
)
from knowledge.feedback_shown import TITLES
from knowledge.forms.review import RefusableForm, area
from knowledge.kinds import ShownAs

if TYPE_CHECKING:
    from collections.abc import Iterable


class FeedbackForm(TrappedForm, RefusableForm):
    """Offers to speak for `voices`, number and name of each organization, if there is any."""

    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    part = forms.ChoiceField(label=_("What it is about"), required=False)
    text = forms.CharField(
        label=_("Tell it"),
        max_length=LONGEST_FEEDBACK,
        widget=area(8),
        help_text=_("Plain words, as precise as you can. Everybody who reads the experience can."),
    )
    source = forms.CharField(
        label=_("Where it can be checked"),
        max_length=300,
        required=False,
        help_text=_("A document, an address, an office: whatever lets somebody see it."),
    )
    attached = SeveralFiles(
        label=_("Files"),
        required=False,
        help_text=_("Up to three, of at most 5 MB each: documents, tables or pictures."),
    )
    organization = forms.TypedChoiceField(
        label=_("On behalf of"), required=False, coerce=int, empty_value=None
    )
    shown_as = forms.ChoiceField(
        label=_("What readers see of you"),
        choices=[
            (ShownAs.PERSON, _("My name")),
            (ShownAs.ORGANIZATION, _("Only the organization I choose above")),
            (ShownAs.NOBODY, _("Nothing: protect my name")),
        ],
        initial=ShownAs.PERSON,
        widget=forms.RadioSelect,
        help_text=_(
            "Of a protected name only the team that works on the experience knows; neither its"
            " authors nor its readers do. The answer reaches you all the same."
        ),
    )

    def __init__(self, *args: Any, voices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(each.value, kind_in_words(each)) for each in FeedbackKind]
        parts: Any = self.fields["part"]
        parts.choices = [("", _("The whole experience")), *TITLES.items()]
        if voices:
            chosen: Any = self.fields["organization"]
            chosen.choices = [("", _("Myself")), *voices]
        else:
            del self.fields["organization"]
            shown: Any = self.fields["shown_as"]
            shown.choices = [each for each in shown.choices if each[0] != ShownAs.ORGANIZATION]

    @property
    def told(self) -> dict[str, Any]:
        """What `actions.give_feedback` takes."""
        names = ("kind", "part", "text", "source", "shown_as")
        chosen = self.cleaned_data.get("organization")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "organization": Organization.objects.get(pk=chosen) if chosen else None,
            "files": self.cleaned_data["attached"],
        }

    @property
    def lost_files(self) -> bool:
        """Whether files were chosen that the browser will not send again by itself."""
        return bool(self.errors and self.files)


def kind_in_words(kind: FeedbackKind) -> str:
    name = str(kind.label)
    return format_html(
        '<b>{}</b> <small class="muted">{}</small>', name[:1].upper() + name[1:], ASKED[kind]
    )


class AnswerFeedbackForm(RefusableForm):
    """`seen` is the decision that was read: nobody overwrites one they have not."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    disposition = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Disposition.ANSWERED, pgettext_lazy("decision", "I answer it: nothing changes")),
            (Disposition.ACCEPTED, pgettext_lazy("decision", "I accept it")),
            (Disposition.PARTLY, pgettext_lazy("decision", "I accept it in part")),
            (Disposition.NOT_APPLICABLE, pgettext_lazy("decision", "It does not apply")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST_FEEDBACK,
        required=False,
        widget=area(),
        help_text=_(
            "Everybody reads it beside the feedback. Needed unless you accept it whole: say what"
            " you take up, and why not the rest."
        ),
    )
    in_draft = forms.BooleanField(
        label=_("The text in the making has it already"),
        required=False,
        help_text=_("The next version will take it up and credit its author."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whether it may stay empty hangs on the decision: its hint says when.
        answer: Any = self.fields["answer"]
        answer.depends = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        accepts = cleaned.get("disposition") in TAKEN_UP
        cleaned["in_draft"] = bool(cleaned.get("in_draft")) and accepts
        cleaned["seen"] = cleaned.get("seen") or None
        return cleaned


class UsefulForm(RefusableForm):
    """Whether something was of use; anybody fills it in."""

    was_useful = forms.TypedChoiceField(
        label=_("Was it of use to you?"),
        choices=[("si", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "si",
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("If not, why?"),
        required=False,
        choices=[("", _("I would rather not say")), *UselessReason.choices],
    )
    words = forms.CharField(
        label=_("What would make it more useful"),
        max_length=1000,
        required=False,
        widget=area(3),
        help_text=_(
            "Only those who can make it better read it. Do not write names or personal facts."
        ),
    )


def choices_to_bundle(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """What a new version may take up, as its form lists it: kind, what was said, who said it."""
    return [(str(each.pk), format_html("<b>{}</b>: {} ({})", *words_of(each))) for each in rows]


def words_of(each: Any) -> tuple[str, str, str]:
    said = " ".join(each.text.split())
    short = said if len(said) <= 140 else f"{said[:139].rstrip()}…"
    return str(each.get_kind_display()).capitalize(), short, each.signature
