"""Quantities as people type them: what is understood, what is asked back, what is refused."""

from __future__ import annotations

import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_tree.errors import PlanError
from kpi_tree.locale import LANGUAGES, speak
from kpi_tree.locale.numbers import number
from kpi_tree.plan.typed import TypedError, blank, explanation, typed, understood


def span(p10, p90, **more):
    return {"p10": p10, "p90": p90, **more}


def three(low, mode, high, *, shape="pert"):
    return {"shape": shape, "low": low, "mode": mode, "high": high}


# Read alike in both languages, and in one way only.
PLAIN = {
    "25": 25,
    " 25 ": 25,
    "25.": 25,
    "+25": 25,
    "-25": -25,
    "- 25": -25,
    "−25": -25,
    "–25": -25,
    "-0": 0,
    "007": 7,
    "0,5": 0.5,
    "0.5": 0.5,
    ".5": 0.5,
    ",5": 0.5,
    "0.200": 0.2,
    "0,200": 0.2,
    "12345.678": 12345.678,
    "1.2000": 1.2,
    "1.200,5": 1200.5,
    "1,200.5": 1200.5,
    "1.200.300": 1200300,
    "1,200,300": 1200300,
    "1.200.300,25": 1200300.25,
    "1,200,300.25": 1200300.25,
    "1 200": 1200,
    "1 200,5": 1200.5,
    "1 200.500": 1200.5,
    "1\u00a0200": 1200,
    "1\u2009200": 1200,
    "1\u202f200\u202f300": 1200300,
    "1'200": 1200,
    "1’200.50": 1200.5,
    "２５": 25,
    "１．５": 1.5,
    "½": 0.5,
    "2½": 2.5,
    "1 ¾": 1.75,
    "1e3": 1000,
    "1E3": 1000,
    "2.5e-3": 0.0025,
    "1e+3": 1000,
    "3 %": 0.03,
    "3%": 0.03,
    "3 ％": 0.03,
    "3 por ciento": 0.03,
    "3 percent": 0.03,
    "3 per cent": 0.03,
    "+25 %": 0.25,
    "-2,5 %": -0.025,
    "2k": 2000,
    "2 K": 2000,
    "2,5k": 2500,
    "2 thousand": 2000,
    "1,5 M": 1.5e6,
    "1.5m": 1.5e6,
    "3 MM": 3e6,
    "2 millones": 2e6,
    "1 millón": 1e6,
    "1 mill.": 1e6,
    "2 million": 2e6,
    "2 mil millones": 2e9,
    "2 thousand million": 2e9,
    "3 bn": 3e9,
    "1 millardo": 1e9,
    "25 to 35": span(25, 35),
    "25 TO 35": span(25, 35),
    "25to35": span(25, 35),
    "25 a 35": span(25, 35),
    "25 hasta 35": span(25, 35),
    "25 until 35": span(25, 35),
    "25–35": span(25, 35),
    "25-35": span(25, 35),
    "25 — 35": span(25, 35),
    "25--35": span(25, 35),
    "25 -35": span(25, 35),
    "25..35": span(25, 35),
    "25…35": span(25, 35),
    "de 25 a 35": span(25, 35),
    "del 25 al 35": span(25, 35),
    "desde 25 hasta 35": span(25, 35),
    "entre 25 y 35": span(25, 35),
    "between 25 and 35": span(25, 35),
    "from 25 to 35": span(25, 35),
    "25 ± 5": span(20, 30),
    "25±5": span(20, 30),
    "25 +- 5": span(20, 30),
    "25 +/- 5": span(20, 30),
    "25 más menos 5": span(20, 30),
    "25 plus or minus 5": span(20, 30),
    "±5": span(-5, 5),
    "0.3 ± 0.1": span(0.2, 0.4),
    "1000 ± 5 %": span(950, 1050),
    "-5 a 10": span(-5, 10),
    "−5 – 10": span(-5, 10),
    "-5-10": span(-5, 10),
    "-5--2": span(-5, -2),
    "-5 a -2": span(-5, -2),
    "25 a 35 %": span(0.25, 0.35),
    "25 % a 35 %": span(0.25, 0.35),
    "25 % a 35": span(0.25, 0.35),
    "del 3 al 5 %": span(0.03, 0.05),
    "1.5 a 2,5": span(1.5, 2.5),
    "1.200 a 1.500,5": span(1200, 1500.5),
    "2k a 3k": span(2000, 3000),
    "500 a 1.200,00": span(500, 1200),
    "35 a 25": span(25, 35),
    "25 a 25": 25,
    "25 ± 0": 25,
    "10 / 20 / 40": three(10, 20, 40),
    "10/20/40": three(10, 20, 40),
    "10, 20, 40": three(10, 20, 40),
    "10,20,40": three(10, 20, 40),
    "10; 20; 40": three(10, 20, 40),
    "10 | 20 | 40": three(10, 20, 40),
    "1,5; 2; 3,5": three(1.5, 2, 3.5),
    "-5 / 0 / 5": three(-5, 0, 5),
    "10 / 10 / 40": three(10, 10, 40),
    "40 / 20 / 10": three(10, 20, 40),
    "5 / 5 / 5": 5,
    "10 / 20 / 40 %": three(0.1, 0.2, 0.4),
    "pert 10 / 20 / 40": three(10, 20, 40),
    "triangular 10 / 20 / 40": three(10, 20, 40, shape="triangular"),
    "triangular(10; 20; 40)": three(10, 20, 40, shape="triangular"),
    "normal 20 a 30": span(20, 30, shape="normal"),
    "Normal 25 ± 5": span(20, 30, shape="normal"),
    "normal(25; 3)": {"shape": "normal", "mean": 25, "sd": 3},
    "lognormal 20 to 30": span(20, 30, shape="lognormal"),
    "beta 0,2 a 0,3": span(0.2, 0.3, shape="beta"),
    "beta 20 a 30 %": span(0.2, 0.3, shape="beta"),
    "uniforme 20 a 30": {"shape": "uniform", "low": 20, "high": 30},
    "uniform(20; 30)": {"shape": "uniform", "low": 20, "high": 30},
    "mezcla(20 a 30; 5)": {"shape": "mixture", "of": [span(20, 30), 5]},
    "mix(2 × 20 to 30; 1 * 5)": {"shape": "mixture", "of": [span(20, 30), 5], "weights": [2, 1]},
    "mix(70 % × 1; 30 % × 2)": {"shape": "mixture", "of": [1, 2], "weights": [0.7, 0.3]},
    "mix((1 / 2 / 4); mix(1; 2))": {
        "shape": "mixture",
        "of": [three(1, 2, 4), {"shape": "mixture", "of": [1, 2]}],
    },
}

