"""The map as SVG and PNG: all words whole, as text, in their places, light and dark."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

import kpi_tree as kt
from kpi_tree.exports.boxes import CHIP
from kpi_tree.exports.ink import DARK, LIGHT
from kpi_tree.exports.letters import measured
from kpi_tree.exports.picture import picture
from kpi_tree.exports.png import MOST_PIXELS, scale_of
from kpi_tree.exports.shapes import Area, Curve, Disc, Group, Picture, Rect, Words, flat
from kpi_tree.layout.label import PADDING
from kpi_tree.library.templates import IDS, template_path

TODAY = date(2026, 11, 22)
SVG = "{http://www.w3.org/2000/svg}"
NASTY = 'Ventas </text><script>alert(1)</script>" onload="x & <b>'


def worked(name="ecommerce", language="es"):
    return kt.read(template_path(name, language))


def small(**more):
    """Reach moves orders; likes move nothing."""
    return kt.plan_of(
        {
            "format": "enlace-plan/1",
            "title": "Plan",
            "start": "2027-01",
            "metrics": [
                {"id": "reach", "name": "Alcance", "layer": "social", "baseline": 100},
                {"id": "likes", "name": "Me gusta", "layer": "social", "baseline": 9},
                {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 50},
            ],
            "links": [{"id": "l", "from": "reach", "to": "orders", "size": 0.2}],
            "goals": [
                {"id": "g", "name": "Más", "metric": "orders", "target": 51, "by": "2027-06"}
            ],
        }
        | more
    )


def texts(found):
    return [shape.text for shape in flat(found.shapes) if isinstance(shape, Words)]


def read(content):
    """The tree of an SVG file of ours."""
    return ET.fromstring(content)  # noqa: S314 (written a line before)


def forecast(plan):
    scenario = plan.scenarios[0] if plan.scenarios else None
    simulator = kt.Simulator(plan, draws=64)
    return simulator.forecast(scenario) if scenario else simulator.do_nothing


@pytest.mark.parametrize(("name", "language"), list(product(IDS, kt.LANGUAGES)))
def test_no_label_of_a_worked_tree_is_cut_off(name, language) -> None:
    plan = worked(name, language)
    with kt.speak(language):
        shapes = picture(plan, on=TODAY).shapes
    boxes = [group for group in shapes if _is_box(group)]
    assert len(boxes) == len(plan.metrics)
    for group, metric in zip(boxes, plan.metrics, strict=True):
        card, words = group.shapes[0], [each for each in group.shapes if isinstance(each, Words)]
        assert " ".join(each.text for each in words).startswith(metric.name)
        for each in words:
            assert each.x + measured(each.text, each.size, each.weight) < card.x + card.width - 3
            assert card.y < each.y - 0.7 * each.size
            assert each.y < card.y + card.height - PADDING / 2


def _is_box(shape) -> bool:
    first = shape.shapes[0] if isinstance(shape, Group) else None
    return isinstance(first, Rect) and first.radius == 9


@pytest.mark.parametrize("name", IDS)
def test_nothing_reaches_beyond_the_picture(name) -> None:
    plan = worked(name)
    found = picture(plan, on=TODAY, forecast=forecast(plan))
    assert _reach(found.shapes)[:2] >= (0, 0)
    assert _reach(found.shapes)[2] <= found.width
    assert _reach(found.shapes)[3] <= found.height


def _reach(shapes):
    corners = [corner for shape in flat(shapes) for corner in _corners(shape)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _corners(shape):
    match shape:
        case Rect():
            return [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        case Disc():
            r = shape.radius
            return [(shape.x - r, shape.y - r), (shape.x + r, shape.y + r)]
        case Words():
            wide = measured(shape.text, shape.size, shape.weight)
            left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.anchor]
            return [(left, shape.y - shape.size), (left + wide, shape.y + shape.size / 4)]
        case Curve() | Area():
            return shape.points
    raise AssertionError(shape)


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_the_labels_of_25_metrics_are_18_pixels_high_on_a_projector(language) -> None:
    plan = cut(worked("ecommerce", language))
    with kt.speak(language):
        found = picture(plan, on=TODAY, forecast=forecast(plan))
    assert len(plan.metrics) == 25
    # The font's line is 1.21 of its size.
    assert min(1920 / found.width, 1080 / found.height) * 16 * 1.21 >= 18


def cut(plan):
    """The shop's tree with the 25 metrics that matter most."""
    gone = {"gross_profit", "other_social_cost", "brand_awareness", "video_share"}
    gone |= {"engagement_rate", "social_investment_total"}
    formula = "(social_orders * aov * gross_margin_rate - paid_social_spend) / paid_social_spend"
    document = kt.document(plan)
    document["metrics"] = [
        metric | ({"formula": formula} if metric["id"] == "social_roi" else {})
        for metric in document["metrics"]
        if metric["id"] not in gone
    ]
    document["links"] = [
        link for link in document["links"] if not {link["from"], link["to"]} & gone
    ]
    return kt.plan_of({key: document[key] for key in document if key not in {"scenarios", "money"}})


