"""The narrative as blocks of words that a sheet can set, and how much of it fits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, NavigableString, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

STRONG, EMPHASIS = frozenset({"b", "strong"}), frozenset({"i", "em"})
ITEMS = frozenset({"li"})
BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div"})
SPACES = re.compile(r"\s+")
# Nobody reads a longer word; one without a space would run off the leaf.
LONGEST_WORD = 24
SIGNS_OF_A_WORD = 16
FIRST_PICTOGRAPH = 0x1F000
# Where a word breaks that is too long.
SOFT_BREAK = "\u200b"
ELLIPSIS = "…"
# Marks that turn the direction of everything after them, and what no font draws.
UNWANTED = frozenset(
    "\ufe0e\ufe0f\u200d\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


@dataclass
class Prose:
    """Blocks of words, as `house.typ` sets them; `cut` when the rest was left out.

    Each block is {"kind": "p", "li" or "ol", "number": int, "runs": [{"t", "b", "i", "href"}]}.
    """

    blocks: list[dict[str, Any]]
    cut: bool = False


def plain(text: object) -> str:
    """On one line, without signs that no leaf can show; overlong words can be broken."""
    kept = "".join(sign for sign in str(text) if sign not in UNWANTED and printable(sign))
    words = SPACES.sub(" ", kept).strip().split(" ")
    return " ".join(breakable(word) for word in words)


def printable(sign: str) -> bool:
    """No control sign and no pictograph, which the letters of the house do not have."""
    if sign in "\n\t\r":
        return True
    is_pictograph = ord(sign) >= FIRST_PICTOGRAPH and unicodedata.category(sign) in {"So", "Sk"}
    return not is_pictograph and unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Co"}


def breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    pieces = (word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
    return SOFT_BREAK.join(pieces)


def clip(text: object, most: int) -> str:
    """At most so many characters, cut between words."""
    line = plain(text)
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}{ELLIPSIS}"


def blocks_of(html: str, most: int) -> Prose:
    """The first `most` words of a narrative text, whole sentences where that is possible."""
    told = Prose([])
    left = most
    for kind, number, runs in blocks_in(BeautifulSoup(html, "html.parser")):
        size = sum(weight(word) for run in runs for word in run["t"].split())
        if not size:
            continue
        if left <= 0:
            told.cut = True
            break
        if size > left:
            runs, told.cut = shortened(runs, left), True
        told.blocks.append({"kind": kind, "number": number, "runs": runs})
        left -= size
        if told.cut:
            break
    return told


def blocks_in(soup: BeautifulSoup) -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
    """Kind, number in its list and words of each block; text outside of blocks is one too."""
    loose: list[dict[str, Any]] = []
    for node in leaves(soup):
        if isinstance(node, Tag) and node.name in BLOCKS:
            if loose:
                yield "p", 0, tidy(loose)
                loose = []
            kind, number = kind_of(node)
            yield kind, number, tidy(list(runs_in(node)))
        else:
            loose += runs_in(node)
    if loose:
        yield "p", 0, tidy(loose)


def leaves(node: Tag) -> Iterator[Any]:
    """The blocks that hold no other block, and what stands between them."""
    for child in node.children:
        if isinstance(child, Tag) and child.find(list(BLOCKS)):
            yield from leaves(child)
        elif isinstance(child, (Tag, NavigableString)):
            yield child


def kind_of(node: Tag) -> tuple[str, int]:
    if node.name not in ITEMS:
        return "p", 0
    if node.parent is None or node.parent.name != "ol":
        return "li", 0
    return "ol", len(node.find_previous_siblings("li")) + 1


def runs_in(
    node: Any, b: bool = False, i: bool = False, href: str = ""
) -> Iterator[dict[str, Any]]:
    if isinstance(node, NavigableString):
        yield {"t": str(node), "b": b, "i": i, "href": href}
        return
    if node.name == "br":
        yield {"t": " ", "b": b, "i": i, "href": href}
        return
    address = str(node.get("href", "")) if node.name == "a" else href
    if not address.startswith(("https://", "http://")):
        address = ""
    for child in node.children:
        yield from runs_in(child, b or node.name in STRONG, i or node.name in EMPHASIS, address)


def tidy(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With single spaces and none at the ends; the spaces between runs stay."""
    for run in runs:
        text = run["t"]
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        middle = plain(text)
        run["t"] = f"{before}{middle}{after}" if middle else " " if text else ""
        run["href"] = plain(run["href"]) if len(run["href"]) < 500 else ""
    if runs:
        runs[0]["t"] = runs[0]["t"].lstrip()
        runs[-1]["t"] = runs[-1]["t"].rstrip()
    return [run for run in runs if run["t"]]


def weight(word: str) -> int:
    """How many words it counts as: one without an end, or a script without spaces, is many."""
    return 1 + len(word) // SIGNS_OF_A_WORD


def shortened(runs: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The first words of a block: up to the end of a sentence, or with "…"."""
    kept: list[dict[str, Any]] = []
    for run in runs:
        size = sum(weight(word) for word in run["t"].split())
        if size > most:
            kept.append({**run, "t": until_a_sentence_ends(run["t"], most)})
            break
        kept.append(run)
        most -= size
    return kept


def until_a_sentence_ends(text: str, most: int) -> str:
    text = text[: max(most, 1) * SIGNS_OF_A_WORD]
    words, taken = text.split(" "), 0
    for number, word in enumerate(words):
        taken += weight(word) if word else 0
        if taken > most and number:
            text = " ".join(words[:number]).rstrip()
            break
    end = max(text.rfind(sign) for sign in (". ", "? ", "! "))
    if end > len(text) // 2:
        return text[: end + 1]
    return f"{text.rstrip(' ,;:.')}{ELLIPSIS}"
