"""To whom the websocket opens, and how many hold it open."""

from __future__ import annotations

import pytest

from pages.parts.host.settings import Host
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
