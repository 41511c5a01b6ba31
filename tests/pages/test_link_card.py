"""The card of a link: what it says, and what is done on it."""

from __future__ import annotations

from typing import Any

import pytest

import kpi_tree as kt
from pages.parts import long_work
from pages.parts.link_card import curves
from pages.parts.session import workspace
from tests.pages.test_scenarios import EMPTY, HOSTILE, plan_now, shop, small

PEOPLE = [
    {"id": "ana", "name": "Ana", "side": "social"},
    {"id": "luis", "name": "Luis", "side": "business"},
    {"id": "ines", "name": "Inés"},
]


def answered(at, language: str = "es"):
    """The page once everything is worked out, its choices read in the language it is in."""
    at.run()
    long_work.bench().rest()
    with kt.speak(language):
        return at.run()


def words(at) -> str:
    return "\n".join(each.value for kind in ("markdown", "caption") for each in at.get(kind))


def one(**link: Any) -> dict[str, Any]:
    """Posts lead to orders by one link, with people on both sides."""
    whole = {"id": "l", "from": "posts", "to": "orders", "size": {"p10": 0.2, "p90": 0.5}}
    return small(links=[{**whole, **link}], people=PEOPLE)


def opinion(at, *, low: str, likely: str, high: str, who: str = "") -> None:
    """Give an opinion as it is typed."""
    if who:
        at.selectbox(key="card.opinion.l.who").set_value(who).run()
    for name, text in {"low": low, "likely": likely, "high": high}.items():
        at.text_input(key=f"card.opinion.l.{name}.typed").set_value(text)
    at.button(key="card.opinion.give").click().run()


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", "Sin este vínculo, la probabilidad de"), ("en", "Without this link the odds of")],
)
def test_the_card_says_what_the_goals_would_lose(enlace, root, *, language, told) -> None:
    at = answered(enlace("link", plan=shop(root, language), language=language), language)
    assert not at.exception
    assert at.subheader[0].value.startswith("10")
    assert told in words(at)


@pytest.mark.parametrize("language", ["es", "en"])
def test_without_a_link_the_way_leads_to_the_tree(enlace, language) -> None:
    at = enlace("link", plan=EMPTY, language=language).run()
    assert not at.exception
    assert at.markdown[0].value.startswith(("Una ficha habla", "A card is about"))


def test_the_address_names_the_link_and_a_choice_changes_the_address(enlace, root) -> None:
    at = enlace("link", plan=shop(root, "es"))
    at.query_params["link"] = "brand_awareness_to_other_sessions"
    at.run()
    assert at.selectbox(key="card.link").value == "brand_awareness_to_other_sessions"
    at.selectbox(key="card.link").set_value("posts_published_to_organic_impressions").run()
    assert at.query_params["link"] in (
        "posts_published_to_organic_impressions",
        ["posts_published_to_organic_impressions"],
    )


def test_a_link_that_is_gone_is_told(enlace) -> None:
    at = enlace("link", plan=one())
    at.query_params["link"] = "gone"
    assert "ya no está" in at.run().info[0].value


# ── Signatures ──────────────────────────────────────────────────────────────────────────────────


def test_whoever_signs_for_the_business_makes_the_link_a_signed_one(enlace) -> None:
    at = enlace("link", plan=one(), name="Luis").run()
    at.button(key="card.sign").click().run()
    assert not at.exception
    assert kt.signing(plan_now(at), "l").state == "signed"
    assert "Firmado por el negocio" in words(at)
    assert "versión 2" in words(at)


def test_a_changed_size_asks_for_another_signature(enlace) -> None:
    at = enlace("link", plan=one(), name="Luis").run()
    at.button(key="card.sign").click().run()
    at.text_input(key="link.l.size.typed").set_value("0,1 a 0,3").run()
    at.button(key="link.l.size.save").click().run()
    assert kt.signing(plan_now(at), "l").state == "outdated"
    assert at.button(key="card.sign").label == "Volver a firmar como Luis"
    at.button(key="card.sign").click().run()
    assert kt.signing(plan_now(at), "l").state == "signed"


def test_a_size_changed_between_drawing_and_click_is_not_signed(enlace) -> None:
    at = enlace("link", plan=one(), name="Luis").run()
    rooms = workspace()
    rooms.edit(rooms.plans()[0].plan_id, kt.change_link, "l", size=5.0, by="Eva")
    at.button(key="card.sign").click().run()
    assert kt.signing(plan_now(at), "l").state == "unsigned"
    assert "vuelva a firmar" in at.error[0].value
    at.button(key="card.sign").click().run()
    assert kt.signing(plan_now(at), "l").state == "signed"


