"""Figures of a spreadsheet are understood, shown before they are kept, and never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kpi_tree as kt
from kpi_tree.locale import speak
from pages.parts.figures import decimal_mark, figures, metric_called, number_of
from pages.parts.months import days_come_first, month_of
from pages.parts.pasted import MOST_CHARACTERS, PastedError, decoded, read
from pages.parts.session import workspace

ORDERS = {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 4000}
RATE = {"id": "rate", "name": "Tasa de clics", "layer": "social", "unit": "ratio"}
TOTAL = {"id": "total", "name": "Doble", "layer": "business", "formula": "2 * orders"}
PLAN = {
    "format": "enlace-plan/1",
    "title": "Tienda",
    "start": "2027-01",
    "metrics": [ORDERS, RATE, TOTAL],
}
WIDE = "Mes\tPedidos\tTasa de clics (%)\nene 2026\t3.950\t3,2\nfeb 2026\t4.010\t3,4\n"


def plan_of(at) -> kt.Plan:
    return workspace().read(at.session_state["enlace.plan"]).plan


def texts(pasted) -> dict[str, dict[str, str]]:
    return {
        column.title: {month: cell.text for month, cell in column.cells.items()}
        for column in pasted.columns
    }


def understood(text, metric="orders", usual="es") -> dict[str, float]:
    pasted = read(text, days_first=usual == "es")
    mark = decimal_mark(pasted.columns, usual=usual)
    found = kt.plan_of(PLAN).metric[metric]
    return dict(figures(pasted.columns[0], found, mark=mark, currency="EUR").series)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-01", "2026/1", "01/2026", "1-2026", "202601", "2026M01", "2026-01-31"),
        *("2026-01-31T00:00:00", "31/01/2026", "31.1.26", "ene 2026", "Ene-26", "ene. 2026"),
        *("enero de 2026", "January 2026", "Jan 26", "JAN-2026", "2026 enero", "1 January 2026"),
        *("January 31, 2026", "janeiro 2026", "31 de enero de 2026"),
    ],
)
def test_a_month_is_read_however_it_is_written(text) -> None:
    assert month_of(text) == "2026-01"


@pytest.mark.parametrize(
    "text",
    ["", "total", "13/2026", "2026-13", "ma 2026", "ene feb 2026", "3.950", "enero", "x" * 999],
)
def test_what_is_no_month_is_none(text) -> None:
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["31/01/2026", "28/02/2026"], True),
        (["01/31/2026", "02/28/2026"], False),
        (["01/01/2026", "01/02/2026", "01/03/2026"], True),
        (["01/01/2026", "02/01/2026", "03/01/2026"], False),
        (["05/06/2026"], False),
    ],
)
def test_a_column_of_dates_decides_whether_days_come_first(dates, first) -> None:
    assert days_come_first(dates, usual=False) is first


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_cells_are_parted_by_tabs_semicolons_or_commas(mark) -> None:
    text = f"Mes{mark}Pedidos\n2026-01{mark}3950\n2026-02{mark}4010"
    assert texts(read(text, days_first=True)) == {"Pedidos": {"2026-01": "3950", "2026-02": "4010"}}


def test_a_table_turned_on_its_side_is_read_as_well() -> None:
    text = "Métrica\tene 2026\tfeb 2026\nPedidos\t3950\t4010\nVisitas\t9\t8"
    assert texts(read(text, days_first=True))["Visitas"] == {"2026-01": "9", "2026-02": "8"}


def test_a_row_for_each_month_and_metric_is_read_as_well() -> None:
    text = "month,metric,value\n2026-01,Pedidos,3950\n2026-01,Visitas,9\n2026-02,Pedidos,4010"
    assert texts(read(text, days_first=False)) == {
        "Pedidos": {"2026-01": "3950", "2026-02": "4010"},
        "Visitas": {"2026-01": "9"},
    }


def test_remarks_beside_the_figures_are_a_column_like_any_other() -> None:
    text = "Mes;Pedidos;Nota\n2026-01;3950;rebajas\n2026-02;4010;campaña nueva"
    assert set(texts(read(text, days_first=True))) == {"Pedidos", "Nota"}


def test_figures_without_titles_are_read_too() -> None:
    with speak("es"):
        assert texts(read("2026-01\t5\n2026-02\t6", days_first=True)) == {
            "Columna 2": {"2026-01": "5", "2026-02": "6"}
        }


def test_a_month_twice_and_a_total_are_refused_by_row_and_column() -> None:
    text = "Mes\tPedidos\n2026-01\t5\n2026-01\t6\nTotal\t11"
    refused = [(one.cell.row, one.cell.column) for one in read(text, days_first=True).refused]
    assert refused == [(3, "Pedidos"), (4, "Mes")]


@pytest.mark.parametrize(
    ("cells", "usual", "values"),
    [
        (("3.950", "4.010"), "es", [3950, 4010]),
        (("3.950", "4.010"), "en", [3.95, 4.01]),
        (("3.950,5", "4.010"), "en", [3950.5, 4010]),
        (("3,950", "4,010.25"), "es", [3950, 4010.25]),
        (("1 250", "-3"), "es", [1250, -3]),
    ],
)
def test_one_decimal_mark_holds_for_the_whole_table(cells, usual, values) -> None:
    text = f"Mes\tPedidos\n2026-01\t{cells[0]}\n2026-02\t{cells[1]}"
    assert list(understood(text, usual=usual).values()) == values


@given(
    st.from_regex(r"-?[0-9]{1,4}([.,][0-9]{3}){0,2}([.,][0-9]{1,4})?", fullmatch=True),
    st.sampled_from(["es", "en"]),
)
def test_what_is_read_at_once_is_what_the_reader_of_quantities_reads(text, mark) -> None:
    try:
        slowly = kt.understood(text, language=mark).value
    except kt.TypedError:
        slowly = None
    # `100,100,0` is three numbers, a range: right in a field, and no measured figure.
    if slowly is None or isinstance(slowly, dict):
        with pytest.raises(ValueError, match=r"\w"):
            number_of(text, "count", mark=mark, currency="EUR")
    else:
        assert number_of(text, "count", mark=mark, currency="EUR") == slowly


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("3,2", "3,4"), [0.032, 0.034]),
        (("0,032", "0,034"), [0.032, 0.034]),
        (("3,2 %", "0,034"), [0.032, 0.034]),
        (("0,9", "1,1"), [0.009, 0.011]),
    ],
)
def test_a_ratio_is_read_as_percents_or_shares_by_its_whole_column(cells, values) -> None:
    text = f"Mes\tTasa\n2026-01\t{cells[0]}\n2026-02\t{cells[1]}"
    assert list(understood(text, "rate").values()) == pytest.approx(values)


@pytest.mark.parametrize(
    "title", ["pedidos", " PEDIDOS ", "Pedidos (unidades)", "orders", "Pedidos [u]"]
)
def test_a_title_finds_its_metric(title) -> None:
    assert metric_called(title, kt.plan_of(PLAN)) == "orders"


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    "text",
    [
        *("solo una columna\n1\n2", "a\tb\nc\td", "x" * (MOST_CHARACTERS + 1)),
        *("\n".join("2026-01\t1" for _ in range(3_000)), "\x00", '"', "\t\t\t"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(text, language) -> None:
    with speak(language), pytest.raises(PastedError, match=r"\w+ .*[.]$"):
        read(text, days_first=True)


@pytest.mark.parametrize(
    "content", ["Año;ñ".encode("cp1252"), "Año;ñ".encode(), "Año;ñ".encode("utf-16")]
)
def test_a_file_is_read_whatever_spreadsheet_wrote_it(content) -> None:
    assert decoded(content, "datos.csv") == "Año;ñ"


@pytest.mark.parametrize(("content", "name"), [(b"PK\x03\x04zip", "datos"), (b"x", "datos.XLSX")])
def test_a_workbook_is_refused_kindly_and_csv_offered(content, name) -> None:
    with speak("es"), pytest.raises(PastedError, match="CSV"):
        decoded(content, name)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_plan_without_metrics_is_led_to_the_tree(enlace, language) -> None:
    at = enlace("measured", plan=PLAN | {"metrics": []}, language=language).run()
    assert not at.exception
    assert not at.text_area


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("way", ["paste", "upload", "table"])
def test_every_way_opens_on_a_worked_tree(enlace, language, way) -> None:
    plan = kt.library.template_json("ecommerce", language)
    at = enlace("measured", plan=plan, language=language).run()
    at.segmented_control(key="measured.way").set_value(way).run()
    assert not at.exception


def test_what_was_pasted_is_shown_first_and_kept_when_asked(enlace) -> None:
    at = enlace("measured", plan=PLAN).run()
    at.text_area(key="measured.text.0").set_value(WIDE).run()
    assert plan_of(at).observations == {}
    assert any("3.950 en ene 2026" in one.value.replace("\\", "") for one in at.caption)
    at.button(key="measured.keep").click().run()
    assert dict(plan_of(at).observations["orders"]) == {"2026-01": 3950, "2026-02": 4010}
    assert dict(plan_of(at).observations["rate"]) == pytest.approx(
        {"2026-01": 0.032, "2026-02": 0.034}
    )


def test_a_column_that_nothing_is_called_like_waits_for_a_choice(enlace) -> None:
    at = enlace("measured", plan=PLAN).run()
    at.text_area(key="measured.text.0").set_value("Mes\tCompras\n2026-01\t5").run()
    assert at.button(key="measured.keep").disabled
    at.selectbox(key="measured.column.0.0.Compras").set_value("orders").run()
    at.button(key="measured.keep").click().run()
    assert dict(plan_of(at).observations["orders"]) == {"2026-01": 5}


def test_cells_that_are_no_numbers_are_named_and_the_rest_can_be_kept(enlace) -> None:
    text = "Mes\tPedidos\n2026-01\t5\n2026-02\tn/d\n2026-03\t5 a 6"
    at = enlace("measured", plan=PLAN).run()
    at.text_area(key="measured.text.0").set_value(text).run()
    assert "Fila 3, columna «Pedidos»: «n\\/d»" in at.warning[0].value
    assert "rango" in at.warning[0].value
    assert at.text_area(key="measured.text.0").value == text
    assert at.button(key="measured.keep").label == "Guardar una cifra"


def test_a_text_that_is_no_table_is_refused_and_stays(enlace) -> None:
    at = enlace("measured", plan=PLAN, language="en").run()
    at.text_area(key="measured.text.0").set_value("no table at all").run()
    assert at.error[0].value.startswith("There is no table")
    assert at.text_area(key="measured.text.0").value == "no table at all"


def test_the_last_value_becomes_the_baseline_when_asked(enlace) -> None:
    measured = {"orders": {"2026-11": 4100, "2026-12": 5000}}
    at = enlace("measured", plan=PLAN | {"observations": measured}).run()
    assert any("20 % por debajo" in one.value.replace("\u00a0", " ") for one in at.markdown)
    at.button(key="measured.baseline.orders").click().run()
    assert plan_of(at).metric["orders"].baseline == 5000


def test_a_metric_with_a_formula_is_offered_no_baseline(enlace) -> None:
    at = enlace("measured", plan=PLAN | {"observations": {"total": {"2026-12": 5}}}).run()
    assert not [one for one in at.button if str(one.key).startswith("measured.baseline")]


def test_hostile_words_are_shown_as_written(enlace) -> None:
    hostile = "![x](http://127.0.0.1:9/x.png) <b>*y*</b>"
    plan = PLAN | {"metrics": [{**ORDERS, "name": hostile}]}
    at = enlace("measured", plan=plan | {"observations": {"orders": {"2026-12": 5}}}).run()
    at.text_area(key="measured.text.0").set_value(f"Mes\t{hostile}\n2026-01\t{hostile}").run()
    assert not at.exception
    assert not [one for one in [*at.markdown, *at.warning, *at.caption] if "![x](" in one.value]
