"""Values inside a finding's sentence that the reader's language writes when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_tree.locale import say
from kpi_tree.locale.numbers import money, number, percent

if TYPE_CHECKING:
    from kpi_tree.library.figures import Verification
    from kpi_tree.library.words import Words
    from kpi_tree.plan.model import Metric, Plan


@dataclass(frozen=True, slots=True)
class Share:
    """A share of one, shown in percent."""

    value: float

    def __str__(self) -> str:
        """In percent, as the language writes it."""
        return percent(self.value)


@dataclass(frozen=True, slots=True)
class Amount:
    """A metric's value, shown as its unit asks for."""

    value: float
    unit: str
    currency: str

    def __str__(self) -> str:
        """As money, in percent, or as a plain number."""
        match self.unit:
            case "currency":
                return money(self.value, self.currency, digits=0 if abs(self.value) >= 100 else 2)
            case "ratio":
                return str(Share(self.value))
            case _:
                return number(self.value)


@dataclass(frozen=True, slots=True)
class Monthly:
    """What a sum over several months is in each of them."""

    amount: Amount

    def __str__(self) -> str:
        """The amount, and that it is a month's."""
        return say("findings.a_month", amount=self.amount)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of the library, never without the degree to which it was verified."""

    source: Words
    verified: Verification

    def __str__(self) -> str:
        """Who published it, and how far that was verified."""
        degree = decapitalized(self.verified.name)
        return say("findings.cited", cite=self.source.here, degree=degree)


@dataclass(frozen=True, slots=True)
class Sources:
    """Several sources."""

    cited: tuple[Cited, ...]

    def __str__(self) -> str:
        """All of them, each once."""
        return "; ".join(dict.fromkeys(map(str, self.cited)))


def decapitalized(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def amount(value: float, metric: Metric, plan: Plan) -> Amount:
    """A value of a metric of a plan."""
    return Amount(value, metric.unit, plan.currency)
