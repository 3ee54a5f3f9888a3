"""Parts of the sheet that are made of rows, each as `ficha.typ` draws its kind.

A part is {"kind": str, "title": str, "left_out": str} and what its kind needs;
None when there is nothing to tell.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.kinds import LessonKind
from knowledge.models.case_words import month_and_year
from knowledge.sheets.amounts import dollars, paid, written
from knowledge.sheets.prose import clip, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.money import Priced
    from knowledge.reading import Reading

Part = dict[str, Any]
WHOLE = Decimal(100)
LINE, NOTE = 160, 200


def part(kind: str, title: str, left_out: int = 0, **rest: Any) -> Part:
    words = ""
    if left_out:
        sentence = ngettext(
            "And %(number)d more in the whole record.",
            "And %(number)d more in the whole record.",
            left_out,
        )
        words = sentence % {"number": left_out}
    return {"kind": kind, "title": title, "left_out": words, **rest}


def rows_part(kind: str, title: str, rows: Sequence[Any], most: int) -> Part | None:
    """The first `most` of the rows."""
    if not rows:
        return None
    return part(kind, title, max(len(rows) - most, 0), rows=list(rows[:most]))


def named(name: object, tag: object = "", note: object = "") -> dict[str, str]:
    return {"name": clip(name, LINE), "tag": clip(tag, 60), "note": clip(note, NOTE)}


def joined(*parts: object) -> str:
    return " · ".join(str(each) for each in parts if each)


def timeline(told: Reading, most: int) -> Part | None:
    rows = sorted(told.text.milestones.all(), key=lambda row: row.moment)
    return rows_part(
        "timeline",
        _("How it went, moment by moment"),
        [
            {
                "date": capfirst(month_and_year(row.month, row.year)),
                "title": clip(row.title, LINE),
                "change": clip(row.change, NOTE),
            }
            for row in rows
        ],
        most,
    )


def costs(told: Reading, most: int) -> Part | None:
    """The dearest lines first; sums only of what can be added, a kind for a sum."""
    found = told.costs
    if not found.lines:
        return None
    lines = sorted(found.lines, key=dearness, reverse=True)
    notes = [str(rate) for rate in found.rates[:4]]
    if found.unknown:
        sentence = ngettext(
            "%(number)d line has no known rate and is in no sum.",
            "%(number)d lines have no known rate and are in no sum.",
            found.unknown,
        )
        notes.append(sentence % {"number": found.unknown})
    if found.rates:
        notes.append(_("Dollars of the year in which it was paid."))
    return part(
        "costs",
        _("What it cost"),
        max(len(lines) - most, 0),
        lines=[
            {
                "concept": clip(each.line.concept, 90),
                "paid": joined(each.line.get_kind_display(), paid(each.money)),
                "dollars": dollars(each.money.dollars),
            }
            for each in lines[:most]
        ],
        sums=[
            {
                "label": capfirst(each.label)
                + (f" ({per_head(each.per_inhabitant)})" if each.per_inhabitant else ""),
                "dollars": dollars(each.dollars),
            }
            for each in found.sums
        ],
        notes=notes,
    )


def dearness(priced: Priced) -> Decimal:
    return priced.money.dollars or Decimal(0)


def per_head(amount: Decimal) -> str:
    return _("%(amount)s per inhabitant") % {"amount": dollars(amount)}


def funding(told: Reading, most: int) -> Part | None:
    rows = list(told.text.funding_sources.all())
    whole = max(sum((row.percent or Decimal(0) for row in rows), Decimal(0)), WHOLE)
    return rows_part(
        "funding",
        _("With what money"),
        [
            {
                "source": clip(joined(capfirst(row.get_source_display()), row.who), 80),
                "percent": f"{written(row.percent)} %" if row.percent is not None else "",
                "share": float(row.percent / whole) if row.percent is not None else None,
            }
            for row in rows
        ],
        most,
    )


def conditions(told: Reading, most: int) -> Part | None:
    rows = [
        named(capfirst(need.name), need.row.get_weight_display(), need.row.note)
        for need in told.needs
    ]
    return rows_part("named", _("What has to be there"), rows, most)


def components(told: Reading, most: int) -> Part | None:
    rows = [
        named(row.name, row.get_adaptability_display(), row.why)
        for row in told.text.core_components.all()
    ]
    return rows_part("named", _("What to keep and what may be adapted"), rows, most)


def steps(told: Reading, most: int) -> Part | None:
    rows = [
        named(row.what, note=joined(row.who, row.duration, row.output))
        for row in told.text.steps.all()
    ]
    return rows_part("steps", _("Step by step"), rows, most)


def instruments(told: Reading, most: int) -> Part | None:
    rows = [
        named(
            row.title,
            row.get_kind_display(),
            joined(
                month_and_year(row.month, row.year),
                _("with its text to copy on the site") if row.text.strip() else "",
            ),
        )
        for row in told.text.legal_instruments.all()
    ]
    return rows_part("named", _("The norms it stands on"), rows, most)


def technologies(told: Reading, most: int) -> Part | None:
    rows = [
        named(row.name, row.get_licence_display(), row.note) for row in told.text.technologies.all()
    ]
    return rows_part("named", _("Technology"), rows, most)


def lessons(told: Reading, most: int) -> Part | None:
    rows = list(told.text.lessons.all())
    if not rows:
        return None
    groups = [
        {
            "kind": kind,
            "label": capfirst(label),
            "texts": [clip(row.text, 280) for row in rows[:most] if row.kind == kind],
        }
        for kind, label in LessonKind.choices
    ]
    return part(
        "lessons",
        _("If you do it again"),
        max(len(rows) - most, 0),
        groups=[group for group in groups if group["texts"]],
    )


def evaluations(told: Reading, most: int) -> Part | None:
    rows = [
        named(row.finding, row.get_kind_display(), joined(row.author, row.year))
        for row in told.text.evaluations.all()
    ]
    return rows_part("named", _("What those who looked at it found"), rows, most)


def allies(told: Reading, most: int) -> Part | None:
    """Their contact is printed only when everybody may see it: the sheet is read by anybody."""
    rows = [
        named(
            ally.row.name,
            ally.row.get_role_display() if ally.row.role else "",
            joined(ally.row.contribution, ally.contact),
        )
        for ally in told.allies
    ]
    return rows_part("named", _("Who was part of it"), rows, most)


def credit_rows(told: Reading, most: int) -> Part | None:
    rows = [
        named(credit.name, credit.role, joined(credit.post, credit.organization))
        for credit in told.credits
    ]
    return rows_part("named", _("Who made this record"), rows, most)


def sources(told: Reading, most: int) -> Part | None:
    rows = [
        named(row.title, row.get_kind_display(), joined(row.author, row.year, address(row.url)))
        for row in told.attachments
    ]
    return rows_part("named", _("Documents and sources"), rows, most)


def address(url: str) -> str:
    """Short enough to be read; the long ones stand in the record."""
    told = plain(url).removeprefix("https://").removeprefix("http://").removesuffix("/")
    return clip(told, 90)


def support(told: Reading, most: int) -> Part | None:
    labels = told.text._meta.get_field("support_offered").labels(told.text.support_offered)
    rows = [named(capfirst(str(label))) for label in labels]
    return rows_part("named", _("What the municipality offers to others"), rows, most)
