"""The tree editor beside a bare React Flow page, and an edit beside an empty rerun.

The same boxes and edges, at the same places, in one Chromium that waits for no screen: from the
call of the component to the last paint, and the frames of a drag. The contenders take turns. Where
there are many boxes the editor draws only those in sight, so it is compared with a bare page that
does so too; the ratio to one that draws all of them is told beside it.

The edit is a drag on a plan of 50 metrics, as `make run` serves it: from the release until the
server's answer is drawn.

    python -m tests.bench editor          all
    python -m tests.bench.editor round    one part: size, crossings, beside, round
"""

from __future__ import annotations

import gzip
import math
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

import kpi_tree as kt
from kpi_tree.library.templates import IDS, template_path
from pages.parts.reader import NAME_COOKIE
from pages.parts.tree_editor.futures import futures
from pages.parts.tree_editor.snapshot import View, snapshot
from pages.parts.tree_editor.standing_places import BELOW
from pages.parts.tree_editor.words import words
from tests.bench import plans
from tests.bench.clock import ratio
from tests.bench.slider import AGAIN, EMPTY, PLAINLY
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import CHROMIUM, QUIET, ROOT, serving
from tests.layout.elk.boxes import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, Page, Route

PART: Final = ROOT / "pages" / "parts" / "tree_editor"
FLOW: Final = Path(__file__).parent / "flow"
NAMES: Final = "editor", "bare", "sparing"
ROUNDS: Final = {50: 9, 300: 5, 1_000: 3}
FRAMES: Final = {50: 60, 300: 25, 1_000: 10}
STILL: Final = 350  # milliseconds without a change: the picture is whole
EDITS: Final = 15
WARM: Final = 3
UNBOUND: Final = ("--disable-frame-rate-limit", "--disable-gpu-vsync")

_PAGE: Final = """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="/{name}.css"><style>body{{margin:0}}#root{{height:648px}}</style>
<div id="root"></div>"""
_PAINT: Final = """async ([name, asked]) => {
  const { painted, central } = await import('/timing.js');
  const { default: mount } = await import(`/${name}.js`);
  const { data, visible, view, still } = asked;
  window.left?.();
  const { spent, leave } = await painted(mount, { data, visible, view }, still);
  window.left = leave;
  const { m41, m42, a } = new DOMMatrix(
    getComputedStyle(document.querySelector('.react-flow__viewport')).transform);
  return [spent, central(document).dataset.id, { x: m41, y: m42, zoom: a }];
}"""
_DRAG: Final = """async ([id, frames]) => {
  const { dragged } = await import('/timing.js');
  return dragged(document, id, frames);
}"""
# From the release to the moment when nothing is on its way any more.
_RELEASE: Final = """async ([turn]) => {
  const roots = [...document.querySelectorAll('*')].map((node) => node.shadowRoot).filter(Boolean);
  const root = roots.find((each) => each.querySelector('.react-flow'));
  const nodes = [...root.querySelectorAll('.react-flow__node')];
  const node = nodes[turn % nodes.length];
  const { left, top, width } = node.getBoundingClientRect();
  const mouse = (target, kind, x) => target.dispatchEvent(new MouseEvent(kind, {
    clientX: x, clientY: top + 4, bubbles: true, cancelable: true, composed: true, view: window }));
  const start = left + width / 2;
  mouse(node, 'mousedown', start);
  for (const step of [3, 6, 9, 12]) {
    mouse(window, 'mousemove', start + step);
    await new Promise(requestAnimationFrame);
  }
  const saving = root.querySelector('.saving');
  return new Promise((done, fail) => {
    let begun = 0;
    let sent = false;
    const seen = new MutationObserver(() => {
      const open = saving.classList.contains('open');
      if (sent && !open) { seen.disconnect(); done(performance.now() - begun); }
      sent = sent || open;
    });
    seen.observe(saving, { attributes: true, childList: true, characterData: true });
    setTimeout(() => fail(new Error('no answer')), 15000);
    begun = performance.now();
    mouse(window, 'mouseup', start + 12);
  });
}"""


@dataclass
class Measured:
    """Milliseconds of one contender, a round each: to the last paint, and a frame of a drag."""

    paints: list[float]
    frames: list[float]


