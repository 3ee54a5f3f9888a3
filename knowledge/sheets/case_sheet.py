"""The sheet of an experience: what stands on its two to four leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.exports.citing import apa
from knowledge.reading import CHAPTERS
from knowledge.sheets import parts
from knowledge.sheets.amounts import bars_of, dollars, written
from knowledge.sheets.keeping import digest_of, kept
from knowledge.sheets.photograph import candidates, photograph_of, words_beside
from knowledge.sheets.pictures import code_for, frieze_of, hue_of
from knowledge.sheets.prose import blocks_of, clip, plain
from knowledge.sheets.typesetting import Leaf, digest, set_to_fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.reading import Reading

MOST_PAGES = 4
# How many words of each text are printed; what is not here is read on the site.
LEAD = {"problem": 170, "solution": 280}
TEXTS = {
    "objectives": 90,
    "results": 160,
    "process": 130,
    "participation": 80,
    "priorities_decision": 70,
    "analysis": 110,
    "failures": 90,
    "unexpected": 50,
    "novelty": 50,
    "context": 90,
    "inclusion": 60,
    "legal_basis": 60,
    "transferability_note": 110,
    "next_steps": 50,
}
SUSTAINED = {
    "sustainability_financial": 40,
    "sustainability_institutional": 40,
    "sustainability_social": 40,
    "sustainability_environmental": 40,
}
TITLES = {name: title for name, _anchor, title in CHAPTERS}
# In the order of the leaf: a text by its name, or rows by what tells them.
ORDER: tuple[str | tuple[Callable[..., Any], int], ...] = (
    "objectives",
    "results",
    (parts.timeline, 9),
    (parts.costs, 7),
    (parts.funding, 6),
    "process",
    (parts.conditions, 8),
    (parts.steps, 9),
    (parts.components, 7),
    (parts.lessons, 8),
    "participation",
    "failures",
    (parts.instruments, 6),
    "transferability_note",
    "analysis",
    (parts.evaluations, 4),
    "context",
    "priorities_decision",
    "novelty",
    "sustained",
    "inclusion",
    "legal_basis",
    "unexpected",
    (parts.technologies, 5),
    "next_steps",
    (parts.support, 7),
    (parts.allies, 8),
    (parts.credit_rows, 8),
    (parts.sources, 8),
)
MOST_INDICATORS = 6
MOST_FIGURES = 4


@dataclass(frozen=True)
class Room:
    """How much of the texts is told, and of the rows, when a record is too long for four leaves."""

    share: float

    def words(self, most: int) -> int:
        return max(round(most * self.share), 12)

    def rows(self, most: int) -> int:
        return max(round(most * self.share), 1)


ROOMS = (Room(1), Room(0.85), Room(0.65), Room(0.4), Room(0.2), Room(0.08))


Photograph = tuple[dict[str, object], bytes]


def sheet_pdf(told: Reading, url: str) -> bytes:
    """Two to four pages in the language of the reader, the text in its own. Kept on disk."""
    leaf = sheet(told, url)
    # The picture is opened only when the sheet is set.
    photos = [(row.file.name, words_beside(row)) for row in candidates(told)]
    name = f"ficha-{leaf.words['lang']}"
    return kept(
        str(told.case.key), name, digest_of([digest(leaf), photos]), lambda: set_sheet(told, url)
    )


def set_sheet(told: Reading, url: str) -> bytes:
    photo = photograph_of(told)
    return set_to_fit(
        lambda attempt: sheet(told, url, ROOMS[attempt], photo), MOST_PAGES, len(ROOMS)
    )


def face(shape: str, told: Reading, url: str, kind: str) -> Leaf:
    """What every leaf on a case says of it: name, place, standing, address."""
    case, text = told.case, told.text
    pictures = {"qr.svg": code_for(url), "frieze.svg": frieze_of(told.family, case.reference)}
    words = {
        "lang": get_language() or settings.LANGUAGE_CODE,
        "written": text.language,
        "hue": hue_of(told.family),
        "publisher": settings.WAGTAIL_SITE_NAME,
        "keywords": [plain(theme) for theme in told.themes],
        "kicker": plain(" · ".join([kind, *map(str, told.themes[:1])])),
        "which": which(told),
        "title": clip(text.title, 120) or _("Without a title"),
        "place": plain(told.place_with_parents),
        "period": plain(text.period),
        "summary": clip(text.summary, 300),
        "evidence": {"level": told.evidence, "why": clip(told.proof.why, 200)},
        "url": url,
        "address": plain(url).partition("://")[2],
        "foot": plain(f"{settings.WAGTAIL_SITE_NAME} · {which(told)} · {day_of(told)} · CC BY 4.0"),
        "words": labels(),
    }
    return Leaf(shape, words, case.last_published_at or timezone.now(), pictures)


def sheet(told: Reading, url: str, room: Room = ROOMS[0], photo: Photograph | None = None) -> Leaf:
    leaf = face("ficha.typ", told, url, _("Sheet of an experience"))
    if photo:
        leaf.pictures["photo.jpg"] = photo[1]
    leaf.words |= {
        "photo": photo[0] if photo else None,
        "figures": figures(told),
        "facts": facts(told),
        "validity": validity(told),
        "lead": [
            {**chapter(told.text, name, room.words(most)), "title": str(TITLES[name])}
            for name, most in LEAD.items()
            if getattr(told.text, name)
        ],
        "indicators": indicators(told, room.rows(MOST_INDICATORS)),
        "parts": [made for each in ORDER if (made := part_of(told, each, room))],
        "discuss": questions(),
        "colophon": colophon(told, url),
    }
    return leaf


def labels() -> dict[str, str]:
    return {
        "sheet": _("At a glance"),
        "evidence": _("Evidence"),
        "qr": _("Code that leads to the whole record"),
        "scan": _("The whole record, with its sources and newer versions:"),
        "goes_on": _("It goes on in the whole record."),
        "indicators": _("Before and after"),
        "paid": _("What was paid"),
        "dollars": _("US dollars"),
        "discuss": _("To talk about in your municipality"),
    }


def questions() -> list[str]:
    return [
        _("Do we have this problem too? Since when, whom does it touch, how do we know?"),
        _("Which parts could we do as they were done, and which would have to change?"),
        _("What would we need: mandate, people, norm, money, allies?"),
        _("Who could begin next month, with what, and when would we look at the result?"),
    ]


def which(told: Reading) -> str:
    version = _("version %(number)s") % {"number": told.number or 1}
    return plain(f"{told.case.reference} · {version}")


def day_of(told: Reading) -> str:
    at = told.case.last_published_at
    return formats.date_format(timezone.localdate(at), "DATE_FORMAT") if at else ""


def chapter(text: Any, name: str, most: int) -> dict[str, Any]:
    told = blocks_of(getattr(text, name), most)
    return {"blocks": told.blocks, "cut": told.cut}


def part_of(told: Reading, each: Any, room: Room) -> dict[str, Any] | None:
    if not isinstance(each, str):
        tell, most = each
        made: dict[str, Any] | None = tell(told, room.rows(most))
        return made
    if each == "sustained":
        return sustained(told, room)
    if not getattr(told.text, each):
        return None
    shown = chapter(told.text, each, room.words(TEXTS[each]))
    return parts.part("text", str(TITLES[each]), **shown) if shown["blocks"] else None


def sustained(told: Reading, room: Room) -> dict[str, Any] | None:
    """The four texts on what keeps it going, as one."""
    blocks, cut = [], False
    for name, most in SUSTAINED.items():
        shown = chapter(told.text, name, room.words(most))
        blocks += shown["blocks"]
        cut = cut or shown["cut"]
    return parts.part("text", _("What keeps it going"), blocks=blocks, cut=cut) if blocks else None


def figures(told: Reading) -> list[dict[str, str]]:
    """What a mayor asks first: money, time, people."""
    found: list[tuple[str, object]] = []
    text, sums = told.text, {each.kind: each for each in told.costs.sums}
    investment = sums.get("investment")
    if investment:
        found.append((dollars(investment.dollars), _("of investment")))
        if investment.per_inhabitant:
            found.append((dollars(investment.per_inhabitant), _("per inhabitant")))
    elif text.cost_band and text.cost_band != "unknown":
        found.append((capfirst(text.get_cost_band_display()), _("to begin")))
    if text.months_to_first_result is not None:
        found.append((written(text.months_to_first_result), _("months until the first result")))
    if text.staff_months is not None:
        found.append((written(text.staff_months), _("months of work of one person")))
    inhabitants, year = population(told)
    if inhabitants:
        label = _("inhabitants (%(year)s)") % {"year": year} if year else _("inhabitants")
        found.append((written(inhabitants), label))
    return [{"value": plain(value), "label": str(label)} for value, label in found[:MOST_FIGURES]]


def population(told: Reading) -> tuple[int | None, int | None]:
    """Of that time or, when that is not told, the one known today."""
    if told.text.population:
        return told.text.population, told.text.population_year
    place = told.municipality
    return (place.population, place.population_year) if place else (None, None)


def facts(told: Reading) -> list[dict[str, str]]:
    text = told.text
    end = text.ended or (_("it goes on") if text.is_ongoing else "")
    goals = ", ".join(str(number) for number in text.sdgs)
    rows = [
        (_("Kind"), text.get_record_kind_display()),
        (_("Stage"), text.get_stage_display()),
        (_("Beginning"), text.began),
        (_("End"), end),
        (_("Scope"), text.get_scope_display()),
        (_("Together with"), ", ".join([*told.other_municipalities, text.association]).strip(", ")),
        (_("For whom"), ", ".join(told.groups)),
        (_("Themes"), ", ".join(str(theme) for theme in told.themes)),
        (_("Networks"), ", ".join(network.title for network in told.networks)),
        (_("SDG"), goals),
        (_("Level"), f"N{told.level} {told.case.get_level_display()}"),
    ]
    return [
        {"name": str(name), "value": capfirst(clip(value, 110))} for name, value in rows if value
    ]


def validity(told: Reading) -> dict[str, str]:
    case = told.case
    checked = case.validity_checked_on
    day = formats.date_format(checked, "DATE_FORMAT") if checked else ""
    sentences = [
        capfirst(case.get_interruption_reason_display()) if case.interruption_reason else "",
        case.validity_note,
        _("As of %(day)s.") % {"day": day} if day else _("Nobody has been asked yet."),
    ]
    told_so = " ".join(each for each in sentences if each)
    return {"title": capfirst(case.get_validity_status_display()), "note": clip(told_so, 220)}


def indicators(told: Reading, most: int) -> list[dict[str, Any]]:
    """Those first that are known before and after."""
    rows = sorted(told.text.indicators.all(), key=lambda row: not row.is_measured)
    made = [
        {
            "name": clip(row.name, 110),
            "bars": bars_of(row),
            "note": clip(
                parts.joined(
                    row.get_direction_display(),
                    _("Source: %(source)s") % {"source": row.source} if row.source else "",
                    _("checked by %(who)s") % {"who": row.verified_by} if row.verified_by else "",
                ),
                200,
            ),
        }
        for row in rows
    ]
    return [each for each in made if each["bars"]][:most]


def colophon(told: Reading, url: str) -> list[dict[str, str]]:
    teller = _("Registered by a third party; nobody of the municipality has confirmed it yet.")
    if told.case.confirmed_at:
        day = formats.date_format(timezone.localdate(told.case.confirmed_at), "DATE_FORMAT")
        teller = _("Confirmed by the municipality on %(day)s.") % {"day": day}
    licence = _(
        "CC BY 4.0: you may copy, translate and adapt this sheet if you name the source."
        " Photographs and documents keep the licence that stands beside them."
    )
    rows = [
        (_("How to cite it."), apa(told, url)),
        (_("Who answers for it."), teller),
        (
            _("To repeat it."),
            _("Your municipality says so at %(url)s, and a plan in three steps begins.")
            % {"url": f"{url}replicar/"},
        ),
        (_("Licence."), licence),
        (
            _("Which text this is."),
            _("%(which)s, published on %(day)s. A newer one may stand at %(url)s.")
            % {"which": which(told), "day": day_of(told), "url": url},
        ),
    ]
    return [{"name": name, "value": clip(value, 420)} for name, value in rows]
