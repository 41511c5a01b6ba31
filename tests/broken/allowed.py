"""Unusual plans that the format allows: edge values, unfinished plans, loops over time."""

import json
from dataclasses import dataclass

from .plans import (
    MISSING,
    WHOLE,
    Json,
    changed,
    link,
    literal,
    metric,
    small,
    written,
)


@dataclass(frozen=True)
class Allowed:
    """A file that must be accepted."""

    name: str
    content: bytes


def _whole(name: str, changes: dict[str, Json]) -> Allowed:
    return Allowed(name, written(changed(changes)))


def _small(name: str, *metrics: dict[str, Json], **more: Json) -> Allowed:
    return Allowed(name, written(small(metrics, **more)))


def _one_month() -> dict[str, Json]:
    target = {"metric": "posts", "value": 20, "from": "2027-01", "by": "2027-01"}
    return {
        "months": 1,
        "goals[0].by": "2027-01",
        "goals[1].by": "2027-01",
        "scenarios[0].targets": [target, {"metric": "ads", "change": -1, "until": "2027-01"}],
    }


_BASE = (
    _whole("the whole plan", {}),
    _small("the smallest plan"),
    Allowed(
        "without any list",
        b'{"format": "enlace-plan/1", "title": "Nada", "start": "2027-01"}',
    ),
    Allowed("in ASCII with escapes", json.dumps(WHOLE).encode()),
    Allowed("over many lines", b"\n\t " + json.dumps(WHOLE, indent=4).encode() + b"\r\n"),
    Allowed(
        "keys in another order",
        written(dict(reversed(WHOLE.items()))),
    ),
    _whole(
        "empty lists and objects",
        {
            "maturity": {},
            "layout": {},
            "observations": {"visits": {}},
            "scenarios": [],
            "goals": [],
            "links[0].evidence": [],
            "links[0].agreed_by": [],
            "links[0].opinions": [],
            "links[1].evidence": [],
        },
    ),
    _whole(
        "empty texts", {"ask": "", "metrics[3].owner": "", "goals[0].owner": "", "links[0].why": ""}
    ),
)

_EDGES = (
    _whole("horizon of 1 month", _one_month()),
    _whole("horizon of 120 months", {"months": 120, "goals[0].by": "2036-12"}),
    _whole("by in the last month", {"scenarios[0].targets[1].by": "2027-12"}),
    _whole("from in the last month", {"scenarios[0].targets[1].from": "2027-12"}),
    _whole("until in the first month", {"scenarios[0].targets[1].until": "2027-01"}),
    _whole("lag of 24", {"links[0].lag": 24}),
    _whole("lag longer than the horizon", _one_month() | {"links[0].lag": 24}),
    _whole("noise of 2", {"metrics[3].noise": 2}),
    _whole("a tiny factor in a season", {"metrics[3].season": [1e-9] * 11 + [1e9]}),
    _whole("slope of 10", {"links[0].saturation.slope": 10}),
    _whole("slope left out", {"links[0].saturation": {"half": 10}}),
    _whole("a cap far above 1", {"links[0].cap": 25}),
    _whole("a tiny cap", {"links[0].cap": 1e-12}),
    _whole("maturity 3", {"maturity": {"Q01": 3, "Q02": 0}}),
    _whole("leap day", {"links[0].agreed_by[0].on": "2028-02-29"}),
    _whole("another currency", {"currency": "MXN"}),
    _whole("in Portuguese", {"language": "pt"}),
    _whole("opinion of weight 0", {"links[0].opinions[0].weight": 0}),
    _whole("layout far away", {"layout.revenue": [-1e6, 1e-6]}),
    _whole("change of -100 %", {"scenarios[0].targets[1].change": -1}),
    _whole("value of 0", {"scenarios[0].targets[0].value": 0}),
    _whole("a negative goal", {"goals[0].target": -5}),
    _whole("trend beyond the clipping", {"metrics[3].trend": {"p10": -2, "p90": 2}}),
    _whole("budget of 0", {"budget": {"marketing": 0, "social": 0}}),
    _whole(
        "observed long before the start", {"observations.visits": {"2019-02": 3, "2026-12": -1}}
    ),
    _whole("observed after the horizon", {"observations.visits": {"2031-02": 3}}),
    _whole("signed without the business side", {"links[0].agreed_by[0].by": "bruno"}),
    _whole("signed for another size", {"links[0].agreed_by[0].size": 0.3}),
    Allowed("a number that rounds to 0", literal("", "metrics[1].baseline", "1e-999").content),
    Allowed(
        "the largest number", literal("", "metrics[1].baseline", "1.7976931348623157e308").content
    ),
    Allowed(
        "a number with a long tail", literal("", "metrics[1].baseline", "0." + "3" * 5_000).content
    ),
    Allowed("a number of 300 digits", literal("", "metrics[1].baseline", "9" * 300).content),
    Allowed("a pair of surrogates", literal("", "metrics[0].name", r'"\ud83e\udd56"').content),
)

