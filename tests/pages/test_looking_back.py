"""An earlier version on the screen: on all pages that one may look at, and changed by nothing."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.session import workspace
from pages.parts.steps import STEPS
from tests.pages.components import drawn

PLAN = {
    "format": "enlace-plan/1",
    "title": "Tienda",
    "start": "2027-01",
    "metrics": [
        {"id": "posts", "name": "Publicaciones", "layer": "lever", "baseline": 10},
        {"id": "sales", "name": "Ventas", "layer": "business", "baseline": {"p10": 80, "p90": 120}},
    ],
    "links": [{"id": "l", "from": "posts", "to": "sales", "size": 0.2}],
    "goals": [{"id": "g", "name": "Más", "metric": "sales", "target": 110, "by": "2027-12"}],
    "scenarios": [{"id": "a", "name": "Plan A", "targets": [{"metric": "posts", "value": 20}]}],
}
LOOKING = [step.name for step in STEPS.values() if step.looking]
NOW = "Tienda de hoy"


def told(at) -> str:
    """Everything that a page says."""
    parts = [*at.markdown, *at.caption, *at.subheader, *at.error, *at.info]
    return "\n".join(str(part.value) for part in parts)


@pytest.fixture
def looking(enlace):
    """A step of a plan that Luis has changed since, as Ana sees it who opened its first version."""

    def opened(step: str, language: str = "es"):
        at = enlace("history", plan=PLAN, language=language).run()
        plan_id = at.session_state["enlace.plan"]
        workspace().edit(plan_id, kt.set_title, NOW, by="Luis")
        at.run().button(key="history.look.1").click().run()
        at.button(key="history.open").click().run()
        return at.switch_page(STEPS[step].script).run()

    return opened


def everything(plan_id: str) -> tuple[object, ...]:
    """All that is kept of a plan, and around it."""
    talk = workspace().talk
    return workspace().pulse(plan_id), talk.threads(plan_id, by="Ana"), talk.proposals(plan_id)


def test_no_page_of_an_earlier_version_offers_what_would_change_the_plan(looking) -> None:
    at = looking("bridge")
    plan_id = at.session_state["enlace.plan"]
    before = everything(plan_id)
    for step in (*LOOKING, "purpose", "measured"):
        at.switch_page(STEPS[step].script).run()
        assert "Está viendo la versión 1" in told(at), step
        for key in offered(at, plan_id if step == "start" else ""):
            if key in offered(at, ""):
                at.button(key=key).click().run()
            assert not at.exception, key
        assert everything(plan_id) == before, step


def offered(at, ending: str) -> list[str]:
    """The buttons of a page that end so, the ways out and to other plans aside."""
    keys = [button.key for button in at.button if button.key and not button.disabled]
    out = ("enlace.past.", "start.open.", "start.example", "start.tree.")
    return [key for key in keys if not key.startswith(out) and key.endswith(ending)]


def test_the_plan_is_shown_as_it_was_and_says_so(looking) -> None:
    at = looking("bridge")
    assert "Está viendo la versión 1** (" in told(at)
    assert "de Ana)" in told(at)
    assert "**Tienda**" in told(at)
    assert NOW not in told(at)


def test_it_is_read_on_the_pages_in_english_as_well(looking) -> None:
    at = looking("goals", "en")
    for step in ("goals", "tree"):
        at.switch_page(STEPS[step].script).run()
        assert not at.exception
        assert not at.error
        assert "You are looking at version 1" in told(at)


def test_a_change_is_refused_with_what_to_do_instead(looking) -> None:
    at = looking("bridge")
    plan_id = at.session_state["enlace.plan"]

    def page() -> None:
        from pages.parts import session as door

        door.edit(lambda plan: [], at="x")
        door.refusal("x")

    at = at.from_function(page, default_timeout=20)
    at.session_state["enlace.plan"] = plan_id
    at.session_state["enlace.earlier"] = 1
    at.session_state["enlace.kept"] = {"enlace_name": "Ana"}
    at.run()
    assert "Vuelva al presente" in at.error[0].value


def test_back_to_the_present_one_stays_on_the_page(looking) -> None:
    at = looking("bridge")
    at.button(key="enlace.past.back").click().run()
    assert "Está viendo" not in told(at)
    assert NOW in told(at)


def test_it_is_restored_from_the_bar(looking) -> None:
    at = looking("result")
    at.button(key="enlace.past.restore").click().run()
    assert "Está viendo" not in told(at)
    plan = workspace().read(at.session_state["enlace.plan"])
    assert (plan.plan.title, plan.version) == ("Tienda", 3)


def test_what_others_do_meanwhile_throws_nobody_out(looking) -> None:
    at = looking("bridge")
    workspace().edit(at.session_state["enlace.plan"], kt.set_title, "Otra vez", by="Luis")
    assert "Está viendo la versión 1" in told(at.run())


def test_what_is_tried_on_the_present_is_not_tried_on_an_earlier_version(looking) -> None:
    at = looking("bridge")
    plan_id = at.session_state["enlace.plan"]
    at.session_state["result.tried"] = {(plan_id, "a"): {"posts": 15.0}}
    then = drawn(at.switch_page(STEPS["result"].script).run(), "levers")["board"]
    assert (then["dials"][0]["tried"], then["ask"]["version"]) == (False, "1")
    now = drawn(at.button(key="enlace.past.back").click().run(), "levers")["board"]
    assert (now["dials"][0]["tried"], now["ask"]["version"]) == (True, "")


def test_another_plan_is_opened_as_it_is(looking) -> None:
    at = looking("bridge")
    other = workspace().create(kt.plan_of({**PLAN, "title": "Otro"}), by="Ana").plan_id
    at.query_params["plan"] = other
    assert "Está viendo" not in told(at.run())
    at.query_params["plan"] = ""
    assert "**Otro**" in told(at.run())


def test_where_the_plan_is_gone_the_page_says_so(looking) -> None:
    at = looking("bridge")
    workspace().delete(at.session_state["enlace.plan"])
    at.run()
    assert not at.exception
    assert "Está viendo" not in told(at)
