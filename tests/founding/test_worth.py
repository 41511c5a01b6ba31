"""The worth-nothing test: where every metric, hour and euro leads; nothing counts twice."""

import pytest

import kpi_tree as kt
from tests.simulation.plans_in_short import goal, link, metric, plan, scenario

PEOPLE = [{"id": "ana", "name": "Ana", "side": "business"}]


def signed(*pair, **own):
    agreed = {"by": "ana", "on": "2027-01-01", "size": 0.5}
    return link(*pair, 0.5, agreed_by=[agreed], **own)


def unsigned(*pair):
    return link(*pair, 0.5)


def lever(name):
    return metric(name, baseline=10) | {"layer": "lever"}


def business(name, **own):
    return metric(name, **({"baseline": 100} | own)) | {"layer": "business"}


def spent(name, value=1000, unit="currency", **own):
    return metric(name, baseline=value, unit=unit, **own) | {"layer": "investment"}


def worth_of(*metrics, links=(), goals=("y",), scenario=None, **own):
    of = plan(*metrics, links=list(links), people=PEOPLE,
              goals=[goal(each, 110) for each in goals], **own)  # fmt: skip
    return kt.worth_nothing(of, scenario=scenario, draws=10)


def leads(found):
    return {each.metric: each.leads for each in found.metrics}


def end(found, kind="money"):
    share = found.shares[kind]
    return share.signed, share.unsigned, share.nothing


def test_metrics_lead_to_a_signed_goal_to_an_unsigned_one_or_to_nothing():
    found = worth_of(lever("a"), lever("b"), metric("c", baseline=1), business("y"),
                   links=[signed("a", "y"), unsigned("b", "y")])  # fmt: skip
    assert leads(found) == {"a": "signed", "b": "unsigned", "c": "nothing"}
    assert end(found, "metrics") == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_a_way_is_signed_only_where_all_of_its_links_are():
    found = worth_of(lever("a"), metric("m", baseline=1), business("y"),
                   links=[signed("a", "m"), unsigned("m", "y")])  # fmt: skip
    assert leads(found) == {"a": "unsigned", "m": "unsigned"}
    assert found.waiting("a") == ("m_to_y",)


def test_a_metric_counts_by_the_best_it_reaches():
    found = worth_of(lever("a"), business("y"), business("z"), goals=("y", "z"),
                   links=[signed("a", "y"), unsigned("a", "z")])  # fmt: skip
    assert leads(found) == {"a": "signed"}
    assert found.metrics[0].goals == ("goal_y", "goal_z")


def test_money_is_split_in_equal_parts_wherever_its_ways_part():
    found = worth_of(spent("ads"), lever("a"), lever("b"), lever("c"), business("y"),
                   links=[signed("ads", "a"), signed("ads", "b"), signed("ads", "c"),
                          signed("a", "y"), unsigned("b", "y")])  # fmt: skip
    assert end(found) == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    assert found.totals["money"] == 1000


def test_a_way_ends_at_the_first_goal_that_it_meets():
    found = worth_of(spent("ads"), business("y"), business("z"), goals=("y", "z"),
                   links=[signed("ads", "y"), unsigned("y", "z")])  # fmt: skip
    assert end(found) == (1, 0, 0)


def test_a_cost_is_no_contribution_to_the_goal_that_it_burdens():
    made = {"id": "y", "name": "y", "layer": "business", "formula": "sales / ads"}
    found = worth_of(spent("ads"), business("sales"), made)
    (ads,) = found.money
    assert (ads.leads, ads.only_cost) == ("nothing", True)


def care(formula, *metrics, links=(), **own):
    """A goal y = 500 + care, whose cost of care is worked out."""
    made = {"id": "care", "name": "care", "layer": "investment", "unit": "currency",
            "formula": formula}  # fmt: skip
    whole = {"id": "y", "name": "y", "layer": "business", "formula": "500 + care"}
    return worth_of(*metrics, business("contacts"), business("each"), made, whole,
                    links=links, **own)  # fmt: skip


def test_a_saving_passes_through_the_cost_that_it_lowers_whose_own_euros_lead_to_nothing():
    costs = scenario({"metric": "bot", "change": 1}, costs=[{"metric": "bot", "fixed": 300}])
    found = care("contacts * each", lever("bot"), links=[signed("bot", "each")],
                 scenario="s", scenarios=[costs])  # fmt: skip
    assert leads(found) == {"bot": "signed"}
    told = {each.metric: (each.amount, each.leads, each.goals) for each in found.money}
    assert told["bot"] == (300, "signed", ("goal_y",))
    assert told["care"][1:] == ("nothing", ())
    assert end(found)[0] == pytest.approx(300 / (300 + told["care"][0]))


