"""What opens a plan stands in no address, no header and no line that the server writes.

The server logs all that it can, whoever knocks does so by every door, and what the server was sent
is listened to on the wire.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from tests.hosted.cable import Cable
from tests.hosted.prepared import OWNER, room
from tests.journeys.conftest import serving
from tests.journeys.test_hosted import Hosted, invited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page


LOUD = ("tests.hosted.loud_server", "--hosted", "--port={port}")
HEAD = re.compile(rb"(?:GET|HEAD|POST|PUT|OPTIONS) /\S* HTTP/1\.1\r\n(?:[^\r\n]+\r\n)*")
FAILED = re.compile("no abre|no existe|no vale|ninguna sala|ningún plan")


def secrets(token: str, code: str) -> Iterator[str]:
    """How a link's token and a room's code would be found, in whole and in part."""
    yield from (token, token[:21], token[21:])
    yield f"{code[:3]}.?{code[3:]}"
    # Three letters alone stand by chance in any key that a browser makes up.
    yield from (rf"(?<![\w+/=-]){half}(?![\w+/=-])" for half in (code[:3], code[3:]))


def knocked(url: str, note: dict[str, object], **headers: str) -> tuple[int, str]:
    """A knock without a browser: how it was answered, and the cookie that came with it."""
    told = {"Origin": url, "Cookie": f"{VISIT_COOKIE}={kt.new_token()}", **headers}
    asked = Request(f"{url}/enter", json.dumps(note).encode(), told)  # noqa: S310 (our own)
    try:
        with urlopen(asked) as answer:  # noqa: S310 (likewise)
            return answer.status, answer.headers["Set-Cookie"]
    except HTTPError as error:
        return error.code, ""


@dataclass
class House:
    """A loud server with a plan, at the end of a wire that is listened to."""

    hosted: Hosted
    cable: Cable
    new_page: Callable[[], Page]

    def opened(self) -> tuple[Page, str, str]:
        """The owner's page with a new link and an open room: its token and its code."""
        olga = self.hosted.come(self.new_page(), OWNER, "room", url=self.cable.url)
        token = invited(olga, "Comité").partition("#")[2]
        olga.get_by_role("button", name="Abrir código de sala").first.click()
        shown = olga.locator("h1 code")
        shown.wait_for()
        return olga, token, shown.inner_text().replace(" ", "")

    def come(self, page: Page, *, token: str = "", code: str = "") -> None:
        """Open a link, or type a room's code at the door."""
        page.goto(f"{self.cable.url}/l")
        if token:
            page.goto(f"{self.cable.url}/l#{token}")
        else:
            page.get_by_role("textbox").fill(f"{code[:3]} {code[3:]}")
            page.get_by_role("button").click()

    def enter(self, **by: str) -> None:
        """Somebody new comes in."""
        page = self.new_page()
        self.come(page, **by)
        page.wait_for_url("**/result?plan=*")

    def refused(self, **by: str) -> None:
        """Somebody new is not let in."""
        page = self.new_page()
        self.come(page, **by)
        expect(page.get_by_role("alert")).to_have_text(FAILED)

    def heads(self) -> str:
        """The addresses and headers of all requests."""
        return b"".join(head for one in self.cable.heard for head in HEAD.findall(one)).decode()


@pytest.mark.soak
def test_no_token_and_no_code_stands_in_an_address_a_header_or_a_log(new_page, tmp_path) -> None:
    store, wrong = tmp_path / "enlace.db", kt.new_token()
    found = room(store)
    with serving(tmp_path, *LOUD, ENLACE_STORE=str(store)) as server, Cable(server.url) as cable:
        house = House(Hosted(tmp_path, server, found), cable, new_page)
        olga, token, code = house.opened()
        house.enter(token=token)
        house.enter(code=code)
        house.refused(token=wrong)
        house.refused(token=f"{wrong}%E2%80")
        assert knocked(server.url, {"token": token}, Referer=f"{server.url}/l?{token}")[0] == 200
        olga.get_by_role("button", name="Retirar").first.click()
        expect(olga.get_by_role("button", name="Retirar")).to_have_count(4)
        house.refused(token=token)
        house.refused(code=code)
    written, heads = house.hosted.log.read_text(), house.heads()
    assert heads.count("POST /enter ") >= 7
    assert '"POST /enter HTTP/1.1" 200' in written
    assert "TRACE" in written
    assert "Beginning script thread" in written
    for secret in (*secrets(token, code), *secrets(wrong, code)):
        assert re.search(f".*{secret}.*", heads) is None
        assert re.search(f".*{secret}.*", written) is None
