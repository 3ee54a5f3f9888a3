"""What each kind of network is born with: words to begin from, for the unit to change."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

# Networks are born in the language of the house, whoever makes them.
LANGUAGE = "es"


@dataclass(frozen=True)
class Template:
    """The kind of network, what stands in the form at first, and what its hints say."""

    kind: str
    name: str
    said: str
    purpose_hint: str
    welcome: str
    joining: str
    question: str


def templates() -> list[Template]:
    """One for each kind of network, in Spanish."""
    with translation.override(LANGUAGE):
        return [
            Template(
                kind="thematic",
                name=_("Thematic network"),
                said=_("People of any institution who work on the same problem."),
                purpose_hint=_(
                    "Which problem brings people together, for whom it is urgent, and what they"
                    " will have in their hands in a year. For example: “That no small municipality"
                    " loses half of its water: we compare what each did, and write it down.”"
                ),
                welcome=_(
                    "<p>Welcome. This is what we ask of whoever arrives:</p><ol><li>Tell in the"
                    " conversations who you are, where you work and what you are trying"
                    " now.</li><li>Look at the solutions before you begin from nothing.</li>"
                    "<li>Register what your municipality did, also what did not work.</li></ol>"
                ),
                joining="open",
                question="",
            ),
            Template(
                kind="sectoral",
                name=_("Sectoral network"),
                said=_("People with the same post or of the same kind of institution."),
                purpose_hint=_(
                    "Whose network it is, what its members do every day, and what they decide"
                    " better together. For example: “Treasurers of municipalities of less than"
                    " 50,000 inhabitants: we answer each other's questions within the day.”"
                ),
                welcome=_(
                    "<p>Welcome. This is a network among colleagues:</p><ol><li>Say in the"
                    " conversations in which institution you work and since when.</li><li>Ask what"
                    " you would ask somebody at the next desk.</li><li>Share the form, the norm or"
                    " the table that you already use: it saves somebody a week.</li></ol>"
                ),
                joining="request",
                question=_("In which institution do you work, and what do you do there?"),
            ),
        ]


def template_of(kind: str) -> Template:
    """The one of that kind; the first for a kind nobody knows."""
    found = templates()
    return next((each for each in found if each.kind == kind), found[0])


def welcome_texts() -> set[str]:
    """What networks are born with, as words without marks."""
    return {" ".join(strip_tags(each.welcome).split()) for each in templates()}
