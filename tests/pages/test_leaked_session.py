"""Whoever takes over somebody's session finds buttons in it, and none that does anything for them.

Streamlit calls what a button left behind before a page is drawn again. So each page is drawn for
its owner, the browser gives way to that of a stranger, and the stranger presses all there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import kpi_tree as kt
from pages.parts import visiting
from pages.parts.host import workspaces
from pages.parts.steps import STEPS
from tests.hosted.prepared import OWNER, room
from tests.pages.conftest import ROOT
from tests.store.plans import SHOP

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPED = "7"
# Those with the most to press; the others are pressed where there is time.
QUICK = {"room", "comments", "history", "scenarios"}


@dataclass
class Browser:
    """Whose cookie the session's connection brings along, and the plan."""

    owner: kt.Visitor
    plan_id: str
    who: kt.Visitor

    def drawn(self, step: str) -> AppTest:
        """A page as its owner sees it."""
        self.who = self.owner
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        at.query_params["lang"], at.query_params["plan"] = "es", self.plan_id
        return (at.switch_page(STEPS[step].script) if step != "start" else at).run()

    def taken_over(self) -> None:
        """A stranger is at the session from now on."""
        self.who = kt.Visitor(kt.new_token(), "Eve")

    def everything(self) -> str:
        """All that hangs on the plan."""
        asked = workspaces.workspace().admitted(self.owner)
        people = [(one.name, one.side, one.role) for one in asked.sharing.people(self.plan_id)]
        links = [(one.id, one.code, one.valid) for one in asked.sharing.invitations(self.plan_id)]
        talk = asked.talk.threads(self.plan_id), asked.talk.proposals(self.plan_id)
        return repr((asked.pulse(self.plan_id), asked.plans(), people, links, talk))


@pytest.fixture
def browser(tmp_path, monkeypatch) -> Iterator[Browser]:
    where = tmp_path / "enlace.db"
    found = room(where, [("Luis", "edit")], plan=kt.plan_of(SHOP))
    with kt.Workspace.open(where, closed=True) as opened:
        luis = opened.admitted(kt.Visitor(found.cookies["Luis"])).talk
        luis.comment(found.plan_id, kt.Subject(), "¿Por qué?")
        target = kt.Target(metric="posts", value=15)
        luis.propose(found.plan_id, name="Otra", targets=[target])
    for name, value in {"STORE": str(where), "HOSTED": "1", "HOSTS": "localhost"}.items():
        monkeypatch.setenv(f"ENLACE_{name}", value)
    monkeypatch.chdir(ROOT)
    st.cache_resource.clear()
    workspaces.forget()
    owner = kt.Visitor(found.cookies[OWNER], OWNER)
    browser = Browser(owner, found.plan_id, owner)
    # AppTest has no connection whose cookies could be read.
    monkeypatch.setattr(visiting, "visitor", lambda: browser.who)
    yield browser
    workspaces.workspace().close()
    workspaces.forget()


def fill(at: AppTest) -> list[Any]:
    """Type into every field and press every button; returns the buttons."""
    for field in [*at.text_input, *at.text_area]:
        if not field.disabled:
            field.set_value(TYPED)
    buttons = [button for button in at.button if not button.disabled]
    for button in buttons:
        button.click()
    return buttons


@pytest.mark.parametrize(
    "step",
    [step if step in QUICK else pytest.param(step, marks=pytest.mark.soak) for step in STEPS],
)
def test_all_that_a_page_offers_its_owner_does_nothing_for_a_stranger(browser, step) -> None:
    at = browser.drawn(step)
    assert not at.exception
    before = browser.everything()
    pressed = fill(at)
    browser.taken_over()
    at.run()
    assert pressed
    assert not at.exception
    assert browser.everything() == before


def test_what_a_page_offers_its_owner_is_done_for_the_owner(browser) -> None:
    at = browser.drawn("comments")
    before = browser.everything()
    fill(at)
    at.run()
    assert browser.everything() != before
