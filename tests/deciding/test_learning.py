"""What to learn first: the closed form of two choices, and what is told in words."""

import math

import pytest

import kpi_tree as kt
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario


def normal(mean, sd):
    return {"shape": "normal", "mean": mean, "sd": sd}


def loss(mean, sd):
    """What knowing a normal payoff before choosing between it and nothing gains."""
    unit = abs(mean) / sd
    density = math.exp(-(unit**2) / 2) / math.sqrt(2 * math.pi)
    return sd * (density - unit * math.erfc(unit / math.sqrt(2)) / 2)


def linear(*, fixed=180, **own):
    """Doing it gains 2 x + y − fixed, with normal x and y."""
    metrics = [
        metric("effort", baseline=1),
        metric("other", baseline=1),
        metric("margin", unit="currency", over_time="sum", baseline=1_000),
    ]
    links = [
        link("effort", "margin", normal(50, 30), effect="per_unit"),
        link("other", "margin", normal(100, 20), effect="per_unit"),
    ]
    do = scenario({"metric": "effort", "value": 3}, {"metric": "other", "value": 2},
                  costs=[{"metric": "effort", "fixed": fixed}])  # fmt: skip
    top = {"money": "margin", "goals": [goal("margin", 1_150)], "scenarios": [do]} | own
    return plan(*metrics, links=links, **top)


def by_link(found):
    return {each.source.link: each for each in found.items}


def test_two_choices_and_normal_payoffs_have_the_value_of_the_closed_form():
    found = kt.learning(linear(), "goal_margin", "s")
    items = by_link(found)
    assert items["effort_to_margin"].value == pytest.approx(loss(20, 60), rel=0.01)
    assert items["other_to_margin"].value == pytest.approx(loss(20, 20), rel=0.02)
    assert found.perfect == pytest.approx(loss(20, math.hypot(60, 20)), rel=0.02)
    assert (found.best, found.choices["s"]) == ("s", pytest.approx(20, abs=0.5))


def test_the_choice_would_be_another_where_the_payoff_is_below_zero():
    items = by_link(kt.learning(linear(), "goal_margin", "s"))
    below = math.erfc(20 / 60 / math.sqrt(2)) / 2
    assert items["effort_to_margin"].switches == pytest.approx(below, abs=0.01)


def test_nothing_is_worth_learning_where_one_choice_is_always_better():
    found = kt.learning(linear(fixed=0), "goal_margin", "s")
    assert found.telling == ()
    assert "no cambiaría la mejor elección de hoy (s)" in found.sentence


def test_no_quantity_is_worth_more_than_knowing_everything():
    found = kt.learning(linear(), "goal_margin", "s", draws=40)
    assert all(0 <= each.value <= found.perfect for each in found.items)


def test_values_differ_between_seeds_by_as_much_as_they_say():
    one, other = (
        by_link(kt.learning(linear(), "goal_margin", "s", draws=512, seed=seed)) for seed in (1, 2)
    )
    for name, each in one.items():
        error = math.hypot(each.standard_error, other[name].standard_error)
        assert abs(each.value - other[name].value) < 5 * error + 0.02 * each.value


def test_without_money_it_is_said_and_the_odds_stand_in_its_place():
    told = kt.document(linear())
    del told["money"]
    other = told["scenarios"][0] | {"id": "more", "name": "more"}
    other["targets"] = [{"metric": "effort", "value": 6}]
    told["scenarios"].append(other)
    found = kt.learning(kt.plan_of(told), "goal_margin", "s")
    assert not found.in_money
    assert "no está definido" in found.undefined
    assert 0 < found.items[0].value <= found.perfect < 1
    assert "puntos" in found.sentence


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Mida primero effort → margin: saberlo vale 180\u00a0€ al año; una prueba con grupo"),
     ("en", "Measure effort → margin first: knowing it is worth €180 a year; a holdout test")],
)  # fmt: skip
def test_the_list_is_told_in_words(language, words):
    found = kt.learning(linear(), "goal_margin", "s")
    with kt.speak(language):
        assert found.sentence.startswith(words)
        assert len(found.sentences) == 2


def test_an_answer_is_remembered_until_a_cost_changes():
    memory = kt.Memory()
    first = kt.learning(linear(), "goal_margin", "s", draws=200, memory=memory)
    again = kt.learning(linear(title="other"), "goal_margin", "s", draws=200, memory=memory)
    dearer = kt.learning(linear(fixed=190), "goal_margin", "s", draws=200, memory=memory)
    assert again.choices is first.choices
    assert dearer.choices["s"] == pytest.approx(first.choices["s"] - 10)


def test_a_scenario_that_is_only_tried_is_among_the_choices():
    at = linear()
    tried = at.scenarios[0].model_copy(update={"id": "tried", "name": "Tried", "costs": ()})
    found = kt.learning(at, "goal_margin", tried, draws=200)
    assert list(found.choices) == ["do_nothing", "s", "tried"]
    assert (found.best, found.names["tried"]) == ("tried", "Tried")
