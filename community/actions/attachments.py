"""The files that come with a comment, or with anything else that people say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.models import Attachment
from community.uploads import check_document, check_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.base import File

    from community.models import Comment

FILES = 3
FILE_BYTES = 5 * 1024 * 1024


def checked_files(files: Sequence[File]) -> list[File]:
    """The files, fit to be kept: each judged by its content, as all that is uploaded here.

    Raises:
        ValidationError: of `attached`: there are too many, or one is too big or not accepted.

    """
    if len(files) > FILES:
        message = _("Up to %(most)s files find room, and you chose %(count)s.")
        many = ValidationError(message, "too_many", {"most": FILES, "count": len(files)})
        raise ValidationError({"attached": many})
    try:
        for file in files:
            check_size(file, FILE_BYTES)
            check_document(file)
    except ValidationError as refused:
        raise ValidationError({"attached": refused}) from refused
    return list(files)


def attach(comment: Comment, files: Sequence[File]) -> None:
    """Keep the files that `checked_files` returned."""
    for file in files:
        Attachment.objects.create(comment=comment, file=file, size=file.size)
