"""History: told, compared, returned to, named; a plan deleted, a person forgotten."""

from __future__ import annotations

import pytest

from kpi_tree.errors import BadArgument, NotAllowed
from kpi_tree.plan.edits import (
    add_goal,
    add_link,
    add_person,
    change_link,
    change_metric,
    change_person,
    set_ask,
    set_target,
    set_title,
)
from kpi_tree.plan.replay import replay
from kpi_tree.plan.writing import document
from kpi_tree.store import snapshots
from kpi_tree.workspace import Subject, Workspace
from tests.store.plans import count_up, little


def test_the_timeline_is_told_newest_first_in_pages(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "Otro", by="Luis")
    workspace.undo(plan_id, by="Luis")
    told = workspace.timeline(plan_id)
    assert [one.sentences for one in told] == [
        ("Luis deshizo su cambio de la versión 2.", "El título del plan: de «Otro» a «Plan»."),
        ("Luis cambió el título del plan de «Plan» a «Otro».",),
        ("Ana empezó el plan.",),
    ]
    assert workspace.timeline(plan_id, most=1) == told[:1]
    assert workspace.timeline(plan_id, before=3, most=1) == told[1:2]
    assert workspace.timeline(plan_id, before=1) == []


def test_two_versions_are_compared_in_words(workspace, plan_id) -> None:
    workspace.edit(plan_id, add_link, "a", outcome="b", size={"p10": 0.02, "p90": 0.24}, by="Ana")
    link = workspace.read(plan_id).plan.links[0].id
    workspace.edit(plan_id, change_link, link, size={"p10": 0.05, "p90": 0.3}, by="Luis")
    workspace.edit(plan_id, set_title, "Plan", by="Luis")
    found = [one.sentence for one in workspace.compare(plan_id, 2)]
    assert found == ["El vínculo «A → B»: de 0,02–0,24 a 0,05–0,3."]
    assert [one.sentence for one in workspace.compare(plan_id, 1, 2)] == [
        "Nuevo: el vínculo «A → B»."
    ]


def test_a_version_is_returned_to_by_an_edit_that_can_be_undone(workspace, plan_id) -> None:
    for title in ("Uno", "Dos"):
        workspace.edit(plan_id, set_title, title, by="Ana")
    workspace.edit(plan_id, count_up, by="Luis")
    before = workspace.read(plan_id).plan
    after = workspace.restore(plan_id, 2, by="Eva", command="r")
    assert workspace.restore(plan_id, 2, by="Eva", command="r") == after
    assert after.plan == workspace.read(plan_id, 2).plan
    assert (after.entry.kind, after.entry.of) == ("restore", 2)
    assert workspace.timeline(plan_id, most=1)[0].sentences[0] == "Eva volvió a la versión 2."
    assert workspace.undo(plan_id, by="Eva").plan == before


def test_to_return_to_what_is_there_changes_nothing(workspace, plan_id) -> None:
    assert workspace.restore(plan_id, 1, by="Ana").version == 1
    with pytest.raises(BadArgument):
        workspace.restore(plan_id, 9, by="Ana")


def test_a_version_with_a_name_is_found_again(workspace, plan_id) -> None:
    workspace.edit(plan_id, set_title, "Otro", by="Ana")
    workspace.name_version(plan_id, 1, " Borrador ", by="Ana")
    workspace.name_version(plan_id, 2, "Firmado", by="Luis")
    workspace.name_version(plan_id, 1, "Inicio", by="Luis")
    named = [(one.version, one.name, one.author) for one in workspace.named_versions(plan_id)]
    assert named == [(2, "Firmado", "Luis"), (1, "Inicio", "Luis")]
    assert [one.name for one in workspace.timeline(plan_id)] == ["Firmado", "Inicio"]
    workspace.name_version(plan_id, 2, "", by="Ana")
    assert len(workspace.named_versions(plan_id)) == 1


# --- for good ---------------------------------------------------------------------------------


def test_a_deleted_plan_leaves_nothing_behind(workspace, plan_id) -> None:
    other = workspace.create(little(), by="Ana").plan_id
    workspace.edit(plan_id, count_up, by="Ana", command="c1")
    workspace.name_version(plan_id, 1, "Inicio", by="Ana")
    workspace.talk.comment(plan_id, Subject(), "Adiós", by="Ana")
    workspace.delete(plan_id)
    for ask in (workspace.read, workspace.timeline, workspace.delete):
        with pytest.raises(BadArgument):
            ask(plan_id)
    with pytest.raises(BadArgument):
        workspace.edit(plan_id, count_up, by="Ana", command="c1")
    assert [plan.plan_id for plan in workspace.plans()] == [other]


