"""From a file to a plan, or to every problem of the file at once.

Three passes: JSON with nothing lost (duplicate keys are noticed), each part by its own model,
and what only the parts together can tell (`coherence`). A part that is broken does not hide
what is wrong with the others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import TypeAdapter, ValidationError

from kpi_tree.errors import PlanError, Problem, quoted
from kpi_tree.locale import has
from kpi_tree.plan.coherence import Parts, problems
from kpi_tree.plan.model import FORMAT, MOST_LINKS, MOST_METRICS, Plan
from kpi_tree.plan.quantity import TAG_MARK, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

LISTS: Final = ("people", "metrics", "links", "evidence", "goals", "scenarios")
_LIMITS: Final = {"metrics": MOST_METRICS, "links": MOST_LINKS}
_MOST_DIGITS: Final = 400


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys stood in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.twice = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add returns None on purpose


def read(path: str | Path) -> Plan:
    """The plan in the file at `path`.

    Raises:
        PlanError: the file cannot be read, or is no plan; it names every problem.
    """
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise PlanError([Problem(_unreadable(error))]) from error
    return plan_from(content)


def _unreadable(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "file_missing"
        case IsADirectoryError():
            return "file_is_a_folder"
        case PermissionError():
            return "file_forbidden"
        case _:
            return "file_unreadable"


def plan_from(content: bytes | str) -> Plan:
    """The plan that a JSON text holds (bytes are UTF-8).

    Raises:
        PlanError: the text is no plan; it names every problem.
    """
    return plan_of(_document(content))


def plan_of(document: object) -> Plan:
    """The plan that a JSON document holds, given as lists and dictionaries.

    Raises:
        PlanError: the document is no plan; it names every problem.
    """
    if not isinstance(document, dict):
        raise PlanError([Problem("not_an_object")])
    version = document.get("format")
    if "format" in document and version != FORMAT:
        shown = version if isinstance(version, str) else json.dumps(version, default=str)
        values = {"found": quoted(shown), "known": FORMAT}
        raise PlanError([Problem("unknown_format", "format", values)])
    found = list(_oddities(document))
    head, complaints = _head(document)
    found += complaints
    lists: dict[str, dict[int, Any]] = {}
    for name in LISTS:
        lists[name], complaints = _list(document, name)
        found += complaints
    found += problems(Parts(head=head, written=document, **lists))
    if found:
        raise PlanError(sorted(_distinct(found), key=_by_place))
    whole: dict[str, Any] = head | {name: tuple(each.values()) for name, each in lists.items()}
    return Plan.model_construct(**whole)


def _distinct(found: list[Problem]) -> list[Problem]:
    return list({(problem.place, problem.code): problem for problem in reversed(found)}.values())


def _by_place(problem: Problem) -> tuple[object, ...]:
    pieces = problem.place.replace("]", "").replace("[", ".").split(".")
    return tuple(
        (0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in pieces
    )


# --- JSON -----------------------------------------------------------------------------------


def _document(content: bytes | str) -> object:
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PlanError([Problem("not_utf8", values={"position": error.start + 1})]) from error
    try:
        return json.loads(
            content,
            object_pairs_hook=_Object,
            parse_int=_whole,
            parse_constant=float,
        )
    except json.JSONDecodeError as error:
        values = {"line": str(error.lineno), "column": str(error.colno)}
        raise PlanError([Problem("not_json", values=values)]) from error
    except RecursionError as error:
        raise PlanError([Problem("nested_too_deep")]) from error


def _whole(digits: str) -> float:
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)


def _oddities(document: object) -> Iterator[Problem]:
    """Keys that stand twice and nulls, wherever they are."""
    waiting = [(document, "")]
    while waiting:
        node, at = waiting.pop()
        if node is None:
            yield Problem("null", at)
        if isinstance(node, _Object):
            for key in node.twice:
                yield Problem("duplicate_key", _below(at, key), {"key": quoted(key)})
        if isinstance(node, dict):
            waiting += ((child, _below(at, key)) for key, child in node.items())
        elif isinstance(node, list):
            waiting += ((child, f"{at}[{index}]") for index, child in enumerate(node))


def _below(place: str, key: str) -> str:
    return f"{place}.{quoted(key)}" if place else quoted(key)


# --- each part by its own model -------------------------------------------------------------

_HEAD: Final = tuple(name for name in Plan.model_fields if name not in LISTS)


def _adapter(name: str) -> TypeAdapter[Any]:
    field = Plan.model_fields[name]
    kind: Any = field.annotation
    return TypeAdapter(Annotated[kind, *field.metadata] if field.metadata else kind)


_ADAPTERS: Final[dict[str, TypeAdapter[Any]]] = {}


def _checked(name: str, value: object, place: str) -> tuple[Any, list[Problem]]:
    if name not in _ADAPTERS:
        _ADAPTERS[name] = _adapter(name)
    try:
        return _ADAPTERS[name].validate_python(value), []
    except ValidationError as error:
        return None, [_problem(detail, place) for detail in error.errors(include_url=False)]


def _head(document: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    head: dict[str, Any] = {}
    found = [
        Problem("unknown_key", quoted(key), {"key": quoted(key)})
        for key in document
        if key not in Plan.model_fields
    ]
    for name in _HEAD:
        if name not in document:
            field = Plan.model_fields[name]
            if field.is_required() or name == "format":
                found.append(Problem("missing_key", name, {"key": name}))
            else:
                head[name] = field.get_default(call_default_factory=True)
            continue
        value, complaints = _checked(name, document[name], name)
        if complaints:
            found += complaints
        else:
            head[name] = value
    return head, found


def _list(document: dict[str, Any], name: str) -> tuple[dict[int, Any], list[Problem]]:
    raw = document.get(name, [])
    if not isinstance(raw, list):
        return {}, [Problem("null" if raw is None else "not_a_list", name)]
    limit = _LIMITS.get(name)
    if limit and len(raw) > limit:
        return {}, [Problem("too_many", name, {"limit": limit, "found": len(raw)})]
    kind: type[Value] = Plan.model_fields[name].annotation.__args__[0]  # type: ignore[union-attr]  # tuple[X, ...]
    items: dict[int, Any] = {}
    found: list[Problem] = []
    for index, value in enumerate(raw):
        try:
            items[index] = kind.model_validate(value)
        except ValidationError as error:
            place = f"{name}[{index}]"
            found += (_problem(detail, place) for detail in error.errors(include_url=False))
    return items, found


_CODES: Final = {
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "literal_error": "not_one_of",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "dict_type": "not_an_object",
    "mapping_type": "not_an_object",
    "tuple_type": "not_a_list",
    "too_short": "wrong_length",
    "too_long": "wrong_length",
    "union_tag_invalid": "unknown_shape",
    "union_tag_not_found": "unknown_shape",
    "string_unicode": "not_text",
    "invalid_key": "not_text",
    "recursion_depth_exceeded": "nested_too_deep",
    "recursion_loop": "nested_too_deep",
}


def _problem(detail: ErrorDetails, place: str) -> Problem:
    """A refusal of pydantic's in our own words."""
    kind, raw = detail["type"], detail["input"]
    context = dict(detail.get("ctx") or {})
    code = _CODES.get(kind, kind)
    if not has(f"errors.{code}.sentence"):
        code = "not_allowed"
    for step in detail["loc"]:
        if isinstance(step, int):
            place += f"[{step}]"
        elif step == "[key]":
            context["key_itself"] = True
        elif not step.startswith(TAG_MARK):
            place = _below(place, step)
    if code == "missing_key" and isinstance(detail["loc"][-1], int):
        return Problem("wrong_length", place)
    if raw is None and code != "missing_key":
        return Problem("null", place)
    if code == "unknown_shape":
        return Problem(code, _below(place, "shape"), {"found": quoted(raw.get("shape"))})
    if key := context.pop("key", None):
        place = _below(place, str(key))
    values = {name: _shown(value) for name, value in context.items()}
    if code in ("missing_key", "unknown_key"):
        values["key"] = quoted(detail["loc"][-1])
    if code == "not_one_of":
        expected = str(context["expected"]).replace(" or ", ", ").replace("'", "")
        values = {"found": quoted(raw), "expected": expected}
    return Problem(code, place, values)


def _shown(value: object) -> object:
    return value if isinstance(value, int | float) else quoted(value)