def test_who_is_new_says_for_whom_they_speak_before_they_sign(enlace) -> None:
    at = enlace("link", plan=one(), name="Eva").run()
    at.button(key="card.sign").click().run()
    assert "Elija por quién habla" in at.error[0].value
    at.segmented_control(key="card.side").set_value("business").run()
    at.button(key="card.sign").click().run()
    assert kt.signing(plan_now(at), "l").state == "signed"


def test_what_is_recorded_for_somebody_stays_unconfirmed(enlace) -> None:
    at = enlace("link", plan=one()).run()
    at.selectbox(key="card.record.who").set_value("Luis").run()
    at.button(key="card.record.do").click().run()
    assert kt.signing(plan_now(at), "l").state == "unconfirmed"
    assert "anotado por" in words(at)


def test_a_record_without_a_name_is_refused(enlace) -> None:
    at = enlace("link", plan=one()).run()
    at.button(key="card.record.do").click().run()
    assert "quién está de acuerdo" in at.error[0].value


def test_a_signature_is_withdrawn(enlace) -> None:
    at = enlace("link", plan=one(), name="Luis").run()
    at.button(key="card.sign").click().run()
    at.button(key="card.withdraw.luis").click().run()
    assert kt.signing(plan_now(at), "l").state == "unsigned"


# ── Opinions ────────────────────────────────────────────────────────────────────────────────────


def test_three_opinions_are_pooled_and_the_dissent_stays_in_the_size(enlace) -> None:
    at = enlace("link", plan=one()).run()
    opinion(at, low="0,2", likely="0,3", high="0,4")
    opinion(at, low="0,25", likely="0,3", high="0,45", who="Luis")
    opinion(at, low="-0,3", likely="-0,2", high="-0,1", who="Inés")
    assert "espera lo contrario que" in words(at)
    at.button(key="card.pool.do").click().run()
    assert not at.exception
    assert kt.pool(plan_now(at), "l").pooled
    assert "reúne estas opiniones" in words(at)


def test_an_opinion_that_lacks_a_number_is_refused_and_what_was_typed_stays(enlace) -> None:
    at = enlace("link", plan=one()).run()
    opinion(at, low="0,2", likely="0,3", high="")
    assert "los tres números" in at.error[0].value
    assert at.text_input(key="card.opinion.l.low.typed").value == "0,2"


def test_an_opinion_weighs_and_is_taken_back(enlace) -> None:
    voices = [{"by": "ana", "size": 0.2}, {"by": "luis", "size": 0.4}]
    at = enlace("link", plan=one(opinions=voices)).run()
    at.number_input(key="card.weight.l.luis").set_value(3.0).run()
    assert [each.weight for each in plan_now(at).links[0].opinions] == [1.0, 3.0]
    at.button(key="card.opinion.withdraw").click().run()
    assert [each.by for each in plan_now(at).links[0].opinions] == ["luis"]


def test_a_note_is_kept_with_its_link_is_shown_again_and_can_be_taken_back(enlace) -> None:
    plan = one()
    plan["links"] += [{**plan["links"][0], "id": "m"}]
    at = enlace("link", plan=plan).run()
    at.text_input(key="card.opinion.l.note").set_value("Prueba de mayo").run()
    at.selectbox(key="card.link").set_value("m").run()
    assert at.text_input(key="card.opinion.m.note").value == ""
    at.selectbox(key="card.link").set_value("l").run()
    at.text_input(key="card.opinion.l.note").set_value("Prueba de mayo")
    opinion(at, low="0,2", likely="0,3", high="0,4")
    assert plan_now(at).links[0].opinions[0].note == "Prueba de mayo"
    assert at.text_input(key="card.opinion.l.note").value == "Prueba de mayo"
    at.text_input(key="card.opinion.l.note").set_value("")
    opinion(at, low="0,2", likely="0,3", high="0,4")
    assert not at.exception
    assert plan_now(at).links[0].opinions[0].note == ""


# ── Evidence ────────────────────────────────────────────────────────────────────────────────────


def test_a_link_is_founded_on_the_library(enlace) -> None:
    plan = one()
    plan["metrics"][0]["catalogue"], plan["metrics"][2]["catalogue"] = ends()
    at = enlace("link", plan=plan).run()
    adopting = next(each for each in at.button if each.key.startswith("card.take."))
    adopting.click().run()
    assert not at.exception
    assert plan_now(at).links[0].catalogue == adopting.key.removeprefix("card.take.")
    assert plan_now(at).links[0].evidence


