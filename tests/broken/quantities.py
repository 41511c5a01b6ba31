"""Quantities outside the bounds of their shapes, and of the place where they stand."""

from .plans import Broken, Json, changed, valued, written


def _shape(shape: str, **keys: Json) -> dict[str, Json]:
    return {"shape": shape, **keys}


def _mixture(*parts: Json, **more: Json) -> dict[str, Json]:
    return {"shape": "mixture", "of": list(parts), **more}


_TWISTED = {"p10": 3, "p90": 2}
_DEEP = _mixture(1, _mixture(2, _mixture({"p10": 1, "p90": 2}, _TWISTED)))

# For each quantity that no place allows, the key that is wrong ("" for the quantity itself).
_ANYWHERE: tuple[tuple[str, Json, str], ...] = (
    ("no keys", {}, ""),
    ("only a shape", _shape("normal"), ""),
    ("no shape", {"mean": 1, "sd": 1}, ""),
    ("no shape, three points", {"low": 1, "mode": 2, "high": 3}, ""),
    ("unknown shape", _shape("cauchy", p10=1, p90=2), ".shape"),
    ("shape in capitals", _shape("Normal", mean=1, sd=1), ".shape"),
    ("shape a number", _shape("normal", mean=1, sd=1) | {"shape": 3}, ".shape"),
    ("two ways at once", _shape("normal", mean=1, sd=1, p10=1, p90=2), ""),
    ("p50 as well", {"p10": 1, "p50": 2, "p90": 3}, ".p50"),
    ("p10 alone", {"p10": 1}, ".p90"),
    ("p90 alone", {"p90": 1}, ".p10"),
    ("p10 is p90", {"p10": 2, "p90": 2}, ".p10"),
    ("p10 above p90", _TWISTED, ".p10"),
    ("negative p10 above p90", {"p10": -1, "p90": -2}, ".p10"),
    ("normal p10 is p90", _shape("normal", p10=2, p90=2), ".p10"),
    ("normal p10 above p90", _shape("normal", p10=3, p90=2), ".p10"),
    ("normal sd 0", _shape("normal", mean=1, sd=0), ".sd"),
    ("normal sd negative", _shape("normal", mean=1, sd=-1), ".sd"),
    ("normal without sd", _shape("normal", mean=1), ""),
    ("normal without mean", _shape("normal", sd=1), ""),
    ("normal without p90", _shape("normal", p10=1), ""),
    ("lognormal p10 0", _shape("lognormal", p10=0, p90=2), ".p10"),
    ("lognormal p10 negative", _shape("lognormal", p10=-1, p90=2), ".p10"),
    ("lognormal p10 above p90", _shape("lognormal", p10=3, p90=2), ".p10"),
    ("lognormal by mean", _shape("lognormal", mean=1, sd=1), ""),
    ("beta p10 0", _shape("beta", p10=0, p90=0.5), ".p10"),
    ("beta p10 negative", _shape("beta", p10=-0.1, p90=0.5), ".p10"),
    ("beta p90 1", _shape("beta", p10=0.5, p90=1), ".p90"),
    ("beta p90 above 1", _shape("beta", p10=0.5, p90=1.5), ".p90"),
    ("beta p10 above p90", _shape("beta", p10=0.6, p90=0.5), ".p10"),
    ("beta by shape parameters", _shape("beta", alpha=2, beta=3), ""),
    ("triangular low is high", _shape("triangular", low=1, mode=1, high=1), ""),
    ("triangular mode below low", _shape("triangular", low=1, mode=0, high=3), ""),
    ("triangular mode above high", _shape("triangular", low=1, mode=4, high=3), ""),
    ("triangular low above high", _shape("triangular", low=3, mode=2, high=1), ""),
    ("triangular without mode", _shape("triangular", low=1, high=3), ".mode"),
    ("pert low is high", _shape("pert", low=1, mode=1, high=1), ""),
    ("pert mode below low", _shape("pert", low=1, mode=0, high=3), ""),
    ("pert mode above high", _shape("pert", low=1, mode=4, high=3), ""),
    ("pert without high", _shape("pert", low=1, mode=2), ".high"),
    ("pert with a parameter", _shape("pert", low=1, mode=2, high=3, shape_parameter=8), ""),
    ("uniform low is high", _shape("uniform", low=1, high=1), ""),
    ("uniform low above high", _shape("uniform", low=2, high=1), ""),
    ("uniform with a mode", _shape("uniform", low=1, high=3, mode=2), ".mode"),
    ("uniform without low", _shape("uniform", high=3), ".low"),
    ("mixture of nothing", _mixture(), ".of"),
    ("mixture without parts", _shape("mixture"), ".of"),
    ("mixture of a text", _mixture(1, "two"), ".of[1]"),
    ("mixture of a list", _mixture(1, [2]), ".of[1]"),
    ("mixture with a twisted part", _mixture(1, _TWISTED), ".of[1].p10"),
    ("mixture with a part deep inside", _DEEP, ".of[1].of[1].of[1].p10"),
    ("mixture of an empty mixture", _mixture(1, _mixture()), ".of[1].of"),
    ("mixture with a null deep inside", _mixture(1, _mixture(2, None)), ".of[1].of[1]"),
    ("mixture with weights inside", _mixture(1, {"p10": 1, "p90": 2, "w": 1}), ".of[1].w"),
    ("weights negative", _mixture(1, 2, weights=[-1, 2]), ".weights"),
    ("weights all 0", _mixture(1, 2, weights=[0, 0]), ".weights"),
    ("weights too few", _mixture(1, 2, weights=[1]), ".weights"),
    ("weights too many", _mixture(1, 2, weights=[1, 1, 1]), ".weights"),
    ("weights none", _mixture(1, 2, weights=[]), ".weights"),
    ("weights in words", _mixture(1, 2, weights=["1", 1]), ".weights"),
    ("weights by name", _mixture(1, 2, weights={"ana": 1, "bruno": 1}), ".weights"),
    ("weights without mixture", {"p10": 1, "p90": 2, "weights": [1]}, ".weights"),
    ("weights deep inside", _mixture(1, _mixture(2, weights=[0])), ".of[1].weights"),
)

