"""The admin's upload forms, with our checks in front of Wagtail's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from community.uploads import check_document, check_image

if TYPE_CHECKING:
    from django import forms
    from django.core.files.base import File


class ImageField(WagtailImageField):
    def to_python(self, data: File | None) -> File | None:
        """The cleaned picture. Wagtail's own decoder meets it only once ours has read it."""
        return super().to_python(check_image(data) if data else data)


class DocumentField(WagtailDocumentField):
    def to_python(self, data: File | None) -> File | None:
        return super().to_python(check_document(data) if data else data)


def replace_file_field(form: forms.ModelForm, field_class: type[forms.FileField]) -> None:
    """Change the field that Wagtail's factory made; declaring ours would put it in every form."""
    if "file" in form.fields:
        made = form.fields["file"]
        form.fields["file"] = field_class(
            label=made.label, widget=made.widget, required=made.required
        )


class UploadedImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replace_file_field(self, ImageField)
        if "description" in self.fields:
            self.fields["description"].label = _("Alternative text")
            self.fields["description"].help_text = _(
                "What the picture shows, in one sentence, for those who cannot see it. "
                "Empty only when it decorates and says nothing."
            )


class UploadedDocumentForm(BaseDocumentForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replace_file_field(self, DocumentField)
