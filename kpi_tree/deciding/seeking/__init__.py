"""The cheapest way: the targets of least cost that reach the goals with the odds wanted."""

from __future__ import annotations

from kpi_tree.deciding.seeking.answer import Alone, Answer, Point, Proposal, Stop
from kpi_tree.deciding.seeking.asking import seek
from kpi_tree.deciding.seeking.levers import Lever

__all__ = ["Alone", "Answer", "Lever", "Point", "Proposal", "Stop", "seek"]
