"""What the library holds, as values: metrics, candidate links, benchmarks, questions, terms.

Every text for a person is a `Words` in both languages. Codes (layer, grade, degree, design)
have their names in the catalogue `library.po`. Every figure carries its source and the degree
to which it was verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from kpi_tree.locale import language, say

Layer = Literal["business", "bridge", "social", "lever", "investment"]
Degree = Literal["read", "summary", "second-hand", "memory", "judgement"]
Grade = Literal["meta-analysis", "experiment", "observational", "expert", "practice", "definition"]
Effect = Literal["elasticity", "per_unit"]

DEGREES: Final[tuple[Degree, ...]] = ("read", "summary", "second-hand", "memory", "judgement")
EVERYWHERE: Final = "all"


@dataclass(frozen=True, slots=True)
class Words(Mapping[str, str]):
    """One text in both languages: a mapping from language to text.

    >>> Words("Alcance", "Reach")["en"]
    'Reach'
    """

    es: str
    en: str

    @property
    def here(self) -> str:
        """The text in the language in force."""
        return self[language()]

    def __getitem__(self, code: str) -> str:
        """The text in the language `code`."""
        match code:
            case "es":
                return self.es
            case "en":
                return self.en
        raise KeyError(code)

    def __iter__(self) -> Iterator[str]:
        """The languages."""
        return iter(("es", "en"))

    def __len__(self) -> int:
        """How many languages there are."""
        return 2

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.es)


@dataclass(frozen=True)
class Metric:
    """A metric that a plan may take up, in the plan format's words.

    Attributes:
        goal: whether leaders usually answer for it as the goal of the whole tree.
        measures: what it is measured in, more closely than `unit` says (days, 0-100).
        formula: its definition over other metrics, which may be mutual; empty for none.
        low, high: the bounds that its definition gives.
        networks: the networks it is measured on; `all` for every network, none for a metric
            that has nothing to do with one.
    """

    id: str
    names: Words
    layer: Layer
    goal: bool
    area: str
    unit: str
    measures: Words
    better: Literal["higher", "lower"]
    over_time: Literal["sum", "last", "mean", "formula"]
    formula: str
    low: float | None
    high: float | None
    networks: tuple[str, ...]
    definitions: Words
    sources: Words

    @property
    def name(self) -> str:
        """Its name in the language in force."""
        return self.names.here

    @property
    def definition(self) -> str:
        """What it counts, in the language in force."""
        return self.definitions.here

    @property
    def measured_in(self) -> str:
        """What it is measured in, in the language in force."""
        return self.measures.here

    @property
    def source(self) -> str:
        """Where its definition comes from, in the language in force."""
        return self.sources.here

    @property
    def layer_name(self) -> str:
        """The name of its layer."""
        return say(f"library.layer.{self.layer}")

    @property
    def area_name(self) -> str:
        """The name of its area."""
        return say(f"library.area.{self.area}")

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The metrics that its formula names, each once, as they come."""
        return tuple(dict.fromkeys(re.findall(r"[a-z]\w*", self.formula)))

    @property
    def network_names(self) -> tuple[str, ...]:
        """Where it is measured, in the language in force."""
        return tuple(say(f"library.network.{one}") for one in self.networks)

    def on(self, network: str) -> bool:
        """Whether it can be measured on `network`."""
        return network in self.networks or EVERYWHERE in self.networks


@dataclass(frozen=True, slots=True)
class Verification:
    """How far a figure was checked: one of five degrees; what was remarked is only a note."""

    degree: Degree
    remarks: Words

    @property
    def name(self) -> str:
        """The degree in the language in force."""
        return say(f"library.degree.{self.degree}")

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
        return say(f"library.basis.{self.basis}")


