"""What a case is worth by what others made of it: its fourth level, its fifth rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.models import Case


def renew_standing(case: Case) -> None:
    """Compute level and evidence again from the transfers that prove it."""
