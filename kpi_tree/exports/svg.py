"""A picture as SVG: words stay words, the font travels along, nothing is fetched or run."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final, assert_never
from xml.etree import ElementTree as ET

from kpi_tree.exports.letters import FAMILY, content, measured
from kpi_tree.exports.shapes import Area, Curve, Disc, Group, Rect, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi_tree.exports.shapes import Picture, Shape
    from kpi_tree.layout import Point

_SPACE: Final = "http://www.w3.org/2000/svg"


def svg(picture: Picture) -> bytes:
    """The picture as an SVG file."""
    size = {"width": _number(picture.width), "height": _number(picture.height)}
    root = ET.Element(
        "svg",
        {
            "xmlns": _SPACE,
            "viewBox": f"0 0 {size['width']} {size['height']}",
            **size,
            "role": "img",
            "lang": picture.language,
            "aria-labelledby": "title about",
            "font-family": FAMILY,
        },
    )
    ET.SubElement(root, "title", {"id": "title"}).text = picture.title
    ET.SubElement(root, "desc", {"id": "about"}).text = picture.about
    ET.SubElement(root, "style").text = _font()
    ET.SubElement(root, "rect", {**size, "fill": picture.paper})
    _add(root, picture.shapes)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _font() -> str:
    source = f"data:font/woff2;base64,{b64encode(content()).decode()}"
    return f'@font-face{{font-family:Inter;font-weight:100 900;src:url({source}) format("woff2")}}'


def _add(parent: ET.Element, shapes: Sequence[Shape]) -> None:
    for shape in shapes:
        match shape:
            case Group():
                group = ET.SubElement(parent, "g")
                ET.SubElement(group, "title").text = shape.name
                _add(group, shape.shapes)
            case Rect():
                ET.SubElement(parent, "rect", _rect(shape))
            case Curve():
                ET.SubElement(parent, "path", _curve(shape))
            case Area():
                d = "M" + "L".join(map(_point, shape.points)) + "Z"
                ET.SubElement(parent, "path", {"d": d, "fill": shape.fill})
            case Disc():
                ET.SubElement(parent, "circle", _disc(shape))
            case Words():
                ET.SubElement(parent, "text", _words(shape)).text = shape.text
            case _:
                assert_never(shape)


def _rect(rect: Rect) -> dict[str, str]:
    sides = {name: _number(getattr(rect, name)) for name in ("x", "y", "width", "height")}
    corners = {"rx": _number(rect.radius)} if rect.radius else {}
    return {**sides, **corners, "fill": rect.fill, **_line(rect)}


def _curve(curve: Curve) -> dict[str, str]:
    first, *others = map(_point, curve.points)
    pieces = ("C" + " ".join(others[at : at + 3]) for at in range(0, len(others), 3))
    d = f"M{first}" + "".join(pieces)
    return {"d": d, "fill": "none", "stroke-linecap": "round", **_line(curve)}


def _disc(disc: Disc) -> dict[str, str]:
    middle = {"cx": _number(disc.x), "cy": _number(disc.y), "r": _number(disc.radius)}
    return {**middle, "fill": disc.fill, **_line(disc)}


def _line(shape: Rect | Curve | Disc) -> dict[str, str]:
    if not shape.stroke:
        return {}
    dash = () if isinstance(shape, Disc) else shape.dash
    dashes = {"stroke-dasharray": " ".join(map(_number, dash))} if dash else {}
    return {"stroke": shape.stroke, "stroke-width": _number(shape.thick), **dashes}


def _words(words: Words) -> dict[str, str]:
    found = {"x": _number(words.x), "y": _number(words.y), "font-size": _number(words.size)}
    found |= {"font-weight": str(words.weight), "fill": words.fill}
    if words.anchor != "start":
        found["text-anchor"] = words.anchor
    if words.text:
        # Where the font is not taken, another one keeps to the same room.
        found["textLength"] = _number(measured(words.text, words.size, words.weight))
        found["lengthAdjust"] = "spacingAndGlyphs"
    return found


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
