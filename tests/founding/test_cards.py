"""The card of a link: its sentence, its curves, and what the goals would lose without it."""

import math

import numpy as np
import pytest

import kpi_tree as kt
from kpi_tree.simulation import Simulator
from tests.bench import plans
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario

RANGE = {"shape": "normal", "p10": 0.0209587, "p90": 0.2488}


def short(size=RANGE, *, unit="count", outcome="count", **own):
    metrics = [metric("a", baseline=100, unit=unit) | {"name": "Reviews"},
               metric("b", baseline=50, unit=outcome) | {"name": "Conversion"}]  # fmt: skip
    moves = scenario({"metric": "a", "change": 0.5})
    return plan(*metrics, links=[link("a", "b", size, **own)], goals=[goal("b", 51)],
                scenarios=[moves])  # fmt: skip


def card(of, language="en", **own):
    with kt.speak(language):
        found = kt.link_card(of, "a_to_b", **own)
        return found, found.sentence


def test_a_link_is_told_in_a_sentence_in_both_languages():
    own = {"lag": 1, "carryover": 0.1 ** (1 / 3)}
    assert card(short(**own))[1] == (
        "10% more “Reviews” → 0.2 to 2.4% more “Conversion”, after 1 month, lasting about 3 months"
    )
    assert card(short(**own), "es")[1] == (
        "10 % más de «Reviews» → de 0,2 a 2,4 % más de «Conversion», al cabo de 1 mes,"
        " y dura unos 3 meses"
    ).replace("10 %", "10\u00a0%").replace("2,4 %", "2,4\u00a0%")


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ({"p10": -0.3, "p90": -0.1}, "0.95 to 2.8% less"),
        ({"p10": -0.1, "p90": 0.2}, "between 0.95% less and 1.9% more"),
        (0.5, "4.9% more"),
    ],
)
def test_a_loss_a_doubt_of_sign_and_a_plain_number_are_told_as_such(size, told):
    assert told in card(short(size))[1]


def test_a_size_per_unit_is_told_in_the_units_of_both_ends():
    of = short({"p10": 20, "p90": 50}, effect="per_unit", outcome="currency")
    assert card(of)[1] == "1 more of “Reviews” → €20 to €50 more of “Conversion”, at once"
    shared = short({"p10": 20, "p90": 50}, effect="per_unit", unit="ratio")
    assert card(shared)[1].startswith("1% more of “Reviews” → 0.2 to 0.5 more")


def test_a_link_without_size_has_a_card_too():
    found, sentence = card(unsized())
    assert found.size is None
    assert "nobody has said yet" in sentence


def unsized():
    of = short()
    return of.model_copy(update={"links": (of.links[0].model_copy(update={"size": None}),)})


def test_half_of_what_is_carried_over_is_gone_after_its_half_life():
    fading = card(short(carryover=0.6))[0].fading
    assert 0.6**fading.half_life == pytest.approx(0.5, rel=1e-12)
    assert 0.6**fading.lasting == pytest.approx(0.1, rel=1e-12)
    assert fading.curve[:3] == pytest.approx((1, 0.6, 0.36))


def test_the_curve_is_what_the_engine_leaves_of_a_single_months_push():
    of = plan(metric("a", baseline=100), metric("b", baseline=100), months=6,
              links=[link("a", "b", 1.0, effect="per_unit", carryover=0.6)],
              scenarios=[scenario({"metric": "a", "value": 200, "until": "2027-01"})])  # fmt: skip
    path = kt.simulate(of, draws=1)["s"].fan("b").mean - 100
    fading = kt.link_card(of, "a_to_b", findings=()).fading
    assert path / path[0] == pytest.approx(fading.curve[:6], rel=1e-9)


def test_an_effect_that_is_not_carried_over_has_no_half_life():
    fading = card(short())[0].fading
    assert (fading.half_life, fading.lasting) == (None, None)


def test_saturation_tells_what_the_driver_does_today_and_what_twice_as_much_would():
    bending = card(short(saturation={"half": 100, "slope": 2}))[0].bending
    assert (bending.used, bending.doubled) == pytest.approx((0.5, 0.8))
    assert dict(bending.curve)[0.0] == 0


