"""For which municipality something is worked out: chosen in the address, else one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.permissions import municipality_of
from territories.forms import MunicipalityField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from community.models import User
    from territories.models import Territory

NAME = "municipio"


class OwnPlaceForm(forms.Form):
    """`place` is the municipality meant, None when there is none or several may be meant."""

    municipio = MunicipalityField(label=_("Your municipality"), required=False)

    place: Territory | None = None

    @classmethod
    def read(cls, parameters: QueryDict, user: User | AnonymousUser) -> OwnPlaceForm:
        """What the address asks for; without it the municipality the person works for.

        Two queries at most.
        """
        if parameters.get(NAME, "").strip():
            form = cls(parameters)
            if form.is_valid():
                form.place = form.cleaned_data[NAME]
            return form
        own = municipality_of(user, timezone.localdate())
        form = cls(initial={NAME: own})
        form.place = own
        return form
