"""The table that is filled in for files brought to a library many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.file_kinds import ending_of
from community.incoming import readable_name
from community.models import Theme
from networks.models import ResourcePage

if TYPE_CHECKING:
    from networks.models import ResourceUpload

OLDEST_YEAR = 1500
KINDS = {
    **dict.fromkeys(("pptx", "odp"), ResourcePage.Kind.PRESENTATION),
    **dict.fromkeys(("docx", "odt"), ResourcePage.Kind.TEMPLATE),
    **dict.fromkeys(("csv", "xlsx", "ods", "json", "geojson"), ResourcePage.Kind.DATASET),
    "mp4": ResourcePage.Kind.VIDEO,
}


class SharedForm(forms.Form):
    """What may be the same for all files that come together."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    licence = forms.ChoiceField(label=_("Licence"), choices=ResourcePage.Licence.choices)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=OLDEST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "year"}),
        error_messages={"invalid": _("Write a year in four digits.")},
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, themes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.queryset = Theme.objects.active()
        # Read once for all the rows of the table.
        theme.choices = [("", theme.empty_label), *themes]

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        latest = timezone.localdate().year + 1
        if year is not None and year > latest:
            raise forms.ValidationError(_("That year has not come yet."))
        return year


class SheetForm(SharedForm):
    """One row: what becomes of one file."""

    title = forms.CharField(
        label=_("Title"),
        max_length=255,
        error_messages={"required": _("Give it a title that says what it is.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourcePage.Kind.choices)

    field_order = ["title", "kind", "language", "licence", "year", "theme"]


def initial_of(upload: ResourceUpload, shared: dict[str, Any]) -> dict[str, Any]:
    """What a row begins with: guessed of the file, the rest as it was said for all."""
    stem = upload.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    kind = KINDS.get(ending_of(upload.name), ResourcePage.Kind.GUIDE)
    return {**shared, "title": readable_name(stem), "kind": kind}
