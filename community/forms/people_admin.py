"""Accounts as the coordinating unit sees them in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.actions.members import is_handle_free, rename
from community.models import User


class PersonCreationForm(forms.ModelForm):
    """Who the person is and which roles they have. No password: nobody knows another's."""

    class Meta:
        model = User
        fields = ["email", "display_name", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "email": _(
                "The person signs in with it. The first password is chosen with "
                "“I forgot my password”."
            )
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_superuser:
            del self.fields["is_superuser"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account has that address."))
        return email

    def save(self, commit: bool = True) -> User:
        person = super().save(commit=False)
        if not person.pk:
            person.set_unusable_password()
        if commit:
            person.save()
            self.save_m2m()
        return person


class PersonEditForm(PersonCreationForm):
    class Meta(PersonCreationForm.Meta):
        fields = [
            "email",
            "display_name",
            "handle",
            "is_active",
            "groups",
            "is_superuser",
        ]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            self.fields.pop("is_active")
            self.fields.pop("is_superuser", None)

    def clean_handle(self) -> str:
        handle = self.cleaned_data["handle"]
        if not is_handle_free(handle, self.instance):
            raise forms.ValidationError(_("That handle belongs to somebody else."))
        return handle

    def save(self, commit: bool = True) -> User:
        """Saves, and keeps the handle given up leading to the person."""
        rename(User.objects.get(pk=self.instance.pk), self.cleaned_data["handle"])
        return super().save(commit)
