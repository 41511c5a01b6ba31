"""Search: what people type, with their spelling, finds the right metric among the first five."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kpi_tree.library import metric, search, search_links

HERE = Path(__file__).parent


def asked(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def missed(queries: list[dict[str, str]]) -> list[str]:
    return [
        one["query"]
        for one in queries
        if not {found.id for found in search(one["query"], limit=5)}
        & set(one["metrics"].split("|"))
    ]


def test_the_list_holds_sixty_queries_in_each_language():
    assert Counter(one["language"] for one in asked("queries.csv")) == {"es": 60, "en": 60}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_right_metric_is_among_the_first_five_for_95_percent(language):
    queries = [one for one in asked("queries.csv") if one["language"] == language]
    assert len(missed(queries)) <= 0.05 * len(queries), missed(queries)


@pytest.mark.parametrize(
    "name", ["held_out.csv", "held_out_again.csv", "held_out_last.csv", "held_out_fresh.csv"]
)
def test_queries_written_after_the_search_was_built_fare_well_too(name):
    queries = asked(name)
    assert len(queries) == 30
    assert len(missed(queries)) <= 0.2 * len(queries), missed(queries)


@pytest.mark.parametrize(
    ("one", "other"),
    [("tasa de interacción", "TASA DE INTERACCION"), ("seguidor", "seguidores"), ("lead", "LEADS")],
)
def test_accents_case_and_plurals_make_no_difference(one, other):
    assert search(one) == search(other)


def test_the_exact_name_comes_first_in_either_language():
    assert search("Alcance")[0].id == search("Reach")[0].id == "reach"


def test_a_layer_an_area_and_a_network_narrow_the_search():
    found = search("tasa", layer="social", area="service", network="whatsapp")
    assert found
    assert all(one.layer == "social" and one.area == "service" for one in found)
    assert all(one.on("whatsapp") for one in found)


def test_blank_words_list_all_that_fits():
    found = search(" ", layer="lever", limit=500)
    assert {one.layer for one in found} == {"lever"}
    assert len(found) == 18


def test_no_more_than_asked_for_are_found():
    assert len(search("tasa", limit=3)) == 3


@pytest.mark.parametrize("words", ["zzzzqqqq", "¿?", "x"])
def test_words_that_mean_nothing_find_nothing(words):
    assert search(words) == ()


@pytest.mark.parametrize(
    "words",
    ["bounce rate", "tasa de rebote", "time on page", "tiempo en página", "devoluciones"],
)
def test_what_only_shares_how_it_is_measured_is_not_offered(words):
    assert search(words) == ()


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("periódicos", "media_mentions"),
        ("news", "media_mentions"),
        ("visitas que vienen de instagram", "social_sessions"),
        ("gente que viene de redes", "social_sessions"),
        ("facturación por venta", "aov"),
        ("importe por venta", "aov"),
        ("customers who came back", "repeat_customers"),
        ("clientes que vuelven", "repeat_customers"),
    ],
)
def test_a_way_of_asking_that_was_once_missed_is_understood(words, right):
    assert right in {one.id for one in search(words, limit=2)}


def test_a_page_is_no_payment_and_news_are_not_new():
    assert "paying_accounts" not in {one.id for one in search("page")}
    assert "new_customers" not in {one.id for one in search("news")}


def test_a_thousand_words_are_no_trouble():
    assert search("alcance " * 1000)[0].id == "reach"


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("pedidos por publicaciones", "L038"),
        ("posts orders", "L038"),
        ("publicidad e ingresos", "L039"),
        ("employer rating applications", "L073"),
        ("Colicev notoriedad", "L083"),
        ("espiral de negatividad", "L094"),
        ("satisfaccion y abandono", "L115"),
    ],
)
def test_a_link_is_found_by_its_ends_its_note_or_its_authors(words, right):
    assert right in {one.id for one in search_links(words, limit=5)}


def test_the_filter_on_links_holds_for_either_end():
    found = search_links("", area="people", limit=500)
    assert found
    assert all("people" in {metric(one.driver).area, metric(one.outcome).area} for one in found)
