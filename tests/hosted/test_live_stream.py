"""The stream of what others do: to whom it speaks, what it says, when it ends."""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, aclosing
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import kpi_tree as kt
from pages.parts.host.live import Company, Listener, Live, News, Sentences, together
from pages.parts.host.turns import Turns
from tests.hosted.asking import SETTINGS
from tests.workspace.hosting import Host

if TYPE_CHECKING:
    from collections.abc import Coroutine


@pytest.fixture
def host(where):
    found = Host(where)
    yield found
    found.all.close()


def heard(host: Host, who: kt.Workspace, act, *, many: int = 1) -> list[dict]:
    """What somebody's stream says after its first event while `act` happens."""
    live = Live(SETTINGS, lambda: host.all)

    async def listening() -> list[dict]:
        listener = Listener(who, host.plan_id, "es", "", Sentences())
        async with aclosing(live.events(listener)) as events:
            await anext(events)
            await asyncio.to_thread(act)
            return [json.loads((await anext(events))[6:]) for _ in range(many)]

    return alone(listening())


def alone(work: Coroutine) -> Any:
    """What comes of it, in a thread of its own: the browser's tests leave a loop running here."""
    with ThreadPoolExecutor(max_workers=1) as other:
        return other.submit(asyncio.run, asyncio.wait_for(work, 10)).result()


def test_an_edit_is_told_with_its_author_its_words_and_its_version(host) -> None:
    act = lambda: host.owner.edit(host.plan_id, kt.set_title, "Otra")  # noqa: E731
    said = heard(host, host.admitted("view"), act)[0]
    assert (said["kind"], said["version"], said["more"]) == ("plan", 2, "")
    (told,) = said["told"]
    assert told["by"] == "Olga"
    assert "Otra" in told["said"][0]


def test_a_link_that_is_revoked_ends_the_stream_at_once_and_tells_no_names(host) -> None:
    invitation, token = host.link("view")
    luis = host.guest("Luis")
    luis.sharing.enter(token)
    act = lambda: host.owner.sharing.revoke(host.plan_id, invitation)  # noqa: E731
    assert heard(host, luis, act) == [{"kind": "gone"}]


@pytest.mark.parametrize("open_meanwhile", [True, False])
def test_a_name_that_was_erased_is_not_told_any_more(host, open_meanwhile) -> None:
    ana = host.admitted("edit", "Ana Gil")
    ana.edit(host.plan_id, kt.set_title, "Otra")
    live, told = Live(SETTINGS, lambda: host.all), Sentences()

    def events():
        listener = Listener(host.owner, host.plan_id, "es", "", told, version=1)
        return aclosing(live.events(listener))

    async def listening() -> list[dict]:
        async with events() as early, AsyncExitStack() as held:
            said = [json.loads((await anext(early))[6:])]
            if not open_meanwhile:
                await early.aclose()
            await asyncio.to_thread(host.owner.erase_person, host.plan_id, "Ana Gil")
            late = await held.enter_async_context(events())
            return [*said, json.loads((await anext(late))[6:])]

    said = alone(listening())
    assert [one["told"][0]["by"] for one in said] == ["Ana Gil", "Persona 1"]


def test_of_several_edits_at_once_each_is_told_with_its_author_and_how_many_came_before(
    host,
) -> None:
    ana, luis = host.admitted("edit", "Ana"), host.admitted("edit", "Luis")
    for who, title in ((ana, "Uno"), (luis, "Dos"), (ana, "Tres"), (luis, "Cuatro"), (ana, "5")):
        who.edit(host.plan_id, kt.set_title, title)

    async def told() -> dict:
        listener = Listener(host.owner, host.plan_id, "es", "", Sentences(), version=1)
        return await listener.told(News("plan", 6, 6))

    said = alone(told())
    assert [one["by"] for one in said["told"]] == ["Ana", "Luis", "Ana"]
    assert ["Tres" in said["told"][0]["said"][0], said["more"]] == [True, "Y 2 cambios más antes."]


def test_words_for_the_others_are_made_once_whoever_has_edited_is_answered(host) -> None:
    turns, order = Turns(1, most_waiting=4), []
    host.admitted("edit", "Ana").edit(host.plan_id, kt.set_title, "Otra")
    leave = threading.Event()

    async def told() -> None:
        answering = asyncio.create_task(turns.worked_out(leave.wait))
        await asyncio.sleep(0)
        told = Sentences(partial(turns.rested, 9))
        listener = Listener(host.owner, host.plan_id, "es", "", told, version=1)
        telling = asyncio.create_task(listener.told(News("plan", 2, 2)))
        answering.add_done_callback(lambda _: order.append("answered"))
        telling.add_done_callback(lambda _: order.append("told"))
        await asyncio.sleep(0.3)
        leave.set()
        await asyncio.gather(answering, telling)

    alone(told())
    assert order == ["answered", "told"]


class Slow:
    """A workspace that takes its time before it listens."""

    def __init__(self) -> None:
        self.times = 0
        self.begun, self.go_on, self.ended = (threading.Event() for _ in range(3))

    def listen(self, *_: object):
        """Begin to listen; returns what ends it."""
        self.times += 1
        self.begun.set()
        self.go_on.wait(5)
        return self.ended.set


async def gone_meanwhile(slow: Slow, *others: str) -> None:
    """The first listener goes away while the listening begins; others may have come by then."""
    company, listener = Company(), Listener(slow, "p", "es", "", Sentences())
    for name in ("first", *others):
        company.join(name, lambda _: None)
    first, *rest = [asyncio.create_task(company.open(listener)) for _ in company.names]
    await asyncio.to_thread(slow.begun.wait, 5)
    first.cancel()
    company.leave("first")
    slow.go_on.set()
    await asyncio.gather(first, *rest, return_exceptions=True)
    if not others:
        await asyncio.to_thread(slow.ended.wait, 5)


def test_whoever_goes_while_the_listening_begins_leaves_it_to_the_others() -> None:
    slow = Slow()
    alone(gone_meanwhile(slow, "second"))
    assert (slow.times, slow.ended.is_set()) == (1, False)


def test_where_nobody_is_left_when_the_listening_begins_it_ends() -> None:
    slow = Slow()
    alone(gone_meanwhile(slow))
    assert (slow.times, slow.ended.is_set()) == (1, True)


def test_a_plan_that_is_deleted_ends_the_stream(host) -> None:
    said = heard(host, host.admitted("edit"), lambda: host.owner.delete(host.plan_id))
    assert said[0]["kind"] == "gone"


def test_of_several_changes_the_gravest_speaks_with_the_newest_version() -> None:
    told = together([News("plan", 4, 9), News("here"), News("links", 3, 8)])
    assert told == News("links", 4, 9)
