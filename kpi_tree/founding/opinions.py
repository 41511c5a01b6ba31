"""What people think of a link's size: all of them at once, pooled, and where they really disagree.

The pool is a linear one (Stone 1961): a mixture in which each opinion is drawn by its weight. Its
variance is what each doubts by themselves plus what sets them apart (the law of total variance);
the second part over the whole is the **dissent**.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import TypeAdapter

from kpi_tree.errors import quoted
from kpi_tree.founding.asking import link_of
from kpi_tree.locale import say
from kpi_tree.plan.edits.opinions import pooled
from kpi_tree.plan.quantity import Mixture, Pert, Quantity, Spread, Triangular, Uniform
from kpi_tree.review.sizes import opened
from kpi_tree.review.spreads import breadth
from kpi_tree.simulation.drawing import drawn

if TYPE_CHECKING:
    from kpi_tree.plan.model import Link, Plan
    from kpi_tree.review.spreads import Breadth

Kind = Literal["sign", "apart"]
_DRAWS = 4_001
_QUANTITY: TypeAdapter[Any] = TypeAdapter(Quantity)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person thinks.

    Attributes:
        person, name, side: who.
        low, likely, high: in their own three numbers; of other families the 10 %, 50 % and 90 %
            quantiles.
        p10, p50, p90: the quantiles.
        mean, variance: of what they think.
        weight: as given.
        share: of the pool.
        note: why.
    """

    person: str
    name: str
    side: str
    low: float
    likely: float
    high: float
    p10: float
    p50: float
    p90: float
    mean: float
    variance: float
    weight: float
    share: float
    note: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Two people who really disagree.

    Attributes:
        one, other: the names, whose size is lower first.
        kind: `sign` where one sees a gain and the other a loss, else `apart`: ranges that do not
            touch, a bare number being meant with a quarter more or less.
    """

    one: str
    other: str
    kind: Kind

    @property
    def sentence(self) -> str:
        """The disagreement in words."""
        told = {"one": quoted(self.one), "other": quoted(self.other)}
        if self.kind == "sign":
            return say("founding.differ_in_sign", **told)
        return say("founding.differ_in_range", **told)


@dataclass(frozen=True, slots=True)
class Pool:
    """All opinions on a link, one by one and together.

    Attributes:
        link: its id.
        voices: in the order in which they were given.
        size: what they make together; None without any that counts.
        p10, p50, p90: of that.
        dissent: the share of its variance that comes from people thinking differently.
        apart: who really disagrees.
        pooled: whether the link's size is the pool, so that the dissent stays in the simulation.
    """

    link: str
    voices: tuple[Voice, ...]
    size: float | Spread | None
    p10: float | None
    p50: float | None
    p90: float | None
    dissent: float
    apart: tuple[Apart, ...]
    pooled: bool

    @property
    def sentence(self) -> str:
        """How far they agree, in words."""
        if not self.voices:
            return say("founding.nobody_heard")
        if len(self.voices) == 1:
            return say("founding.one_heard", name=quoted(self.voices[0].name))
        if not self.apart:
            return say("founding.heard_alike", n=len(self.voices))
        return say("founding.heard_apart", n=len(self.voices))


def pool(plan: Plan, link: str, *, equal: bool = False) -> Pool:
    """All opinions on a link.

    Args:
        plan: the plan.
        link: its id.
        equal: whether all count alike, whatever weights were given.

    Raises:
        BadArgument: the plan has no such link.
    """
    return heard(plan, link_of(plan, link), equal=equal)


def heard(plan: Plan, link: Link, *, equal: bool = False) -> Pool:
    """The same of a link in hand."""
    voices = _voices(plan, link, equal=equal)
    made = pooled(link, equal=equal)
    size = None if made is None else _QUANTITY.validate_python(made)
    at = None if size is None else breadth(size)
    return Pool(
        link=link.id,
        voices=voices,
        size=size,
        p10=at.p10 if at else None,
        p50=at.p50 if at else None,
        p90=at.p90 if at else None,
        dissent=_dissent(voices),
        apart=tuple(
            _apart([(v, opened(o.size)) for v, o in zip(voices, link.opinions, strict=True)])
        ),
        pooled=size is not None and link.size == size,
    )


def _voices(plan: Plan, link: Link, *, equal: bool) -> tuple[Voice, ...]:
    people = {person.id: person for person in plan.people}
    weights = [1.0 if equal else each.weight for each in link.opinions]
    whole = sum(weights)
    voices = []
    for each, weight in zip(link.opinions, weights, strict=True):
        at, (mean, variance) = breadth(each.size), moments(each.size)
        voices.append(
            Voice(
                each.by,
                people[each.by].name,
                people[each.by].side,
                *_told(each.size),
                *(at.p10, at.p50, at.p90),
                mean=mean,
                variance=variance,
                weight=each.weight,
                share=weight / whole if whole > 0 else 0.0,
                note=each.note,
            )
        )
    return tuple(voices)


def _told(size: float | Spread) -> tuple[float, float, float]:
    match size:
        case Triangular(low=low, mode=mode, high=high) | Pert(low=low, mode=mode, high=high):
            return low, mode, high
        case Uniform(low=low, high=high):
            return low, (low + high) / 2, high
        case _:
            at = breadth(size)
            return at.p10, at.p50, at.p90


def moments(size: float | Spread) -> tuple[float, float]:
    """Mean and variance of a quantity: in closed form where its family has a short one."""
    match size:
        case float() | int():
            return float(size), 0.0
        case Triangular(low=a, mode=c, high=b):
            return (a + b + c) / 3, (a * a + b * b + c * c - a * b - a * c - b * c) / 18
        case Uniform(low=a, high=b):
            return (a + b) / 2, (b - a) ** 2 / 12
        case Pert(low=a, mode=c, high=b):
            mean = (a + 4 * c + b) / 6
            return mean, (mean - a) * (b - mean) / 7
        case Mixture(of=of):
            parts = [moments(part) for part in of]
            mean = sum(s * m for s, (m, _) in zip(size.shares, parts, strict=True))
            square = sum(s * (v + m * m) for s, (m, v) in zip(size.shares, parts, strict=True))
            return mean, square - mean * mean
        case _:
            row = drawn(size, "opinion", draws=_DRAWS, seed=0)[0]
            return float(np.mean(row)), float(np.var(row))


def _dissent(voices: tuple[Voice, ...]) -> float:
    """What sets people apart, as a share of the pool's variance."""
    mean = sum(each.share * each.mean for each in voices)
    between = sum(each.share * (each.mean - mean) ** 2 for each in voices)
    within = sum(each.share * each.variance for each in voices)
    whole = between + within
    return between / whole if whole > 0 else 0.0


def _apart(voices: list[tuple[Voice, Breadth]]) -> list[Apart]:
    found = []
    for pair in combinations(voices, 2):
        one, other = sorted(pair, key=lambda each: each[0].p50)
        names, top, bottom = (one[0].name, other[0].name), one[1].p90, other[1].p10
        if top < 0 < bottom:
            found.append(Apart(*names, "sign"))
        elif top < bottom:
            found.append(Apart(*names, "apart"))
    return found
