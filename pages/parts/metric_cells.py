"""Metrics as rows of a table: what each cell says, and what is meant by what is typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.cells import Codes, Fault, Reading, Unread, folded, one_number, understood
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pages.parts.cells import Row

NAME: Final = "name"
COLUMNS: Final = {
    "name": "tree.name",
    "layer": "tree.layer",
    "area": "tree.area",
    "unit": "tree.unit",
    "better": "tree.better",
    "over_time": "tree.over_time",
    "baseline": "tree.baseline",
    "formula": "tree.formula",
    "min": "tree.min",
    "max": "tree.max",
    "owner": "tree.owner",
    "network": "tree.network",
    "id": "tree.id",
}
LAYERS: Final = Codes(kt.library.naming.LAYERS)
AREAS: Final = Codes(kt.library.naming.AREAS)
UNITS: Final = Codes(
    {
        "count": "tree.unit_count",
        "currency": "tree.unit_currency",
        "ratio": "tree.unit_ratio",
        "hours": "tree.unit_hours",
        "score": "tree.unit_score",
    },
    {
        "%": "ratio",
        "€": "currency",
        "$": "currency",
        "eur": "currency",
        "usd": "currency",
        "h": "hours",
        "moneda": "currency",
        "dinero": "currency",
        "porcentaje": "ratio",
        "numero": "count",
        "number": "count",
    },
)
BETTER: Final = Codes(
    {"higher": "tree.better_higher", "lower": "tree.better_lower"},
    {"mas": "higher", "more": "higher", "menos": "lower", "less": "lower", "mayor": "higher"}
    | {"menor": "lower", "+": "higher", "-": "lower"},
)
OVER_TIME: Final = Codes(
    {
        "sum": "tree.over_sum",
        "last": "tree.over_last",
        "mean": "tree.over_mean",
        "formula": "tree.over_formula",
    }
)


def layers_explained() -> str:
    """What a layer is, and each of those that the glossary knows, for a tooltip."""
    told = [kt.library.term("layer").text]
    for layer in kt.LAYERS:
        term = next((one for one in kt.library.glossary() if one.id == layer), None)
        if term:
            told.append(f"{kt.LAYER_MARKS[layer]} **{shown(term.name)}**: {shown(term.text)}")
    return "\n\n".join(told)


def cells(plan: kt.Plan) -> list[dict[str, str]]:
    """The metrics' rows, in the reader's language."""
    people = {person.id: person.name for person in plan.people}
    return [_row(metric, people) for metric in plan.metrics]


def _row(metric: kt.Metric, people: Mapping[str, str]) -> dict[str, str]:
    found = {
        "name": metric.name,
        "layer": LAYERS.word(metric.layer),
        "area": AREAS.word(metric.area),
        "unit": UNITS.word(metric.unit),
        "better": BETTER.word(metric.better),
        "over_time": OVER_TIME.word(metric.aggregation),
        "baseline": quantity(metric.baseline, unit=metric.unit),
        "formula": metric.formula or "",
        "min": quantity(metric.min, unit=metric.unit),
        "max": quantity(metric.max, unit=metric.unit),
        "owner": people.get(metric.owner, ""),
        "network": metric.network,
        "id": metric.id,
    }
    return {column: shown(text, surface="plain") for column, text in found.items()}


def quantity(value: Any, *, unit: str = "count") -> str:  # noqa: ANN401 (a quantity of any family)
    """A quantity as it stands in its cell; empty for none."""
    if value is None:
        return ""
    dump = getattr(value, "model_dump", None)
    return kt.typed(dump(mode="json", exclude_none=True) if dump else value, unit=unit)


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Asked:
    """What the cells of one row are read by."""

    unit: str
    currency: str
    found: Reading
    column: str = ""
    label: str = ""

    def quantity(self, text: str) -> kt.Understood:
        """A level of the metric; where it can be taken in two ways, that is told."""
        answer = understood(text, unit=self.unit, currency=self.currency)
        if answer.ambiguous:
            told = {"row": self.label, "column": self.column, "sentence": answer.sentence}
            self.found.doubts.append(kt.say("tree.doubt", doubt=answer.doubt, **told))
        return answer


def _level(text: str, asked: _Asked) -> Any:  # noqa: ANN401 (a quantity as the plan file holds it)
    return asked.quantity(text).value if text else None


def _bound(text: str, asked: _Asked) -> float | None:
    return one_number(asked.quantity(text)) if text else None


def _code(codes: Codes) -> Callable[[str, _Asked], str | None]:
    return lambda text, _: codes.read(text) if text else None


def _name(text: str, _: _Asked) -> str:
    if not text:
        raise Unread(kt.say("tree.needs_name"))
    return text


def _layer(text: str, _: _Asked) -> str:
    if not text:
        raise Unread(kt.say("tree.needs_layer", words=", ".join(map(LAYERS.word, LAYERS.keys))))
    return LAYERS.read(text)


def _plain(text: str, _: _Asked) -> str:
    return text


_READERS: Final[Mapping[str, Callable[[str, _Asked], Any]]] = {
    "name": _name,
    "layer": _layer,
    "area": _code(AREAS),
    "unit": lambda text, asked: asked.unit if text else None,
    "better": _code(BETTER),
    "over_time": _code(OVER_TIME),
    "baseline": _level,
    "formula": lambda text, _: text or None,
    "min": _bound,
    "max": _bound,
    "network": _plain,
}


def read(plan: kt.Plan, row: Row) -> Reading:
    """What a row means for the plan: the fields of the cells that were typed into."""
    found = Reading()
    texts = {column: text.strip() for column, text in row.texts.items()}
    unit = UNITS.meant(texts.get("unit", "")) or texts.get("unit", "") or "count"
    if not row.new:
        found.fields["id"] = row.key
    wanted = row.typed | {"name", "layer"} if row.new and not _there(plan, texts) else row.typed
    for column in COLUMNS:
        if column in wanted and column in _READERS:
            label = kt.say(COLUMNS[column])
            asked = _Asked(unit, plan.currency, found, label, texts.get("name", ""))
            try:
                found.fields[column] = _READERS[column](texts.get(column, ""), asked)
            except Unread as refusal:
                found.faults.append(Fault(row.key, texts.get("name", ""), label, str(refusal)))
    if "owner" in row.typed:
        _own(plan, texts.get("owner", ""), found)
    if row.new:
        found.fields["name"] = texts.get("name", "")
    return found


def _there(plan: kt.Plan, texts: Mapping[str, str]) -> bool:
    """Whether a row that was pasted speaks of a metric that the plan has."""
    return any(
        metric.name.casefold() == texts.get("name", "").casefold() for metric in plan.metrics
    )


def _own(plan: kt.Plan, name: str, found: Reading) -> None:
    """The owner by name; somebody new is remembered, to be added first."""
    person = next((one.id for one in plan.people if folded(one.name) == folded(name)), None)
    if name and person is None:
        found.owner = name
    else:
        found.fields["owner"] = person or ""
