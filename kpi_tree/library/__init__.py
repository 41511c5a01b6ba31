"""What Enlace knows: metrics, candidate links with their evidence, benchmarks, words.

Nothing is read from disk before it is asked for, and then once. All that is handed out is
immutable and holds its texts in both languages; `.name` and the like give the language in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kpi_tree.library import shelves
from kpi_tree.library.figures import DEGREES, Benchmark
from kpi_tree.library.records import Link, Metric, Question, Term
from kpi_tree.library.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from kpi_tree.library.evidence import Neighbours
    from kpi_tree.library.maturity import Maturity

__all__ = [
    "DEGREES",
    "Benchmark",
    "Link",
    "Metric",
    "Question",
    "Term",
    "Words",
    "benchmarks",
    "drivers_of",
    "glossary",
    "link",
    "links",
    "maturity_result",
    "metric",
    "metrics",
    "outcomes_of",
    "questions",
    "search",
    "search_links",
    "template_ids",
    "template_json",
    "term",
]


def metrics() -> tuple[Metric, ...]:
    """Every metric of the catalogue."""
    return tuple(shelves.all_metrics().values())


def metric(metric_id: str) -> Metric:
    """One metric.

    Raises:
        BadArgument: the catalogue has no such metric.
    """
    found = shelves.all_metrics().get(metric_id)
    return found or _refused(metric_id, shelves.all_metrics())


def links() -> tuple[Link, ...]:
    """Every candidate link, definitions and reading-only rows among them."""
    return tuple(shelves.all_links().values())


def link(link_id: str) -> Link:
    """One candidate link.

    Raises:
        BadArgument: the library has no such link.
    """
    found = shelves.all_links().get(link_id)
    return found or _refused(link_id, shelves.all_links())


def benchmarks(metric_id: str | None = None) -> tuple[Benchmark, ...]:
    """What others see on a metric, or every benchmark."""
    every = shelves.all_benchmarks().values()
    if metric_id is None:
        return tuple(every)
    wanted = metric(metric_id).id
    return tuple(one for one in every if one.metric == wanted)


def questions() -> tuple[Question, ...]:
    """The questions of the self-assessment, in order."""
    return shelves.all_questions()


def maturity_result(answers: Mapping[str, int]) -> Maturity:
    """What a set of answers (question id → 0 to 3) says; see `kpi_tree.library.maturity`."""
    from kpi_tree.library import maturity  # noqa: PLC0415 (keeps the import of the room cheap)

    return maturity.maturity_result(answers)


def glossary() -> tuple[Term, ...]:
    """Every term, by name in the language in force."""
    from kpi_tree.library.spelling import plain  # noqa: PLC0415 (as above)

    return tuple(sorted(shelves.all_terms().values(), key=lambda one: plain(one.name)))


def term(term_id: str) -> Term:
    """One term of the glossary.

    Raises:
        BadArgument: the glossary has no such term.
    """
    found = shelves.all_terms().get(term_id)
    return found or _refused(term_id, shelves.all_terms())


def search(
    words: str,
    *,
    layer: str | None = None,
    area: str | None = None,
    network: str | None = None,
    limit: int = 20,
) -> tuple[Metric, ...]:
    """The metrics that answer `words` best, in either language; all that fit where it is blank."""
    from kpi_tree.library import finder  # noqa: PLC0415 (rapidfuzz only where one searches)

    return finder.search(words, layer=layer, area=area, network=network, limit=limit)


def search_links(
    words: str,
    *,
    layer: str | None = None,
    area: str | None = None,
    network: str | None = None,
    limit: int = 20,
) -> tuple[Link, ...]:
    """The links that answer `words` best; a filter holds where either end fits it."""
    from kpi_tree.library import finder  # noqa: PLC0415 (rapidfuzz only where one searches)

    return finder.search_links(words, layer=layer, area=area, network=network, limit=limit)


def drivers_of(metric_id: str) -> Neighbours:
    """What may drive a metric, the best evidence first."""
    from kpi_tree.library import evidence  # noqa: PLC0415 (keeps the import of the room cheap)

    return evidence.drivers_of(metric(metric_id).id)


def outcomes_of(metric_id: str) -> Neighbours:
    """What a metric may drive, the best evidence first."""
    from kpi_tree.library import evidence  # noqa: PLC0415 (keeps the import of the room cheap)

    return evidence.outcomes_of(metric(metric_id).id)


def template_ids() -> tuple[str, ...]:
    """The worked trees that one may start from, in the order in which they are offered."""
    from kpi_tree.library import templates  # noqa: PLC0415 (keeps the import of the room cheap)

    return templates.template_ids()


def template_json(template_id: str, language: str) -> dict[str, Any]:
    """The plan document of a worked tree in `language`, or in the nearest one that there is.

    Raises:
        KeyError: no tree has this id.
    """
    from kpi_tree.library import templates  # noqa: PLC0415 (as above)

    return templates.template_json(template_id, language)


def _refused(found: str, shelf: Mapping[str, object]) -> NoReturn:
    from kpi_tree.library.refusals import refuse_unknown  # noqa: PLC0415 (only a refusal needs it)

    refuse_unknown(found, shelf)
