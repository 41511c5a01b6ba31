"""A page that holds the widgets of `pages/parts`, for the journeys that try them."""

import math

import streamlit as st

import kpi_tree as kt
from pages.parts import frame, reader
from pages.parts.fan import Aim, Curve, FanData, fan_chart
from pages.parts.quantity_field import Kind, quantity_field
from pages.parts.text import shown

HOSTILE = "<b>x</b> ![i](http://127.0.0.1:9/x.png) *y* $z$ :red[w] :material/home: # [a](b) `c`"


def curve(values: list[float]) -> Curve:
    """A band that widens with time."""
    return Curve(
        [value - 90 - 40 * at for at, value in enumerate(values)],
        values,
        [value + 100 + 45 * at for at, value in enumerate(values)],
    )


def save(value: object) -> None:
    """Take what a field hands over."""
    st.session_state["saved"] = value


def gallery() -> None:
    """Everything, one below the other."""
    reader.speak()
    st.set_page_config(page_title="Gallery", layout="wide")
    st.title("Gallery", anchor=False)
    lift = st.slider("Lift", 0, 20, 8)
    saved = st.session_state.setdefault("saved", {"p10": 25, "p90": 35})

    months = [f"{2026 + m // 12}-{m % 12 + 1:02}" for m in range(6, 24)]
    middle = [4000 + 18 * lift * m + 60 * math.sin(m) for m in range(12)]
    flat = [4000 + 4 * m + 60 * math.sin(m) for m in range(12)]

    fan_chart(
        FanData(
            HOSTILE if st.query_params.get("hostile") else "Pedidos al mes",
            months,
            [3700.0, 3790.0, None, 3850.0, 3960.0, 3930.0],
            curve(middle),
            unchanged=curve(flat),
            aim=Aim(5000, 10),
            sentence="62 / 100",
        ),
        key="fan",
    )

    with st.container(border=True):
        quantity_field("Pedidos", saved, key="orders", save=save)
        quantity_field("Tasa", 0.031, key="rate", save=save, kind=Kind(unit="ratio", low=0, high=1))
    st.text(f"saved: {saved}")

    st.markdown(shown(HOSTILE))
    st.button(shown(HOSTILE), key="hostile", type="primary")
    st.checkbox(shown(HOSTILE), key="hostile.check", help=shown(HOSTILE))
    st.metric(shown(HOSTILE), kt.number(12), border=True)
    st.caption(shown(HOSTILE))
    frame.in_browser()


if __name__ == "__main__":
    gallery()
