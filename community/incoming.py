"""How the pieces of a file become a file: written one after the other, however often they come."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from io import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models.incoming import RESTS

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Iterator
    from io import BufferedWriter

    from community.models.incoming import IncomingFile

# What one request may bring; a browser sends pieces of half of it.
MOST_OF_A_PIECE = 1024 * 1024
PIECE = 512 * 1024
# Digits of where a piece begins.
LONGEST_PLACE = 12


@contextmanager
def alone_with(upload: IncomingFile) -> Iterator[BufferedWriter]:
    """The end of what is here of a file; any other process that writes in it waits."""
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    with upload.path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def write_piece(upload: IncomingFile, start: int, piece: bytes) -> int:
    """Put the piece where it belongs, if it is the next one; returns how much is here now.

    A piece that came twice, the second while the first is being written too, or
    after one that was lost, changes nothing: the answer says from where to go on.
    """
    with alone_with(upload) as file:
        if file.seek(0, SEEK_END) == start and start + len(piece) <= upload.size:
            file.write(piece)
    return upload.received


def write_whole(upload: IncomingFile, file: File) -> None:
    """Put in what came in one go."""
    file.seek(0)
    with alone_with(upload) as kept:
        kept.truncate(0)
        for chunk in file.chunks():
            kept.write(chunk)


def complete_ones(found: Iterable[Any], keys: Iterable[uuid.UUID]) -> list[Any]:
    """Those of `found` that are all here, in the order of `keys`. A key sent twice is one file."""
    by_key = {each.key: each for each in found}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key and by_key[key].is_complete]


def readable_name(stem: str) -> str:
    """A title out of the name of a file, until somebody writes a better one."""
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return (words[:1].upper() + words[1:])[:200] or _("Document")


def as_file(upload: IncomingFile) -> File:
    """What came, to be looked at and kept. Left on disk: forty at once are two gigabytes."""
    return File(upload.path.open("rb"), upload.name)


def forget_upload(upload: IncomingFile) -> None:
    """What came of it, and that it was on its way."""
    upload.path.unlink(missing_ok=True)
    upload.delete()


def forget_unfinished(kind: type[Any]) -> int:
    """What was begun and not finished within a day, and pieces that belong to no upload."""
    kind.objects.filter(begun_at__lt=timezone.now() - RESTS).delete()
    going_on = {str(key) for key in kind.objects.values_list("key", flat=True)}
    folder = Path(settings.DATA_DIR) / kind.folder
    left = (
        [each for each in folder.iterdir() if each.name not in going_on] if folder.is_dir() else []
    )
    for piece in left:
        piece.unlink(missing_ok=True)
    return len(left)
