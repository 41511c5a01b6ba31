"""The small picture of a quantity: how likely each value is, as an SVG without any words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

WIDTH: Final = 160
HEIGHT: Final = 36
POINTS: Final = 80
# 8 times in 10 between two quantiles: they stand this many standard deviations from the middle.
Z90: Final = 1.2815515655446004
TAIL: Final = 2.6
COLOUR: Final = "#1F838C"


Change = Callable[[float], float]


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


_SCALES: Final[Mapping[str, tuple[Change, Change]]] = {
    "lognormal": (math.log, math.exp),
    "beta": (_logit, _logistic),
}


def picture(quantity: Mapping[str, Any] | float) -> str:
    """An SVG of the density: the hill, and the part between p10 and p90 filled more strongly."""
    if not isinstance(quantity, dict):
        return _svg(f'<path d="M80 4V34" stroke="{COLOUR}" stroke-width="2.5"/>')
    low, high = span(quantity)
    xs = [low + (high - low) * index / (POINTS - 1) for index in range(POINTS)]
    ys = [density(quantity, x) for x in xs]
    top = max(ys) or 1.0
    places = [
        (2 + (WIDTH - 4) * index / (POINTS - 1), HEIGHT - 2 - (HEIGHT - 6) * y / top)
        for index, y in enumerate(ys)
    ]
    ends = _ends(quantity)
    inner = [place for x, place in zip(xs, places, strict=True) if ends[0] <= x <= ends[1]]
    return _svg(
        f'<path d="{_hill(places)}" fill="{COLOUR}" opacity=".22"/>'
        f'<path d="{_hill(inner)}" fill="{COLOUR}" opacity=".55"/>'
        f'<path d="{_line(places)}" fill="none" stroke="{COLOUR}" stroke-width="1.5"/>'
    )


def span(quantity: Mapping[str, Any]) -> tuple[float, float]:
    """From where to where the picture of a quantity reaches."""
    if "of" in quantity:
        spans = [span(part) if isinstance(part, dict) else (part, part) for part in quantity["of"]]
        low, high = min(low for low, _ in spans), max(high for _, high in spans)
        return (low, high) if low < high else (low - 1.0, low + 1.0)
    if "low" in quantity:
        return quantity["low"], quantity["high"]
    _, back, middle, sd = _scale(quantity)
    return back(middle - TAIL * sd), back(middle + TAIL * sd)


def density(quantity: Mapping[str, Any] | float, x: float) -> float:
    """How likely `x` is, up to a factor. A beta is drawn as its logit-normal twin."""
    if not isinstance(quantity, dict):
        return 0.0
    if "of" in quantity:
        parts = quantity["of"]
        weights = quantity.get("weights") or [1.0] * len(parts)
        shares = zip(weights, parts, strict=True)
        return float(sum(weight * density(part, x) / _area(part) for weight, part in shares))
    if "low" in quantity:
        return _bounded(quantity, x)
    there, _, middle, sd = _scale(quantity)
    slope = {"lognormal": 1 / x if x > 0 else 0.0, "beta": 1 / (x * (1 - x)) if 0 < x < 1 else 0.0}
    shape = _shape(quantity)
    factor = slope.get(shape, 1.0)
    return factor * math.exp(-(((there(x) - middle) / sd) ** 2) / 2) if factor else 0.0


def _shape(quantity: Mapping[str, Any]) -> str:
    told = str(quantity.get("shape", ""))
    return told or ("lognormal" if quantity["p10"] > 0 else "normal")


def _scale(quantity: Mapping[str, Any]) -> tuple[Change, Change, float, float]:
    """To the scale on which the quantity is normal, and back; its middle and deviation there."""
    if "sd" in quantity:
        return float, float, quantity["mean"], quantity["sd"]
    there, back = _SCALES.get(_shape(quantity), (float, float))
    low, high = there(quantity["p10"]), there(quantity["p90"])
    return there, back, (low + high) / 2, (high - low) / (2 * Z90)


def _bounded(quantity: Mapping[str, Any], x: float) -> float:
    low, high = quantity["low"], quantity["high"]
    if "mode" not in quantity:
        return 1.0
    mode, width = quantity["mode"], high - low
    if quantity["shape"] == "triangular":
        side = mode - low if x < mode else high - mode
        return 1.0 if not side else (x - low if x < mode else high - x) / side
    rise, fall = 4 * (mode - low) / width, 4 * (high - mode) / width
    share = (x - low) / width
    return float(share**rise * (1 - share) ** fall)


def _area(part: Mapping[str, Any] | float) -> float:
    if not isinstance(part, dict):
        return 1.0
    low, high = span(part)
    step = (high - low) / POINTS
    return sum(density(part, low + step * (index + 0.5)) for index in range(POINTS)) * step or 1.0


def _ends(quantity: Mapping[str, Any]) -> tuple[float, float]:
    if "p10" in quantity:
        return quantity["p10"], quantity["p90"]
    if "sd" in quantity:
        return quantity["mean"] - Z90 * quantity["sd"], quantity["mean"] + Z90 * quantity["sd"]
    return span(quantity)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return "".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(places))


def _hill(places: Sequence[tuple[float, float]]) -> str:
    if not places:
        return ""
    floor = HEIGHT - 2
    return f"M{places[0][0]:.1f} {floor}L{_line(places)[1:]}L{places[-1][0]:.1f} {floor}Z"


def _svg(content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{content}</svg>'
    )
