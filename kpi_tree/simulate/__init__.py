"""What the targets would do to the goals, with honest uncertainty (numpy alone)."""

from __future__ import annotations

from kpi_tree.simulate.memory import Memory
from kpi_tree.simulate.simulation import DO_NOTHING, Forecast, Simulation, Simulator, simulate

__all__ = ["DO_NOTHING", "Forecast", "Memory", "Simulation", "Simulator", "simulate"]