def figures() -> Iterable[tuple[str, float, str]]:
    """Size, crossings, paints, frames, round trip: name, value and goal of each."""
    for part in PARTS.values():
        yield from part()


@contextmanager
def chromium(*options: str) -> Iterator[Browser | None]:
    """A browser; None where there is none on the path."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        yield None
        return
    with sync_playwright() as playwright:
        args = [*QUIET, *options, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=found, args=args)
        yield browser
        browser.close()


def weighed() -> Iterator[tuple[str, float, str]]:
    """The size of what is served."""
    yield "built files of the editor, gzipped, KB", size(), "≤ 150"


def painted() -> Iterator[tuple[str, float, str]]:
    """Paints and frames beside a bare page."""
    with tempfile.TemporaryDirectory() as folder, chromium(*UNBOUND) as browser:
        if browser is None:
            yield "the editor beside a bare page", math.nan, "no Chromium on the PATH"
        elif built(Path(folder)):
            yield from beside(browser, Path(folder))
        else:
            yield "the editor beside a bare page", math.nan, "npm ci in tree_editor/source first"


def travelled() -> Iterator[tuple[str, float, str]]:
    """An edit's round trip."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        if browser is None:
            yield "an edit's round trip", math.nan, "no Chromium on the PATH"
        else:
            yield from around(browser, Path(folder))


def size() -> float:
    """The built files in thousands of bytes, each gzipped as a server would."""
    files = (PART / "frontend").iterdir()
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1_000


def crossed() -> Iterator[tuple[str, float, str]]:
    """Edges that cross in the worked trees, beside those of ELK's picture."""
    theirs = counted()
    for name, language in product(sorted(IDS), kt.LANGUAGES):
        with kt.speak(language):
            found = kt.places(kt.read(template_path(name, language)), below=BELOW)
        most = theirs[f"{name} {language}"]
        yield f"crossings, {name} {language} (ELK: {most})", kt.crossings(found), f"≤ {most}"


# ── Beside a bare page ──────────────────────────────────────────────────────────────────────────


def built(folder: Path) -> bool:
    """The bare page, made with the editor's own libraries; False where they are not there."""
    libraries = PART / "source" / "node_modules"
    if not (libraries / ".bin" / "esbuild").exists():
        return False
    options = "--bundle --format=esm --minify --jsx=automatic --target=es2022".split()
    into = (f"--outdir={folder}", "--log-level=error")
    production = '--define:process.env.NODE_ENV="production"'
    subprocess.run(
        [libraries / ".bin" / "esbuild", FLOW / "bare.tsx", *options, production, *into],
        env={**os.environ, "NODE_PATH": str(libraries)},
        check=True,
    )
    return True


def beside(browser: Browser, folder: Path) -> Iterator[tuple[str, float, str]]:
    """The editor's paints and frames as ratios to those of a bare page, by size."""
    for metrics in ROUNDS:
        told = example(metrics)
        found = turns(browser, folder, told, metrics=metrics)
        fair = "sparing" if metrics > 200 else "bare"
        ours, theirs, whole = found["editor"], found[fair], found["bare"]
        head = f"{metrics:,} metrics: editor ÷ bare page"
        yield f"{head}, call → painted", ratio(ours.paints, theirs.paints), "≤ 1.5"
        yield f"{head}, a frame of a drag", ratio(ours.frames, theirs.frames), "≤ 1.5"
        if fair != "bare":
            more = "where the bare page draws all"
            yield f"{head}, painted, {more}", ratio(ours.paints, whole.paints), "told only"
            yield f"{head}, a frame, {more}", ratio(ours.frames, whole.frames), "told only"
        yield f"{metrics:,} metrics: bare page painted, milliseconds", median(theirs.paints), "–"
        yield f"{metrics:,} metrics: bare page, a frame, milliseconds", median(theirs.frames), "–"


def example(metrics: int) -> dict[str, Any]:
    """What the editor gets for a plan of a size, forecasts of its first metrics on all boxes."""
    plan = kt.plan_of(plans.document(metrics, 24))
    layout = kt.places(plan, below=BELOW)
    few = kt.plan_of(plans.document(50, 24))
    known = list(futures_of(few).values())
    view = View(plan, 1, layout)
    drawn = snapshot(view)
    for index, node in enumerate(drawn["nodes"]):
        node["future"] = known[index % len(known)]
    around_it = {"plan": f"p{metrics}", "ack": 0, "paged": 1, "refusals": [], "made": {}}
    around_it |= {"answer": None, "chosen": None, "language": "es"}
    return {**drawn, **around_it, "words": words(None)}


