"""A quantity as text: the short form for a field, and the sentence that says what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi_tree.locale import language, say
from kpi_tree.plan.typed_refusal import Figure, figure, percent_sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.plan.typed_values import Json

# Words of the notation itself, which the reader takes in either language.
_TO: Final = {"es": "a", "en": "to"}
_NAMES: Final = {
    "es": {"uniform": "uniforme", "mixture": "mezcla"},
    "en": {"uniform": "uniform", "mixture": "mix"},
}
_MEANINGS: Final = {
    "": "typed.range",
    "normal": "typed.normal",
    "bell": "typed.bell",
    "lognormal": "typed.lognormal",
    "beta": "typed.beta",
    "triangular": "typed.triangular",
    "pert": "typed.pert",
    "uniform": "typed.uniform",
}
_THREE_DECIMALS: Final = 3


def short(quantity: Json | Mapping[str, object], *, code: str, unit: str) -> str:
    """The text that the reader of the language `code` takes for this quantity and no other."""
    if not isinstance(quantity, dict):
        return _number(quantity, code=code, unit=unit)
    shape = str(quantity.get("shape", ""))
    name = _NAMES[code].get(shape, shape)
    if shape == "mixture":
        return f"{name}({'; '.join(_parts(quantity, code=code, unit=unit))})"
    if "sd" in quantity:
        mean, sd = (_number(quantity[key], code=code, unit=unit) for key in ("mean", "sd"))
        return f"{name}({mean}; {sd})"
    if "mode" in quantity:
        row = _row(quantity, ("low", "mode", "high"), code=code, unit=unit, mark=" / ")
        return row if shape == "pert" else f"{name} {row}"
    ends = ("low", "high") if shape == "uniform" else ("p10", "p90")
    span = _row(quantity, ends, code=code, unit=unit, mark=f" {_TO[code]} ")
    return f"{name} {span}".lstrip()


def meaning(quantity: Json, *, unit: str) -> str:
    """What a quantity says about the world, in a sentence of the language in force."""
    if not isinstance(quantity, dict):
        return say("typed.fixed", value=_figure(quantity, unit))
    if "of" in quantity:
        parts = _parts(quantity, code=language(), unit=unit)
        return say("typed.mixture", n=len(parts), parts="; ".join(parts))
    words = {
        key: _figure(value, unit)
        for key, value in quantity.items()
        if key in {"p10", "p90", "low", "mode", "high", "mean", "sd"}
    }
    shape = "bell" if "sd" in quantity else str(quantity.get("shape", ""))
    return say(_MEANINGS[shape], **words)


def _parts(quantity: Mapping[str, object], *, code: str, unit: str) -> list[str]:
    of, weights = quantity["of"], quantity.get("weights")
    assert isinstance(of, list | tuple)  # noqa: S101 (the plan format's own promise)
    shown = [short(part, code=code, unit=unit) for part in of]
    if not isinstance(weights, list | tuple):
        return shown
    heavy = [_number(weight, code=code, unit="count") for weight in weights]
    return [f"{weight} × {part}" for weight, part in zip(heavy, shown, strict=True)]


def _row(
    quantity: Mapping[str, object], keys: tuple[str, ...], *, code: str, unit: str, mark: str
) -> str:
    row = mark.join(_number(quantity[key], code=code, unit=unit, sign=False) for key in keys)
    return f"{row}{percent_sign(code)}" if unit == "ratio" else row


def _number(value: object, *, code: str, unit: str, sign: bool = True) -> str:
    assert isinstance(value, int | float)  # noqa: S101 (the plan format's own promise)
    shown = figure(value, unit=unit, code=code, sign=sign)
    # Three decimals might be three digits of a thousand: `1,234`. A fourth settles it.
    mark = "," if code == "es" else "."
    whole, _, rest = shown.partition(mark)
    digits = len(rest) - len(rest.lstrip("0123456789"))
    if digits == _THREE_DECIMALS and len(whole.lstrip("-")) <= _THREE_DECIMALS:
        return f"{whole}{mark}{rest[:digits]}0{rest[digits:]}"
    return shown


def _figure(value: object, unit: str) -> Figure:
    assert isinstance(value, int | float)  # noqa: S101 (the plan format's own promise)
    return Figure(value, unit)
