"""What the targets would do to the goals, with honest uncertainty (numpy alone)."""

from __future__ import annotations

from kpi_tree.simulation.forecasting import DO_NOTHING, Forecast, Simulation, Simulator, simulate
from kpi_tree.simulation.memory import Memory

__all__ = ["DO_NOTHING", "Forecast", "Memory", "Simulation", "Simulator", "simulate"]
