"""What the library holds, as values: metrics, candidate links, questions, terms.

Every text for a person is a `Words` in both languages. Codes (layer, grade, degree, design)
have their names in the catalogue `library.po`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kpi_tree.library import naming

if TYPE_CHECKING:
    from kpi_tree.library.figures import Published, Suggested
    from kpi_tree.library.words import Words

Layer = Literal["business", "bridge", "social", "lever", "investment"]
Grade = Literal["meta-analysis", "experiment", "observational", "expert", "practice", "definition"]

EVERYWHERE: Final = "all"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric that a plan may take up, in the plan format's words.

    Attributes:
        goal: whether leaders usually answer for it as the goal of the whole tree.
        measures: what people measure it in, more closely than `unit` says (days, 0-100).
        scale: how many of `unit` make one of `measures` (24 where people count in days).
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
    scale: float
    better: Literal["higher", "lower"]
    over_time: Literal["sum", "last", "mean", "formula"]
    formula: str
    low: float | None
    high: float | None
    networks: tuple[str, ...]
    network_words: tuple[Words, ...]
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
        return naming.layer_name(self.layer)

    @property
    def area_name(self) -> str:
        """The name of its area."""
        return naming.area_name(self.area)

    @property
    def ingredients(self) -> tuple[str, ...]:
        """The metrics that its formula names, each once, as they come."""
        return tuple(dict.fromkeys(re.findall(r"[a-z]\w*", self.formula)))

    @property
    def network_names(self) -> tuple[str, ...]:
        """Where it is measured, in the language in force."""
        return tuple(words.here for words in self.network_words)

    def on(self, network: str) -> bool:
        """Whether it can be measured on `network`."""
        return network in self.networks or EVERYWHERE in self.networks


@dataclass(frozen=True, slots=True)
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
        return naming.kind_name(self.kind)

    @property
    def direction_name(self) -> str:
        """Which way the outcome goes, in the language in force."""
        return naming.direction_name(self.direction)

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
        return naming.grade_name(self.grade)

    @property
    def design_name(self) -> str:
        """The design of the study in the language in force."""
        return naming.design_name(self.design)

    @property
    def reading_name(self) -> str:
        """Why it is reading only; empty where it may enter a plan."""
        return naming.basis_name(self.reading) if self.reading else ""


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


@dataclass(frozen=True, slots=True)
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

    @property
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
