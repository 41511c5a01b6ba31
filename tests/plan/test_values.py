"""A plan is a value: it travels, compares and is refused in words whatever it holds."""

import copy
import pickle

import pytest

import kpi_tree as kt
from kpi_tree.library.templates import template_path
from kpi_tree.locale import speak
from kpi_tree.locale.numbers import long_month, money, number, percent

PLAN = {"format": "enlace-plan/1", "title": "Plan", "start": "2027-01"}


@pytest.fixture
def plan():
    """A worked tree with something measured and placed."""
    document = kt.document(kt.read(template_path("ecommerce", "es")))
    document["observations"] = {"revenue": {"2026-12": 340_000}}
    document["layout"] = {"revenue": [1, 2]}
    return kt.plan_of(document)


def test_a_plan_can_be_pickled_copied_and_hashed(plan):
    assert plan.metric["revenue"].expression is not None
    assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301 (our own bytes)
    assert copy.deepcopy(plan) == plan
    assert hash(copy.deepcopy(plan)) == hash(plan)


def test_nothing_in_a_plan_can_be_changed(plan):
    with pytest.raises(TypeError):
        plan.observations["revenue"] = {}
    with pytest.raises(ValueError, match="frozen"):
        plan.title = "Other"


@pytest.mark.parametrize(
    "part",
    [
        {"\u00b2": 1},
        {"maturity": {"\u2460": 9}},
        {"start": 1e40},
        {"start": 202701},
        {"language": "\ud800"},
        {"metrics": [{"id": "a", "name": "A", "layer": "\ud800"}]},
        {
            "metrics": [
                {"id": "a", "name": "A", "layer": "lever", "baseline": {"p10": 2e30, "p90": 1e30}}
            ]
        },
        {
            "metrics": [
                {"id": "a", "name": "A", "layer": "lever", "baseline": {"p10": 2e-9, "p90": 1e-9}}
            ]
        },
        {"metrics": [{5: 1}]},
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_strange_value_is_refused_in_words(part, language):
    with speak(language), pytest.raises(kt.PlanError) as refusal:
        kt.plan_of(PLAN | part)
    with speak(language):
        assert str(refusal.value)


def test_a_mixture_nested_without_end_is_refused():
    size = 1.0
    for _ in range(400):
        size = {"shape": "mixture", "of": [size]}
    metric = {"id": "a", "name": "A", "layer": "lever", "baseline": size}
    with pytest.raises(kt.PlanError) as refusal:
        kt.plan_of(PLAN | {"metrics": [metric]})
    assert str(refusal.value)


@pytest.mark.parametrize("write", [number, percent, lambda value: money(value, "EUR")])
@pytest.mark.parametrize("value", [1e28, -1e300, float("inf"), float("nan"), 1e-12, 0.0])
def test_every_number_can_be_written(write, value):
    assert write(value)


def test_small_figures_keep_their_three_digits():
    with speak("en"):
        assert number(2.345e-9) == "0.00000000235"
        assert number(1.2e28) == "1.2\u00a0×\u00a010²⁸"


def test_a_month_beyond_the_calendar_is_written_as_it_stands():
    assert long_month("0000-01") == "0000-01"
    assert kt.simulate(kt.plan_of(PLAN | {"start": "9999-06"}), draws=1).to_dict()["months"]
