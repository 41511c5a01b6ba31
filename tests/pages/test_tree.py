"""The page of the tree: drawing, findings, panels, tables, search, candidates."""

from __future__ import annotations

import pytest

import kpi_tree as kt
from pages.parts.cells import Row
from pages.parts.laid_table import Laid, typed_rows
from pages.parts.link_candidates import found, suggested_words
from pages.parts.pasted_cell import rows_in
from pages.parts.session import workspace
from pages.parts.sheets import LINKS, METRICS, pasted, settled

HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
HOSTILE = "<b>x</b> ![i](http://127.0.0.1:9/x.png) *y* $z$"
METRIC_ROWS = [
    {"id": "orders", "name": "Pedidos", "layer": "business", "catalogue": "orders"},
    {"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 900},
    {"id": "rate", "name": "Tasa", "layer": "bridge", "unit": "ratio", "over_time": "formula"},
]
METRIC_ROWS[2]["formula"] = "orders / visits"
LINK = {"id": "one", "from": "visits", "to": "orders", "size": 0.2}
PLAN = HEAD | {"metrics": METRIC_ROWS, "links": [LINK]}
GOAL = {"id": "more", "name": "Crecer", "metric": "orders", "target": 400, "by": "2027-12"}


@pytest.fixture(autouse=True)
def spanish():
    with kt.speak("es"):
        yield


def plan_of(at) -> kt.Plan:
    return workspace().read(at.session_state["enlace.plan"]).plan


def words(at) -> str:
    return " ".join(one.value for one in (*at.markdown, *at.caption, *at.warning, *at.error))


def row(key: str, **texts: str) -> Row:
    return Row(key, texts, frozenset(texts))


# ── The page ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "told"), [("es", "Empiece"), ("en", "Begin")])
def test_an_empty_plan_is_told_where_to_begin_and_offers_the_catalogue(enlace, language, told):
    at = enlace("tree", plan=HEAD, language=language).run()
    assert not at.exception
    assert told in at.markdown[0].value
    assert at.text_input(key="tree.search")


@pytest.mark.parametrize("language", ["es", "en"])
def test_ten_findings_of_a_kind_are_one_line_that_opens(enlace, language) -> None:
    at = enlace("tree", plan=kt.library.template_json("ecommerce", language), language=language)
    at.run()
    assert not at.exception
    assert sum(one.label.startswith("12 ×") for one in at.expander) == 1


def test_a_finding_leads_to_its_link(enlace) -> None:
    at = enlace("tree", plan=PLAN).run()
    at.button(key="finding.link_unsigned.0").click().run()
    assert at.text_input(key="link.one.size.typed").value == "0,2"


def test_a_finding_about_a_link_leads_to_its_card(enlace) -> None:
    at = enlace("tree", plan=PLAN).run()
    at.button(key="finding.link_unsigned.0.card.one").click().run()
    assert at.query_params["link"] in ("one", ["one"])


def test_a_finding_is_followed_by_its_remedy_and_then_by_the_way_to_its_page(enlace) -> None:
    goal = {"id": "more", "name": "Más", "metric": "orders"}
    at = enlace("tree", plan=PLAN | {"goals": [goal]}).run()
    drawn = [one for one in at.main if one.type in {"markdown", "caption", "page_link"}]
    told = [str(getattr(one, "value", "")) for one in drawn]
    remedy = next(index for index, one in enumerate(told) if "Nombre a una persona" in one)
    assert "«Más»" in told[remedy - 1]
    assert drawn[remedy + 1].type == "page_link"


def test_a_text_from_outside_is_shown_as_it_was_written(enlace) -> None:
    plan = HEAD | {"metrics": [{**METRIC_ROWS[0], "name": HOSTILE}], "title": HOSTILE}
    at = enlace("tree", plan=plan)
    at.session_state["tree.chosen"] = ("metric", "orders")
    at.run()
    assert not at.exception
    assert not any("![i]" in one.value for one in (*at.markdown, *at.subheader, *at.caption))


@pytest.mark.parametrize("part", ["metrics", "links", "new_metric", "new_link"])
@pytest.mark.parametrize("plan", [HEAD, PLAN], ids=["empty", "small"])
def test_every_part_stands_with_and_without_metrics(enlace, part, plan) -> None:
    at = enlace("tree", plan=plan)
    at.session_state["tree.below"] = part
    assert not at.run().exception


# ── Panels ──────────────────────────────────────────────────────────────────────────────────────


def chosen(enlace, kind: str, name: str):
    at = enlace("tree", plan=PLAN | {"goals": [GOAL]})
    at.session_state["tree.chosen"] = (kind, name)
    return at.run()


def test_a_field_of_the_metric_is_kept_when_it_is_left(enlace) -> None:
    at = chosen(enlace, "metric", "visits")
    at.text_input(key="metric.visits.name.typed").set_value("Visitas web").run()
    assert plan_of(at).metric["visits"].name == "Visitas web"


def test_a_formula_that_cannot_be_is_refused_and_stays_as_it_was_typed(enlace) -> None:
    at = chosen(enlace, "metric", "orders")
    at.text_area(key="metric.orders.formula.typed").set_value("rate * 2").run()
    assert plan_of(at).metric["orders"].formula is None
    assert at.text_area(key="metric.orders.formula.typed").value == "rate * 2"
    assert at.error


def test_a_link_gets_another_size(enlace) -> None:
    at = chosen(enlace, "link", "one")
    at.text_input(key="link.one.size.typed").set_value("0,1 a 0,3").run()
    at.button(key="link.one.size.save").click().run()
    assert plan_of(at).links[0].size.p90 == pytest.approx(0.3)


def test_a_link_gets_another_lag(enlace) -> None:
    at = chosen(enlace, "link", "one")
    at.number_input(key="link.one.lag.typed").set_value(2).run()
    assert plan_of(at).links[0].lag == 2


def test_what_hangs_on_a_metric_is_shown_before_it_goes(enlace) -> None:
    at = chosen(enlace, "metric", "visits")
    at.button(key="metric.visits.remove").click().run()
    assert "Se va también un vínculo" in words(at)
    assert "la fórmula de Tasa" in words(at)
    assert "visits" in plan_of(at).metric


def test_a_link_goes_once_that_is_confirmed(enlace) -> None:
    at = chosen(enlace, "link", "one")
    at.button(key="link.one.remove").click().run()
    at.button(key="link.one.leave.now").click().run()
    assert plan_of(at).links == ()


# ── Adding ──────────────────────────────────────────────────────────────────────────────────────


def adding(enlace, part: str, plan=PLAN, **state: str):
    at = enlace("tree", plan=plan)
    at.session_state["tree.below"] = part
    for key, value in state.items():
        at.session_state[key.replace("__", ".")] = value
    return at.run()


def test_a_metric_of_the_catalogue_brings_its_definition_and_unit(enlace) -> None:
    at = adding(enlace, "new_metric", HEAD)
    at.text_input(key="tree.search").set_value("aov").run()
    at.button(key="tree.take.aov").click().run()
    metric = plan_of(at).metric["aov"]
    assert (metric.unit, metric.catalogue) == ("currency", "aov")
    assert metric.definition


def test_the_search_answers_in_both_languages(enlace) -> None:
    for asked in ("alcanse", "reach"):
        at = adding(enlace, "new_metric", HEAD)
        at.text_input(key="tree.search").set_value(asked).run()
        assert at.button(key="tree.take.reach")


def test_a_metric_without_a_name_is_refused_and_the_rest_of_the_form_stays(enlace) -> None:
    at = adding(enlace, "new_metric", HEAD)
    at.text_input(key="tree.own.baseline.typed").set_value("25 a 35").run()
    at.button(key="tree.own.add").click().run()
    assert at.error
    assert at.text_input(key="tree.own.baseline.typed").value == "25 a 35"


def test_a_metric_of_one_s_own_is_added_and_chosen(enlace) -> None:
    at = adding(enlace, "new_metric", HEAD)
    at.text_input(key="tree.own.name").set_value("Catas")
    at.text_input(key="tree.own.baseline.typed").set_value("25 a 35").run()
    at.button(key="tree.own.add").click().run()
    assert plan_of(at).metric["catas"].baseline.p10 == 25
    assert at.session_state["tree.chosen"] == ("metric", "catas")


def test_pressing_again_after_a_metric_was_added_does_not_add_it_twice(enlace) -> None:
    at = adding(enlace, "new_metric", HEAD)
    at.text_input(key="tree.own.name").set_value("Catas")
    at.button(key="tree.own.add").click().run()
    assert at.text_input(key="tree.own.name").value == ""
    at.button(key="tree.own.add").click().run()
    assert [metric.name for metric in plan_of(at).metrics] == ["Catas"]
    assert at.error


def test_a_name_that_is_too_long_is_refused_in_words_and_stays_in_its_field(enlace) -> None:
    at = adding(enlace, "new_metric", HEAD)
    at.text_input(key="tree.own.name").set_value("x" * 400)
    at.button(key="tree.own.add").click().run()
    assert "400" in at.error[-1].value
    assert at.text_input(key="tree.own.name").value == "x" * 400


def test_the_form_of_a_link_is_empty_once_it_was_added(enlace) -> None:
    plan = PLAN | {"metrics": [*METRIC_ROWS, {"id": "posts", "name": "Posts", "layer": "lever"}]}
    at = adding(enlace, "new_link", plan, tree__link__driver="posts", tree__link__outcome="visits")
    at.text_input(key="tree.own_link.size.typed").set_value("0.3")
    at.text_area(key="tree.own_link.why").set_value("Se vio")
    at.button(key="tree.own_link.add").click().run()
    assert plan_of(at).links[-1].why == "Se vio"
    for end, metric in (("driver", "visits"), ("outcome", "orders")):
        assert at.selectbox(key=f"tree.link.{end}").value is None
        at.selectbox(key=f"tree.link.{end}").select(metric)
    at.run()
    assert at.text_input(key="tree.own_link.size.typed").value == ""
    assert at.text_area(key="tree.own_link.why").value == ""


def test_a_candidate_is_adopted_with_its_evidence(enlace) -> None:
    at = adding(enlace, "new_link", tree__link__outcome="orders")
    at.button(key="tree.take_link.L034").click().run()
    plan = plan_of(at)
    assert [link.catalogue for link in plan.links] == ["", "L034"]
    assert plan.evidence


def test_candidates_that_are_for_reading_only_come_last_and_say_why(enlace) -> None:
    plan = kt.plan_of(HEAD | {"metrics": [{**METRIC_ROWS[0], "catalogue": "revenue"}]})
    every = found(plan, None, "orders")
    barred = [one.hindrance is not None for one in every]
    assert barred == sorted(barred)
    assert any(barred)


def test_what_is_published_is_not_passed_off_as_a_suggestion() -> None:
    told = suggested_words(kt.library.link("L034"))
    assert told[0].startswith("0,09, entre 0,02 y 0,24")
    assert suggested_words(kt.library.link("L036")) == ["ninguno"]


def test_a_link_to_a_metric_put_together_by_formula_makes_it_a_mean_in_one_edit(enlace) -> None:
    plan = PLAN | {"metrics": [*METRIC_ROWS, {"id": "posts", "name": "Posts", "layer": "lever"}]}
    at = adding(enlace, "new_link", plan, tree__link__driver="posts", tree__link__outcome="rate")
    at.button(key="tree.own_link.add").click().run()
    assert plan_of(at).metric["rate"].over_time == "mean"
    assert len(workspace().history(at.session_state["enlace.plan"])) == 2


# ── The tables ──────────────────────────────────────────────────────────────────────────────────


def kept(sheet, plan: kt.Plan, *rows: Row):
    answer = settled(sheet, plan, rows)
    return answer, pasted(sheet, plan, answer.readings)


def test_a_wrong_cell_is_told_with_its_column_and_the_other_rows_are_kept() -> None:
    answer, _ = kept(
        METRICS,
        kt.plan_of(PLAN),
        row("+1.0", name="Alcance", layer="social"),
        row("+1.1", name="Clics", layer="sótano"),
        row("+1.2", name="Posts", layer="Palanca", baseline="muchos"),
    )
    assert answer.kept == {"+1.0"}
    assert [(one.name, one.column) for one in answer.faults] == [
        ("Clics", "Capa"),
        ("Posts", "Punto de partida"),
    ]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("layer", "NEGOCIO", "business"),
        ("layer", "lever", "lever"),
        ("area", "Ventas", "sales"),
        ("unit", "%", "ratio"),
        ("unit", "litros", "litros"),
        ("better", "menos", "lower"),
        ("over_time", "último valor", "last"),
        ("baseline", "25 a 35", {"p10": 25.0, "p90": 35.0}),
        ("baseline", "", None),
        ("min", "0", 0.0),
        ("formula", "24 * 30", "24 * 30"),
    ],
)
def test_a_cell_is_read_the_way_people_type(column, text, value) -> None:
    _, change = kept(METRICS, kt.plan_of(PLAN), row("visits", **{"name": "Visitas", column: text}))
    assert change["metrics"][0][column] == value


