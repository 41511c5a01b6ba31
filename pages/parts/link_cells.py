"""Links as rows of a table: what each cell says, and what is meant by what is typed into it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.cells import Codes, Fault, Reading, Unread, folded, one_number, understood
from pages.parts.metric_cells import quantity
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pages.parts.cells import Row

COLUMNS: Final = {
    "from": "tree.from",
    "to": "tree.to",
    "effect": "tree.effect",
    "size": "tree.size",
    "lag": "tree.lag",
    "carryover": "tree.carryover",
    "half": "tree.half",
    "cap": "tree.cap",
    "status": "tree.status",
    "why": "tree.why",
}
EFFECTS: Final = Codes(
    {"elasticity": "tree.effect_elasticity", "per_unit": "tree.effect_per_unit"},
    {"%": "elasticity", "unidad": "per_unit", "unit": "per_unit"},
)
STATUSES: Final = Codes(
    {
        "hypothesis": "tree.status_hypothesis",
        "agreed": "tree.status_agreed",
        "measured": "tree.status_measured",
        "rejected": "tree.status_rejected",
    }
)
LONGEST_LAG: Final = 24


def cells(plan: kt.Plan) -> list[dict[str, str]]:
    """The links' rows, in the reader's language; each with its id, which is not a column."""
    names = end_names(plan)
    return [_row(plan, link, names) for link in plan.links]


def end_names(plan: kt.Plan) -> dict[str, str]:
    """The metrics' names by id; where two are called alike, the id stands behind."""
    count = Counter(metric.name.casefold() for metric in plan.metrics)
    return {
        metric.id: metric.name
        if count[metric.name.casefold()] == 1
        else f"{metric.name} ({metric.id})"
        for metric in plan.metrics
    }


def _row(plan: kt.Plan, link: kt.Link, names: Mapping[str, str]) -> dict[str, str]:
    unit = plan.metric[link.driver].unit
    found = {
        "id": link.id,
        "from": names[link.driver],
        "to": names[link.outcome],
        "effect": EFFECTS.word(link.effect),
        "size": quantity(link.size),
        "lag": kt.number(link.lag),
        "carryover": quantity(link.carryover, unit="ratio"),
        "half": quantity(link.saturation.half, unit=unit) if link.saturation else "",
        "cap": quantity(link.cap, unit="ratio"),
        "status": STATUSES.word(link.status),
        "why": link.why,
    }
    return {column: shown(text, surface="plain") for column, text in found.items()}


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────


def _lag(text: str) -> float | None:
    if not text:
        return None
    return int(one_number(understood(text, whole=True, low=0, high=LONGEST_LAG)))


def _carryover(text: str) -> Any:  # noqa: ANN401 (a quantity as the plan file holds it)
    return understood(text, unit="ratio", low=0, high=1).value if text else None


def _cap(text: str) -> float | None:
    return one_number(understood(text, unit="ratio", low=0)) if text else None


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "effect": lambda text: EFFECTS.read(text) if text else None,
    "lag": _lag,
    "carryover": _carryover,
    "cap": _cap,
    "status": lambda text: STATUSES.read(text) if text else None,
    "why": lambda text: text,
}


def read(plan: kt.Plan, row: Row) -> Reading:
    """What a row means for the plan: the fields of the cells that were typed into."""
    found = Reading()
    texts = {column: text.strip() for column, text in row.texts.items()}
    name = " → ".join(texts.get(end, "") for end in ("from", "to"))
    readers: dict[str, Callable[[str], Any]] = {
        "from": lambda text: _end(plan, text),
        "to": lambda text: _end(plan, text),
        "size": lambda text: _size(text, name, found),
        "half": lambda text: _half(plan, text, texts.get("from", "")),
        **_READERS,
    }
    for column, key in COLUMNS.items():
        if column in row.typed or (row.new and column in {"from", "to"}):
            try:
                found.fields[column] = readers[column](texts.get(column, ""))
            except Unread as refusal:
                found.faults.append(Fault(row.key, name, kt.say(key), str(refusal)))
    if not found.faults:
        _settle(plan, row, found)
    return found


def _settle(plan: kt.Plan, row: Row, found: Reading) -> None:
    """Which link the row is, and its saturation as the plan file holds it."""
    fields = found.fields
    link = _meant(plan, row, fields)
    if link:
        fields["id"] = link.id
    if "half" in fields:
        half = fields.pop("half")
        slope = link.saturation.slope if link and link.saturation else 1.0
        fields["saturation"] = None if half is None else {"half": half, "slope": slope}


def _meant(plan: kt.Plan, row: Row, fields: Mapping[str, Any]) -> kt.Link | None:
    """The link that a row means; a new row with the ends of one link of the plan means that."""
    if not row.new:
        return next((link for link in plan.links if link.id == row.key), None)
    ends = (fields.get("from"), fields.get("to"))
    alike = [link for link in plan.links if (link.driver, link.outcome) == ends]
    return alike[0] if len(alike) == 1 else None


def _end(plan: kt.Plan, text: str) -> str:
    """The id of the metric that is named at an end."""
    if not text:
        raise Unread(kt.say("tree.needs_end"))
    if text in plan.metric:
        return text
    names = end_names(plan)
    exact = [one for one, name in names.items() if folded(name) == folded(text)]
    alike = exact or [one.id for one in plan.metrics if folded(one.name) == folded(text)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise Unread(kt.say("tree.end_twice", names=", ".join(names[one] for one in alike)))
    raise Unread(kt.say("tree.end_unknown", name=kt.quoted(text)))


def _size(text: str, name: str, found: Reading) -> Any:  # noqa: ANN401 (as above)
    if not text:
        return None
    answer = understood(text)
    if answer.ambiguous:
        told = {"row": name, "column": kt.say("tree.size"), "sentence": answer.sentence}
        found.doubts.append(kt.say("tree.doubt", doubt=answer.doubt, **told))
    return answer.value


def _half(plan: kt.Plan, text: str, driver: str) -> Any:  # noqa: ANN401 (likewise)
    if not text:
        return None
    unit = plan.metric[_end(plan, driver)].unit
    return understood(text, unit=unit, low=0, currency=plan.currency).value
