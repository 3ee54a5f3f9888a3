"""How places are written, searched and counted, in the words of their own country."""

from __future__ import annotations

import re
import unicodedata

from django.utils.text import slugify
from django.utils.translation import gettext as _

# Words that stay small inside a name written in Spanish or Portuguese.
PARTICLES = {"da", "das", "de", "del", "do", "dos", "e", "el", "la", "las", "los", "o", "y"}


def fold(text: str) -> str:
    """The text as it is searched: small letters, no accents, single spaces, no punctuation.

    "Sucre (Mérida, Venezuela)" gives "sucre merida venezuela"; ñ counts as n,
    because many keyboards have none.
    """
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join(re.findall(r"[^\W_]+", bare))


def slug(name: str) -> str:
    """The part of a code that a name gives: "Jesús María Semprún", "jesus-maria-semprun"."""
    return slugify(name) or "x"


def proper_name(name: str) -> str:
    """A name as it is written in a sentence.

    Spaces are single and a stray full stop at the end goes. Names all in
    capitals get them only where they belong ("BOCAS DEL TORO", "Bocas del
    Toro"); accents stay as they came. Other names keep their letters.
    """
    name = " ".join(name.split()).removesuffix(".")
    if not name.isupper():
        return name
    first, *rest = (word.capitalize() for word in name.split(" "))
    return " ".join([first, *(w.lower() if w.lower() in PARTICLES else w for w in rest)])


def plural(kind: str) -> str:
    """The plural of what a country calls its parts: estados, cantones, distritos capitales."""
    words = []
    for word in kind.split(" "):
        if word in PARTICLES or word.endswith("s"):
            words.append(word)
        elif word.endswith("ón"):
            words.append(f"{word[:-2]}ones")
        else:
            words.append(f"{word}s" if word[-1:] in "aeiouáéó" else f"{word}es")
    return " ".join(words)


def counted(kinds: dict[str, int]) -> str:
    """How many there are, in the country's own words: "13 provincias y comarcas".

    `kinds` gives the number of each kind; the most numerous is named first.
    """
    total = sum(kinds.values())
    names = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    if total == 1:
        return f"1 {names[0]}"
    *others, last = [plural(kind) for kind in names] or [""]
    words = _("%(list)s and %(last)s") % {"list": ", ".join(others), "last": last}
    return f"{total} {words if others else last}"
