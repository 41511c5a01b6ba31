"""The worth-nothing test: every social metric, lever, hour and euro by where it leads.

What leads to no goal, or to one over links that nobody of the business has signed, is told as such.
Effort that serves several ends is split in equal parts wherever its ways part; the rule stands
on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from kpi_tree.deciding.spending import cost_by_lever, run_of
from kpi_tree.errors import quoted
from kpi_tree.founding.ways import End, Ways, mixed
from kpi_tree.locale import say
from kpi_tree.locale.numbers import money as in_money
from kpi_tree.locale.numbers import number, percent
from kpi_tree.plan.model import Cost, Metric, Plan, Scenario
from kpi_tree.simulation.forecasting import DO_NOTHING, Simulator, scenario_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kpi_tree.founding.signing import Sides
    from kpi_tree.simulation.engine import Progress
    from kpi_tree.simulation.forecasting import Forecast
    from kpi_tree.simulation.memory import Memory

Kind = Literal["metrics", "hours", "money"]
Leads = Literal["signed", "unsigned", "nothing"]

KINDS: Final[tuple[Kind, ...]] = ("metrics", "hours", "money")
DRAWS: Final = 4_096
_COUNTED: Final = frozenset({"social", "lever"})
_UNITS: Final[Mapping[str, Kind]] = {"hours": "hours", "currency": "money"}
_TOLD: Final = 3
_NEARLY_NOTHING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes effort, and where it leads.

    Attributes:
        kind: one metric that is watched, or an amount of hours or money.
        metric, name: which.
        source: `metric`, or `cost` for what a scenario's costs come to.
        amount: 1, hours, or the plan's currency over all months.
        end: where it leads, in shares.
        leads: the best that it reaches at all.
        goals: ids of the goals that it reaches.
        only_cost: whether it reaches a goal only as a cost of it.
    """

    kind: Kind
    metric: str
    name: str
    source: Literal["metric", "cost"]
    amount: float
    end: End
    leads: Leads
    goals: tuple[str, ...]
    only_cost: bool


