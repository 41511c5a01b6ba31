"""Plans by the hundred, for Hypothesis: every plan here is valid under the plan format.

`fixed_plans()` has fixed numbers only and no noise, within ranges in which most plans can be
computed; `any_plans()` uses all that the format can say, for round trips. Both are plain
dictionaries as `json.load` gives them.

    @given(fixed_plans())
    def test_…(plan): simulate(plan, plan["scenarios"][0]["id"])
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
# Plans come from choices that Hypothesis makes and shrinks one by one, or from a seed: those
# cannot be shrunk, but no two of them are alike.
Dice = Draw | Random
Json = dict[str, Any]

# Ids that a careless reader of formulas would take apart.
NAMES = [
    "reach",
    "e1",
    "posts_2",
    "min_",
    "exp2",
    "x",
    "previous_sales",
    "log_e",
    "sum",
    "k" + "_9" * 31 + "k",
]
LAYERS = ["business", "bridge", "social", "lever", "investment"]
AREAS = "marketing sales service people partners community product finance digital".split()
UNITS = ["currency", "ratio", "hours", "score", "count", "leads", "señales"]
WINDOWS = ["month", "quarter", "year", "horizon"]
GRADES = ["meta-analysis", "experiment", "observational", "own-data", "expert", "practice"]
READ_HOW = ["read", "summary", "second-hand", "memory", "judgement"]


def whole(dice: Dice, low: int, high: int) -> int:
    """A whole number, both bounds among them; shrinks to the lower."""
    return dice.randint(low, high) if isinstance(dice, Random) else dice(st.integers(low, high))


def chance(dice: Dice, percent: int) -> bool:
    """True in about so many of a hundred; shrinks to False."""
    return whole(dice, 1, 100) > 100 - percent


def decimal(dice: Dice, low: float, high: float) -> float:
    """A number with two decimals, within the bounds."""
    return whole(dice, round(low * 100), round(high * 100)) / 100


def choice(dice: Dice, options: Sequence[Any]) -> Any:
    """One of these; shrinks to the first."""
    return options[whole(dice, 0, len(options) - 1)]


def some(dice: Dice, options: Sequence[Any], *, least: int, most: int) -> list[Any]:
    """Some of these, each at most once, in any order."""
    left = list(options)
    count = min(len(left), whole(dice, least, most))
    return [left.pop(whole(dice, 0, len(left) - 1)) for _ in range(count)]


def shuffled(dice: Dice, options: Sequence[Any]) -> list[Any]:
    """All of these in another order."""
    return some(dice, options, least=len(options), most=len(options))


def month(index: int) -> str:
    """A month as the format writes it; 0 is January of the year 0."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


# ── Formulas ────────────────────────────────────────────────────────────────────────────────────

POSITIVE = (
    "{a} + {b}",
    "{a} * {n}",
    "{a}*{b} / ({b} + {c})",
    "{a} / {b}",
    "min({a}, {b})",
    "max({a},{b}, {c})",
    "sqrt({a})",
    "({a})**0.5",
    "2 ** -({a} / (1e2 + {a}))",
    "{n} * exp(-({a}) / 1000)",
    "log(1.5 + {a})",
    "abs(-({a}))",
    "(1 + 2**-{x}**0.5) * 3**2**0.5 / {n}",
    "({a} + {b}) / {n} * {c}",
)
SIGNED = (
    "{a} - {b}",
    "-{x}**2 / 1e3",
    "-({a})",
    "({a} - {b})**3 / 1000000",
    "{a} - {b} - {c} + {n}",
    "{a} / -(1 + abs({b}))",
    "max(-{n}, {a} - {b})",
    "exp(({a} - {b}) / 1e6)",
    "{a} - -{b} * 2",
)
# Each of these has no value for some numbers.
RISKY = ("log({a} - {n})", "sqrt({a} - {n})", "{a} / ({b} - {n})", "({a} - {n})**1.5", "exp({a})")


