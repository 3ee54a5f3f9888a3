"""The file an archive is written to, and the proof that it is whole."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

CHUNK = 64 * 1024
# What programs read to check it: `sha256sum --check SHA256SUMS`.
SUMS = "SHA256SUMS"


class Bundle:
    """A folder in a zip, written one file after the other; none is held in memory.

        with Bundle(path, "red-agua-2026-11-21") as bundle:
            bundle.add("LEAME.txt", ["..."])

    Left without an error, it ends with the checksum of each of its files.
    """

    def __init__(self, path: Path, top: str) -> None:
        self.top = top
        self.zip = ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True)
        self.sums: list[str] = []
        self.moment = timezone.localtime().timetuple()[:6]

    def __enter__(self) -> Bundle:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.add(SUMS, (f"{line}\n" for line in list(self.sums)))
        self.zip.close()

    def add(self, name: str, parts: Iterable[str | bytes], *, squeeze: bool = True) -> str:
        """Write a file of these parts. What is squeezed already need not be: `squeeze=False`.

        Returns its SHA-256.
        """
        digest = hashlib.sha256()
        about = ZipInfo(f"{self.top}/{name}", self.moment)
        about.compress_type = ZIP_DEFLATED if squeeze else ZIP_STORED
        about.external_attr = 0o644 << 16
        with self.zip.open(about, "w", force_zip64=True) as file:
            for part in parts:
                chunk = part.encode() if isinstance(part, str) else part
                digest.update(chunk)
                file.write(chunk)
        self.sums.append(f"{digest.hexdigest()}  {name}")
        return digest.hexdigest()


def in_json(value: Any, indent: int | None = None) -> str:
    """On one line, unless it is to be read."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent)


def listed(rows: Iterable[str]) -> Iterator[str]:
    """A list in JSON of what is JSON already, row by row."""
    before = "[\n"
    for row in rows:
        yield before
        yield row.rstrip("\n")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