def test_a_formula_may_name_what_a_lower_row_brings() -> None:
    answer, _ = kept(
        METRICS,
        kt.plan_of(HEAD),
        row("+1.0", name="Ingresos", layer="business", formula="pedidos * 80"),
        row("+1.1", name="Pedidos", layer="business"),
        row("+1.2", name="Visitas", layer="puente", formula="nada * 2"),
    )
    assert answer.kept == {"+1.0", "+1.1"}
    assert [one.column for one in answer.faults] == ["Fórmula"]


def test_a_pasted_row_with_the_name_of_a_metric_changes_that_one() -> None:
    plan = kt.plan_of(PLAN)
    _, change = kept(METRICS, plan, row("+1.0", name="visitas", baseline="950"))
    assert len(kt.paste(plan, **change)) == 1
    assert change["metrics"] == [{"baseline": 950.0, "name": "visitas"}]


def test_an_owner_is_known_by_name_and_a_new_name_is_somebody_to_add() -> None:
    plan = kt.plan_of(PLAN | {"people": [{"id": "p1", "name": "Luz Vega"}]})
    known, change = kept(METRICS, plan, row("visits", owner="luz vega"))
    new, _ = kept(METRICS, plan, row("visits", owner="Leo Paz"))
    assert change["metrics"][0]["owner"] == "p1"
    assert (known.newcomers, new.newcomers) == ([], ["Leo Paz"])


