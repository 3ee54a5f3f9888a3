"""Sharing a draft by a link, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.forms.traps import TrappedForm
from knowledge.forms.review import RefusableForm, area
from knowledge.models import Remark, ReviewLink

if TYPE_CHECKING:
    from collections.abc import Iterable


class ShareForm(RefusableForm, forms.ModelForm):
    days = forms.TypedChoiceField(
        label=_("How long it holds"),
        coerce=int,
        initial=30,
        choices=[
            (days, ngettext_lazy("%(days)d day", "%(days)d days", days) % {"days": days})
            for days in ReviewLink.LASTS
        ],
    )

    class Meta:
        model = ReviewLink
        fields: ClassVar = ["for_whom", "email"]


class RemarkForm(TrappedForm, forms.ModelForm):
    """`parts` are the parts of the draft one may speak of: name of the field and heading."""

    part = forms.ChoiceField(label=_("What it is about"), required=False)

    class Meta:
        model = Remark
        fields: ClassVar = ["part", "text", "name", "email"]
        labels: ClassVar = {
            "text": _("What you would change or add"),
            "name": _("Your name"),
            "email": _("Your e-mail"),
        }
        help_texts: ClassVar = {
            "email": _("Only if you want the answer there. Nobody else sees it.")
        }
        widgets: ClassVar = {"text": area()}

    def __init__(self, *args: Any, parts: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        part.choices = [("", _("The whole")), *parts]

    @property
    def told(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("part", "text", "name", "email")}


class AnswerRemarkForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        required=False,
        widget=area(3),
        help_text=_(
            "Whoever left it reads it on the page of their link and, if they gave an e-mail, there."
        ),
    )


class ConfirmationForm(RefusableForm):
    """Yes or no in the name of a municipality."""

    is_confirmed = forms.TypedChoiceField(
        label=_("In the name of the municipality"),
        choices=[
            ("yes", _("We confirm it: this is how it was")),
            ("no", _("We do not confirm it")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What you want to say about it"),
        max_length=4000,
        required=False,
        widget=area(),
        help_text=_("Needed if you do not confirm it: whoever told it reads it, and the team."),
    )
