"""A picture as PNG, drawn from the same shapes: no browser, no other renderer.

Shapes are drawn at twice the size and averaged, a strip at a time so that a large picture takes
little memory; letters are set last, by FreeType.
"""

from __future__ import annotations

import io
import math
from itertools import cycle, pairwise
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from kpi_tree.exports.edges import along
from kpi_tree.exports.letters import font, measured, runs, stand_in
from kpi_tree.exports.shapes import Area, Curve, Disc, Rect, Words, flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kpi_tree.exports.shapes import Picture
    from kpi_tree.layout import Point

    Drawn = Rect | Curve | Area | Disc

# A projector's width, and sharp on a screen with small pixels.
_LEAST_WIDE: Final = 1_920
_SHARP: Final = 2.0
MOST_PIXELS: Final = 32_000_000
_FINER: Final = 2
_STRIP: Final = 512


def png(picture: Picture) -> bytes:
    """The picture as a PNG file, twice its natural size where that is not too large."""
    scale = scale_of(picture)
    size = math.ceil(picture.width * scale), math.ceil(picture.height * scale)
    sheet = Image.new("RGB", size, picture.paper)
    shapes = flat(picture.shapes)
    drawn = [shape for shape in shapes if not isinstance(shape, Words)]
    for top in range(0, size[1], _STRIP):
        sheet.paste(_strip(drawn, picture, size=size, top=top, scale=scale), (0, top))
    pen = ImageDraw.Draw(sheet)
    for shape in shapes:
        if isinstance(shape, Words):
            _write(pen, shape, scale)
    told = PngInfo()
    told.add_itxt("Title", picture.title)
    told.add_itxt("Description", picture.about)
    file = io.BytesIO()
    sheet.save(file, "PNG", pnginfo=told, optimize=True)
    return file.getvalue()


def scale_of(picture: Picture) -> float:
    """How many pixels a picture's own unit takes."""
    most = math.sqrt(MOST_PIXELS / (picture.width * picture.height))
    return min(max(_SHARP, _LEAST_WIDE / picture.width), most)


def _strip(
    shapes: Sequence[Drawn], picture: Picture, *, size: tuple[int, int], top: int, scale: float
) -> Image.Image:
    """The shapes that reach into the strip that begins at `top`."""
    high = min(_STRIP, size[1] - top)
    fine = Image.new("RGB", (size[0] * _FINER, high * _FINER), picture.paper)
    pen = _Pen(ImageDraw.Draw(fine), scale * _FINER, top * _FINER)
    for shape in shapes:
        upper, lower = _reach(shape)
        if lower * scale >= top and upper * scale <= top + high:
            pen.draw(shape)
    return fine.reduce(_FINER)


def _reach(shape: Drawn) -> tuple[float, float]:
    """From what height to what height a shape reaches, its outline included."""
    match shape:
        case Rect():
            return shape.y - shape.thick, shape.y + shape.height + shape.thick
        case Disc():
            out = shape.radius + shape.thick
            return shape.y - out, shape.y + out
        case Curve() | Area():
            out = shape.thick if isinstance(shape, Curve) else 0.0
            levels = [y for _, y in shape.points]
            return min(levels) - out, max(levels) + out


class _Pen:
    """Draws shapes, scaled, on a sheet whose upper edge lies at `top`."""

    def __init__(self, pen: ImageDraw.ImageDraw, scale: float, top: float) -> None:
        self.pen, self.scale, self.top = pen, scale, top

    def draw(self, shape: Drawn) -> None:
        match shape:
            case Rect():
                self._rect(shape)
            case Curve():
                self._line(along(shape.points), shape)
            case Area():
                self.pen.polygon(self._all(shape.points), shape.fill)
            case Disc():
                self._disc(shape)

    def _rect(self, rect: Rect) -> None:
        solid = bool(rect.stroke) and not rect.dash
        out = rect.thick / 2 if solid else 0.0
        ends = (rect.x - out, rect.y - out), (rect.x + rect.width + out, rect.y + rect.height + out)
        (left, up), (right, down) = map(self._at, ends)
        self.pen.rounded_rectangle(
            (left, up, max(left, right - 1), max(up, down - 1)),
            (rect.radius + out) * self.scale if rect.radius else 0,
            fill=rect.fill,
            outline=rect.stroke if solid else None,
            width=max(1, round(rect.thick * self.scale)) if solid else 0,
        )
        if rect.stroke and rect.dash:
            self._line(_outline(rect), Curve((), rect.stroke, rect.thick, rect.dash))

    def _disc(self, disc: Disc) -> None:
        x, y = self._at((disc.x, disc.y))
        for fill, radius in (
            (disc.stroke, disc.radius + disc.thick / 2),
            (disc.fill, disc.radius - disc.thick / 2),
        ):
            out = radius * self.scale
            if fill:
                self.pen.ellipse((x - out, y - out, x + out, y + out), fill)

    def _line(self, points: Sequence[Point], look: Curve) -> None:
        wide = look.thick * self.scale
        for piece in _dashes(points, look.dash) if look.dash else [list(points)]:
            spots = self._all(piece)
            if len(spots) > 1:
                self.pen.line(spots, look.stroke, max(1, round(wide)), joint="curve")
            for x, y in (spots[0], spots[-1]):
                half = wide / 2
                self.pen.ellipse((x - half, y - half, x + half, y + half), look.stroke)

    def _all(self, points: Iterable[Point]) -> list[Point]:
        return [self._at(point) for point in points]

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale, point[1] * self.scale - self.top


def _outline(rect: Rect) -> list[Point]:
    """The outline of a rectangle with round corners, point by point."""
    r = rect.radius
    middles = (
        (rect.x + rect.width - r, rect.y + r, -90),
        (rect.x + rect.width - r, rect.y + rect.height - r, 0),
        (rect.x + r, rect.y + rect.height - r, 90),
        (rect.x + r, rect.y + r, 180),
    )
    turns = [
        (x, y, math.radians(start + step * 15)) for x, y, start in middles for step in range(7)
    ]
    found = [(x + r * math.cos(turn), y + r * math.sin(turn)) for x, y, turn in turns]
    return [*found, found[0]]


def _dashes(points: Sequence[Point], dash: tuple[float, ...]) -> Iterator[list[Point]]:
    """The pieces of a line that are drawn, where line and gap take turns."""
    turns = cycle(zip(dash, cycle((True, False)), strict=False))
    left, shown = next(turns)
    piece = [points[0]]
    for start, end in pairwise(points):
        here, rest = start, math.dist(start, end)
        while rest > left:
            share = left / rest
            here = here[0] + (end[0] - here[0]) * share, here[1] + (end[1] - here[1]) * share
            rest -= left
            if shown:
                yield [*piece, here]
            piece = [here]
            left, shown = next(turns)
        left -= rest
        piece.append(end)
    if shown:
        yield piece


def _write(pen: ImageDraw.ImageDraw, words: Words, scale: float) -> None:
    if words.size * scale < 1:
        return  # less than a pixel high
    wide = measured(words.text, words.size, words.weight)
    before = {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
    x = words.x - before
    for piece, own in runs(words.text):
        letters = (font if own else stand_in)(round(words.size * scale, 2), words.weight)
        pen.text((x * scale, words.y * scale), piece, words.fill, font=letters, anchor="ls")
        x += measured(piece, words.size, words.weight)