# Read in several ways: all of them in the order of Spanish, then in that of English.
DOUBTFUL = {
    "1.200": ([1200, 1.2], [1.2, 1200]),
    "1,200": ([1.2, 1200], [1200, 1.2]),
    "-1.200": ([-1200, -1.2], [-1.2, -1200]),
    "1.200 a 1.500": ([span(1200, 1500), span(1.2, 1.5)], [span(1.2, 1.5), span(1200, 1500)]),
    "1.5 a 1.200": ([span(1.5, 1200), span(1.2, 1.5)], [span(1.2, 1.5), span(1.5, 1200)]),
    "2 mil": ([2000], [2000, 2e6]),
    "2 billones": ([2e12, 2e9], [2e12, 2e9]),
    "2 billion": ([2e9, 2e12], [2e9]),
    "2–3k": ([span(2000, 3000), span(2, 3000)],) * 2,
    "1 a 1,5 M": ([span(1e6, 1.5e6), span(1, 1.5e6)],) * 2,
    "900–1k": ([span(900, 1000), span(1000, 900_000)],) * 2,
    "2k–3": ([span(2000, 3000), span(3, 2000)],) * 2,
    "25k ± 5": ([span(24_995, 25_005), span(20_000, 30_000)],) * 2,
    "10 / 20 / 40k": ([three(10_000, 20_000, 40_000), three(10, 20, 40_000)],) * 2,
    "-5 -10": ([span(-5, 10), span(-10, -5)],) * 2,
    "3 % ± 1 %": ([span(0.02, 0.04), span(0.0297, 0.0303)],) * 2,
}

