"""The photographs of cases as large as a page or a leaf needs them, and no larger."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from knowledge.sheets.keeping import digest_of, kept

if TYPE_CHECKING:
    from typing import IO

# Of the narrow one for telephones, and of the other.
WIDTHS = (320, 800)
HIGHEST = 2 * WIDTHS[-1]
QUALITY = 76


def bare(file: IO[bytes], largest: tuple[int, int]) -> Image.Image | None:
    """The pixels alone, upright, in no more than `largest`; None for no picture we can open."""
    try:
        with Image.open(file) as image:
            if image.width * image.height > settings.IMAGE_MAX_PIXELS:
                return None
            image.draft("RGB", largest)
            upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail(largest)
        alone = Image.new("RGB", upright.size)
        alone.paste(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return alone


def small(name: str, width: int) -> bytes | None:
    """WebP of the file kept under that name, made once; None for no picture we can open.

    It lies with what was printed of the case, and goes with it.
    """

    def make() -> bytes:
        with default_storage.open(name) as file:
            picture = bare(file, (width, HIGHEST))
        content = BytesIO()
        if picture is not None:
            picture.save(content, "WEBP", quality=QUALITY, method=4)
        return content.getvalue()

    digest = digest_of([name, width])
    try:
        return kept(place_of(name), f"photo-{digest}", str(width), make, "webp") or None
    except (OSError, ValueError):
        # Of a name that no file can have, too.
        return None


def place_of(name: str) -> str:
    """The key of the case, out of "case_files/<key>/patio.jpg"."""
    return str(UUID(name.split("/")[1]))
