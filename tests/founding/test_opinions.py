"""Opinions: each under one's own name, pooled by weight, and where people really disagree."""

import math

import numpy as np
import pytest

import kpi_tree as kt
from kpi_tree.plan.quantity import Triangular
from kpi_tree.plan.replay import replay
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario

PEOPLE = [{"id": name, "name": name.title()} for name in ("ana", "sol", "luz")]


def short(**own):
    return plan(metric("a", baseline=10), metric("b", baseline=100), people=PEOPLE,
                links=[link("a", "b", 0.5, **own)], goals=[goal("b", 110)],
                scenarios=[scenario({"metric": "a", "change": 0.5})])  # fmt: skip


def after(of, edit, **fields):
    return replay(edit(of, "a_to_b", **fields), of)


def heard(*given, of=None):
    """The plan after opinions of Ana, Sol and Luz."""
    of = of or short()
    for person, (low, likely, high) in zip(("ana", "sol", "luz"), given, strict=False):
        of = after(of, kt.give_opinion, person=person, low=low, likely=likely, high=high)
    return of


def test_an_opinion_given_again_takes_the_place_of_the_first_and_keeps_weight_and_note():
    of = after(short(), kt.give_opinion, person="ana", low=0.1, likely=0.2, high=0.3, weight=2,
               note="why")  # fmt: skip
    of = after(of, kt.give_opinion, person="ana", low=0.2, likely=0.3, high=0.4)
    (only,) = of.links[0].opinions
    assert (only.size.mode, only.weight, only.note) == (0.3, 2, "why")


def test_a_likely_value_outside_its_range_is_refused():
    with pytest.raises(kt.EditRefused):
        kt.give_opinion(short(), "a_to_b", person="ana", low=0.1, likely=0.5, high=0.3)


def test_an_opinion_without_doubt_is_a_number():
    assert heard((0.2, 0.2, 0.2)).links[0].opinions[0].size == 0.2


def test_an_opinion_can_be_withdrawn():
    of = after(heard((0.1, 0.2, 0.3), (0.1, 0.2, 0.4)), kt.withdraw_opinion, person="ana")
    assert [each.by for each in of.links[0].opinions] == ["sol"]


def test_the_pool_is_the_mixture_of_the_plan_format_by_weight():
    of = heard((0.1, 0.2, 0.3), (0.4, 0.5, 0.6))
    of = after(of, kt.weigh_opinions, weights={"ana": 3})
    of = after(of, kt.pool_opinions)
    size = of.links[0].size
    assert (size.shape, size.shares) == ("mixture", (0.75, 0.25))
    assert kt.pool(of, "a_to_b").pooled


def test_counted_equally_weights_do_not_matter():
    of = after(heard((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)), kt.weigh_opinions, weights={"ana": 3})
    of = after(of, kt.pool_opinions, equal=True)
    assert of.links[0].size.shares == (0.5, 0.5)
    assert [each.share for each in kt.pool(of, "a_to_b", equal=True).voices] == [0.5, 0.5]


def test_one_opinion_is_its_own_pool_and_one_without_weight_does_not_count():
    of = after(heard((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)), kt.weigh_opinions, weights={"sol": 0})
    of = after(of, kt.pool_opinions)
    assert of.links[0].size == Triangular(shape="triangular", low=0.1, mode=0.2, high=0.3)


def test_nothing_can_be_pooled_where_nobody_was_heard():
    with pytest.raises(kt.EditRefused) as refusal:
        kt.pool_opinions(short(), "a_to_b")
    assert refusal.value.problems[0].remedy


def test_opinions_that_changed_since_they_were_seen_are_not_pooled():
    seen = heard((0.1, 0.2, 0.3), (0.4, 0.5, 0.6))
    now = after(seen, kt.give_opinion, person="luz", low=5, likely=6, high=7)
    with pytest.raises(kt.EditRefused) as refusal:
        kt.pool_opinions(now, "a_to_b", seen=seen.links[0])
    assert [each.code for each in refusal.value.problems] == ["opinions_changed_meanwhile"]
    assert kt.pool(after(now, kt.pool_opinions, seen=now.links[0]), "a_to_b").pooled


def test_dissent_is_what_sets_people_apart_as_a_share_of_the_pools_variance():
    found = kt.pool(heard((-1, 0, 1), (1, 2, 3)), "a_to_b")
    # Each triangle has the variance 1/6, and the means lie one from their own mean.
    assert found.dissent == pytest.approx(1 / (1 + 1 / 6), rel=1e-12)
    drawn = kt.simulate(after(heard((-1, 0, 1), (1, 2, 3)), kt.pool_opinions), draws=20_000)
    logs = np.log(drawn["s"].path("b").draws[0] / 100) / math.log(1.5)
    assert np.var(logs) == pytest.approx(1 + 1 / 6, rel=0.01)


def test_people_who_think_alike_have_no_dissent():
    assert kt.pool(heard((0, 1, 2), (0, 1, 2)), "a_to_b").dissent == 0


@pytest.mark.parametrize(
    ("other", "kind"), [((0.31, 0.4, 0.5), "apart"), ((-0.4, -0.3, -0.2), "sign")]
)
@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_two_who_cannot_both_be_right_are_named(other, kind, language):
    found = kt.pool(heard((0.1, 0.2, 0.3), other, (-0.9, 0.0, 0.9)), "a_to_b")
    assert [each.kind for each in found.apart] == [kind]
    with kt.speak(language):
        assert {"Ana", "Sol"} <= set(found.apart[0].sentence.replace(".", "").split())


def test_ranges_that_touch_are_no_disagreement():
    assert kt.pool(heard((0.1, 0.2, 0.3), (0.2, 0.3, 0.4)), "a_to_b").apart == ()


def test_the_dissent_of_one_of_three_widens_the_goals_range():
    alike = after(heard((0.1, 0.2, 0.3), (0.1, 0.2, 0.3), (0.1, 0.2, 0.3)), kt.pool_opinions)
    apart = after(heard((0.1, 0.2, 0.3), (0.1, 0.2, 0.3), (-0.9, -0.8, -0.7)), kt.pool_opinions)
    narrow, wide = (kt.simulate(of, draws=2_000)["s"].goals["goal_b"] for of in (alike, apart))
    assert np.ptp(wide.quantiles) > 3 * np.ptp(narrow.quantiles)
