"""The one loader: CSV files beside this module, read once, as immutable values.

Each file is one kind of thing, one row a thing, both languages side by side, so that a person
can review it in a spreadsheet. A row that does not fit the types of `records` and `figures`
cannot be loaded.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, cast

from kpi_tree.library.figures import Benchmark, Degree, Effect, Published, Suggested, Verification
from kpi_tree.library.records import (
    Grade,
    Layer,
    Lever,
    Link,
    Metric,
    Question,
    Stage,
    Term,
)
from kpi_tree.library.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, str]

SHELVES: Final = Path(__file__).parent
NOTHING: Final = Words("", "")


def rows(shelf: str) -> list[Row]:
    """The rows of one file, as text."""
    with (SHELVES / f"{shelf}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def all_metrics() -> Mapping[str, Metric]:
    """Every metric by its id, in the order of the catalogue."""
    return MappingProxyType({row["id"]: _metric(row) for row in rows("metrics")})


@cache
def all_links() -> Mapping[str, Link]:
    """Every candidate link by its id."""
    return MappingProxyType({row["id"]: _link(row) for row in rows("links")})


@cache
def all_benchmarks() -> Mapping[str, Benchmark]:
    """Every benchmark by its id."""
    return MappingProxyType({row["id"]: _benchmark(row) for row in rows("benchmarks")})


@cache
def all_terms() -> Mapping[str, Term]:
    """The glossary by the id of the term."""
    return MappingProxyType(
        {
            row["id"]: Term(id=row["id"], names=_words(row, "name"), texts=_words(row, "text"))
            for row in rows("glossary")
        }
    )


@cache
def all_levers() -> Mapping[str, Lever]:
    """The three levers of the self-assessment."""
    return MappingProxyType(
        {
            row["id"]: Lever(
                id=row["id"],
                names=_words(row, "name"),
                templates=tuple(row["templates"].split()),
                next_steps=_words(row, "next"),
            )
            for row in rows("levers")
        }
    )


@cache
def all_questions() -> tuple[Question, ...]:
    """The questions of the self-assessment, in order."""
    return tuple(
        Question(
            id=row["id"],
            lever=all_levers()[row["lever"]],
            texts=_words(row, "question"),
            level_texts=(
                _words(row, "level0"),
                _words(row, "level1"),
                _words(row, "level2"),
                _words(row, "level3"),
            ),
        )
        for row in rows("self_assessment")
    )


@cache
def all_stages() -> tuple[Stage, ...]:
    """The stages of maturity, lowest first."""
    return tuple(
        Stage(
            id=row["id"],
            from_score=float(row["from_score"]),
            names=_words(row, "name"),
            readings=_words(row, "reading"),
        )
        for row in rows("stages")
    )


def _metric(row: Row) -> Metric:
    return Metric(
        id=row["id"],
        names=_words(row, "name"),
        layer=cast("Layer", row["layer"]),
        goal=row["goal"] == "yes",
        area=row["area"],
        unit=row["unit"],
        measures=_words(row, "measured"),
        scale=float(row["scale"]),
        better=cast("Literal['higher', 'lower']", row["better"]),
        over_time=cast("Literal['sum', 'last', 'mean', 'formula']", row["over_time"]),
        formula=row["formula"],
        low=_number(row["min"]),
        high=_number(row["max"]),
        networks=_networks(row["networks"]),
        network_words=tuple(_network_names()[one] for one in _networks(row["networks"])),
        definitions=_words(row, "definition"),
        sources=_words(row, "source"),
    )


def _link(row: Row) -> Link:
    reading = row["suggested_form"] == "none"
    return Link(
        id=row["id"],
        driver=row["driver"],
        outcome=row["outcome"],
        kind=cast("Literal['definition', 'conversion', 'influence']", row["kind"]),
        direction=cast("Literal['+', '-', '0']", row["direction"]),
        lag=int(row["lag"]),
        lags=(int(row["lag_min"]), int(row["lag_max"])),
        grade=cast("Grade", row["grade"]),
        design=row["design"],
        published=_published(row),
        suggested=_suggested(row) if row["suggested_mode"] else None,
        reading=row["suggested_basis"] if reading else "",
        cap=_number(row["cap"]),
        limit_texts=_words(row, "limits"),
        notes=_words(row, "note"),
    )


def _published(row: Row) -> Published:
    return Published(
        forms=_words(row, "published_form"),
        measures=_words(row, "published_measure"),
        point=_number(row["published_point"]),
        low=_number(row["published_low"]),
        high=_number(row["published_high"]),
        spreads=_words(row, "published_spread"),
        studies=_whole(row["studies"]),
        effects=_whole(row["effects"]),
        samples=_words(row, "sample"),
        cites=_words(row, "cite"),
        doi=row["doi"],
        urls=tuple(row["urls"].split()),
        verified=_verified(row),
    )


def _suggested(row: Row) -> Suggested:
    form = _forms()[row["suggested_form"]]
    # Only a suggestion that repeats what was published may claim how that was verified.
    taken_over = row["suggested_basis"] == "published"
    return Suggested(
        form=form["form"],
        forms=_words(form, "name"),
        effect=cast("Effect", form["effect"]) if form["effect"] else None,
        low=float(row["suggested_low"]),
        mode=float(row["suggested_mode"]),
        high=float(row["suggested_high"]),
        basis=row["suggested_basis"],
        verified=_verified(row) if taken_over else Verification("judgement", NOTHING),
    )


def _benchmark(row: Row) -> Benchmark:
    return Benchmark(
        id=row["id"],
        metric=row["metric"],
        use=cast("Literal['range', 'context']", row["use"]),
        segments=_words(row, "segment"),
        regions=_words(row, "region"),
        periods=_words(row, "period"),
        networks=_networks(row["networks"]),
        network_words=tuple(_network_names()[one] for one in _networks(row["networks"])),
        low=_number(row["low"]),
        typical=_number(row["typical"]),
        high=_number(row["high"]),
        unit=row["unit"],
        currency=row["currency"],
        measures=_words(row, "measured"),
        scale=float(row["scale"]),
        bases=_words(row, "basis"),
        sources=_words(row, "source"),
        urls=tuple(row["urls"].split()),
        notes=_words(row, "note"),
        verified=_verified(row),
    )


def _verified(row: Row) -> Verification:
    """The degree that the remark stands for; a row named after the remark has its own."""
    degrees = _degrees()
    return degrees.get((row["remark"], row["id"])) or degrees[row["remark"], ""]


@cache
def _degrees() -> Mapping[tuple[str, str], Verification]:
    return {
        (row["remark"], one): Verification(cast("Degree", row["degree"]), _words(row, "shown"))
        for row in rows("verification")
        for one in row["only"].split() or [""]
    }


@cache
def _forms() -> Mapping[str, Row]:
    return {row["form"]: row for row in rows("forms")}


@cache
def _network_names() -> Mapping[str, Words]:
    return {row["network"]: _words(row, "name") for row in rows("networks")}


def _words(row: Row, stem: str) -> Words:
    es, en = row[f"{stem}_es"], row[f"{stem}_en"]
    return Words(es, en) if es or en else NOTHING


def _networks(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _number(text: str) -> float | None:
    return float(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None
