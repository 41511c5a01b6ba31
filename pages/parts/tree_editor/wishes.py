"""What the browser wishes, read as an edit of the plan; and what came of it by the browser's names.

Reading a wish fails where it makes no sense. The edit that it is does not: it refuses, or there is
a defect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.sheets import averaged
from pages.parts.text import LONGEST_TYPED
from pages.parts.tree_editor.copying import copied

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pages.parts.tree_editor.held import Held, Point

    Events = Sequence[Any]
    Change = Callable[[kt.Plan], Events]
    Op = Mapping[str, Any]


def change_of(op: Op, held: Held) -> Change:
    """The edit that a wish is.

    Raises:
        ArithmeticError, AttributeError, KeyError, TypeError, ValueError: it makes no sense.
    """
    return _CHANGES[op["kind"]](op, held)


def _move(op: Op, held: Held) -> Change:
    """Boxes elsewhere; of those that somebody has removed meanwhile the others do not suffer."""
    places = {held.real(str(name)): _point(at) for name, at in op["places"].items()}
    return lambda plan: kt.set_layout(
        plan, {name: places[name] for name in _there(places, plan.metric)}
    )


def _add(op: Op, _: Held) -> Change:
    """A metric of the catalogue or one's own, where the reader has clicked, if anywhere."""
    name, row, layer = _text(op["name"]), str(op.get("catalogue") or ""), str(op["layer"])
    at = _where(op)[0]

    def change(plan: kt.Plan) -> Events:
        if row:
            adopted = kt.adopt_metric(plan, row)
            made, events = adopted.metric, adopted.events
            rest: Events = kt.set_layout(adopted.plan, {made: at}) if events and at else ()
            return (*events, *rest)
        made = kt.id_for(name, plan)
        return kt.together(
            plan,
            [
                lambda now: kt.add_metric(now, name, layer=layer, id=made),
                lambda now: kt.set_layout(now, {made: at} if at else {}),
            ],
        )

    return change


def _rename(op: Op, held: Held) -> Change:
    metric, name = held.real(str(op["id"])), _text(op["name"])
    return lambda plan: kt.change_metric(plan, metric, name=name)


def _connect(op: Op, held: Held) -> Change:
    """An influence, of one's own or as the library suggests it, or a place in a formula."""
    driver, outcome = held.real(str(op["from"])), held.real(str(op["to"]))
    if op["as"] == "formula":
        return joining(driver, outcome, _written(op, held))
    if op["as"] == "library":
        row = str(op["row"])
        return lambda plan: kt.take_link(plan, row, driver=driver, outcome=outcome)

    def change(plan: kt.Plan) -> Events:
        changed = averaged(plan, [outcome] if outcome in plan.metric else [])
        return kt.paste(plan, changed, links=[{"from": driver, "to": outcome}])

    return change


def joining(driver: str, outcome: str, written: str) -> Change:
    """A formula that names the driver: any other would connect nothing."""

    def change(plan: kt.Plan) -> Events:
        if driver not in kt.formula_names(written):
            name = plan.metric[driver].name if driver in plan.metric else driver
            values = {"name": kt.quoted(name)}
            raise kt.EditRefused([kt.Problem("formula_without_driver", values=values)])
        return kt.change_metric(plan, outcome, formula=written)

    return change


def _formula(op: Op, held: Held) -> Change:
    return rewriting(held.real(str(op["id"])), _written(op, held))


def rewriting(outcome: str, written: str) -> Change:
    """Another formula; none where nothing is left of it."""
    return lambda plan: kt.change_metric(plan, outcome, formula=written or None)


def _remove(op: Op, held: Held) -> Change:
    metrics = [held.real(str(name)) for name in op.get("metrics", ())]
    links = [str(name) for name in op.get("links", ())]

    def change(plan: kt.Plan) -> Events:
        hanging = {one.id for one in plan.links if {one.driver, one.outcome} & {*metrics}}
        known = {*plan.metric, *(one.id for one in plan.links)}
        return kt.paste(plan, removed=_there([*(set(links) - hanging), *metrics], known))

    return change


