"""The section Share on one's own machine: comments, history, what is taken away for good."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.session import workspace
from tests.journeys.places import worked

PLAN = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}


def told(at) -> str:
    """Everything in Markdown that a page says."""
    return "\n".join(part.value for part in [*at.markdown, *at.caption, *at.subheader])


@pytest.mark.parametrize("language", kt.LANGUAGES)
@pytest.mark.parametrize("step", ["room", "comments", "history"])
def test_the_pages_open_with_a_plan_in_both_languages(enlace, step, language) -> None:
    at = enlace(step, plan=worked(), language=language).run()
    assert not at.exception
    assert not at.error


def test_alone_the_room_says_how_others_could_come(enlace) -> None:
    assert "make host" in enlace("room", plan=PLAN).run().code[0].value


def test_a_comment_is_shown_as_it_was_written_and_the_field_is_empty_again(enlace) -> None:
    at = enlace("comments", plan=PLAN).run()
    at.text_area(key="comments.new").set_value("*Mire* <b>esto</b>").run()
    at.button(key="comments.new.send").click().run()
    assert r"\*Mire\* \<b\>esto\<\/b\>" in told(at)
    assert at.text_area(key="comments.new").value == ""


def test_a_comment_that_says_nothing_is_refused_beside_its_field(enlace) -> None:
    at = enlace("comments", plan=PLAN).run()
    at.button(key="comments.new.send").click().run()
    assert at.error
    assert workspace().talk.threads(at.session_state["enlace.plan"]) == []


def test_a_thread_is_settled_and_shown_on_demand_alone(enlace) -> None:
    at = enlace("comments", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    thread = workspace().talk.comment(plan, kt.Subject(), "¿Por qué?", by="Luis")
    at.run().button(key=f"comments.{thread.id}.settle").click().run()
    assert "¿Por qué?" not in told(at)
    assert "¿Por qué?" in told(at.toggle(key="comments.settled").set_value(True).run())


def test_an_earlier_version_is_compared_and_restored(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    workspace().edit(plan, kt.set_title, "Otra tienda", by="Luis")
    at.run().button(key="history.look.1").click().run()
    assert "Otra tienda" in told(at)
    at.button(key="history.restore").click().run()
    assert workspace().read(plan).plan.title == "Tienda"
    assert workspace().read(plan).version == 3


def test_what_a_version_was_stands_below_it_until_it_is_closed(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    workspace().edit(plan, kt.set_title, "Otra tienda", by="Luis")
    at.run().button(key="history.look.1").click().run()
    assert at.button(key="history.look.1").label == "Cerrar"
    assert "Otra tienda" in told(at)
    at.button(key="history.look.1").click().run()
    assert not [one for one in at.button if one.key == "history.restore"]


def test_a_version_is_named(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    workspace().edit(plan, kt.set_title, "Otra", by="Luis")
    at.run().button(key="history.look.1").click().run()
    at.text_input(key="history.name.1").set_value("La del comité").run()
    assert [found.name for found in workspace().named_versions(plan)] == ["La del comité"]


def test_a_plan_is_deleted_only_once_its_title_was_typed(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    assert at.button(key="removal.delete").disabled
    at.text_input(key="removal.title").set_value("Tienda").run()
    at.button(key="removal.delete").click().run()
    assert not at.exception
    assert [one.value for one in at.toast] == ["El plan se ha borrado para siempre."]
    with pytest.raises(kt.BadArgument):
        workspace().read(plan)


def test_whoever_has_a_plan_open_that_is_deleted_is_told(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    workspace().delete(at.session_state["enlace.plan"])
    assert [one.value for one in at.run().error] == ["Este plan ya no existe: lo han borrado."]
    assert not at.exception


def test_a_name_is_erased_from_the_history(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    workspace().edit(plan, kt.set_title, "Otra", by="Luis Vega")
    at.run().selectbox(key="removal.who").set_value("Luis Vega").run()
    at.button(key="removal.erase").click().run()
    assert not at.exception
    assert [one.value for one in at.toast] == ["El nombre se ha borrado del plan y de su historia."]
    assert "Luis Vega" not in told(at)


def test_whoever_only_spoke_is_erased_from_their_words_too(enlace) -> None:
    at = enlace("history", plan=PLAN).run()
    plan = at.session_state["enlace.plan"]
    thread = workspace().talk.comment(plan, kt.Subject(), "Soy Luis Vega.", by="Luis Vega")
    at.run().selectbox(key="removal.who").set_value("Luis Vega").run()
    at.checkbox(key="removal.in_texts").set_value(True).run()
    at.button(key="removal.erase").click().run()
    assert not at.exception
    (found,) = workspace().talk.threads(plan)
    assert (found.id, found.first.author) == (thread.id, "Persona 1")
    assert found.first.text == "Soy Persona 1."
