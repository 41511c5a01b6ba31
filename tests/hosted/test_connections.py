"""A page's connection: what it was given is worth what the browser's cookie is worth by then."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from tests.hosted.person import Person
from tests.hosted.prepared import OWNER, Room, room
from tests.journeys.conftest import Server, serving

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A hosted Enlace, and the plan on it."""
    folder = tmp_path_factory.mktemp("connections")
    store = folder / "enlace.db"
    found = room(store, [("Luis", "view")])
    with serving(folder, *HOSTED, ENLACE_STORE=str(store)) as server:
        yield server, found


def button(found: Room) -> str:
    """The key of the button that gives the plan as a file."""
    return f"start.download.{found.plan_id}"


def taken_over(server: Server, owner: Person) -> Person:
    """A stranger who has learnt the id of somebody's session and what stands on their page."""
    eve = Person(server.url, cookie=kt.new_token(), name="Eve", session=owner.session)
    eve.seen = owner.seen
    return eve


def test_a_download_is_worth_what_the_right_is_worth_when_it_is_fetched(served) -> None:
    server, found = served
    with Person(server.url, cookie=found.cookies["Luis"], name="Luis") as luis:
        luis.open("")
        assert luis.download(button(found)).startswith(b"{")
        with Person(server.url, cookie=found.cookies[OWNER], name=OWNER) as olga:
            olga.open("room", plan=found.plan_id)
            for key in olga.keys("share.revoke."):
                olga.press(key)
        assert luis.download(button(found)) is None


def test_whoever_takes_over_a_session_gets_nothing_by_its_buttons(served) -> None:
    server, found = served
    with Person(server.url, cookie=found.cookies[OWNER], name=OWNER) as olga:
        olga.open("")
        assert olga.download(button(found))
        with taken_over(server, olga) as eve:
            assert eve.download(button(found)) is None
