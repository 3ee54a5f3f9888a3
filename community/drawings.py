"""The drawings of the face: icons, the mark, the cycle and the evidence ladder.

Pure functions from words and numbers to SVG. Colour and size come from the
stylesheets; whoever cannot see the drawing gets its text equivalent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import Promise

# On a square of 24, drawn with a line; `base.css` gives the line its width.
ICONS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "go": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7"/>',
    "alert": '<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 5.2a3.5'
        ' 3.5 0 0 1 0 6.6M18.5 14.5c1.8.9 2.8 2.8 3 5.5"/>'
    ),
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3.5V7M16 3.5V7"/>',
    "doc": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "useful": ('<path d="M7 11v9H4v-9zM7 11l4-8c2 0 2.8 1 2.5 2.8L13 9h6l-1.6 9.5L16 20H7"/>'),
    "reply": '<path d="M9 6 3.5 11.5 9 17M4 11.5h9c4 0 6.5 2 7 6.5"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "down": '<path d="M12 4v12M6.5 11l5.5 5.5 5.5-5.5M5 20h14"/>',
    "pen": '<path d="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3"/>',
    "mail": '<path d="M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01"/>',
    "dot": '<circle cx="12" cy="12" r="7.5"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4'
        ' 0 0 0 5.7 5.7L12 17"/>'
    ),
    "place": '<path d="M12 21c-4-4.5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.5-6.5 11z"/>'
    '<circle cx="12" cy="10" r="2.3"/>',
    "play": '<path d="M8 5.5v13l11-6.5z"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
}

# The four lobes of the cuadrifolio, in the order of the four moments.
LOBES = (
    "M7 7A5 5 0 0 1 17 7",
    "M17 7A5 5 0 0 1 17 17",
    "M17 17A5 5 0 0 1 7 17",
    "M7 17A5 5 0 0 1 7 7",
)
DOTS = ((12, 2), (22, 12), (12, 22), (2, 12))
MOMENTS_BEHIND: tuple[Promise, ...] = (
    gettext_lazy("registered"),
    gettext_lazy("systematized"),
    gettext_lazy("transferred"),
    gettext_lazy("improved with feedback"),
)
MOMENTS_UNDER_WAY: tuple[Promise, ...] = (
    gettext_lazy("being registered"),
    gettext_lazy("being systematized"),
    gettext_lazy("being transferred"),
    gettext_lazy("receiving feedback"),
)
RUNGS: tuple[Promise, ...] = (
    gettext_lazy("declared"),
    gettext_lazy("documented"),
    gettext_lazy("measured"),
    gettext_lazy("verified by third parties"),
    gettext_lazy("replicated with results"),
)


def icon(name: str) -> SafeString:
    """A mark beside words that say the same; hidden from those who hear the page.

    Raises: KeyError for a name that is not in `ICONS`.
    """
    return SafeString(
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'
    )


def mark() -> SafeString:
    """The cuadrifolio around a small square: the sign of the site."""
    lobes = "".join(f'<path d="{lobe}"/>' for lobe in LOBES)
    return SafeString(
        f'<svg viewBox="0 0 24 24" aria-hidden="true">{lobes}'
        '<rect x="9.5" y="9.5" width="5" height="5"/></svg>'
    )


def cycle_words(done: int, now: int | None = None) -> str:
    """What the drawing of the cycle says, in words."""
    behind = ", ".join(str(word) for word in MOMENTS_BEHIND[:done])
    sentence = behind or gettext("not registered yet")
    if now is not None:
        sentence = f"{sentence}; {MOMENTS_UNDER_WAY[now]}"
    return gettext("Cycle: %(state)s") % {"state": sentence}


def cycle(done: int, now: int | None = None, *, size: str = "", hidden: bool = False) -> SafeString:
    """The four moments as one closed line.

    `done` (0-4) moments are behind and drawn thick; `now` (0-3) is under way
    and carries the dot, None when the round is complete. `size` is "" or
    "mid". `hidden` when words beside it already say it.
    """
    pending = "".join(f'<path d="{lobe}"/>' for lobe in LOBES[done:])
    thick = "".join(f'<path class="done" d="{lobe}"/>' for lobe in LOBES[:done])
    dot = ""
    if now is not None:
        x, y = DOTS[now]
        dot = f'<circle cx="{x}" cy="{y}" r="2.4"/>'
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>',
        f"cycle {size}".strip(),
        SafeString('aria-hidden="true"')
        if hidden
        else format_html('role="img" aria-label="{}"', cycle_words(done, now)),
        SafeString(pending + thick + dot),
    )


def ladder(level: int) -> SafeString:
    """Five rungs filled up to `level` (0-5). Says nothing aloud: words must stand beside it."""
    off = "".join(f"M2 {24 - 5 * rung}h12" for rung in range(level, 5))
    on = "".join(f'<path class="on" d="M2 {24 - 5 * rung}h12"/>' for rung in range(level))
    return SafeString(
        '<svg class="ladder" viewBox="0 0 16 28" aria-hidden="true">'
        f'<path d="M2 0v28M14 0v28{off}"/>{on}</svg>'
    )


def evidence_words(level: int) -> str:
    """The level of evidence (1-5) in words; 0 is "none yet"."""
    if not level:
        return gettext("No evidence yet")
    return gettext("Evidence %(level)s of 5: %(name)s") % {
        "level": level,
        "name": RUNGS[level - 1],
    }


def wheel() -> SafeString:
    """The cycle at full size, with arrows: what lies behind the figures of the home page."""
    turns = ((264, 46, 45), (354, 264, 135), (136, 354, 225), (46, 136, 315))
    heads = "".join(
        f'<path class="head" d="m0-9 13 9-13 9z" transform="translate({x} {y}) rotate({turn})"/>'
        for x, y, turn in turns
    )
    return SafeString(
        '<svg viewBox="0 0 400 400" aria-hidden="true">'
        '<rect class="plaza" x="158" y="158" width="84" height="84"/>'
        '<path d="M110 110A90 90 0 0 1 290 110A90 90 0 0 1 290 290A90 90 0 0 1 110 290'
        f'A90 90 0 0 1 110 110Z"/>{heads}</svg>'
    )
