"""Reading a file of addresses to invite: a CSV with a column `correo`.

Nothing is believed because of its name. What is wrong with the file as a whole
is one sentence; what is wrong with a row is said beside that row.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from networks.models import InvitationList
from territories.names import fold

MOST_ROWS = 500
MOST_BYTES = 512 * 1024
ADDRESS, NAME = "correo", "nombre"
# What people also call the two columns, without capitals, accents and signs.
CALLED = {
    ADDRESS: ADDRESS,
    "correo electronico": ADDRESS,
    "e mail": ADDRESS,
    "email": ADDRESS,
    "mail": ADDRESS,
    NAME: NAME,
    "name": NAME,
    "nombre completo": NAME,
    "nombre y apellido": NAME,
}
SEPARATORS = ";,\t"
# Binary files that people take for tables, by how they begin.
NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")

Fate = InvitationList.Fate


def rows_in(content: bytes) -> list[dict[str, Any]]:
    """The rows of the file, as `InvitationList.rows` keeps them.

    Those that nobody could be invited by have their fate already.

    Raises:
        ValidationError: with a sentence for whoever sent the file.

    """
    lines = list(csv.reader(io.StringIO(text_in(content)), delimiter=separator_of(content)))
    filled = [(at, cells) for at, cells in enumerate(lines, 1) if any(map(str.strip, cells))]
    if not filled:
        raise ValidationError(_("The file is empty."))
    columns = columns_of(filled[0][1])
    rows = filled[1:]
    if not rows:
        raise ValidationError(_("The file has its heading and no address below it."))
    if len(rows) > MOST_ROWS:
        said = _("The file has %(count)s rows and takes up to %(most)s: split it into several.")
        raise ValidationError(said % {"count": len(rows), "most": MOST_ROWS})
    return judged([row_of(at, cells, columns) for at, cells in rows])


def text_in(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what older spreadsheets write."""
    if len(content) > MOST_BYTES:
        said = _("The file is larger than %(most)s kB: split it into several.")
        raise ValidationError(said % {"most": MOST_BYTES // 1024})
    if content.startswith(NO_TEXT):
        said = _("That is no CSV. In your spreadsheet choose “Save as”, and then CSV.")
        raise ValidationError(said)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\x00", "")


def separator_of(content: bytes) -> str:
    """What parts the columns: whichever stands most often in the heading."""
    heading = next((line for line in text_in(content).splitlines() if line.strip()), "")
    return max(SEPARATORS, key=heading.count)


def columns_of(heading: list[str]) -> list[str]:
    """What each column is; raises ValidationError naming the one that is wrong."""
    columns = []
    for cell in heading:
        name = " ".join(fold(cell).split())
        if name and name not in CALLED:
            raise ValidationError(wrong_column(cell))
        column = CALLED.get(name, "")
        if column and column in columns:
            said = _("The column “%(column)s” stands twice in the file: leave one.")
            raise ValidationError(said % {"column": column})
        columns.append(column)
    if ADDRESS not in columns:
        said = _("The column “%(column)s” is missing: the first row has to name it.")
        raise ValidationError(said % {"column": ADDRESS})
    return columns


def wrong_column(cell: str) -> str:
    if "@" in cell:
        said = _(
            "The first row has to name the columns, and it says “%(cell)s”. Write “%(column)s”"
            " above the addresses."
        )
    else:
        said = _(
            "Nobody knows the column “%(cell)s”. The columns are “%(column)s”, which has to be"
            " there, and “%(name)s”, which may be. Take the others out."
        )
    return said % {"cell": cell.strip()[:60], "column": ADDRESS, "name": NAME}


def row_of(at: int, cells: list[str], columns: list[str]) -> dict[str, Any]:
    told = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    email = told.get(ADDRESS, "")[:254].lower().removeprefix("mailto:")
    return {"row": at, "email": email, "name": told.get(NAME, "")[:80], "fate": ""}


def judged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for row in rows:
        if not is_address(row["email"]):
            row["fate"] = Fate.INVALID.value
        elif row["email"] in seen:
            row["fate"] = Fate.REPEATED.value
        seen.add(row["email"])
    return rows


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
