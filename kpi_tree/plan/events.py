"""What has happened to a plan: facts in the past tense, each with the values that it replaced.

An event holds what there is `now` and what there `was`, so it can be told ("from 120 to 150") and
turned round (`inverse`) without the plan. Several make an edit; `replay.evolve` applies one.

    PlanCreated  PlanReplaced
    HeadSet  MaturityAnswered  ObservationsSet  LayoutSet
    PersonAdded  PersonChanged  PersonRemoved   (so too Metric, Link, Evidence, Goal, Scenario)
    TargetSet  TargetCleared  CostSet  CostCleared

Events are never rewritten. A kind that changes its keys gets the next `version`, and a lift in
`LIFTS` that turns a record of the old version into one of the new.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar, assert_never

from pydantic import AfterValidator, PlainSerializer

from kpi_tree.errors import PlanError, Problem, quoted
from kpi_tree.plan.frozen import Frozen
from kpi_tree.plan.model import Cost, Evidence, Goal, Link, Metric, Person, Scenario, Target
from kpi_tree.plan.quantity import Value
from kpi_tree.plan.words import Number  # noqa: TC001 (pydantic reads it)

Place = tuple[str, ...]
"""Where something stands: `("metrics", "reviews", "baseline")`; `()` is the whole plan."""

Record = dict[str, Any]
"""An event as JSON: its kind, its version and its keys."""

Item = TypeVar("Item", bound=Value)
Facts = Annotated[Mapping[str, Any], AfterValidator(Frozen), PlainSerializer(dict)]
"""JSON values by key, in the plan file's notation; `None` where the default stands."""


class _Event(Value):
    version: ClassVar[int] = 1


class PlanCreated(_Event):
    """A plan began with this document."""

    document: Facts


class PlanReplaced(_Event):
    """Another document took the place of the whole plan."""

    document: Facts
    was: Facts


class HeadSet(_Event):
    """What stands at the head of a plan was set: title, ask, calendar, money, budget."""

    now: Facts
    was: Facts


class MaturityAnswered(_Event):
    """A question of the self-assessment was answered, or its answer taken back."""

    question: str
    now: int | None
    was: int | None


class ObservationsSet(_Event):
    """Months of a metric were measured, corrected, or (`None`) taken out."""

    metric: str
    now: Annotated[Mapping[str, Number | None], PlainSerializer(dict)]
    was: Annotated[Mapping[str, Number | None], PlainSerializer(dict)]


class LayoutSet(_Event):
    """Metrics were put somewhere on the drawing, or (`None`) given back to the layout.

    One that names none says that the whole drawing was made anew.
    """

    now: Annotated[Mapping[str, tuple[Number, Number] | None], PlainSerializer(dict)]
    was: Annotated[Mapping[str, tuple[Number, Number] | None], PlainSerializer(dict)]

    @property
    def anew(self) -> bool:
        """Whether it says that the whole drawing was made anew, or that this was taken back."""
        return not self.now


class Added(_Event, Generic[Item]):
    """Something new stands in one of the plan's lists, at this position."""

    among: ClassVar[str]
    item: Item
    at: int


class Changed(_Event):
    """Fields of something in one of the plan's lists have other values."""

    among: ClassVar[str]
    id: str
    now: Facts
    was: Facts


class Removed(_Event, Generic[Item]):
    """Something is gone from one of the plan's lists, where it stood at this position."""

    among: ClassVar[str]
    item: Item
    at: int


class PartSet(_Event, Generic[Item]):
    """A scenario has a new target or cost, or another instead of the one that `was`."""

    among: ClassVar[str]
    scenario: str
    item: Item
    at: int
    was: Item | None = None


class PartCleared(_Event, Generic[Item]):
    """A scenario has a target or cost no more."""

    among: ClassVar[str]
    scenario: str
    item: Item
    at: int


class PersonAdded(Added[Person]):
    """Somebody takes part."""

    among = "people"


class PersonChanged(Changed):
    """Somebody's name, role or side changed."""

    among = "people"


class PersonRemoved(Removed[Person]):
    """Somebody takes part no more."""

    among = "people"


class MetricAdded(Added[Metric]):
    """A metric is new."""

    among = "metrics"


class MetricChanged(Changed):
    """A metric changed."""

    among = "metrics"


class MetricRemoved(Removed[Metric]):
    """A metric is gone."""

    among = "metrics"


class LinkAdded(Added[Link]):
    """A link is new."""

    among = "links"


class LinkChanged(Changed):
    """A link changed."""

    among = "links"


class LinkRemoved(Removed[Link]):
    """A link is gone."""

    among = "links"


class EvidenceAdded(Added[Evidence]):
    """A piece of evidence is new."""

    among = "evidence"


class EvidenceChanged(Changed):
    """A piece of evidence changed."""

    among = "evidence"


class EvidenceRemoved(Removed[Evidence]):
    """A piece of evidence is gone."""

    among = "evidence"


class GoalAdded(Added[Goal]):
    """A goal is new."""

    among = "goals"


class GoalChanged(Changed):
    """A goal changed."""

    among = "goals"


class GoalRemoved(Removed[Goal]):
    """A goal is gone."""

    among = "goals"


class ScenarioAdded(Added[Scenario]):
    """A scenario is new, with its targets and costs."""

    among = "scenarios"


class ScenarioChanged(Changed):
    """A scenario has another name."""

    among = "scenarios"


