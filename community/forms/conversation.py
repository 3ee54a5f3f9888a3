"""What is asked of who comments, and of who hides a comment. The actions judge the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.forms.traps import TrappedForm
from community.models import Organization
from community.permissions import organizations_of

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.models import User


class TypedText(forms.CharField):
    """What somebody typed at length; its limits are the action's, so that nothing is cut off."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), strip=False, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files, as a list; the action judges them."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[File]:
        return [upload for upload in data or [] if upload]


class CorrectionForm(forms.Form):
    text = TypedText(
        label=_("Your comment"),
        help_text=_(
            "It is published with your name. You may write **bold**, *italics*, lists with"
            " hyphens, [links](https://…) and @handles of people."
        ),
        error_messages={"required": _("Write your comment before you publish it.")},
    )


class CommentForm(TrappedForm, CorrectionForm):
    """Offers to speak for `voices`, number and name of each organization, if there is any."""

    on_behalf_of = forms.TypedChoiceField(
        label=_("On behalf of"), required=False, coerce=int, empty_value=None
    )
    attached = SeveralFiles(
        label=_("Files"),
        required=False,
        help_text=_("Up to three, of at most 5 MB each: documents, tables or pictures."),
    )

    def __init__(self, *args: Any, voices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if voices:
            chosen: Any = self.fields["on_behalf_of"]
            chosen.choices = [("", _("Myself")), *voices]
        else:
            del self.fields["on_behalf_of"]

    @property
    def organization(self) -> Organization | None:
        """The one that was chosen; None for whoever speaks for themselves."""
        chosen = self.cleaned_data.get("on_behalf_of")
        return Organization.objects.get(pk=chosen) if chosen else None


def voices_of(writer: User) -> list[tuple[int, str]]:
    """Number and name of the organizations in whose name they may speak today."""
    return list(organizations_of(writer, timezone.localdate()).values_list("pk", "name"))


class HideCommentForm(forms.Form):
    reason = TypedText(
        label=_("Reason"),
        help_text=_("Whoever wrote the comment will read it. Say what to change, kindly."),
        error_messages={"required": _("Say why: whoever wrote it will read your reason.")},
    )
