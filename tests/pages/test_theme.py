"""Colours and fonts: legible on both papers, one set for everything that is drawn."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kpi_tree import palette

ROOT = Path(__file__).resolve().parents[2]
THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"]


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("paper", [palette.LIGHT_PAPER, palette.DARK_PAPER])
@pytest.mark.parametrize("colour", [*palette.LAYER_COLOURS.values(), *palette.SERIES])
def test_what_is_drawn_stands_out_from_both_papers(colour, paper) -> None:
    assert contrast(colour, paper) >= 3


@pytest.mark.parametrize("light", ["light", "dark"])
def test_words_and_the_letters_on_buttons_are_legible(light) -> None:
    theme = THEME[light]
    assert contrast(theme["textColor"], theme["backgroundColor"]) >= 7
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5
    assert contrast(theme["linkColor"], theme["backgroundColor"]) >= 4.5


def test_the_papers_and_series_of_the_palette_are_those_of_the_theme() -> None:
    assert THEME["light"]["backgroundColor"] == palette.LIGHT_PAPER
    assert THEME["dark"]["backgroundColor"] == palette.DARK_PAPER
    assert THEME["chartCategoricalColors"] == list(palette.SERIES)
    assert len(palette.SERIES) == 10


def test_every_layer_has_a_mark_beside_its_colour() -> None:
    assert set(palette.LAYER_MARKS) == set(palette.LAYER_COLOURS)
    assert len(set(palette.LAYER_MARKS.values())) == len(palette.LAYERS)


def test_the_font_and_its_licence_are_shipped() -> None:
    (face,) = THEME["fontFaces"]
    assert (ROOT / face["url"].removeprefix("app/")).is_file()
    assert "SIL Open Font License" in (ROOT / "static/inter-LICENSE.txt").read_text("utf-8")
