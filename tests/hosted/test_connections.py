"""A page's connection: what it was given is worth what the browser's cookie is worth by then."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from websockets.exceptions import ConnectionClosed

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from tests.hosted.person import Person
from tests.hosted.prepared import OWNER, Room, room
from tests.journeys.conftest import Server, serving

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")


@pytest.fixture(scope="module")
def served(tmp_path_factory, served_store):
    """A hosted Enlace with two plans."""
    folder = tmp_path_factory.mktemp("connections")
    rooms = [room(served_store, [("Luis", "view"), ("Eva", "edit")]) for _ in range(2)]
    with serving(folder, *HOSTED, ENLACE_STORE=str(served_store)) as server:
        yield server, *rooms


def button(found: Room) -> str:
    """The key of the button that gives the plan as a file."""
    return f"start.download.{found.plan_id}"


def taken_over(server: Server, owner: Person) -> Person:
    """A stranger who has learnt the id of somebody's session and what stands on their page."""
    eve = Person(server.url, cookie=kt.new_token(), name="Eve", session=owner.session)
    eve.seen = owner.seen
    return eve


def test_a_download_is_worth_what_the_right_is_worth_when_it_is_fetched(served) -> None:
    server, found, _ = served
    with Person(server.url, cookie=found.cookies["Luis"], name="Luis") as luis:
        luis.open("")
        assert luis.download(button(found)).startswith(b"{")
        with Person(server.url, cookie=found.cookies[OWNER], name=OWNER) as olga:
            olga.open("room", plan=found.plan_id)
            for key in olga.keys("share.revoke."):
                olga.press(key)
        assert luis.download(button(found)) is None


def test_whoever_takes_over_a_session_gets_nothing_by_its_buttons(served) -> None:
    server, found, _ = served
    with Person(server.url, cookie=found.cookies[OWNER], name=OWNER) as olga:
        olga.open("")
        assert olga.download(button(found))
        with taken_over(server, olga) as eve:
            assert eve.download(button(found)) is None


def post(server: Server, cookie: str, note: dict[str, object], **told: str) -> tuple[int, str]:
    """Post a note to the way in: how it is answered, and the cookie that the browser is given."""
    headers = {"Cookie": f"{VISIT_COOKIE}={cookie}", "Origin": server.url, **told}
    asked = Request(f"{server.url}/enter", json.dumps(note).encode(), headers)  # noqa: S310 (ours)
    try:
        with urlopen(asked) as answer:  # noqa: S310 (likewise)
            return answer.status, answer.headers.get("Set-Cookie", "")
    except HTTPError as error:
        return error.code, ""


def test_an_open_page_comes_back_with_the_new_cookie_to_where_it_was(served) -> None:
    server, _, found = served
    earlier = found.cookies["Eva"]
    with Person(server.url, cookie=earlier, name="Eva") as eva:
        eva.open("scenarios", plan=found.plan_id)
        eva.type("scenarios.new", "Más reseñas")
        eva.press("scenarios.add")
        _, given = post(server, earlier, {"token": found.links["comment"]})
        new = given.partition(";")[0].partition("=")[2]
        eva.again()
        assert "Más reseñas" in eva.words(), "until the new cookie has come back all is as before"
        assert post(server, new, {"arrived": True}) == (204, "")
        with pytest.raises(ConnectionClosed):
            eva.again()
        with Person(server.url, cookie=new, name="Eva", session=eva.session) as back:
            back.open("scenarios", plan=found.plan_id)
            assert back.session == eva.session
            assert "Más reseñas" in back.words()
    with Person(server.url, cookie=earlier, name="Eva") as planted:
        planted.open("scenarios", plan=found.plan_id)
        assert "Más reseñas" not in planted.words()


def test_who_invents_a_proxy_is_counted_and_known_as_who_does_not(served) -> None:
    server, _, found = served
    invented = {"X-Forwarded-Proto": "https"}
    _, given = post(server, kt.new_token(), {"token": found.links["view"]}, **invented)
    assert given.startswith(f"{VISIT_COOKIE}=")
    assert "Secure" not in given
    tries = [
        post(server, kt.new_token(), {"token": "guess"}, **{"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(11)
    ]
    assert [status for status, _ in tries] == [404] * 10 + [429]
