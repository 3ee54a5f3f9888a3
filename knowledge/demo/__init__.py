"""Eight management solutions in their networks, sixteen cases of real municipalities."""

from knowledge.demo import cases, solutions

__all__ = ["load"]


def load(password: str | None) -> None:
    """Load what is missing; what is there stays as it is. `password` is not needed here."""
    solutions.load(password)
    cases.load()