def expression(dice: Dice, names: Sequence[str], *, depth: int = 2, signed: bool = False) -> str:
    """A formula over these names; positive for positive names unless it is `signed`."""
    if depth == 0 or chance(dice, 35):
        return _leaf(dice, names)
    shapes: Sequence[str] = SIGNED if signed and chance(dice, 60) else POSITIVE
    if signed and chance(dice, 4):
        shapes = RISKY
    shape = choice(dice, shapes)
    parts = {
        letter: _grouped(expression(dice, names, depth=depth - 1, signed=False))
        for letter in "abc"
        if f"{{{letter}}}" in shape
    }
    number = choice(dice, ["2", "0.5", "1e1", "2.5e-1", "7", "1.25"])
    return str(shape.format(**parts, n=number, x=_leaf(dice, names)))


def _leaf(dice: Dice, names: Sequence[str]) -> str:
    if not names or chance(dice, 15):
        return str(choice(dice, ["1", "3", "0.75", "12.5", "1e2", "4E-1"]))
    name = choice(dice, names)
    return f"cumulative({name})" if chance(dice, 8) else str(name)


def _grouped(text: str) -> str:
    return f"({text})" if " " in text else text


# ── Plans with fixed numbers ────────────────────────────────────────────────────────────────────


# What a plan has more of than others, since rare things have to meet to show a mistake.
THEMES = ["plain", "plain", "stops", "below", "stocks", "bounds", "loose", "long"]


@dataclass
class Sketch:
    """A plan while it is drawn: its metrics in an order in which each may read the earlier ones."""

    dice: Dice
    theme: str
    months: int
    start: int
    metrics: dict[str, Json] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    positive: set[str] = field(default_factory=set)
    links: list[Json] = field(default_factory=list)

    def chance(self, percent: int, **themes: int) -> bool:
        """True in about so many of a hundred draws; the plan's theme may name another number."""
        return chance(self.dice, themes.get(self.theme, percent))

    def whole(self, name: str) -> bool:
        """Whether a metric is put together by its formula, so that nothing else may act on it."""
        return self.metrics[name].get("over_time") == "formula"

    def guess(self, name: str) -> float:
        """A number of the order of a metric's level."""
        return float(self.metrics[name].get("baseline", 100))


@st.composite
def fixed_plans(draw: Draw) -> Json:
    """Plans in which every quantity is a number and nothing is noisy."""
    seeds = st.integers(0, 2**32)
    seed = draw(st.one_of(st.none(), seeds, seeds))
    return fixed_plan(draw if seed is None else Random(seed))


def fixed_plan(dice: Dice) -> Json:
    """One plan with fixed numbers; the same `random.Random` gives the same plan."""
    theme = choice(dice, THEMES)
    months = whole(dice, 14, 40) if theme == "long" else whole(dice, 1, 15)
    sketch = Sketch(dice, theme, months, start=whole(dice, 2019 * 12, 2031 * 12))
    names = some(dice, NAMES, least=1, most=8)
    kinds = ["input"] * 3 + ["driven"] * 3 + ["computed"] * 2 + ["stock"] * 2 + ["both"] * 3
    kinds += ["stock"] * 5 * (theme == "stocks") + ["both", "computed"] * 3 * (theme == "bounds")
    for place, name in enumerate(names):
        kind = "input" if place == 0 else choice(dice, kinds)
        sketch.kinds[name] = "blank" if sketch.chance(2, loose=15) else kind
        sketch.metrics[name] = _metric(sketch, name)
    for place, name in enumerate(names):
        _fill(sketch, name, names[:place])
    _rejected(sketch)
    return _plan(sketch)


def _metric(sketch: Sketch, name: str) -> Json:
    """What a metric is, before its formula and its links."""
    dice, kind = sketch.dice, sketch.kinds[name]
    metric: Json = {"id": name, "name": name.title(), "layer": choice(dice, LAYERS)}
    if chance(dice, 50):
        metric["unit"] = choice(dice, UNITS)
    if chance(dice, 40):
        metric["over_time"] = choice(dice, ["sum", "last", "mean"])
    if chance(dice, 25):
        metric["better"] = choice(dice, ["higher", "lower"])
    if kind in {"input", "driven"} or (kind != "blank" and sketch.chance(85, loose=50)):
        metric["baseline"] = choice(dice, [1, 40, 250, decimal(dice, 0.5, 1000)])
    if kind in {"input", "driven"}:
        _shape(sketch, metric)
    if sketch.chance(10, bounds=60, stocks=40, below=0):
        metric["min"] = choice(dice, [0, 0.5, 20, -100])
    if sketch.chance(10, bounds=60, stocks=40):
        metric["max"] = choice(dice, [50, 300.5, 5000])
    return metric


