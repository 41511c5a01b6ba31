"""What lies between two plans leads from the one to the other."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kpi_tree.errors import EditRefused
from kpi_tree.plan.difference import difference
from kpi_tree.plan.edits.reversal import taken_back
from kpi_tree.plan.reading import plan_of
from kpi_tree.plan.replay import replay
from kpi_tree.plan.writing import document
from tests.plan.wandering import step
from tests.store.plans import LITTLE, little


def wandered(seed: int, *, steps: int = 30):
    """Two plans, the second some edits later than the first."""
    dice = Random(seed)
    plans = [little()]
    for _ in range(steps):
        try:
            plans.append(replay(step(plans[-1], dice).events(plans[-1]), plans[-1]))
        except EditRefused:
            continue
    return dice.choice(plans), dice.choice(plans)


@given(st.integers(0, 2**32))
def test_a_plan_becomes_the_other_by_what_lies_between_them(seed) -> None:
    one, other = wandered(seed)
    assert document(replay(difference(one, other), one)) == document(other)


@given(st.integers(0, 2**32))
def test_what_lies_between_two_plans_can_be_taken_back(seed) -> None:
    one, other = wandered(seed)
    events = difference(one, other)
    assert document(replay(taken_back(events), replay(events, one))) == document(one)


@given(st.integers(0, 2**32))
def test_nothing_lies_between_a_plan_and_itself(seed) -> None:
    one, other = wandered(seed)
    assert difference(one, plan_of(document(one))) == ()
    assert bool(difference(one, other)) == (document(one) != document(other))


def test_what_was_only_moved_in_its_list_is_put_where_it_belongs() -> None:
    turned = plan_of({**LITTLE, "metrics": LITTLE["metrics"][::-1]})
    assert [metric.id for metric in replay(difference(little(), turned), little()).metrics] == [
        *"dcba"
    ]
