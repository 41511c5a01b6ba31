"""What every edit stands on: a draft that collects events, and the check of what they lead to.

An edit reads as imperatives on a `Draft`; the decorator `edit` makes of it a function from a plan
to events that refuses with `EditRefused`. The result is checked whole: what is harmless in
itself may close a loop together with what somebody else did a moment ago.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, NoReturn, ParamSpec

from pydantic import ValidationError

from kpi_tree.errors import EditRefused, PlanError, Problem, quoted
from kpi_tree.plan.coherence import Parts, problems
from kpi_tree.plan.edits.naming import alike, id_for
from kpi_tree.plan.events import ADDED, CHANGED, REMOVED, HeadSet, LayoutSet
from kpi_tree.plan.model import (
    MOST_LINKS,
    MOST_METRICS,
    Evidence,
    Goal,
    Link,
    Metric,
    Person,
    Plan,
    Scenario,
)
from kpi_tree.plan.reading import plan_of
from kpi_tree.plan.replay import changed, evolve, head, written
from kpi_tree.plan.writing import document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi_tree.plan.events import Event
    from kpi_tree.plan.quantity import Value

Arguments = ParamSpec("Arguments")

MODELS: Final[Mapping[str, type[Value]]] = {
    "people": Person,
    "metrics": Metric,
    "links": Link,
    "evidence": Evidence,
    "goals": Goal,
    "scenarios": Scenario,
}
_LIMITS: Final = {"metrics": MOST_METRICS, "links": MOST_LINKS}
# What Python and a call of `Workspace.edit` cannot name as the plan file does.
_SPOKEN: Final[Mapping[str, Mapping[str, str]]] = {
    "links": {"driver": "from", "outcome": "to"},
    "goals": {"due": "by"},
}


class Draft:
    """A plan while it is being edited, and the events so far."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.events: list[Event] = []

    def record(self, event: Event) -> None:
        """Take it as happened."""
        self.events.append(event)
        self.plan = evolve(self.plan, event)

    def set_head(self, **values: object) -> None:
        """Set keys at the head of the plan; `None` gives back the default."""
        try:
            typed = head(self.plan, values)
        except ValidationError:
            refuse_document(document(self.plan) | _without_none(values))
        now = _head_values(typed, values)
        was = _head_values(self.plan, values)
        differing = [key for key in values if now[key] != was[key]]
        if differing:
            self.record(
                HeadSet(
                    now={key: now[key] for key in differing},
                    was={key: was[key] for key in differing},
                )
            )

    def add(self, among: str, keys: Mapping[str, Any], *, at: int | None = None) -> str:
        """Put something new into a list, at its end unless told where; returns its id."""
        items = getattr(self.plan, among)
        index = len(items) if at is None else max(0, min(at, len(items)))
        given = _keys(among, keys)
        if not given.get("id"):
            given["id"] = id_for(_called(among, given), self.plan)
        self._named(given, f"{among}[{index}]")
        try:
            item: Any = MODELS[among].model_validate(given)
        except ValidationError:
            self._refuse_item(among, index, given, replaced=0)
        self.record(ADDED[among](item=item, at=index))
        return str(item.id)

    def change(self, among: str, item_id: str, keys: Mapping[str, Any]) -> None:
        """Give some fields of something other values; `None` gives back the default."""
        index, item = self.find(among, item_id)
        given = _keys(among, keys, keep_none=True)
        if given.pop("id", item_id) != item_id:
            raise EditRefused([Problem("id_stays", f"{among}[{index}].id", {"id": item_id})])
        self._named(given, f"{among}[{index}]")
        before = written(item)
        try:
            after = written(changed(item, given))
        except ValidationError:
            self._refuse_item(among, index, _without_none({**before, **given}), replaced=1)
        differing = [key for key in after | before if after.get(key) != before.get(key)]
        if differing:
            now = {key: after.get(key) for key in differing}
            was = {key: before.get(key) for key in differing}
            self.record(CHANGED[among](id=item_id, now=now, was=was))

    def remove(self, among: str, item_id: str) -> None:
        """Take something out of a list."""
        index, item = self.find(among, item_id)
        self.record(REMOVED[among](item=item, at=index))

    def find(self, among: str, item_id: str) -> tuple[int, Any]:
        """Where something stands, and what it is.

        Raises:
            EditRefused: it is not there (any more).
        """
        for index, item in enumerate(getattr(self.plan, among)):
            if item.id == item_id:
                return index, item
        raise EditRefused([Problem("gone", among, {"id": quoted(item_id)})])

    def keep_apart(self, among: str, name: object, *, item_id: str | None = None) -> None:
        """Refuse a name that something else in the list bears, whatever its case and blanks.

        A plan file may hold equal names; whoever bears one of these already may keep it.

        Raises:
            EditRefused: it is taken.
        """
        items = list(getattr(self.plan, among))
        wanted = alike(str(name))
        if any(one.id == item_id and alike(one.name) == wanted for one in items):
            return
        for index, one in enumerate(items):
            if one.id != item_id and alike(one.name) == wanted:
                place = f"{among}[{index}].name"
                raise EditRefused([Problem("name_taken", place, {"name": quoted(one.name)})])

    def _named(self, keys: Mapping[str, Any], place: str) -> None:
        name = keys.get("name", "-")
        if isinstance(name, str) and not name.strip():
            raise EditRefused([Problem("blank_name", f"{place}.name")])

    def _refuse_item(
        self, among: str, index: int, keys: Mapping[str, Any], *, replaced: int
    ) -> NoReturn:
        whole = document(self.plan)
        items = list(whole.get(among, ()))
        items[index : index + replaced] = [dict(keys)]
        refuse_document(whole | {among: items})