def full_of_ana(workspace: Workspace, plan_id: str) -> None:
    """A history in which Ana García stands everywhere."""
    by = {"by": "Ana García"}
    workspace.edit(plan_id, add_person, "Ana García", role="Dueña", side="business", **by)
    workspace.edit(plan_id, change_metric, "a", owner="ana_garcia", **by)
    workspace.edit(plan_id, add_link, "a", outcome="b", size=0.5, by="Luis")
    link = workspace.read(plan_id).plan.links[0].id
    signed = {"by": "ana_garcia", "on": "2027-01-04", "size": 0.5, "recorded_by": "ana_garcia"}
    workspace.edit(plan_id, change_link, link, agreed_by=[signed], **by)
    workspace.edit(plan_id, set_ask, "Lo pide Ana García.", by="Luis")
    workspace.edit(plan_id, set_ask, "", **by)
    workspace.edit(plan_id, change_person, "ana_garcia", name="Anita", **by)
    workspace.undo(plan_id, **by)
    workspace.name_version(plan_id, 2, "Lo de Ana García", **by)
    workspace.talk.comment(plan_id, Subject(), "Soy yo", **by)
    thread = workspace.talk.comment(plan_id, Subject(), "@Ana García, mira", by="Luis")
    workspace.talk.resolve(plan_id, thread.id, **by)


def everything(workspace: Workspace, plan_id: str) -> str:
    """All that can be read about a plan, as one text."""
    versions = [workspace.read(plan_id, one.version) for one in workspace.history(plan_id)]
    parts = (
        versions,
        [document(one.plan) for one in versions],
        workspace.timeline(plan_id),
        workspace.named_versions(plan_id),
        workspace.talk.threads(plan_id),
        workspace.plans(),
    )
    return repr(parts)


@pytest.mark.parametrize("who", ["Ana García", "ana_garcia", "Anita"])
def test_a_person_is_forgotten_in_the_whole_history_and_it_still_holds(
    workspace, plan_id, who
) -> None:
    full_of_ana(workspace, plan_id)
    before = [entry.version for entry in workspace.history(plan_id)]
    erased = workspace.erase_person(plan_id, who, in_texts=True)
    text = everything(workspace, plan_id)
    for name in ("Ana García", "ana_garcia", "Anita", "Dueña"):
        assert name not in text
    assert (erased.pseudonym, erased.left) == ("Persona 1", ())
    assert [entry.version for entry in workspace.history(plan_id)] == before
    events = (event for entry in workspace.history(plan_id)[::-1] for event in entry.events)
    assert replay(events) == workspace.read(plan_id).plan
    plan = workspace.read(plan_id).plan
    assert plan.people[0].name == "Persona 1"
    assert plan.metric["a"].owner == plan.links[0].agreed_by[0].by == plan.people[0].id


def test_texts_that_still_hold_the_name_are_told(workspace, plan_id) -> None:
    full_of_ana(workspace, plan_id)
    left = workspace.erase_person(plan_id, "Ana García").left
    assert set(left) == {"Lo pide Ana García.", "Lo de Ana García", "@Ana García, mira"}


def test_two_who_are_forgotten_are_not_taken_for_one(workspace, plan_id) -> None:
    workspace.edit(plan_id, add_person, "Luis", by="Luis")
    workspace.edit(plan_id, add_person, "Eva", by="Ana")
    assert workspace.erase_person(plan_id, "Luis").pseudonym == "Persona 1"
    assert workspace.erase_person(plan_id, "Eva").pseudonym == "Persona 2"
    ids = [person.id for person in workspace.read(plan_id).plan.people]
    assert ids == ["person_1", "person_2"]


def test_whoever_is_not_there_cannot_be_forgotten(workspace, plan_id) -> None:
    with pytest.raises(BadArgument):
        workspace.erase_person(plan_id, "Nadie")


