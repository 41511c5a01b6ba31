"""What the browser wishes, as edits of the plan: each wish one edit, each done once.

The browser numbers its wishes and sends them until their number is acknowledged. A wish that was
taken before is passed by; one that is sent again under another number (the page was loaded anew)
bears the same command id, and the store does that once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts import refusal_words
from pages.parts.sheets import averaged
from pages.parts.text import LONGEST_TYPED, unmarked
from pages.parts.tree_editor.copying import copied

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pages.parts.tree_editor.held import Held, Point

    Events = Sequence[Any]
    Change = Callable[[kt.Plan], Events]
    Op = Mapping[str, Any]
    Act = Callable[[], object]

_MOST: Final = 10_000


def told(act: Act) -> str:
    """Do what may be refused; why it was, or nothing."""
    try:
        act()
    except kt.EnlaceError as error:
        return refusal_words.told(error)
    return ""


@dataclass(frozen=True)
class Hand:
    """Whose wishes are taken.

    Attributes:
        workspace: the plans as their credentials open them.
        plan_id: the plan.
        by: the name that they sign with; they do nothing without one.
        tried: does what may be refused, and tells why it was, or nothing.
    """

    workspace: kt.Workspace
    plan_id: str
    by: str
    tried: Callable[[Act], str] = told

    @property
    def plan(self) -> kt.Plan:
        """The plan as it stands."""
        return self.workspace.read(self.plan_id).plan

    def does(self, name: str, *given: object, command: str) -> str:
        """Do one thing with the plan: edit, undo, redo; why it was refused, or nothing."""
        if not self.by:
            return kt.say("frame.nobody")
        act = getattr(self.workspace, name)
        return self.tried(lambda: act(self.plan_id, *given, by=self.by, command=command))


def take(outbox: object, held: Held, hand: Hand) -> bool:
    """Apply what was not taken before, in the order of its numbers; tell whether there was any."""
    fresh = [item for item in _items(outbox) if item["seq"] > held.ack]
    for item in sorted(fresh, key=lambda item: int(item["seq"])):
        try:
            refused = _apply(item["op"], str(item["command"])[:64], held, hand=hand)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
            refused = kt.say("tree_editor.not_understood")
        except Exception:
            held.ack = item["seq"]  # a defect is told once, not with each wish that follows
            raise
        if refused:
            held.refuse(item["seq"], unmarked(refused))
        held.ack = item["seq"]
    return bool(fresh)


def _items(outbox: object) -> list[dict[str, Any]]:
    items = outbox.get("items") if isinstance(outbox, dict) else None
    rows = items if isinstance(items, list) else []
    return [row for row in rows[:_MOST] if isinstance(row, dict) and _whole(row)]


def _whole(row: Mapping[str, Any]) -> bool:
    number, op = row.get("seq"), row.get("op")
    return isinstance(number, int) and isinstance(op, dict) and bool(row.get("command"))


def _apply(op: Op, command: str, held: Held, *, hand: Hand) -> str:
    """One wish: an edit of the plan, or one taken back, or boxes arranged; why not, or nothing."""
    kind = op["kind"]
    if command in held.done:  # in this visit alone, where no store would know it again
        return ""
    if kind == "undo" and held.unsettled is not None:
        return _unarranged(command, held, hand)
    if kind == "arrange":
        return _arranged(command, held, hand)
    held.unsettled = None
    if kind in {"undo", "redo"}:
        return hand.does(kind, command=command)
    refused = hand.does("edit", change_of(op, held), command=command)
    if not refused and kind in {"add", "copy"}:
        _recall(op, held, hand)
    return refused


def _arranged(command: str, held: Held, hand: Hand) -> str:
    """All boxes anew; an edit only where people had chosen places."""
    cleared = bool(hand.plan.layout)
    refused = hand.does("edit", kt.clear_layout, command=command) if cleared else ""
    if not refused:
        held.unsettled, held.before, held.cleared = held.before, None, cleared
        if not cleared:
            held.done.add(command)
    return refused


def _unarranged(command: str, held: Held, hand: Hand) -> str:
    """The boxes as they stood before."""
    refused = hand.does("undo", command=command) if held.cleared else ""
    if not refused:
        held.before, held.unsettled = held.unsettled, None
        if not held.cleared:
            held.done.add(command)
    return refused


def _recall(op: Op, held: Held, hand: Hand) -> None:
    """After a wish that the store has known already, find what it made by its name."""
    if op["kind"] != "add" or op["id"] in held.made:
        return
    alike = (one.id for one in reversed(hand.plan.metrics) if one.name == op["name"])
    if found := next(alike, None):
        held.made[op["id"]] = found


# ── The edits ───────────────────────────────────────────────────────────────────────────────────


def change_of(op: Op, held: Held) -> Change:
    """The edit that a wish is."""
    return _CHANGES[op["kind"]](op, held)


def _move(op: Op, held: Held) -> Change:
    places = {held.real(name): _point(at) for name, at in op["places"].items()}
    return lambda plan: kt.set_layout(plan, places)


def _add(op: Op, held: Held) -> Change:
    """A metric of the catalogue or one's own, where the reader has clicked, if anywhere."""
    name = _text(op["name"])
    at = _point(op["at"]) if op.get("at") else None

    def change(plan: kt.Plan) -> Events:
        if row := op.get("catalogue"):
            adopted = kt.adopt_metric(plan, str(row))
            made, events = adopted.metric, adopted.events
            rest: Events = kt.set_layout(adopted.plan, {made: at}) if events and at else ()
            held.made[op["id"]] = made
            return (*events, *rest)
        made = kt.id_for(name, plan)
        held.made[op["id"]] = made
        return kt.together(
            plan,
            [
                lambda now: kt.add_metric(now, name, layer=str(op["layer"]), id=made),
                lambda now: kt.set_layout(now, {made: at} if at else {}),
            ],
        )

    return change


