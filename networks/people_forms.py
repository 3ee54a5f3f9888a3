"""What is asked at the door of a network, and of those who keep it. Actions judge the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.inviting import whom
from networks.address_lists import MOST_BYTES, MOST_ROWS
from networks.models import Membership, NetworkInvitation
from networks.models.membership import LONGEST_ANSWER, LONGEST_REASON

if TYPE_CHECKING:
    from community.models import UserQuerySet
    from networks.models import NetworkPage

LONGEST_MESSAGE = NetworkInvitation._meta.get_field("message").max_length


class AnswerForm(forms.Form):
    """The question of the network to who wants to join it."""

    use_required_attribute = False
    answer = forms.CharField(
        label=_("What moves you to join?"),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Those who coordinate the network read it, nobody else."),
    )

    def __init__(self, *args: Any, network: NetworkPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if network.joining_question:
            self.fields["answer"].label = network.joining_question
            # The action refuses an empty one with a sentence of its own.
            self.fields["answer"].depends = True  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why somebody is not let in, or is taken out."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it. Say it kindly, and what they could do."),
        error_messages={"required": _("Say why: the person reads it.")},
    )


class InviteForm(forms.Form):
    use_required_attribute = False
    who = forms.CharField(
        label=_("E-mail or handle"),
        max_length=254,
        help_text=_(
            "The handle is what follows the @ in their profile. By e-mail you may also invite "
            "somebody who has no account yet."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write an e-mail address or a handle.")},
    )
    message = forms.CharField(
        label=_("What the invitation should say"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: UserQuerySet, **kwargs: Any) -> None:
        """`people` are those whose handle the inviting person may know."""
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_who(self) -> dict[str, Any]:
        return whom(str(self.cleaned_data["who"]), self.people)


class ListForm(forms.Form):
    """A file of addresses."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("File with the addresses"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )
    message = forms.CharField(
        label=_("What the invitation should say"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _(
            "A CSV whose first row names the columns: “correo”, which has to be there, and"
            " “nombre”, which may be. Up to %(rows)s rows and %(size)s kB."
        )
        self.fields["file"].help_text = said % {"rows": MOST_ROWS, "size": MOST_BYTES // 1024}

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            said = _("The file is larger than %(most)s kB: split it into several.")
            raise forms.ValidationError(said % {"most": MOST_BYTES // 1024})
        return upload


class PeopleFilter(forms.Form):
    """What the list of people of a network is narrowed by; whatever is no choice, is none."""

    STATES = (
        ("", _("Belongs or asks")),
        (Membership.State.REQUESTED.value, _("Asks to join")),
        (Membership.State.ACTIVE.value, _("Belongs")),
        (Membership.State.DECLINED.value, _("Was not let in")),
        (Membership.State.LEFT.value, _("Left")),
        (Membership.State.REMOVED.value, _("Was taken out")),
    )
    ROLES = (
        ("", _("Any role")),
        (Membership.Role.COORDINATOR.value, _("Coordinates")),
        (Membership.Role.MEMBER.value, _("Member")),
    )
    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    estado = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    rol = forms.ChoiceField(label=_("Role"), choices=ROLES, required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "").strip() for name in self.fields}
