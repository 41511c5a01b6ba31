"""120 hostile texts, and plans whose every word is one of them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import kpi_tree as kt
from tests.hosted.prepared import OWNER, room
from tests.journeys.places import worked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hosted.prepared import Room

# `R` stands for what a script would do, `B` for the beacon's address, `N` for the text's number.
SHAPES = (
    "<script>R</script>",
    "<img src=x onerror=R>",
    "<svg onload=R>",
    "![x](B/N.png)",
    "[x](javascript:R)",
    '<a href="javascript:R">x</a>',
    "<iframe src=B/N></iframe>",
    '"><img src=B/N.png>',
    "'-alert(N)-'",
    "${alert(N)}{{alert(N)}}",
    "$\\href{B/N}{x}$ :red[x] :material/home:",
    "<style>@import 'B/N';</style>",
    "](B/N) <B/N> B/N www.B",
    "<link rel=stylesheet href=B/N>",
    "</script><script>R</script>",
    "\u202egnp.x\u2066 <b>N</b>",
    '=HYPERLINK("B/N")',
    "%3Cscript%3ER%3C/script%3E",
    "<math><mi xlink:href=javascript:R>",
    "# N\n| a | b |\n|---|---|\n![x](B/N)",
    "`x` ~~x~~ **x** [^1] <!-- R -->",
    '{"__proto__": {"x": N}}',
    "<form action=B/N><button autofocus onfocus=R>",
    "&lt;img src=B/N&gt; &#60;script&#62;R",
)
# What a plan file holds in somebody's own words.
WORDS = {"title", "ask", "name", "role", "source", "network", "definition", "why"} | {
    *("note", "cite", "published", "doi", "url")
}
ON = "2027-01-04"


def texts(beacon: str) -> list[str]:
    """The hostile texts, each once."""
    return [
        SHAPES[number % len(SHAPES)]
        .replace("R", f"window.ran={number}")
        .replace("B", beacon)
        .replace("N", str(number))
        for number in range(120)
    ]


def names(beacon: str) -> list[str]:
    """The same as names: one line, without marks that the format refuses."""
    lines = (" ".join(text.split()) for text in texts(beacon))
    return [line.replace("\u202e", "").replace("\u2066", "")[:110] for line in lines]


def endless(words: list[str]) -> Iterator[str]:
    """Each once, then each again with a number behind it: no two metrics bear the same name."""
    yield from words
    for turn in count(2):
        yield from (f"{word} {turn}" for word in words)


def spoilt(document: Any, words: Iterator[str]) -> Any:
    """The same document, whoever has written its words."""
    if isinstance(document, list):
        return [spoilt(each, words) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        key: next(words) if key in WORDS and isinstance(value, str) else spoilt(value, words)
        for key, value in document.items()
    }


def hostile(where: Path, beacon: str) -> Room:
    """The worked tree with nothing but hostile words, and people who have worked on it."""
    words = endless(names(beacon))
    whole = {**spoilt(worked(), words), "ask": "\n".join(texts(beacon))[:2_000]}
    for metric in whole["metrics"]:
        metric.setdefault("unit", next(words)[:40])
    guests = [(next(words), role) for role in ("comment", "edit", "view")]
    found = room(where, guests, plan=kt.plan_of(whole))
    with kt.Workspace.open(where, closed=True) as workspace:
        seen = {name: workspace.admitted(kt.Visitor(found.cookies[name])) for name, _ in guests}
        owner = workspace.admitted(kt.Visitor(found.cookies[OWNER]))
        commenting, editing, looking = seen.values()
        worked_on(editing, found.plan_id, words)
        talked(commenting, found.plan_id, words=words, whole=texts(beacon))
        targets = [kt.Target(metric="posts_published", value=90)]
        looking.talk.propose(found.plan_id, name=next(words), targets=targets, words=next(words))
        owner.talk.reply(found.plan_id, owner.talk.threads(found.plan_id)[0].id, next(words))
        owner.sharing.invite(found.plan_id, role="view", name=next(words))
        owner.name_version(found.plan_id, 2, next(words))
    return found


def worked_on(editor: kt.Workspace, plan_id: str, words: Iterator[str]) -> None:
    """Somebody has measured, added, changed, undone and gone back."""
    figures = {"2026-11": 50, "2026-12": 60}
    editor.edit(plan_id, kt.set_observations, {"posts_published": figures})
    editor.edit(plan_id, kt.add_person, next(words), role=next(words), side="business")
    for number in range(3):
        editor.edit(plan_id, kt.add_metric, next(words), layer="social", unit=f"x{number}")
    editor.edit(plan_id, kt.set_title, next(words))
    editor.undo(plan_id)
    editor.restore(plan_id, 3)
    link = editor.read(plan_id).plan.links[0].id
    for low in (0.1, -0.3):
        given = {"low": low, "likely": low + 0.1, "high": low + 0.2, "note": next(words)}
        who = {"person": f"p{low < 0:d}", "name": next(words), "side": "social"}
        editor.edit(plan_id, kt.give_opinion, link, **given, **who)


def talked(guest: kt.Workspace, plan_id: str, *, words: Iterator[str], whole: list[str]) -> None:
    """Somebody has an opinion, signs, and says something about everything."""
    plan = guest.read(plan_id).plan
    guest.vouch(plan_id, kt.sign_link, plan.links[0].id, on=ON)
    opinion = {"low": 0.1, "likely": 0.2, "high": 0.3, "note": next(words)}
    guest.vouch(plan_id, kt.give_opinion, plan.links[0].id, **opinion)
    about = [
        kt.Subject(),
        kt.Subject("metric", plan.metrics[0].id),
        kt.Subject("link", plan.links[0].id),
        kt.Subject("goal", plan.goals[0].id),
        kt.Subject("scenario", plan.scenarios[0].id),
    ]
    for number, text in enumerate(whole[: len(SHAPES)]):
        guest.talk.comment(plan_id, about[number % 5], text.replace("\u202e", ""))
