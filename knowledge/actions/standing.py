"""What a case is worth by its transfers: the fourth level and the fifth rung come and go with them.

Nobody grants them and nobody takes them back: they are counted.
"""

from __future__ import annotations

from django.db import transaction
from wagtail.search.index import insert_or_update_object

from knowledge.actions.funnel import count_transfers_of
from knowledge.actions.history import log, tell
from knowledge.actions.proof import doubt_solutions
from knowledge.evidence import evidence_of
from knowledge.models import Case, CaseEvent, ProofChange, Transfer
from knowledge.scales import Level

# As many municipalities are named in the history of a case.
NAMED = 6


@transaction.atomic
def renew_standing(case: Case) -> None:
    """Bring level and evidence to what the transfers of a case show now.

    To be called wherever the stage or the visibility of one changes, or what
    the origin says of it. Verified (N3), it becomes transferred (N4) with the
    first municipality that has results everybody may read, and goes back when
    none is left. Its authors are told of both, its history keeps them. Without
    a change nothing is written. What the funnel says of its transfers is counted
    again too, so that one that is public no more is in no number.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    count_transfers_of(case)
    adopters = proving_adopters(case)
    level = level_with(case.level, len(adopters))
    if (len(adopters), level) == (case.replications, case.level):
        return
    was_level, was_rung = case.level, case.evidence_level
    case.replications, case.level = len(adopters), level
    # What is published is the row itself; of what was withdrawn nothing is weighed.
    rung = evidence_of(case, replicated=case.replications).rung if case.live else was_rung
    Case.objects.filter(pk=case.pk).update(
        replications=case.replications, level=level, evidence_level=rung
    )
    if level != was_level:
        tell_of_the_level(case, adopters)
        insert_or_update_object(Case.objects.get(pk=case.pk))
    if level < was_level:
        doubt_solutions(case, ProofChange.Kind.LEVEL, None, str(level))
    if rung < was_rung:
        doubt_solutions(case, ProofChange.Kind.EVIDENCE, None, str(rung))


def proving_adopters(case: Case) -> list[str]:
    """The municipalities that repeated it with results, each once. One query."""
    proving = Transfer.objects.proving().filter(origin_case=case).order_by("adopter__name")
    return [name for _pk, name in proving.values_list("adopter", "adopter__name").distinct()]


def level_with(level: int, replications: int) -> int:
    """The level of a case that so many repeated with results: N4 stands on N3."""
    if level == Level.VERIFIED and replications:
        return Level.TRANSFERRED.value
    if level == Level.TRANSFERRED and not replications:
        return Level.VERIFIED.value
    return level


def tell_of_the_level(case: Case, adopters: list[str]) -> None:
    has_risen = case.level == Level.TRANSFERRED
    verb = CaseEvent.Verb.TRANSFERRED if has_risen else CaseEvent.Verb.FELL_BACK
    kind = "case_transferred" if has_risen else "case_fell_back"
    names = ", ".join(adopters[:NAMED])
    log(case, verb, None, names)
    tell(case.authors(), case, kind, None, adopters=names)