_PLACES = (
    "metrics[3].trend",
    "links[0].size",
    "links[0].carryover",
    "links[0].saturation.half",
    "links[0].agreed_by[0].size",
    "links[0].opinions[0].size",
    "links[1].size.of[1]",
    "scenarios[0].targets[0].delivery",
)

# Families that can leave [0, 1).
_NO_CARRYOVER: tuple[tuple[str, Json], ...] = (
    ("1", 1),
    ("above 1", 1.2),
    ("negative", -0.1),
    ("normal", _shape("normal", p10=0.2, p90=0.4)),
    ("normal by sd", _shape("normal", mean=0.3, sd=0.01)),
    ("lognormal", _shape("lognormal", p10=0.2, p90=0.4)),
    ("quantiles with p10 0", {"p10": 0, "p90": 0.4}),
    ("quantiles with p10 negative", {"p10": -0.1, "p90": 0.4}),
    ("quantiles with p90 1", {"p10": 0.2, "p90": 1}),
    ("quantiles with p90 above 1", {"p10": 0.2, "p90": 1.5}),
    ("uniform above 1", _shape("uniform", low=0.2, high=1.2)),
    ("uniform below 0", _shape("uniform", low=-0.2, high=0.5)),
    ("triangular above 1", _shape("triangular", low=0, mode=0.5, high=1.1)),
    ("triangular below 0", _shape("triangular", low=-0.1, mode=0.5, high=0.9)),
    ("pert above 1", _shape("pert", low=0, mode=0.5, high=1.1)),
    ("pert below 0", _shape("pert", low=-0.1, mode=0.5, high=0.9)),
    ("mixture with 1", _mixture(0.5, 1)),
    ("mixture with a normal", _mixture(0.5, _shape("normal", p10=0.2, p90=0.4))),
    ("mixture deep inside", _mixture(0.5, _mixture(0.1, _shape("uniform", low=0, high=2)))),
)

# Families that can reach 0.
_NO_HALF: tuple[tuple[str, Json], ...] = (
    ("0", 0),
    ("negative", -5),
    ("normal", _shape("normal", p10=8, p90=20)),
    ("normal by sd", _shape("normal", mean=100, sd=1)),
    ("quantiles around 0", {"p10": -1, "p90": 20}),
    ("quantiles from 0", {"p10": 0, "p90": 20}),
    ("uniform from 0", _shape("uniform", low=0, high=20)),
    ("uniform below 0", _shape("uniform", low=-1, high=20)),
    ("triangular below 0", _shape("triangular", low=-1, mode=8, high=20)),
    ("pert below 0", _shape("pert", low=-1, mode=8, high=20)),
    ("mixture with 0", _mixture(8, 0)),
    ("mixture with a normal", _mixture(8, _shape("normal", p10=8, p90=20))),
)

CASES: tuple[Broken, ...] = (
    *(
        valued(f"quantity: {name}", "metrics[3].baseline", bad, at=f"metrics[3].baseline{key}")
        for name, bad, key in _ANYWHERE
    ),
    *(valued(f"twisted {place}", place, _TWISTED, at=f"{place}.p10") for place in _PLACES),
    *(valued(f"empty mixture {place}", place, _mixture(), at=f"{place}.of") for place in _PLACES),
    *(valued(f"text {place}", place, "0.2") for place in _PLACES),
    *(valued(f"carryover {name}", "links[0].carryover", bad) for name, bad in _NO_CARRYOVER),
    *(valued(f"half {name}", "links[0].saturation.half", bad) for name, bad in _NO_HALF),
    Broken(
        "carryover of 1 without anything else",
        written(changed({"links[2].carryover": 1})),
        "links[2].carryover",
    ),
    valued("feasible twisted", "metrics[4].feasible", {"low": 30, "high": 4}),
)
