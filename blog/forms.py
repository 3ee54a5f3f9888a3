"""What is asked in the admin of whoever brings in articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from blog.models import BlogIndexPage
from blog.permissions import blogs_to_import_into
from community.uploads import safe_name

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from community.models import User

MAX_BYTES = 10 * 1024 * 1024


class BlogChoice(forms.ModelChoiceField):
    def label_from_instance(self, blog: Any) -> str:
        network = blog.network_above()
        return f"{blog.title}: {network.title}" if network else str(_("The site's own blog"))


class ImportForm(forms.Form):
    """A file of articles and the blog it goes to, one of those this person may publish in."""

    blog = BlogChoice(label=_("Blog"), queryset=BlogIndexPage.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON Lines, CSV in UTF-8 or XLSX, of up to 10 MB and 1,000 articles."),
        widget=forms.FileInput(attrs={"accept": ".jsonl,.ndjson,.json,.csv,.xlsx"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [blog.pk for blog in blogs_to_import_into(user)]
        blogs: Any = self.fields["blog"]
        blogs.queryset = BlogIndexPage.objects.filter(pk__in=allowed).order_by("depth", "path")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        file.name = safe_name(file.name)
        if file.size is None or file.size > MAX_BYTES:
            limit = filesizeformat(MAX_BYTES)
            raise ValidationError(
                _("The file is larger than %(limit)s: split it into several.") % {"limit": limit}
            )
        return file


class ConfirmForm(forms.Form):
    partial = forms.BooleanField(
        label=_("Import the good articles and leave out those with errors"), required=False
    )
    overwrite = forms.BooleanField(
        label=_("Replace also what was edited or taken off the site here"), required=False
    )
