"""What is asked in the admin of whoever brings in experiences."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.uploads import safe_name
from knowledge.importing.limits import MAX_BYTES
from knowledge.models import CaseImport

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ImportForm(forms.Form):
    """A file of experiences, who keeps the list, and what becomes of them."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, CSV or JSON Lines, of up to 32 MB and 10,000 experiences."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.jsonl,.ndjson"}),
        error_messages={"empty": _("The file is empty.")},
    )
    source = forms.CharField(
        label=_("Source of the list"),
        max_length=80,
        required=False,
        help_text=_(
            "Who keeps it, in a word or two. With its number each experience is known again "
            "by it, so use the same the next time. Left empty, it is the name of the file."
        ),
    )
    goal = forms.ChoiceField(
        label=_("What becomes of them"),
        choices=CaseImport.Goal.choices,
        widget=forms.RadioSelect,
        initial=CaseImport.Goal.DRAFT,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        file.name = safe_name(file.name)
        if file.size is None or file.size > MAX_BYTES:
            limit = filesizeformat(MAX_BYTES)
            raise ValidationError(
                _("The file is larger than %(limit)s: split it into several.") % {"limit": limit}
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        told = cleaned.get("source") or (PurePath(file.name).stem if file else "")
        cleaned["source"] = slugify(told)[:80]
        return cleaned


class ConfirmForm(forms.Form):
    partial = forms.BooleanField(
        label=_("Import the good experiences and leave out those with errors"), required=False
    )
    overwrite = forms.BooleanField(label=_("Replace also what was edited here"), required=False)
