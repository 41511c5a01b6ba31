"""Windows on a hosted plan: a link is sent, opened, played with; what one does, all see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts.host.visits import VISIT_COOKIE
from pages.parts.reader import NAME_COOKIE
from tests.hosted.cable import Cable
from tests.hosted.person import Person
from tests.hosted.prepared import OWNER, room
from tests.journeys.browsing import barriers, overflow, rest, visit
from tests.journeys.conftest import serving
from tests.journeys.places import PHONE, worked

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

HOSTED = ("pages.parts.server", "--hosted", "--port={port}")
PEOPLE = [("Luis", "view"), ("Carla", "comment"), ("Eva", "edit"), ("Iván", "edit")]


class Hosted:
    """A running hosted Enlace with a plan and its people."""

    def __init__(self, folder: Path, server, found) -> None:
        self.url, self.room = server.url, found
        self.log = folder / "server.log"

    def come(self, page: Page, name: str, step: str, *, url: str = "") -> Page:
        """Open a page of the plan as one of its people."""
        cookies = {VISIT_COOKIE: self.room.cookies[name], NAME_COOKIE: quote(name)}
        page.context.add_cookies(
            [{"name": key, "value": value, "url": self.url} for key, value in cookies.items()]
        )
        self.go(page, step, url=url)
        return page

    def go(self, page: Page, step: str, *, url: str = "") -> None:
        """Go to another page of the plan, by its address."""
        visit(page, f"{url or self.url}/{step}?plan={self.room.plan_id}")


@pytest.fixture(scope="module")
def hosted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hosted")
    store = folder / "enlace.db"
    found = room(store, PEOPLE, plan=kt.plan_of(worked()))
    with serving(folder, *HOSTED, ENLACE_STORE=str(store)) as server:
        yield Hosted(folder, server, found)


def invited(olga: Page, who: str) -> str:
    """Make a link for somebody, on the page of the room; its address."""
    olga.get_by_role("textbox", name="Para quién es").fill(who)
    olga.get_by_role("button", name="Crear enlace").click()
    code = olga.locator("code").filter(has_text="/l#").first
    code.wait_for()
    return code.inner_text()


def entered(page: Page, link: str, name: str) -> Page:
    """Open a link as somebody who reads English, and say who one is."""
    page.goto(link)
    page.wait_for_url("**/result?plan=*")
    page.get_by_role("textbox", name="Your name").fill(name)
    page.get_by_text("social media", exact=False).first.click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("slider").first.wait_for()
    rest(page)
    return page


def test_a_link_is_made_opened_played_with_proposed_and_taken_over(new_page, hosted) -> None:
    olga = hosted.come(new_page(), OWNER, "room")
    link = invited(olga, "Comité")
    asked: list[str] = []
    luz = new_page(locale="en-GB", **PHONE)
    luz.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    entered(luz, link, "Luz")
    luz.get_by_role("slider").first.press("ArrowRight")
    luz.get_by_text("This trial is yours alone").wait_for()
    luz.get_by_role("button", name="Propose it").click()
    luz.get_by_text("Proposal sent").wait_for()
    expect(luz.get_by_role("button", name="Propose it")).to_have_count(0)
    hosted.come(olga, OWNER, "comments")
    olga.get_by_role("button", name="Aceptar como escenario nuevo").click()
    olga.get_by_text("Aceptada").first.wait_for()
    luz.get_by_text(re.compile("as Luz sees it")).first.wait_for()
    token = link.partition("#")[2]
    assert not [request for request in asked if token in request]
    assert token not in hosted.log.read_text()


@pytest.mark.soak
def test_a_link_that_is_revoked_closes_the_page_of_whoever_came_by_it(new_page, hosted) -> None:
    olga = hosted.come(new_page(), OWNER, "room")
    luz = new_page()
    link = invited(olga, "Por poco tiempo")
    assert barriers(olga, rule="image-alt") == []
    luz.goto(link)
    luz.wait_for_url("**/result?plan=*")
    luz.get_by_role("textbox", name="Su nombre").fill("Lola")
    luz.get_by_text("otra área").click()
    luz.get_by_role("button", name="Continuar").click()
    luz.get_by_role("slider").first.wait_for()
    revoked(olga, "Por poco tiempo")
    luz.get_by_text("ya no vale", exact=False).first.wait_for()
    expect(luz.get_by_role("slider")).to_have_count(0)


def revoked(olga: Page, who: str) -> None:
    """End a link, on the page of the room."""
    card = olga.locator('[class*="st-key-share-link-"]').filter(has_text=who)
    card.get_by_role("button", name="Retirar").click()


# The three journeys around it in one, with a third window: in the long tests.
@pytest.mark.soak
def test_three_windows_hold_together_from_a_link_to_its_end(new_page, hosted) -> None:
    olga = hosted.come(new_page(), OWNER, "room")
    luz = entered(new_page(locale="en-GB", **PHONE), invited(olga, "Consejo"), "Luz Rey")
    eva = hosted.come(new_page(), "Eva", "scenarios")
    for page in (olga, eva):
        expect(page.get_by_text(re.compile("Eva.*Luz Rey.*Olga"))).to_be_visible()
    hosted.go(luz, "scenarios")
    luz.get_by_text("Campaña de fin de año", exact=True).first.click()
    expect(luz.get_by_role("radio", name="Campaña de fin de año", exact=True)).to_be_checked()
    rest(luz)
    luz.get_by_role("slider").first.press("ArrowRight")
    expect(luz.get_by_text("This trial is yours alone")).to_be_visible()
    added(eva, "De Eva")
    expect(luz.get_by_role("radio", name="De Eva")).to_be_visible()
    expect(luz.get_by_text("This trial is yours alone")).to_be_visible()
    assert overflow(luz) == 0
    luz.get_by_role("button", name="Propose it").click()
    expect(luz.get_by_text("Proposal sent")).to_be_visible()
    hosted.go(olga, "comments")
    olga.get_by_role("button", name="Aceptar como escenario nuevo").first.click()
    for page in (luz, eva):
        taken = page.get_by_role("radio", name="Campaña de fin de año, as Luz Rey sees it")
        expect(taken).to_be_visible()
    hosted.go(olga, "room")
    revoked(olga, "Consejo")
    expect(luz.get_by_text("is no longer valid").first).to_be_visible()
    expect(luz.get_by_role("slider")).to_have_count(0)
    expect(eva.get_by_text(re.compile("^Aquí ahora.*Eva, Olga"))).to_be_visible()
    expect(eva.get_by_role("button", name="Duplicar")).to_be_visible()


def added(page: Page, name: str) -> None:
    """Add a scenario."""
    page.get_by_role("button", name="Nuevo escenario").first.click()
    page.get_by_role("textbox", name="Nombre del escenario").first.fill(name)
    page.get_by_role("button", name="Nuevo escenario").last.click()


def test_whoever_learns_the_id_of_a_session_finds_nothing_by_it(hosted) -> None:
    with Person(hosted.url, cookie=hosted.room.cookies[OWNER], name=OWNER) as olga:
        olga.open("result", plan=hosted.room.plan_id)
        assert "Reseñas" in olga.words()
        leaked = olga.session
    assert leaked
    stranger = kt.new_token()
    with Person(hosted.url, cookie=stranger, name="Eve", session=leaked) as eve:
        eve.open("result", plan=hosted.room.plan_id)
        assert "Reseñas" not in eve.words()
        eve.open("room", plan=hosted.room.plan_id)
        assert "Comité" not in eve.words()


def asked(page: Page) -> Locator:
    """The field of what is asked for."""
    return page.get_by_role("textbox", name=re.compile("^(Lo que pedimos|What we ask)"))


def test_both_change_the_same_field_and_each_sees_what_happened(new_page, hosted) -> None:
    eva = hosted.come(new_page(), "Eva", "purpose")
    ivan = hosted.come(new_page(locale="en-GB", **PHONE), "Iván", "purpose")
    hers, his = asked(eva), asked(ivan)
    his.press_sequentially("De Iván. ")
    hers.fill("De Eva, entero.")
    hers.blur()
    ivan.get_by_text(re.compile("^Eva ")).first.wait_for()
    expect(his).to_have_value(re.compile("De Iván[.] "))
    his.blur()
    ivan.get_by_text("De Eva, entero.").first.wait_for()
    expect(his).to_have_value(re.compile("De Iván[.] "))
    ivan.get_by_role("button", name="Keep mine").click()
    expect(eva.get_by_text(re.compile("^Iván ")).first).to_be_visible()
    expect(hers).to_have_value(re.compile("De Iván[.] "))


def test_a_connection_lost_in_mid_word_comes_back_with_the_word_and_says_what_was_saved(
    new_page, hosted
) -> None:
    with Cable(hosted.url) as cable:
        eva = hosted.come(new_page(), "Eva", "purpose", url=cable.url)
        field = asked(eva)
        field.fill("Guardado antes.")
        field.blur()
        rest(eva)
        field.press_sequentially(" Y a medi")
        cable.pull()
        eva.get_by_text("Se ha perdido la conexión").wait_for()
        told = eva.get_by_role("dialog", name="Sin conexión")
        expect(told.locator("[data-words^='Enlace no responde']")).to_be_visible()
        expect(told.get_by_text("Streamlit")).to_be_hidden()
        cable.mend()
        expect(told).to_have_count(0)
        eva.get_by_text("Conectado de nuevo").wait_for()
        expect(eva.get_by_text(re.compile("Su último cambio guardado.*Eva"))).to_be_visible()
        expect(field).to_have_value("Guardado antes. Y a medi")


@pytest.mark.soak
def test_who_is_here_is_shown_and_a_change_arrives_without_a_reload(new_page, hosted) -> None:
    luis = hosted.come(new_page(), "Luis", "history")
    eva = hosted.come(new_page(), "Eva", "scenarios")
    luis.get_by_text(re.compile("Eva.*Luis")).wait_for()
    added(eva, "Llega sola")
    luis.get_by_text("Llega sola").first.wait_for()


@pytest.mark.parametrize("step", ["room", "comments", "history"])
def test_the_pages_of_the_room_have_no_barriers_and_fit_a_phone(new_page, hosted, step) -> None:
    page = hosted.come(new_page(color_scheme="dark", **PHONE), OWNER, step)
    assert barriers(page) == []
    assert overflow(page) == 0
