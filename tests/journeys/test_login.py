"""The host's own log-in, from the button to a plan that is limited to people who are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from tests.hosted.prepared import OWNER, room
from tests.hosted.provider import Provider
from tests.journeys.browsing import rest, visit
from tests.journeys.conftest import serving
from tests.journeys.places import worked

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")


def signed_in(page: Page, provider: Provider, email: str) -> None:
    """Press the button, and come back as somebody whom the provider vouches for."""
    provider.email = email
    page.get_by_role("button", name="Entrar con su cuenta").click()
    leaving(page, email).wait_for()
    rest(page)


def leaving(page: Page, email: str) -> Locator:
    """The button to sign out; an address is written so that no browser takes it for a link."""
    name, _, rest_of_it = email.partition("@")
    return page.get_by_role("button", name=re.compile(f"Salir de {name}.?@{re.escape(rest_of_it)}"))


def limited(page: Page, url: str) -> None:
    """Open a plan to known people alone, on the page of the room."""
    visit(page, url)
    page.get_by_text("Solo personas con cuenta reconocida").click()
    rest(page)


def introduced(page: Page) -> None:
    """Say who one is."""
    page.wait_for_url("**/result?plan=*")
    page.get_by_role("textbox", name="Su nombre").fill("Luz")
    page.get_by_text("otra área").click()
    page.get_by_role("button", name="Continuar").click()


@pytest.mark.soak
def test_a_plan_for_known_people_opens_to_whom_the_log_in_vouches_for_until_they_leave(
    new_page, tmp_path
) -> None:
    store = tmp_path / "enlace.db"
    found = room(store, plan=kt.plan_of(worked()))
    link = f"/l#{found.links['view']}"
    with Provider() as provider:
        provider.secrets(tmp_path)
        environment = {"ENLACE_STORE": str(store), "HOME": str(tmp_path)}
        with serving(tmp_path, *HOSTED, **environment) as server:
            olga = new_page()
            cookie = {"name": VISIT_COOKIE, "value": found.cookies[OWNER], "url": server.url}
            olga.context.add_cookies([cookie])
            visit(olga, f"{server.url}/room?plan={found.plan_id}")
            signed_in(olga, provider, "olga@example.org")
            limited(olga, f"{server.url}/room?plan={found.plan_id}")
            luz = new_page()
            luz.goto(f"{server.url}{link}")
            expect(luz.get_by_text("solo a personas que han iniciado sesión")).to_be_visible()
            visit(luz, server.url)
            signed_in(luz, provider, "luz@example.org")
            luz.goto(f"{server.url}{link}")
            introduced(luz)
            expect(luz.get_by_role("slider").first).to_be_visible()
            leaving(luz, "luz@example.org").click()
            luz.wait_for_url(f"{server.url}/")
            expect(luz.get_by_role("button", name="Entrar con su cuenta")).to_be_visible()
            visit(luz, f"{server.url}/result?plan={found.plan_id}")
            # Whoever the log-in does not vouch for is a stranger: there is no such plan.
            expect(luz.get_by_text("Todavía no hay ningún plan abierto")).to_be_visible()
            expect(luz.get_by_role("slider")).to_have_count(0)


@pytest.mark.soak
def test_an_address_that_the_log_in_has_not_verified_vouches_for_nobody(new_page, tmp_path) -> None:
    store = tmp_path / "enlace.db"
    found = room(store, plan=kt.plan_of(worked()))
    with kt.Workspace.open(store, closed=True) as workspace:
        owner = workspace.admitted(kt.Visitor(found.cookies[OWNER], OWNER, "olga@example.org"))
        owner.sharing.limit_to_known(found.plan_id, on=True)
    with Provider() as provider:
        provider.verified = False
        provider.secrets(tmp_path)
        environment = {"ENLACE_STORE": str(store), "HOME": str(tmp_path)}
        with serving(tmp_path, *HOSTED, **environment) as server:
            eve = new_page()
            visit(eve, server.url)
            provider.email = "olga@example.org"
            eve.get_by_role("button", name="Entrar con su cuenta").click()
            expect(eve.get_by_role("button", name="Salir de")).to_be_visible()
            visit(eve, f"{server.url}/result?plan={found.plan_id}")
            expect(eve.get_by_role("slider")).to_have_count(0)
