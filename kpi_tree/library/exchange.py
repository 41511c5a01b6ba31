"""Rows of the library as JSON values: whole, and the same whatever language is in force.

Every text for a person is an object with both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi_tree.library.hindrances import hindrance

if TYPE_CHECKING:
    from kpi_tree.library.evidence import Neighbours
    from kpi_tree.library.figures import Published, Suggested, Verification
    from kpi_tree.library.records import Link, Metric
    from kpi_tree.library.words import Words

Json = dict[str, Any]


def metric_json(metric: Metric) -> Json:
    """A metric of the catalogue."""
    return {
        "id": metric.id,
        "name": _both(metric.names),
        "layer": metric.layer,
        "goal": metric.goal,
        "area": metric.area,
        "unit": metric.unit,
        "measured_in": _both(metric.measures),
        "scale": metric.scale,
        "better": metric.better,
        "over_time": metric.over_time,
        "formula": metric.formula,
        "ingredients": list(metric.ingredients),
        "min": metric.low,
        "max": metric.high,
        "networks": list(metric.networks),
        "definition": _both(metric.definitions),
        "source": _both(metric.sources),
    }


def link_json(link: Link) -> Json:
    """A candidate link; `adoptable` is whether it can enter a plan as it stands."""
    return {
        "id": link.id,
        "driver": link.driver,
        "outcome": link.outcome,
        "kind": link.kind,
        "direction": link.direction,
        "lag": link.lag,
        "lags": list(link.lags),
        "grade": link.grade,
        "design": link.design,
        "published": _published(link.published),
        "suggested": _suggested(link.suggested) if link.suggested else None,
        "cap": link.cap,
        "limits": _both(link.limit_texts),
        "note": _both(link.notes),
        "reading": link.reading,
        "adoptable": hindrance(link) is None,
    }


def neighbours_json(neighbours: Neighbours) -> Json:
    """One side of a metric."""
    return {
        "links": [link_json(link) for link in neighbours.links],
        "definitions": [link_json(link) for link in neighbours.definitions],
        "by_formula": [metric.id for metric in neighbours.by_formula],
    }


def _published(published: Published) -> Json:
    return {
        "form": _both(published.forms),
        "measure": _both(published.measures),
        "point": published.point,
        "low": published.low,
        "high": published.high,
        "spread": _both(published.spreads),
        "studies": published.studies,
        "effects": published.effects,
        "sample": _both(published.samples),
        "cite": _both(published.cites),
        "doi": published.doi,
        "urls": list(published.urls),
        "verified": _verified(published.verified),
    }


def _suggested(suggested: Suggested) -> Json:
    return {
        "form": suggested.form,
        "form_name": _both(suggested.forms),
        "effect": suggested.effect,
        "low": suggested.low,
        "mode": suggested.mode,
        "high": suggested.high,
        "basis": suggested.basis,
        "verified": _verified(suggested.verified),
    }


def _verified(verified: Verification) -> Json:
    return {"degree": verified.degree, "remark": _both(verified.remarks)}


def _both(words: Words) -> dict[str, str]:
    return dict(words)