def futures_of(plan: kt.Plan) -> dict[str, Any]:
    """What is to be expected of each metric if nothing is done, as the editor draws it."""
    from pages.parts.session import Opened

    return dict(futures(Opened("bench", plan, 1), None).metrics)


def turns(
    browser: Browser, folder: Path, told: dict[str, Any], *, metrics: int
) -> dict[str, Measured]:
    """Paints and drags of all contenders, taking turns; the first round does not count."""
    pages = {name: opened(browser, folder, name) for name in NAMES}
    found = {name: Measured([], []) for name in NAMES}
    # All look at the part of the map that the editor opens with.
    view = {"x": 0, "y": 0, "zoom": 1}
    for turn in range(1 + ROUNDS[metrics]):
        for name, page in pages.items():
            module = "editor" if name == "editor" else "bare"
            data = {**told, "plan": f"{told['plan']}-{turn}"}
            asked = {"data": data, "visible": name == "sparing", "view": view, "still": STILL}
            spent, box, view = page.evaluate(_PAINT, [module, asked])
            frames = page.evaluate(_DRAG, [box, FRAMES[metrics]])
            if turn:
                found[name].paints.append(spent)
                found[name].frames.append(median(frames))
    for page in pages.values():
        page.close()
    return found


def opened(browser: Browser, folder: Path, name: str) -> Page:
    """A page whose files are given from here; it reaches nothing else."""
    module = "editor" if name == "editor" else "bare"
    files = {
        "/timing.js": FLOW / "timing.js",
        "/bare.js": folder / "bare.js",
        "/bare.css": folder / "bare.css",
        "/editor.js": PART / "frontend" / "tree_editor.js",
        "/editor.css": PART / "frontend" / "tree_editor.css",
    }
    kinds = {".js": "text/javascript", ".css": "text/css"}

    def give(route: Route) -> None:
        path = "/" + route.request.url.split("/", 3)[3]
        if path in files:
            file = files[path]
            route.fulfill(body=file.read_bytes(), content_type=kinds[file.suffix])
        elif path == "/":
            route.fulfill(body=_PAGE.format(name=module), content_type="text/html")
        else:
            route.abort()

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/*", give)
    page.goto("http://bench.invalid/")
    return page


# ── Through the server ──────────────────────────────────────────────────────────────────────────


def around(browser: Browser, folder: Path) -> Iterator[tuple[str, float, str]]:
    """An edit's round trip as a ratio to an empty rerun."""
    script = folder / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    ours, theirs = folder / "ours", folder / "theirs"
    ours.mkdir()
    theirs.mkdir()
    with kt.Workspace.open(ours / "enlace.db") as workspace:
        plan = workspace.create(kt.plan_of(plans.document(50, 24)), by="Ana").plan_id
    with (
        serving(ours) as enlace,
        serving(theirs, "streamlit", "run", str(script), *PLAINLY) as bare,
    ):
        nothing, tree = browser.new_page(), browser.new_page()
        tree.context.add_cookies([{"name": NAME_COOKIE, "value": "Ana", "url": enlace.url}])
        visit(nothing, bare.url)
        visit(tree, f"{enlace.url}/tree?plan={plan}")
        tree.locator(".react-flow__node").nth(40).wait_for()
        empty, edits = [], []
        for turn in range(WARM + EDITS):
            empty.append(nothing.evaluate(AGAIN))
            edits.append(tree.evaluate(_RELEASE, [turn]))
            tree.wait_for_timeout(1_200)  # the rest of the page follows when the hand has rested
            rest(tree)
        # A server that is asked to end waits for those who listen.
        nothing.close()
        tree.close()
    kept, beneath = edits[WARM:], empty[WARM:]
    yield "50 metrics: box released → answer drawn ÷ empty rerun", ratio(kept, beneath), "≤ 2"
    yield "an edit's round trip, milliseconds", median(kept), "what the ratio stands on"


PARTS: Final = {"size": weighed, "crossings": crossed, "beside": painted, "round": travelled}


if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        for name, value, goal in PARTS[part]():
            print(f"{name}: {value:.3g} ({goal})", flush=True)
