"""Quantities: a number, or how sure one is of it.

Every family keeps the numbers that a person gave; `simulate` draws from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, model_validator

from kpi_tree.plan.words import Bounds, Number, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG_MARK: Final = "~"


class Value(BaseModel):
    """A frozen value of the plan: unknown keys are refused."""

    # Built when it is first needed: a command that reads no evidence builds no reader of it.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class _Interval(Value):
    p10: Number
    p90: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.p10 >= self.p90:
            refuse("p10_not_below_p90", key="p10", p10=self.p10, p90=self.p90)
        return self


class Range(_Interval):
    """Eight times in ten between p10 and p90: lognormal above zero, else normal.

    As a carry-over it is a beta.
    """


class NormalRange(_Interval):
    """A normal distribution by its 10 % and 90 % quantiles."""

    shape: Literal["normal"]


class LognormalRange(_Interval):
    """A lognormal distribution by its 10 % and 90 % quantiles."""

    shape: Literal["lognormal"]

    @model_validator(mode="after")
    def _positive(self) -> Self:
        if self.p10 <= 0:
            refuse("lognormal_not_positive", key="p10", p10=self.p10)
        return self


class BetaRange(_Interval):
    """A beta distribution on [0, 1] by its 10 % and 90 % quantiles."""

    shape: Literal["beta"]

    @model_validator(mode="after")
    def _inside(self) -> Self:
        refuse_outside_unit(self)
        return self


class Normal(Value):
    """A normal distribution by its mean and standard deviation."""

    shape: Literal["normal"]
    mean: Number
    sd: Annotated[float, Bounds(above=0)]


class _Peaked(Value):
    low: Number
    mode: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            refuse("low_not_below_high", key="low", low=self.low, high=self.high)
        if not self.low <= self.mode <= self.high:
            refuse("mode_outside", key="mode", low=self.low, mode=self.mode, high=self.high)
        return self


class Triangular(_Peaked):
    """A triangular distribution: low, most likely, high."""

    shape: Literal["triangular"]


class Pert(_Peaked):
    """A PERT distribution: the beta of shape parameter 4 over low, most likely, high."""

    shape: Literal["pert"]


class Uniform(Value):
    """Any value between low and high alike."""

    shape: Literal["uniform"]
    low: Number
    high: Number

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low >= self.high:
            refuse("low_not_below_high", key="low", low=self.low, high=self.high)
        return self


class Mixture(Value):
    """The pooled opinions of several people: one of them, drawn by weight."""

    shape: Literal["mixture"]
    of: tuple[Quantity, ...]
    weights: tuple[Annotated[float, Bounds(0)], ...] | None = None

    @model_validator(mode="after")
    def _weighed(self) -> Self:
        if not self.of:
            refuse("mixture_empty", key="of")
        if self.weights is not None:
            if len(self.weights) != len(self.of):
                refuse("weights_do_not_match", key="weights", parts=len(self.of))
            if sum(self.weights) <= 0:
                refuse("weights_all_zero", key="weights")
        return self

    @property
    def shares(self) -> tuple[float, ...]:
        """The weights, normalised to one."""
        weights = self.weights or (1.0,) * len(self.of)
        largest = max(weights)
        total = sum(weight / largest for weight in weights)
        return tuple(weight / largest / total for weight in weights)


_SHAPES: Final = {"lognormal", "beta", "triangular", "pert", "uniform", "mixture"}
_CLASSES: Final = {
    "Range": "range",
    "NormalRange": "normal_range",
    "LognormalRange": "lognormal",
    "BetaRange": "beta",
    "Normal": "normal",
    "Triangular": "triangular",
    "Pert": "pert",
    "Uniform": "uniform",
    "Mixture": "mixture",
}


def _tag(value: object) -> str | None:
    if isinstance(value, Value):
        return TAG_MARK + _CLASSES[type(value).__name__]
    if not isinstance(value, dict):
        return TAG_MARK + "number"
    shape = value.get("shape")
    if "shape" not in value:
        return TAG_MARK + "range"
    if shape == "normal":
        return TAG_MARK + ("normal" if "mean" in value or "sd" in value else "normal_range")
    return TAG_MARK + shape if isinstance(shape, str) and shape in _SHAPES else None


Spread = (
    Range
    | NormalRange
    | LognormalRange
    | BetaRange
    | Normal
    | Triangular
    | Pert
    | Uniform
    | Mixture
)
Quantity = Annotated[
    Annotated[Number, Tag("~number")]
    | Annotated[Range, Tag("~range")]
    | Annotated[NormalRange, Tag("~normal_range")]
    | Annotated[LognormalRange, Tag("~lognormal")]
    | Annotated[BetaRange, Tag("~beta")]
    | Annotated[Normal, Tag("~normal")]
    | Annotated[Triangular, Tag("~triangular")]
    | Annotated[Pert, Tag("~pert")]
    | Annotated[Uniform, Tag("~uniform")]
    | Annotated[Mixture, Tag("~mixture")],
    Discriminator(_tag),
]
Mixture.model_rebuild()


def refuse_outside_unit(interval: Range | BetaRange) -> None:
    """Refuse quantiles of a beta that do not lie inside (0, 1)."""
    if interval.p10 <= 0:
        refuse("beta_outside", key="p10", p10=interval.p10, p90=interval.p90)
    if interval.p90 >= 1:
        refuse("beta_outside", key="p90", p10=interval.p10, p90=interval.p90)


def parts(quantity: float | Spread, place: str = "") -> Iterator[tuple[str, float | Spread]]:
    """A quantity's simple parts with their places: itself, or what a mixture is made of."""
    if isinstance(quantity, Mixture):
        for index, part in enumerate(quantity.of):
            yield from parts(part, f"{place}.of[{index}]")
    else:
        yield place, quantity


def leaves_unit(quantity: float | Spread) -> bool:
    """Whether a simple quantity, as a carry-over, can leave [0, 1)."""
    match quantity:
        case Range(p10=p10, p90=p90) | BetaRange(p10=p10, p90=p90):
            return not (p10 > 0 and p90 < 1)
        case (
            Triangular(low=low, high=high) | Pert(low=low, high=high) | Uniform(low=low, high=high)
        ):
            return not (low >= 0 and high < 1)
        case float() | int():
            return not 0 <= quantity < 1
        case _:
            return True


def can_reach_zero(quantity: float | Spread) -> bool:
    """Whether a simple quantity can be zero or less."""
    match quantity:
        case Range(p10=p10):
            return p10 <= 0
        case LognormalRange() | BetaRange():
            return False
        case Triangular(low=low) | Pert(low=low) | Uniform(low=low):
            return low <= 0
        case float() | int():
            return quantity <= 0
        case _:
            return True
