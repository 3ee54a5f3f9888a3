"""Needs of municipalities, made the short way."""

from knowledge.actions.needs import post_need
from tests.factories import ThemeFactory

PROBLEM = "El mercado se inunda cada vez que llueve y los puestos pierden la mercadería."


def post(person, government, **text):
    """A need of the municipality of that government, as somebody of it posts one."""
    told = {
        "title": "Que el mercado no se inunde",
        "theme": text.pop("theme", None) or ThemeFactory(),
        "problem": PROBLEM,
        "means_band": "unknown",
        **text,
    }
    return post_need(person, government.territory, **told)


def proposed(need, kind=None):
    """What is proposed and not put aside, the best first."""
    rows = need.proposals.kept().with_row()
    return [row.thing for row in rows if kind in (None, row.kind)]
