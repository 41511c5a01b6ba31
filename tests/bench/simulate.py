"""The simulator: its time as a ratio to the limit, to a slider's move, to textbook numpy.

All on plan M (60 metrics, 24 months, one scenario), timed until every mean, p10, p50 and p90 of
do-nothing and the scenario has been read. The **limit** draws the same random numbers by the same
method, writes each result once and sorts each result row once; a path that the scenario shares
with do-nothing counts once.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

import numpy as np

import kpi_tree as kt
from kpi_tree.simulation import Memory, simulate
from kpi_tree.simulation.drawing import carried, drawn, jitter
from tests.bench import plans
from tests.bench.clock import ratio, timed
from tests.bench.textbook import Textbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi_tree.plan.model import Plan
    from kpi_tree.simulation import Simulation

Figure = tuple[str, float, str]

DRAWS = 10_000
SLIDER_DRAWS = 4_096
NAN = math.nan


def figures() -> Iterable[Figure]:
    """All figures of the simulator."""
    yield from limit_and_textbook(plans.plan("M"))
    for draws in (SLIDER_DRAWS, DRAWS):
        yield slider(plans.plan("M"), draws)
    yield from samples()
    yield from cold_start()
    yield from others(plans.plan("M"))


# --- whole runs -----------------------------------------------------------------------------------


def whole_run(plan: Plan, *, draws: int = DRAWS, memory: Memory | None = None) -> Simulation:
    """Simulate, and read all that is asked of each month."""
    result = simulate(plan, draws=draws, memory=memory)
    for forecast in result.forecasts.values():
        for metric in forecast.metrics:
            forecast.fan(metric)
    return result


def limit(plan: Plan, result: Simulation) -> None:
    """Draw the same numbers, write each result once, sort each result row once."""
    quantities = list(draw_all(plan, draws=result.draws, seed=result.seed))
    for index, shape in enumerate(result_shapes(result)):
        written = np.empty(shape)
        written[:] = quantities[index % len(quantities)]
        for row in written:
            row.sort()


def result_shapes(result: Simulation) -> list[tuple[int, ...]]:
    """The shapes of all paths that are uncertain; a path that is shared stands there once."""
    paths = {
        id(path): path.draws.shape
        for forecast in result.forecasts.values()
        for path in map(forecast.path, forecast.metrics)
    }
    return [shape for shape in paths.values() if shape[1] > 1]


def draw_all(plan: Plan, *, draws: int, seed: int) -> Iterator[np.ndarray]:
    """The draws of every quantity of a plan and its scenarios, (1, draws) each; and the noise."""
    own = partial(drawn, draws=draws, seed=seed)
    for metric in plan.metrics:
        for key in ("baseline", "trend"):
            if not isinstance(quantity := getattr(metric, key), float | None):
                yield own(quantity, f"metrics/{metric.id}/{key}")
        if metric.noise:
            place = f"metrics/{metric.id}/noise"
            noise = jitter(metric.noise, place, months=plan.months, draws=draws, seed=seed)
            yield noise[:1]
    for link in plan.links:
        yield own(link.size, f"links/{link.id}/size")
        if not isinstance(link.carryover, float):
            place = f"links/{link.id}/carryover"
            yield carried(link.carryover, place, draws=draws, seed=seed)
        if link.saturation and not isinstance(link.saturation.half, float):
            yield own(link.saturation.half, f"links/{link.id}/saturation/half")
    for scenario in plan.scenarios:
        for target in scenario.targets:
            if not isinstance(target.delivery, float):
                place = f"scenarios/{scenario.id}/targets/{target.metric}/delivery"
                yield own(target.delivery, place)


def limit_and_textbook(plan: Plan) -> Iterator[Figure]:
    """The engine against the limit and against textbook numpy, taking turns."""
    result = whole_run(plan)
    times = timed(
        {
            "engine": partial(whole_run, plan),
            "limit": partial(limit, plan, result),
            "textbook": lambda: Textbook(plan, draws=DRAWS).simulate(),
        },
        rounds=7,
    )
    yield "plan M, 10,000 draws: milliseconds", median(times["engine"]) * 1e3, "the less the better"
    yield "the limit: milliseconds", median(times["limit"]) * 1e3, "for comparison"
    yield "textbook numpy: milliseconds", median(times["textbook"]) * 1e3, "for comparison"
    yield (
        "plan M as a multiple of the limit",
        ratio(times["engine"], times["limit"]),
        "≤ 2 (stretch 1.5)",
    )
    yield "textbook numpy as a multiple of Enlace", ratio(times["textbook"], times["engine"]), "≥ 3"


# --- a slider's move ------------------------------------------------------------------------------


class Board:
    """Somebody moves one slider after the other; what was computed before is kept."""

    def __init__(self, plan: Plan, draws: int) -> None:
        """Simulate the plan once, so that only what a move changes is left to do."""
        self.plan, self.draws, self.memory = plan, draws, Memory()
        whole_run(plan, draws=draws, memory=self.memory)

    def move(self, metric: str) -> Simulation:
        """Set an input's target to a value that it never had, and read what follows."""
        first = self.plan.scenarios[0]
        targets = tuple(
            at.model_copy(update={"change": at.change + 0.001}) if at.metric == metric else at
            for at in first.targets
        )
        moved = first.model_copy(update={"targets": targets})
        self.plan = self.plan.model_copy(update={"scenarios": (moved,)})
        return whole_run(self.plan, draws=self.draws, memory=self.memory)


