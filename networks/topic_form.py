"""What is asked of who opens a conversation. The actions judge the answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.conversation import TypedText
from networks.models import Topic


class TopicForm(forms.Form):
    """Once it is opened (`is_edited`), its kind stays what it was."""

    kind = forms.ChoiceField(
        label=_("What do you want to begin?"),
        choices=[
            (Topic.Kind.DISCUSSION.value, _("A discussion: to think something over together")),
            (Topic.Kind.QUESTION.value, _("A question: you will say which answer solved it")),
        ],
        initial=Topic.Kind.DISCUSSION.value,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=150,
        help_text=_("In a few words, as you would ask a colleague in the corridor."),
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    text = TypedText(
        label=_("Text"),
        help_text=_(
            "Tell what is needed to understand it. You may write **bold**, *italics*, lists with"
            " hyphens, [links](https://…) and @handles of people."
        ),
        error_messages={"required": _("Write something more than the title.")},
    )

    def __init__(self, *args: Any, is_edited: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 8
        if is_edited:
            del self.fields["kind"]
