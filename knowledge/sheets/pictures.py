"""The drawings of a sheet: the code that leads to the record, the tiles of its theme."""

from __future__ import annotations

from io import BytesIO

import segno

from community.tiles import known, motif

# The hue of each family, in degrees, as tokens.css has it.
HUES = {
    "agua": 225,
    "residuos": 150,
    "ciudad": 265,
    "social": 350,
    "economia": 90,
    "hacienda": 60,
    "gestion": 195,
    "participacion": 35,
}
# The same hues for pictures, which know no oklch: lightness .46, chroma .1.
COLOURS = {
    "agua": "#166484",
    "residuos": "#2d6b3c",
    "ciudad": "#435a94",
    "social": "#8a4467",
    "economia": "#6f5a0b",
    "hacienda": "#824f14",
    "gestion": "#066c6c",
    "participacion": "#8c4639",
}
TILES = 17


def hue_of(family: str) -> int:
    return HUES[known(family)]


def code_for(url: str) -> bytes:
    """A QR code as SVG that bears a fold in the paper (a quarter of it may be lost)."""
    drawn = BytesIO()
    segno.make(url, error="q", micro=False).save(
        drawn, kind="svg", scale=4, border=2, dark="#1d2624", light="#ffffff"
    )
    return drawn.getvalue()


def frieze_of(family: str, code: str) -> bytes:
    """A row of the tiles that the case wears on the site."""
    tile = motif(known(family), code, "t")
    row = "".join(f'<use href="#whole" x="{64 * place}"/>' for place in range(TILES))
    colour = COLOURS[known(family)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {64 * TILES} 64" color="{colour}"'
        f' preserveAspectRatio="none"><defs><g id="whole" fill="none" stroke="{colour}"'
        f' stroke-width="2.2">{tile}</g></defs><rect width="100%" height="100%"'
        f' fill="#fbf8f1"/>{row}</svg>'
    ).encode()
