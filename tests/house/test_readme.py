"""The README's walk is walked: its plan is read, and what it calls is there."""

from __future__ import annotations

import copy
import re

import kpi_tree as kt
from tests.house import code

README = (code.ROOT / "README.md").read_text("utf-8")


def block(language: str) -> str:
    """The first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found
    return found.group(1)


def test_the_plan_of_the_walk_is_whole_and_its_python_runs(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text(block("json"), "utf-8")
    names: dict = {}
    exec(block("python"), names)  # noqa: S102 (our own README, and that it runs is the point)
    assert names["simulation"].to_dict()["missing"] == []


def test_the_scenario_of_the_walk_helps_its_goal(tmp_path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(block("json"), "utf-8")
    scenarios = kt.simulate(kt.read(file), draws=2_000).to_dict()["scenarios"]
    odds = {name: shown["goals"]["more_orders"]["probability"] for name, shown in scenarios.items()}
    assert 0.2 < odds["do_nothing"] < odds["ask_everyone"] < 1


def odds(**targets: float) -> tuple[int, ...]:
    """Revenue, return and both together, of 100, with other targets for the shop."""
    document = copy.deepcopy(kt.library.template_json("ecommerce", "en"))
    for target in document["scenarios"][0]["targets"]:
        target["value"] = targets.get(target["metric"], target["value"])
    found = kt.simulate(kt.plan_of(document)).to_dict()["scenarios"]
    told = found[document["scenarios"][0]["id"]]
    chances = [goal["probability"] for goal in told["goals"].values()]
    return tuple(round(100 * chance) for chance in (*chances, told["all_goals"]))


def test_the_odds_of_the_walk_are_those_that_come_out() -> None:
    words = " ".join(README.split())
    begun = r"gets there in \*\*(\d+) of 100\*\* cases, the return in (\d+), both together in (\d+)"
    dearly = r"revenue (\d+) of 100, but the return (\d+)"
    posts = r"revenue (\d+), both goals together \*\*(\d+) of 100"
    assert told(begun, words) == odds()
    assert told(dearly, words) == odds(paid_social_spend=10_000)[:2]
    assert told(posts, words) == odds(posts_published=100)[::2]


def told(sentence: str, words: str) -> tuple[int, ...]:
    """The numbers that a sentence of the README names."""
    found = re.search(sentence, words)
    assert found
    return tuple(map(int, found.groups()))


def test_every_command_of_the_readme_can_be_made() -> None:
    makefile = (code.ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"make ([a-z]+)", README))
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [*code.ROOT.glob("*.md"), *code.ROOT.glob("docs/**/*.md")]
    dead = [
        f"{page.name}: {to}"
        for page in pages
        for to in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / to).exists()
    ]
    assert dead == []


def test_every_decision_has_a_number_of_its_own_and_its_head_names_it() -> None:
    files = sorted((code.ROOT / "docs/decisions").glob("*.md"))
    heads = [int(re.match(r"# (\d+)\. ", file.read_text("utf-8"))[1]) for file in files]
    assert [int(file.name[:4]) for file in files] == heads == list(range(1, len(files) + 1))
