"""Plans of a few lines, and how far an estimate may lie from a closed form."""

import math

import numpy as np

import kpi_tree as kt
from kpi_tree.simulation import simulate

START = "2027-01"
DRAWS = 10_000


def metric(name, **own):
    """A metric with an id alone to name it."""
    return {"id": name, "name": name, "layer": "social", **own}


def link(driver, outcome, size, **own):
    """A link from one metric to another."""
    return {"id": f"{driver}_to_{outcome}", "from": driver, "to": outcome, "size": size, **own}


def goal(name, target, by=START, **own):
    """A goal named after its metric."""
    return {"id": f"goal_{name}", "name": name, "metric": name, "target": target, "by": by, **own}


def scenario(*targets, **own):
    """A scenario `s` of targets."""
    return {"id": "s", "name": "s", "targets": list(targets), **own}


def plan(*metrics, months=1, **own):
    """A plan that starts in January 2027."""
    top = {"format": "enlace-plan/1", "title": "t", "start": START, "months": months}
    return kt.plan_of({**top, "metrics": list(metrics), **own})


def simulated(*metrics, draws=DRAWS, seed=0, **own):
    """The simulation of such a plan."""
    return simulate(plan(*metrics, **own), draws=draws, seed=seed)


def draws_of(result, name, scenario="do_nothing", *, month=0):
    """A metric's draws in one month."""
    return result[scenario].path(name).row(month)[0]


def month(index):
    """The month so many after the start."""
    return f"{2027 + index // 12}-{index % 12 + 1:02d}"


def assert_mean(values, mean, sd):
    """The mean of the draws is as expected, within four standard errors."""
    assert abs(np.mean(values) - mean) <= 4 * sd / math.sqrt(len(values)), (np.mean(values), mean)


def assert_share(values, share):
    """A share of true values is as expected, within four standard errors."""
    error = math.sqrt(share * (1 - share) / len(values))
    assert abs(np.mean(values) - share) <= 4 * error, (np.mean(values), share)


def assert_distribution(values, expected):
    """Mean and quantiles are as expected; a quantile is judged by the share of draws below it."""
    assert_mean(values, expected["mean"], expected["sd"])
    for name, at in expected["quantiles"].items():
        assert_share(values <= at, int(name[1:]) / 100)
