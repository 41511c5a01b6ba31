"""Quantities as people type them: `25 a 35`, `1.200,5`, `3 %`, `2k`, `10 / 20 / 40`.

What can be typed, in Spanish and in English alike:

- a number, with the grouping and the decimal mark of any country, a factor (`2k`, `2 mil`,
  `1,5 M`), a percent sign, the field's own unit, and in a field of money a currency;
- a range, read as p10 to p90: 8 times in 10 between the two (`25 a 35`, `25–35`, `entre 25 y 35`);
- a centre and a margin, which is the range from one end to the other (`25 ± 5` is `20 a 30`);
- low, likely and high, read as PERT (`10 / 20 / 40`; `triangular 10 / 20 / 40` for a triangle);
- a shape by its name: `normal 20 a 30`, `normal(25; 3)` (mean; standard deviation),
  `lognormal 20 a 30`, `beta 20 a 30 %`, `uniforme 20 a 30`;
- opinions pooled, with weights or without: `mezcla(2 × 20 a 30; 1 × 25 a 40)`.

A text that can be taken in two ways is read in both: the language, the field's bounds and what is
usual decide which comes first. Nothing is guessed in silence: `sentence` says what was understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi_tree.locale import closest, language, say
from kpi_tree.plan.typed_grammar import tree
from kpi_tree.plan.typed_marks import pieces, plain
from kpi_tree.plan.typed_refusal import TypedError
from kpi_tree.plan.typed_shown import meaning, short
from kpi_tree.plan.typed_values import Asked, Json, choices, outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.typed_grammar import Node
    from kpi_tree.plan.typed_values import Outcome

__all__ = ["Reading", "TypedError", "Understood", "blank", "explanation", "typed", "understood"]

MOST_READINGS: Final = 6


@dataclass(frozen=True)
class Reading:
    """One way to take what was typed.

    Attributes:
        value: the quantity, as the plan file holds it.
        unit: the unit of the field.
        swapped: the ends were typed the wrong way round and have been put in order.
        equal: a range whose ends are equal has become a number.
    """

    value: Json
    unit: str = "count"
    swapped: bool = False
    equal: bool = False

    @property
    def sentence(self) -> str:
        """What this reading means, in the language in force."""
        words = meaning(self.value, unit=self.unit)
        if self.equal:
            return say("typed.equal", sentence=words)
        return say("typed.swapped", sentence=words) if self.swapped else words


@dataclass(frozen=True)
class Understood:
    """What was understood of a typed quantity: all readings, the most plausible first."""

    readings: tuple[Reading, ...]

    @property
    def value(self) -> Json:
        """The quantity of the first reading, as the plan file holds it."""
        return self.readings[0].value

    @property
    def ambiguous(self) -> bool:
        """Whether the text can be taken in another way as well."""
        return len(self.readings) > 1

    @property
    def sentence(self) -> str:
        """What the first reading means, in the language in force."""
        return self.readings[0].sentence

    @property
    def doubt(self) -> str:
        """The other readings in a sentence of the language in force; empty if there are none."""
        others = " · ".join(reading.sentence for reading in self.readings[1:])
        return say("typed.doubt", readings=others) if others else ""


def understood(
    text: str,
    *,
    language: str | None = None,
    unit: str = "count",
    whole: bool = False,
    low: float | None = None,
    high: float | None = None,
    currency: str = "",
) -> Understood:
    """The quantity that a person typed into a field.

    Args:
        text: what was typed.
        language: whose habits decide between two readings; by default the language in force, in
            which all sentences are written in any case.
        unit: the field's unit as in the plan file. In `ratio` a bare `25` is 25 % first and
            2,500 % second.
        whole: whether the field takes whole numbers only.
        low: the least number that the field takes.
        high: the greatest. Readings that the bounds rule out are not offered.
        currency: the plan's currency (ISO 4217): a sign of another one is refused.

    Raises:
        TypedError: the text is empty, cannot be read, or is nothing that this field takes.

    >>> understood("25 a 35", language="es").value
    {'p10': 25.0, 'p90': 35.0}
    >>> [reading.value for reading in understood("1.200", language="es").readings]
    [1200.0, 1.2]
    """
    asked = Asked(_code(language), unit, whole, low, high)
    cleaned = plain(text)
    node = tree(pieces(cleaned, unit=unit, currency=currency), text=cleaned)
    return Understood(_readings(_outcomes(node, asked), unit))


def typed(
    quantity: Json | Mapping[str, object], *, language: str | None = None, unit: str = "count"
) -> str:
    """A quantity of the plan file as it stands in its field: `understood` reads the same back.

    >>> typed({"p10": 25, "p90": 35}, language="es"), typed(0.035, language="en", unit="ratio")
    ('25 a 35', '3.5%')
    >>> typed({"shape": "normal", "mean": 25, "sd": 3.5}, language="es")
    'normal(25; 3,5)'
    """
    return short(quantity, code=_code(language), unit=unit)


def blank(text: str) -> bool:
    """Whether a field holds no value at all.

    >>> blank(" "), blank("0")
    (True, False)
    """
    return not text.strip()


def explanation() -> str:
    """What can be typed into a field of quantities, in the language in force."""
    return say("typed.explanation")


def _code(code: str | None) -> str:
    return language() if code is None else closest(code)


def _outcomes(node: Node, asked: Asked) -> list[Outcome]:
    """What the choices lead to, the most plausible first."""
    found: list[Outcome] = []
    refusals: list[TypedError] = []
    for choice in choices(node, asked):
        try:
            found.append(outcome(node, choice, asked))
        except TypedError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    # Two marks in two senses are believed only where one sense for both makes no good reading.
    if any(not one.mixed and not one.swapped for one in found):
        found = [one for one in found if not one.mixed]
    return sorted(found, key=lambda one: one.doubts + one.mixed)


def _readings(outcomes: list[Outcome], unit: str) -> tuple[Reading, ...]:
    best: list[Reading] = []
    for one in outcomes:
        if all(one.value != reading.value for reading in best):
            best.append(Reading(one.value, unit, one.swapped, one.equal))
    return tuple(best[:MOST_READINGS])
