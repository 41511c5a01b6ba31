"""Ids, texts, months, days, choices and plain numbers outside what the format allows."""

from .plans import Broken, changed, link, metric, small, valued, written

_IDS = {
    "upper case": "Posts",
    "a digit first": "1posts",
    "an underscore first": "_posts",
    "a hyphen": "new-posts",
    "a space": "new posts",
    "a dot": "new.posts",
    "an accent": "métrica",
    "other digits": "posts٣",
    "empty": "",
    "65 characters": "p" * 65,
    "a newline at the end": "posts\n",
    "a path": "../posts",
    "markup": "<b>",
    "do_nothing": "do_nothing",
}
_FUNCTIONS = ("min", "max", "abs", "sqrt", "exp", "log", "previous", "cumulative")
_KINDS = ("people[1]", "links[2]", "evidence[0]", "goals[1]", "scenarios[1]")
_SAME = (
    ("metrics[8].id", "visits", "metrics[3].id"),
    ("links[2].id", "ads_visits", "links[1].id"),
    ("goals[1].id", "more_revenue", "goals[0].id"),
    ("scenarios[1].id", "push", "scenarios[0].id"),
    ("people[1].id", "ana", "people[0].id"),
    ("goals[1].id", "visits", "metrics[3].id"),
    ("scenarios[1].id", "visits", "metrics[3].id"),
    ("links[2].id", "visits", "metrics[3].id"),
    ("evidence[0].id", "posts", "metrics[4].id"),
    ("scenarios[1].id", "more_revenue", "goals[0].id"),
    ("links[2].id", "ana", "people[0].id"),
)

_NAMES = (
    "title",
    "people[0].name",
    "metrics[0].name",
    "goals[0].name",
    "scenarios[0].name",
)
_TEXTS = (
    "ask",
    "people[0].role",
    "metrics[0].definition",
    "metrics[0].source",
    "metrics[3].network",
    "links[0].why",
    "links[0].opinions[0].note",
    "evidence[0].cite",
    "evidence[0].note",
    "evidence[0].published",
    "goals[0].why",
)
_CONTROLS = {
    "zero": "a\x00b",
    "bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "carriage return": "a\r\nb",
    "vertical tab": "a\x0bb",
    "delete": "a\x7fb",
    "next line": "a\x85b",
}

_MONTHS = (
    "2027-13",
    "2027-00",
    "2027-1",
    "27-01",
    "2027",
    "202701",
    "2027/01",
    "01-2027",
    "2027-01-01",
    "next year",
    "",
    " 2027-01",
    "2027-01\n",
    "-2027-01",
    "2027-1a",
    "2027-+1",
    "２０２７-０１",
    "٢٠٢٧-٠١",
)
_DAYS = (
    "2027-02-30",
    "2027-02-29",
    "2027-13-01",
    "2027-01-00",
    "2027-01-32",
    "2027-1-1",
    "2027-01",
    "20270101",
    "2027-W05-1",
    "01/02/2027",
    "2027-01-01T10:00",
    "yesterday",
    "",
)

_CHOICES = {
    "format": ("enlace-plan/2", "enlace-plan/1.0", "enlace-plan", "Enlace-plan/1", "", 1),
    "language": ("fr", "ES", "es-MX", ""),
    "currency": ("EURO", "eur", "€", "E1R", "EUR ", ""),
    "people[0].side": ("sales", "Business", ""),
    "metrics[8].layer": ("sales", "Social", ""),
    "metrics[8].area": ("it", "Service", ""),
    "metrics[8].better": ("bigger", "", 1),
    "metrics[8].over_time": ("average", "max", ""),
    "links[0].effect": ("percent", ""),
    "links[0].status": ("signed", "Agreed", ""),
    "evidence[0].grade": ("meta_analysis", "good", ""),
    "evidence[0].verified": ("yes", "second hand", True),
    "goals[0].window": ("week", "years", ""),
}

_NUMBERS = {
    "months": (0, -1, 121, 1.5, [12]),
    "maturity.Q01": (4, -1, 1.5, "high"),
    "metrics[3].noise": (2.1, -0.1),
    "metrics[3].season": (
        [1] * 11,
        [1] * 13,
        [],
    ),
    "metrics[3].season[6]": (0, -1),
    "links[0].lag": (-1, 25, 1.5),
    "links[0].cap": (0, -0.5),
    "links[0].saturation.slope": (0, -1, 11, 10.001),
    "links[0].opinions[0].weight": (-1, -0.001),
    "layout.revenue": ([1], [1, 2, 3], [], "1,2"),
}

_MANY = [metric(f"m{n}") for n in range(5_001)]
_FEW = [metric("quarry"), metric("harbour")]
_LINKS = [link(f"l{n}", "quarry", "harbour") for n in range(20_001)]

CASES: tuple[Broken, ...] = (
    *(valued(f"id with {name}", "metrics[8].id", bad) for name, bad in _IDS.items()),
    *(valued(f"id {name}", "metrics[8].id", name) for name in _FUNCTIONS),
    *(valued(f"id of {kind}", f"{kind}.id", "No Id") for kind in _KINDS),
    *(valued(f"id of {kind} is do_nothing", f"{kind}.id", "do_nothing") for kind in _KINDS),
    *(valued(f"id of {kind} is a function", f"{kind}.id", "exp") for kind in _KINDS),
    *(
        valued(f"same id {place} {other}", place, same, either=(other,))
        for place, same, other in _SAME
    ),
    *(valued(f"121 characters in {place}", place, "n" * 121) for place in _NAMES),
    *(valued(f"newline in {place}", place, "one\ntwo") for place in _NAMES),
    *(valued(f"tab in {place}", place, "one\ttwo") for place in _NAMES),
    *(valued(f"escape in {place}", place, "one\x1btwo") for place in _NAMES),
    *(valued(f"2,001 characters in {place}", place, "n" * 2_001) for place in _TEXTS),
    *(valued(f"zero character in {place}", place, "n\x00") for place in _TEXTS),
    *(valued(f"{name} in a text", "links[0].why", bad) for name, bad in _CONTROLS.items()),
    *(valued(f"start {month!r}", "start", month) for month in _MONTHS),
    *(valued(f"goal by {month!r}", "goals[0].by", month) for month in _MONTHS),
    *(valued(f"target from {month!r}", "scenarios[0].targets[1].from", month) for month in _MONTHS),
    *(
        Broken(
            f"observed in {month!r}",
            written(changed({"observations": {"visits": {month: 1}}})),
            "observations.visits",
        )
        for month in _MONTHS
    ),
    *(valued(f"signed on {day!r}", "links[0].agreed_by[0].on", day) for day in _DAYS),
    *(
        valued(f"{place} is {bad!r}", place, bad)
        for place, values in (*_CHOICES.items(), *_NUMBERS.items())
        for bad in values
    ),
    valued("the version by name", "format", "enlace-plan/9", names=("enlace-plan/9",)),
    Broken("5,001 metrics", written(small(_MANY)), "metrics"),
    Broken("20,001 links", written(small(_FEW, _LINKS)), "links"),
)
