"""The register of assumptions: a table to sort and choose from, to download, to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

import kpi_tree as kt
from pages.parts import forecasts, link_place, long_work, speakers
from pages.parts.link_card import signatures
from pages.parts.plan_files import file_name
from pages.parts.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_tree import Assumption, Register
    from pages.parts.session import Opened

_VIEW: Final = "register.view"
_VIEWS: Final = {"sort": "register.to_sort", "print": "register.to_print"}
_ROW: Final = 35  # pixels
_TALLEST: Final = 640
_CITED: Final = 640
_WHOLE: Final = 100  # from here on numbers are shown without decimals
# Pixels: where words would be cut off.
_WIDTHS: Final = {1: 440, 5: 150, 6: 190, 7: 250, 8: 330}


def register_table(opened: Opened, scenario: kt.Scenario | None) -> None:
    """All links and baselines, with how much of each goal's doubt comes from them."""
    name = scenario.id if scenario else None
    known, memory = speakers.sides(opened), forecasts.memory()
    found = long_work.answer(
        "register",
        (opened.id, opened.version, name, speakers.told(known)),
        lambda progress: kt.register(
            opened.plan,
            scenario=name,
            sides=known,
            seed=forecasts.SEED,
            progress=progress,
            memory=memory,
        ),
    )
    if found is None:
        return
    if not found.rows:
        st.markdown(kt.say("register.empty"))
        return
    _above(opened, found, scenario)
    if _view() == "print":
        _to_print(found)
    else:
        _sorted(found)


def _view() -> str:
    """Whether the table is to be sorted or printed."""
    view: str = st.segmented_control(
        kt.say("register.view"),
        list(_VIEWS),
        format_func=lambda one: kt.say(_VIEWS[one]),
        default="sort",
        key=_VIEW,
        required=True,
        label_visibility="collapsed",
    )
    return view


def _above(opened: Opened, found: Register, scenario: kt.Scenario | None) -> None:
    """What the table says, and the way to take it along."""
    links = sum(row.kind == "link" for row in found.rows)
    baselines = kt.say("register.baselines", n=len(found.rows) - links)
    told = kt.say("register.counts", links=kt.say("register.links", n=links), baselines=baselines)
    st.markdown(told)
    if scenario:
        words = kt.say("register.influence", scenario=shown(scenario.name))
        st.caption(words, help=kt.say("register.influence_how"))
    else:
        st.caption(kt.say("register.no_influence"))
    _downloads(opened.plan, found)


def _downloads(plan: kt.Plan, found: Register) -> None:
    """The table to take along, as a spreadsheet and as plain text."""
    name = file_name(plan.title).removesuffix(".enlace.json")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            kt.say("register.download_xlsx"),
            found.xlsx(),
            f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/download:",
            key="register.download_xlsx",
            on_click="ignore",
        )
        st.download_button(
            kt.say("register.download"),
            # With a mark at its beginning, so that spreadsheets read the accents.
            found.csv().encode("utf-8-sig"),
            f"{name}.csv",
            mime="text/csv",
            icon=":material/download:",
            key="register.download",
            on_click="ignore",
        )


# ── To sort ─────────────────────────────────────────────────────────────────────────────────────


def _sorted(found: Register) -> None:
    """The table as a grid that sorts; a row that is chosen leads to its card."""
    columns = [f"c{index}" for index in range(len(found.headings))]
    cells = [[_plain(cell) for cell in row] for row in found.table]
    chosen: Any = st.dataframe(
        pd.DataFrame(cells, columns=columns),
        column_config=_columns(found, columns),
        hide_index=True,
        height=min(_TALLEST, _ROW * (len(cells) + 1) + 3),
        key="register.table",
        on_select="rerun",
        selection_mode="single-row",
        alt=kt.say("frame.register"),
        placeholder="–",
    )
    rows = [found.rows[index] for index in chosen.selection.rows if index < len(found.rows)]
    links = [row for row in rows if row.kind == "link"]
    for row in links:
        words = kt.say("register.card", name=shown(row.name))
        link_place.to_named_card(row.id, words, key="register.card")
    if not links:
        st.caption(kt.say("register.choose"))