_WORDS = (
    _whole("name of 120 characters", {"metrics[0].name": "ñ" * 120, "title": "n" * 120}),
    _whole("name of 120 loaves", {"metrics[0].name": "\N{BAGUETTE BREAD}" * 120}),
    _whole("text of 2,000 characters", {"ask": "n" * 2_000, "links[0].why": "ñ" * 2_000}),
    _whole("newline and tab in a text", {"ask": "one\n\ttwo\n", "links[0].why": "\n"}),
    _whole("markup in a text", {"title": "<script>alert(1)</script>", "ask": "=1+1"}),
    _whole("right to left", {"title": "مخبز"}),
    _whole("a unit of the team's own", {"metrics[8].unit": "cafés"}),
    _whole("two equal names", {"metrics[1].name": "Ingresos"}),
    _small("id of 64 characters", metric("a" + "_9" * 31 + "z", baseline=1)),
    _small("id of one letter", metric("e", baseline=1), metric("f", formula="2 * e + 2e1")),
    _small(
        "ids that other languages reserve",
        *(
            metric(name, baseline=1)
            for name in ("class", "lambda", "in", "is", "not", "if", "true", "nan", "inf", "null")
        ),
        metric("sum", formula="class * lambda + in - is / not ** if + true"),
        metric("pi", formula="max(nan, inf, null)"),
    ),
    _small(
        "ids that are keys of the format",
        *(metric(name, baseline=1) for name in ("id", "metrics", "baseline", "p10", "items")),
        observations={"items": {"2026-12": 1}, "id": {}},
        layout={"metrics": [0, 0], "items": [1, 1]},
    ),
    _small("ids that differ in an underscore", metric("a_b"), metric("ab"), metric("a__b")),
)


def _baseline(name: str, quantity: Json) -> Allowed:
    return _whole(f"quantity: {name}", {"metrics[3].baseline": quantity})


def _mixture(*parts: Json, **more: Json) -> dict[str, Json]:
    return {"shape": "mixture", "of": list(parts), **more}


def _nested(levels: int) -> Json:
    return 1 if not levels else _mixture(_nested(levels - 1), 2)


_QUANTITIES = (
    _baseline("negative", -3.5),
    _baseline("zero", 0),
    _baseline("p10 negative", {"p10": -1, "p90": 2}),
    _baseline("p10 zero", {"p10": 0, "p90": 2}),
    _baseline("both negative", {"p10": -2, "p90": -1}),
    _baseline("normal with p10 negative", {"shape": "normal", "p10": -2, "p90": -1}),
    _baseline("almost no range", {"p10": 1, "p90": 1.0000001}),
    _baseline("a huge range", {"p10": 1e-6, "p90": 1e6}),
    _baseline("mode at low", {"shape": "triangular", "low": 1, "mode": 1, "high": 2}),
    _baseline("mode at high", {"shape": "pert", "low": 1, "mode": 2, "high": 2}),
    _baseline("negative uniform", {"shape": "uniform", "low": -2, "high": -1}),
    _baseline("mixture without weights", _mixture({"p10": 1, "p90": 2}, {"p10": -1, "p90": 3})),
    _baseline("mixture of one", _mixture(3)),
    _baseline("all weights 0 but one", _mixture(1, 2, 3, weights=[0, 0, 0.001])),
    _baseline("mixtures in mixtures", _nested(10)),
    _whole("carryover 0", {"links[0].carryover": 0}),
    _whole("carryover almost 1", {"links[0].carryover": 0.999999}),
    _whole("carryover beta", {"links[0].carryover": {"shape": "beta", "p10": 0.2, "p90": 0.9}}),
    _whole(
        "carryover between bounds",
        {
            "links[0].carryover": {"shape": "uniform", "low": 0, "high": 0.9},
            "links[1].carryover": {"shape": "pert", "low": 0, "mode": 0.1, "high": 0.9},
        },
    ),
    _whole("carryover pooled", {"links[0].carryover": _mixture(0, {"p10": 0.2, "p90": 0.4})}),
    _whole("half pooled", {"links[0].saturation.half": _mixture(8, {"p10": 5, "p90": 9})}),
    _whole(
        "half between bounds",
        {"links[0].saturation.half": {"shape": "triangular", "low": 1, "mode": 1, "high": 9}},
    ),
    _whole("half of a tiny number", {"links[0].saturation.half": 1e-9}),
    _whole("size 0", {"links[0].size": 0}),
    _whole("size negative", {"links[0].size": {"p10": -0.4, "p90": -0.1}}),
    _whole("delivery above 1", {"scenarios[0].targets[0].delivery": {"p10": 0.8, "p90": 1.1}}),
)