@pytest.mark.parametrize(
    ("formula", "leading"),
    [
        ("contacts * (1 - bot) * each", "signed"),
        ("contacts * each / bot", "signed"),
        ("contacts * each + -2 * bot", "signed"),
        ("contacts * each + 2 * bot", "nothing"),
        ("each * bot ** 2 - contacts", "nothing"),
    ],
)
def test_who_lowers_a_cost_saves_and_who_raises_it_contributes_nothing_by_that(formula, leading):
    assert leads(care(formula, lever("bot"))) == {"bot": leading}


@pytest.mark.parametrize(("size", "leading"), [(-0.3, "unsigned"), (0.3, "nothing")])
def test_a_link_to_a_cost_is_a_way_where_it_lowers_it(size, leading):
    found = care("contacts * each", lever("bot"), links=[link("bot", "care", size)])
    assert leads(found) == {"bot": leading}
    assert found.waiting("bot") == (("bot_to_care",) if leading == "unsigned" else ())


def test_a_link_that_adds_to_a_cost_is_on_no_way_to_the_goal_that_it_burdens():
    whole = {"id": "y", "name": "y", "layer": "business", "formula": "500 + staff"}
    of = plan(spent("ads"), spent("staff"), whole, links=[unsigned("ads", "staff")],
              goals=[goal("y", 900)])  # fmt: skip
    assert all(not cell.links for cell in kt.coverage(of).cells)
    assert end(kt.worth_nothing(of, draws=10)) == (0, 0, 1)


def test_a_cost_that_leads_to_no_goal_takes_no_part_of_what_leads_to_one():
    made = {"id": "bill", "name": "bill", "layer": "investment", "unit": "currency",
            "formula": "leads * 5"}  # fmt: skip
    found = worth_of(spent("ads"), business("leads"), made, business("y"),
                   links=[signed("ads", "leads"), signed("leads", "y")])  # fmt: skip
    assert {each.metric: each.end.signed for each in found.money} == {"ads": 1, "bill": 0}


def test_what_is_saved_in_the_worked_tree_of_a_bank_leads_to_its_goal():
    of = kt.plan_of(kt.library.template_json("bank_service", "en"))
    found = kt.worth_nothing(of, scenario="faster_social_care", draws=10)
    assert leads(found)["bot_containment_rate"] == "unsigned"
    assert found.shares["metrics"].nothing == 0
    cell = kt.coverage(of).at(of.goals[0].id, of.metric["bot_containment_rate"].area)
    assert "bot_containment_rate_to_cost_per_contact_social" in cell.links


def test_hours_that_make_a_lever_by_a_formula_serve_what_it_serves():
    made = {"id": "a", "name": "a", "layer": "lever", "formula": "team / 2"}
    found = worth_of(spent("team", 40, "hours"), made, business("y"), links=[signed("a", "y")],
                   months=3)  # fmt: skip
    assert end(found, "hours") == (1, 0, 0)
    assert found.totals["hours"] == 120


def test_a_total_of_investments_is_left_to_its_parts():
    total = {"id": "all", "name": "all", "layer": "investment", "unit": "currency",
             "formula": "ads + team"}  # fmt: skip
    found = worth_of(spent("ads", 300), spent("team", 700), total, lever("a"), business("y"),
                   links=[signed("ads", "a"), signed("a", "y")])  # fmt: skip
    assert [each.metric for each in found.money] == ["ads", "team"]
    assert end(found) == pytest.approx((0.3, 0, 0.7))


def test_what_a_total_adds_to_its_parts_in_the_same_unit_is_its_own_and_goes_with_the_rest():
    total = {"id": "all", "name": "all", "layer": "investment", "unit": "currency",
             "formula": "ads + team * 30"}  # fmt: skip
    found = worth_of(spent("ads", 300), spent("team", 10, "hours"), total, lever("a"),
                   business("y"), links=[signed("team", "a"), signed("a", "y")])  # fmt: skip
    assert {each.metric: each.amount for each in found.money} == {"ads": 300, "all": 300}
    assert end(found) == pytest.approx((0.5, 0, 0.5))


