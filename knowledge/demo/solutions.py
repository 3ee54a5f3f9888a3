"""The solutions of the demonstration, from what they need: networks, people, resources, cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wagtail.rich_text import RichText

from knowledge.models import (
    Case,
    SolutionCase,
    SolutionIndexPage,
    SolutionPage,
    SolutionResource,
)
from networks.demo.entries import bring_in, person_called, sections_by_network
from networks.models import ResourcePage

SOLUTIONS = Path(__file__).with_name("solutions.json")
PLAIN = ("problem", "serves_when", "does_not_serve_when", "staff", "months_to_first_result")
KINDS = {
    "ordenanza": "ordinance",
    "decreto": "decree",
    "resolucion": "resolution",
    "acuerdo": "accord",
    "convenio": "agreement",
    "reglamento": "regulation",
    "pliego": "tender",
    "manual": "manual",
}


def load(password: str | None) -> None:
    """Publish those that are missing, each under its day. Nothing that is there is touched."""
    sections = sections_by_network(SolutionIndexPage)
    stories = json.loads(SOLUTIONS.read_text())
    proofs = [each["title"] for told in stories for each in told.get("cases", [])]
    cases = {case.title: case for case in Case.objects.published().filter(title__in=proofs)}
    for told in stories:
        section = sections.get(told["network"])
        if section is not None:
            bring_in(section, make_solution(told, cases), told, person_called(told["author"]))


def make_solution(told: dict[str, Any], cases: dict[str, Case]) -> SolutionPage:
    """Not saved. `cases` are those it may have been made of, by their titles."""
    solution = SolutionPage(
        **{name: told[name] for name in PLAIN},
        staff_months=told.get("staff_months"),
        means_note=told.get("means_note", ""),
        cost_band=told["cost_band"],
        steps=[("step", {**step, "detail": RichText(step["detail"])}) for step in told["steps"]],
        legal_instruments=[
            (
                "instrument",
                {
                    "kind": KINDS[instrument["kind"]],
                    "title": instrument["title"],
                    "text": RichText(instrument["text"]),
                    "basis": instrument.get("basis", []),
                },
            )
            for instrument in told["legal_instruments"]
        ],
        pitfalls=[("pitfall", pitfall) for pitfall in told["pitfalls"]],
    )
    resources = {
        page.slug: page for page in ResourcePage.objects.filter(slug__in=told["resources"])
    }
    for order, slug in enumerate(slug for slug in told["resources"] if slug in resources):
        link = SolutionResource(resource=resources[slug], sort_order=order)
        solution.resource_links.add(link)
    proofs = [each for each in told.get("cases", []) if each["title"] in cases]
    for order, each in enumerate(proofs):
        link = SolutionCase(case=cases[each["title"]], note=each["note"], sort_order=order)
        solution.case_links.add(link)
    return solution
