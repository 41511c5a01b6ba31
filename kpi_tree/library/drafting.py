"""What a row of the library becomes in a plan: the keys of a metric, a link, a piece of evidence.

All words are written in the plan's language, since from then on they are the plan's own.

Durations stay in the format's `hours`, also where people count in days or minutes: then a
benchmark drawn beside the metric and a size in its unit mean the same as here. The definition
tells how to convert. No baseline is adopted, so no number has to be multiplied.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from kpi_tree.library.records import EVERYWHERE
from kpi_tree.locale import say, speak
from kpi_tree.locale.numbers import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_tree.library.figures import Published, Suggested
    from kpi_tree.library.records import Link, Metric

Keys = dict[str, Any]

_PLAIN_MEASURES: Final = frozenset({"number", "local currency", "share", "hours"})
_NAME: Final = re.compile(r"[a-z]\w*")


def metric_keys(metric: Metric, language: str, *, formula: str = "") -> Keys:
    """The keys of a metric in a plan; without a formula it is never put together by one."""
    with speak(language):
        keys: Keys = {
            "name": metric.name,
            "layer": metric.layer,
            "area": metric.area,
            "unit": metric.unit,
            "better": metric.better,
            "over_time": metric.over_time,
            "min": metric.low,
            "max": metric.high,
            "formula": formula or None,
            "network": _network(metric),
            "definition": _sentences(metric.definition, _measured(metric)),
            "catalogue": metric.id,
        }
    if metric.over_time == "formula" and not formula:
        keys["over_time"] = "mean"
    return keys


def formula_over(metric: Metric, names: Mapping[str, str]) -> str:
    """The metric's formula with the plan's ids in place of the catalogue's.

    >>> from kpi_tree.library import metric
    >>> formula_over(metric("revenue"), {"orders": "sales", "aov": "aov_2"})
    'sales * aov_2'
    """
    return _NAME.sub(lambda found: names[found[0]], metric.formula)


def link_keys(link: Link, language: str) -> Keys:
    """The keys of a link in a plan but for its ends and its evidence.

    The range is triangular, as in the worked trees: it is a judgement, and its ends deserve more
    weight than a PERT would give them.
    """
    if link.suggested is None or link.suggested.effect is None:
        raise AssertionError(link.id)
    with speak(language):
        return {
            "effect": link.suggested.effect,
            "size": size(link.suggested),
            "lag": link.lag,
            "cap": link.cap,
            "why": _sentences(link.note, link.limits),
            "catalogue": link.id,
        }


def size(suggested: Suggested) -> float | Keys:
    """The quantity that a suggestion is; a plain number where it has no width."""
    if suggested.low >= suggested.high:
        return suggested.mode
    return {
        "shape": "triangular",
        "low": suggested.low,
        "mode": suggested.mode,
        "high": suggested.high,
    }


def evidence_keys(link: Link, language: str) -> Keys:
    """The keys of the evidence that a link of the library is founded on."""
    published = link.published
    with speak(language):
        return {
            "grade": link.grade,
            "cite": published.cite,
            "note": _sentences(published.verified.remark, _proposal(link), _more(published)),
            "doi": published.doi,
            "url": published.urls[0] if published.urls else "",
            "published": published_text(published),
            "verified": published.verified.degree,
        }


def published_text(published: Published) -> str:
    """An effect as it was published, in words and figures, in the language in force."""
    what = published.measure or published.form
    told = figures(published) or say("adopting.no_figure")
    details = "; ".join(filter(None, (published.spread, *_counts(published), published.sample)))
    return _sentence(f"{what}: {told}" + (f" ({details})" if details else ""))


def figures(published: Published) -> str:
    """The published figures alone: “0.3 (0.13 to 0.5)”; empty where there is none."""
    ends = (published.low, published.high)
    span = (
        say("adopting.span", low=_exact(ends[0]), high=_exact(ends[1]))
        if ends[0] is not None and ends[1] is not None
        else ""
    )
    if published.point is None:
        return span
    return _exact(published.point) + (f" ({span})" if span else "")


def _counts(published: Published) -> list[str]:
    """On how many studies and effects a figure rests."""
    counts = []
    if published.studies:
        counts.append(say("adopting.studies", n=published.studies))
    if published.effects:
        counts.append(say("adopting.effects", n=published.effects))
    return counts


def _exact(value: float | None) -> str:
    """A published figure with all of its decimals."""
    if value is None:
        return ""
    decimals = f"{value:.10f}".rstrip("0").partition(".")[2]
    return number(value, digits=len(decimals))


def _proposal(link: Link) -> str:
    """What Enlace suggests beside what was published, and on what that rests."""
    if link.suggested is None:
        return ""
    low, mode, high = link.suggested.low, link.suggested.mode, link.suggested.high
    return say(
        "adopting.proposal",
        low=_exact(low),
        mode=_exact(mode),
        high=_exact(high),
        form=link.suggested.form_name,
        basis=link.suggested.basis_name,
    )


def _more(published: Published) -> str:
    """Every address but the first, which has its own key."""
    return " ".join(published.urls[1:])


def _network(metric: Metric) -> str:
    """The network's name where the metric belongs to a single one."""
    alone = len(metric.networks) == 1 and EVERYWHERE not in metric.networks
    return metric.network_names[0] if alone else ""


def _measured(metric: Metric) -> str:
    """What the unit alone does not tell: the scale of a score, days that are kept as hours."""
    if metric.scale > 1:
        factor = f"× {number(metric.scale)}"
        return say("adopting.counted", measured=metric.measured_in, factor=factor)
    if metric.scale < 1:
        factor = f"÷ {number(1 / metric.scale)}"
        return say("adopting.counted", measured=metric.measured_in, factor=factor)
    if metric.measures.en in _PLAIN_MEASURES:
        return ""
    return say("adopting.scale", measured=metric.measured_in)


def _sentences(*texts: str) -> str:
    return " ".join(_sentence(text) for text in texts if text)


def _sentence(text: str) -> str:
    """The text with a capital and, unless it is an address, a full stop."""
    closed = text if text[-1] in ".!?" or "://" in text else f"{text}."
    return closed if "://" in text else closed[0].upper() + closed[1:]