def ends() -> tuple[str, str]:
    """Two kinds of metric between which the library has a link that may be adopted."""
    row = next(each for each in kt.library.links() if each.id == "L124")
    return row.driver, row.outcome


def test_every_row_of_the_library_is_shown_with_its_degree(enlace, root) -> None:
    at = enlace("link", plan=shop(root, "es")).run()
    rows = kt.evidence_of(plan_now(at), at.selectbox(key="card.link").value)
    assert rows
    assert [row.id for row in rows if f"fact_check: {row.verified_name}]" not in words(at)] == []


def test_evidence_of_the_team_s_own_is_added(enlace) -> None:
    at = enlace("link", plan=one()).run()
    at.text_input(key="card.own.l.cite").set_value("Prueba de mayo")
    at.button(key="card.own.l.add").click().run()
    (found,) = plan_now(at).evidence
    assert (found.cite, found.grade, plan_now(at).links[0].evidence) == (
        "Prueba de mayo",
        "own-data",
        (found.id,),
    )
    at.button(key=f"card.take.{found.id}.detach").click().run()
    assert plan_now(at).links[0].evidence == ()


def test_evidence_that_says_nothing_is_refused(enlace) -> None:
    at = enlace("link", plan=one()).run()
    at.text_input(key="card.own.l.doi").set_value("10.1000/182")
    at.button(key="card.own.l.add").click().run()
    assert "una cita o una nota" in at.error[0].value
    assert at.text_input(key="card.own.l.doi").value == "10.1000/182"


# ── Numbers by words, and where they come from ──────────────────────────────────────────────────


def test_lag_carryover_and_saturation_are_set_by_words(enlace) -> None:
    at = enlace("link", plan=one()).run()
    for name, told in {"lag": "3", "carryover": "2.0", "saturation": "0.5"}.items():
        at.pills(key=f"card.by_words.l.{name}").set_value(told).run()
    assert not at.exception
    (link,) = plan_now(at).links
    assert (link.lag, link.carryover, link.saturation.half) == (3, 0.707, 60.0)
    assert at.pills(key="card.by_words.l.saturation").value == "0.5"
    at.pills(key="card.by_words.l.saturation").set_value("").run()
    assert plan_now(at).links[0].saturation is None


@pytest.mark.parametrize(
    ("language", "told"), [("es", "versión 1, por Ana"), ("en", "version 1, by Ana")]
)
def test_each_number_is_traced_in_one_click(enlace, language, told) -> None:
    at = enlace("link", plan=one(lag=1), language=language)
    for place in ("head", "strength", "timing"):
        at.session_state[f"card.traced.{place}"] = True
    at.run()
    assert not at.exception
    assert words(at).count(told) == 4  # size and lag, at the head and in their own places
    levels = {"es": "el punto de partida que el equipo", "en": "the baseline that the team"}
    assert words(at).count(levels[language]) == 6  # of driver and outcome, in each place


def test_what_to_look_at_before_a_row_is_adopted_is_told(enlace) -> None:
    row = next(each for each in kt.library.links() if each.id == "L019")
    plan = one()
    plan["metrics"][0]["catalogue"], plan["metrics"][2]["catalogue"] = row.driver, row.outcome
    plan["metrics"][0]["unit"] = "sacks"
    assert "otra unidad que en la biblioteca" in words(enlace("link", plan=plan).run())


# ── Strangers' texts ────────────────────────────────────────────────────────────────────────────


def test_texts_are_shown_as_they_were_written_and_no_address_becomes_a_link(enlace) -> None:
    cited = {"id": "e", "grade": "expert", "cite": HOSTILE, "doi": "javascript:alert(1)"}
    plan = one(evidence=["e"], why=HOSTILE, opinions=[{"by": "ana", "size": 1, "note": HOSTILE}])
    plan["evidence"], plan["people"] = [cited], [{**PEOPLE[0], "name": HOSTILE}]
    plan["metrics"][0]["name"] = HOSTILE
    at = enlace("link", plan=plan).run()
    assert not at.exception
    assert "![i]" not in words(at)
    assert "](javascript" not in words(at)


def test_the_mark_of_a_curve_stands_where_half_is_gone() -> None:
    drawn = curves.fading([1.0, 0.5, 0.25], half=1.0)
    assert f'cx="{curves.WIDTH / 2:.1f}" cy="{curves.HEIGHT / 2:.1f}"' in drawn
