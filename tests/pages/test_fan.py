"""What the fan chart is handed: numbers to place things by, finished words to show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpi_tree.locale import speak
from pages.parts.fan import Aim, Curve, FanData, _reach, _ticks, drawn

FAN = FanData(
    "Pedidos <b>",
    ["2026-12", "2027-01", "2027-02"],
    [3900.0],
    Curve([3800, 3850], [4000, 4100], [4200, 4400]),
    aim=Aim(4200, 1),
)


def test_words_are_the_reader_s_and_values_are_written_by_python() -> None:
    with speak("en"):
        told = drawn(FAN, 300)
    assert told["months"] == ["Dec 2026", "Jan 2027", "Feb 2027"]
    assert ["Forecast", "4,100"] in told["readings"][2]


def test_the_target_stands_at_its_month_after_what_was_measured() -> None:
    assert drawn(FAN, 300)["aim"] == {"value": 4200, "month": 2}
    assert drawn(FAN, 300)["readings"][2][-1] == ["Meta", "4.200"]


def test_a_title_brings_no_tag_along() -> None:
    assert "<" not in drawn(FAN, 300)["title"]


def test_a_month_without_a_figure_says_so() -> None:
    fan = FanData("x", ["2026-12", "2027-01"], [None], Curve([1], [2], [3]))
    assert drawn(fan, 300)["readings"][0] == [["Medido", "Sin dato"]]


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=20))
def test_all_values_lie_inside_the_chart_and_some_ticks_too(values) -> None:
    low, high = _reach(values)
    assert low < high
    assert low <= min(values)
    assert max(values) <= high
    assert all(
        low - 1e-6 * (high - low) <= tick <= high + 1e-6 * (high - low)
        for tick in _ticks(low, high)
    )
