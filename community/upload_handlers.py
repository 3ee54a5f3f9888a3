"""How much of a request is taken in at all, before anybody asks who sent it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as File


class BoundedUploadHandler(FileUploadHandler):
    """Stops keeping what is uploaded once a request passes `DOCUMENT_MAX_BYTES`.

    Files are parsed before a form, a permission or even the CSRF check is
    looked at, so anybody could fill the disk. The rest is read and dropped, which
    is little: see `body_size`. The form still gets a file, empty and with a size
    beyond the limit, so that its check can say what the limit is. First in
    `FILE_UPLOAD_HANDLERS`.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.left = settings.DOCUMENT_MAX_BYTES
        self.is_cut = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_cut = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.left -= len(raw_data)
        self.is_cut = self.is_cut or self.left < 0
        return None if self.is_cut else raw_data

    def file_complete(self, file_size: int) -> File | None:
        if not self.is_cut:
            return None
        size = max(file_size, settings.DOCUMENT_MAX_BYTES + 1)
        return UploadedFile(BytesIO(), self.file_name, self.content_type, size)
