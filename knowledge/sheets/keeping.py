"""Leaves that were set are kept on disk until what they say changes.

Each lies under DATA_DIR/sheets/<key of the case>/, named by its kind, language
and a digest of all that is printed: what was withdrawn, renamed or protected
since is never found again, and the file that said so goes when the new one is
written. All of it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.models import Case

# About 200 kB each.
MOST_FOLDERS = 2000


def folder() -> Path:
    return Path(settings.DATA_DIR) / "sheets"


def kept(
    place: str, name: str, digest: str, make: Callable[[], bytes], ending: str = "pdf"
) -> bytes:
    """The file as it was kept or, the first time, as `make` gives it.

    `place` is the folder of the thing, `name` says which of its leaves.
    """
    path = folder() / place / f"{name}-{digest}.{ending}"
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    content = make()
    # A disk that is full or read-only costs time, not the answer.
    with contextlib.suppress(OSError):
        keep(path, name, content)
    return content


def keep(path: Path, name: str, content: bytes) -> None:
    """Whole or not at all: a reader never finds half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
    for old in path.parent.glob(f"{name}-*{path.suffix}"):
        if old != path:
            old.unlink(missing_ok=True)
    trim()


def trim(most: int = MOST_FOLDERS) -> None:
    """Delete the folders written to longest ago, until there are no more than `most`."""
    with os.scandir(folder()) as entries:
        places = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.is_dir()]
    for _when, path in sorted(places)[: max(len(places) - most, 0)]:
        shutil.rmtree(path, ignore_errors=True)


def forget(case: Case) -> None:
    """Delete what was printed of a case: it was withdrawn, or somebody in it is protected now."""
    printed = folder() / str(case.key)
    transaction.on_commit(lambda: shutil.rmtree(printed, ignore_errors=True))


def digest_of(parts: list[Any]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part if isinstance(part, bytes) else str(part).encode())
        found.update(b"\0")
    return found.hexdigest()[:24]