@dataclass(frozen=True)
class WorthNothing:
    """Every social metric, lever, hour and euro by where it leads.

    Attributes:
        plan: the plan.
        scenario: the id of the scenario whose amounts are counted.
        items: all of them.
        left_out: investment metrics whose amounts cannot be added up: rates.
    """

    plan: Plan
    scenario: str
    items: tuple[Item, ...]
    left_out: tuple[str, ...]
    _ways: Ways = field(repr=False, compare=False)

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """The items of a kind."""
        return tuple(each for each in self.items if each.kind == kind)

    @property
    def metrics(self) -> tuple[Item, ...]:
        """Every social metric and lever."""
        return self.of("metrics")

    @property
    def hours(self) -> tuple[Item, ...]:
        """Every hour."""
        return self.of("hours")

    @property
    def money(self) -> tuple[Item, ...]:
        """All money."""
        return self.of("money")

    @property
    def totals(self) -> Mapping[Kind, float]:
        """How much there is of each kind."""
        return {kind: sum(each.amount for each in self.of(kind)) for kind in KINDS}

    @property
    def shares(self) -> Mapping[Kind, End]:
        """The share of each kind that leads to a signed goal, to an unsigned one, to nothing.

        Metrics count whole, by the best they reach; amounts are split.
        """
        return {
            kind: mixed((each.amount, each.end) for each in self.of(kind))
            for kind in KINDS
            if self.totals[kind] > 0
        }

    def waiting(self, metric: str) -> tuple[str, ...]:
        """The unsigned links on the ways from a metric to the goals."""
        return self._ways.waiting(metric)

    @property
    def to_sign(self) -> tuple[str, ...]:
        """The links whose signatures are waited for: by metrics first, then by hours and money."""
        items = [each for each in self.items if each.end.unsigned > 0]
        return tuple(dict.fromkeys(link for each in items for link in self.waiting(each.metric)))

    @property
    def rule(self) -> str:
        """How what serves several ends is split, and what counts."""
        return say("founding.worth_rule")

    @property
    def sentence(self) -> str:
        """The whole in a sentence."""
        share = self.shares.get("metrics")
        if share is None:
            return say("founding.worth_empty")
        told = {"n": len(self.metrics), "nothing": percent(share.nothing, digits=0)}
        return say("founding.worth", signed=percent(share.signed, digits=0), **told)

    @property
    def todo(self) -> tuple[str, ...]:
        """What to do, the most urgent first."""
        return tuple(self._todo())

    def _todo(self) -> Iterator[str]:
        lost = [each for each in self.metrics if each.leads == "nothing"]
        if lost:
            yield say("founding.todo_unlinked", n=len(lost), names=_names(lost))
        waste = [each for each in self.money if each.end.nothing > 0]
        if waste:
            spent = sum(each.amount * each.end.nothing for each in waste)
            told = in_money(spent, self.plan.currency)
            yield say("founding.todo_money", amount=told, names=_names(waste))
        idle = [each for each in self.hours if each.end.nothing > 0]
        if idle:
            spent = sum(each.amount * each.end.nothing for each in idle)
            yield say("founding.todo_hours", amount=number(spent), names=_names(idle))
        if self.to_sign:
            yield say("founding.todo_sign", n=len(self.to_sign))
        if not self.metrics:
            yield say("founding.todo_empty")
        elif not (lost or waste or idle or self.to_sign):
            yield say("founding.todo_nothing")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        ends = {"signed": 0.0, "unsigned": 0.0, "nothing": 0.0}
        return {
            "scenario": self.scenario,
            "totals": dict(self.totals),
            "shares": {
                kind: {name: getattr(end, name) for name in ends}
                for kind, end in self.shares.items()
            },
            "items": [
                {
                    "kind": each.kind,
                    "metric": each.metric,
                    "source": each.source,
                    "amount": each.amount,
                    "leads": each.leads,
                    "end": {name: getattr(each.end, name) for name in ends},
                    "goals": list(each.goals),
                }
                for each in self.items
            ],
        }


def _names(items: list[Item]) -> str:
    """The first few names, the largest amounts first."""
    ranked = sorted(items, key=lambda each: -each.amount * each.end.nothing)
    names = list(dict.fromkeys(quoted(each.name) for each in ranked))
    return ", ".join(names[:_TOLD]) + (" …" if len(names) > _TOLD else "")