def test_odds_stand_at_the_goals_and_the_scenario_is_named() -> None:
    plan = worked()
    told = forecast(plan)
    with kt.speak("es"):
        written = texts(picture(plan, on=TODAY, forecast=told))
        plain = texts(picture(plan, on=TODAY))
    odds = [f"{int(100 * each.probability + 0.5)} de 100" for each in told.goals.values()]
    assert set(odds) <= set(written)
    assert any(plan.scenarios[0].name in text for text in written)
    assert not any("de 100" in text for text in plain)


def test_the_legend_says_what_the_picture_has_and_no_more() -> None:
    with kt.speak("es"):
        written = texts(picture(small(), on=TODAY))
    assert {"Hipótesis", "Sin evidencia todavía", "Sin enlace"} <= set(written)
    assert not {"Medido", "Experimento", "Fórmula"} & set(written)


def test_what_is_settled_is_drawn_solid_and_a_hypothesis_dotted() -> None:
    def dashes(status):
        link = {"id": "l", "from": "reach", "to": "orders", "size": 0.2, "status": status}
        groups = [shape for shape in picture(small(links=[link])).shapes if "→" in _named(shape)]
        return [shape.dash for shape in flat(groups) if isinstance(shape, Curve)]

    assert dashes("measured") == [()]
    assert dashes("hypothesis") != [()]


def _named(shape) -> str:
    return shape.name if isinstance(shape, Group) else ""


def test_boxes_that_people_have_moved_stay_there_with_signs_instead_of_columns() -> None:
    layout = {"reach": [500, 0], "orders": [-200, 300], "likes": [0, -90]}
    with kt.speak("en"):
        found = picture(small(layout=layout), on=TODAY)
    at = {each.shapes[0].x: each.shapes[0].y for each in found.shapes if _is_box(each)}
    (left, low), (_, high), (right, _) = sorted(at.items())
    assert (right - left, low - high) == (700, 390)
    assert {"Social", "Business", "Unlinked"} <= set(texts(found))
    assert _reach(found.shapes)[:2] >= (0, 0)


def test_where_an_unlinked_box_stands_among_others_each_says_what_it_is_and_its_layer() -> None:
    shares = {"id": "shares", "name": "Compartidos", "layer": "social", "baseline": 4}
    plan = small()
    plan = kt.plan_of(kt.document(plan) | {"metrics": [*kt.document(plan)["metrics"], shares]})
    moved = kt.plan_of(kt.document(plan) | {"layout": {"likes": [900, -300]}})
    with kt.speak("es"):
        before, found = (texts(picture(each, on=TODAY)) for each in (plan, moved))
    assert (before.count("Sin enlace"), found.count("Sin enlace")) == (1, 2)
    assert (before.count("Social"), found.count("Social")) == (1, 2), "in the legend as well"


def test_a_plan_without_metrics_says_so() -> None:
    plan = kt.plan_of({"format": "enlace-plan/1", "title": "Nada aún", "start": "2027-01"})
    with kt.speak("es"):
        assert kt.say("picture.empty") in texts(picture(plan, on=TODAY))
    assert kt.export(plan, "png", on=TODAY).startswith(b"\x89PNG")


