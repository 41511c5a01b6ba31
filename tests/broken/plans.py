"""One whole plan that uses every part of the file format, and the ways to break it."""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Any
MISSING = object()
_HERE = "@@here@@"
_AGAIN = "@@again@@"


@dataclass(frozen=True)
class Broken:
    """A file that must be refused.

    `place` is where the problem lies ("" for anywhere), `either` are places that are as right,
    `also` the places of further problems, `names` words that a sentence must contain.
    """

    name: str
    content: bytes
    place: str
    either: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[tuple[str, ...], ...]:
        """For each problem of the file, the places that say it rightly."""
        return ((self.place, *self.either), *((place,) for place in self.also))


WHOLE: dict[str, Json] = {
    "format": "enlace-plan/1",
    "title": "Panadería El Molino",
    "ask": "Más pedidos que empiecen en las redes.",
    "language": "es",
    "currency": "EUR",
    "start": "2027-01",
    "months": 12,
    "money": "revenue",
    "budget": {"marketing": 60000, "social": 12000.5},
    "maturity": {"Q01": 2, "Q02": 0},
    "people": [
        {"id": "ana", "name": "Ana Ruiz", "role": "Dirección", "side": "business"},
        {"id": "bruno", "name": "Bruno Paz", "role": "Redes", "side": "social"},
    ],
    "metrics": [
        {
            "id": "revenue",
            "name": "Ingresos",
            "layer": "business",
            "area": "sales",
            "unit": "currency",
            "better": "higher",
            "over_time": "sum",
            "formula": "orders * basket",
            "owner": "ana",
            "source": "Caja",
            "definition": "Ventas sin impuestos.",
        },
        {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 400},
        {
            "id": "basket",
            "name": "Compra media",
            "layer": "business",
            "unit": "currency",
            "over_time": "mean",
            "baseline": {"shape": "triangular", "low": 18, "mode": 21, "high": 30},
        },
        {
            "id": "visits",
            "name": "Visitas",
            "layer": "bridge",
            "network": "instagram",
            "baseline": {"p10": 5000, "p90": 6500},
            "trend": {"p10": -0.01, "p90": 0.02},
            "season": [0.9, 0.9, 1, 1, 1, 1.1, 0.8, 0.7, 1, 1, 1.2, 1.4],
            "noise": 0.1,
            "min": 0,
            "max": 100000,
        },
        {
            "id": "posts",
            "name": "Publicaciones",
            "layer": "lever",
            "baseline": 12,
            "feasible": {"low": 4, "high": 30, "whole": True},
        },
        {
            "id": "ads",
            "name": "Anuncios",
            "layer": "investment",
            "unit": "currency",
            "baseline": {"shape": "uniform", "low": 400, "high": 600},
        },
        {
            "id": "conversion",
            "name": "Conversión",
            "layer": "bridge",
            "unit": "ratio",
            "over_time": "formula",
            "formula": "orders / visits",
        },
        {
            "id": "followers",
            "name": "Seguidores",
            "layer": "social",
            "over_time": "last",
            "baseline": 900,
            "formula": "previous(followers) + 10 * posts",
        },
        {
            "id": "answer_time",
            "name": "Espera",
            "layer": "social",
            "area": "service",
            "unit": "hours",
            "better": "lower",
            "over_time": "mean",
            "baseline": {"shape": "normal", "mean": 9, "sd": 1},
        },
    ],
    "links": [
        {
            "id": "posts_visits",
            "from": "posts",
            "to": "visits",
            "effect": "elasticity",
            "size": {"p10": 0.05, "p90": 0.2},
            "lag": 1,
            "carryover": {"p10": 0.2, "p90": 0.5},
            "saturation": {"half": {"shape": "lognormal", "p10": 8, "p90": 20}, "slope": 1.5},
            "cap": 0.5,
            "status": "agreed",
            "why": "Quien publica más, se ve más.",
            "evidence": ["study"],
            "agreed_by": [
                {
                    "by": "ana",
                    "on": "2026-11-03",
                    "size": {"p10": 0.05, "p90": 0.2},
                    "recorded_by": "bruno",
                }
            ],
            "opinions": [{"by": "bruno", "size": 0.1, "weight": 2, "note": "Según 2026."}],
        },
        {
            "id": "ads_visits",
            "from": "ads",
            "to": "visits",
            "effect": "per_unit",
            "size": {"shape": "mixture", "of": [1.5, {"p10": 1, "p90": 3}], "weights": [1, 2]},
        },
        {
            "id": "visits_orders",
            "from": "visits",
            "to": "orders",
            "size": {"shape": "pert", "low": 0.3, "mode": 0.5, "high": 0.9},
        },
    ],
    "evidence": [
        {
            "id": "study",
            "grade": "meta-analysis",
            "cite": "Autora (2020)",
            "note": "Otro sector.",
            "doi": "10.1000/182",
            "url": "https://example.org/study",
            "published": "Elasticidad media de 0,12.",
            "verified": "summary",
        }
    ],
    "goals": [
        {
            "id": "more_revenue",
            "name": "Más ingresos",
            "metric": "revenue",
            "target": 30000,
            "by": "2027-12",
            "window": "quarter",
            "owner": "ana",
            "why": "Para abrir otra tienda.",
            "area": "sales",
        },
        {
            "id": "answer_sooner",
            "name": "Contestar antes",
            "metric": "answer_time",
            "target": 4,
            "by": "2027-06",
        },
    ],
    "scenarios": [
        {
            "id": "push",
            "name": "Empujón",
            "targets": [
                {
                    "metric": "posts",
                    "value": 20,
                    "from": "2027-02",
                    "by": "2027-04",
                    "until": "2027-10",
                    "delivery": {"shape": "beta", "p10": 0.6, "p90": 0.9},
                },
                {"metric": "ads", "change": 0.5},
                {"metric": "answer_time", "value": 4, "by": "2027-05"},
            ],
            "costs": [{"metric": "posts", "per_unit": 30, "fixed": 200, "monthly": 50}],
        },
        {"id": "rest", "name": "Pausa"},
    ],
    "observations": {"visits": {"2026-11": 5200, "2026-12": 5400.5}},
    "layout": {"revenue": [0, 0], "visits": [120.5, -40]},
}


