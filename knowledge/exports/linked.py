"""What search engines are told of a case and of a solution, as schema.org has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from knowledge.models import SolutionPage
    from knowledge.reading import Reading

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def script_of(facts: dict[str, Any]) -> SafeString:
    """A block of data: no browser runs it."""
    text = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False)
    for sign, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def article_of(told: Reading, url: str) -> dict[str, Any]:
    case = told.case
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": told.text.title,
        "description": told.text.summary,
        "url": url,
        "identifier": case.code,
        "version": str(told.number or 1),
        "inLanguage": told.text.language,
        "datePublished": case.first_published_at,
        "dateModified": case.last_published_at,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": told.place_with_parents},
        "about": [str(theme) for theme in told.themes],
        "publisher": {"@type": "Organization", "name": "Cabildo"},
    }


def how_to_of(solution: SolutionPage, url: str) -> dict[str, Any]:
    """A solution with its steps. No query after `load_shown`."""
    months = solution.months_to_first_result
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": solution.title,
        "description": solution.summary or plain(solution.problem)[:280],
        "url": url,
        "inLanguage": settings.LANGUAGE_CODE,
        "datePublished": solution.first_published_at,
        "dateModified": solution.last_published_at,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "about": [str(theme) for theme in solution.themes],
        "publisher": {"@type": "Organization", "name": "Cabildo"},
        "step": [
            {
                "@type": "HowToStep",
                "position": number,
                "name": block.value["title"],
                "text": plain(str(block.value["detail"])),
            }
            for number, block in enumerate(solution.steps, start=1)
        ],
        "isBasedOn": [link.case.title for link in solution.case_links.all() if link.case.live],
    }
    if months is not None:
        facts["totalTime"] = f"P{months}M"
    if solution.author:
        facts["author"] = {"@type": "Person", "name": solution.author.display_name}
    return facts


def plain(html: str) -> str:
    """Its words on one line; what stands in two blocks does not run together."""
    return " ".join(strip_tags(html.replace("</", " </")).split())
