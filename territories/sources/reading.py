"""Opening a file that somebody says holds territories, and finding out what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from territories.sources.flat import FlatSource, rows_of_flat
from territories.sources.nested import rows_of_nested
from territories.sources.rows import SourceError
from territories.sources.table import rows_of_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from territories.sources.mapping import Source
    from territories.sources.rows import Reading

# The largest real one we know (Brazil with all its districts) has 4 MB.
MAX_BYTES = 64 * 1024 * 1024


def read_source(path: str, country: str, known: Mapping[str, Source]) -> Reading:
    """The rows of files in a form we know, or of a CSV table in ours."""
    source = known.get(country)
    if isinstance(source, FlatSource):
        folder = source.beside(path)
        if folder is not None:
            return rows_of_flat(source, folder, read_text)
    text = read_text(path)
    if not looks_like_json(path, text):
        return rows_of_table(text, country)
    data = parse_json(path, text)
    if source is None or isinstance(source, FlatSource):
        nested = sorted(code for code, each in known.items() if not isinstance(each, FlatSource))
        raise SourceError(
            f"No form of JSON file is known for {country} (only for {', '.join(nested)}); "
            "use the CSV table described in territories/data/README.md."
        )
    return rows_of_nested(source, data)


def read_text(path: str) -> str:
    try:
        check_size(path)
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{path} is not text in UTF-8.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path} cannot be read: {reason}.") from None
    if not text.strip():
        raise SourceError(f"{path} is empty.")
    if "\x00" in text:
        raise SourceError(f"{path} is not a text file.")
    return text


def check_size(path: str) -> None:
    file = Path(path)
    if file.is_dir():
        raise SourceError(f"{path} is a directory, not a file.")
    if not file.exists():
        raise SourceError(f"There is no file {path}.")
    if not file.is_file():
        raise SourceError(f"{path} is not an ordinary file.")
    if file.stat().st_size > MAX_BYTES:
        raise SourceError(f"{path} is larger than {MAX_BYTES // 1024**2} MB.")


def looks_like_json(path: str, text: str) -> bool:
    """By its name, else by its first sign."""
    suffix = Path(path).suffix.lower()
    return suffix == ".json" or (suffix != ".csv" and text.lstrip()[0] in "[{")


def parse_json(path: str, text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise SourceError(f"{path} is nested too deeply to be a list of territories.") from None
    except ValueError as error:
        raise SourceError(f"{path} is not JSON: {error}.") from None
