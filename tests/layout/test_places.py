"""The layered picture: columns, lane, routes, people's own places."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kpi_tree as kt
from kpi_tree.layout import after, beside, board, crossings, places
from kpi_tree.layout.drawing import LANE_ROOM
from kpi_tree.layout.stacks import FLOW
from kpi_tree.library.templates import IDS, template_path
from kpi_tree.tree import KpiTree
from pages.parts.tree_editor.standing_places import BELOW
from tests.layout.elk.boxes import counted


def plan_of(metrics, links=(), **more):
    """A plan of metrics `id: (layer, formula)` and links `(driver, outcome)`."""
    return kt.plan_of(
        {
            "format": "enlace-plan/1",
            "title": "Plan",
            "start": "2027-01",
            "metrics": [
                {"id": name, "name": name, "layer": layer}
                | ({"formula": formula} if formula else {"baseline": 1})
                for name, (layer, formula) in metrics.items()
            ],
            "links": [{"id": f"{a}_{b}", "from": a, "to": b, "size": 0.1} for a, b in links],
            "goals": [{"id": "goal", "name": "Goal", "metric": next(iter(metrics))}],
        }
        | more
    )


SMALL = {
    "sales": ("business", "orders * 2"),
    "orders": ("business", None),
    "visits": ("bridge", None),
    "reach": ("social", None),
    "posts": ("lever", None),
    "spend": ("investment", None),
}
LINKS = [("spend", "posts"), ("posts", "reach"), ("reach", "visits"), ("visits", "orders")]


def worked(name, language="es"):
    return kt.read(template_path(name, language))


def covering(layout):
    return [
        (one.metric, other.metric)
        for one, other in combinations(layout.places.values(), 2)
        if one.box[0] < other.box[2]
        and other.box[0] < one.box[2]
        and one.box[1] < other.box[3]
        and other.box[1] < one.box[3]
    ]


def test_what_we_do_stands_left_of_what_the_business_gets() -> None:
    found = places(plan_of(SMALL, LINKS))
    assert [band.layer for band in found.bands] == list(FLOW)
    lefts = [found.places[name].x for name in reversed(SMALL)]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 6


def test_a_lonely_chain_is_drawn_as_one_straight_line() -> None:
    found = places(plan_of(SMALL, LINKS))
    assert all(len({y for _, y in route.points}) == 1 for route in found.routes)


def test_what_no_goal_depends_on_stands_in_the_lane_below() -> None:
    found = places(plan_of(SMALL | {"likes": ("social", None)}, LINKS))
    assert found.lane is not None
    assert found.places["likes"].apart
    assert found.places["likes"].y > found.lane.y
    assert max(box.box[3] for box in found.places.values() if not box.apart) <= found.lane.y


def test_a_plan_without_metrics_has_an_empty_picture() -> None:
    plan = kt.plan_of({"format": "enlace-plan/1", "title": "Plan", "start": "2027-01"})
    assert places(plan).places == {}
    assert places(plan).width == 0


def test_growth_through_the_past_runs_in_a_loop_without_a_fault() -> None:
    metrics = {"end": ("business", "begin * 2"), "begin": ("business", "previous(end)")}
    found = places(plan_of(metrics))
    assert {(route.driver, route.past) for route in found.routes} == {
        ("begin", False),
        ("end", True),
    }


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize(("language", "below"), [("es", 0.0), ("en", BELOW)])
def test_a_worked_tree_has_no_more_crossings_than_elk_gives_it(name, language, below) -> None:
    with kt.speak(language):
        found = places(worked(name, language), below=below)
    assert crossings(found) <= counted()[f"{name} {language}"]


@pytest.mark.parametrize("name", IDS)
def test_no_box_of_a_worked_tree_covers_another_and_no_edge_runs_under_one(name) -> None:
    found = places(worked(name))
    assert covering(found) == []
    for route in found.routes:
        for x, y in route.points[1:-1]:
            assert not any(
                left < x < right and upper < y < lower
                for left, upper, right, lower in (box.box for box in found.places.values())
            )


def test_the_same_plan_has_the_same_picture() -> None:
    assert places(worked("bank_service")) == places(worked("bank_service"))


def test_a_box_that_a_person_has_put_somewhere_stays_there() -> None:
    found = places(plan_of(SMALL, LINKS, layout={"reach": [900, 700]}))
    assert (found.places["reach"].x, found.places["reach"].y) == (900, 700)
    assert found.places["reach"].kept
    assert found.places["posts"] == places(plan_of(SMALL, LINKS)).places["posts"]


def test_a_box_under_a_person_s_box_moves_aside() -> None:
    before = places(plan_of(SMALL, LINKS)).places["visits"]
    found = places(plan_of(SMALL, LINKS, layout={"reach": [before.x + 5, before.y + 5]}))
    assert covering(found) == []


def test_a_new_metric_finds_a_place_beside_its_neighbours_and_nothing_moves() -> None:
    old = places(plan_of(SMALL, LINKS)).places
    known = {name: (box.x, box.y) for name, box in old.items()}
    more = SMALL | {"shares": ("social", None)}
    found = beside(plan_of(more, [*LINKS, ("shares", "visits")]), known)
    assert {name: (found.places[name].x, found.places[name].y) for name in old} == known
    assert found.places["shares"].x < found.places["visits"].x
    assert covering(found) == []


def test_columns_follow_the_layers_of_a_map_that_is_built_from_nothing() -> None:
    metrics, found = {}, places(plan_of({"sales": ("business", None)}, goals=[]))
    for layer in ("lever", "bridge", "social", "investment"):
        metrics[layer] = (layer, None)
        found = after(plan_of({"sales": ("business", None)} | metrics, goals=[]), found)
    assert [band.layer for band in found.bands] == list(FLOW)
    assert covering(found) == []


def test_a_layer_s_column_goes_with_its_last_box_and_the_others_stay() -> None:
    before = places(plan_of(SMALL, LINKS))
    without = {name: SMALL[name] for name in SMALL if name != "reach"}
    found = after(plan_of(without, [LINKS[0], LINKS[3]]), before)
    assert found.bands == tuple(band for band in before.bands if band.layer != "social")


def test_a_metric_of_another_layer_goes_to_its_column_unless_a_person_has_put_it() -> None:
    before = places(plan_of(SMALL | {"likes": ("social", None)}, LINKS))
    changed = SMALL | {"likes": ("lever", None)}
    found = after(plan_of(changed, LINKS), before)
    assert found.places["likes"].x == before.places["posts"].x
    assert found.places["likes"].y == before.places["likes"].y
    put = after(plan_of(changed, LINKS, layout={"likes": [5, 700]}), before)
    assert (put.places["likes"].x, put.places["likes"].y) == (5, 700)


def test_the_only_metric_of_a_column_takes_it_along_to_another_layer() -> None:
    without = {"sales": SMALL["sales"], "orders": SMALL["orders"], "visits": ("bridge", None)}
    before = places(plan_of(without, LINKS[3:]))
    found = after(plan_of(without | {"visits": ("social", None)}, LINKS[3:]), before)
    assert found.places["visits"].x == before.places["visits"].x
    assert [band.layer for band in found.bands] == ["social", "business"]


def test_a_new_box_stands_as_near_to_where_it_was_wished_as_its_column_allows() -> None:
    loose = {name: (layer, None) for name, (layer, _) in SMALL.items()}
    before = places(plan_of(loose, goals=[]))
    metrics = loose | {"likes": ("social", None)}
    found = after(plan_of(metrics, goals=[]), before, near={"likes": (900, -300)})
    assert (found.places["likes"].x, found.places["likes"].y) == (before.places["reach"].x, -300)
    assert covering(found) == []


def test_unlinked_boxes_that_are_new_stand_in_the_lane_in_their_columns() -> None:
    found = places(plan_of(SMALL, LINKS))
    metrics, reach = dict(SMALL), found.places["reach"]
    for name, drives in (("likes", []), ("shares", []), ("saves", [("saves", "likes")])):
        metrics[name] = ("social", None)
        near = {name: (reach.x, reach.y)}
        found = after(plan_of(metrics, [*LINKS, *drives]), found, near=near)
        assert found.lane
        assert found.places[name].y >= found.lane.y + LANE_ROOM
    assert found.places["likes"].x == found.places["shares"].x == reach.x
    assert covering(found) == []


@pytest.mark.parametrize("near", [None, {"visits": (0, 0)}, {"visits": (900, 0)}])
@pytest.mark.parametrize("kept", [{}, {"likes": [5000, 0]}, {"sales": [-900, 0]}])
def test_a_column_for_which_there_is_no_room_stands_between_its_neighbours(near, kept) -> None:
    ends = {name: SMALL[name] for name in ("reach", "orders", "sales")}
    ends["likes"] = ("social", None)
    drawn = places(plan_of(ends, [("reach", "orders")]))
    before = after(plan_of(ends, [("reach", "orders")], layout=kept), drawn)
    metrics = ends | {"visits": SMALL["visits"]}
    found = after(plan_of(metrics, [("reach", "orders")], layout=kept), before, near=near)
    assert drawn.places["reach"].x < found.places["visits"].x < drawn.places["orders"].x
    assert found.bands == before.bands
    assert covering(found) == []


def test_a_new_column_never_stands_right_of_a_later_layer_s() -> None:
    kept = {"reach": [5000, 0], "orders": [300, 0]}
    ends = {name: SMALL[name] for name in ("reach", "orders")}
    before = places(plan_of(ends, [("reach", "orders")], layout=kept))
    found = after(plan_of(ends | {"visits": SMALL["visits"]}, layout=kept), before)
    assert found.places["visits"].x < found.places["orders"].x


def test_where_a_new_column_runs_into_another_neither_is_named() -> None:
    layers = {name: SMALL[name] for name in ("sales", "orders", "visits", "spend")}
    before = places(plan_of(layers))
    at = before.places["visits"].x + 9
    metrics = layers | {"posts": ("lever", None)}
    found = after(plan_of(metrics, layout={"posts": [at, 900]}), before)
    assert [band.layer for band in found.bands] == ["investment", "business"]


def test_the_first_unlinked_box_leaves_room_for_the_words_of_the_lane() -> None:
    before = places(plan_of(SMALL, LINKS))
    one = after(plan_of(SMALL | {"likes": ("social", None)}, LINKS), before)
    assert one.lane
    assert one.places["likes"].y - one.lane.y == LANE_ROOM
    close = {"likes": [0, one.lane.y + 9]}
    moved = after(plan_of(SMALL | {"likes": ("social", None)}, LINKS, layout=close), one)
    assert moved.lane is None, "each box bears the word"


def test_labels_are_written_in_the_reader_s_language() -> None:
    with kt.speak("en"):
        label = places(worked("ecommerce", "en")).places["revenue"].label
    assert label.aims == ("$358,330 · Dec 2027",)
    assert label.value == "Computed"


@st.composite
def trees(draw):
    count = draw(st.integers(1, 14))
    layers = draw(st.lists(st.sampled_from(FLOW), min_size=count, max_size=count))
    metrics, links = {}, []
    for index, layer in enumerate(layers):
        earlier = st.lists(st.sampled_from(range(index)), max_size=3, unique=True)
        drivers = draw(earlier) if index else []
        by_formula = draw(st.booleans()) and drivers
        formula = " + ".join(f"m{driver}" for driver in drivers) if by_formula else None
        metrics[f"m{index}"] = (layer, formula)
        links += [] if by_formula else [(f"m{driver}", f"m{index}") for driver in drivers]
    goal = draw(st.sampled_from(sorted(metrics)))
    goals = [{"id": "goal", "name": "Goal", "metric": goal}]
    corner = st.tuples(st.integers(0, 900), st.integers(0, 900))
    own = draw(st.dictionaries(st.sampled_from(sorted(metrics)), corner, max_size=1))
    layout = {name: list(at) for name, at in own.items()}
    return plan_of(metrics, links, goals=goals, layout=layout)


@given(trees())
@settings(max_examples=150, deadline=None)
def test_any_tree_has_each_metric_once_each_edge_once_and_boxes_apart(plan) -> None:
    found = places(plan)
    tree = KpiTree(plan)
    assert set(found.places) == set(plan.metric)
    assert {(route.driver, route.outcome) for route in found.routes} == set(tree.over_time.edges)
    assert covering(found) == []


def test_the_board_has_four_columns_whatever_formulas_chain_inside() -> None:
    found = board(worked("b2b_saas"))
    assert [band.layer for band in found.bands] == ["lever", "social", "bridge", "business"]
    assert len({box.x for box in found.places.values()}) == 4
    assert covering(found) == []
