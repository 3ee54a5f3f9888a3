"""Floor tiles (*baldosas hidráulicas*), drawn from a code and a theme family.

They stand where there is no photograph: the same code always gives the same
tile, and another code of the family almost surely another one. A tile is a
quarter of 2 x 2 cells, mirrored both ways. Hue and size come from
`components/tile.css`.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.tile_cells import CELLS

SIDE = 16
# The eight ways to lay a square: turned and mirrored, as x' = a x + b y, y' = c x + d y.
TURNS = (
    (1, 0, 0, 1),
    (0, 1, 1, 0),
    (-1, 0, 0, 1),
    (0, -1, 1, 0),
    (1, 0, 0, -1),
    (0, 1, -1, 0),
    (-1, 0, 0, -1),
    (0, -1, -1, 0),
)
TRANSPOSED = 1
MIRRORS = ("matrix(-1 0 0 1 64 0)", "matrix(1 0 0 -1 0 64)", "matrix(-1 0 0 -1 64 64)")
STEP = re.compile(r"([MLHVAZ])([^MLHVAZ]*)")

Cell = tuple[str, bool]


def number(value: float) -> str:
    return f"{value:g}"


def laid(path: str, turn: int, x: int, y: int) -> str:
    """The cell's path turned in place and moved to (x, y)."""
    a, b, c, d = TURNS[turn]
    middle = SIDE / 2
    here = (0.0, 0.0)
    steps = []

    def moved(px: float, py: float) -> str:
        px, py = px - middle, py - middle
        return f"{number(a * px + b * py + middle + x)} {number(c * px + d * py + middle + y)}"

    for letter, text in STEP.findall(path):
        values = [float(value) for value in text.split()]
        if letter == "Z":
            steps.append("Z")
            continue
        if letter == "H":
            here = (values[0], here[1])
        elif letter == "V":
            here = (here[0], values[0])
        else:
            here = (values[-2], values[-1])
        arc = ""
        if letter == "A":
            # A mirrored arc goes round the other way.
            sweep = int(values[4]) if a * d - b * c > 0 else 1 - int(values[4])
            arc = f"{number(values[0])} {number(values[1])} 0 {number(values[3])} {sweep} "
        steps.append(f"{'L' if letter in 'HV' else letter}{arc}{moved(*here)}")
    return "".join(steps)


def chosen(family: str, code: str) -> list[tuple[Cell, int]]:
    """The four cells of a quarter, from its outer corner to the middle, and how each is turned.

    Half of the tiles are the same on both sides of the diagonal, as most real
    ones are.
    """
    digest = hashlib.sha256(f"{family}/{code}".encode()).digest()
    cells = CELLS[family]
    picks = [(cells[digest[place] % len(cells)], digest[place + 4] % 8) for place in range(4)]
    if digest[8] % 2:
        cell, turn = picks[1]
        picks[2] = (cell, TURNS.index(times(TURNS[TRANSPOSED], TURNS[turn])))
    return picks


def times(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    a, b, c, d = one
    e, f, g, h = other
    return (a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)


@lru_cache(maxsize=2048)
def motif(family: str, code: str, name: str) -> str:
    """The drawing of one tile on a square of 64. `name` must be unique on the page."""
    paths = {False: "", True: ""}
    places = ((0, 0), (SIDE, 0), (0, SIDE), (SIDE, SIDE))
    for ((path, is_full), turn), (x, y) in zip(chosen(family, code), places, strict=True):
        paths[is_full] += laid(path, turn, x, y)
    lines = f'<path d="{paths[False]}"/>' if paths[False] else ""
    fills = f'<path fill="currentColor" stroke="none" d="{paths[True]}"/>' if paths[True] else ""
    copies = "".join(f'<use href="#{name}" transform="{turn}"/>' for turn in MIRRORS)
    return f'<g id="{name}">{lines}{fills}</g>{copies}'


def known(family: str) -> str:
    return family if family in CELLS else "gestion"


def name_of(shape: str, family: str, code: str) -> str:
    """An id for the parts of a drawing, the same for the same drawing."""
    return f"{shape[0]}{hashlib.sha256(f'{family}/{code}'.encode()).hexdigest()[:7]}"


def tile(family: str, code: str) -> SafeString:
    """One tile, square. An unknown family gets the tiles of "gestion"."""
    family = known(family)
    return format_html(
        '<svg class="tile" data-family="{}" viewBox="0 0 64 64" aria-hidden="true">{}</svg>',
        family,
        SafeString(motif(family, code, name_of("tile", family, code))),
    )


def floor(shape: str, family: str, code: str, side: int, height: int) -> SafeString:
    """A band laid with tiles of `side` pixels: what `dado` and `frieze` have in common."""
    family = known(family)
    name = name_of(shape, family, code)
    return format_html(
        '<svg class="{}" data-family="{}" aria-hidden="true"><pattern id="{}" width="{}"'
        ' height="{}" viewBox="0 0 64 64" patternUnits="userSpaceOnUse">{}</pattern>'
        '<rect width="100%" height="{}" stroke="none" fill="url(#{})"/></svg>',
        shape,
        family,
        name,
        side,
        side,
        SafeString(motif(family, code, f"{name}m")),
        height,
        name,
    )


def dado(family: str, code: str) -> SafeString:
    """A wall of tiles, as wide as its place: the cover of what has no photograph."""
    return floor("dado", family, code, side=64, height=128)


def frieze(family: str, code: str) -> SafeString:
    """One row of tiles across the page."""
    return floor("frieze", family, code, side=40, height=40)
