"""Two small pictures of a share: how full something is, and where it stands beside a range.

SVG without any words, in colours that both papers bear; the words stand beside it on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import kpi_tree as kt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH: Final = 400
HEIGHT: Final = 22
TRACK: Final = "#868B93"


def bar(share: float, *, marks: Sequence[float] = ()) -> str:
    """A track filled up to `share` (0 to 1), with a notch at each of `marks`."""
    full = max(0.0, min(1.0, share)) * WIDTH
    notches = (_notch(mark * WIDTH) for mark in marks)
    return _svg((_band(0, WIDTH, 0.22), _band(0, full, 1), *notches))


def beside(share: float | None, low: float, high: float, *, top: float) -> str:
    """A track from 0 to `top`, the range `low` to `high` on it, and a dot where `share` stands."""
    scale = WIDTH / top
    parts = [_band(0, WIDTH, 0.22), _band(low * scale, high * scale, 0.55)]
    if share is not None:
        x = max(HEIGHT / 2, min(WIDTH - HEIGHT / 2, share * scale))
        parts.append(
            f'<circle cx="{x:.1f}" cy="{HEIGHT / 2}" r="{HEIGHT / 2 - 1}" '
            f'fill="{kt.LAYER_COLOURS["lever"]}" stroke="#FBFAF7" stroke-width="2"/>'
        )
    return _svg(parts)


def _band(start: float, end: float, strength: float) -> str:
    colour = TRACK if strength < 0.5 else kt.SERIES[0]
    return (
        f'<rect x="{start:.1f}" y="5" width="{end - start:.1f}" height="{HEIGHT - 10}" rx="5" '
        f'fill="{colour}" opacity="{strength}"/>'
    )


def _notch(x: float) -> str:
    return f'<path d="M{x:.1f} 2V{HEIGHT - 2}" stroke="{TRACK}" stroke-width="2"/>'


def _svg(content: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(content)}</svg>'
    )
