"""Every broken plan: `CASES`, and `several` for files in which more than one thing is wrong."""

from . import formulas, keys, quantities, rules, unreadable, words
from .plans import MISSING, Broken, Json, changed, written


def several(name: str, changes: dict[str, Json]) -> Broken:
    """The whole plan, broken in each of these places."""
    first, *others = changes
    return Broken(name, written(changed(changes)), first, also=tuple(others))


_TOGETHER = (
    several(
        "several: values",
        {
            "months": 121,
            "currency": "euro",
            "people[0].name": "n" * 121,
            "metrics[3].noise": 2.1,
            "links[0].lag": 25,
            "scenarios[0].targets[0].until": "2027-1",
        },
    ),
    several(
        "several: missing, unknown and null",
        {
            "title": MISSING,
            "metrics[2].colour": "red",
            "metrics[3].baseline.p90": MISSING,
            "links[2].why": None,
            "goals[1].name": MISSING,
        },
    ),
    several(
        "several: references",
        {
            "links[0].from": "nothing",
            "links[2].evidence": ["nothing"],
            "goals[0].metric": "nothing",
            "scenarios[0].costs[0].metric": "nothing",
            "observations.nothing": {},
            "layout.nothing": [0, 0],
        },
    ),
    several(
        "several: formulas",
        {"metrics[0].formula": "orders *", "metrics[6].formula": "a", "metrics[7].formula": "1 2"},
    ),
    several(
        "several: quantities",
        {
            "metrics[5].baseline": {"shape": "uniform", "low": 2, "high": 1},
            "metrics[8].baseline.sd": 0,
            "links[0].carryover": 1,
            "links[0].saturation.half": 0,
            "links[1].size.weights": [0, 0],
        },
    ),
    several(
        "several: of every kind",
        {
            "metrics[8].better": "bigger",
            "metrics[0].formula": "orders * price",
            "links[0].size": {"p10": 3, "p90": 2},
            "goals[0].owner": "nobody",
            "goals[1].by": "2028-01",
            "scenarios[1].name": "two\nlines",
        },
    ),
    Broken(
        "several: keys that stand twice",
        written(changed({}))
        .replace(b'"title"', b'"title": "A", "title"')
        .replace(b'"cite"', b'"cite": "A", "cite"'),
        "title",
        also=("evidence[0].cite",),
    ),
    Broken(
        "several: the same thing nine times",
        written(changed({f"metrics[{n}].layer": "none" for n in range(9)})),
        "metrics[0].layer",
        also=tuple(f"metrics[{n}].layer" for n in range(1, 9)),
    ),
)

CASES: tuple[Broken, ...] = (
    *unreadable.CASES,
    *keys.CASES,
    *words.CASES,
    *quantities.CASES,
    *formulas.CASES,
    *rules.CASES,
    *_TOGETHER,
)
