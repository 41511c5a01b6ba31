"""What others usually see of a metric, and who says so."""

from __future__ import annotations

from kpi_tree.library import benchmarks
from kpi_tree.locale import speak
from kpi_tree.plan.reading import plan_of
from kpi_tree.review import check
from kpi_tree.review.usual import usual
from tests.review.pairs import edited, sound


def zone(catalogue, unit="ratio", *, network=""):
    keys = {"catalogue": catalogue, "unit": unit, "network": network}
    edit = {f"metrics.1.{key}": value for key, value in keys.items()}
    return usual(plan_of(edited(sound(), edit)).metrics[1], "USD")


def told(found):
    with speak("en"):
        return str(found.source)


def test_both_ends_are_credited_to_those_who_published_them():
    found = zone("social_budget_share")
    assert (found.low, found.high) == (0.035, 0.297)
    assert told(found) == (
        "The CMO Survey blog; read in the original or its abstract; The CMO Survey; second hand"
    )


def test_a_single_source_is_named_once():
    assert told(zone("ctr", network="Web")) == (
        "comScore (Fulgoni & Mörn); read in the original or its abstract"
    )


def test_a_metric_of_one_network_is_held_against_that_network():
    assert zone("engagement_rate_followers", network="TikTok").high == 0.0569
    assert zone("engagement_rate_followers", network="Facebook").high == 0.0009
    assert zone("engagement_rate_followers").high == 0.0569


def test_a_figure_from_memory_is_no_measure():
    assert {one.verified.degree for one in benchmarks("cpm")} == {"memory"}
    assert zone("cpm", "currency") is None


def test_the_sum_that_a_goal_asks_for_is_held_against_single_months():
    seen = {f"2026-{month:02d}": 500 + month for month in range(7, 13)}
    goal = {"goals.0.metric": "visits", "goals.0.window": "year", "observations": {"visits": seen}}

    def far(target):
        found = check(plan_of(edited(sound(), goal | {"goals.0.target": target})))
        return [one.sentence for one in found if one.code == "target_far_from_observed"]

    assert far(12 * 700) == []
    assert "1.200 al mes" in far(12 * 1200)[0]