class ScenarioRemoved(Removed[Scenario]):
    """A scenario is gone, with its targets and costs."""

    among = "scenarios"


class TargetSet(PartSet[Target]):
    """A scenario gives a metric this target."""

    among = "targets"


class TargetCleared(PartCleared[Target]):
    """A scenario leaves a metric as it would be."""

    among = "targets"


class CostSet(PartSet[Cost]):
    """Moving a metric costs this in a scenario."""

    among = "costs"


class CostCleared(PartCleared[Cost]):
    """Moving a metric costs nothing in a scenario."""

    among = "costs"


Event = (
    PlanCreated
    | PlanReplaced
    | HeadSet
    | MaturityAnswered
    | ObservationsSet
    | LayoutSet
    | Added[Any]
    | Changed
    | Removed[Any]
    | PartSet[Any]
    | PartCleared[Any]
)
ADDED: Final[Mapping[str, type[Added[Any]]]] = {
    kind.among: kind
    for kind in (PersonAdded, MetricAdded, LinkAdded, EvidenceAdded, GoalAdded, ScenarioAdded)
}
CHANGED: Final[Mapping[str, type[Changed]]] = {
    kind.among: kind
    for kind in (
        PersonChanged,
        MetricChanged,
        LinkChanged,
        EvidenceChanged,
        GoalChanged,
        ScenarioChanged,
    )
}
REMOVED: Final[Mapping[str, type[Removed[Any]]]] = {
    kind.among: kind
    for kind in (
        PersonRemoved,
        MetricRemoved,
        LinkRemoved,
        EvidenceRemoved,
        GoalRemoved,
        ScenarioRemoved,
    )
}
PART_SET: Final[Mapping[str, type[PartSet[Any]]]] = {"targets": TargetSet, "costs": CostSet}
PART_CLEARED: Final[Mapping[str, type[PartCleared[Any]]]] = {
    "targets": TargetCleared,
    "costs": CostCleared,
}
_ALL: Final[tuple[type[Any], ...]] = (
    *(PlanCreated, PlanReplaced, HeadSet, MaturityAnswered, ObservationsSet, LayoutSet),
    *(*ADDED.values(), *CHANGED.values(), *REMOVED.values()),
    *(*PART_SET.values(), *PART_CLEARED.values()),
)
_KINDS: Final[Mapping[str, type[Any]]] = {kind.__name__: kind for kind in _ALL}


# --- turned round, and where ------------------------------------------------------------------


def inverse(event: Event) -> Event:
    """What takes the event back, if nothing else happened meanwhile; a creation stays."""
    match event:
        case PlanCreated():
            return event
        case PlanReplaced(document=document, was=was):
            return PlanReplaced(document=was, was=document)
        case HeadSet() | MaturityAnswered() | ObservationsSet() | LayoutSet() | Changed():
            return event.model_copy(update={"now": event.was, "was": event.now})
        case Added(item=item, at=at):
            return REMOVED[event.among](item=item, at=at)
        case Removed(item=item, at=at):
            return ADDED[event.among](item=item, at=at)
        case PartSet(scenario=scenario, item=item, at=at, was=None):
            return PART_CLEARED[event.among](scenario=scenario, item=item, at=at)
        case PartSet(item=item, was=was):
            return event.model_copy(update={"item": was, "was": item})
        case PartCleared(scenario=scenario, item=item, at=at):
            return PART_SET[event.among](scenario=scenario, item=item, at=at)
        case _:
            assert_never(event)


def places(event: Event) -> tuple[Place, ...]:
    """The places that the event set."""
    match event:
        case PlanCreated() | PlanReplaced():
            return ((),)
        case HeadSet(now=now):
            return tuple((key,) for key in now)
        case MaturityAnswered(question=question):
            return (("maturity", question),)
        case ObservationsSet(metric=metric, now=now):
            return tuple(("observations", metric, month) for month in now)
        case LayoutSet(now=now):
            return tuple(("layout", metric) for metric in now)
        case Added(item=item) | Removed(item=item):
            return ((event.among, item.id),)
        case Changed(id=changed, now=now):
            return tuple((event.among, changed, key) for key in now)
        case PartSet(scenario=scenario, item=item) | PartCleared(scenario=scenario, item=item):
            return (("scenarios", scenario, event.among, item.metric),)
        case _:
            assert_never(event)


# --- as JSON ----------------------------------------------------------------------------------

Lift = Callable[[Record], Record]
LIFTS: Final[Mapping[tuple[str, int], Lift]] = {}
"""How a record of an old kind and version is written today."""


def record(event: Event) -> Record:
    """The event as JSON values."""
    written = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {"kind": type(event).__name__, "version": event.version} | written


def event_from(written: Record, lifts: Mapping[tuple[str, int], Lift] = LIFTS) -> Event:
    """The event that a record holds; a record of an old version is lifted first.

    Raises:
        PlanError: no such kind or version is known here: it was written by a newer Enlace.
    """
    while lift := lifts.get((written["kind"], written["version"])):
        written = lift(written)
    kind = _KINDS.get(written["kind"])
    if kind is None or kind.version != written["version"]:
        values = {"kind": f"{quoted(written['kind'])} {written['version']}"}
        raise PlanError([Problem("unknown_event", values=values)])
    keys = {key: value for key, value in written.items() if key not in ("kind", "version")}
    event: Event = kind.model_validate(keys)
    return event
