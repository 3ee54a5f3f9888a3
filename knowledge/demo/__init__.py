"""Eight management solutions in their networks, sixteen cases of real municipalities and more.

Those of Altazara, which does not exist, stand in every state and at every level.
"""

from pathlib import Path

from community.demo.comments import load_comments
from knowledge.demo import (
    cases,
    desk,
    feedback,
    figures_of_places,
    follows,
    funnel,
    needs,
    raised,
    shown,
    solutions,
    transfers,
)

__all__ = ["finish", "load"]


def load(password: str | None) -> None:
    """Load what is missing; what is there stays as it is. `password` is not needed here."""
    cases.load()
    raised.load()
    solutions.load(password)
    desk.load()
    shown.load()
    figures_of_places.load()


def finish() -> None:
    """What people say about the cases, what became of them, what towns need, whom people follow."""
    load_comments(Path(__file__).with_name("comments.json"))
    transfers.load()
    feedback.load()
    needs.load()
    follows.load()
    funnel.load()
