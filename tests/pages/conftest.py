"""Pages without a browser: `AppTest` runs the frame and a page in a few milliseconds.

    def test_goals_ask_for_a_plan_first(enlace):
        at = enlace("goals").run()
        assert not at.exception

`enlace(step, plan=document, language="en", name="Ana")` gives the app at a step, with a plan of
its own open where a document is handed over.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import kpi_tree as kt
from pages.parts.host import workspaces
from pages.parts.reader import NAME_COOKIE
from pages.parts.session import workspace
from pages.parts.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def enlace(tmp_path, monkeypatch) -> Callable[..., AppTest]:
    """The app at a step, its plans in a store that ends with the test."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("ENLACE_STORE", str(tmp_path / "enlace.db"))
    st.cache_resource.clear()
    workspaces.forget()

    def opened(step: str = "start", **given: Any) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
        at.query_params["lang"] = given.get("language", "es")
        if name := given.get("name", "Ana"):
            at.session_state["enlace.kept"] = {NAME_COOKIE: name}
        if plan := given.get("plan"):
            at.query_params["plan"] = workspace().create(kt.plan_of(plan), by=name).plan_id
        return at.switch_page(STEPS[step].script) if step != "start" else at

    return opened
