"""Of which parts of a draft people speak, and what those are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from knowledge.reading import CHAPTERS
from knowledge.sections import SECTIONS

if TYPE_CHECKING:
    from knowledge.models import Remark
    from knowledge.reading import Reading

TITLES = {name: title for name, _anchor, title in CHAPTERS}


def parts_of(told: Reading) -> list[tuple[str, Any]]:
    """What one may speak of: the sheet, and the chapters that are told."""
    written = [(name, title) for name, _a, title in CHAPTERS if getattr(told.text, name)]
    return [("title", _("Title, summary and sheet")), *written]


def with_titles(remarks: Any) -> list[Remark]:
    """The remarks, each with `title`, the heading of the part, and `section`, where it is written.

    No query but theirs.
    """
    found = list(remarks)
    sections = {name: section for section in SECTIONS for name in section.names}
    for each in found:
        each.title = TITLES.get(each.part) or (
            _("Title, summary and sheet") if each.part else _("The whole")
        )
        each.section = sections.get(each.part)
    return found
