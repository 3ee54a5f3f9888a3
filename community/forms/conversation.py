"""What is asked of who comments, and of who hides a comment. The actions judge the answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.traps import TrappedForm


class TypedText(forms.CharField):
    """What somebody typed at length; its limits are the action's, so that nothing is cut off."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), strip=False, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class CommentForm(TrappedForm):
    text = TypedText(
        label=_("Your comment"),
        help_text=_(
            "It is published with your name. You may write **bold**, *italics*, lists with"
            " hyphens and [links](https://…)."
        ),
        error_messages={"required": _("Write your comment before you publish it.")},
    )


class HideCommentForm(forms.Form):
    reason = TypedText(
        label=_("Reason"),
        help_text=_("Whoever wrote the comment will read it. Say what to change, kindly."),
        error_messages={"required": _("Say why: whoever wrote it will read your reason.")},
    )
