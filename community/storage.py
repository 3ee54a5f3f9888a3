"""Static files for the real server: hashed, compressed, and one stylesheet."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.storage import Storage

STYLESHEET = "community/css/main.css"
IMPORT = re.compile(
    r"""@import\s+"(?P<name>[^"]+)"\s*(?:layer\((?P<layer>[\w.-]+)\))?\s*(?P<media>[^;]*);"""
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# What would change its meaning when it moves into another file.
MOVES_BADLY = re.compile(r"""@import|@charset|url\(\s*["']?(?!data:)""")

Paths = dict[str, tuple["Storage", str]]


class UnmovableStyleError(ValueError):
    """A stylesheet that cannot be put inside another one as it is."""


def read(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return COMMENT.sub("", file.read().decode()).strip()


def inlined(paths: Paths, name: str) -> str:
    """The stylesheet `name` with each import replaced by what it imports, in its layer.

    One level deep: an imported file imports nothing and names no other file.

    Raises: UnmovableStyleError when one does; KeyError when one is missing.
    """
    folder = PurePosixPath(name).parent

    def block(match: re.Match[str]) -> str:
        part = str(folder / match["name"])
        css = read(paths, part)
        if MOVES_BADLY.search(css):
            raise UnmovableStyleError(f"{part} imports or names another file.")
        if match["media"]:
            css = f"@media {match['media'].strip()} {{\n{css}\n}}"
        return f"@layer {match['layer']} {{\n{css}\n}}" if match["layer"] else css

    return IMPORT.sub(block, read(paths, name)) + "\n"


class InlinedManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, except that the imports of `main.css` are put inside it.

    Thirty imports are thirty requests; the layers keep their order because the
    first statement of the file declares it.
    """

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLESHEET in paths and not dry_run:
            css = inlined(paths, STYLESHEET)
            self.delete(STYLESHEET)
            self.save(STYLESHEET, ContentFile(css.encode()))
            paths = {**paths, STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)