def test_a_link_finds_its_ends_by_name_and_its_range_as_typed() -> None:
    _, change = kept(
        LINKS,
        kt.plan_of(PLAN),
        row("+1.0", **{"from": "visitas", "to": "PEDIDOS", "size": "0,1 a 0,3", "lag": "2"}),
    )
    assert change["links"][0]["size"] == {"p10": 0.1, "p90": 0.3}
    assert change["links"][0]["id"] == "one"


def test_a_link_to_nowhere_and_a_loop_are_told() -> None:
    plan = kt.plan_of(PLAN)
    nowhere, _ = kept(LINKS, plan, row("+1.0", **{"from": "Visitas", "to": "Ventas"}))
    loop, _ = kept(LINKS, plan, row("+1.0", **{"from": "Pedidos", "to": "Visitas"}))
    assert nowhere.faults[0].column == "Resultado"
    assert "«Ventas»" in nowhere.faults[0].words
    assert not loop.kept
    assert loop.faults


def test_a_share_beyond_the_whole_is_no_carry_over() -> None:
    answer, _ = kept(LINKS, kt.plan_of(PLAN), row("one", carryover="120 %"))
    assert [one.column for one in answer.faults] == ["Arrastre"]


def test_what_can_be_taken_in_two_ways_is_told() -> None:
    answer, _ = kept(METRICS, kt.plan_of(PLAN), row("visits", name="Visitas", baseline="1.200"))
    assert "1,2" in answer.doubts[0]


