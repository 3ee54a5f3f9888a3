"""How text becomes terms: Spanish first, kind to whoever types without accents.

"Innovaciones municipales" and "innovación municipal" become the same terms.
A word is folded (small letters, no accents, ñ as n), put into the singular by
rules that hold for nearly every noun, given back the accent that the stemmer
needs, and cut by Snowball. Measured on nouns of municipal work in
`tests/search/test_analysing_spanish.py`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from whoosh.lang.snowball.spanish import SpanishStemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
# Beyond the longest beginning that is indexed, what is typed says nothing new.
LONGEST_BEGINNING = 15

# Words that a question contains and an answer need not. They are indexed (a
# phrase wants them) but asked for only where nothing else is.
STOP_WORDS = frozenset(
    "a al ante bajo cada como con contra cual cuales cuando de del desde donde e el ella "
    "ellas ellos en entre era es esa esas ese eso esos esta estas este esto estos fue ha "
    "hacia han hasta hay la las le les lo los mas me mi mis muy ni no nos nuestra nuestro o "
    "os para pero por porque que quien quienes se segun sea ser si sin sobre son su sus "
    "tambien te tiene tienen todo todos tu u un una unas uno unos y ya yo da das do dos e em "
    "na nas os no the of and in to".split()
)
# Snowball knows these endings only with their accent.
ACCENTED_ENDINGS = (("cion", "ción"), ("sion", "sión"), ("logia", "logía"))
_stemmer = SpanishStemmer()


def composed(text: str) -> str:
    """Letters and their accents in one character each, so that a word is one run of letters."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The word in small letters without accents; "Año" gives "ano"."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Its words as written, in small letters, none longer than anybody would type."""
    return [word[:LONGEST_WORD] for word in WORD.findall(composed(text).lower())]


def places_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of a composed text begins and ends, and the term it stands for."""
    for found in WORD.finditer(text):
        yield found.start(), found.end(), stem(found[0].lower()[:LONGEST_WORD])


def terms_of(text: str) -> list[str]:
    """The terms of a text in their order."""
    return [stem(word) for word in words_of(text)]


def asked_for(words: list[str]) -> list[str]:
    """The words that an answer must contain: without stop words, unless there are only these."""
    telling = [word for word in words if fold(word) not in STOP_WORDS]
    return telling or words


def beginnings_of(text: str) -> set[str]:
    """Every beginning of every word, folded: what somebody has typed so far."""
    return {
        word[:length]
        for word in map(fold, words_of(text))
        for length in range(1, min(len(word), LONGEST_BEGINNING) + 1)
    }


def singular(word: str) -> str:
    """A folded word without the ending of the plural: "ciudades" gives "ciudad".

    Says "call" for "calles"; the stemmer makes the same of "calle".
    """
    while len(word) > 3:
        if word.endswith("es") and len(word) > 4 and word[-3] not in "aeiou":
            word = word[:-2]
        elif word.endswith(("as", "es", "os")) or (word.endswith(("is", "us")) and len(word) > 4):
            word = word[:-1]
        else:
            break
    return word


def form_of(word: str) -> str:
    """One form for the word, whatever its accents and number: "Calles" and "calle" give "call".

    Unlike the stem, it keeps "ordenanza" and "ordenamiento" apart.
    """
    form = singular(fold(word))
    form = form[:-1] if form.endswith("e") and len(form) > 3 else form
    # luz, luces; enlace, enlaces.
    return form[:-1] + "c" if form.endswith("z") else form


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The term for a word in small letters."""
    base = singular(fold(word))
    for bare, accented in ACCENTED_ENDINGS:
        if base.endswith(bare):
            base = base.removesuffix(bare) + accented
    try:
        base = fold(_stemmer.stem(base))
    except IndexError:  # Snowball of Whoosh stumbles over a few short words.
        base = fold(base)
    # luz, luces; enlace, enlaces.
    return base[:-1] + "c" if base.endswith("z") else base