def test_the_words_of_users_are_nothing_but_words_in_an_svg() -> None:
    metrics = [{"id": "m", "name": NASTY, "layer": "social", "unit": NASTY, "baseline": 1}]
    plan = small(title=NASTY, metrics=metrics, links=[], goals=[])
    root = read(kt.export(plan, "svg", on=TODAY))
    nodes = list(root.iter())
    assert {node.tag.removeprefix(SVG) for node in nodes} <= set(
        "svg title desc style rect g path circle text".split()
    )
    names = {name for node in nodes for name in node.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    assert root.find(f"{SVG}title").text.startswith("Ventas </text><script>alert(1)")


def test_an_svg_fetches_nothing() -> None:
    content = kt.export(worked(), "svg", on=TODAY).decode()
    assert set(re.findall(r"https?://[^\"' )]+", content)) == {"http://www.w3.org/2000/svg"}
    assert all(found.startswith("data:font/") for found in re.findall(r"url\(([^)]*)\)", content))


def test_an_svg_has_its_words_as_text_in_the_reader_s_language() -> None:
    with kt.speak("en"):
        root = read(kt.export(worked("ecommerce", "en"), "svg", on=TODAY))
    written = {node.text for node in root.iter(f"{SVG}text")}
    assert {"Business", "Social", "45%"} <= written
    assert any(text.startswith("Nov 22, 2026 · ") for text in written)
    assert root.get("lang") == "en"


def test_a_png_is_sharp_on_a_projector_and_bears_its_title() -> None:
    found = Image.open(io.BytesIO(kt.export(small(), "png", on=TODAY)))
    assert found.width >= 1920
    assert found.info["Title"] == "Plan"
    assert found.getpixel((0, 0)) == (251, 250, 247)
    assert len(set(found.resize((200, 60)).get_flattened_data())) > 30


def test_a_png_draws_each_box_and_edge_where_the_svg_has_it() -> None:
    plan = worked("ngo")
    whole = picture(plan, on=TODAY)
    scale = scale_of(whole)
    found = Image.open(io.BytesIO(kt.export(plan, "png", on=TODAY)))
    for shape in flat(whole.shapes):
        if isinstance(shape, Rect) and shape.stroke and not shape.dash:
            at = round(shape.x * scale), round((shape.y + shape.height / 2) * scale)
            assert _near(found.getpixel(at), shape.stroke), shape


def _near(pixel, colour) -> bool:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return all(abs(one - other) < 60 for one, other in zip(pixel, wanted, strict=True))


def test_a_huge_picture_is_drawn_smaller_rather_than_filling_the_memory() -> None:
    huge = Picture(30_000, 20_000, "", "", "es", "#FFFFFF", ())
    assert 30_000 * 20_000 * scale_of(huge) ** 2 <= MOST_PIXELS + 1


def test_dark_and_light_differ_in_colours_alone() -> None:
    light, dark = (picture(worked(), on=TODAY, dark=dark) for dark in (False, True))
    assert texts(light) == texts(dark)
    assert (light.width, light.height) == (dark.width, dark.height)
    assert light.paper != dark.paper


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_words_and_lines_can_be_told_from_the_paper(ink) -> None:
    assert contrast(ink.text, ink.card) >= 7
    assert contrast(ink.faint, ink.card) >= 4.5
    for colour in (*kt.EVIDENCE_COLOURS.values(), *kt.LAYER_COLOURS.values()):
        assert contrast(ink.shade(colour), ink.paper) >= 3, colour
        assert contrast(ink.faint, ink.tint(colour)) >= 4.5


def contrast(one, other):
    """The contrast of two colours as WCAG 2 has it."""
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_chip_leaves_the_name_of_its_box_alone() -> None:
    plan = worked()
    groups = [each for each in picture(plan, forecast=forecast(plan)).shapes if _named(each)]
    chips = [(each.shapes[0], part) for each in groups for part in each.shapes[1:] if _chip(part)]
    assert len(chips) == len(plan.goals)
    for card, chip in chips:
        assert chip.y + chip.height <= card.y + 25 - 0.75 * 16 + 1


def _chip(shape) -> bool:
    return isinstance(shape, Rect) and shape.height == CHIP


def test_letters_that_the_shipped_font_has_not_are_drawn_all_the_same() -> None:
    metrics = [{"id": "m", "name": "Łódź 雪 🙂", "layer": "social", "baseline": 1}]
    plan = small(metrics=metrics, links=[], goals=[])
    assert Image.open(io.BytesIO(kt.export(plan, "png", on=TODAY))).width >= 1920


def test_the_same_plan_has_the_same_files() -> None:
    plan = small()
    assert all(
        kt.export(plan, to, on=TODAY) == kt.export(plan, to, on=TODAY) for to in ("svg", "png")
    )


def test_a_picture_has_the_places_that_it_is_given() -> None:
    plan = small()
    before = kt.places(plan, below=24)
    box = before.places["reach"]
    given = kt.beside(plan, {"reach": (box.x + 700, box.y + 90)}, below=24)
    cards = {
        (card.x, card.y)
        for card in flat(picture(plan, layout=given).shapes)
        if isinstance(card, Rect)
    }
    corners = [(place.x, place.y) for place in given.places.values()]
    apart = {(round(x - corners[0][0]), round(y - corners[0][1])) for x, y in corners}
    assert any(
        apart <= {(round(x - left), round(y - top)) for x, y in cards} for left, top in cards
    )


@pytest.mark.parametrize("far", [30_000, -1e300])
def test_a_box_that_somebody_has_put_out_of_sight_leaves_all_pictures_whole(far) -> None:
    plan = small(layout={"likes": [far, far]})
    content = kt.export(plan, to="png", on=TODAY)
    wide, high = Image.open(io.BytesIO(content)).size
    assert 0 < wide * high <= MOST_PIXELS * 1.01
    assert "Me gusta" in kt.export(plan, to="svg", on=TODAY).decode()