def test_rows_pasted_into_one_cell_are_rows_and_headings_choose_the_columns() -> None:
    block = "Capa\tNombre\nsocial\tAlcance\npuente\tVisitas"
    assert rows_in(block, METRICS.columns, "name") == [
        {"layer": "social", "name": "Alcance"},
        {"layer": "puente", "name": "Visitas"},
    ]


def laid(plan: kt.Plan, **fields: object) -> Laid:
    rows = METRICS.cells(plan)
    keys = [metric.id for metric in plan.metrics]
    return Laid("plan", "es", 1, 3, rows, keys, {}, {}, **fields)


def test_a_cell_that_is_kept_is_not_written_again() -> None:
    table = laid(kt.plan_of(PLAN), saved={"visits": {"baseline": "950"}})
    deltas = {"deleted_rows": [], "added_rows": [], "edited_rows": {1: {"baseline": "950"}}}
    assert typed_rows(METRICS, table, deltas) == []
    deltas["edited_rows"][1]["network"] = "Instagram"
    (found,) = typed_rows(METRICS, table, deltas)
    assert found.typed == {"network"}


def test_what_waits_outlives_another_one_s_edit(enlace) -> None:
    at = enlace("tree", plan=PLAN)
    at.session_state["tree.below"] = "metrics"
    at.run()
    table = at.session_state["tree.metrics"]
    table.pending = {"visits": {"baseline": "muchas"}}
    workspace().edit(table.plan, kt.change_metric, "orders", network="web", by="Leo")
    at.run()
    table = at.session_state["tree.metrics"]
    assert table.rows[1]["baseline"] == "muchas"
    assert table.rows[0]["network"] == "web"
    assert "Fila 2 (Visitas), columna «Punto de partida»" in words(at)