def steps(place: str) -> list[str | int]:
    """The keys and indices that lead to a place: `links[0].size` is links, 0, size."""
    found = re.findall(r"\[(\d+)\]|([^.\[\]]+)", place)
    return [int(index) if index else key for index, key in found]


def places(part: Json, start: str = "") -> Iterator[str]:
    """Every place of a plan, or of the part of one that lies at `start`."""
    if start:
        yield start
    if isinstance(part, dict):
        for key, value in part.items():
            yield from places(value, f"{start}.{key}" if start else key)
    if isinstance(part, list):
        for index, value in enumerate(part):
            yield from places(value, f"{start}[{index}]")


def changed(changes: Mapping[str, Json], plan: Json = None) -> dict[str, Json]:
    """The whole plan (or the one given) with other values in some places."""
    result = copy.deepcopy(WHOLE if plan is None else plan)
    for place, value in changes.items():
        *way, last = steps(place)
        here = result
        for step in way:
            here = here[step]
        if value is MISSING:
            del here[last]
        elif isinstance(last, int) and last == len(here):
            here.append(value)
        else:
            here[last] = value
    return result


def written(plan: Json) -> bytes:
    """A plan as the bytes of a file."""
    return json.dumps(plan, ensure_ascii=False).encode()


def valued(name: str, place: str, value: Json, **more: Json) -> Broken:
    """The whole plan with a forbidden value; the problem lies in its place or in `at`."""
    at = more.pop("at", place)
    return Broken(name, written(changed({place: value})), at, **more)


def without(place: str) -> Broken:
    """The whole plan with a required key left out."""
    return Broken(f"without {place}", written(changed({place: MISSING})), place)


def literal(name: str, place: str, text: str, **more: Json) -> Broken:
    """The whole plan with a piece of JSON typed into a place as it stands."""
    typed = written(changed({place: _HERE})).decode().replace(f'"{_HERE}"', text)
    return Broken(name, typed.encode(), more.pop("at", place), **more)


def twice(place: str) -> Broken:
    """The whole plan with a key that stands twice in its object, with the same value."""
    *way, key = steps(place)
    here: Json = WHOLE
    for step in (*way, key):
        here = here[step]
    parent = place[: -len(str(key))]
    text = written(changed({f"{parent}{_AGAIN}{key}": here})).decode()
    return Broken(f"twice {place}", text.replace(_AGAIN, "").encode(), place)


def metric(name: str, **more: Json) -> dict[str, Json]:
    """A metric of which only the id matters."""
    return {"id": name, "name": name, "layer": "bridge", **more}


def link(name: str, driver: str, outcome: str, **more: Json) -> dict[str, Json]:
    """A link of which only the ends matter."""
    return {"id": name, "from": driver, "to": outcome, **more}


def small(
    metrics: Iterable[dict[str, Json]], links: Iterable[dict[str, Json]] = (), **more: Json
) -> dict[str, Json]:
    """The smallest plan with these metrics and links."""
    required = {"format": "enlace-plan/1", "title": "Prueba", "start": "2027-01"}
    return {**required, "metrics": list(metrics), "links": list(links), **more}
