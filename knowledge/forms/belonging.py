"""Forms of who takes part in a case, who made it, and of its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.inviting import whom
from knowledge.actions.documents import SHOWS_PEOPLE
from knowledge.forms.fields import LineField, YearField
from knowledge.kinds import AttachmentKind, ContributorRole, Licence, PersonConsent, ShownAs
from knowledge.models import Attachment, Contributor
from knowledge.scales import Language

if TYPE_CHECKING:
    from community.models import User, UserQuerySet

CHOOSE = ("", _("Choose"))
OPTIONAL_POST = _("For example: director of public services.")


class Compared(forms.BaseForm):
    """A form that says what is kept now where somebody else wrote meanwhile."""

    def stored_words(self) -> dict[str, str]:
        """For each field that differs from what is kept: what is kept, in words."""
        return {name: self.words_kept_in(name) for name in self.changed_data}

    def words_kept_in(self, name: str) -> str:
        field: Any = self.fields[name]
        value = self.get_initial_for_field(field, name)
        labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        values = value if isinstance(value, list | tuple) else [value]
        words = ["" if each is None else str(each) for each in values]
        return ", ".join(labels.get(each, each) for each in words)


class RowForm(Compared, forms.ModelForm):
    """One row of a case on a screen of its own."""

    use_required_attribute = False

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls.base_fields)


class InviteAuthorForm(forms.Form):
    """Whom to invite, by e-mail or by handle, and to do what."""

    use_required_attribute = False

    who = LineField(
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
    role = forms.ChoiceField(
        label=_("As what"), choices=ContributorRole.choices, initial=ContributorRole.CO_AUTHOR
    )
    post = LineField(
        label=_("Post at that time"), max_length=160, required=False, help_text=OPTIONAL_POST
    )
    organization_name = LineField(
        label=_("Organization at that time"), max_length=200, required=False
    )
    message = LineField(
        label=_("What the invitation should say"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    may_edit = forms.BooleanField(
        label=_("May write in the experience, not only read it"), required=False, initial=True
    )

    def __init__(self, *args: Any, people: UserQuerySet, **options: Any) -> None:
        """`people` are those whose handle the inviting person may know."""
        super().__init__(*args, **options)
        self.people = people

    def clean_who(self) -> dict[str, Any]:
        return whom(str(self.cleaned_data["who"]), self.people)

    def invited(self) -> dict[str, Any]:
        """What `actions.authorship.invite` wants."""
        told = dict(self.cleaned_data)
        who: dict[str, User | str] = told.pop("who")
        return {**told, **who}


class AcceptForm(forms.Form):
    """What somebody who accepts says of themselves."""

    use_required_attribute = False

    post = LineField(
        label=_("Your post at that time"), max_length=160, required=False, help_text=OPTIONAL_POST
    )
    organization_name = LineField(
        label=_("Your organization at that time"), max_length=200, required=False
    )
    shown_as = forms.ChoiceField(
        label=_("What readers see of you"),
        choices=ShownAs.choices,
        initial=ShownAs.PERSON,
        widget=forms.RadioSelect,
        help_text=_(
            "If telling this could harm you, let readers see only the organization, only the "
            "network, or nothing. You can change it later."
        ),
    )
    licence = forms.BooleanField(
        label=_(
            "What I write here may be published under CC BY 4.0: anybody may copy and adapt it, "
            "naming who wrote it."
        ),
        error_messages={"required": _("Without this, what you write could not be published.")},
    )


class CreditForm(RowForm):
    """Somebody who made the record. Who has an account is called as their profile says."""

    name = LineField(
        label=_("Name"),
        max_length=160,
        error_messages={"required": _("Write the name of the person.")},
    )
    role = forms.ChoiceField(
        label=_("What they did"), choices=ContributorRole.choices, initial=ContributorRole.AUTHOR
    )
    post = LineField(
        label=_("Post at that time"), max_length=160, required=False, help_text=OPTIONAL_POST
    )
    organization_name = LineField(
        label=_("Organization at that time"), max_length=200, required=False
    )
    shown_as = forms.ChoiceField(
        label=_("What readers see"),
        choices=ShownAs.choices,
        initial=ShownAs.PERSON,
        widget=forms.RadioSelect,
        help_text=_("Whoever could be harmed by it need not be named."),
    )

    class Meta:
        model = Contributor
        fields: ClassVar = ["name", "role", "post", "organization_name", "shown_as"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.person_id or self.instance.is_protected:
            del self.fields["name"]


class UploadForm(forms.Form):
    """What is said of all the files that are sent together. The files themselves: see the view."""

    use_required_attribute = False

    author = LineField(
        label=_("Author or institution"),
        max_length=160,
        required=False,
        help_text=_("Who is to be named: the photographer, the office that wrote the report."),
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence.choices,
        initial=Licence.CC_BY,
        help_text=_(
            "Under CC BY 4.0 others may use it, naming its author. Choose “all rights reserved” "
            "when it is not yours to give."
        ),
    )
    person_consent = forms.ChoiceField(
        label=_("People who appear in photographs or videos"),
        choices=[CHOOSE, *PersonConsent.choices],
        required=False,
        help_text=_("Photographs of children need the consent of those who answer for them."),
    )


class DocumentForm(RowForm):
    """A document or source; what is asked for depends on whether there is a file."""

    title = LineField(
        label=_("What it is called"),
        max_length=200,
        error_messages={"required": _("Say what it is called.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AttachmentKind.choices, initial=AttachmentKind.REPORT
    )
    alt_text = forms.CharField(
        label=_("What it shows or says"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For those who cannot see or hear it: who, what, where. Of a video or a recording, "
            "what is said."
        ),
    )
    person_consent = forms.ChoiceField(
        label=_("People who appear"),
        choices=[CHOOSE, *PersonConsent.choices],
        required=False,
        help_text=_("Photographs of children need the consent of those who answer for them."),
    )
    author = LineField(label=_("Author or institution"), max_length=160, required=False)
    year = YearField(label=_("Year"), first=1500)
    licence = forms.ChoiceField(
        label=_("Licence"), choices=[CHOOSE, *Licence.choices], required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("None in particular")), *Language.choices],
        required=False,
    )
    url = forms.URLField(
        label=_("Address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
        error_messages={
            "invalid": _("Write a whole address, for example https://www.example.org/report.pdf")
        },
    )

    class Meta:
        model = Attachment
        fields: ClassVar = [
            "title",
            "kind",
            "alt_text",
            "person_consent",
            "author",
            "year",
            "licence",
            "language",
            "url",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance.file:
            del self.fields["person_consent"]

    def clean_alt_text(self) -> str:
        return str(self.cleaned_data["alt_text"]).replace("\x00", "")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.instance.file:
            return told
        for name, sentence in lacking(told.get("kind", ""), told).items():
            if name not in self.errors:
                self.add_error(name, str(sentence))
        return told


NEEDS_WORDS = (*SHOWS_PEOPLE, AttachmentKind.AUDIO)


def lacking(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    """What a file of this kind still needs before anybody should see it: field and sentence."""
    wanted = {}
    if kind in NEEDS_WORDS and not told.get("alt_text"):
        wanted["alt_text"] = _("Say what it shows or says, for those who cannot see or hear it.")
    if kind in SHOWS_PEOPLE and not told.get("person_consent"):
        wanted["person_consent"] = _("Say whether people appear, and whether they agreed.")
    if not told.get("licence"):
        wanted["licence"] = _("Say under which licence others may use it.")
    return wanted


def lacking_in(row: Attachment) -> list[str]:
    """The sentences on what a document with a file lacks."""
    names = ("alt_text", "person_consent", "licence")
    told = {name: getattr(row, name) for name in names}
    return [str(said) for said in lacking(row.kind, told).values()] if row.file else []
