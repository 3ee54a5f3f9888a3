"""Setting a leaf: what it says becomes a PDF, with nothing read from outside its folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from django.core.serializers.json import DjangoJSONEncoder

from knowledge.sheets.keeping import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

SHAPES = Path(__file__).resolve().parents[1] / "typst"
FONTS = SHAPES / "fonts"


@dataclass
class Leaf:
    """What is set: the shape (a file of knowledge/typst), its words, its pictures by name.

    `made_on` dates the file, so that the same leaf is the same file to the byte.
    """

    shape: str
    words: dict[str, Any]
    made_on: datetime
    pictures: dict[str, bytes] = field(default_factory=dict)


def set_to_fit(make: Callable[[int], Leaf], most: int, tries: int) -> bytes:
    """The first of the leaves `make(0)`, `make(1)`... that takes at most so many pages.

    The last of `tries` is taken as it is.
    """
    for attempt in range(tries):
        pages, pdf = typeset(make(attempt))
        if pages <= most:
            break
    return pdf


def typeset(leaf: Leaf) -> tuple[int, bytes]:
    """Number of pages and the PDF, tagged for those who hear it.

    Words go in as data, never as source: no markup in them is understood. The
    folder is the root beyond which nothing can be read.
    """
    with tempfile.TemporaryDirectory(prefix="cabildo-leaf-") as name:
        folder = Path(name)
        for shape in ("house.typ", leaf.shape):
            shutil.copyfile(SHAPES / shape, folder / shape)
        (folder / "data.json").write_text(
            json.dumps(leaf.words, ensure_ascii=False, cls=DjangoJSONEncoder), "utf-8"
        )
        for picture, content in leaf.pictures.items():
            (folder / picture).write_bytes(content)
        compiler = typst.Compiler(
            str(folder / leaf.shape),
            root=str(folder),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            # No package is ever fetched: there is nothing to find here.
            package_path=str(folder),
            package_cache_path=str(folder),
        )
        pdf = accessible(compiler, int(leaf.made_on.timestamp()))
        [pages] = json.loads(compiler.query("<pages>", field="value"))
    return pages, pdf


def accessible(compiler: typst.Compiler, made_at: int) -> bytes:
    """As PDF/UA-1; tagged without that name where a script stands that our letters lack."""
    try:
        found: Any = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_at)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        found = compiler.compile(format="pdf", timestamp=made_at)
    return bytes(found)


def digest(leaf: Leaf) -> str:
    """Of all that is printed and of how; the same leaf has the same digest everywhere."""
    shapes = [(SHAPES / shape).read_bytes() for shape in ("house.typ", leaf.shape)]
    said = json.dumps(leaf.words, sort_keys=True, cls=DjangoJSONEncoder)
    pictures = [part for name in sorted(leaf.pictures) for part in (name, leaf.pictures[name])]
    return digest_of([version("typst"), *shapes, said, *pictures])
