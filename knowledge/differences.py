"""What differs between two texts, word by word, in bounded time and space.

Texts are compared by paragraphs, paragraphs that differ by sentences, and those
by words. Where even that would take long, all of it counts as rewritten.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import TYPE_CHECKING

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Iterator

# Pairs of like words that are looked at for one comparison: more take seconds.
PAIRS_AT_MOST = 60_000
# Words without a change around it that are kept on each side of a change.
AROUND = 12
# Words of one cell; a text rewritten whole is read better as a whole.
WORDS_AT_MOST = 1_200
PARAGRAPH = re.compile(r"</(?:p|li|blockquote|h\d)>|<br\s*/?>|\n", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?…]*[.!?…]*\s*")
WORD = re.compile(r"\S+\s*")
GAP = SafeString(' <span class="gap">…</span> ')


@dataclass(frozen=True)
class Pair:
    """What stands side by side, marked; "" where there is nothing on that side.

    `kind` is "changed", "added" or "removed".
    """

    kind: str
    before: SafeString
    after: SafeString


def paragraphs_of(html: str) -> list[str]:
    """The words of a text, a paragraph or entry of a list each."""
    found = (" ".join(unescape(strip_tags(part)).split()) for part in PARAGRAPH.split(html))
    return [words for words in found if words]


def pairs_of(before: list[str], after: list[str]) -> list[Pair]:
    """The paragraphs that differ, side by side; those that do not are left out."""
    pairs = []
    for left, right in groups(before, after):
        if not left or not right:
            pairs += [added(each) for each in right] + [removed(each) for each in left]
        elif len(left) == len(right):
            pairs += [changed(*each) for each in zip(left, right, strict=True)]
        else:
            pairs.append(changed(" ¶ ".join(left), " ¶ ".join(right)))
    return pairs


def groups(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Stretches that differ."""
    for kind, a, b, c, d in steps(before, after):
        if kind != "equal":
            yield before[a:b], after[c:d]


def steps(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As `SequenceMatcher.get_opcodes` gives them, in bounded time."""
    head = same_at_start(before, after)
    tail = same_at_start(before[head:][::-1], after[head:][::-1])
    left, right = before[head : len(before) - tail], after[head : len(after) - tail]
    found = [("equal", 0, head, 0, head)] if head else []
    if left or right:
        found += [
            (kind, a + head, b + head, c + head, d + head)
            for kind, a, b, c, d in inner(left, right)
        ]
    ends = len(before), len(after)
    return [*found, ("equal", ends[0] - tail, ends[0], ends[1] - tail, ends[1])] if tail else found


def inner(left: list[str], right: list[str]) -> list[tuple[str, int, int, int, int]]:
    counted = Counter(right)
    if sum(counted[each] for each in left) > PAIRS_AT_MOST:
        return [("replace", 0, len(left), 0, len(right))]
    found = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(str(kind), a, b, c, d) for kind, a, b, c, d in found]


def same_at_start(before: list[str], after: list[str]) -> int:
    number = 0
    for left, right in zip(before, after, strict=False):
        if left != right:
            break
        number += 1
    return number


def added(text: str) -> Pair:
    return Pair("added", SafeString(""), marked([("ins", WORD.findall(text))]))


def removed(text: str) -> Pair:
    return Pair("removed", marked([("del", WORD.findall(text))]), SafeString(""))


def changed(before: str, after: str) -> Pair:
    """Two texts with what left marked in the first and what came in the second."""
    left: list[tuple[str, list[str]]] = []
    right: list[tuple[str, list[str]]] = []
    for kind, old, new in word_steps(before, after):
        if kind == "equal":
            left.append(("", old))
            right.append(("", new))
        else:
            left.append(("del", old))
            right.append(("ins", new))
    return Pair("changed", marked(left), marked(right))


def word_steps(before: str, after: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Words that stayed and words that changed, in turn; like sentences are not looked into."""
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    for kind, a, b, c, d in steps(old, new):
        left, right = WORD.findall("".join(old[a:b])), WORD.findall("".join(new[c:d]))
        if kind == "equal":
            yield kind, left, right
            continue
        bare = [[word.strip() for word in side] for side in (left, right)]
        for each, e, f, g, h in steps(*bare):
            yield each, left[e:f], right[g:h]


def marked(runs: list[tuple[str, list[str]]]) -> SafeString:
    """The words with <del> and <ins> around those that changed; long stretches that stayed cut."""
    shown, room = [], WORDS_AT_MOST
    for number, (tag, words) in enumerate(runs):
        if not words:
            continue
        if room <= 0:
            shown.append(GAP)
            break
        kept, room = words[:room], room - len(words)
        if tag:
            shown.append(format_html("<{0}>{1}</{0}>", SafeString(tag), "".join(kept)))
            if len(kept) < len(words):
                shown.append(GAP)
        else:
            shown.append(shortened(kept, is_first=number == 0, is_last=number == len(runs) - 1))
    return SafeString("".join(shown))


def shortened(words: list[str], *, is_first: bool, is_last: bool) -> SafeString:
    """What stayed: only so much of it as stands beside a change."""
    start = 0 if is_first else AROUND
    end = 0 if is_last else AROUND
    if len(words) <= start + end + AROUND:
        return format_html("{}", "".join(words))
    tail = words[len(words) - end :] if end else []
    return format_html("{}{}{}", "".join(words[:start]), GAP, "".join(tail))
