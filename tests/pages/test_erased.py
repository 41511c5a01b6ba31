"""A name that is erased from a plan is gone from what its pages have kept of the same version."""

from __future__ import annotations

import kpi_tree as kt
from pages.parts.host import workspaces
from tests.pages.test_crossed import PLAN
from tests.pages.test_leaked_session import browser  # noqa: F401 (a fixture is taken by its name)

TREE = {
    **PLAN,
    "goals": [{**PLAN["goals"][0], "owner": "iker"}],
    "people": [{"id": "iker", "name": "Iker", "side": "social"}],
    "metrics": [{**PLAN["metrics"][0], "owner": "iker"}, PLAN["metrics"][1]],
}


def told(at) -> list[str]:
    """The map as the visit has drawn it, what the page says, its table: where Iker is spoken of."""
    (held,) = at.session_state["enlace.editor"].values()
    drawn = [node["aria"] for node in held.drawing.data["nodes"]]
    said = [part.value for part in at.markdown] + [part.label for part in at.button]
    cells = [cell for row in at.session_state["tree.metrics"].rows for cell in row.values()]
    return [text for text in drawn + said + cells if "Iker" in text or "Persona 1" in text]


def test_an_erased_name_is_gone_from_the_map_and_from_what_the_reader_finds(browser) -> None:  # noqa: F811 (the fixture)
    asked = workspaces.workspace().admitted(browser.owner)
    browser.plan_id = asked.create(kt.plan_of(TREE)).plan_id
    at = browser.drawn("tree")
    before = told(at)
    assert len(before) > 2
    asked.erase_person(browser.plan_id, "iker")
    assert told(at.run()) == [text.replace("Iker", "Persona 1") for text in before]