def _shape(sketch: Sketch, metric: Json) -> None:
    dice = sketch.dice
    if sketch.chance(3, below=35):
        metric["baseline"] = choice(dice, [0, -12.5, -12.5])
    if chance(dice, 40):
        metric["trend"] = decimal(dice, -0.15, 0.2) if chance(dice, 92) else 0.75
    if sketch.chance(30, stocks=60):
        metric["season"] = [choice(dice, [1, 0.6, 0.85, 1.25, 1.9, 2]) for _ in range(12)]
    if chance(dice, 10):
        metric["noise"] = 0


def _fill(sketch: Sketch, name: str, earlier: Sequence[str]) -> None:
    """The formula and the links of a metric, from those that come before it."""
    dice, metric, kind = sketch.dice, sketch.metrics[name], sketch.kinds[name]
    safe = [other for other in earlier if other in sketch.positive]
    signed = chance(dice, 35)
    if kind in {"computed", "both"}:
        metric["formula"] = expression(dice, earlier if signed else safe, signed=signed)
    if kind == "stock":
        metric["formula"] = _stock(sketch, name, safe)
    if kind == "computed" and "cumulative" not in metric["formula"] and chance(dice, 40):
        metric["over_time"] = "formula"
    calm = metric.get("baseline", 1) > 0 and not ("formula" in metric and signed)
    if kind in {"driven", "both"} and earlier:
        for _ in range(whole(dice, 1, 3)):
            driver = earlier[0] if sketch.chance(10, stops=70) else choice(dice, earlier)
            calm &= _link(sketch, driver, name)
    if metric.get("min", 0) > 0 or (calm and kind != "stock"):
        sketch.positive.add(name)


def _stock(sketch: Sketch, name: str, safe: Sequence[str]) -> str:
    """A formula that reads last month's value: its own, or that of any metric with a baseline."""
    dice = sketch.dice
    others = [n for n, m in sketch.metrics.items() if "baseline" in m]
    before = name if sketch.chance(60, stocks=35) or not others else choice(dice, others)
    if "baseline" not in sketch.metrics[before] and sketch.chance(90, loose=30):
        sketch.metrics[before]["baseline"] = 30
    shape = choice(dice, ["{p} * {k} + {e}", "{p} + {e} - {k}", "max(0, {e} - {k}*{p})", "{p}"])
    flow = _grouped(expression(dice, safe, depth=1))
    return str(shape.format(p=f"previous({before})", e=flow, k=choice(dice, ["0.9", "0.25", "1"])))


def _link(sketch: Sketch, driver: str, outcome: str) -> bool:
    """Add a link; whether it surely leaves its outcome above zero."""
    dice = sketch.dice
    link = _influence(sketch, driver)
    link |= {"id": f"link_{len(sketch.links)}", "from": driver, "to": outcome}
    if chance(dice, 30):
        link["status"] = choice(dice, ["hypothesis", "agreed", "measured"])
    if sketch.chance(2, loose=25):
        del link["size"]
    sketch.links.append(link)
    return link.get("effect") != "per_unit" or link.get("cap", 1) < 0.3


