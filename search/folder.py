"""Where the index lies on disk, and who may write to it.

    DATA_DIR/search/current.json     which generation is in use, and its schema
    DATA_DIR/search/<generation>/    a Whoosh index
    DATA_DIR/search/rebuilding.lock  held by whoever builds a new generation

The pointer is replaced in one step, so that readers see the old generation or
the new one and nothing between.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader
from whoosh.index import FileIndex, create_in, open_dir

from search.schema import SCHEMA_VERSION, build_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.writing import SegmentWriter

SECONDS_TO_SWAP = 60


class QuickReader(W3PerDocReader):
    """Whoosh looks for a file at each posting of a field without lengths; once is enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there: dict[str, bool] = {}

    def has_column(self, name: str) -> bool:
        if name not in self.there:
            self.there[name] = super().has_column(name)
        return self.there[name]


class QuickCodec(W3Codec):
    """Whoosh's own format, written more quickly."""

    def per_document_reader(self, storage: Any, segment: Any) -> W3PerDocReader:
        return QuickReader(storage, segment)


class IndexUnavailable(Exception):  # noqa: N818 - a state, not a mistake
    """There is no index that can be read: it is missing, broken or of another schema."""


@dataclass(frozen=True)
class IndexFolder:
    """The folder of all generations."""

    path: Path

    @property
    def pointer(self) -> Path:
        return self.path / "current.json"

    def stamp(self) -> tuple[int, int]:
        """Changes whenever another generation comes into use; (0, 0) when none is. One stat."""
        try:
            stat = self.pointer.stat()
        except OSError:
            return 0, 0
        return stat.st_ino, stat.st_mtime_ns

    def current(self) -> Path:
        """The generation in use.

        Raises:
            IndexUnavailable: there is none, or one of another schema.

        """
        try:
            said = json.loads(self.pointer.read_text())
            generation = self.path / said["generation"]
            is_ours = said["schema"] == SCHEMA_VERSION
        except (OSError, ValueError, KeyError, TypeError) as reason:
            raise IndexUnavailable(f"no index at {self.path}") from reason
        if not is_ours or not generation.is_dir():
            raise IndexUnavailable(f"the index at {generation} is not of this version")
        return generation

    def is_current(self, generation: Path) -> bool:
        try:
            return self.current() == generation
        except IndexUnavailable:
            return False

    def create(self) -> Path:
        """A new, empty generation that nobody reads yet."""
        generation = self.path / uuid.uuid4().hex
        generation.mkdir(parents=True)
        create_in(str(generation), build_schema())
        return generation

    def use(self, generation: Path) -> None:
        """Make it the one that is read and written; remove the others.

        Waits until nobody writes to the one before, so that no writer believes
        to have told the index something that is thrown away.
        """
        with self.nobody_writing():
            fresh = self.path / f"{generation.name}.json"
            fresh.write_text(json.dumps({"generation": generation.name, "schema": SCHEMA_VERSION}))
            os.replace(fresh, self.pointer)
        self.sweep(generation)

    @contextmanager
    def nobody_writing(self) -> Iterator[None]:
        writer = None
        with suppress(Exception):  # What cannot be opened is not being written to.
            writer = open_index(self.current()).writer(timeout=SECONDS_TO_SWAP)
        try:
            yield
        finally:
            if writer is not None:
                writer.cancel()

    def sweep(self, kept: Path) -> None:
        """Remove every other generation. Whoever still reads one keeps its open files."""
        for other in self.path.iterdir():
            if other.is_dir() and other != kept:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def rebuilding(self) -> Iterator[bool]:
        """Whether this process alone builds a new generation now; False when another does."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "rebuilding.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True

    def is_being_rebuilt(self) -> bool:
        with self.rebuilding() as is_mine:
            return not is_mine


def here() -> IndexFolder:
    """The folder that the settings name."""
    options: dict[str, Any] = settings.WAGTAILSEARCH_BACKENDS["default"]
    return IndexFolder(Path(options.get("PATH") or settings.DATA_DIR / "search"))


def open_index(generation: Path) -> FileIndex:
    """The Whoosh index there.

    Raises:
        IndexUnavailable: it is broken.

    """
    try:
        return open_dir(str(generation), schema=build_schema())
    except Exception as reason:  # Whoosh raises whatever its damaged files lead to.
        raise IndexUnavailable(f"the index at {generation} cannot be opened") from reason


def writer_for(generation: Path, *, timeout: float = 0.0) -> SegmentWriter:
    """The one writer of a generation.

    Raises:
        IndexUnavailable: it is broken.
        whoosh.index.LockError: somebody else writes, and did not end within `timeout` seconds.

    """
    return open_index(generation).writer(timeout=timeout, codec=QuickCodec())