def _formula(name: str, text: str) -> Allowed:
    return _whole(f"formula: {name}", {"metrics[0].formula": text})


_FORMULAS = (
    _formula("40 parentheses", "(" * 40 + "orders" + ")" * 40),
    _formula("40 calls", "abs(" * 40 + "orders" + ")" * 40),
    _formula("40 signs", "-" * 40 + "orders"),
    _formula("40 powers", "orders" + "**1" * 40),
    _formula("40 levels of all kinds", "abs(-(" * 13 + "orders**2" + "))" * 13),
    _formula("40 levels side by side", "(" * 40 + "orders" + ")" * 40 + " + -orders" + "**1" * 39),
    _formula("a chain of 900 plus signs", "orders" + "+1" * 900),
    _formula("a chain of 900 times signs", "orders" + "*1" * 900),
    _formula("a chain of 900 minus signs", "orders" + "-1" * 900),
    _formula("a chain of 900 divisions", "orders" + "/1" * 900),
    _formula("a chain inside a call", "max(0, orders" + "+1" * 900 + ")"),
    _formula("2,000 characters", "orders+" + "1" + "+1" * 996),
    _formula("many arguments", "max(orders" + ",1" * 300 + ")"),
    _formula("a number alone", "7"),
    _formula("a metric alone", "orders"),
    _formula("exponents", "orders * 1e3 + 2.5e-3 + 1.5e+2"),
    _formula("negative exponent of a power", "orders ** -1"),
    _formula("two signs", "orders - -basket"),
    _formula("without spaces", "orders*basket-min(orders,basket)**2/3"),
    _formula("spaces everywhere", " ( orders * basket )  -  max ( orders , 2 ) "),
    _formula("every function", "min(1,2)+max(1,2)+abs(orders)+sqrt(4)+exp(0)+log(1)"),
    _formula("previous and cumulative", "previous(orders) + cumulative(orders)"),
    _formula("division by zero", "orders / 0"),
    _formula("a root outside its domain", "sqrt(-1) + log(0)"),
    _whole("trend 0 beside a formula", {"metrics[0].trend": 0}),
    _whole("noise beside a formula", {"metrics[0].noise": 0.2}),
    _whole("a link to a computed metric", {"links[0].to": "revenue"}),
    _whole("a target on a computed metric", {"scenarios[0].targets[0].metric": "revenue"}),
    _whole("a target on an influenced metric", {"scenarios[0].targets[0].metric": "visits"}),
)

_REJECTED = link("no", "visits", "visits", size=1, status="rejected")
_BACK = link("back", "orders", "visits", size=1, status="rejected")
_CHAIN = [metric(f"m{n}", baseline=1) for n in range(5_000)]
_ALONG = [link(f"l{n}", f"m{n}", f"m{n + 1}", size=0.1) for n in range(4_999)]
_MANY = [link(f"l{n}", "m0", "m1", size=0.1) for n in range(20_000)]
_LADDER = [
    link(f"l{n}_{a}_{b}", f"m{2 * n + a}", f"m{2 * n + 2 + b}", size=0.1)
    for n in range(100)
    for a in (0, 1)
    for b in (0, 1)
]
_FORMULA_CHAIN = [metric("m0", baseline=1)] + [
    metric(f"m{n}", formula=f"m{n - 1} + 1") for n in range(1, 3_000)
]

