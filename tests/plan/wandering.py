"""Edits at random: whatever a room full of people might do to a plan, sensible or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kpi_tree.plan import edits
from kpi_tree.plan.model import Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kpi_tree.plan.events import Event


class Step(NamedTuple):
    """An edit and what it is called with."""

    edit: Callable[..., tuple[Event, ...]]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}  # noqa: RUF012 (never changed)

    def events(self, plan: Plan) -> tuple[Event, ...]:
        """What the edit decides on this plan."""
        return self.edit(plan, *self.args, **self.kwargs)


NAMES = ("Reseñas", "Visitas", "Pedidos", "Año", "min", "Ana", "Más", "24 h")
QUANTITIES = (None, 0, 12.5, -3, {"p10": 1, "p90": 4}, {"p10": 4, "p90": 1})
LAYERS = ("business", "bridge", "social", "lever", "investment")
MONTHS = ("2027-01", "2027-03", "2027-05", "2027-12", "2030-01")


def step(plan: Plan, dice: Random) -> Step:
    """One edit of the plan; many of them are refused."""
    return dice.choice(STEPS)(plan, dice)


def some_id(plan: Plan, kind: str, dice: Random) -> str:
    """The id of something in the plan, or of nothing."""
    ids = [item.id for item in getattr(plan, kind)]
    return dice.choice(ids) if ids and dice.random() < 0.97 else "nothing"


def _metric(plan: Plan, dice: Random) -> str:
    return some_id(plan, "metrics", dice)


def _head(_: Plan, dice: Random) -> Step:
    return dice.choice(
        [
            Step(edits.set_title, (dice.choice([*NAMES, ""]),)),
            Step(edits.set_ask, (dice.choice(NAMES),)),
            Step(edits.set_language, (dice.choice(["es", "en", "xx"]),)),
            Step(edits.set_currency, (dice.choice(["EUR", "USD", "PESO"]),)),
            Step(
                edits.set_calendar,
                (dice.choice([None, *MONTHS]),),
                {"months": dice.choice([None, 6, 24, 200])},
            ),
            Step(
                edits.set_budget,
                (dice.choice([None, 10, 0.5]),),
                {"social": dice.choice([None, 3])},
            ),
            Step(edits.answer_maturity, ("q",), {"answer": dice.choice([None, 0, 1, 2, 3, 4])}),
        ]
    )


def _money(plan: Plan, dice: Random) -> Step:
    return Step(edits.set_money, (dice.choice([None, _metric(plan, dice)]),))


def _add_metric(plan: Plan, dice: Random) -> Step:
    fields: dict[str, Any] = {
        "layer": dice.choice(LAYERS),
        "position": dice.choice([None, 0, 1, 99]),
    }
    if dice.random() < 0.4:
        fields["formula"] = f"{_metric(plan, dice)} + previous({_metric(plan, dice)})"
    elif dice.random() < 0.8:
        fields["baseline"] = dice.choice(QUANTITIES)
    if dice.random() < 0.2:
        fields |= {"unit": "currency", "owner": some_id(plan, "people", dice)}
    return Step(edits.add_metric, (dice.choice(NAMES),), fields)


def _change_metric(plan: Plan, dice: Random) -> Step:
    fields: dict[str, Any] = dice.choice(
        [
            {"name": dice.choice(NAMES)},
            {"baseline": dice.choice(QUANTITIES), "trend": dice.choice(QUANTITIES)},
            {"formula": dice.choice([None, f"{_metric(plan, dice)} * 2"])},
            {"owner": dice.choice(["", some_id(plan, "people", dice)])},
            {"season": dice.choice([None, [1] * 12, [2] * 11])},
            {"over_time": dice.choice([None, "sum", "formula"]), "noise": dice.choice([0, 0.1, 3])},
            {"feasible": dice.choice([None, {"low": 1, "high": 2}])},
        ]
    )
    return Step(edits.change_metric, (_metric(plan, dice),), fields)


def _remove_metrics(plan: Plan, dice: Random) -> Step:
    gone = {_metric(plan, dice) for _ in range(dice.choice([1, 1, 3]))}
    return Step(edits.remove_metrics, (sorted(gone),))


def _link(plan: Plan, dice: Random) -> Step:
    ends = {"driver": _metric(plan, dice), "outcome": _metric(plan, dice)}
    link = some_id(plan, "links", dice)
    return dice.choice(
        [
            Step(
                edits.add_link,
                (ends["driver"],),
                {"outcome": ends["outcome"], "position": dice.choice([None, 0])},
            ),
            Step(edits.change_link, (link,), ends),
            Step(
                edits.change_link,
                (link,),
                {"size": dice.choice(QUANTITIES), "lag": dice.choice([0, 3])},
            ),
            Step(edits.change_link, (link,), {"status": dice.choice(["rejected", "agreed"])}),
            Step(
                edits.change_link,
                (link,),
                {"opinions": [{"by": some_id(plan, "people", dice), "size": 1}]},
            ),
            Step(edits.remove_link, (link,)),
        ]
    )


def _evidence(plan: Plan, dice: Random) -> Step:
    link, evidence = some_id(plan, "links", dice), some_id(plan, "evidence", dice)
    return dice.choice(
        [
            Step(
                edits.add_evidence,
                ("expert",),
                {"cite": "Año 2016", "link": dice.choice([None, link])},
            ),
            Step(edits.attach_evidence, (evidence,), {"link": link}),
            Step(edits.detach_evidence, (evidence,), {"link": link}),
            Step(edits.change_evidence, (evidence,), {"note": dice.choice(NAMES)}),
            Step(edits.remove_evidence, (evidence,)),
        ]
    )


def _people_and_goals(plan: Plan, dice: Random) -> Step:
    goal = {"metric": _metric(plan, dice), "due": dice.choice(MONTHS), "target": 3}
    return dice.choice(
        [
            Step(edits.add_person, (dice.choice(NAMES),), {"side": "business"}),
            Step(edits.change_person, (some_id(plan, "people", dice),), {"role": "x"}),
            Step(edits.remove_person, (some_id(plan, "people", dice),)),
            Step(edits.add_goal, (dice.choice(NAMES),), goal),
            Step(edits.change_goal, (some_id(plan, "goals", dice),), goal),
            Step(edits.remove_goal, (some_id(plan, "goals", dice),)),
        ]
    )


def _scenario(plan: Plan, dice: Random) -> Step:
    scenario = (some_id(plan, "scenarios", dice),)
    metric = {"metric": _metric(plan, dice)}
    target = metric | {"change": dice.choice([0.1, -0.5]), "due": dice.choice([None, *MONTHS])}
    return dice.choice(
        [
            Step(edits.add_scenario, (dice.choice(NAMES),)),
            Step(edits.duplicate_scenario, scenario, {"name": dice.choice(NAMES)}),
            Step(edits.rename_scenario, scenario, {"name": dice.choice(NAMES)}),
            Step(edits.remove_scenario, scenario),
            *[Step(edits.set_target, scenario, target)] * 3,
            Step(edits.clear_target, scenario, metric),
            *[Step(edits.set_cost, scenario, metric | {"fixed": dice.choice([1, 2])})] * 2,
            Step(edits.clear_cost, scenario, metric),
        ]
    )


def _measured(plan: Plan, dice: Random) -> Step:
    metric = _metric(plan, dice)
    series = {month: dice.choice([None, 1, 2.5]) for month in dice.sample(MONTHS, 2)}
    return dice.choice(
        [
            Step(edits.set_observations, ({metric: series},), {"replace": dice.random() < 0.3}),
            Step(edits.clear_observations, (metric,)),
            Step(edits.set_layout, ({metric: dice.choice([None, (1, 2), (3.5, -1)])},)),
            Step(edits.clear_layout),
            Step(edits.arrange),
        ]
    )


def _paste(plan: Plan, dice: Random) -> Step:
    rows = [
        {"id": dice.choice([None, _metric(plan, dice)]), "name": name, "layer": "social"}
        for name in dice.sample(NAMES, 3)
    ]
    links = [{"from": dice.choice(NAMES), "to": dice.choice(NAMES)}]
    gone = [some_id(plan, "links", dice)] if dice.random() < 0.3 else []
    return Step(edits.paste, (rows,), {"links": links, "removed": gone})


def _adopt(plan: Plan, dice: Random) -> Step:
    return Step(edits.adopt, (Plan.model_construct(**dict(plan) | {"title": dice.choice(NAMES)}),))


STEPS = (
    *(_head, _money, _add_metric, _add_metric, _change_metric, _remove_metrics),
    *(
        _link,
        _link,
        _link,
        _evidence,
        _people_and_goals,
        _scenario,
        _scenario,
        _measured,
        _paste,
        _adopt,
    ),
)