def worth_nothing(
    plan: Plan,
    *,
    scenario: str | Scenario | None = None,
    sides: Sides | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> WorthNothing:
    """The worth-nothing test of a plan.

    Args:
        plan: the plan; it may be unfinished, and what is unknown has no amount.
        scenario: whose amounts and costs are counted; doing nothing unless told.
        sides: for which side people speak; the plan's word unless told.
        draws: how many.
        seed: of which sample.
        progress: told the share that is done; it may return False to stop.
        memory: what was computed before, to be used again and added to.

    Raises:
        BadArgument: no such scenario.
        CannotCompute: some draw has no finite answer.
        Stopped: the progress function called it off.
    """
    chosen = scenario_of(plan, DO_NOTHING if scenario is None else scenario)
    simulator = Simulator(plan, draws=draws, seed=seed, memory=memory, progress=progress)
    forecast = simulator.forecast(chosen)
    test = _Test(plan, Ways(plan, sides), chosen, simulator.do_nothing, forecast)
    items = (*test.watched(), *test.invested(), *test.costs())
    return WorthNothing(plan, chosen.id, items, tuple(test.rates()), test.ways)


@dataclass(frozen=True)
class _Test:
    """One test under way."""

    plan: Plan
    ways: Ways
    scenario: Scenario
    base: Forecast
    forecast: Forecast

    def watched(self) -> Iterator[Item]:
        for metric in self.plan.metrics:
            if metric.layer in _COUNTED:
                leads = self._leads(metric.id)
                end = End(*(float(leads == name) for name in ("signed", "unsigned", "nothing")))
                yield self._item("metrics", metric, amount=1.0, end=end)

    def invested(self) -> Iterator[Item]:
        for name, amount in self._amounts().items():
            metric = self.plan.metric[name]
            kind, end = _UNITS[metric.unit], self._end(metric, parts=self._own_parts(metric))
            yield self._item(kind, metric, amount=amount, end=end)

    def _amounts(self) -> Mapping[str, float]:
        """What each investment comes to, less what others in its unit make of it."""
        fit = self._fit()
        amounts: dict[str, float] = {}
        for name in (each for each in self.ways.tree.order if each in fit):
            metric, values = fit[name], self.forecast.fan(name).mean
            whole = float(values[-1] if metric.aggregation == "last" else values.sum())
            same = [amounts[each] for each in self._same(metric) if each in amounts]
            own = whole - sum(same)
            if not same or own > _NEARLY_NOTHING * abs(whole):
                amounts[name] = own
        return {name: amounts[name] for name in fit if name in amounts}

    def costs(self) -> Iterator[Item]:
        counted = {name for name, metric in self._fit().items() if metric.unit == "currency"}
        costs = [
            Cost(metric=each.metric, fixed=each.fixed, monthly=each.monthly)
            if each.metric in counted
            else each
            for each in self.scenario.costs
        ]
        paid = self.scenario.model_copy(update={"costs": tuple(costs)})
        base, run = run_of(self.base), run_of(self.forecast)
        for name, spent in cost_by_lever(paid, self.plan, base=base, run=run).items():
            metric = self.plan.metric[name]
            if spent.mean > 0:
                end = self._end(metric)
                yield self._item("money", metric, amount=spent.mean, end=end, source="cost")

    def rates(self) -> Iterator[str]:
        for metric in self._investments():
            if metric.unit in _UNITS and metric.aggregation not in {"sum", "last"}:
                yield metric.id

    def _investments(self) -> list[Metric]:
        known = set(self.forecast.metrics)
        return [m for m in self.plan.metrics if m.layer == "investment" and m.id in known]

    def _fit(self) -> Mapping[str, Metric]:
        """The investments that can be added up."""
        return {
            metric.id: metric
            for metric in self._investments()
            if metric.unit in _UNITS and metric.aggregation in {"sum", "last"}
        }

    def _same(self, metric: Metric) -> list[str]:
        """The investments in a metric's own unit that it is made of, however deep."""
        fit = self._fit()
        made_of = self.ways.parts(metric.id)
        return [each for each in made_of if each in fit and fit[each].unit == metric.unit]

    def _own_parts(self, metric: Metric) -> tuple[str, ...]:
        """What an investment is made of beside those in its own unit, which count themselves.

        Where there are only such, what it adds to them goes with them.
        """
        same = self._same(metric)
        theirs = {*same}.union(*(self.ways.parts(each) for each in same))
        made_of = self.ways.parts(metric.id)
        return tuple(each for each in made_of if each not in theirs) or made_of

    def _end(self, metric: Metric, *, parts: Sequence[str] | None = None) -> End:
        """Where a metric's effort leads; what has no way of its own goes with its parts."""
        begun = self.ways.carriers(metric.id)
        if metric.id not in begun and parts is not None:
            begun = tuple(each for each in begun if each in parts)
        return mixed((1.0, self.ways.ends[each]) for each in begun)

    def _leads(self, metric: str) -> Leads:
        if metric in self.ways.standing:
            return "signed"
        return "unsigned" if metric in self.ways.leading else "nothing"

    def _item(
        self,
        kind: Kind,
        metric: Metric,
        *,
        amount: float,
        end: End,
        source: Literal["metric", "cost"] = "metric",
    ) -> Item:
        goals = tuple(goal for goal, all_of in self.ways.goals.items() if metric.id in all_of)
        leads: Leads = "signed" if end.signed else "unsigned" if end.unsigned else "nothing"
        only_cost = leads == "nothing" and metric.id in self.ways.tree.linked
        return Item(kind, metric.id, metric.name, source, amount, end, leads, goals, only_cost)
