"""What a person says about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.actions.members import (
    is_handle_free,
    municipal_government,
    organization_called,
    set_affiliation,
    update_profile,
)
from community.actions.portraits import remove_portrait, set_portrait
from community.forms.accounts import check_name
from community.models import Organization, Theme, User
from community.models.contact import CONTACT_AUDIENCES
from community.spoken import SPOKEN_LANGUAGES
from community.uploads import check_image
from territories.forms import MunicipalityField

if TYPE_CHECKING:
    from django.core.files.base import File

    from community.models import Affiliation

OTHER_KINDS = [
    choice
    for choice in Organization.Kind.choices
    if choice[0] != Organization.Kind.MUNICIPAL_GOVERNMENT
]
LINKS_AT_MOST = 5
LONGEST_LINK = 200
SECURE_ADDRESS = URLValidator(schemes=["https"])


class LinksField(forms.CharField):
    """Addresses, one on each line; gives a list of them without repetitions."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        links = list(dict.fromkeys(line for line in lines if line))
        if len(links) > LINKS_AT_MOST:
            raise forms.ValidationError(_("Five links at most."))
        for link in links:
            self._check(link)
        return links

    def _check(self, link: str) -> None:
        try:
            SECURE_ADDRESS(link)
        except forms.ValidationError:
            is_short = False
        else:
            is_short = len(link) <= LONGEST_LINK
        if not is_short:
            raise forms.ValidationError(
                _("“%(link)s” is no address that begins with https://"),
                params={"link": link[:LONGEST_LINK]},
            )


class ProfileForm(forms.ModelForm):
    """The whole profile on one page. `save` writes through the actions."""

    photo_file = forms.FileField(
        label=_("Photograph"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Your face, well lit. JPEG, PNG or WebP. Without one, your initials stand in."),
    )
    remove_photo = forms.BooleanField(label=_("Remove the photograph"), required=False)
    post = forms.CharField(
        label=_("Post"),
        max_length=120,
        required=False,
        help_text=_("For example: head of public services."),
    )
    municipality = MunicipalityField(
        label=_("Municipality"),
        required=False,
        help_text=_("If you work for a municipal government."),
    )
    organization_name = forms.CharField(
        label=_("Another organization"),
        max_length=160,
        required=False,
        help_text=_("If you do not work for a municipality: its full name."),
    )
    organization_kind = forms.ChoiceField(
        label=_("What kind of organization it is"),
        choices=[("", _("Choose one")), *OTHER_KINDS],
        required=False,
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes you know or care about"),
        queryset=Theme.objects.active().first_level(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=SPOKEN_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    links = LinksField(
        label=_("Links"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "Up to five, one on each line: https://… They are shown once something of yours"
            " has been published here."
        ),
    )
    email_audience = forms.ChoiceField(label=_("Who sees my e-mail"), choices=CONTACT_AUDIENCES)

    class Meta:
        model = User
        fields = [
            "display_name",
            "handle",
            "biography",
            "ask_me_about",
            "spoken_languages",
            "links",
            "profile_audience",
            "is_listed",
            "email_audience",
            "phone",
            "phone_audience",
            "whatsapp",
            "whatsapp_audience",
            "message_audience",
        ]
        widgets = {
            "biography": forms.Textarea(attrs={"rows": 4, "maxlength": 280}),
            "profile_audience": forms.RadioSelect,
            "handle": forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
            "display_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "whatsapp": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }
        help_texts = {
            "biography": _("Two or three sentences, up to 280 characters."),
            "handle": _(
                "The last part of your address: small letters, digits and hyphens. "
                "If you change it, the old address leads to the new one."
            ),
            "phone": _("With the code of the country: +507 6000 0000."),
            "whatsapp": _("With the code of the country: +507 6000 0000."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].initial = self.instance.themes.all()
        self._show_affiliation(self.instance.current_affiliation)

    def _show_affiliation(self, affiliation: Affiliation | None) -> None:
        if affiliation is None:
            return
        organization = affiliation.organization
        self.fields["post"].initial = affiliation.post
        if organization.kind == Organization.Kind.MUNICIPAL_GOVERNMENT:
            self.fields["municipality"].initial = organization.territory
            return
        self.fields["organization_name"].initial = organization.name
        self.fields["organization_kind"].initial = organization.kind

    def clean_display_name(self) -> str:
        return check_name(self.cleaned_data["display_name"])

    def clean_photo_file(self) -> File | None:
        upload = self.cleaned_data["photo_file"]
        return check_image(upload) if upload else None

    def clean_handle(self) -> str:
        handle = self.cleaned_data["handle"].lower()
        if not is_handle_free(handle, self.instance):
            raise forms.ValidationError(_("That handle belongs to somebody else."))
        return handle

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named, municipality = cleaned.get("organization_name"), cleaned.get("municipality")
        if named and municipality:
            self.add_error(
                "organization_name",
                _("Write either the municipality or another organization, one of the two."),
            )
        elif named and not cleaned.get("organization_kind"):
            self.add_error("organization_kind", _("Say what kind of organization it is."))
        elif cleaned.get("post") and not (named or municipality or "municipality" in self.errors):
            self.add_error("municipality", _("Say where you hold that post."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        """Write the profile, the photograph and the affiliation, all or nothing.

        Raises:
            ValidationError: somebody else took the handle since it was checked.

        """
        person = User.objects.get(pk=self.instance.pk)
        data = self.cleaned_data
        update_profile(person, {name: data[name] for name in self.Meta.fields}, data["themes"])
        if data["photo_file"]:
            set_portrait(person, data["photo_file"])
        elif data["remove_photo"]:
            remove_portrait(person)
        set_affiliation(person, self._organization(), data["post"])
        return person

    def _organization(self) -> Organization | None:
        if self.cleaned_data["municipality"]:
            return municipal_government(self.cleaned_data["municipality"])
        name = self.cleaned_data["organization_name"].strip()
        return organization_called(name, self.cleaned_data["organization_kind"]) if name else None


class CloseAccountForm(forms.Form):
    keep_name = forms.ChoiceField(
        label=_("What you published stays. Who signs it?"),
        choices=[
            ("no", _("Nobody: it says “Cuenta cerrada”")),
            ("yes", _("I do: my name stays on it")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box to close the account.")},
    )
