"""A plan as a Mermaid flow chart, for documents that are text: layers as groups, names as words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kpi_tree.exports.plain import plain
from kpi_tree.locale import say
from kpi_tree.palette import LAYERS
from kpi_tree.tree import KpiTree

if TYPE_CHECKING:
    from kpi_tree.plan.model import Metric, Plan

# Marks that Mermaid or Markdown would read; written by their numbers they are letters.
_READ: Final = frozenset("\"'`#&;<>[]{}()|\\*_~$%")


def mermaid(plan: Plan) -> bytes:
    """The plan as Mermaid text.

    Nodes are numbered (a metric's id might be one of Mermaid's words). A thick arrow is a
    formula, a dotted one a hypothesis, a plain one what is agreed or measured; a rounded box is
    the metric of a goal.
    """
    tree = KpiTree(plan)
    names = {metric.id: f"m{index}" for index, metric in enumerate(plan.metrics)}
    lines = ["---", f"title: {_title(plan.title)}", "---", "flowchart LR"]
    for layer in reversed(LAYERS):
        metrics = [metric for metric in plan.metrics if metric.layer == layer]
        if metrics:
            lines.append(f'  subgraph {layer}["{say(f"library.layer.{layer}")}"]')
            lines += [f"    {_node(metric, names, tree)}" for metric in metrics]
            lines.append("  end")
    for driver, outcome, edge in tree.over_time.edges(data=True):
        settled = any(link.status != "hypothesis" for link in edge["links"])
        arrow = "==>" if edge["formula"] else "-->" if settled else "-.->"
        lines.append(f"  {names[driver]} {arrow} {names[outcome]}")
    return ("\n".join(lines) + "\n").encode()


def _node(metric: Metric, names: dict[str, str], tree: KpiTree) -> str:
    opened, closed = ("([", "])") if metric.id in tree.goal_metrics else ("[", "]")
    return f'{names[metric.id]}{opened}"{_word(metric.name)}"{closed}'


def _title(text: str) -> str:
    """A user's text as YAML, in which Mermaid finds no directive of its own."""
    return json.dumps(plain(text), ensure_ascii=False).replace("%", "\\u0025")


def _word(text: str) -> str:
    """A user's text as letters alone.

    >>> _word('CPA "bajo"')
    'CPA #34;bajo#34;'
    """
    return "".join(f"#{ord(mark)};" if mark in _READ else mark for mark in plain(text))
