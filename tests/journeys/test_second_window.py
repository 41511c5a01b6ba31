"""Who opens a link while a page of theirs is open goes on there as well, with the new cookie."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from tests.hosted.prepared import room
from tests.journeys.conftest import serving
from tests.journeys.places import worked
from tests.journeys.test_hosted import HOSTED, Hosted, asked


@pytest.mark.soak
def test_a_link_in_a_second_window_leaves_the_first_where_it_was(new_page, tmp_path) -> None:
    store = tmp_path / "enlace.db"
    found = room(store, [("Eva", "edit")], plan=kt.plan_of(worked()))
    with serving(tmp_path, *HOSTED, ENLACE_STORE=str(store)) as server:
        hosted = Hosted(tmp_path, server, found)
        first = hosted.come(new_page(), "Eva", "purpose")
        earlier = first.context.cookies()
        asked(first).press_sequentially("A medio escr")
        with first.expect_event("websocket") as again:
            second = first.context.new_page()
            second.goto(f"{server.url}/l#{found.links['comment']}")
            second.wait_for_url("**/result?plan=*")
        assert again.value.url.endswith("/_stcore/stream")
        assert first.context.cookies() != earlier
        asked(first).press_sequentially("ibir")
        asked(first).blur()
        hosted.go(second, "purpose")
        expect(asked(second)).to_have_value(re.compile("A medio escribir$"))
        expect(asked(first)).to_have_value(re.compile("A medio escribir$"))
