"""The photograph of a sheet: one that may be printed, made small, without what cameras note."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from knowledge.kinds import AttachmentKind, Licence
from knowledge.photographs import bare
from knowledge.sheets.prose import clip

if TYPE_CHECKING:
    from knowledge.models import Attachment
    from knowledge.reading import Reading

LARGEST = (1500, 1100)
# Millimetres on the leaf.
LOWEST, HIGHEST, WIDTH = 44, 62, 174


def candidates(told: Reading) -> list[Attachment]:
    """Photographs that may be printed: free to be copied, and with a word on who is in them."""
    return [row for row in told.attachments if may_be_printed(row)]


def photograph_of(told: Reading) -> tuple[dict[str, object], bytes] | None:
    """What stands beside it, and the picture as JPEG; None when there is none to print."""
    for row in candidates(told):
        found = small(row)
        if found:
            content, height = found
            return {**words_beside(row), "height": height}, content
    return None


def words_beside(row: Attachment) -> dict[str, object]:
    credit = [row.title, row.author, row.get_licence_display()]
    return {
        "alt": clip(row.alt_text or row.title or _("Photograph"), 300),
        "credit": clip(". ".join(each for each in credit if each), 200),
    }


def may_be_printed(row: Attachment) -> bool:
    return bool(
        row.kind == AttachmentKind.PHOTO
        and row.file
        and row.licence
        and row.licence != Licence.ALL_RIGHTS
        and row.person_consent
    )


def small(row: Attachment) -> tuple[bytes, float] | None:
    """The pixels alone, and how high it stands; None for what is no picture we can open."""
    try:
        with row.file.open("rb") as file:
            picture = bare(file, LARGEST)
    except (OSError, ValueError):
        return None
    if picture is None:
        return None
    content = BytesIO()
    picture.save(content, "JPEG", quality=82, optimize=True)
    height = WIDTH * picture.height / picture.width
    return content.getvalue(), min(max(height, LOWEST), HIGHEST)
