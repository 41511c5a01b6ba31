"""`export`: a plan in another form, in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kpi_tree as kt
from kpi_tree.cli import DONE
from kpi_tree.cli.printing import put_json
from kpi_tree.exports import checked

if TYPE_CHECKING:
    import argparse


def export(arguments: argparse.Namespace) -> int:
    """Write the plan in another form; with a scenario its odds stand in the picture."""
    checked(arguments.to)
    plan = kt.read(arguments.plan)
    content = kt.export(
        plan,
        arguments.to,
        arguments.out,
        forecast=_forecast(plan, arguments.scenario),
        dark=arguments.dark,
    )
    if arguments.json:
        put_json({"out": arguments.out, "to": arguments.to, "bytes": len(content)})
    return DONE


def _forecast(plan: kt.Plan, scenario: str | None) -> kt.Forecast | None:
    return None if scenario is None else kt.simulate(plan, [scenario])[scenario]
