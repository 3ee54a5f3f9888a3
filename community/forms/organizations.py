"""What is asked about organizations and of who works in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.mail_domains import check_domains
from community.models import Organization, User
from community.uploads import check_image

if TYPE_CHECKING:
    from django.core.files.base import File
    from django.db.models import QuerySet


class OrganizationForm(forms.ModelForm):
    """What its people tell of it. The domains, only whoever answers for the organization."""

    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG or WebP, on a light ground."),
    )
    website = forms.URLField(label=_("Website"), assume_scheme="https", required=False)
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Organization
        fields = ["description", "website", "mail_domains"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4, "maxlength": 600}),
            "mail_domains": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, answers_for_it: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not answers_for_it:
            del self.fields["mail_domains"]

    def clean_logo_file(self) -> File | None:
        upload = self.cleaned_data["logo_file"]
        return check_image(upload) if upload else None

    def clean_mail_domains(self) -> str:
        return "\n".join(check_domains(self.cleaned_data["mail_domains"]))


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The official one, if there is one. The link in the mail holds for two weeks."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    post = forms.CharField(
        label=_("Post"),
        max_length=120,
        required=False,
        help_text=_("For example: head of public services."),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ProofForm(forms.Form):
    email = forms.EmailField(
        label=_("Official address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class HeirField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class EndForm(forms.Form):
    """Who goes on with the drafts. `must_choose`: it is the one thing that is asked."""

    heir = HeirField(
        label=_("Who goes on with the drafts"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet: let them wait"),
        help_text=_("What was published keeps the name of its author."),
    )

    def __init__(
        self, *args: Any, heirs: QuerySet[User], must_choose: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["heir"]
        field.queryset, field.required = heirs, must_choose
        if must_choose:
            field.empty_label = _("Choose one")
