"""Signatures where everybody comes by a link of their own: a declared side does not count yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from tests.hosted.prepared import OWNER, room
from tests.journeys.browsing import visit
from tests.journeys.conftest import serving
from tests.journeys.hands import typed
from tests.journeys.places import PHONE
from tests.pages.test_link_card import one

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.hosted.prepared import Room

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")


@pytest.mark.soak
def test_a_signature_counts_once_the_owner_has_confirmed_for_whom_it_speaks(new_page, tmp_path):
    store = tmp_path / "enlace.db"
    found = room(store, [("Eva", "comment"), ("Carla", "view")], plan=kt.plan_of(one()))
    declared(store, found, "Eva")
    with serving(tmp_path, *HOSTED, ENLACE_STORE=str(store)) as server:
        eva = come(new_page(**PHONE), "Eva", found, url=server.url)
        thinks(eva)
        eva.get_by_role("button", name="Firmar como Eva").click()
        eva.get_by_text("Firmado, pero sin confirmar").wait_for()
        carla = come(new_page(), "Carla", found, url=server.url)
        carla.get_by_text("hace falta un enlace que permita comentar").wait_for()
        expect(carla.get_by_role("button", name="Firmar como")).to_have_count(0)
        olga = come(new_page(), OWNER, found, url=server.url, step="room")
        olga.get_by_role("button", name="Confirmar").first.click()
        come(carla, "Carla", found, url=server.url)
        carla.get_by_text("Firmado por el negocio").wait_for()


def thinks(page: Page) -> None:
    """Give an opinion; it is one's own, and nobody is asked whose."""
    page.get_by_text("Dar una opinión").click()
    expect(page.get_by_label("Quién opina")).to_have_count(0)
    for label, text in {"Mínimo": "0,1", "Probable": "0,2", "Máximo": "0,3"}.items():
        typed(page, page.get_by_label(label, exact=True), text)
    page.get_by_role("button", name="Guardar la opinión de Eva").click()
    page.get_by_text("Solo Eva ha dado su opinión").wait_for()


def declared(store, found: Room, name: str) -> None:
    """Let somebody say of themselves that they speak for the business."""
    with kt.Workspace.open(store, closed=True) as workspace:
        own = workspace.admitted(kt.Visitor(found.cookies[name], name))
        own.sharing.introduce(found.plan_id, name=name, side="business")


def come(page: Page, name: str, found: Room, *, url: str, step: str = "link") -> Page:
    """Open a page of the plan as one of its people."""
    page.context.add_cookies([{"name": VISIT_COOKIE, "value": found.cookies[name], "url": url}])
    visit(page, f"{url}/{step}?plan={found.plan_id}")
    return page
