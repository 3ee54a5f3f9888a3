"""What people choose to follow where no button stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from community.models import Follow, Theme, name_of_theme

if TYPE_CHECKING:
    from community.models import User


class ThemeForm(forms.Form):
    """A theme that the person does not follow yet."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label=_("Theme"),
        empty_label=_("Choose a theme"),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, auto_id="tema-%s")
        kinds = Follow.objects.of(user).filter(
            content_type__app_label="community", content_type__model="theme"
        )
        themes = Theme.objects.active().exclude(pk__in=kinds.values("object_id"))
        self.fields["theme"].queryset = themes.order_by(name_of_theme(), "pk")  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """A search as its page writes it: the query of the address, and what it is called."""

    query = forms.CharField(max_length=500, widget=forms.HiddenInput)
    title = forms.CharField(label=_("name of the search"), max_length=200)

    def clean_query(self) -> str:
        query: str = self.cleaned_data["query"]
        if not any(QueryDict(query).values()):
            raise ValidationError(_("Search for something first, and follow it then."), "empty")
        return query
