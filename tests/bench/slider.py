"""From the release of a slider to the new fan chart in the browser, beside an empty rerun.

Plan M (60 metrics, 24 months, 11 sliders) on the page Result, 4,096 draws, as `make run` serves
it; each slider in turn that leads to the metric in the chart. The empty rerun is a page of
Streamlit with one button and one line that counts, with the same settings. The two take turns in
one Chromium. Both are timed inside the browser: from the event to the change of the document. The
chart that is drawn first must be the one that still stands when the page has come to rest.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

import networkx as nx
from playwright.sync_api import sync_playwright

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from tests.bench import plans
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import CHROMIUM, QUIET, serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

ROUNDS: Final = 40
WARM: Final = 8
EMPTY: Final = """
import streamlit as st
st.session_state["count"] = st.session_state.get("count", 0) + 1
st.button("again")
st.text(f"count {st.session_state['count']}")
"""
PLAINLY: Final = ("--server.headless=true", "--server.port={port}", "--server.address=127.0.0.1")

# A promise of the milliseconds from `act` until `told()` gives something else inside `root`.
TIMED: Final = """
const timed = (root, told, act) => new Promise((done, fail) => {
  const before = told();
  const seen = new MutationObserver(() => {
    if (told() === before) return;
    seen.disconnect();
    done(performance.now() - begun);
  });
  seen.observe(root, { childList: true, subtree: true, characterData: true });
  setTimeout(() => fail(new Error('nothing changed')), 15000);
  const begun = performance.now();
  act();
});
"""
AGAIN: Final = f"""() => {{ {TIMED}
const told = () => document.querySelector('[data-testid=stText]')?.textContent;
const button = document.querySelector('[data-testid=stButton] button');
return timed(document.body, told, () => button.click()); }}"""
_MOVE: Final = f"""([at, up]) => {{ {TIMED}
const roots = [...document.querySelectorAll('*')].map((node) => node.shadowRoot).filter(Boolean);
const find = (what) => roots.map((root) => root.querySelectorAll(what)).find((list) => list.length);
const input = find('.levers input')[at];
const canvas = find('.fan .canvas')[0];
const told = () => canvas.querySelector('path.forecast')?.getAttribute('d');
const released = timed(canvas, told, () => {{
  const [low, high] = [Number(input.min), Number(input.max)];
  input.value = low + (high - low) * (0.3 + 0.01 * up);
  input.dispatchEvent(new Event('input', {{ bubbles: true }}));
  input.dispatchEvent(new Event('change', {{ bubbles: true }}));
}});
return released.then((passed) => [passed, told()]); }}"""


def figures() -> Iterable[tuple[str, float, str]]:
    """Median and 95th percentile, as ratios to the median of an empty rerun; then absolute."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        yield "from the release of a slider to the fan chart", math.nan, "no Chromium on the PATH"
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, "--no-sandbox"])
        empty, moves, corrected = measured(browser, Path(folder))
        browser.close()
    usual, slow = median(moves), quantiles(moves, n=20)[-1]
    yield "slider released → fan chart drawn ÷ empty rerun, median", usual / median(empty), "≤ 3"
    yield "slider released → fan chart drawn ÷ empty rerun, 95 %", slow / median(empty), "told only"
    yield "charts that were drawn and then corrected", corrected, "≤ 0"
    yield "an empty rerun, milliseconds", median(empty), "what the ratios stand on"


def measured(browser: Browser, folder: Path) -> tuple[list[float], list[float], int]:
    """Milliseconds of empty reruns and of moves, taking turns; how many charts were corrected."""
    script = folder / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    ours, theirs = folder / "ours", folder / "theirs"
    ours.mkdir()
    theirs.mkdir()
    plan = kept(ours / "enlace.db")
    with (
        serving(ours) as enlace,
        serving(theirs, "streamlit", "run", str(script), *PLAINLY) as bare,
    ):
        nothing, result = browser.new_page(), browser.new_page()
        result.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": enlace.url}])
        visit(nothing, bare.url)
        visit(result, f"{enlace.url}/result?plan={plan}")
        result.locator(".levers input").first.wait_for(state="attached")
        result.locator(".fan path.forecast").wait_for(state="attached")
        rest(result)
        return _turns(nothing, result)


def _turns(nothing: Page, result: Page) -> tuple[list[float], list[float], int]:
    empty, moves, corrected = [], [], 0
    line = result.locator(".fan path.forecast").first
    sliders = leading()
    for turn in range(WARM + ROUNDS):
        empty.append(nothing.evaluate(AGAIN))
        rest(nothing)
        passed, first = result.evaluate(_MOVE, [sliders[turn % len(sliders)], turn + 1])
        moves.append(passed)
        result.locator(".levers[aria-busy=false]").wait_for()
        rest(result)
        corrected += line.get_attribute("d") != first
    return empty[WARM:], moves[WARM:], corrected


def leading() -> list[int]:
    """Which sliders of plan M move the metric that the page shows: the first goal's."""
    plan = plans.plan("M")
    drivers = nx.ancestors(kt.KpiTree(plan).over_time, plan.goals[0].metric)
    targets = plan.scenarios[0].targets
    return [at for at, target in enumerate(targets) if target.metric in drivers]


def kept(store: Path) -> str:
    """Plan M in a store of its own; its id."""
    with kt.Workspace.open(store) as workspace:
        return workspace.create(plans.plan("M"), by="Ana").plan_id


if __name__ == "__main__":
    for name, value, goal in figures():
        print(f"{name}: {value:.3g} ({goal})")
