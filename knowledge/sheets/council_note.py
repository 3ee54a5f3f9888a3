"""The note for the municipal council: what, cost, what it takes, who did it, on one leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.kinds import Weight
from knowledge.sheets import parts
from knowledge.sheets.amounts import dollars, written
from knowledge.sheets.case_sheet import ROOMS, TITLES, Room, chapter, face, indicators, validity
from knowledge.sheets.keeping import kept
from knowledge.sheets.prose import clip
from knowledge.sheets.typesetting import Leaf, digest, set_to_fit

if TYPE_CHECKING:
    from knowledge.reading import Reading

TEXTS = {"problem": 90, "solution": 150, "results": 70}
MOST_RESULTS, MOST_NEEDS, MOST_ALLIES = 3, 6, 4


def note_pdf(told: Reading, url: str) -> bytes:
    """One page in the language of the reader, the text in its own. Kept on disk."""
    leaf = note(told, url, ROOMS[0])
    return kept(
        str(told.case.key),
        f"nota-{get_language()}",
        digest(leaf),
        lambda: set_to_fit(lambda attempt: note(told, url, ROOMS[attempt]), 1, len(ROOMS)),
    )


def note(told: Reading, url: str, room: Room) -> Leaf:
    measured = indicators(told, room.rows(MOST_RESULTS))
    # Where something was measured, the bars say it.
    texts = [name for name in TEXTS if name != "results" or not measured]
    leaf = face("nota.typ", told, url, _("Note for the council"))
    leaf.words |= {
        "texts": [
            {"title": str(TITLES[name]), **chapter(told.text, name, room.words(TEXTS[name]))}
            for name in texts
            if getattr(told.text, name)
        ],
        "results": measured,
        "costs": costs(told),
        "cost_notes": cost_notes(told),
        "needs": needs(told, room.rows(MOST_NEEDS)),
        "who": who(told, room.rows(MOST_ALLIES)),
        "offers": offers(told),
        "validity": validity(told),
        "options": [
            _("Study it with the team"),
            _("Ask for more facts"),
            _("Talk with or visit the municipality"),
            _("Propose it for the plan and budget"),
        ],
    }
    leaf.words["words"] |= {
        "who": _("Who did it"),
        "results": _("What it achieved"),
        "costs": _("What it cost"),
        "needs": _("What it takes"),
        "offers": _("What that municipality offers"),
        "decide": _("What the council decides"),
        "who_decides": _("Session or commission"),
        "responsible": _("Who follows it up"),
        "day": _("Date"),
    }
    return leaf


def row(name: object, note: object = "") -> dict[str, str]:
    return {"name": clip(capfirst(str(name)), 120), "note": clip(note, 130)}


def costs(told: Reading) -> list[dict[str, str]]:
    sums = [
        {
            "name": capfirst(each.label)
            + (f" ({parts.per_head(each.per_inhabitant)})" if each.per_inhabitant else ""),
            "value": dollars(each.dollars),
        }
        for each in told.costs.sums
    ]
    band = told.text.get_cost_band_display() if told.text.cost_band else ""
    if not sums and band:
        sums = [{"name": _("Order of cost"), "value": capfirst(band)}]
    return sums


def cost_notes(told: Reading) -> list[str]:
    found = parts.funding(told, 3)
    notes = [str(rate) for rate in told.costs.rates[:2]]
    if found:
        shares = ", ".join(f"{each['source']} {each['percent']}".strip() for each in found["rows"])
        notes.insert(0, _("Money: %(sources)s.") % {"sources": shares})
    return [clip(each, 200) for each in notes]


def needs(told: Reading, most: int) -> list[dict[str, str]]:
    """Time and people first, then what was indispensable, then the norms."""
    text = told.text
    found = []
    if text.staff_months is not None:
        found.append(
            row(
                _("%(number)s months of work of one person")
                % {"number": written(text.staff_months)}
            )
        )
    if text.months_to_first_result is not None:
        found.append(
            row(
                _("%(number)s months until the first result")
                % {"number": written(text.months_to_first_result)}
            )
        )
    if text.complexity:
        found.append(row(text.get_complexity_display()))
    found += [
        row(need.name, need.row.note)
        for need in told.needs
        if need.row.weight == Weight.INDISPENSABLE
    ]
    found += [row(each.title, each.get_kind_display()) for each in text.legal_instruments.all()]
    return found[:most]


def who(told: Reading, most: int) -> list[dict[str, str]]:
    """The municipalities, their allies, and who wrote it as far as readers may know."""
    found = [row(place) for place in [told.place_with_parents, *told.other_municipalities] if place]
    found += [
        row(ally.row.name, ally.row.get_role_display() if ally.row.role else "")
        for ally in told.allies
    ][: most - 1]
    names = ", ".join(dict.fromkeys(credit.name for credit in told.credits[:4]))
    return [
        *found[:most],
        *([row(_("Record written by %(names)s") % {"names": names})] if names else []),
    ]


def offers(told: Reading) -> str:
    labels: Any = told.text._meta.get_field("support_offered")
    return capfirst(clip(", ".join(map(str, labels.labels(told.text.support_offered))), 200))