def _influence(sketch: Sketch, driver: str) -> Json:
    dice = sketch.dice
    safe = driver in sketch.positive
    link: Json = {}
    if not safe and sketch.chance(90, below=75):
        link["effect"] = "per_unit"
    elif sketch.chance(50, stops=0):
        link["effect"] = choice(dice, ["elasticity", "per_unit"])
    link["size"] = decimal(dice, -2, 2) * (2 if link.get("effect") == "per_unit" else 1)
    if sketch.chance(40, stops=15):
        link["lag"] = whole(dice, 0, 4) if chance(dice, 90) else 24
    if sketch.chance(40, stops=10):
        link["carryover"] = decimal(dice, 0, 0.95)
    if sketch.chance(35 if safe else 10, below=40):
        link["saturation"] = {"half": decimal(dice, 1, 300)}
        if chance(dice, 50):
            link["saturation"]["slope"] = choice(dice, [1, 0.5, 2, 3.3, 10])
    if sketch.chance(35, stops=70, bounds=60):
        link["cap"] = decimal(dice, 0.05, 2.5)
    return link


def _rejected(sketch: Sketch) -> None:
    """Links that count nowhere may run anywhere, against the order and in circles too."""
    dice, names = sketch.dice, list(sketch.metrics)
    for _ in range(whole(dice, 1, 2) if chance(dice, 20) else 0):
        link = _influence(sketch, names[0]) | {"id": f"link_{len(sketch.links)}"}
        link |= {"from": choice(dice, names), "to": choice(dice, names), "status": "rejected"}
        sketch.links.append(link)


def _plan(sketch: Sketch) -> Json:
    dice = sketch.dice
    plan: Json = {"format": "enlace-plan/1", "title": "Generated", "start": month(sketch.start)}
    if sketch.months != 12 or chance(dice, 50):
        plan["months"] = sketch.months
    money = [n for n in sketch.metrics if not sketch.whole(n)]
    if money and chance(dice, 60):
        plan["money"] = choice(dice, money)
        metric = sketch.metrics[plan["money"]]
        metric |= {"unit": "currency", "over_time": "sum"}
        metric.pop("better", None)
    # The order of a file means nothing, so a metric may stand before what it reads.
    plan["metrics"] = shuffled(dice, list(sketch.metrics.values()))
    plan["links"] = shuffled(dice, sketch.links)
    plan["goals"] = [_goal(sketch, n) for n in range(whole(dice, 0, 4))]
    plan["scenarios"] = [_scenario(sketch, n) for n in range(whole(dice, 1, 2))]
    return plan


def _goal(sketch: Sketch, number: int) -> Json:
    dice = sketch.dice
    wholes = [n for n in sketch.metrics if sketch.whole(n)]
    name = choice(dice, wholes if wholes and chance(dice, 50) else list(sketch.metrics))
    goal: Json = {"id": f"goal_{number}", "name": f"Goal {number}", "metric": name}
    goal["target"] = round(sketch.guess(name) * choice(dice, [1, 1.1, 3, 12, 0.5]), 2)
    last = sketch.months - 1
    goal["by"] = month(sketch.start + (last if chance(dice, 40) else whole(dice, 0, last)))
    if chance(dice, 75):
        goal["window"] = choice(dice, WINDOWS)
    if sketch.chance(4, loose=30):
        del goal[choice(dice, ["metric", "target", "by"])]
    return goal


def _scenario(sketch: Sketch, number: int) -> Json:
    dice = sketch.dice
    scenario: Json = {"id": f"scenario_{number}", "name": f"Scenario {number}"}
    free = [n for n in sketch.metrics if not sketch.whole(n)]
    if free:
        few = 0 if chance(dice, 10) else 1
        aims = some(dice, free, least=few, most=4)
        inputs = [n for n in aims if sketch.kinds[n] == "input"] or free[:1]
        # What is moved is an input more often than not.
        chosen = inputs if sketch.chance(50, stops=80) else aims
        chosen = free[:1] if sketch.chance(0, stops=60) else chosen
        scenario["targets"] = [_target(sketch, name) for name in chosen]
    if chance(dice, 60):
        scenario["costs"] = [_cost(sketch) for _ in range(whole(dice, 1, 3))]
    return scenario


