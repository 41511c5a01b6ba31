"""References to what is not there, and parts of a plan that do not go together."""

from .plans import MISSING, Broken, Json, changed, link, valued, written

_REFERENCES: tuple[tuple[str, Json], ...] = (
    ("money", "nobody"),
    ("money", "more_revenue"),
    ("metrics[3].owner", "nobody"),
    ("metrics[3].owner", "visits"),
    ("metrics[3].owner", "Ana Ruiz"),
    ("links[0].from", "nobody"),
    ("links[0].from", "ana"),
    ("links[0].from", "do_nothing"),
    ("links[0].from", ""),
    ("links[0].to", "nobody"),
    ("links[0].to", "more_revenue"),
    ("links[0].to", "Visitas"),
    ("links[0].evidence[0]", "nothing"),
    ("links[0].evidence[0]", "visits"),
    ("links[0].agreed_by[0].by", "nobody"),
    ("links[0].agreed_by[0].by", "visits"),
    ("links[0].agreed_by[0].recorded_by", "nobody"),
    ("links[0].opinions[0].by", "nobody"),
    ("links[0].opinions[0].by", "push"),
    ("goals[0].owner", "nobody"),
    ("goals[0].owner", "revenue"),
    ("goals[0].metric", "nothing"),
    ("goals[0].metric", "ana"),
    ("goals[0].metric", "answer_sooner"),
    ("scenarios[0].targets[0].metric", "nothing"),
    ("scenarios[0].targets[0].metric", "posts_visits"),
    ("scenarios[0].costs[0].metric", "nothing"),
    ("scenarios[0].costs[0].metric", "more_revenue"),
    ("observations.nothing", {"2026-12": 1}),
    ("observations.more_revenue", {"2026-12": 1}),
    ("observations.ana", {}),
    ("layout.nothing", [0, 0]),
    ("layout.posts_visits", [0, 0]),
    ("layout.ana", [0, 0]),
)

_OUTSIDE = ("2026-12", "2028-01", "2037-01")
_TARGET = "scenarios[0].targets[0]"


def _several(name: str, changes: dict[str, Json], *places: str) -> Broken:
    first, *others = places
    return Broken(name, written(changed(changes)), first, either=tuple(others))


_MONEY = (
    _several("money: a count", {"money": "orders"}, "money", "metrics[1].unit"),
    _several("money: hours", {"metrics[0].unit": "hours"}, "money", "metrics[0].unit"),
    _several("money: unit left out", {"metrics[0].unit": MISSING}, "money", "metrics[0].unit"),
    _several("money: a word", {"metrics[0].unit": "euros"}, "money", "metrics[0].unit"),
    _several("money: a mean", {"money": "basket"}, "money", "metrics[2].over_time"),
    _several("money: a stock", {"metrics[0].over_time": "last"}, "money", "metrics[0].over_time"),
    _several(
        "money: a formula", {"metrics[0].over_time": "formula"}, "money", "metrics[0].over_time"
    ),
    _several("money: lower", {"metrics[0].better": "lower"}, "money", "metrics[0].better"),
)

_OVER_TIME = (
    _several("over_time without formula", {"metrics[8].over_time": "formula"}, "metrics[8]"),
    _several(
        "over_time of a metric with a link",
        {"links[3]": link("more", "posts", "conversion", size=0.1)},
        "metrics[6]",
        "links[3]",
    ),
    _several(
        "over_time of a metric with a link without size",
        {"links[3]": link("more", "posts", "conversion")},
        "metrics[6]",
        "links[3]",
    ),
    _several("over_time of a metric with noise", {"metrics[6].noise": 0.01}, "metrics[6]"),
    _several(
        "over_time of a metric with a target",
        {"scenarios[0].targets[3]": {"metric": "conversion", "value": 0.1}},
        "metrics[6]",
        "scenarios[0].targets[3]",
    ),
    _several(
        "over_time of a metric with a change",
        {"scenarios[1].targets": [{"metric": "conversion", "change": 0.1}]},
        "metrics[6]",
        "scenarios[1].targets[0]",
    ),
    _several(
        "over_time of previous",
        {"metrics[6].formula": "orders / previous(visits)"},
        "metrics[6]",
    ),
    _several(
        "over_time of cumulative",
        {"metrics[6].formula": "cumulative(orders) / visits"},
        "metrics[6]",
    ),
    _several(
        "over_time of previous deep inside",
        {"metrics[6].formula": "orders / max(1, (2 + abs(-previous(visits))))"},
        "metrics[6]",
    ),
)

_WITH_FORMULA = (
    valued("trend beside a formula", "metrics[7].trend", 0.01),
    valued("negative trend beside a formula", "metrics[7].trend", -0.01),
    valued("uncertain trend beside a formula", "metrics[7].trend", {"p10": -0.01, "p90": 0.01}),
    valued("season beside a formula", "metrics[7].season", [1] * 12),
)

_TARGETS = (
    valued("value and change", f"{_TARGET}.change", 0.1, at=_TARGET),
    valued("neither value nor change", f"{_TARGET}.value", MISSING, at=_TARGET),
    _several(
        "two targets on one metric",
        {"scenarios[0].targets[3]": {"metric": "ads", "value": 1, "from": "2027-09"}},
        "scenarios[0].targets",
    ),
    _several(
        "two equal targets",
        {"scenarios[1].targets": [{"metric": "ads", "value": 1}] * 2},
        "scenarios[1].targets",
    ),
    valued("from after by", f"{_TARGET}.from", "2027-05", at=_TARGET),
    valued("by after until", f"{_TARGET}.by", "2027-11", at=_TARGET),
    valued("until before by", f"{_TARGET}.until", "2027-03", at=_TARGET),
    _several(
        "from after until",
        {_TARGET: {"metric": "posts", "value": 1, "from": "2027-08", "until": "2027-07"}},
        _TARGET,
    ),
    *(
        valued(f"{key} in {month}", f"{_TARGET}.{key}", month, at=_TARGET)
        for key in ("from", "by", "until")
        for month in _OUTSIDE
    ),
    *(valued(f"goal by {month}", "goals[0].by", month) for month in _OUTSIDE),
    valued("target after a short horizon", "months", 6, at=_TARGET, also=("goals[0].by",)),
    valued("goal before a later start", "start", "2027-07", at="goals[1].by"),
)

CASES: tuple[Broken, ...] = (
    *(valued(f"reference {place} to {bad!r}", place, bad) for place, bad in _REFERENCES),
    *_MONEY,
    *_OVER_TIME,
    *_WITH_FORMULA,
    *_TARGETS,
)