def edit(
    steps: Callable[Concatenate[Draft, Arguments], object],
) -> Callable[Concatenate[Plan, Arguments], tuple[Event, ...]]:
    """Make of steps on a draft an edit: from a plan to the events that it needs, or a refusal."""

    @wraps(steps)
    def decide(
        plan: Plan, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> tuple[Event, ...]:
        draft = Draft(plan)
        steps(draft, *args, **kwargs)
        # Metrics that are put elsewhere on the drawing leave a coherent plan coherent.
        if not all(isinstance(event, LayoutSet) for event in draft.events):
            refuse_incoherent(draft.plan)
        return tuple(draft.events)

    decide.__annotations__ = {**steps.__annotations__, "return": "tuple[Event, ...]"}
    return decide


def refuse_incoherent(plan: Plan) -> None:
    """Refuse a plan that the format forbids, naming every problem.

    Raises:
        EditRefused: it has one.
    """
    found = list(problems(Parts.of(plan)))
    for among, limit in _LIMITS.items():
        if (count := len(getattr(plan, among))) > limit:
            found.append(Problem("too_many", among, {"limit": limit, "found": count}))
    if found:
        raise EditRefused(found)


def refuse_document(whole: Mapping[str, Any]) -> NoReturn:
    """Refuse for what is wrong with a document, in the words of the plan file's reader."""
    try:
        plan_of(dict(whole))
    except PlanError as error:
        raise EditRefused(error.problems) from error
    raise AssertionError(whole)


def _called(among: str, keys: Mapping[str, Any]) -> str:
    match among:
        case "links":
            return f"{keys.get('from')} {keys.get('to')}"
        case "evidence":
            return str(keys.get("cite") or among)
        case _:
            return str(keys.get("name") or among)


def _keys(among: str, keys: Mapping[str, Any], *, keep_none: bool = False) -> dict[str, Any]:
    spoken = _SPOKEN.get(among, {})
    given = {spoken.get(key, key): value for key, value in keys.items()}
    return given if keep_none else _without_none(given)


def _without_none(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in keys.items() if value is not None}


def _head_values(plan: Plan, keys: Mapping[str, Any]) -> dict[str, Any]:
    found = plan.model_dump(mode="json", include=set(keys), exclude_defaults=True)
    return {key: found.get(key) for key in keys}
