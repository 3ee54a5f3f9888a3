"""How well what a case says is proved, and how much of it is told, and why: in one place.

1 declared · 2 documented · 3 measured · 4 checked by others · 5 repeated with results.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.kinds import DOCUMENTING, EvaluationKind
from knowledge.levels import CHECKS, all_missing, asked_for, label_of
from knowledge.scales import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.models import Attachment, Case, Evaluation, Indicator

# Those who look from outside.
OUTSIDERS = frozenset(
    {
        EvaluationKind.EXTERNAL,
        EvaluationKind.ACADEMIC,
        EvaluationKind.AUDIT,
        EvaluationKind.CITIZENS,
    }
)


@dataclass(frozen=True)
class Evidence:
    """`rung` from 1 to 5, `why` a sentence for the reader, `next_step` what the next one asks."""

    rung: int
    why: str
    next_step: str = ""


def evidence_of(text: Any, *, replicated: int = 0) -> Evidence:
    """Of a text of a case (a row, a draft, a version) or of a `Reading`: what it says it rests on.

    `replicated` is the number of others that repeated it with results. No query
    for a text that was read from a revision or a version.
    """
    return judge(
        rows(text, "attachments"), rows(text, "indicators"), rows(text, "evaluations"), replicated
    )


def rows(text: Any, name: str) -> list[Any]:
    found = getattr(text, name)
    return list(found if isinstance(found, list) else found.all())


def judge(
    attachments: Sequence[Attachment],
    indicators: Sequence[Indicator],
    evaluations: Sequence[Evaluation],
    replicated: int = 0,
) -> Evidence:
    """Each rung stands on the one below, but for the second: figures with a source are documents.

    What others have checked must have been measured first, and what was
    repeated must have been checked or measured.
    """
    measured = [each for each in indicators if each.is_measured]
    if not measured:
        return without_measures(attachments, indicators, evaluations)
    if replicated:
        return Evidence(5, repeated_words(replicated))
    outsiders = checked_by(measured, evaluations)
    if outsiders:
        return Evidence(
            4,
            _("Checked by others: %(who)s looked at it from outside.") % {"who": outsiders},
            _("It rises when another municipality repeats it with results."),
        )
    return Evidence(
        3,
        _("Measured: “%(name)s” has a baseline and a result, with their source.")
        % {"name": measured[0].name},
        _("It rises when somebody from outside evaluates it or checks the figures."),
    )


def without_measures(
    attachments: Sequence[Attachment],
    indicators: Sequence[Indicator],
    evaluations: Sequence[Evaluation],
) -> Evidence:
    after = _("It rises with an indicator measured before and after, with its source.")
    papers = [each for each in attachments if each.kind in DOCUMENTING]
    if papers:
        return Evidence(2, _("Documented by “%(title)s”.") % {"title": papers[0].title}, after)
    if evaluations:
        return Evidence(
            2, _("Documented by an evaluation: %(kind)s.") % {"kind": evaluations[0]}, after
        )
    if indicators:
        return Evidence(
            1, _("Declared: its indicators still lack a baseline, a result or a source."), after
        )
    return Evidence(
        1,
        _("Declared: no report or evaluation yet."),
        _("It rises with a report, an evaluation or an indicator."),
    )


def checked_by(measured: Sequence[Indicator], evaluations: Sequence[Evaluation]) -> str:
    """Who from outside has looked at it; empty when nobody has."""
    for each in evaluations:
        if each.kind in OUTSIDERS:
            return each.author or str(each)
    return next((each.verified_by for each in measured if each.verified_by), "")


def repeated_words(replicated: int) -> str:
    sentence = ngettext(
        "Repeated with results by %(number)d municipality.",
        "Repeated with results by %(number)d municipalities.",
        replicated,
    )
    return sentence % {"number": replicated}


# Of what is missing as many are named as a reader takes in.
NAMED = 4


@dataclass(frozen=True)
class Completeness:
    """Of what `level` asks for, `told` of `asked` is there; `sentence` says so to the reader."""

    level: int
    told: int
    asked: int
    sentence: str


def completeness_of(text: Case, level: int) -> Completeness:
    """How much a text of a case of this level says of what the next one asks for.

    No query for a text that brings its municipality along.
    """
    goal = next_level(level)
    asked = {
        *asked_for(goal),
        *(check.field for each in CHECKS if each <= goal for check in CHECKS[each]),
    }
    missing = list(dict.fromkeys(each.field for each in all_missing(text, goal)))
    told = len(asked) - len(missing)
    return Completeness(goal, told, len(asked), words_of_completeness(text, goal, missing))


def next_level(level: int) -> int:
    """The one authors work towards; the last one is reached by transfers alone."""
    return min(level + 1, Level.VERIFIED.value)


def words_of_completeness(text: Case, goal: int, missing: list[str]) -> str:
    kind = Level(goal).label
    if not missing:
        return _("It says all that is asked of a %(kind)s experience (N%(level)d).") % {
            "kind": kind,
            "level": goal,
        }
    names = ", ".join(label_of(type(text), name) for name in missing[:NAMED])
    more = len(missing) - NAMED
    if more > 0:
        names = _("%(names)s and %(number)d more") % {"names": names, "number": more}
    return _("To be %(kind)s (N%(level)d) it still has to tell: %(names)s.") % {
        "kind": kind,
        "level": goal,
        "names": names,
    }