# In a field that shows percents; the readings in either language.
RATIOS = {
    "25 %": [0.25],
    "25": [0.25, 25],
    "1": [0.01, 1],
    "0": [0],
    "0,25": [0.25, 0.0025],
    "1.5": [0.015, 1.5],
    "25 a 35": [span(0.25, 0.35), span(25, 35)],
    "25 a 35 %": [span(0.25, 0.35)],
    "0,2 a 0,4": [span(0.2, 0.4), span(0.002, 0.004)],
    "25 % ± 5": [span(0.2, 0.3)],
    "25 ± 5 %": [span(0.2, 0.3), span(23.75, 26.25)],
    "-5 a 10": [span(-0.05, 0.1), span(-5, 10)],
    "10 / 20 / 40": [three(0.1, 0.2, 0.4), three(10, 20, 40)],
    "normal(25 %; 3 %)": [{"shape": "normal", "mean": 0.25, "sd": 0.03}],
    "beta 20 a 30": [span(0.2, 0.3, shape="beta")],
}

MONEY = {
    "€ 1200": 1200,
    "1200 €": 1200,
    "1.200,50€": 1200.5,
    "US$ 5,500.00": 5500,
    "$2k": 2000,
    "2k€": 2000,
    "2 M$": 2e6,
    "2 millones de euros": 2e6,
    "2 millones de dólares": 2e6,
    "-€5": -5,
    "€-5": -5,
    "5 EUR a 7 EUR": span(5, 7),
    "de 5 a 7 euros": span(5, 7),
    "$5 – US$7": span(5, 7),
    "S/ 20": 20,
    "R$ 3,5": 3.5,
    "1000 € ± 5 %": span(950, 1050),
}

# What is wrong, and the words that the refusal points at.
REFUSED = {
    "": ("empty", None),
    " . ": ("empty", None),
    "9" * 5001: ("long", None),
    "25\u200b": ("hidden", "\u200b"),
    "\u202e25": ("hidden", "\u202e"),
    "2\x005": ("hidden", "\x00"),
    "25\ud800": ("hidden", "\ud800"),
    "٢٥": ("digits", "٢"),
    "२५": ("digits", "२"),
    "5²": ("word", "²"),
    "25 @ 3": ("mark", "@"),
    "~25": ("mark", "~"),
    "<b>25</b>": ("mark", "<"),
    "25 foo 35": ("word", "foo"),
    "veinticinco": ("word", "veinticinco"),
    "25 horas": ("word", "horas"),
    "más o menos 25": ("word", "más"),
    "2 k k": ("word", "k"),
    "nan": ("word", "nan"),
    "inf": ("word", "inf"),
    "1_000": ("mark", "_"),
    "0x10": ("word", "x"),
    "(5)": ("misplaced", "("),
    "--5": ("misplaced", "-"),
    "2 * 3": ("misplaced", "*"),
    "a 35": ("misplaced", "a"),
    "hasta 35": ("misplaced", "hasta"),
    "25 + 5": ("misplaced", "+"),
    "25 30": ("gap", "30"),
    "25 a": ("end", "a"),
    "25 -": ("end", "-"),
    "-": ("end", "-"),
    "25...": ("end", "..."),
    "normal": ("end", "normal"),
    "mix(1": ("open", "1"),
    "entre 25": ("other_end", "entre"),
    "1.2.3": ("number", "1.2.3"),
    "1.20.300": ("number", "1.20.300"),
    "1,200.300,5": ("number", "1,200.300,5"),
    "12.05.2024": ("number", "12.05.2024"),
    "10-20-40": ("many", "-"),
    "1 / 2 / 3 / 4": ("many", "/"),
    "10 / 20": ("pair", "10 / 20"),
    "10, 20": ("pair", "10, 20"),
    "01/02/2024": ("date", "01/02/2024"),
    "20 / 10 / 40": ("order", "10"),
    "€ 5": ("money", "€"),
    "5 pesos": ("money", "pesos"),
    "1e999": ("size", "1e999"),
    "1e-999": ("size", "1e-999"),
    "1e99999999": ("size", "1e99999999"),
    "normal(25)": ("shape", "normal"),
    "triangular 20 a 30": ("shape", "triangular"),
    "uniforme 20 a 20": ("flat", "20 a 20"),
    "lognormal -1 a 3": ("not_lognormal", "-1 a 3"),
    "beta 0,5 a 2": ("not_beta", "0,5 a 2"),
    "normal(25; -3)": ("sd", "-3"),
    "mix(-1 × 5; 2 × 3)": ("weights", "-1"),
    "mix(0 × 5; 0 × 3)": ("weights", None),
    "mix(" * 30 + "1" + ")" * 30: ("deep", "mix"),
}


