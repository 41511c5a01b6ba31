"""Founding a link in a real browser: evidence, opinions, signatures, and where effort leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

import kpi_tree as kt
from pages.parts import forecasts
from pages.parts.odds import Chance
from tests.journeys.browsing import eventually, overflow, rest
from tests.journeys.hands import chosen, typed
from tests.journeys.places import PHONE, settled
from tests.pages.test_link_card import ends, one
from tests.pages.test_scenarios import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.journeys.places import Places

WORDS = {
    "es": {
        "adopt": "Apoyar el vínculo en esta evidencia",
        "founded": "El vínculo se apoya en ella",
        "sign": "Firmar como Luis",
        "again": "Volver a firmar como Luis",
        "signed": "Firmado por el negocio",
        "outdated": "Firmado para otro tamaño",
        "size": "Tamaño",
        "save": "Guardar",
    },
    "en": {
        "adopt": "Found the link on this evidence",
        "founded": "The link rests on it",
        "sign": "Sign as Luis",
        "again": "Sign again as Luis",
        "signed": "Signed by the business",
        "outdated": "Signed for another size",
        "size": "Size",
        "save": "Save",
    },
}

OPPOSITE = {"es": "espera lo contrario que", "en": "expects the opposite of what"}
# In every run in one language, in the long one in both.
TWICE = ["es", pytest.param("en", marks=pytest.mark.soak)]


def known() -> dict[str, Any]:
    """A link between two kinds of metric of which the library knows something."""
    plan = one()
    plan["metrics"][0]["catalogue"], plan["metrics"][2]["catalogue"] = ends()
    return plan


def agreeing() -> dict[str, Any]:
    """A link whose size is what two people who agree think."""
    one_voice = {"shape": "triangular", "low": 0.2, "mode": 0.3, "high": 0.4}
    voices = [{"by": "ana", "size": one_voice}, {"by": "luis", "size": one_voice}]
    return one(opinions=voices, size={"shape": "mixture", "of": [one_voice, one_voice]})


def apart() -> dict[str, Any]:
    """Two social metrics that lead to nothing."""
    likes = {"id": "likes", "name": "Me gusta", "layer": "social", "baseline": 900}
    plan = small(links=[])
    return {**plan, "metrics": [*plan["metrics"], likes]}


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> Iterator[Places]:
    plans: dict[str, dict[str, Any]] = {}
    for language in WORDS:
        plans |= {language: known(), f"agreeing {language}": agreeing()}
        plans[f"apart {language}"] = apart()
    with settled(tmp_path_factory.mktemp("founding"), **plans) as found:
        yield found


@pytest.mark.parametrize("language", TWICE)
def test_a_link_is_founded_then_signed_changed_and_signed_again(new_page, places, language):
    words, page = WORDS[language], new_page(locale=language)
    places.enter(page, language, "link", name="Luis")
    page.get_by_role("button", name=words["adopt"]).first.click()
    page.get_by_text(words["founded"]).first.wait_for()
    page.get_by_role("button", name=words["sign"]).click()
    page.get_by_text(words["signed"]).wait_for()
    typed(page, page.get_by_label(words["size"], exact=True), "0,1")
    page.get_by_role("button", name=words["save"], exact=True).click()
    page.get_by_text(words["outdated"]).first.wait_for()
    page.get_by_role("button", name=words["again"]).click()
    page.get_by_text(words["signed"]).wait_for()
    eventually(lambda: kt.signing(places.read(language), "l").state == "signed")


@pytest.mark.parametrize("language", TWICE)
def test_a_dissenting_third_opinion_widens_what_is_expected(new_page, places, language) -> None:
    page, plan = new_page(locale=language), f"agreeing {language}"
    places.enter(page, plan, "result", name="Inés")
    before = places.read(plan)
    expect(page.get_by_text(told_odds(before, language)).first).to_be_visible()
    places.enter(page, plan, "link", name="Inés")
    with kt.speak(language):
        page.get_by_text(kt.say("card.give"), exact=True).click()
        for label, text in {"low": "-0.3", "likely": "-0.2", "high": "-0.1"}.items():
            typed(page, page.get_by_label(kt.say(f"card.{label}"), exact=True), text)
        page.get_by_role("button", name=kt.say("card.give_do", name="Inés")).click()
        page.get_by_text(OPPOSITE[language]).first.wait_for()
        page.get_by_role("button", name=kt.say("card.pool_do", n=3)).click()
        page.get_by_text(kt.say("card.is_pooled")).wait_for()
    eventually(lambda: spread(places.read(plan)) > 3 * spread(before))
    after = told_odds(places.read(plan), language)
    assert after != told_odds(before, language)
    places.enter(page, plan, "result", name="Inés")
    expect(page.get_by_text(after).first).to_be_visible()


def told_odds(plan: kt.Plan, language: str) -> str:
    """The goal's odds as Result tells them: it draws as often, and by the same seed."""
    found = kt.simulate(plan, draws=forecasts.REPORT, seed=forecasts.SEED)
    with kt.speak(language):
        return Chance(found.forecasts["a"].goals["g"].probability, forecasts.REPORT).told


def spread(plan: kt.Plan) -> float:
    """How far apart the goal's value may come out."""
    low, _, high = kt.simulate(plan, draws=1_024).forecasts["a"].goals["g"].quantiles
    return high - low


@pytest.mark.soak
@pytest.mark.parametrize("language", WORDS)
def test_what_leads_to_nothing_is_linked_one_by_one(new_page, places, language) -> None:
    page, plan = new_page(locale=language), f"apart {language}"
    with kt.speak(language):
        for name in ("Publicaciones", "Me gusta"):
            places.enter(page, plan, "worth")
            page.get_by_role("button", name=name, exact=True).click()
            link_to_orders(page)
        places.enter(page, plan, "worth")
        page.get_by_text(kt.say("worth.to_sign")).wait_for()
        expect(page.get_by_text(kt.say("worth.to_link"))).to_have_count(0)


def link_to_orders(page: Page) -> None:
    """Give a link that was begun its outcome and a size of the team's own."""
    page.get_by_text(kt.say("tree.from"), exact=True).wait_for()
    rest(page)
    chosen(page, page.get_by_role("combobox", name=kt.say("tree.to")).last, "Pedidos")
    page.get_by_text(kt.say("tree.own_link")).click()
    typed(page, page.get_by_label(kt.say("tree.size"), exact=True).last, "0.1..0.3")
    page.get_by_test_id("stButton").get_by_text(kt.say("tree.add_own_link")).click()
    page.get_by_text(kt.say("card.open")).wait_for()


def test_on_a_phone_the_pages_scroll_down_only(new_page, places) -> None:
    page = new_page(**PHONE)
    for step in ("link", "worth"):
        places.enter(page, "agreeing es", step)
        assert (step, overflow(page)) == (step, 0)