def test_a_name_does_not_come_back_from_a_snapshot_or_another_process(where) -> None:
    with Workspace.open(where) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        workspace.edit(plan_id, add_person, "Luis", by="Luis")
        for _ in range(snapshots.EVERY):
            workspace.edit(plan_id, count_up, by="Ana")
        workspace.erase_person(plan_id, "Luis")
        assert workspace.read(plan_id).plan.people[0].name == "Persona 1"
    with Workspace.open(where) as workspace:
        assert workspace.read(plan_id).plan.people[0].name == "Persona 1"


def test_another_of_the_same_name_is_not_forgotten_with_them(host) -> None:
    one, other = host.admitted("edit", "Ana"), host.namesake("Ana")
    one.edit(host.plan_id, count_up)
    other.edit(host.plan_id, count_up)
    host.owner.erase_person(host.plan_id, one.sharing.me(host.plan_id).id)
    assert [entry.author for entry in host.owner.history(host.plan_id)] == [
        "Ana",
        "Persona 1",
        "Olga",
    ]
    assert one.sharing.me(host.plan_id).name == "Persona 1"


def test_what_a_forgotten_person_did_can_still_be_undone_by_them(host) -> None:
    guest = host.admitted("edit", "Ana")
    guest.edit(host.plan_id, set_target, "s", metric="a", value=5)
    guest.edit(host.plan_id, add_goal, "Más", metric="a", target=5, due="2027-06")
    host.owner.erase_person(host.plan_id, "Ana")
    guest.undo(host.plan_id)
    assert guest.undo(host.plan_id).plan == little()


def test_everybody_who_left_a_name_can_be_found_to_be_forgotten(host) -> None:
    ana, other = host.admitted("edit", "Ana"), host.namesake("Ana")
    host.admitted("comment", "Luis").talk.comment(host.plan_id, Subject(), "Hola")
    host.admitted("view", "Eva")
    ana.edit(host.plan_id, add_person, "Sol")
    ids = [each.sharing.me(host.plan_id).id for each in (ana, other)]
    found = host.owner.everybody(host.plan_id)
    assert [one.name for one in found] == ["Ana", "Ana", "Eva", "Luis", "Olga", "Sol"]
    assert [one.who for one in found if one.name == "Ana"] == ids
    for one in found[2:]:
        host.owner.erase_person(host.plan_id, one.who)
    left = [one.name for one in host.owner.everybody(host.plan_id)]
    assert left == ["Ana", "Ana", *(f"Persona {n}" for n in range(1, 5))]


def test_who_does_not_own_a_plan_is_not_told_whom_it_could_forget(host) -> None:
    with pytest.raises(NotAllowed):
        host.admitted("edit").everybody(host.plan_id)


# ── An earlier version on the screen ────────────────────────────────────────────────────────────


def test_an_earlier_version_is_replayed_once_and_anew_after_a_name_was_erased(
    workspace, plan_id
) -> None:
    workspace.edit(plan_id, set_title, "De Luis", by="Luis")
    workspace.edit(plan_id, count_up, by="Ana")
    then = workspace.read(plan_id, 2)
    assert workspace.read(plan_id, 2) is then
    workspace.erase_person(plan_id, "Luis", in_texts=True)
    assert "Luis" not in workspace.read(plan_id, 2).plan.title
    assert workspace.read(plan_id, 2).changed_by != "Luis"


def test_a_plan_that_is_only_looked_at_is_not_changed_from_there(workspace, plan_id) -> None:
    other = workspace.create(little(), by="Ana").plan_id
    looking = workspace.looking_at(plan_id)
    for act in (
        lambda: looking.edit(plan_id, set_title, "Otro", by="Ana"),
        lambda: looking.undo(plan_id, by="Ana"),
        lambda: looking.restore(plan_id, 1, by="Ana"),
        lambda: looking.name_version(plan_id, 1, "Mía", by="Ana"),
        lambda: looking.talk.comment(plan_id, Subject(), "¿Por qué?", by="Ana"),
        lambda: looking.archive(plan_id, by="Ana"),
        lambda: looking.delete(plan_id),
        lambda: looking.erase_person(plan_id, "Ana"),
    ):
        with pytest.raises(NotAllowed, check=lambda error: "versión anterior" in str(error)):
            act()
    assert looking.read(plan_id).version == 1
    assert not looking.may(plan_id, "edit")
    assert looking.edit(other, set_title, "Otro", by="Ana").version == 2
