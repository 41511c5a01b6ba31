"""`library search` and `library links`: what Enlace knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kpi_tree import library
from kpi_tree.cli import DONE
from kpi_tree.cli.asking import asked
from kpi_tree.cli.printing import console, put_json
from kpi_tree.library.drafting import figures
from kpi_tree.library.exchange import link_json, metric_json, neighbours_json
from kpi_tree.library.hindrances import hindrance
from kpi_tree.locale import say
from kpi_tree.locale.numbers import number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from rich.console import Console
    from rich.text import Text

    from kpi_tree.library import Link, Metric
    from kpi_tree.library.evidence import Neighbours

    Rows = Sequence[Sequence[Text]]

METRICS: Final = 10
LINKS: Final = 5
# Below this a table of links would break its words; each link gets lines of its own instead.
TABLE_FROM: Final = 110
# A longer word (an id) may be broken.
LONGEST: Final = 26

Cells = tuple[str, str, str, str, str]
# A name, what is written smaller beside it, and what there is to say, each with its label.
Card = tuple[str, str, Sequence[tuple[str, str]]]


class Named(NamedTuple):
    """A link as one list of it calls it."""

    link: Link
    name: str
    ids: str


def search(arguments: argparse.Namespace) -> int:
    """Print the metrics and the links that answer some words."""
    words, narrowed = asked(arguments)
    metrics = library.search(words, **narrowed, limit=arguments.limit or METRICS)
    links = library.search_links(words, **narrowed, limit=arguments.limit or LINKS)
    if arguments.json:
        put_json(
            {
                "words": words,
                "metrics": [metric_json(metric) for metric in metrics],
                "links": [link_json(link) for link in links],
            }
        )
        return DONE
    out = console()
    if not (metrics or links):
        out.print(say("knowing.nothing", words=words))
        return DONE
    if metrics:
        _metrics(out, metrics)
    if links:
        _links(out, say("knowing.links_found"), [_both_ends(link) for link in links])
        out.print(say("knowing.legend"), style="dim")
    out.print(say("knowing.more", program="python -m kpi_tree"), style="dim")
    return DONE


def links(arguments: argparse.Namespace) -> int:
    """Print what may drive a metric of the library, and what it may drive."""
    metric = library.metric(arguments.metric)
    drivers, outcomes = library.drivers_of(metric.id), library.outcomes_of(metric.id)
    if arguments.json:
        sides = {"drivers": neighbours_json(drivers), "outcomes": neighbours_json(outcomes)}
        put_json({"metric": metric_json(metric), **sides})
        return DONE
    out = console()
    _head(out, metric)
    _side(out, metric, drivers, into=True)
    _side(out, metric, outcomes, into=False)
    out.print(say("knowing.legend"), style="dim")
    return DONE


def _table(out: Console, columns: Mapping[str, int], rows: Rows, *, title: str) -> None:
    """Print a table of words: columns share the width in these parts, and break no word."""
    from rich import box  # noqa: PLC0415 (only where people read)
    from rich.table import Table  # noqa: PLC0415 (only where people read)

    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        leading=1,
    )
    for column, width in zip(columns, _widths(out.width, columns, rows), strict=True):
        made.add_column(column, overflow="fold", width=width)
    for row in rows:
        made.add_row(*row)
    out.print(made)


def _widths(width: int, columns: Mapping[str, int], rows: Rows) -> list[int]:
    """Each column's longest word, and its part of what is left, up to its longest line."""
    cells = [[name, *(row[at].plain for row in rows)] for at, name in enumerate(columns)]
    words = [max(len(word) for cell in column for word in cell.split()) for column in cells]
    lines = [max(len(line) for cell in column for line in cell.splitlines()) for column in cells]
    least = [min(word, LONGEST) for word in words]
    # Rules and paddings take three characters a column, but for one.
    spare = max(0, width - 3 * len(columns) + 1 - sum(least))
    parts = (share / sum(columns.values()) for share in columns.values())
    wanted = [floor + int(spare * part) for floor, part in zip(least, parts, strict=True)]
    return [max(1, min(pair)) for pair in zip(wanted, lines, strict=True)]


# --- metrics ------------------------------------------------------------------------------------


def _metrics(out: Console, metrics: Iterable[Metric]) -> None:
    from rich.text import Text  # noqa: PLC0415 (only where people read)

    labels = (say("knowing.layer"), say("knowing.unit"), say("knowing.definition"))
    told = [
        (one, (f"{one.layer_name}\n{one.area_name}", one.measured_in, one.definition))
        for one in metrics
    ]
    title = say("knowing.metrics_found", n=len(told))
    if out.width < TABLE_FROM:
        cards = [(one.name, one.id, list(zip(labels, cells, strict=True))) for one, cells in told]
        _cards(out, title, cards)
        return
    columns = dict(zip((say("knowing.metric"), *labels), (3, 1, 1, 5), strict=True))
    rows = [(Text(one.name).append(f"\n{one.id}", "dim"), *map(Text, cells)) for one, cells in told]
    _table(out, columns, rows, title=title)


