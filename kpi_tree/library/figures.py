"""Figures with their source and the degree to which they were verified.

What was published and what Enlace suggests are different types: neither passes for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kpi_tree.library import naming

if TYPE_CHECKING:
    from kpi_tree.library.words import Words

Degree = Literal["read", "summary", "second-hand", "memory", "judgement"]
Effect = Literal["elasticity", "per_unit"]

_CORRELATION: Final = "correlation"
DEGREES: Final[tuple[Degree, ...]] = ("read", "summary", "second-hand", "memory", "judgement")


@dataclass(frozen=True, slots=True)
class Verification:
    """How far a figure was checked: one of five degrees; what was remarked is only a note."""

    degree: Degree
    remarks: Words

    @property
    def name(self) -> str:
        """The degree in the language in force."""
        return naming.degree_name(self.degree)

    @property
    def remark(self) -> str:
        """The remark in the language in force."""
        return self.remarks.here

    @property
    def rank(self) -> int:
        """0 for what was read, 4 for a judgement."""
        return DEGREES.index(self.degree)


@dataclass(frozen=True, slots=True)
class Published:
    """An effect as its authors published it; `point` is missing where they gave only a sign."""

    forms: Words
    measures: Words
    point: float | None
    low: float | None
    high: float | None
    spreads: Words
    studies: int | None
    effects: int | None
    samples: Words
    cites: Words
    doi: str
    urls: tuple[str, ...]
    verified: Verification

    @property
    def form(self) -> str:
        """The kind of figure (elasticity, correlation, sign only …)."""
        return self.forms.here

    @property
    def measure(self) -> str:
        """What exactly the figure measures."""
        return self.measures.here

    @property
    def spread(self) -> str:
        """How the figure varies, as far as it was published."""
        return self.spreads.here

    @property
    def sample(self) -> str:
        """What was studied."""
        return self.samples.here

    @property
    def cite(self) -> str:
        """Who published it."""
        return self.cites.here

    @property
    def is_correlation(self) -> bool:
        """Whether it says that two things go together, not what one does to the other."""
        return self.forms["en"] == _CORRELATION

    @property
    def has_figure(self) -> bool:
        """Whether a size was published, not only a sign or an opinion."""
        return self.point is not None


@dataclass(frozen=True, slots=True)
class Suggested:
    """The effect that Enlace suggests for planning: low, most likely and high.

    It is a judgement that shrinks what was published, never a published figure itself unless
    `basis` is `published`. `effect` is the plan format's word where the figure is one that a plan
    can compute with as it stands, else `None` (a team must first translate it).
    """

    form: str
    forms: Words
    effect: Effect | None
    low: float
    mode: float
    high: float
    basis: str
    verified: Verification

    @property
    def form_name(self) -> str:
        """What the three figures are."""
        return self.forms.here

    @property
    def basis_name(self) -> str:
        """What the three figures rest on."""
        return naming.basis_name(self.basis)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What others see on a metric.

    `use` is `range` where it may be drawn beside the metric, `context` where it is only for
    reading. The figures are in `measures`, as published; `unit` is the plan format's word for it
    (`other` where it has none) and `scale` how many of `unit` make one of `measures`. Money is in
    `currency`.
    """

    id: str
    metric: str
    use: Literal["range", "context"]
    segments: Words
    regions: Words
    periods: Words
    networks: tuple[str, ...]
    network_words: tuple[Words, ...]
    low: float | None
    typical: float | None
    high: float | None
    unit: str
    currency: str
    measures: Words
    scale: float
    bases: Words
    sources: Words
    urls: tuple[str, ...]
    notes: Words
    verified: Verification

    @property
    def drawable(self) -> bool:
        """Whether it may be drawn beside the metric."""
        return self.use == "range"

    @property
    def in_unit(self) -> tuple[float | None, float | None, float | None]:
        """Low, typical and high in the plan format's unit, for drawing beside the metric."""
        low, typical, high = (
            None if one is None else one * self.scale for one in (self.low, self.typical, self.high)
        )
        return low, typical, high

    @property
    def segment(self) -> str:
        """Whom it is about."""
        return self.segments.here

    @property
    def network_names(self) -> tuple[str, ...]:
        """On which networks, in the language in force."""
        return tuple(words.here for words in self.network_words)

    @property
    def region(self) -> str:
        """Where."""
        return self.regions.here

    @property
    def period(self) -> str:
        """When."""
        return self.periods.here

    @property
    def measured_in(self) -> str:
        """What its figures are measured in."""
        return self.measures.here

    @property
    def basis(self) -> str:
        """What kind of figures they are (mean, median, range …)."""
        return self.bases.here

    @property
    def source(self) -> str:
        """Who published it."""
        return self.sources.here

    @property
    def note(self) -> str:
        """What to bear in mind."""
        return self.notes.here
