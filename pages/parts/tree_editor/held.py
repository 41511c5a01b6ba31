"""What the editor remembers of a visit: what it has taken from the browser, and where boxes stand.

None of it is the plan. It dies with the session, and nothing is lost: what counts is in the store.

The page's runs and the route `/edit` work on the same memory, one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakValueDictionary

import streamlit as st

import kpi_tree as kt

if TYPE_CHECKING:
    from pages.parts.tree_editor.futures import Futures
    from pages.parts.tree_editor.snapshot import Badges

_HELD: Final = "enlace.editor"
_MOST: Final = 8
_QUOTES: Final = ("«»", "“”")  # around what a refusal names
# The memories of this process by their names, as long as their sessions live.
_EVERY: Final[WeakValueDictionary[str, Held]] = WeakValueDictionary()

Point = tuple[float, float]


class Mark(NamedTuple):
    """What a drawing hangs on."""

    version: int
    scenario: str | None
    language: str
    hasty: bool

    def alike(self, other: Mark) -> bool:
        """Whether it is drawn under the same scenario, in the same words."""
        return (self.scenario, self.language) == (other.scenario, other.language)


@dataclass(frozen=True)
class Drawing:
    """What was drawn: under which mark, from which plan, with which badges and results.

    `whole` tells whether the badges are those of this very plan, `number` which drawing it is.
    """

    mark: Mark
    plan: kt.Plan
    badges: Badges
    futures: Futures
    data: dict[str, Any]
    number: int = 0
    whole: bool = True

    def is_of(self, plan: kt.Plan, mark: Mark) -> bool:
        """Whether this is the drawing: a version is another once a name was erased from it."""
        return self.mark == mark and self.plan == plan

    def holds(self, plan: kt.Plan) -> bool:
        """Whether another version of the plan differs in where its boxes stand alone."""
        fields = (name for name in kt.Plan.model_fields if name != "layout")
        return all(getattr(plan, name) == getattr(self.plan, name) for name in fields)


@dataclass(eq=False)
class Held:
    """One plan's map in this visit.

    Attributes:
        plan_id: the plan.
        name: what the browser calls this memory by, and nobody can guess.
        turn: held by whoever takes wishes or draws: a run of the page, or the route.
        ack: the greatest number of the edits that were taken.
        refusals: of the last edits, those that were refused: number and words.
        made: the plan's ids of metrics that the browser called by names of its own.
        before: the picture that was drawn last; None before the first.
        near: where new boxes would best stand, also when they are made once more.
        arranged: by the versions at which the boxes were arranged, the picture before.
        followed: up to which version it is known what was arranged or taken back.
        unkept: why a wish could not be kept; it waits, and is done when it comes again.
        hasty: whether an edit was just taken, so that findings may follow a moment later.
        answered: what was asked last, at which version, and the answer.
        paged: the version at which the whole page was drawn last.
        foreseen: what was to be expected last, and of which version, scenario and language.
        drawing: the last drawing.
    """

    plan_id: str = ""
    name: str = field(default_factory=kt.new_token)
    turn: RLock = field(default_factory=RLock)
    ack: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    before: kt.Layout | None = None
    near: dict[str, Point] = field(default_factory=dict)
    arranged: dict[int, kt.Layout | None] = field(default_factory=dict)
    followed: int = 0
    unkept: str = ""
    hasty: bool = False
    answered: tuple[tuple[object, ...], dict[str, Any] | None] | None = None
    paged: int = -1
    foreseen: tuple[tuple[object, ...], Futures] | None = None
    drawing: Drawing | None = None

    def __post_init__(self) -> None:
        """Let the route find it."""
        _EVERY[self.name] = self

    def refuse(self, seq: int, words: str) -> None:
        """Remember why an edit was refused, with what has gone by the name that was drawn."""
        drawn = self.drawing.plan.metric if self.drawing else {}
        for named, metric in drawn.items():
            for before, after in _QUOTES:
                words = words.replace(f"{before}{named}{after}", f"{before}{metric.name}{after}")
        self.refusals = [*self.refusals, {"seq": seq, "words": words}][-_MOST:]

    def real(self, name: str) -> str:
        """The plan's id of a metric."""
        return self.made.get(name, name)


def held(plan_id: str) -> Held:
    """What is remembered of a plan's map."""
    every: dict[str, Held] = st.session_state.setdefault(_HELD, {})
    if plan_id not in every:
        every[plan_id] = Held(plan_id)
    return every[plan_id]


def held_as(name: str) -> Held | None:
    """The memory that a browser calls by its name, as long as its session lives here."""
    return _EVERY.get(name)