def _target(sketch: Sketch, name: str) -> Json:
    dice = sketch.dice
    target: Json = {"metric": name}
    if chance(dice, 50):
        target["change"] = -1 if sketch.chance(5, stops=60) else decimal(dice, -0.6, 1.5)
    else:
        share = 0 if sketch.chance(5, stops=60) else choice(dice, [1.5, 0.5, 3, 1.25, 1])
        target["value"] = round(sketch.guess(name) * share, 2)
    first, by, until = sorted(whole(dice, 0, sketch.months - 1) for _ in range(3))
    if chance(dice, 50):
        target["from"] = month(sketch.start + first)
    if chance(dice, 60):
        target["by"] = month(sketch.start + by)
    if chance(dice, 30):
        target["until"] = month(sketch.start + until)
    if chance(dice, 30):
        target["delivery"] = decimal(dice, 0, 1.2)
    return target


def _cost(sketch: Sketch) -> Json:
    dice = sketch.dice
    cost: Json = {"metric": choice(dice, list(sketch.metrics))}
    for key in ("per_unit", "fixed", "monthly"):
        if chance(dice, 50):
            cost[key] = decimal(dice, -1 if chance(dice, 10) else 0, 50)
    return cost


# ── Quantities ──────────────────────────────────────────────────────────────────────────────────


@st.composite
def quantities(draw: Draw, low: float = -100, high: float = 100, *, nested: int = 1) -> Json:
    """Quantities of every shape, with bounds or quantiles within `low`…`high`."""
    shape = choice(
        draw,
        ["number", "span", "normal", "sd", "lognormal", "beta", "triangular", "pert", "uniform"]
        + ["mixture"] * (nested > 0),
    )
    if shape == "number":
        return decimal(draw, low, high)  # type: ignore[return-value]  # a number is one too
    if shape == "sd":
        mean, sd = decimal(draw, low, high), decimal(draw, 0.01, 20)
        return {"shape": "normal", "mean": mean, "sd": sd}
    if shape == "mixture":
        return _mixture(draw, quantities(low, high, nested=nested - 1))
    if shape == "lognormal":
        return _ordered(draw, max(low, 0.01), high, shape)
    if shape == "beta":
        return _ordered(draw, 0.01, 0.99, shape)
    return _ordered(draw, low, high, shape)


def _ordered(draw: Draw, low: float, high: float, shape: str) -> Json:  # noqa: PLR0917  bounds, then what
    """An object with its bounds in order; `span` is the one without a shape."""
    bottom = draw(st.integers(round(low * 100), round(high * 100) - 1))
    top = draw(st.integers(bottom + 1, round(high * 100)))
    if shape in {"triangular", "pert"}:
        mode = draw(st.integers(bottom, top)) / 100
        return {"shape": shape, "low": bottom / 100, "mode": mode, "high": top / 100}
    if shape == "uniform":
        return {"shape": shape, "low": bottom / 100, "high": top / 100}
    ends = {"p10": bottom / 100, "p90": top / 100}
    return ends if shape == "span" else {"shape": shape} | ends


def _mixture(draw: Draw, parts: st.SearchStrategy[Any]) -> Json:
    of = draw(st.lists(parts, min_size=1, max_size=3))
    mixture = {"shape": "mixture", "of": of}
    if chance(draw, 50):
        mixture["weights"] = [choice(draw, [1, 0.5, 3])] + [choice(draw, [0, 1, 2.5])] * (
            len(of) - 1
        )
    return mixture


@st.composite
def carryovers(draw: Draw, *, nested: int = 1) -> Json:
    """Quantities that cannot leave [0, 1)."""
    shape = choice(
        draw, ["number", "span", "beta", "triangular", "pert", "uniform"] + ["mixture"] * nested
    )
    if shape == "number":
        return decimal(draw, 0, 0.99)  # type: ignore[return-value]  # a number is one too
    if shape == "mixture":
        return _mixture(draw, carryovers(nested=0))
    return _ordered(draw, 0.01 if shape in {"span", "beta"} else 0, 0.99, shape)


@st.composite
def halves(draw: Draw, *, nested: int = 1) -> Json:
    """Quantities that stay above 0."""
    shape = choice(
        draw,
        ["number", "span", "lognormal", "triangular", "pert", "uniform"] + ["mixture"] * nested,
    )
    if shape == "number":
        return decimal(draw, 0.01, 500)  # type: ignore[return-value]  # a number is one too
    if shape == "mixture":
        return _mixture(draw, halves(nested=0))
    return _ordered(draw, 0.01, 500, shape)