def _head(out: Console, metric: Metric) -> None:
    from rich.text import Text  # noqa: PLC0415 (only where people read)

    out.print(Text(metric.name, "bold").append(f"  {metric.id}", "dim"))
    measured = say("knowing.measured_in", measured=metric.measured_in)
    out.print(f"{metric.layer_name} · {metric.area_name} · {measured}")
    out.print(metric.definition)
    if metric.formula:
        out.print(say("knowing.formula", formula=f"{metric.id} = {metric.formula}"))
    out.print()


# --- links --------------------------------------------------------------------------------------


def _side(out: Console, metric: Metric, neighbours: Neighbours, *, into: bool) -> None:
    found = (*neighbours.links, *neighbours.definitions)
    if found:
        title = "knowing.drivers" if into else "knowing.outcomes"
        named = [_end(link, link.driver if into else link.outcome) for link in found]
        _links(out, say(title, metric=metric.name), named)
    else:
        none = "knowing.no_drivers" if into else "knowing.no_outcomes"
        out.print(say(none, metric=metric.name))
    if neighbours.by_formula:
        names = ", ".join(f"{one.name} ({one.id})" for one in neighbours.by_formula)
        told = "knowing.by_formula_into" if into else "knowing.by_formula_out"
        out.print(say(told, metrics=names))
    out.print()


def _links(out: Console, title: str, named: list[Named]) -> None:
    rows = [(one, _cells(one.link)) for one in named]
    if out.width < TABLE_FROM:
        labels = _columns()
        cards = [(one.name, one.ids, list(zip(labels, cells, strict=True))) for one, cells in rows]
        _cards(out, title, cards)
        return
    from rich.text import Text  # noqa: PLC0415 (only where people read)

    parts = zip((say("knowing.metric"), *_columns()), (4, 2, 3, 1, 2, 4), strict=True)
    made = [
        (
            Text(one.name).append(f"\n{one.ids}", "dim"),
            Text(published),
            Text(suggested, "" if hindrance(one.link) is None else "yellow"),
            *map(Text, rest),
        )
        for one, (published, suggested, *rest) in rows
    ]
    _table(out, dict(parts), made, title=title)


def _cards(out: Console, title: str, cards: Iterable[Card]) -> None:
    """One metric or link below the other, for a narrow window."""
    from rich.padding import Padding  # noqa: PLC0415 (only where people read)
    from rich.text import Text  # noqa: PLC0415 (only where people read)

    out.print(title, style="bold")
    out.print()
    for name, small, cells in cards:
        out.print(Text(name, "bold").append(f"  {small}", "dim"))
        for label, cell in cells:
            told = Text(f"{label}: ", "dim").append(_on_a_line(cell), "default")
            out.print(Padding(told, (0, 0, 0, 2)))
        out.print()


def _on_a_line(cell: str) -> str:
    return cell.replace("\n(", " (").replace("\n", " · ")


def _columns() -> tuple[str, str, str, str, str]:
    return (
        say("knowing.published"),
        say("knowing.suggested"),
        say("knowing.lag"),
        say("knowing.evidence"),
        say("knowing.source"),
    )


def _cells(link: Link) -> Cells:
    """What is known of a link, in the order of the columns."""
    published = link.published
    evidence = f"{link.grade_name}\n{published.verified.name}"
    return _published(link), _suggested(link), _lag(link), evidence, published.cite


def _end(link: Link, end: str) -> Named:
    return Named(link, library.metric(end).name, f"{link.id} · {end}")


def _both_ends(link: Link) -> Named:
    names = (library.metric(end).name for end in (link.driver, link.outcome))
    return Named(link, " → ".join(names), f"{link.id} · {link.driver} → {link.outcome}")


def _published(link: Link) -> str:
    if link.is_definition:
        return say("knowing.by_definition")
    shown = figures(link.published)
    if not shown and not link.published.measure:
        return say("knowing.no_figure")
    return f"{shown or say('knowing.no_figure')}\n{link.published.form}"


def _suggested(link: Link) -> str:
    """The range for planning and what it is; marked where it cannot enter a plan."""
    mark = say("knowing.reading") if hindrance(link) else ""
    if link.suggested is None:
        return "\n".join(filter(None, (mark, link.reading_name)))
    low, mode, high = (number(one) for one in _triple(link))
    shown = say("knowing.range", low=low, mode=mode, high=high)
    return "\n".join(filter(None, (mark, shown, link.suggested.form_name)))


def _triple(link: Link) -> tuple[float, float, float]:
    suggested: Any = link.suggested
    return suggested.low, suggested.mode, suggested.high


def _lag(link: Link) -> str:
    if link.is_definition:
        return ""
    low, high = link.lags
    usual = say("knowing.months", n=link.lag) if link.lag else say("knowing.same_month")
    return usual if low == high else f"{usual}\n({say('knowing.lag_span', low=low, high=high)})"