def test_a_total_of_totals_adds_what_neither_counts():
    def total(name, formula):
        own = {"layer": "investment", "unit": "currency", "formula": formula}
        return {"id": name, "name": name, **own}

    found = worth_of(
        spent("ads", 300),
        spent("team", 10, "hours"),
        total("wages", "team * 30"),
        total("net", "ads + wages"),
        total("gross", "net * 1.2"),
        business("y"),
    )
    assert {each.metric: each.amount for each in found.money} == pytest.approx(
        {"ads": 300, "wages": 300, "gross": 120}
    )


def test_the_links_that_money_and_hours_wait_for_are_to_be_signed_too():
    wages = {"id": "wages", "name": "wages", "layer": "investment", "unit": "currency",
             "formula": "team * 30"}  # fmt: skip
    found = worth_of(
        spent("ads"),
        spent("team", 10, "hours"),
        wages,
        lever("a"),
        business("y"),
        links=[unsigned("ads", "a"), unsigned("team", "a"), signed("a", "y")],
    )
    assert leads(found) == {"a": "signed"}
    assert found.waiting("wages") == ("team_to_a",)
    assert sorted(found.to_sign) == ["ads_to_a", "team_to_a"]
    with kt.speak("en"):
        assert any("2 links" in each for each in found.todo)


def test_the_money_of_hours_goes_where_the_hours_go():
    wages = {"id": "wages", "name": "wages", "layer": "investment", "unit": "currency",
             "formula": "team * 30"}  # fmt: skip
    found = worth_of(spent("team", 40, "hours"), wages, lever("a"), business("y"),
                   links=[signed("team", "a"), unsigned("a", "y")])  # fmt: skip
    assert found.totals["money"] == 1200
    assert end(found) == (0, 1, 0)


def test_a_scenarios_costs_go_where_their_metrics_lead_and_no_euro_counts_twice():
    costs = [{"metric": "a", "fixed": 500}, {"metric": "ads", "per_unit": 1, "fixed": 50}]
    moves = scenario({"metric": "a", "change": 1}, {"metric": "ads", "value": 1500}, costs=costs)
    found = worth_of(spent("ads"), lever("a"), business("y"), links=[signed("a", "y")],
                   scenario="s", scenarios=[moves])  # fmt: skip
    amounts = {(each.metric, each.source): each.amount for each in found.money}
    assert amounts == {("ads", "metric"): 1500, ("a", "cost"): 500, ("ads", "cost"): 50}


def test_rates_cannot_be_added_up_and_are_left_out_by_name():
    found = worth_of(spent("fee", over_time="mean"), lever("a"), business("y"))
    assert (found.left_out, found.money) == (("fee",), ())


def test_a_growth_loop_leads_where_any_of_it_leads():
    stock = {"id": "x", "name": "x", "layer": "social", "baseline": 1,
             "formula": "0.5 * previous(x) + a"}  # fmt: skip
    found = worth_of(lever("a"), stock, business("y"), links=[signed("x", "y")])
    assert leads(found) == {"a": "signed", "x": "signed"}


@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_a_leader_reads_what_to_do_and_the_rule(language):
    with kt.speak(language):
        found = worth_of(spent("ads"), lever("a"), lever("b"), business("y"),
                       links=[unsigned("b", "y")])  # fmt: skip
        assert len(found.todo) == 3
        assert found.rule
        assert kt.percent(0.5, digits=0) in found.sentence


def test_from_two_unlinked_metrics_to_none():
    metrics = [lever("a"), lever("b"), business("y")]
    assert worth_of(*metrics).shares["metrics"].nothing == 1
    linked = worth_of(*metrics, links=[signed("a", "y"), signed("b", "y")])
    assert linked.shares["metrics"].signed == 1
    with kt.speak("en"):
        assert linked.todo == ("All of it leads to a goal by signed links or formulas alone.",)


@pytest.mark.parametrize("template", kt.library.template_ids())
def test_all_ends_add_up_to_one_in_every_worked_tree(template):
    of = kt.plan_of(kt.library.template_json(template, "es"))
    found = kt.worth_nothing(of, scenario=of.scenarios[0].id, draws=20)
    for each in found.items:
        assert each.end.signed + each.end.unsigned + each.end.nothing == pytest.approx(1, abs=1e-9)
    assert found.to_dict()["totals"]["metrics"] == len(found.metrics)