# ── Plans with all that the format can say ──────────────────────────────────────────────────────

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
ODD = [
    "¿Cuánto cuesta? «Nada» – 0 €",
    "e\u0301 is not é",
    "👩🏽‍💻 \U0001f1ea\U0001f1f8",
    "\u202eright to left",
    "a\u200bb\ufeffc\u00a0d\u2028e",
    "</script><b>&amp;'\"\\",
    '=HYPERLINK("x")',
    "${x} {{y}} %s",
    "\u0627\u0644\u0645\u0628\u064a\u0639\u0627\u062a",
    "null",
    "\U0010fffd\ufffe",
]


@st.composite
def names_of_things(draw: Draw) -> str:
    """Names and titles: one line of 1 to 120 characters."""
    if chance(draw, 30):
        return str(choice(draw, [*ODD, "ñ" * 120, "A"]))
    return "N" + str(draw(st.text(CHARACTERS, max_size=20)))


@st.composite
def texts(draw: Draw) -> str:
    """Texts of up to 2,000 characters, which may have several lines."""
    if chance(draw, 40):
        return str(choice(draw, ["", *ODD, "first\n\tsecond\n", "ü" * 2000, " "]))
    return str(draw(st.text(st.one_of(CHARACTERS, st.sampled_from("\n\t")), max_size=30)))


@st.composite
def any_plans(draw: Draw) -> Json:
    """Plans that use everything the format allows."""
    plan: Json = draw(fixed_plans())
    plan["title"] = draw(names_of_things())
    people = [_person(draw, n) for n in range(draw(st.integers(0, 3)))]
    evidence = [_evidence(draw, n) for n in range(draw(st.integers(0, 2)))]
    everyone = [person["id"] for person in people]
    _dress(draw, plan, everyone)
    for link in plan["links"]:
        if evidence and chance(draw, 40):
            link["evidence"] = [entry["id"] for entry in evidence]
    for key, entries in (("people", people), ("evidence", evidence)):
        if entries or chance(draw, 50):
            plan[key] = entries
    _dress_plan(draw, plan)
    return dict(draw(st.permutations(list(plan.items()))))


def _dress(draw: Draw, plan: Json, everyone: Sequence[str]) -> None:
    """Give all that the plan lists what numbers do not need: words, owners, ranges."""
    for metric in plan["metrics"]:
        _dress_metric(draw, plan, metric)
        _owned(draw, metric, everyone)
    for link in plan["links"]:
        _dress_link(draw, link, everyone)
    for goal in plan["goals"]:
        _owned(draw, goal, everyone)
        _described(draw, goal, ["why"])
        if chance(draw, 30):
            goal["area"] = choice(draw, AREAS)
    for scenario in plan["scenarios"]:
        scenario["name"] = draw(names_of_things())
        for target in scenario.get("targets", []):
            if chance(draw, 30):
                target["delivery"] = draw(quantities(0, 1))


def _described(draw: Draw, thing: Json, keys: Sequence[str]) -> None:
    thing |= {key: draw(texts()) for key in keys if chance(draw, 25)}


def _owned(draw: Draw, thing: Json, everyone: Sequence[str]) -> None:
    thing["name"] = draw(names_of_things())
    if chance(draw, 40):
        thing["owner"] = choice(draw, ["", *everyone])


def _person(draw: Draw, number: int) -> Json:
    person = {
        "id": f"{choice(draw, ['ana', 'p', 'z_' + 'q' * 58])}_{number}",
        "name": draw(names_of_things()),
        "role": draw(texts()),
    }
    if chance(draw, 80):
        person["side"] = choice(draw, ["business", "social", "other"])
    return person


def _evidence(draw: Draw, number: int) -> Json:
    return {
        "id": f"evidence_{number}",
        "grade": choice(draw, GRADES),
        "cite": draw(texts()),
        "note": draw(texts()),
        "doi": choice(draw, ["", "10.1509/jmr.10.0244", "10.1000/182"]),
        "url": choice(draw, ["", "https://example.org/a?b=c&d=%20#e"]),
        "published": draw(texts()),
        "verified": choice(draw, READ_HOW),
    }


