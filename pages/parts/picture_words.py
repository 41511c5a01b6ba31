"""What a picture of a tree says in words: a box, an edge, a finding; text alone, made safe."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import kpi_tree as kt
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi_tree import Link, Metric, Place, Route

_PLACE: Final = re.compile(r"(metrics|links|goals)\[(\d+)\]")
_NAME: Final = re.compile(r"[^\W\d]\w*")
_STEP: Final = 0.1
_Z90: Final = 1.2816
_LONGEST: Final = 140
_STATUS: Final = {
    "hypothesis": "picture.hypothesis",
    "agreed": "picture.agreed",
    "measured": "picture.measured",
}


@dataclass(frozen=True)
class PlanView:
    """A plan as a picture shows it.

    Attributes:
        plan: the plan.
        findings: what is missing or doubtful; each is counted at its metric or link.
        values: a finished text for a metric's value, instead of its baseline.
    """

    plan: kt.Plan
    findings: Sequence[kt.Finding] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A text of the user, as data for a component; a map asks for the same ones again and again."""
    return shown(text, surface="plain")


def layer_words() -> dict[str, str]:
    """The layers' names in the reader's language."""
    return {layer: kt.say(f"library.layer.{layer}") for layer in kt.LAYERS}


# ── Findings ────────────────────────────────────────────────────────────────────────────────────


def badges(view: PlanView) -> tuple[dict[str, Any], dict[str, Any]]:
    """For each metric and for each link with findings: how many, the gravest level, words."""
    metrics: dict[str, list[kt.Finding]] = {}
    links: dict[str, list[kt.Finding]] = {}
    for finding in view.findings:
        if not (found := _PLACE.match(finding.place)):
            continue
        room, index = found[1], int(found[2])
        rows: Sequence[Any] = getattr(view.plan, room)
        if index >= len(rows):
            continue
        if room == "links":
            links.setdefault(rows[index].id, []).append(finding)
        elif name := rows[index].id if room == "metrics" else rows[index].metric:
            metrics.setdefault(name, []).append(finding)
    return (
        {name: _badge(found) for name, found in metrics.items()},
        {name: _badge(found) for name, found in links.items()},
    )


def _badge(found: Sequence[kt.Finding]) -> dict[str, Any]:
    count = len(found)
    levels = {finding.level for finding in found}
    if "error" in levels:
        level, words = "error", kt.say("picture.errors", n=count)
    elif "warning" in levels:
        level, words = "warning", kt.say("picture.warnings", n=count)
    else:
        level, words = "note", kt.say("picture.notes", n=count)
    return {
        "level": level,
        "count": count,
        "text": words,
        "sentences": [plain(finding.sentence) for finding in found[:4]],
    }


# ── Edges ───────────────────────────────────────────────────────────────────────────────────────


def edge_lines(view: PlanView, route: Route) -> list[str]:
    """What an edge says: the formula it belongs to, and each of its links in words."""
    plan = view.plan
    lines = [formula(plan, plan.metric[route.outcome])] if route.formula else []
    links = {link.id: link for link in plan.links}
    for name in route.links:
        lines += _link(plan, links[name])
    return [plain(line) for line in lines]


def formula(plan: kt.Plan, outcome: Metric) -> str:
    """How a metric is computed, in names instead of ids."""
    written = _NAME.sub(lambda found: _named(plan, found[0]), outcome.formula or "")
    written = written.replace("*", "×").replace("/", "÷")
    return kt.say("picture.formula_is", outcome=outcome.name, formula=written)


def _named(plan: kt.Plan, word: str) -> str:
    if word in plan.metric:
        return plan.metric[word].name
    return kt.say("picture.month_before") if word == "previous" else word


def _link(plan: kt.Plan, link: Link) -> list[str]:
    names = {
        "driver": plan.metric[link.driver].name,
        "outcome": plan.metric[link.outcome].name,
    }
    lines = [_size(link, names)]
    lines.append(kt.say("picture.lag", n=link.lag) if link.lag else kt.say("picture.no_lag"))
    lines.append(kt.say(_STATUS.get(link.status, "picture.hypothesis")))
    lines.append(_evidence(plan, link))
    return lines


def _size(link: Link, names: Mapping[str, str]) -> str:
    if link.size is None:
        return kt.say("picture.no_size", **names)
    low, high = _ends(link.size)
    if link.effect == "elasticity":
        ends = [kt.percent(round((1 + _STEP) ** end - 1, 3)) for end in (low, high)]
        signed = [text if text.startswith("\u2212") else f"+{text}" for text in ends]
        if low == high:
            return kt.say("picture.moves_by", **names, size=signed[0])
        return kt.say("picture.moves", **names, low=signed[0], high=signed[1])
    if low == high:
        return kt.say("picture.adds_by", **names, size=kt.number(low))
    return kt.say("picture.adds", **names, low=kt.number(low), high=kt.number(high))


def _ends(size: Any) -> tuple[float, float]:  # noqa: ANN401 (a quantity of any family)
    """From where to where a size reaches."""
    if isinstance(size, int | float):
        return float(size), float(size)
    if hasattr(size, "of"):
        ends = [_ends(part) for part in size.of]
        return min(low for low, _ in ends), max(high for _, high in ends)
    if hasattr(size, "sd"):
        return size.mean - _Z90 * size.sd, size.mean + _Z90 * size.sd
    return (size.low, size.high) if hasattr(size, "low") else (size.p10, size.p90)


def _evidence(plan: kt.Plan, link: Link) -> str:
    known = {each.id: each for each in plan.evidence}
    found = [known[name] for name in link.evidence if name in known]
    if not found:
        return kt.say("picture.no_evidence")
    texts = dict.fromkeys(map(_cited, found))
    return kt.say("picture.evidence", texts="; ".join(texts))


def _cited(each: kt.Evidence) -> str:
    """A grade, and who says so with how far that was verified."""
    naming = kt.library.naming
    grade = naming.grade_name(each.grade)
    if not each.cite:
        return grade
    return f"{grade} ({_cut(each.cite)}; {naming.degree_name(each.verified)})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


# ── Boxes ───────────────────────────────────────────────────────────────────────────────────────


def box_words(
    metric: Metric, place: Place, *, view: PlanView, badge: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The texts of a metric's box, and all of it in one sentence for those who listen."""
    layers = layer_words()
    value = view.values.get(metric.id, place.label.value) if place.label.value else ""
    aims = [kt.say("picture.aim", target=text) for text in place.label.aims]
    parts = [metric.name, layers[metric.layer], *([value] if value else []), *aims]
    parts += [kt.say("picture.unlinked")] if place.apart else []
    parts += [badge["text"]] if badge else []
    lines = [metric.definition] if metric.definition else []
    return {
        "title": plain(metric.name),
        "name": [plain(line) for line in place.label.name],
        "value": plain(value),
        "aims": [plain(text) for text in place.label.aims],
        "aria": plain(". ".join(part.rstrip(".") for part in parts)),
        "lines": [plain(line) for line in (*lines, *(badge or {}).get("sentences", ()))],
    }


def words(keys: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Finished words by the names that a front end knows them by."""
    return {name: kt.say(key) for name, key in keys}
