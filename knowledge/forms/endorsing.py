"""What is asked of a coordinator who shows a case or a solution in their network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.models.endorsements import LONGEST_NOTE
from networks.models import NetworkPage

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError


class EndorsementForm(forms.Form):
    """Network and reason. How long the reason must be is judged by the action."""

    red = forms.ModelChoiceField(
        NetworkPage.objects.none(),
        label=_("In which network"),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose a network that you coordinate.")},
    )
    nota = forms.CharField(
        label=_("Why your network should read it"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One or two sentences, from 20 characters on. They stand beside the title with your"
            " name: for whom it is useful, what to look at."
        ),
        error_messages={"required": _("Say why: members read it beside the title.")},
    )

    def __init__(self, *args: Any, networks: list[NetworkPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network: Any = self.fields["red"]
        keys = [each.pk for each in networks]
        network.queryset = NetworkPage.objects.filter(pk__in=keys).order_by("title")
        if len(keys) == 1:
            network.initial = keys[0]

    def refuse(self, refused: ValidationError) -> None:
        """Say beside the reason what is wrong with it, and above all fields what is not of it."""
        if hasattr(refused, "error_dict"):
            self.add_error("nota", refused.message_dict["note"])
        else:
            self.add_error(None, refused)