_GRAPHS = (
    _whole("two links between the same metrics", {"links[3]": link("twin", "posts", "visits")}),
    _whole(
        "previous() of itself",
        {"metrics[0].formula": "previous(revenue)", "metrics[0].baseline": 1},
    ),
    _whole(
        "previous() closing a loop of two formulas",
        {"metrics[0].formula": "followers", "metrics[7].formula": "previous(revenue) + 1"},
    ),
    _whole(
        "previous() closing a loop with a link",
        {"metrics[7].formula": "previous(revenue)", "links[3]": link("f", "followers", "visits")},
    ),
    _whole("a rejected link to itself", {"links[3]": _REJECTED}),
    _whole("a rejected link closing a loop", {"links[3]": _BACK}),
    _whole(
        "a rejected link to over_time formula",
        {"links[3]": link("no", "posts", "conversion", size=1, status="rejected")},
    ),
    _whole(
        "over_time formula of over_time formula",
        {
            "metrics[9]": metric("twice", formula="2 * conversion", over_time="formula"),
            "goals[0].metric": "conversion",
        },
    ),
    _whole("a link from over_time formula", {"links[3]": link("c", "conversion", "answer_time")}),
    _whole("noise of 0 with over_time formula", {"metrics[6].noise": 0}),
    Allowed("a chain of 5,000 metrics", written(small(_CHAIN, _ALONG))),
    Allowed("a chain of 3,000 formulas", written(small(_FORMULA_CHAIN))),
    Allowed("20,000 links", written(small(_CHAIN[:2], _MANY))),
    Allowed("a ladder with 2**100 ways up", written(small(_CHAIN[:202], _LADDER))),
)

_UNFINISHED = (
    _whole("no baselines", {f"metrics[{n}].baseline": MISSING for n in (1, 2, 3, 4, 5, 8)}),
    _whole("no size", {"links[0].size": MISSING}),
    _whole("a goal in name only", {"goals[0]": {"id": "more_revenue", "name": "Más"}}),
    _whole("a goal without target", {"goals[0].target": MISSING}),
    _whole("a goal without month", {"goals[0].by": MISSING}),
    _whole("a goal without metric", {"goals[0].metric": MISSING}),
    _whole("previous() without a baseline", {"metrics[7].baseline": MISSING}),
    _whole("a target on an unknown metric", {"metrics[4].baseline": MISSING}),
    _whole("no money", {"money": MISSING}),
    _whole("no budget", {"budget": MISSING}),
    _small("a metric in name only", metric("visits")),
    _small(
        "a tree in names only",
        metric("visits"),
        metric("orders"),
        links=[link("l", "visits", "orders")],
        scenarios=[{"id": "s", "name": "S"}],
    ),
)

_OPTIONAL = (
    "ask",
    "language",
    "currency",
    "months",
    "goals",
    "scenarios",
    "maturity",
    "observations",
    "layout",
    "people[0].side",
    "metrics[0].area",
    "metrics[0].better",
    "metrics[0].over_time",
    "metrics[0].source",
    "metrics[0].definition",
    "metrics[0].owner",
    "metrics[3].network",
    "metrics[3].trend",
    "metrics[3].season",
    "metrics[3].noise",
    "metrics[3].min",
    "metrics[3].max",
    "metrics[4].feasible",
    "metrics[4].feasible.whole",
    "links[0].effect",
    "links[0].lag",
    "links[0].carryover",
    "links[0].saturation",
    "links[0].saturation.slope",
    "links[0].cap",
    "links[0].status",
    "links[0].why",
    "links[0].evidence",
    "links[0].agreed_by",
    "links[0].opinions",
    "links[0].opinions[0].weight",
    "links[1].size.weights",
    "goals[0].window",
    "goals[0].owner",
    "goals[0].why",
    "goals[0].area",
    "scenarios[0].targets",
    "scenarios[0].targets[0].from",
    "scenarios[0].targets[0].by",
    "scenarios[0].targets[0].until",
    "scenarios[0].targets[0].delivery",
    "scenarios[0].costs",
    "scenarios[0].costs[0].per_unit",
    "scenarios[0].costs[0].fixed",
    "scenarios[0].costs[0].monthly",
)

ALLOWED: tuple[Allowed, ...] = (
    *(_whole(f"nothing for {place}", {place: MISSING}) for place in _OPTIONAL),
    *_BASE,
    *_EDGES,
    *_WORDS,
    *_QUANTITIES,
    *_FORMULAS,
    *_GRAPHS,
    *_UNFINISHED,
)
