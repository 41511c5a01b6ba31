"""The plan format as a JSON Schema, made from the types: `python -m kpi_tree.plan.schema`."""

from __future__ import annotations

import json
import sys
from typing import Any

from kpi_tree.plan.model import MOST_LINKS, MOST_METRICS, Plan


def schema() -> dict[str, Any]:
    """The schema of `enlace-plan/1`: what a file's parts may be, each by itself.

    What only the parts together can tell (references, loops, months in order) is beyond a schema;
    `reading.read` checks both.
    """
    result: dict[str, Any] = Plan.model_json_schema(by_alias=True)
    result = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | _tidy(result)
    result["required"] = ["format", *result["required"]]
    result["properties"]["metrics"]["maxItems"] = MOST_METRICS
    result["properties"]["links"]["maxItems"] = MOST_LINKS
    return result


def _tidy(node: Any) -> Any:  # noqa: ANN401 (JSON)
    """Without nulls, which the format refuses, and without titles that repeat a key."""
    if isinstance(node, list):
        return [_tidy(part) for part in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _tidy(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and not value)
    }
    choices = kept.get("anyOf")
    if choices and {"type": "null"} in choices:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        del kept["anyOf"]
        kept = (rest[0] if len(rest) == 1 else {"anyOf": rest}) | kept
    return kept


def written() -> str:
    """The schema as text."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written())