def values(text, **field):
    return [reading.value for reading in understood(text, **field).readings]


def refusal(text, **field) -> TypedError:
    with pytest.raises(TypedError) as caught:
        understood(text, **field)
    return caught.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_is_read_alike_in_both_languages_and_in_one_way(text, language) -> None:
    assert values(text, language=language) == [PLAIN[text]]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubtful_text_offers_all_readings_and_the_language_orders_them(text) -> None:
    spanish, english = DOUBTFUL[text]
    assert values(text, language="es") == spanish
    assert values(text, language="en") == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", RATIOS)
def test_a_bare_number_among_percents_is_a_percentage_where_that_is_plausible(
    text, language
) -> None:
    assert values(text, language=language, unit="ratio") == RATIOS[text]


@pytest.mark.parametrize("text", MONEY)
def test_money_may_carry_its_sign_code_or_name_on_either_side(text) -> None:
    assert values(text, unit="currency") == [MONEY[text]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", REFUSED, ids=lambda text: ascii(text[:20]))
def test_a_refusal_points_at_what_is_wrong_and_has_words_for_it(text, language) -> None:
    code, words = REFUSED[text]
    caught = refusal(text, language=language)
    assert caught.code == code
    assert (caught.place and text[slice(*caught.place)]) == words
    with speak(language):
        assert caught.sentence
        assert caught.remedy


def test_a_refusal_names_the_word_and_speaks_the_language_in_force() -> None:
    caught = refusal("25 foo 35")
    assert caught.sentence == "No se entiende «foo»."
    with speak("en"):
        assert caught.sentence == "“foo” is not understood."
        assert str(caught).endswith("or three values (10 / 20 / 40).")


def test_a_refusal_shows_no_invisible_character() -> None:
    assert "U+202E" in refusal("25\u202e").sentence
    assert "\u202e" not in str(refusal("25\u202e"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    {
        "25": "Un valor fijo: 25",
        "25 a 35": "8 veces de cada 10, entre 25 y 35",
        "3 a 2": "8 veces de cada 10, entre 2 y 3 (los extremos venían al revés; quedan en orden)",
        "25 a 25": "Un valor fijo: 25 (los extremos son iguales)",
        "-1200,5 a 0": "8 veces de cada 10, entre −1200,5 y 0",
        "10 / 20 / 40": "Entre 10 y 40; lo más probable, 20",
        "normal(25; 3)": "En torno a 25 en forma de campana, con una desviación estándar de 3",
        "mezcla(1 a 2; 5)": "2 opiniones reunidas: 1 a 2; 5",
    }.items(),
)
def test_what_was_understood_is_said_in_a_sentence(text, sentence) -> None:
    assert understood(text).sentence == sentence


def test_a_percent_field_says_percents() -> None:
    with speak("en"):
        assert understood("3 to 5", unit="ratio").sentence == "8 times in 10, between 3% and 5%"


def test_a_doubt_is_said_and_told_apart_without_the_mark_that_caused_it() -> None:
    read = understood("1.200")
    assert read.ambiguous
    assert (read.sentence, read.doubt) == (
        "Un valor fijo: 1200",
        "También podría ser: Un valor fijo: 1,2",
    )
    assert understood("1200").doubt == ""


def test_the_sentence_follows_the_language_in_force_and_not_that_of_the_numbers() -> None:
    read = understood("1.200", language="es")
    with speak("en"):
        assert read.sentence == "A fixed value: 1200"


def test_a_reading_beyond_the_bounds_is_not_offered() -> None:
    assert values("25", unit="ratio", low=0, high=1) == [0.25]
    assert values("1.200", language="es", high=100) == [1.2]


def test_a_number_beyond_the_bounds_is_refused_and_the_bound_is_named() -> None:
    assert refusal("150 %", unit="ratio", high=1).remedy == "Escriba 100\u00a0% o menos."
    assert refusal("3 a 5", low=4).sentence == "3 es menos de lo que se admite aquí."
    assert refusal("10 / 20 / 40", high=30).place == (10, 12)


def test_a_bound_itself_is_within_the_bounds() -> None:
    assert values("0 a 1", low=0, high=1) == [span(0, 1)]


def test_where_whole_numbers_are_asked_a_fraction_is_refused_with_its_neighbours() -> None:
    assert refusal("2,5", whole=True).remedy == "Escriba 2 o 3."
    assert refusal("2 a 3,5", whole=True).code == "whole"


def test_where_whole_numbers_are_asked_a_doubtful_point_groups() -> None:
    assert values("1.200", language="en", whole=True) == [1200]


@pytest.mark.parametrize("text", ["25 horas", "25h", "25 hours", "25 hrs"])
def test_the_words_of_the_fields_unit_are_passed_over(text) -> None:
    assert values(text, unit="hours") == [25]


@pytest.mark.parametrize(
    ("text", "value"),
    {
        "25 seguidores": 25,
        "25 Seguidor": 25,
        "2k de seguidores": 2000,
        "20 a 30 seguidores": span(20, 30),
    }.items(),
)
def test_the_teams_own_unit_is_passed_over_in_singular_and_plural(text, value) -> None:
    assert values(text, unit="seguidores") == [value]


def test_another_unit_is_refused() -> None:
    assert refusal("25 leads", unit="seguidores").code == "word"
    assert refusal("25 %", unit="seguidores").code == "percent"
    assert refusal("25 %", unit="currency").code == "percent"


def test_a_unit_that_looks_like_a_factor_is_the_unit_to_the_letter() -> None:
    assert values("25 m", unit="m") == [25]
    assert values("25 M", unit="m") == [25e6]


@pytest.mark.parametrize("unit", ["a", "to", "y", "-", "%", "€", "k", "(", "5", " ", ".", "[", "x"])
def test_no_unit_gets_in_the_way_of_a_range(unit) -> None:
    assert values("25 a 35", unit=unit) == [span(25, 35)]


def test_the_sign_of_another_currency_is_refused() -> None:
    assert refusal("$ 5", unit="currency", currency="EUR").code == "currency"
    assert refusal("$ 5 a € 7", unit="currency").code == "currencies"


@pytest.mark.parametrize("currency", ["MXN", "USD", "CLP"])
def test_the_dollar_sign_stands_for_every_currency_that_is_written_so(currency) -> None:
    assert values("$ 5", unit="currency", currency=currency) == [5]


def test_a_rare_currency_is_known_where_the_plan_is_in_it() -> None:
    assert values("5 XPF", unit="currency", currency="XPF") == [5]
    assert refusal("5 XPF", unit="currency", currency="EUR").code == "word"


def test_an_empty_field_holds_no_value() -> None:
    assert blank("")
    assert blank("\u00a0\n")
    assert not blank("0")


EXAMPLES = {
    "es": (
        "25|1200,5|3 %|2k|1,5 M|25 a 35|25 ± 5|20 a 30|10 / 20 / 40|normal 20 a 30|normal(25; 3)|"
        "lognormal 20 a 30|beta 20 a 30 %|uniforme 20 a 30|triangular 10 / 20 / 40|"
        "mezcla(20 a 30; 25 a 40)|mezcla(2 × 20 a 30; 1 × 25 a 40)"
    ),
    "en": (
        "25|1200.5|3%|2k|1.5M|25 to 35|25 ± 5|20 to 30|10 / 20 / 40|normal 20 to 30|normal(25; 3)|"
        "lognormal 20 to 30|beta 20 to 30%|uniform 20 to 30|triangular 10 / 20 / 40|"
        "mix(20 to 30; 25 to 40)|mix(2 × 20 to 30; 1 × 25 to 40)"
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_of_the_explanation_can_be_typed(language) -> None:
    with speak(language):
        examples = EXAMPLES[language].split("|")
        assert [text for text in examples if text not in explanation()] == []
        assert [text for text in examples if understood(text).ambiguous] == []


@pytest.mark.parametrize(
    ("quantity", "spanish", "english"),
    [
        (25, "25", "25"),
        (1.5, "1,5", "1.5"),
        (1.234, "1,2340", "1.2340"),
        (1234.5, "1234,5", "1234.5"),
        (344548.52, "344\u00a0548,52", "344\u00a0548.52"),
        (-1e-9, "-1e-9", "-1e-9"),
        (span(-5, 10), "-5 a 10", "-5 to 10"),
        (three(10, 20, 40), "10 / 20 / 40", "10 / 20 / 40"),
        (span(1, 2, shape="normal"), "normal 1 a 2", "normal 1 to 2"),
        ({"shape": "uniform", "low": 1, "high": 2}, "uniforme 1 a 2", "uniform 1 to 2"),
        (
            {"shape": "mixture", "of": [span(1, 2), 3], "weights": [1, 0.5]},
            "mezcla(1 × 1 a 2; 0,5 × 3)",
            "mix(1 × 1 to 2; 0.5 × 3)",
        ),
    ],
)
def test_a_quantity_is_shown_as_one_would_type_it(quantity, spanish, english) -> None:
    assert typed(quantity, language="es") == spanish
    assert typed(quantity, language="en") == english


def test_a_ratio_is_shown_in_percents() -> None:
    assert typed(0.035, language="es", unit="ratio") == "3,5\u00a0%"
    assert typed(span(0.25, 0.35), language="en", unit="ratio") == "25 to 35%"


NUMBERS = st.one_of(
    st.floats(-1e300, 1e300, allow_subnormal=False),
    st.integers(-(10**7), 10**7).map(lambda n: n / 1000),
    st.integers(-(10**6), 10**6).map(float),
).map(lambda number: 0.0 if abs(number) < 1e-290 else number)
POSITIVE = NUMBERS.map(abs).filter(bool)


def ordered(numbers, count):
    return st.lists(numbers, min_size=count, max_size=count, unique=True).map(sorted)


def spread(names, numbers=NUMBERS, **more):
    rows = ordered(numbers, len(names))
    return rows.map(lambda row: {**more, **dict(zip(names, row, strict=True))})


SIMPLE = st.one_of(
    NUMBERS,
    spread(("p10", "p90")),
    spread(("p10", "p90"), shape="normal"),
    spread(("p10", "p90"), POSITIVE, shape="lognormal"),
    spread(("p10", "p90"), st.integers(1, 99_999).map(lambda n: n / 100_000), shape="beta"),
    spread(("low", "mode", "high"), shape="pert"),
    spread(("low", "mode", "high"), shape="triangular"),
    spread(("low", "high"), shape="uniform"),
    st.builds(lambda mean, sd: {"shape": "normal", "mean": mean, "sd": sd}, NUMBERS, POSITIVE),
)


def mixed(parts):
    of = st.lists(parts, min_size=1, max_size=4)
    bare = of.map(lambda of: {"shape": "mixture", "of": of})
    heavy = st.lists(st.tuples(parts, POSITIVE), min_size=1, max_size=4).map(
        lambda row: {"shape": "mixture", "of": [q for q, _ in row], "weights": [w for _, w in row]}
    )
    return bare | heavy


QUANTITIES = st.recursive(SIMPLE, mixed, max_leaves=6)


@pytest.mark.parametrize("unit", ["count", "ratio", "currency", "seguidores"])
@pytest.mark.parametrize("language", LANGUAGES)
@given(quantity=QUANTITIES)
def test_what_is_shown_reads_back_as_the_same_quantity_and_no_other(
    language, unit, quantity
) -> None:
    shown = typed(quantity, language=language, unit=unit)
    assert values(shown, language=language, unit=unit) == [quantity]


@given(low=NUMBERS, high=NUMBERS, word=st.sampled_from([" a ", " to ", " hasta ", "…", " – "]))
def test_a_range_is_read_whatever_joins_it(low, high, word) -> None:
    joined = f"{typed(low, language='es')}{word}{typed(high, language='es')}"
    value = understood(joined, language="es").value
    assert value == (low if low == high else span(min(low, high), max(low, high)))


def finite(value) -> bool:
    numbers = []
    json.loads(json.dumps(value), parse_float=lambda text: numbers.append(float(text)))
    return all(map(math.isfinite, numbers))


def settled(text, language, unit) -> None:
    """Read or refused in words: nothing else may happen to a text."""
    try:
        read = understood(text, language=language, unit=unit)
    except TypedError as caught:
        words = [caught.sentence, caught.remedy]
    else:
        words = [reading.sentence for reading in read.readings]
        assert all(finite(reading.value) for reading in read.readings)
    assert all(words)


@given(
    text=st.text(max_size=60),
    language=st.sampled_from(LANGUAGES),
    unit=st.sampled_from(["count", "ratio", "currency"]),
)
def test_any_text_at_all_is_read_or_refused_in_words(text, language, unit) -> None:
    settled(text, language, unit)


CRUMBS = [
    *"0123456789.,-+%±/;|()*×'–−…½ kmMe€$",
    *(" ", "\u00a0", "\u200b", "25", "1.200", "1,200.5", "0", "1e3", "1e400", "e-5", "000"),
    *("to", " a ", " y ", "entre ", "de ", "from ", "mil", " millones", "billón", "bn", "EUR"),
    *("normal", "lognormal ", "beta ", "pert", "uniforme ", "triangular ", "mix(", "mezcla("),
    *("foo", "٣", "²", "US$", "por ciento", "\ud800", "horas", "..", "--", "+/-", "<script>"),
]


def test_ten_thousand_heaps_of_crumbs_are_read_or_refused_in_words() -> None:
    chance = random.Random(4)
    for turn in range(10_000):
        text = "".join(chance.choices(CRUMBS, k=chance.randint(1, 9)))
        settled(text, LANGUAGES[turn % 2], ("count", "ratio", "currency", "hours")[turn % 4])


def test_a_refusal_is_an_error_of_value_and_none_of_the_plan() -> None:
    assert issubclass(TypedError, ValueError)
    assert not issubclass(TypedError, PlanError)


@pytest.mark.parametrize(("language", "shown"), [("es", "25.000"), ("en", "25,000")])
def test_a_sentence_parts_thousands_as_all_other_texts_do(language, shown) -> None:
    with speak(language):
        assert shown in understood("25000").readings[0].sentence
        assert number(25000) == shown