def slider(plan: Plan, draws: int) -> Figure:
    """A slider's move as a share of the full run: the mean over the scenario's inputs."""
    board = Board(plan, draws)
    contenders = {"whole": partial(whole_run, plan, draws=draws)} | {
        f"move {name}": partial(board.move, name) for name in moved_inputs(plan)
    }
    times = timed(contenders, rounds=5)
    whole = times.pop("whole")
    share = mean(ratio(move, whole) for move in times.values())
    return f"slider move at {draws:,} draws as a share of the full run", share, "≤ 0.3"


def moved_inputs(plan: Plan) -> list[str]:
    """The inputs that the scenario moves."""
    targets = (target.metric for target in plan.scenarios[0].targets)
    return [name for name in targets if name not in plan.links_into]


# --- how many draws -------------------------------------------------------------------------------


def samples() -> Iterator[Figure]:
    """The draws that a goal's probability needs for a standard error of half a point."""
    spread = np.mean([variance_per_draw(plans.plan("S", seed=seed)) for seed in range(1, 7)])
    yield "draws for half a point of standard error on a goal", spread / 0.005**2, "≤ 3,500"
    yield (
        "the same by plain Monte Carlo, from p(1 − p) at even odds",
        0.25 / 0.005**2,
        "for comparison",
    )


def variance_per_draw(plan: Plan, *, draws: int = 512, seeds: int = 64) -> float:
    """Draws times the variance of a goal's probability over seeds, its target at even odds."""
    goal = plan.goals[-1]
    middle = simulate(plan, draws=DRAWS)["plan_a"].goals[goal.id].quantiles[1]
    even = plan.model_copy(update={"goals": (goal.model_copy(update={"target": middle}),)})
    odds = [
        simulate(even, draws=draws, seed=seed)["plan_a"].goals[goal.id].probability
        for seed in range(seeds)
    ]
    return float(np.var(odds, ddof=1)) * draws


# --- a cold start ---------------------------------------------------------------------------------


def cold_start() -> Iterator[Figure]:
    """`python -m kpi_tree simulate` on plan S against importing what it stands on."""
    name, goal = "cold command on plan S as a multiple of its imports", "≤ 1.6"
    if find_spec("kpi_tree.__main__") is None:
        yield name, NAN, "the command is not built yet"
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        kt.write(plans.plan("S"), path)
        command = ["-m", "kpi_tree", "simulate", str(path)]
        if _python(command).returncode != 0:
            yield name, NAN, "the command is not built yet"
            return
        bare = ["-c", "import numpy, networkx, pydantic"]
        times = timed({"cold": partial(_python, command), "bare": partial(_python, bare)}, rounds=7)
    yield name, ratio(times["cold"], times["bare"]), goal


def _python(arguments: list[str]) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, env=os.environ, capture_output=True, check=False
    )


# --- others ---------------------------------------------------------------------------------------


def others(plan: Plan) -> Iterator[Figure]:
    """Other libraries, where somebody has installed them beside Enlace: its draws alone."""
    name = "squigglepy, the draws alone, as a multiple of Enlace's whole run"
    if find_spec("squigglepy") is None:
        yield name, NAN, "not installed here"
        return
    contenders = {"squigglepy": partial(squiggle, plan), "engine": partial(whole_run, plan)}
    times = timed(contenders, rounds=3)
    yield name, ratio(times["squigglepy"], times["engine"]), "for comparison"


def squiggle(plan: Plan) -> None:
    """Draw the baselines and sizes of a plan as squigglepy does, all as lognormals."""
    squigglepy = import_module("squigglepy")
    for _ in [*plan.metrics, *plan.links]:
        squigglepy.sample(squigglepy.lognorm(80, 120, credibility=80), n=DRAWS)
