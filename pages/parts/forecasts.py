"""Forecasts for pages: computed once, shared by all visitors, bounded in what they keep.

    found = forecasts.forecast(opened, scenario, draws=forecasts.MOVING)

What a slider moves is recomputed alone: the simulator remembers every path by exactly what it
depends on. Above that, whole forecasts are kept by plan, version, scenario and draws, so that a
rerun for any other reason computes nothing.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, TypeVar

import streamlit as st

import kpi_tree as kt
from pages.parts import session
from pages.parts.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from pages.parts.session import Opened

MOVING: Final = 4_096  # draws while something is moved
REPORT: Final = 10_000  # draws of what stands still
SEED: Final = 0
PATIENCE: Final = 0.4  # seconds before progress is shown
_PATHS: Final = 512 << 20  # bytes of paths that are remembered
_WHOLE: Final = 512 << 20  # bytes of whole forecasts
_STEPS_OF: Final = {"goals": "goals", "scenarios": "scenarios", "observations": "measured"}

_Kept = TypeVar("_Kept")

_watcher: ContextVar[Callable[[float], None] | None] = ContextVar("watcher", default=None)


@st.cache_resource(show_spinner=False)
def _paths() -> kt.Memory:
    return kt.Memory(_PATHS)


def memory() -> kt.Memory:
    """What this process remembers of paths, for whatever else is worked out from them."""
    return _paths()


@st.cache_resource(show_spinner=False)
def _whole() -> kt.Memory:
    return kt.Memory(_WHOLE)


def forecast(
    opened: Opened,
    scenario: kt.Scenario | None,
    *,
    draws: int = MOVING,
    about: frozenset[str] | None = None,
    keep: bool = True,
) -> kt.Forecast:
    """What a scenario does to the open plan; None: what happens if nothing is done.

    Args:
        opened: the plan at a version.
        scenario: one of the plan's own, or one that is only tried.
        draws: how many draws, all from the same sample.
        about: the metrics that will be asked about, where not all are: what leads to none of
            them is left out, and the rest comes out as it would with it.
        keep: whether the whole of it is kept, and not its paths alone, for whoever asks again.

    Raises:
        CannotCompute: some draw has no finite answer.
    """
    sample = (opened.id, opened.version, draws)
    size = _size(opened.plan, draws)

    def made() -> kt.Forecast:
        simulator = _kept(
            ("simulator", sample, about), lambda: _simulator(opened.plan, draws, about), size=size
        )
        return simulator.do_nothing if scenario is None else simulator.forecast(scenario)

    if not keep:
        return made()
    return _kept(("forecast", sample, scenario, about), made, size=size)


def _simulator(plan: kt.Plan, draws: int, about: frozenset[str] | None) -> kt.Simulator:
    part = plan if about is None else leading_to(plan, about)
    return kt.Simulator(part, draws=draws, seed=SEED, memory=_paths(), progress=report)


def decisive(plan: kt.Plan, scenario: kt.Scenario | None = None) -> frozenset[str]:
    """The metrics that odds and money hang on."""
    costs = [cost.metric for cost in scenario.costs] if scenario else []
    goals = [goal.metric for goal in plan.goals]
    return frozenset(name for name in (plan.money, *goals, *costs) if name)


def leading_to(plan: kt.Plan, wanted: frozenset[str]) -> kt.Plan:
    """The part of a plan that leads to these metrics; the draws of what stays are the same."""
    tree = kt.KpiTree(plan).over_time
    kept, waiting = set(wanted), list(wanted)
    while waiting:
        for driver in tree.predecessors(waiting.pop()):
            if driver not in kept:
                kept.add(driver)
                waiting.append(driver)
    fields = {name: getattr(plan, name) for name in kt.Plan.model_fields}
    fields["metrics"] = tuple(metric for metric in plan.metrics if metric.id in kept)
    fields["links"] = tuple(link for link in plan.links if link.outcome in kept)
    fields["money"] = plan.money if plan.money in wanted else None
    return kt.Plan.model_construct(**fields)


def _kept(key: Hashable, make: Callable[[], _Kept], *, size: int) -> _Kept:
    return _whole().kept(key, lambda: (make(), size))


def _size(plan: kt.Plan, draws: int) -> int:
    """The most bytes that the paths of a forecast take."""
    return 8 * draws * plan.months * max(1, len(plan.metrics))


# ── Progress ────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def progress() -> Iterator[None]:
    """Show a bar here for what takes longer than a moment.

    Whoever leaves the page meanwhile ends the computation: Streamlit interrupts a run where it
    draws, and the bar is drawn as the work goes on. The bar has its place where the work is done:
    a fragment may not write to one that the page has made.
    """
    place = st.empty()
    begun, drawn = time.monotonic(), False

    def watch(share: float) -> None:
        nonlocal drawn
        if time.monotonic() - begun > PATIENCE:
            drawn = True
            place.progress(min(1.0, share), text=kt.say("result.computing"))

    token = _watcher.set(watch)
    try:
        yield
    finally:
        _watcher.reset(token)
        if drawn:
            place.empty()


def report(share: float) -> None:
    """Say how far a computation is, to whatever shows `progress` around it."""
    if watch := _watcher.get():
        watch(share)


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────


def refused(error: kt.EnlaceError) -> None:
    """Say why there is no answer, with a link to the place that waits for a remedy."""
    with st.container(border=True):
        st.error(session.worded(error), icon=":material/error:")
        to_place(error.problem.place)


def step_of(place: str) -> str:
    """The step at which a place of the plan is changed.

    >>> step_of("links[3].size.p10"), step_of("goals[0].by")
    ('tree', 'goals')
    """
    return _STEPS_OF.get(place.partition("[")[0].partition(".")[0], "tree")


def to_place(place: str) -> None:
    """A link to the step at which a place of the plan is changed."""
    step = step_of(place)
    session.link(step, label=kt.say("frame.go_to", step=STEPS[step].title))
