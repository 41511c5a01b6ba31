"""Small curves without any words: how an effect fades, and where it bends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.parts.density import COLOUR

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 220
HEIGHT: Final = 64
_EDGE: Final = 4


def fading(shares: Sequence[float], *, half: float | None) -> str:
    """The share of an effect that is left month by month, with a mark where half is gone."""
    points = [(float(month), share) for month, share in enumerate(shares)]
    return _curve(points, mark=None if half is None else (half, 0.5))


def bending(points: Sequence[tuple[float, float]], *, level: float | None, used: float) -> str:
    """The share of the most that each level of the driver does, with a mark where it stands."""
    return _curve(points, mark=None if level is None else (level, used))


def _curve(points: Sequence[tuple[float, float]], *, mark: tuple[float, float] | None) -> str:
    end = max(x for x, _ in points) or 1.0
    places = [_place(x, y, end) for x, y in points]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    floor = HEIGHT - _EDGE
    area = f"{line}L{places[-1][0]:.1f} {floor}L{places[0][0]:.1f} {floor}Z"
    drawn = (
        f'<path d="{area}" fill="{COLOUR}" opacity=".22"/>'
        f'<path d="{line}" fill="none" stroke="{COLOUR}" stroke-width="2"/>'
        f'<path d="M{_EDGE} {floor}H{WIDTH - _EDGE}" stroke="{COLOUR}" opacity=".6"/>'
    )
    return f"{_OPEN}{drawn}{_mark(mark, end)}</svg>"


def _place(x: float, y: float, end: float) -> tuple[float, float]:
    return (
        _EDGE + (WIDTH - 2 * _EDGE) * x / end,
        HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * min(max(y, 0.0), 1.0),
    )


def _mark(at: tuple[float, float] | None, end: float) -> str:
    if at is None or not 0 <= at[0] <= end:
        return ""
    x, y = _place(*at, end)
    return (
        f'<path d="M{x:.1f} {y:.1f}V{HEIGHT - _EDGE}" stroke="{COLOUR}" stroke-dasharray="3 3"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOUR}"/>'
    )


_OPEN: Final = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
    f'viewBox="0 0 {WIDTH} {HEIGHT}">'
)
