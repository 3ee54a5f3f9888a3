"""What each level of a case asks for, and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.scales import Level

if TYPE_CHECKING:
    from knowledge.models import Case

# Source: the record of a case, column R.
REQUIRED: dict[int, tuple[str, ...]] = {
    Level.REGISTERED: (
        "title",
        "summary",
        "lead_municipality",
        "record_kind",
        "case_themes",
        "stage",
        "start_year",
        "recurrence",
        "scope",
        "problem",
        "objectives",
        "solution",
        "target_groups",
        "cost_band",
    ),
}
# Narrative fields and the number of words that usually says it: a guide, never a limit.
WORD_GUIDE = {"context": 150, "problem": 150, "objectives": 100, "solution": 250, "results": 250}


def missing_for(case: Case, level: int = Level.REGISTERED) -> list[str]:
    """Names of the fields that `level` asks for and that are empty, in the order of the record."""
    return [name for name in REQUIRED[level] if is_empty(case, name)]


def is_empty(case: Case, name: str) -> bool:
    value: Any = getattr(case, name)
    if name in ("case_themes", "target_groups"):
        return not value.all()
    return value in (None, "")
