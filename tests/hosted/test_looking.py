"""A link to look at a plan is worth opening: every page of it works, and offers nothing in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import kpi_tree as kt
from pages.parts.steps import STEPS
from tests.hosted.person import Person
from tests.hosted.prepared import OWNER, room
from tests.journeys.conftest import serving
from tests.store.plans import SHOP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.hosted.prepared import Room

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")
PEOPLE = [("Luis", "view"), ("Carla", "comment"), ("Eva", "edit")]
LOOKING = [step.name for step in STEPS.values() if step.looking]
LESS_NOW = "Ahora puede hacer menos"
TOO_SMALL = "Su enlace no permite"
CLOSED = "Esta página es para quienes editan"


@dataclass(frozen=True)
class Hosted:
    """A running hosted Enlace, its people, and the links by which they came."""

    url: str
    room: Room
    invitations: Mapping[str, str]

    def person(self, name: str) -> Person:
        """One of the people, at the app."""
        return Person(self.url, cookie=self.room.cookies[name], name=name)

    def open(self, person: Person, step: str) -> None:
        """Let somebody open a page of the plan."""
        person.open(step, plan=self.room.plan_id, lang="es")

    def buttons(self, person: Person, step: str) -> list[str]:
        """The keys of the buttons that a page shows, those for other plans aside."""
        found = (one.button for one in person.seen if one.WhichOneof("type") == "button")
        keys = {one.id.rpartition("-")[2] for one in found if not one.disabled}
        return sorted(key for key in keys if step != "start" or key.endswith(self.room.plan_id))


@pytest.fixture(scope="module")
def hosted(tmp_path_factory, served_store) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("looking")
    found = room(served_store, PEOPLE, plan=kt.plan_of(SHOP))
    with kt.Workspace.open(served_store, closed=True) as workspace:
        # Somebody with two links keeps the right of the one that is left.
        eva = workspace.admitted(kt.Visitor(found.cookies["Eva"]))
        eva.sharing.enter(found.links["view"])
        eva.sharing.introduce(found.plan_id, name="Eva", side="business")
        eva.vouch(found.plan_id, kt.sign_link, "l", on="2027-01-05")
        owner = workspace.admitted(kt.Visitor(found.cookies[OWNER]))
        links = {one.role: one.id for one in owner.sharing.invitations(found.plan_id)}
    with serving(folder, *HOSTED, ENLACE_STORE=str(served_store)) as server:
        yield Hosted(server.url, found, links)


@pytest.mark.parametrize("name", ["Luis", "Carla"])
def test_nothing_that_is_offered_to_who_may_not_edit_is_refused_to_them(hosted, name) -> None:
    with hosted.person(name) as person:
        for step in LOOKING:
            hosted.open(person, step)
            assert CLOSED not in person.words(), step
            for key in hosted.buttons(person, step):
                if key not in hosted.buttons(person, step):
                    hosted.open(person, step)
                person.press(key)
                assert TOO_SMALL not in person.words(), (step, key)


def test_the_steps_that_are_nothing_but_fields_say_for_whom_they_are(hosted) -> None:
    with hosted.person("Luis") as luis:
        for step in ("purpose", "measured"):
            hosted.open(luis, step)
            assert CLOSED in luis.words()
            assert hosted.buttons(luis, step) == ["enlace.rename"]


def test_a_side_that_somebody_declared_themselves_does_not_silence_the_reader(hosted) -> None:
    with hosted.person("Luis") as luis:
        hosted.open(luis, "link")
        assert "aún no cuenta" in luis.words()


def test_a_right_that_shrinks_under_an_open_page_takes_its_buttons_along_and_is_told(
    hosted,
) -> None:
    with hosted.person("Eva") as eva, hosted.person(OWNER) as olga:
        hosted.open(eva, "scenarios")
        assert "scenarios.duplicate" in hosted.buttons(eva, "scenarios")
        hosted.open(olga, "room")
        olga.press(f"share.revoke.{hosted.invitations['edit']}")
        eva.press("scenarios.duplicate")
        assert TOO_SMALL in eva.words()
        assert LESS_NOW in eva.words()
        assert "scenarios.duplicate" not in hosted.buttons(eva, "scenarios")


def test_whoever_may_only_look_opens_an_earlier_version_until_their_right_ends(hosted) -> None:
    with hosted.person("Luis") as luis, hosted.person(OWNER) as olga:
        hosted.open(luis, "history")
        luis.press("history.look.1")
        luis.press("history.open")
        hosted.open(luis, "goals")
        assert "Está viendo la versión 1" in luis.words()
        assert "enlace.past.back" in hosted.buttons(luis, "goals")
        assert "enlace.past.restore" not in hosted.buttons(luis, "goals")
        hosted.open(olga, "room")
        assert "Está viendo" not in olga.words()
        olga.press(f"share.revoke.{hosted.invitations['view']}")
        luis.again()
        assert "ya no vale" in luis.words()
        assert "Está viendo" not in luis.words()
