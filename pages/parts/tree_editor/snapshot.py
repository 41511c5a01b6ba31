"""A version of a plan as the map gets it: places, finished words, results; user text made safe.

`source/src/contract.ts` names the same parts for the browser. `tests/pages/test_tree_editor.py`
writes examples of it that the front end's own tests read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import kpi_tree as kt
from pages.parts.picture_words import PlanView, badges, box_words, edge_lines, layer_words, plain
from pages.parts.tree_editor.futures import Futures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Layout, Place, Route


Badges = tuple[dict[str, Any], dict[str, Any]]


@dataclass(frozen=True)
class View:
    """What is drawn.

    Attributes:
        plan: the plan.
        version: at which version.
        layout: where its boxes stand.
        badges: by metric and by link, what is missing or doubtful; see `badges_of`.
        futures: what is to be expected.
        scenario: under which scenario; None if nothing is done.
    """

    plan: kt.Plan
    version: int
    layout: Layout
    badges: Badges = ({}, {})
    futures: Futures = field(default_factory=Futures)
    scenario: kt.Scenario | None = None


def badges_of(plan: kt.Plan, findings: Sequence[kt.Finding]) -> Badges:
    """How many findings there are at each metric and link, and in words."""
    return badges(PlanView(plan, findings=findings))


def snapshot(view: View) -> dict[str, Any]:
    """The whole map as JSON."""
    plan, layout = view.plan, view.layout
    seen = PlanView(plan)
    on_metrics, on_links = view.badges
    owners = {person.id: person.name for person in plan.people}
    return {
        "version": view.version,
        "title": plain(plan.title),
        "currency": plan.currency,
        "nodes": [
            _node(view, seen, name, badge=on_metrics.get(name), owners=owners)
            for name in layout.places
        ],
        "edges": [_edge(seen, route, on_links) for route in layout.routes],
        **_frame(layout),
        "layers": _layers(),
        "scenario": {"id": view.scenario.id, "name": plain(view.scenario.name)}
        if view.scenario
        else None,
    }


def moved(told: Mapping[str, Any], version: int, layout: Layout) -> dict[str, Any]:
    """The map of a plan in which nothing but the places of boxes has changed since it was told."""
    known = {edge["id"]: edge for edge in told["edges"]}
    return {
        **told,
        "version": version,
        "nodes": [{**node, **_standing(layout.places[node["id"]])} for node in told["nodes"]],
        "edges": [{**known[_between(route)], "points": route.points} for route in layout.routes],
        **_frame(layout),
    }


def _frame(layout: Layout) -> dict[str, Any]:
    return {
        "bands": _bands(layout),
        "lane": {"y": layout.lane.y, "height": layout.lane.height} if layout.lane else None,
    }


def _between(route: Route) -> str:
    return f"{route.driver}>{route.outcome}"


def _layers() -> list[dict[str, str]]:
    words = layer_words()
    return [
        {
            "id": layer,
            "word": words[layer],
            "mark": kt.LAYER_MARKS[layer],
            "colour": kt.LAYER_COLOURS[layer],
        }
        for layer in kt.LAYERS
    ]


def _bands(layout: Layout) -> list[dict[str, Any]]:
    return [{"layer": band.layer, "x": band.x, "width": band.width} for band in layout.bands]


def _node(
    view: View,
    seen: PlanView,
    name: str,
    *,
    badge: Mapping[str, Any] | None,
    owners: Mapping[str, str],
) -> dict[str, Any]:
    metric, place = view.plan.metric[name], view.layout.places[name]
    told = box_words(metric, place, view=seen, badge=badge)
    owner = plain(owners.get(metric.owner, ""))
    future = view.futures.metrics.get(name)
    goals = _goals(view, name)
    return {
        "id": name,
        "name": told["title"],
        # What one renames is what was written, marks and all; it enters a field and nothing else.
        "written": metric.name if metric.name != told["title"] else "",
        "lines": told["name"],
        "layer": metric.layer,
        "value": told["value"],
        "owner": owner,
        "initials": _initials(owner),
        **_standing(place),
        "formula": metric.formula or "",
        "badge": badge,
        "told": told["lines"],
        "goals": goals,
        "future": future,
        "dial": view.futures.dials.get(name),
        "aria": _heard(told["aria"], owner, future, goals=goals),
    }


def _standing(place: Place) -> dict[str, Any]:
    return {
        "x": place.x,
        "y": place.y,
        "width": place.width,
        "height": place.height,
        "kept": place.kept,
        "apart": place.apart,
    }


def _heard(
    told: str,
    owner: str,
    future: Mapping[str, Any] | None,
    *,
    goals: Sequence[Mapping[str, Any]],
) -> str:
    """A box in one sentence, for those who listen."""
    parts = [told.rstrip(".")]
    parts += [kt.say("tree_editor.owned", owner=owner)] if owner else []
    parts += [future["ends"]] if future else []
    parts += [goal["aria"] for goal in goals]
    return ". ".join(parts) + "."


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _goals(view: View, name: str) -> list[dict[str, Any]]:
    """The goals that a metric is measured by: the target, the odds, all in words."""
    texts = view.layout.places[name].label.aims
    goals = [goal for goal in view.plan.goals if goal.metric == name]
    found = []
    for goal, text in zip(goals, texts, strict=True):
        odds = view.futures.goals.get(goal.id)
        told = odds["told"] if odds else ""
        found.append(
            {
                "id": goal.id,
                "name": plain(goal.name),
                "text": plain(text),
                "odds": kt.percent(round(odds["share"], 2)) if odds else "",
                "share": odds["share"] if odds else None,
                "told": told,
                "aria": plain(f"{goal.name}: {told}" if told else goal.name),
            }
        )
    return found


# ── Edges ───────────────────────────────────────────────────────────────────────────────────────


def _edge(seen: PlanView, route: Route, on_links: Mapping[str, Any]) -> dict[str, Any]:
    plan = seen.plan
    names = {"driver": plan.metric[route.driver].name, "outcome": plan.metric[route.outcome].name}
    drawn = kt.stroke(route, plan)
    lines = edge_lines(seen, route)
    marked = [on_links[name] for name in route.links if name in on_links]
    title = plain(kt.say("picture.edge", **names))
    kind = kt.say("picture.formula") if route.formula else kt.say("picture.influence")
    return {
        "id": _between(route),
        "from": route.driver,
        "to": route.outcome,
        "points": route.points,
        "formula": route.formula,
        "past": route.past,
        "links": list(route.links),
        "width": drawn.width,
        "dash": " ".join(str(part) for part in drawn.dash),
        "status": drawn.status or "formula",
        "colour": drawn.colour if route.links else "",
        "grade": kt.say(f"library.grade.{drawn.grade}") if drawn.grade else "",
        "badge": marked[0]["level"] if marked else "",
        "title": title,
        "told": [*lines, *(line for badge in marked for line in badge["sentences"])],
        "aria": f"{kind}: {title}. {' '.join(lines)}",
    }