def _copy(op: Op, held: Held) -> Change:
    names, places = _named(op, held), {str(name): _point(at) for name, at in op["places"].items()}

    def change(plan: kt.Plan) -> Events:
        wanted = [name for name in names if name in plan.metric]
        if not wanted:
            values = {"id": kt.quoted(next(iter(names), ""))}
            raise kt.EditRefused([kt.Problem("gone", values=values)])
        made = copied(plan, wanted)
        spots = {made.ids[name]: places[names[name]] for name in wanted if names[name] in places}
        return kt.together(
            plan,
            [
                lambda now: kt.paste(now, made.metrics, links=made.links),
                lambda now: kt.set_layout(now, spots),
            ],
        )

    return change


def _target(op: Op, held: Held) -> Change:
    """A lever's target elsewhere; a change stays a change, and the rest of it as it was."""
    scenario, metric = str(op["scenario"]), held.real(str(op["id"]))
    value = float(op["value"])

    def change(plan: kt.Plan) -> Events:
        targets = plan.scenario[scenario].targets if scenario in plan.scenario else ()
        was = next((one for one in targets if one.metric == metric), None)
        keys: dict[str, Any] = {"value": value}
        if was is not None:
            keys |= {"delivery": was.delivery, "start": was.start, "due": was.by}
            keys |= {"until": was.until}
            if was.value is None:
                keys = {**keys, "value": None, "change": value}
        return kt.set_target(plan, scenario, metric=metric, **keys)

    return change


_CHANGES: Final[Mapping[str, Callable[[Op, Held], Change]]] = {
    "move": _move,
    "add": _add,
    "rename": _rename,
    "connect": _connect,
    "formula": _formula,
    "remove": _remove,
    "copy": _copy,
    "target": _target,
}

KINDS: Final = frozenset(_CHANGES)


def _there(names: Collection[str], known: Collection[str]) -> list[str]:
    """What the plan still has; all where it has none, so that it says what is gone."""
    return [name for name in names if name in known] or list(names)


def _point(at: Sequence[float]) -> Point:
    x, y = at
    return round(float(x), 1), round(float(y), 1)


def _where(op: Op) -> tuple[Point | None, Point | None]:
    """Where a new box shall stand, and near to what it best would."""
    at, near = (_point(op[key]) if op.get(key) else None for key in ("at", "near"))
    return at, near


def _text(words: object) -> str:
    return " ".join(str(words).split())[:LONGEST_TYPED]


def _written(op: Op, held: Held) -> str:
    """A formula as it was written, what the browser has made by its name in the plan."""
    return kt.formula_renamed(_text(op["formula"]), held.made)


def _named(op: Op, held: Held) -> dict[str, str]:
    """The browser's names for copies, by the metrics that are copied."""
    return {held.real(str(name)): str(copy) for name, copy in op["names"].items()}


# ── What came of it ─────────────────────────────────────────────────────────────────────────────


def remember(op: Op, held: Held, done: kt.Version) -> None:
    """Remember what the browser has called by names of its own, and where it would have it stand.

    Args:
        op: the wish.
        held: where it is remembered.
        done: the version to which the wish has led, be it now or when it was sent before.
    """
    match op["kind"]:
        case "add":
            made = _added(op, done.plan)
            held.made |= {str(op.get("id")): name for name in made}
            at, near = _where(op)
            if near and not at:
                held.near |= dict.fromkeys(made, near)
        case "copy":
            names = _named(op, held)
            there = [metric.id for metric in done.plan.metrics]
            copies = [name for name in there if name in names]
            # They stand at the end, in the order of those that they are copies of.
            pairs = zip(copies, there[-len(copies) :], strict=True)
            held.made |= {names[name]: copy for name, copy in pairs}


def _added(op: Op, plan: kt.Plan) -> list[str]:
    if row := str(op.get("catalogue") or ""):
        return [kt.adopt_metric(plan, row).metric]
    # No other has the name: it would have been refused.
    return [metric.id for metric in plan.metrics if metric.name == _text(op["name"])][-1:]
