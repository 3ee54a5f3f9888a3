"""Two texts of one case side by side: what was added, removed or said in another way. No query."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from knowledge.differences import Pair, added, changed, pairs_of, paragraphs_of, removed
from knowledge.reading_facts import Lines, facts_of, rows_of
from knowledge.reading_parts import CHAPTERS, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from knowledge.reading import Reading

EMPTY = SafeString("")
# How many pairs of each part a page shows: as many as it can carry on a poor line.
PAIRS = (40, 12, 6, 3, 1, 0)
# What they may weigh, in bytes when they are squeezed: measured, not exact.
ROOM = 6_000
OF_A_SIGN = 0.43
OF_A_PAIR = 30


@dataclass(frozen=True)
class Changed:
    """A part of the record and the pairs in it that differ. `is_rows` where they are rows.

    `total` is how many differ, of which `pairs` are shown.
    """

    slug: str
    title: StrOrPromise
    pairs: list[Pair]
    is_rows: bool = False
    total: int = 0


def changes_between(old: Reading, new: Reading) -> list[Changed]:
    """The parts that differ, in the order of the record; [] when they say the same."""
    found = [changed_facts(old, new)]
    found += [
        Changed(anchor, title, changed_text(getattr(old.text, name), getattr(new.text, name)))
        for name, anchor, title in CHAPTERS
    ]
    before, after = rows_of(old), rows_of(new)
    for name, rows in before.items():
        anchor, title = TITLES[name]
        found.append(Changed(anchor, title, changed_rows(rows, after[name]), is_rows=True))
    return [replace(each, total=len(each.pairs)) for each in found if each.pairs]


def fitted(changes: list[Changed]) -> list[Changed]:
    """As many pairs of each part as one page can carry: of all of them the same number."""
    stretches = ([replace(each, pairs=each.pairs[:most]) for each in changes] for most in PAIRS)
    return next(shown for shown in stretches if weight_of(shown) <= ROOM or not has_pairs(shown))


def weight_of(changes: list[Changed]) -> float:
    """About what they weigh when they are squeezed."""
    pairs = [pair for each in changes for pair in each.pairs]
    signs = sum(len(pair.before) + len(pair.after) for pair in pairs)
    return signs * OF_A_SIGN + len(pairs) * OF_A_PAIR


def has_pairs(changes: list[Changed]) -> bool:
    return any(each.pairs for each in changes)


def changed_facts(old: Reading, new: Reading) -> Changed:
    pairs = []
    for before, after in zip(facts_of(old), facts_of(new), strict=True):
        if before.value != after.value:
            pairs.append(labelled(before.label, pair_of(before.value, after.value)))
    return Changed("ficha", _("Sheet"), pairs)


def changed_text(before: str, after: str) -> list[Pair]:
    if before == after:
        return []
    pairs = pairs_of(paragraphs_of(before), paragraphs_of(after))
    if not pairs and len(before) != len(after):
        words = format_html("<i>{}</i>", _("The same words, with other marks or links."))
        return [Pair("changed", EMPTY, words)]
    return pairs


def changed_rows(before: dict[UUID, Lines], after: dict[UUID, Lines]) -> list[Pair]:
    """Rows are known by their key: what has another one is another row."""
    kept = (changed_row(lines, after[key]) for key, lines in before.items() if key in after)
    pairs = [pair for pair in kept if pair]
    pairs += [whole(lines, removed) for key, lines in before.items() if key not in after]
    return pairs + [whole(lines, added) for key, lines in after.items() if key not in before]


def changed_row(before: Lines, after: Lines) -> Pair | None:
    """The row by what it is called, and the lines of it that differ; None when none does."""
    if before == after:
        return None
    old, new = numbered(before), numbered(after)
    name = after[0][1] if after else ""
    pairs = [Pair("changed", format_html("<b>{}</b>", name), format_html("<b>{}</b>", name))]
    for label in [*old, *(label for label in new if label not in old)]:
        left, right = old.get(label, ""), new.get(label, "")
        if left != right:
            pairs.append(labelled(label[0], pair_of(left, right)))
    return stacked("changed", pairs)


def numbered(lines: Lines) -> dict[tuple[str, int], str]:
    """By label, and by their number for those that share one."""
    found: dict[tuple[str, int], str] = {}
    for label, words in lines:
        number = sum(each == label for each, _number in found)
        found[label, number] = words
    return found


def pair_of(before: str, after: str) -> Pair:
    if not before:
        return added(after)
    return changed(before, after) if after else removed(before)


def whole(lines: Lines, side: Callable[[str], Pair]) -> Pair:
    pairs = [labelled(label, side(words)) for label, words in lines]
    return stacked(pairs[0].kind if pairs else "changed", pairs)


def labelled(label: str, pair: Pair) -> Pair:
    def named(side: SafeString) -> SafeString:
        return format_html("<small>{}</small> {}", label, side) if side and label else side

    return Pair(pair.kind, named(pair.before), named(pair.after))


def stacked(kind: str, pairs: list[Pair]) -> Pair:
    """Several lines of one row in one pair."""

    def one(sides: list[SafeString]) -> SafeString:
        return SafeString("".join(format_html("<p>{}</p>", side) for side in sides if side))

    return Pair(kind, one([each.before for each in pairs]), one([each.after for each in pairs]))