def _rename(op: Op, held: Held) -> Change:
    name = _text(op["name"])
    return lambda plan: kt.change_metric(plan, held.real(op["id"]), name=name)


def _connect(op: Op, held: Held) -> Change:
    """An influence, of one's own or as the library suggests it, or a place in a formula."""
    driver, outcome = held.real(op["from"]), held.real(op["to"])
    if op["as"] == "formula":
        return _formula({"id": outcome, "formula": op["formula"]}, held)
    if op["as"] == "library":
        row = str(op["row"])
        return lambda plan: kt.take_link(plan, row, driver=driver, outcome=outcome)

    def change(plan: kt.Plan) -> Events:
        changed = averaged(plan, [outcome] if outcome in plan.metric else [])
        return kt.paste(plan, changed, links=[{"from": driver, "to": outcome}])

    return change


def _formula(op: Op, held: Held) -> Change:
    """Another formula; none where nothing is left of it."""
    written = _text(op["formula"])
    for name, real in held.made.items():
        written = written.replace(name, real)
    return lambda plan: kt.change_metric(plan, held.real(op["id"]), formula=written or None)


def _remove(op: Op, held: Held) -> Change:
    metrics = [held.real(name) for name in op.get("metrics", ())]
    links = [str(name) for name in op.get("links", ())]

    def change(plan: kt.Plan) -> Events:
        hanging = {one.id for one in plan.links if {one.driver, one.outcome} & {*metrics}}
        return kt.paste(plan, removed=[*(set(links) - hanging), *metrics])

    return change


def _copy(op: Op, held: Held) -> Change:
    names = {held.real(name): temporary for name, temporary in op["names"].items()}
    places = {temporary: _point(at) for temporary, at in op["places"].items()}

    def change(plan: kt.Plan) -> Events:
        made = copied(plan, list(names))
        held.made.update({temporary: made.ids[name] for name, temporary in names.items()})
        spots = {held.made[temporary]: at for temporary, at in places.items()}
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
    scenario, metric, value = str(op["scenario"]), held.real(op["id"]), float(op["value"])

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

KINDS: Final = frozenset(_CHANGES) | {"undo", "redo", "arrange"}


def _point(at: Sequence[float]) -> Point:
    x, y = at
    return round(float(x), 1), round(float(y), 1)


def _text(words: object) -> str:
    return " ".join(str(words).split())[:LONGEST_TYPED]
