"""The sheet of a solution: what to do, with what, and what proves it, on at most four leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge.legal_texts import legal_texts
from knowledge.proof import proof_of
from knowledge.scales import CostBand
from knowledge.sheets.amounts import written
from knowledge.sheets.case_sheet import MOST_PAGES, ROOMS, Room
from knowledge.sheets.keeping import kept
from knowledge.sheets.parts import joined
from knowledge.sheets.pictures import code_for, frieze_of, hue_of
from knowledge.sheets.prose import blocks_of, clip, plain
from knowledge.sheets.typesetting import Leaf, digest, set_to_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.models import SolutionCase, SolutionPage

# How many words of each are printed; what is not here is read on the site.
PROBLEM, WHEN, STEP, PITFALL = 190, 110, 120, 60
MOST_ROWS = 12


def solution_pdf(solution: SolutionPage, url: str) -> bytes:
    """In the language of the reader, the text in its own. Kept on disk until what it says changes.

    The solution must have been asked to `load_shown` for its reader; `url` is permanent.
    """
    leaf = sheet(solution, url)
    return kept(
        f"solucion-{solution.pk}",
        f"ficha-{leaf.words['lang']}",
        digest(leaf),
        lambda: set_sheet(solution, url),
    )


def set_sheet(solution: SolutionPage, url: str) -> bytes:
    return set_to_fit(lambda attempt: sheet(solution, url, ROOMS[attempt]), MOST_PAGES, len(ROOMS))


def sheet(solution: SolutionPage, url: str, room: Room = ROOMS[0]) -> Leaf:
    family, proof = solution.family, proof_of(solution)
    network = solution.network.title if solution.network else ""
    pictures = {"qr.svg": code_for(url), "frieze.svg": frieze_of(family, solution.url_path)}
    words = {
        "lang": get_language() or settings.LANGUAGE_CODE,
        "written": settings.LANGUAGE_CODE,
        "hue": hue_of(family),
        "publisher": settings.WAGTAIL_SITE_NAME,
        "keywords": [plain(theme) for theme in solution.themes],
        "kicker": plain(joined(_("Management solution"), *map(str, solution.themes[:1]))),
        "which": clip(network, 70),
        "title": clip(solution.title, 140),
        "network": plain(network),
        "day": day_of(solution),
        "summary": clip(solution.summary, 300),
        "figures": figures(solution),
        "problem": prose(solution.problem, room.words(PROBLEM)),
        "serves": prose(solution.serves_when, room.words(WHEN)),
        "serves_not": prose(solution.does_not_serve_when, room.words(WHEN)),
        "steps": [step(block.value, room) for block in solution.steps],
        "means": [clip(each, 420) for each in (solution.staff, solution.means_note) if each],
        "texts": texts(solution),
        "pitfalls": [clip(block.value, 8 * room.words(PITFALL)) for block in solution.pitfalls],
        "resources": resources(solution),
        "proof": {"sentence": proof.sentence, "rung": proof.rung, "cases": cases(proof.links)},
        "url": url,
        "address": plain(url).partition("://")[2],
        "foot": plain(joined(settings.WAGTAIL_SITE_NAME, network, day_of(solution), "CC BY 4.0")),
        "colophon": colophon(solution, url),
        "words": labels(),
    }
    made_at = solution.last_published_at or timezone.now()
    return Leaf("solucion.typ", words, made_at, pictures)


def labels() -> dict[str, str]:
    return {
        "qr": _("Code that leads to the whole solution"),
        "scan": _("The whole solution, with its legal texts and resources:"),
        "goes_on": _("It goes on in the whole solution."),
        "problem": _("The problem"),
        "serves": _("When it serves"),
        "serves_not": _("When it does not"),
        "steps": _("Step by step"),
        "who": _("Who"),
        "duration": _("How long"),
        "output": _("What comes out"),
        "means": _("Means it takes"),
        "texts": _("Legal texts to copy"),
        "texts_note": _("They are downloaded from the page of the solution, in Word and as text."),
        "pitfalls": _("What to avoid"),
        "resources": _("Resources that help"),
        "proof": _("Made of these experiences"),
    }


def day_of(solution: SolutionPage) -> str:
    at = solution.last_published_at
    return formats.date_format(timezone.localdate(at), "DATE_FORMAT") if at else ""


def prose(html: str, most: int) -> dict[str, Any]:
    told = blocks_of(html, most)
    return {"blocks": told.blocks, "cut": told.cut}


def figures(solution: SolutionPage) -> list[dict[str, str]]:
    """What a mayor asks first: money, time, people."""
    found: list[tuple[str, object]] = []
    if solution.cost_band != CostBand.UNKNOWN:
        found.append((capfirst(solution.get_cost_band_display()), _("to begin")))
    if solution.months_to_first_result is not None:
        months = written(solution.months_to_first_result)
        found.append((months, _("months until the first result")))
    if solution.staff_months is not None:
        found.append((written(solution.staff_months), _("months of work of one person")))
    if solution.steps:
        found.append((str(len(solution.steps)), _("steps")))
    return [{"value": plain(value), "label": str(label)} for value, label in found]


def step(value: Any, room: Room) -> dict[str, Any]:
    return {
        "title": clip(value["title"], 120),
        **prose(str(value["detail"]), room.words(STEP)),
        **{name: clip(value[name], 160) for name in ("who", "duration", "output")},
    }


def texts(solution: SolutionPage) -> list[dict[str, str]]:
    """Their titles, with the norms they rest on; the texts themselves are too long for paper."""
    return [
        {
            "name": clip(each.title, 160),
            "tag": clip(capfirst(each.kind), 60),
            "note": clip("; ".join(each.norms), 260),
        }
        for each in legal_texts(solution)[:MOST_ROWS]
    ]


def resources(solution: SolutionPage) -> list[dict[str, str]]:
    found = [link.resource for link in solution.resource_links.all()][:MOST_ROWS]
    return [
        {
            "name": clip(each.title, 160),
            "tag": capfirst(each.get_kind_display()),
            "note": clip(", ".join(str(part) for part in (each.made_by, each.year) if part), 120),
        }
        for each in found
    ]


def cases(links: Sequence[SolutionCase]) -> list[dict[str, Any]]:
    return [
        {
            "name": clip(link.case.title, 120),
            "place": clip(joined(link.case.place, link.case.code), 120),
            "rung": link.case.evidence_level,
            "standing": plain(
                joined(
                    f"N{link.case.level} {link.case.get_level_display()}",
                    _("evidence %(level)s of 5") % {"level": link.case.evidence_level},
                    link.case.get_validity_status_display(),
                )
            ),
            "note": clip(link.note, 280),
        }
        for link in links[:MOST_ROWS]
    ]


def colophon(solution: SolutionPage, url: str) -> list[dict[str, str]]:
    author = solution.author.display_name if solution.author else ""
    year = solution.published_on.year
    source = ". ".join(
        part.rstrip(".")
        for part in (
            f"{author} ({year})" if author else str(year),
            solution.title,
            solution.network.title if solution.network else "",
            settings.WAGTAIL_SITE_NAME,
            url,
        )
        if part
    )
    licence = _("CC BY 4.0: you may copy, translate and adapt this sheet if you name the source.")
    norms = _("Have legal texts read by whoever advises your municipality: norms differ.")
    rows = [
        (_("How to cite it."), source),
        (_("Licence."), f"{licence} {norms}"),
        (
            _("Which text this is."),
            _("Published on %(day)s. A newer one may stand at %(url)s.")
            % {"day": day_of(solution), "url": url},
        ),
    ]
    return [{"name": name, "value": clip(value, 420)} for name, value in rows]
