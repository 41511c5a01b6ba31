"""Enlace: link social networks to the business.

    import kpi_tree as kt

    plan = kt.read("plan.json")
    for finding in kt.check(plan):
        print(finding.place, finding.sentence, finding.remedy)
    result = kt.simulate(plan, draws=10_000, seed=0)
    result.frame()

A room is loaded when one of its names is asked for, so a simulation brings neither a database
nor a chart library along. The names stand in `__init__.pyi`, once: a line there opens the door.
"""

import ast
from importlib import import_module
from pathlib import Path

_HOME = {
    alias.name: str(line.module)
    for line in ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8")).body
    if isinstance(line, ast.ImportFrom)
    for alias in line.names
}
__all__ = sorted(_HOME)  # noqa: PLE0605 (a list, though ruff cannot see of what)


def __getattr__(name: str) -> object:
    """Load the room of a public name when it is first asked for."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    room = _HOME[name]
    value = (
        import_module(f"{room}.{name}") if room == __name__ else getattr(import_module(room), name)
    )
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
