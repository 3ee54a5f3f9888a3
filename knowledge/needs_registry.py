"""What needs add to what the site knows of all its things: called once, when the app starts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from community import archive, handover, moderable, periodic, sitemaps, sources, waiting
from community.sources import Source
from networks import desk

# As `PERSONAL_DATA` of `knowledge.apps`.
PERSONAL_DATA = [
    ("necesidades", "needs", ["Need.posted_by", "Need.kept_by"]),
    ("pasos-de-necesidades", "steps", ["NeedStep.actor"]),
    ("respuestas-a-necesidades", "answers", ["NeedAnswer.author"]),
    ("necesidades-que-me-nombran", "named_in", ["NeedAnswer.person"]),
    ("necesidades-que-me-proponen", "proposed_for", ["NeedProposal.person"]),
]
NOTICES = [
    (Source.CASES, ["need_proposals", "need_reply", "need_solved"]),
    (Source.WAITING, ["need_answered", "need_names_you", "need_posted_for_you"]),
]


def register_needs() -> None:
    for name, function, relations in PERSONAL_DATA:
        covers = [f"knowledge.{relation}" for relation in relations]
        archive.register(name, f"knowledge.archive_of_needs.{function}", covers=covers)
    for source, kinds in NOTICES:
        sources.register(source, *kinds)
    periodic.register(
        "propose_for_needs",
        timedelta(hours=1),
        "knowledge.actions.need_proposals.propose_again",
        title=_("Look for what may help with the needs of municipalities"),
    )
    waiting.register("knowledge.matters_of_needs.of_needs")
    desk.register("knowledge.matters_of_needs.at_the_desk")
    moderable.register("necesidad", "knowledge.Need", "knowledge.moderables_of_needs.OfNeeds")
    moderable.register(
        "respuesta-a-necesidad",
        "knowledge.NeedAnswer",
        "knowledge.moderables_of_needs.OfAnswers",
    )
    handover.register("needs", "knowledge.actions.needs.pass_on")
    sitemaps.register("needs", "knowledge.sitemaps.NeedSitemap")
