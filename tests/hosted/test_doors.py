"""To whom the websocket opens, and how many hold it open."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.parts.host.limits import Limits, Most
from pages.parts.host.settings import Host
from pages.parts.host.visits import VISIT_COOKIE
from pages.parts.server import served
from tests.hosted.asking import SITE
from tests.hosted.knocking import door, let_in

HERE = "127.0.0.1:8501"
BEHIND = Host(hosted=True, names=(SITE,), proxies=1)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://127.0.0.1:9000", "http://localhost:8501", "null", "http://[x"],
)
def test_a_page_of_another_site_is_not_let_in_on_one_s_own_machine_either(origin) -> None:
    assert not let_in(door(Host()), host=HERE, origin=origin)


def test_enlace_s_own_page_is_let_in_and_so_is_who_is_no_browser() -> None:
    assert let_in(door(Host()), host=HERE, origin=f"http://{HERE}")
    assert let_in(door(Host()), host=HERE)


def test_behind_a_proxy_the_page_comes_by_https_and_by_nothing_less() -> None:
    app = door(BEHIND)
    told = {"host": SITE, "x_forwarded_proto": "https"}
    assert let_in(app, **told, origin=f"https://{SITE}")
    assert not let_in(app, **told, origin=f"http://{SITE}")
    assert let_in(app, host=SITE, origin=f"https://{SITE}")


def kept_open(most: Most, scopes: list[dict]) -> list[bool]:
    """Which of several requests get through while all those before them are held open."""
    reached, end = [], asyncio.Event()

    async def held(scope, _receive, _send) -> None:
        reached.append(scope["number"])
        await end.wait()

    async def sent(_message) -> None:
        pass

    async def all_of_them() -> None:
        app = Limits(held, host=BEHIND, most=most)
        given = [{"headers": [], **one, "number": number} for number, one in enumerate(scopes)]
        tasks = [asyncio.create_task(app(scope, None, sent)) for scope in given]
        await asyncio.sleep(0)
        end.set()
        await asyncio.gather(*tasks)
        again = asyncio.create_task(app({**given[0], "number": -1}, None, sent))
        await again
        assert reached[-1] == -1, "what was let go may be taken again"

    with ThreadPoolExecutor(max_workers=1) as other:
        other.submit(asyncio.run, all_of_them()).result()
    return [number in reached for number in range(len(scopes))]


def window(address: str) -> dict:
    return {"type": "websocket", "path": "/_stcore/stream", "client": (address, 1)}


def stream(cookie: str) -> dict:
    told = [(b"cookie", f"{VISIT_COOKIE}={cookie}".encode())]
    return {"type": "http", "path": "/live", "client": ("192.0.2.1", 1), "headers": told}


def test_an_address_holds_so_many_windows_open_and_another_has_its_own() -> None:
    opened = [window("192.0.2.1")] * 3 + [window("192.0.2.2")]
    assert kept_open(Most(open=2), opened) == [True, True, False, True]


def test_a_browser_holds_so_many_streams_open_and_another_at_its_side_has_its_own() -> None:
    opened = [stream("ana")] * 3 + [stream("luis")]
    assert kept_open(Most(own=2), opened) == [True, True, False, True]


def test_browsers_without_a_cookie_are_not_counted_as_one() -> None:
    assert kept_open(Most(own=2), [stream("")] * 3) == [True] * 3


def test_on_one_s_own_machine_no_window_is_one_too_many() -> None:
    kinds = [each.cls for each in served(Host())["middleware"]]
    assert Limits not in kinds
    assert Limits in [each.cls for each in served(BEHIND)["middleware"]]
