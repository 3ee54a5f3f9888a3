"""One interview: who, what was told, and what they agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from community.html import text_of
from community.uploads import check_document
from knowledge.forms.fields import LineField, NarrativeField
from knowledge.forms.systematization import DayField
from knowledge.models import Interview

if TYPE_CHECKING:
    from django.core.files.base import File


class ProofField(forms.FileField):
    """A signed sheet, photographed or as PDF, or a short recording; judged by its content."""

    def to_python(self, data: Any) -> File | None:
        checked = super().to_python(data)
        return check_document(checked) if checked else None


class InterviewForm(forms.ModelForm):
    use_required_attribute = False

    person = LineField(
        label=_("Who was interviewed"),
        max_length=160,
        help_text=_("Only you and the knowledge team are shown the name. It is never published."),
        error_messages={"required": _("Write who it was; only you and the team will see it.")},
    )
    post = LineField(label=_("What they did there at that time"), max_length=160, required=False)
    held_on = DayField(label=_("Day of the interview"))
    consent = forms.ChoiceField(
        label=_("What did they agree to?"),
        choices=Interview.Consent.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Ask before you begin, and again when you have written it down."),
    )
    consent_given = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=[("", _("Choose one")), *Interview.Given.choices],
        required=False,
    )
    consented_on = DayField(label=_("On which day?"))
    consent_file = ProofField(
        label=_("Proof of the consent"),
        required=False,
        widget=forms.FileInput,
        help_text=_("The signed sheet as a photograph or PDF. Only you and the team can open it."),
    )
    notes = NarrativeField(
        label=_("What they told"),
        guide=400,
        help_text=_("In their own words where you can. Those who work on this experience read it."),
    )

    class Meta:
        model = Interview
        fields: ClassVar = [
            "person",
            "post",
            "held_on",
            "notes",
            "consent",
            "consent_given",
            "consented_on",
            "consent_file",
        ]

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        self.initial["notes"] = text_of(expand_db_html(self.instance.notes))

    def clean_consent(self) -> str:
        return str(self.cleaned_data["consent"] or Interview.Consent.NOT_ASKED)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "notes" in cleaned and "notes" not in self.changed_data:
            cleaned["notes"] = self.instance.notes
        consent = cleaned.get("consent")
        may_be_quoted = consent in (Interview.Consent.NAMED, Interview.Consent.WITHOUT_NAME)
        if (
            may_be_quoted
            and not cleaned.get("consent_given")
            and "consent_given" not in self.errors
        ):
            self.add_error("consent_given", _("Say how the consent was given."))
        if may_be_quoted and not cleaned.get("consented_on") and "consented_on" not in self.errors:
            self.add_error("consented_on", _("Write the day on which it was given."))
        return cleaned
