"""What happens to a file before it is kept: judged by its content, and cleaned.

Every refusal is one sentence that says what happened and what to do.
"""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any, NoReturn, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from community.file_kinds import (
    DOCUMENTS,
    IMAGES,
    CarriesMacrosError,
    UnpacksTooLargeError,
    ending_of,
    is_what_it_says,
)
from community.file_traces import OFFICE, without_authors

# Pillow's name for what each ending promises. Telephones write JPEG files that
# hold a second picture (MPO); the first is kept.
FORMATS = {"jpg": {"JPEG", "MPO"}, "jpeg": {"JPEG", "MPO"}, "png": {"PNG"}, "webp": {"WEBP"}}
OLD_ENDINGS = {"doc", "xls", "ppt", "rtf"}
MACRO_ENDINGS = {"docm", "xlsm", "pptm", "dotm", "xltm", "potm", "xlsb"}
LONGEST_STEM = 60
# A progressive picture is drawn once per scan; more than this is made to keep us busy.
MAX_SCANS = 64
ORIENTATION = 0x0112
QUALITY = 90

SENTENCES = {
    "empty": _(
        "The file “%(name)s” is empty. Check that it opens on your computer and choose it again."
    ),
    "too_big": _(
        "The file “%(name)s” weighs %(size)s and the limit is %(limit)s. "
        "Make it smaller and upload it again."
    ),
    "kind": _(
        "“%(name)s” is of a kind that is not accepted here. "
        "Save it as one of these and upload it again: %(allowed)s."
    ),
    "old_kind": _(
        "“%(name)s” is in an old format. Open it in its program, save it as "
        "DOCX, XLSX, PPTX or PDF and upload the new file."
    ),
    "macros": _(
        "“%(name)s” carries macros: programs that run on the computer of whoever opens it. "
        "Save it without macros, as DOCX, XLSX, PPTX or PDF, and upload the new file."
    ),
    "content": _(
        "The content of “%(name)s” is not what its name says. Open it in its program, "
        "save it again as %(ending)s and upload the new file."
    ),
    "unpacks_too_large": _(
        "“%(name)s” unpacks to far more than a document needs and was not opened. "
        "Save it again in its program, or upload it as PDF."
    ),
    "pixels": _(
        "The picture “%(name)s” is too large: at most %(side)s pixels on each side and "
        "%(millions)s million in all. Reduce it and upload it again."
    ),
    "moves": _(
        "“%(name)s” is an animation. Save one of its pictures as JPG or PNG and upload that."
    ),
    "damaged": _(
        "The picture “%(name)s” is damaged or incomplete. Open it on your computer, "
        "save it again and upload the new file."
    ),
}


def check_image(upload: File) -> File:
    """The same upload, fit to be kept as a picture: decoded, upright, without personal data.

    It is rewritten in place: where, when and with what it was taken is gone,
    the colour profile stays, and so does nothing else that hid in the file.
    Its name is made safe.

    Raises:
        ValidationError: with the sentence for the person who uploaded it.

    """
    upload.name = safe_name(upload.name)
    ending = ending_of(upload.name)
    check_size(upload, settings.IMAGE_MAX_BYTES)
    if ending not in IMAGES:
        refuse("kind", upload, allowed="JPG, PNG, WebP")
    if not is_what_it_says(ending, content_of(upload)):
        refuse("content", upload, ending=ending.upper())
    rewrite(upload, clean_picture(upload, ending))
    return upload


def check_document(upload: File) -> File:
    """The same upload, fit to be kept as a document. Photographs are cleaned as in `check_image`.

    Office documents and PDF lose the names of who made them, see `community.file_traces`.

    Raises:
        ValidationError: with the sentence for the person who uploaded it.

    """
    upload.name = safe_name(upload.name)
    ending = ending_of(upload.name)
    check_size(upload, settings.DOCUMENT_MAX_BYTES)
    if ending in IMAGES:
        return check_image(upload)
    check_ending(upload, ending)
    try:
        is_right = is_what_it_says(ending, content_of(upload))
    except CarriesMacrosError:
        refuse("macros", upload)
    except UnpacksTooLargeError:
        refuse("unpacks_too_large", upload)
    if not is_right:
        refuse("content", upload, ending=ending.upper())
    forget_authors(upload, ending)
    upload.seek(0)
    return upload


def forget_authors(upload: File, ending: str) -> None:
    """Take out of the file who made it; a file that cannot be read for that is refused."""
    if ending != "pdf" and ending not in OFFICE:
        return
    upload.seek(0)
    content: bytes = upload.read()
    try:
        told = without_authors(ending, content)
    except Exception:
        # Made-up archives make their reader raise anything; all of it means the same here.
        refuse("content", upload, ending=ending.upper())
    if told != content:
        rewrite(upload, told)


