"""Names that can be read from afar: how large a map is on a screen of 1920 × 1080."""

from __future__ import annotations

from itertools import pairwise

import pytest

import kpi_tree as kt
from kpi_tree.layout import places
from kpi_tree.layout.drawing import SCREEN
from kpi_tree.layout.label import NAME_LINE
from kpi_tree.library.templates import IDS, template_path
from pages.parts.tree_editor.standing_places import BELOW
from tests.layout.fringe import trimmed


def worked(name, language="es"):
    return kt.read(template_path(name, language))


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("language", kt.LANGUAGES)
def test_a_name_in_a_tree_of_25_metrics_is_18_pixels_high_on_a_projector(name, language) -> None:
    with kt.speak(language):
        found = places(trimmed(worked(name, language), 25), below=BELOW)
    assert len(found.places) == 25
    # `tests/journeys/test_legible.py` measures the same in a browser.
    assert min(SCREEN[0] / found.width, SCREEN[1] / found.height) * NAME_LINE >= 18


def test_boxes_stand_on_one_another_only_where_the_map_is_too_wide_for_a_screen() -> None:
    def stacked(plan):
        return [route for route in places(plan).routes if bowed(route)]

    assert stacked(trimmed(worked("b2b_saas"), 12)) == []
    assert len(stacked(worked("b2b_saas"))) > 3


def bowed(route):
    return len({x for x, _ in route.points}) == 1


def test_what_stands_on_one_another_is_one_formula_and_has_no_goal_but_at_its_end() -> None:
    plan = worked("university")
    goals = {goal.metric for goal in plan.goals}
    for route in filter(bowed, places(plan).routes):
        assert plan.metric[route.driver].layer == plan.metric[route.outcome].layer
        assert route.driver not in goals


def test_the_bow_between_two_boxes_is_short_and_no_other_edge_leaves_in_it() -> None:
    found = places(worked("university"))
    for bow in filter(bowed, found.routes):
        upper, lower = sorted(y for _, y in bow.points)
        assert lower - upper < 60
        others = (end for route in found.routes for end in pairwise(route.points) if route != bow)
        assert not any(
            x == bow.points[0][0] and upper < y < lower for pair in others for x, y in pair
        )