def test_a_tenth_more_of_a_saturated_driver_does_what_the_engine_says():
    of = short(0.8, saturation={"half": 60, "slope": 1.5}, cap=0.5)
    tenth = scenario({"metric": "a", "change": 0.1})
    tried = Simulator(of, draws=1).forecast(kt.Scenario.model_validate(tenth))
    gain = float(tried.fan("b").mean[0]) / 50 - 1
    assert card(of)[0].size.likely == pytest.approx(gain, rel=1e-9)


@pytest.mark.parametrize(
    ("own", "levels"),
    [
        ({"saturation": {"half": 100}}, (100, 10)),
        ({"saturation": {"half": 60, "slope": 2.5}}, (20, 10)),
        ({"saturation": {"half": 100}}, (0, 10)),
        ({"cap": 0.1}, (100, 10)),
        ({"cap": 0.1, "saturation": {"half": 100}}, (100, 100)),
    ],
)
def test_one_more_of_a_driver_that_saturates_or_is_capped_does_what_the_engine_says(own, levels):
    driver, outcome = levels
    of = plan(metric("a", baseline=driver), metric("b", baseline=outcome),
              links=[link("a", "b", 5, effect="per_unit", **own)])  # fmt: skip
    more = scenario({"metric": "a", "value": driver + 1})
    tried = Simulator(of, draws=1).forecast(kt.Scenario.model_validate(more))
    gain = float(tried.fan("b").mean[0]) - outcome
    assert gain < 5
    assert card(of)[0].size.likely == pytest.approx(gain, rel=1e-9)


def test_a_cap_on_an_outcome_that_is_worked_out_holds_at_the_level_that_is_told():
    whole = {"id": "b", "name": "b", "layer": "business", "formula": "10 * c"}
    of = plan(metric("a", baseline=100), metric("c", baseline=1), whole,
              links=[link("a", "b", -5, effect="per_unit", cap=0.1)])  # fmt: skip
    found, sentence = card(of, outcome_level=10)
    assert found.size.likely == -1
    assert "1 less" in sentence


def test_without_a_link_the_goal_has_the_odds_of_doing_nothing_where_it_is_the_only_one():
    of = short()
    (lost,) = kt.without_link(of, "a_to_b", "s", draws=4_000)
    assert (lost.odds_without, lost.mean_without) == (0.0, 50.0)
    # 1.5^size ≥ 51/50 for a normal size between these quantiles.
    need = math.log(51 / 50) / math.log(1.5)
    middle = (RANGE["p10"] + RANGE["p90"]) / 2
    sd = (RANGE["p90"] - middle) / 1.2815515655446004
    share = 0.5 * math.erfc((need - middle) / sd / math.sqrt(2))
    assert lost.odds == pytest.approx(share, abs=0.002)
    assert lost.loses == lost.odds


def test_odds_without_a_link_are_those_of_a_plan_in_which_its_size_is_nothing():
    of = plans.plan("S")
    index, one = next((i, x) for i, x in enumerate(of.links) if x.counts)
    name = of.scenarios[0].id
    bare = [*of.links]
    bare[index] = one.model_copy(update={"size": 0.0})
    without = kt.simulate(of.model_copy(update={"links": tuple(bare)}), [name], 300)[name]
    for lost in kt.without_link(of, one.id, name, draws=300):
        assert lost.odds_without == without.goals[lost.goal].probability
        assert lost.mean_without == pytest.approx(np.mean(without.goals[lost.goal].values))


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_what_is_lost_is_told(language):
    with kt.speak(language):
        found = kt.link_card(short(), "a_to_b", scenario="s", draws=200)
        assert kt.percent(found.without[0].odds, digits=0) in found.without[0].sentence


def test_a_card_holds_the_findings_of_its_own_link_alone():
    found = card(short())[0].findings
    assert {each.code for each in found} >= {"link_unsigned", "link_unfounded"}
    assert {each.place.split(".")[0] for each in found} == {"links[0]"}


def test_a_link_that_is_not_there_has_no_card():
    with pytest.raises(kt.BadArgument) as refusal:
        kt.link_card(short(), "nothing")
    assert refusal.value.problems[0].sentence
