"""Progress of a long question, told as a share of all its steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi_tree.errors import Stopped

if TYPE_CHECKING:
    from kpi_tree.simulation.engine import Progress


@dataclass
class Pace:
    """Counts steps; whoever listens may call the whole off.

    Attributes:
        progress: who listens; told a share from `first` to `last`.
        steps: how many there are.
        done: how many are behind.
    """

    progress: Progress | None
    steps: int
    first: float = 0.0
    last: float = 1.0
    done: int = 0
    _highest: list[float] = field(default_factory=lambda: [0.0])

    def __call__(self, share: float) -> bool | None:
        """Tell how far the step at work is."""
        if self.progress is None:
            return None
        through = min(1.0, (self.done + share) / max(1, self.steps))
        # What is remembered runs through in no time: the share never goes back for it.
        self._highest[0] = max(self._highest[0], self.first + (self.last - self.first) * through)
        return self.progress(self._highest[0])

    def step(self) -> None:
        """One more step is done."""
        self.done += 1
        if self(0.0) is False:
            raise Stopped

    def part(self, first: float, last: float, *, steps: int = 1) -> Pace:
        """The pace of a part of the way, both ends as shares of this one."""
        width = self.last - self.first
        return Pace(
            self.progress,
            steps,
            self.first + width * first,
            self.first + width * last,
            _highest=self._highest,
        )