def safe_name(name: str | None) -> str:
    """A name that means nothing to a shell, a browser or a file system, still readable.

    Letters of any language, digits and hyphens; one dot, before the ending.
    """
    base = PurePosixPath((name or "").replace("\\", "/")).name
    stem, dot, ending = unicodedata.normalize("NFC", base).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = re.sub(r"[^\w]+", "-", stem)[:LONGEST_STEM].strip("-_") or "file"
    ending = re.sub(r"[^a-z0-9]", "", ending.lower())[:10]
    return f"{stem}.{ending}" if ending else stem


def content_of(upload: File) -> IO[bytes]:
    return cast("IO[bytes]", upload.file)


def check_size(upload: File, limit: int) -> None:
    if not upload.size:
        refuse("empty", upload)
    if upload.size > limit:
        refuse("too_big", upload, size=filesizeformat(upload.size), limit=filesizeformat(limit))


def check_ending(upload: File, ending: str) -> None:
    if ending in MACRO_ENDINGS:
        refuse("macros", upload)
    if ending in OLD_ENDINGS:
        refuse("old_kind", upload)
    if ending not in DOCUMENTS:
        refuse("kind", upload, allowed=", ".join(sorted(DOCUMENTS)).upper())


def refuse(code: str, upload: File, **words: object) -> NoReturn:
    raise ValidationError(SENTENCES[code], code=code, params={"name": upload.name, **words})


def clean_picture(upload: File, ending: str) -> bytes:
    """The picture decoded, turned upright and written again with nothing but itself."""
    try:
        picture = open_picture(upload, ending)
        return encode(picture)
    except ValidationError:
        raise
    except Image.DecompressionBombError:
        refuse_pixels(upload)
    except Exception:
        # Made-up bytes make decoders raise anything; all of it means the same here.
        refuse("damaged", upload)


def open_picture(upload: File, ending: str) -> Image.Image:
    """The picture, all of it decoded. Its size is read from the header and judged before."""
    content_of(upload).seek(0)
    picture = Image.open(content_of(upload), formats=["JPEG", "PNG", "WEBP"])
    if picture.format not in FORMATS[ending]:
        refuse("content", upload, ending=ending.upper())
    side, pixels = max(picture.size), picture.width * picture.height
    if side > settings.IMAGE_MAX_SIDE or pixels > settings.IMAGE_MAX_PIXELS:
        refuse_pixels(upload)
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        refuse("moves", upload)
    if picture.format in FORMATS["jpg"] and scans_in(upload) > MAX_SCANS:
        refuse("damaged", upload)
    picture.load()
    return picture


def refuse_pixels(upload: File) -> NoReturn:
    millions = settings.IMAGE_MAX_PIXELS // 1_000_000
    refuse("pixels", upload, side=settings.IMAGE_MAX_SIDE, millions=millions)


def scans_in(upload: File) -> int:
    upload.seek(0)
    scans: int = upload.read().count(b"\xff\xda")
    return scans


def encode(picture: Image.Image) -> bytes:
    """The bytes to keep: pixels, transparency and colour profile, upright."""
    file_format = "JPEG" if picture.format == "MPO" else picture.format
    # Unless it is turned, a JPEG keeps its own tables and loses next to nothing.
    quality: int | str = "keep" if picture.format == "JPEG" else QUALITY
    if picture.getexif().get(ORIENTATION, 1) != 1:
        picture, quality = ImageOps.exif_transpose(picture), QUALITY
    kept = ("icc_profile", "transparency")
    picture.info = {key: picture.info[key] for key in kept if key in picture.info}
    colours = picture.info.get("icc_profile")
    output = BytesIO()
    if file_format == "JPEG":
        options = {"quality": quality, "optimize": True, "progressive": True}
        picture.save(output, "JPEG", icc_profile=colours, **options)
    elif file_format == "WEBP":
        picture.save(output, "WEBP", icc_profile=colours, quality=QUALITY)
    else:
        picture.save(output, "PNG")
    return output.getvalue()


def rewrite(upload: File, content: bytes) -> None:
    """Put `content` in the place of what was uploaded, for everybody who holds the upload."""
    if hasattr(upload, "temporary_file_path"):
        upload.seek(0)
        upload.truncate()
        upload.write(content)
        upload.flush()
    else:
        upload.file = BytesIO(content)
    upload.size = len(content)
    upload.seek(0)


def check_announced(name: str, size: int) -> None:
    """Raise a `ValidationError` for a file of which only this is known, before it is on its way."""
    claimed: Any = File(BytesIO(), name=safe_name(name))
    claimed.size = size
    ending = ending_of(claimed.name)
    check_ending(claimed, ending)
    limit = settings.IMAGE_MAX_BYTES if ending in IMAGES else settings.DOCUMENT_MAX_BYTES
    if not 0 < size <= limit:
        sentence = gettext(
            "“%(name)s” weighs %(size)s; each file like it may weigh up to %(limit)s."
        )
        raise ValidationError(
            sentence % {"name": name, "size": filesizeformat(size), "limit": filesizeformat(limit)}
        )
