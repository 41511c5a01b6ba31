"""Two people at one choice: whoever wrote over the other's is told, and may take the other's."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.session import workspace
from tests.journeys.places import EMPTY

PLAN = {
    **EMPTY,
    "metrics": [
        {"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 10},
        {"id": "sales", "name": "Ventas", "layer": "business", "baseline": 80},
    ],
    "people": [{"id": "eva", "name": "Eva"}, {"id": "iker", "name": "Iker"}],
    "links": [{"id": "l", "from": "posts", "to": "sales", "size": 0.2, "lag": 1}],
    "goals": [{"id": "g", "name": "Más", "metric": "sales", "target": 110, "by": "2027-12"}],
    "scenarios": [{"id": "a", "name": "Plan A", "targets": [{"metric": "posts", "value": 20}]}],
}
LAG = "link.l.lag.typed"
OURS = ("enlace.crossed.0.keep", "enlace.crossed.0.take")


def told(at) -> str:
    """What the page says of two at one thing."""
    return "\n".join(part.value for part in at.warning)


def luis(at, change, *args, **kwargs) -> None:
    """Luis edits the plan that is open."""
    workspace().edit(at.session_state["enlace.plan"], change, *args, by="Luis", **kwargs)


def kept(at) -> kt.Plan:
    """The plan as the store holds it."""
    return workspace().read(at.session_state["enlace.plan"]).plan


@pytest.fixture
def panel(enlace):
    """The panel of the link, as Ana has it on the screen."""
    at = enlace("tree", plan=PLAN).run()
    at.session_state["tree.chosen"] = ("link", "l")
    return at


def test_whoever_writes_over_another_s_choice_is_told_and_may_keep_it(panel) -> None:
    at = panel.run()
    luis(at, kt.change_link, "l", lag=3)
    at.number_input(key=LAG).set_value(5).run()
    assert "Luis cambió lo mismo" in told(at)
    assert "de 1 a 3" in told(at)
    assert "de 3 a 5" in told(at)
    at.button(key=OURS[0]).click().run()
    assert told(at) == ""
    assert kept(at).links[0].lag == 5


def test_one_click_takes_the_other_s(panel) -> None:
    at = panel.run()
    luis(at, kt.change_link, "l", lag=3)
    at.number_input(key=LAG).set_value(5).run()
    at.button(key=OURS[1]).click().run()
    assert told(at) == ""
    assert kept(at).links[0].lag == 3
    assert at.number_input(key=LAG).value == 3


def test_what_was_seen_before_is_no_surprise(panel) -> None:
    at = panel.run()
    luis(at, kt.change_link, "l", lag=3)
    at.run().number_input(key=LAG).set_value(5).run()
    assert told(at) == ""


def test_what_another_has_changed_elsewhere_is_left_in_peace(panel) -> None:
    at = panel.run()
    luis(at, kt.change_metric, "posts", baseline=12)
    at.number_input(key=LAG).set_value(5).run()
    assert told(at) == ""


def test_it_stays_until_it_was_read_or_the_page_is_left(panel) -> None:
    at = panel.run()
    luis(at, kt.change_link, "l", lag=3)
    at.number_input(key=LAG).set_value(5).run()
    assert "Luis" in told(at.run())
    at.number_input(key=LAG).set_value(6).run()
    assert told(at).count("Luis cambió lo mismo") == 1
    assert told(at.switch_page("pages/connect/bridge.py").run()) == ""


def test_where_somebody_has_built_on_it_the_refusal_says_who(panel) -> None:
    at = panel.run()
    luis(at, kt.change_link, "l", lag=3)
    at.number_input(key=LAG).set_value(5).run()
    luis(at, kt.change_link, "l", lag=4)
    at.button(key=OURS[1]).click().run()
    assert any("Luis" in error.value for error in at.error)
    assert kept(at).links[0].lag == 4


@pytest.mark.parametrize(("language", "words"), [("es", "cambió lo mismo"), ("en", "the same")])
def test_a_hostile_name_is_shown_as_it_is(enlace, language, words) -> None:
    at = enlace("purpose", plan=PLAN, language=language).run()
    plan_id = at.session_state["enlace.plan"]
    workspace().edit(plan_id, kt.answer_maturity, "q", answer=1, by="<b>*Eve*</b>")
    workspace().edit(plan_id, kt.answer_maturity, "q", answer=2, by="Ana")
    assert words in told(at.run())
    assert "\\<b\\>" in told(at)


# ── A form that is open for long ────────────────────────────────────────────────────────────────


@pytest.fixture
def form(enlace):
    """The form of the goal, as Ana has it on the screen."""
    at = enlace("goals", plan=PLAN).run()
    return at.button(key="goal.g.edit").click().run()


def test_a_form_leaves_alone_what_only_another_has_changed(form) -> None:
    form.selectbox(key="goal.g.owner").set_value("eva").run()
    luis(form, kt.change_goal, "g", why="De Luis", target=90)
    form.run().button(key="goal.g.keep").click().run()
    goal = kept(form).goals[0]
    assert (goal.owner, goal.why, goal.target) == ("eva", "De Luis", 90)
    assert told(form) == ""


def test_a_form_that_writes_over_another_s_choice_says_so(form) -> None:
    form.selectbox(key="goal.g.owner").set_value("eva").run()
    luis(form, kt.change_goal, "g", owner="iker")
    form.run().button(key="goal.g.keep").click().run()
    assert "Luis cambió lo mismo" in told(form)
    assert "Iker" in told(form)
    form.button(key=OURS[1]).click().run()
    assert kept(form).goals[0].owner == "iker"


def test_a_target_that_is_typed_stays_beside_another_s(form) -> None:
    form.text_input(key="goal.g.target.typed").set_value("120").run()
    luis(form, kt.change_goal, "g", target=90)
    assert form.run().text_input(key="goal.g.target.typed").value == "120"
    assert "90" in told(form)