@dataclass(frozen=True)
class Link:
    """A candidate link from a driver to an outcome, with what is known about it.

    Attributes:
        kind: `definition` (a formula), `conversion` (a rate) or `influence`.
        direction: `+`, `-`, or `0` for a published null.
        lag, lags: months until the effect starts: the typical value; the least and the most.
        published, suggested: side by side, never mixed; `suggested` is missing for a definition
            and for a row that is reading only.
        reading: why a row without suggestion is reading only (a code), else empty.
        cap: the most that the link should move its outcome, as a share.
    """

    id: str
    driver: str
    outcome: str
    kind: Literal["definition", "conversion", "influence"]
    direction: Literal["+", "-", "0"]
    lag: int
    lags: tuple[int, int]
    grade: Grade
    design: str
    published: Published
    suggested: Suggested | None
    reading: str
    cap: float | None
    limit_texts: Words
    notes: Words

    @property
    def adoptable(self) -> bool:
        """Whether it may enter a plan: as a formula or as a link with the suggested effect."""
        return not self.reading

    @property
    def is_definition(self) -> bool:
        """Whether it is true by definition, so that a plan holds it as a formula."""
        return self.kind == "definition"

    @property
    def kind_name(self) -> str:
        """The kind of link in the language in force."""
        return say(f"library.kind.{self.kind}")

    @property
    def direction_name(self) -> str:
        """Which way the outcome goes, in the language in force."""
        return say(f"library.direction.{self.direction}")

    @property
    def note(self) -> str:
        """What to bear in mind, in the language in force."""
        return self.notes.here

    @property
    def limits(self) -> str:
        """Where the effect ends, in the language in force."""
        return self.limit_texts.here

    @property
    def grade_name(self) -> str:
        """The evidence grade in the language in force."""
        return say(f"library.grade.{self.grade}")

    @property
    def design_name(self) -> str:
        """The design of the study in the language in force."""
        return say(f"library.design.{self.design}")

    @property
    def reading_name(self) -> str:
        """Why it is reading only; empty where it may enter a plan."""
        return say(f"library.basis.{self.reading}") if self.reading else ""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What others see on a metric.

    `use` is `range` where it may be drawn beside the metric, `context` where it is only for
    reading. `unit` is the plan format's word, `days`, or `other`; money is in `currency`.
    """

    id: str
    metric: str
    use: Literal["range", "context"]
    segments: Words
    regions: Words
    periods: Words
    networks: tuple[str, ...]
    low: float | None
    typical: float | None
    high: float | None
    unit: str
    currency: str
    measures: Words
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
    def segment(self) -> str:
        """Whom it is about."""
        return self.segments.here

    @property
    def network_names(self) -> tuple[str, ...]:
        """On which networks, in the language in force."""
        return tuple(say(f"library.network.{one}") for one in self.networks)

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


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade or of Enlace, explained in a sentence or two."""

    id: str
    names: Words
    texts: Words

    @property
    def name(self) -> str:
        """The word in the language in force."""
        return self.names.here

    @property
    def text(self) -> str:
        """The explanation in the language in force."""
        return self.texts.here


@dataclass(frozen=True, slots=True)
class Lever:
    """One of the three levers that set mature organisations apart."""

    id: str
    names: Words
    templates: tuple[str, ...]
    next_steps: Words

    @property
    def name(self) -> str:
        """Its name in the language in force."""
        return self.names.here

    @property
    def next_step(self) -> str:
        """What to try first where this lever is the weakest."""
        return self.next_steps.here


@dataclass(frozen=True)
class Question:
    """A question of the self-assessment, with what each of the levels 0 to 3 looks like."""

    id: str
    lever: Lever
    texts: Words
    level_texts: tuple[Words, Words, Words, Words]

    @property
    def text(self) -> str:
        """The question in the language in force."""
        return self.texts.here

    @property
    def levels(self) -> tuple[str, ...]:
        """What levels 0 to 3 look like, in the language in force."""
        return tuple(words.here for words in self.level_texts)

    @cached_property
    def highest(self) -> int:
        """The level of a mature organisation."""
        return len(self.level_texts) - 1


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of social maturity, from a score upward."""

    id: str
    from_score: float
    names: Words
    readings: Words

    @property
    def name(self) -> str:
        """Its name in the language in force."""
        return self.names.here

    @property
    def reading(self) -> str:
        """What it means and where to begin, in the language in force."""
        return self.readings.here
