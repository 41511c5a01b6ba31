"""The stream of what others do: to whom it speaks, what it says, when it ends."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, aclosing

import pytest

import kpi_tree as kt
from pages.parts.host.live import Listener, Live, News, Sentences, together
from tests.hosted.asking import SETTINGS
from tests.workspace.hosting import Host


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

    # A thread of its own: the browser's tests leave an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as other:
        return other.submit(asyncio.run, asyncio.wait_for(listening(), 10)).result()


def test_an_edit_is_told_with_its_author_its_words_and_its_version(host) -> None:
    act = lambda: host.owner.edit(host.plan_id, kt.set_title, "Otra")  # noqa: E731
    said = heard(host, host.admitted("view"), act)[0]
    assert (said["kind"], said["by"], said["version"]) == ("plan", "Olga", 2)
    assert "Otra" in said["told"][0]


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

    with ThreadPoolExecutor(max_workers=1) as other:
        said = other.submit(asyncio.run, asyncio.wait_for(listening(), 10)).result()
    assert [one["by"] for one in said] == ["Ana Gil", "Persona 1"]


def test_a_plan_that_is_deleted_ends_the_stream(host) -> None:
    said = heard(host, host.admitted("edit"), lambda: host.owner.delete(host.plan_id))
    assert said[0]["kind"] == "gone"


def test_of_several_changes_the_gravest_speaks_with_the_newest_version() -> None:
    told = together([News("plan", 4, 9), News("here"), News("links", 3, 8)])
    assert told == News("links", 4, 9)
