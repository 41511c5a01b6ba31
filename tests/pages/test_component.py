"""Our components are served as files, as the strict policy wants it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.component import PARTS


def mounted() -> None:
    from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager

    from pages.parts.component import component
    from pages.parts.fan import Curve, FanData, fan_chart

    component("frame")(key="frame", data={"language": "es", "keep": {}})
    fan_chart(FanData("x", ["2027-01", "2027-02"], [], Curve([1, 1], [2, 2], [3, 4])), key="fan")
    import streamlit as st

    manager = get_bidi_component_manager()
    for name in ("frame", "fan"):
        definition = manager.get(f"enlace.{name}")
        st.text(f"{definition.js_url} {definition.css_url} {definition.js_content}")


@pytest.mark.parametrize("run", [1, 2])
def test_components_mount_by_file_and_carry_no_inline_script(run) -> None:
    at = AppTest.from_function(mounted, default_timeout=20).run()
    assert not at.exception
    assert [text.value for text in at.text] == ["frame.js frame.css None", "fan.js fan.css None"]


@pytest.mark.parametrize("name", ["fan", "levers", "live", "tree_picture"])
def test_a_component_takes_itself_away_only_where_its_place_has_gone(name) -> None:
    # Streamlit runs the clean-up of a call that a newer one has overtaken as well.
    words = (PARTS / name / "frontend" / f"{name}.js").read_text("utf-8")
    assert "return () => {" in words
    assert words.count("if (parentElement.isConnected) return;") == 1
