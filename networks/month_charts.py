"""Small drawings of figures by month. Who cannot see them reads the table below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from collections.abc import Sequence

    from networks.figures import Value

WIDTH, HEIGHT = 240, 56
GAP = 2


def columns(values: Sequence[Value]) -> SafeString:
    """A column for each month, the last one marked; what is not known leaves its place empty.

    The highest fills the drawing. It says nothing aloud: words must stand beside it.
    """
    most = max((value for value in values if value), default=0)
    step = WIDTH / max(len(values), 1)
    shapes = [
        "" if value is None else column(place * step, step, value / most if most else 0)
        for place, value in enumerate(values)
    ]
    return SafeString(
        f'<svg class="month-columns" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
        f' aria-hidden="true"><path d="{"".join(shapes[:-1])}"/>'
        f'<path class="now" d="{"".join(shapes[-1:])}"/></svg>'
    )


def column(left: float, step: float, share: float) -> str:
    """One column as part of a path: many of them must stay light."""
    high = max(1, round((HEIGHT - 4) * share))
    return f"M{left + GAP / 2:.0f} {HEIGHT}v-{high}h{step - GAP:.0f}v{high}z"
