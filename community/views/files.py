"""The one door of everything below MEDIA_ROOT.

No server in front of us hands out these files by itself: it either passes the
request on, or is told by `X-Accel-Redirect` what to send once we have decided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.users.models import UserProfile

from community.file_doors import door_of
from community.file_kinds import kind_of
from community.models import (
    Attachment,
    Rendition,
    UploadedDocument,
    UploadedImage,
    visible_collections,
)
from community.permissions import can_open_file
from community.upload_storage import name_for_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

FOR_ALL = "public, max-age=31536000, immutable"
FOR_ONE = "private, no-store"
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
CHUNK = 64 * 1024


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file kept under this name, whole or the part asked for; 404 for who may not open it.

    Renditions and documents are as public as their collection. Originals of
    images are for those who may edit them, what is attached to a comment for
    those who may read it.
    """
    is_public = may_open(request, name)
    try:
        response = answer(request, name)
    except OSError as missing:
        raise Http404 from missing
    response["Cache-Control"] = FOR_ALL if is_public else FOR_ONE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def may_open(request: HttpRequest, name: str) -> bool:
    """Whether the file is public, once it is sure that this visitor may open it.

    The session is only touched when the file is not public.

    Raises:
        Http404: nothing is kept under this name, or not for this visitor.

    """
    folder = name.partition("/")[0]
    if folder == "original_images":
        return may_open_original(request, name)
    if folder == "avatar_images":
        return may_open_avatar(request, name)
    if folder == "attachments":
        return may_open_attachment(request, name)
    door = door_of(folder)
    if door is not None:
        return door(request.user, name)
    if folder == "documents":
        kept = of_collection(UploadedDocument.objects.filter(file=name), "collection")
    else:
        kept = of_collection(Rendition.objects.filter(file=name), "image__collection")
    found = kept.first()
    if found is None:
        raise Http404
    collection_id, is_public = found
    if not is_public and not can_open_file(request.user, collection_id):
        raise Http404
    return bool(is_public)


def of_collection(files: QuerySet, collection: str) -> QuerySet:
    """For each file its collection and whether everybody may open that."""
    open_to_all = visible_collections(AnonymousUser()).filter(pk=OuterRef(collection))
    return files.annotate(is_public=Exists(open_to_all)).values_list(collection, "is_public")


def may_open_original(request: HttpRequest, name: str) -> bool:
    image = UploadedImage.objects.filter(file=name).first()
    if image is None or not image.is_editable_by_user(request.user):
        raise Http404
    return False


def may_open_avatar(request: HttpRequest, name: str) -> bool:
    """Faces in the admin are for those who may enter it."""
    is_kept = UserProfile.objects.filter(avatar=name).exists()
    if not is_kept or not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return False


def may_open_attachment(request: HttpRequest, name: str) -> bool:
    """Whoever may read the comment it came with. It may be hidden any day: nobody keeps a copy."""
    if not Attachment.objects.visible_to(request.user).filter(file=name).exists():
        raise Http404
    return False


@dataclass(frozen=True)
class Stored:
    """What the headers say about a file on disk."""

    size: int
    modified: int
    etag: str

    @classmethod
    def named(cls, name: str) -> Stored:
        """Raises OSError when the file is gone."""
        size = default_storage.size(name)
        modified: datetime = default_storage.get_modified_time(name).astimezone(UTC)
        stamp = modified.timestamp()
        return cls(size, int(stamp), quote_etag(f"{int(stamp * 1000):x}-{size:x}"))


def answer(request: HttpRequest, name: str) -> HttpResponseBase:
    """The response with its content headers, before it is decided who may keep it."""
    if settings.FILES_ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse()
        response["X-Accel-Redirect"] = default_storage.url(name).replace(
            settings.MEDIA_URL, settings.FILES_ACCEL_PREFIX, 1
        )
    else:
        stored = Stored.named(name)
        unchanged = get_conditional_response(request, stored.etag, stored.modified)
        response = unchanged or content_of(request, name, stored)
        response["ETag"] = stored.etag
        response["Last-Modified"] = http_date(stored.modified)
    kind = kind_of(name)
    response["Content-Type"] = kind.content_type
    disposition = content_disposition_header(not kind.is_inline, name_for_reader(name))
    response["Content-Disposition"] = disposition or "inline"
    return response


def content_of(request: HttpRequest, name: str, stored: Stored) -> HttpResponseBase:
    """All of the file, or one part of it (206), or the answer that there is no such part (416)."""
    asked = asked_part(request, stored)
    if asked is None:
        response: HttpResponseBase = FileResponse(default_storage.open(name))
    elif not asked:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{stored.size}"
    else:
        response = StreamingHttpResponse(read_part(name, asked), status=206)
        response["Content-Length"] = str(len(asked))
        response["Content-Range"] = f"bytes {asked.start}-{asked.stop - 1}/{stored.size}"
    response["Accept-Ranges"] = "bytes"
    return response


def asked_part(request: HttpRequest, stored: Stored) -> range | None:
    """The bytes asked for; an empty range when there are none there, None for the whole.

    Several parts at once are answered with the whole, as the standard allows.
    """
    asked = RANGE.match(request.headers.get("Range", ""))
    condition = request.headers.get("If-Range", stored.etag)
    if not asked or condition not in (stored.etag, http_date(stored.modified)):
        return None
    first, last = asked.groups()
    if first:
        return range(int(first), min(int(last) + 1 if last else stored.size, stored.size))
    if last:
        return range(max(0, stored.size - int(last)), stored.size)
    return None


def read_part(name: str, part: range) -> Iterator[bytes]:
    left = len(part)
    with default_storage.open(name) as file:
        file.seek(part.start)
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