def _plain(cell: object) -> object:
    """A cell as the grid takes it; a number with as many digits as other pages show."""
    if isinstance(cell, float):
        return round(cell) if abs(cell) >= _WHOLE else float(f"{cell:.3g}")
    return shown(cell, surface="plain") if isinstance(cell, str) else cell


def _columns(found: Register, names: Sequence[str]) -> Mapping[str, Any]:
    """Numbers as numbers, so that they sort; influences in percent."""
    goals = len(found.plan.goals)
    told: dict[str, Any] = {}
    for index, (name, heading) in enumerate(zip(names, found.headings, strict=True)):
        label = shown(heading, surface="plain")
        if len(names) - 1 - goals <= index < len(names) - 1:
            told[name] = st.column_config.NumberColumn(label, format="percent")
        elif _is_number(found, index):
            told[name] = st.column_config.NumberColumn(label, format="localized")
        else:
            width = _CITED if index == len(names) - 1 else _WIDTHS.get(index)
            told[name] = st.column_config.TextColumn(label, width=width)
    return told


def _is_number(found: Register, index: int) -> bool:
    cells = [row[index] for row in found.table if row[index] is not None]
    return bool(cells) and all(isinstance(cell, int | float) for cell in cells)


# ── To print ────────────────────────────────────────────────────────────────────────────────────


def _to_print(found: Register) -> None:
    """What fits on a sheet under the plan's name, and below it where each comes from."""
    st.markdown(f"**{shown(found.plan.title)}**")
    st.table(printed(found), border="horizontal", hide_index=True)
    lines = [f"- {shown(row.name)}: {shown(cited)}" for row in found.rows for cited in row.cited]
    if lines:
        st.markdown(f"**{kt.say('register.sources')}**")
        st.markdown("\n".join(lines))


def printed(found: Register) -> Mapping[str, Sequence[str]]:
    """The table as words, in as many columns as a sheet has room for."""
    rows, plan = found.rows, found.plan
    told = {
        kt.say("founding.column_name"): [shown(row.name) for row in rows],
        kt.say("register.value"): [shown(_value(plan, row)) for row in rows],
        kt.say("founding.column_grade"): [shown(_founded(row)) for row in rows],
        kt.say("founding.column_signed"): [
            signatures.state_name(row.signing.state) if row.signing else "–" for row in rows
        ],
        kt.say("founding.column_last"): [row.last or "–" for row in rows],
    }
    for goal in plan.goals:
        shares = [row.influence[goal.id] for row in rows]
        if any(share is not None for share in shares):
            heading = shown(kt.say("founding.column_influence", goal=goal.name))
            told[f"{heading} " if heading in told else heading] = [
                "–" if share is None else kt.percent(share, digits=0) for share in shares
            ]
    return told


def _value(plan: kt.Plan, row: Assumption) -> str:
    """What is assumed, and between what it lies 8 times in 10."""
    if row.low is None or row.likely is None or row.high is None:
        return "–"
    unit = "" if row.kind == "link" else plan.metric[row.id].unit
    low, likely, high = (
        kt.amount(each, unit, plan.currency) if unit else kt.number(each)
        for each in (row.low, row.likely, row.high)
    )
    return likely if low == high else kt.say("card.three", low=low, likely=likely, high=high)


def _founded(row: Assumption) -> str:
    """The grade of its evidence, and how far that was verified."""
    if row.grade is None:
        return "–"
    if row.grade == "none":
        return kt.say("card.without_evidence")
    naming = kt.library.naming
    verified = naming.degree_name(row.verified) if row.verified else ""
    return " · ".join(filter(None, (naming.grade_name(row.grade), verified)))