def _dress_metric(draw: Draw, plan: Json, metric: Json) -> None:
    if "baseline" in metric and chance(draw, 50):
        metric["baseline"] = draw(st.one_of(quantities(-1000, 1000), _numbers()))
    if "formula" not in metric and chance(draw, 30):
        metric["trend"] = draw(quantities(-1, 1))
    if metric.get("over_time") != "formula" and chance(draw, 30):
        metric["noise"] = choice(draw, [0, 0.05, 1, 2])
    if chance(draw, 30):
        metric["feasible"] = {"low": decimal(draw, -5, 0), "high": decimal(draw, 0.5, 900)}
        if chance(draw, 50):
            metric["feasible"]["whole"] = choice(draw, [True, False])
    if chance(draw, 50):
        metric["area"] = choice(draw, AREAS)
    _described(draw, metric, ["source", "network", "definition"])
    if chance(draw, 20):
        metric["catalogue"] = choice(draw, ["", "engagement_rate"])
    if chance(draw, 30):
        x, y = draw(_numbers()), draw(_numbers())
        plan.setdefault("layout", {})[metric["id"]] = [x, y]
    if chance(draw, 30):
        seen = draw(st.dictionaries(st.integers(2015 * 12, 2035 * 12), _numbers(), max_size=3))
        plan.setdefault("observations", {})[metric["id"]] = {month(m): n for m, n in seen.items()}


def _numbers() -> st.SearchStrategy[float]:
    """All finite numbers, and the whole ones that a person writes."""
    return st.one_of(st.integers(-(10**6), 10**6), st.floats(allow_nan=False, allow_infinity=False))


def _dress_link(draw: Draw, link: Json, everyone: Sequence[str]) -> None:
    if "size" in link and chance(draw, 60):
        link["size"] = draw(quantities(-3, 3))
    if "carryover" in link and chance(draw, 60):
        link["carryover"] = draw(carryovers())
    if "saturation" in link and chance(draw, 60):
        link["saturation"]["half"] = draw(halves())
    _described(draw, link, ["why"])
    if chance(draw, 20):
        link["catalogue"] = choice(draw, ["", "reach_to_visits"])
    if not everyone:
        return
    if chance(draw, 40):
        link["agreed_by"] = [_signature(draw, link, who, everyone) for who in everyone]
    if chance(draw, 40):
        link["opinions"] = [_opinion(draw, who) for who in everyone]


def _signature(draw: Draw, link: Json, who: str, everyone: Sequence[str]) -> Json:  # noqa: PLR0917  as it reads
    here = link.get("size", 0.5)
    return {
        "by": who,
        "on": draw(st.dates(date(1999, 1, 1), date(2099, 12, 31))).isoformat(),
        "size": here if chance(draw, 60) else draw(quantities(-3, 3)),
        "recorded_by": choice(draw, everyone),
    }


def _opinion(draw: Draw, who: str) -> Json:
    opinion = {"by": who, "size": draw(quantities(-3, 3)), "note": draw(texts())}
    if chance(draw, 50):
        opinion["weight"] = choice(draw, [1, 0.5, 3])
    return opinion


def _dress_plan(draw: Draw, plan: Json) -> None:
    _described(draw, plan, ["ask"])
    if chance(draw, 70):
        plan["language"] = choice(draw, ["es", "en", "pt"])
    if chance(draw, 70):
        plan["currency"] = choice(draw, ["EUR", "USD", "MXN", "COP", "BRL", "JPY"])
    if chance(draw, 40):
        plan["budget"] = {"marketing": decimal(draw, 0, 9e6), "social": decimal(draw, 0, 9e5)}
    if chance(draw, 40):
        answered = draw(st.lists(st.sampled_from(["q1", "listening", "goals_set"]), unique=True))
        plan["maturity"] = {question: choice(draw, [0, 1, 2, 3]) for question in answered}
    for key in ("metrics", "links", "goals", "scenarios"):
        if not plan[key] and chance(draw, 50):
            del plan[key]
