"""The map's Python face: what it draws, what it takes, each wish once."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import kpi_tree as kt
from pages.parts import forecasts, tree_editor
from pages.parts.reader import NAME_COOKIE
from pages.parts.session import Opened
from pages.parts.tree_editor.answers import answer
from pages.parts.tree_editor.at_once import at_once
from pages.parts.tree_editor.copying import copied
from pages.parts.tree_editor.drawings import prepare
from pages.parts.tree_editor.futures import Futures, foreseen, futures
from pages.parts.tree_editor.held import Drawing, Held, Mark
from pages.parts.tree_editor.operations import KINDS, Hand, take
from pages.parts.tree_editor.rewriting import without
from pages.parts.tree_editor.snapshot import View, badges_of, moved, snapshot
from pages.parts.tree_editor.standing_places import seen, shifted, standing
from pages.parts.tree_editor.wishes import change_of
from pages.parts.tree_editor.words import words

FOLDER = Path(tree_editor.__file__).parent
SOURCE = FOLDER / "source"
LEVERS = FOLDER.parent / "levers" / "frontend"
CONTRACT = SOURCE / "tests" / "contract"
HOSTILE = "<img src=x onerror=alert(1)> ![i](http://127.0.0.1:9/x.png)"
HEAD = {"format": "enlace-plan/1", "title": "Tienda", "start": "2027-01"}
PLAN = HEAD | {
    "metrics": [
        {"id": "orders", "name": "Pedidos", "layer": "business", "baseline": 100},
        {"id": "visits", "name": "Visitas", "layer": "bridge", "baseline": 900},
        {"id": "posts", "name": "Posts", "layer": "lever", "baseline": 20},
        {"id": "sales", "name": "Ventas", "layer": "business", "formula": "orders * 80"},
    ],
    "links": [{"id": "one", "from": "visits", "to": "orders", "size": 0.2}],
    "goals": [{"id": "more", "name": "Crecer", "metric": "orders", "target": 400, "by": "2027-12"}],
    "scenarios": [{"id": "try", "name": "Probar", "targets": [{"metric": "posts", "value": 40}]}],
}
HOSTILE_PLAN = HEAD | {
    "metrics": [{"id": "x", "name": HOSTILE, "layer": "social", "definition": HOSTILE}]
}
# What the browser's own tests read: a plan, a language, a scenario, and wishes that are refused.
TAKEN = {"kind": "rename", "id": "orders", "name": "Visitas"}
ROUND = {"kind": "connect", "from": "sales", "to": "visits", "as": "influence"}
EXAMPLES = {
    "small.es": (PLAN, "es", "try", (TAKEN, ROUND)),
    "empty.en": (HEAD, "en", "", ()),
    "ecommerce.es": (kt.library.template_json("ecommerce", "es"), "es", "reviews_and_reach", ()),
    "university.en": (kt.library.template_json("university", "en"), "en", "", ()),
    "hostile.es": (HOSTILE_PLAN, "es", "", ({"kind": "explode"},)),
}


def drawn(document, language="es", **view) -> dict:
    plan = kt.plan_of(document)
    with kt.speak(language):
        return snapshot(View(plan, 1, standing(plan, Held()), **view))


class Visit:
    """A visit whose page has drawn the map of a plan, as the route `/edit` finds it."""

    def __init__(self, document, language="es", scenario="", *, workspace=None) -> None:
        plan = kt.plan_of(document)
        self.language, self.token = language, kt.new_token()
        self.house = workspace or kt.Workspace.in_memory()
        self.workspace = self.house.admitted(kt.Visitor(self.token, "Ana"))
        self.kept = kept = Held(self.workspace.create(plan, by="Ana").plan_id)
        with kt.speak(language):
            wanted = plan.scenario.get(scenario)
            found = futures(Opened(kept.plan_id, plan, 1), wanted)
            badges = badges_of(plan, kt.check(plan) if len(plan.metrics) < 10 else ())
            view = View(plan, 1, standing(plan, kept), badges, found, wanted)
            mark = Mark(1, scenario or None, language, hasty=False)
            kept.drawing = Drawing(mark, plan, badges, found, snapshot(view), number=1)

    @property
    def plan(self) -> kt.Plan:
        """The plan as it stands."""
        return self.workspace.read(self.kept.plan_id).plan

    def wish(self, *ops, known=1, first=1) -> dict:
        """Wish by the route; what it answers."""
        items = [
            wish(number, f"command {number}", **op) for number, op in enumerate(ops, start=first)
        ]
        note = {"desk": self.kept.name, "drawing": known, "items": items}
        return steady(at_once(self.workspace, note, name="Ana"))

    def told(self) -> dict:
        """All that the page tells the browser."""
        kept = self.kept
        with kt.speak(self.language):
            around = words(None)
        ends = {"plan": "p", "desk": "d", "answer": None, "chosen": None, "paged": 1}
        taken = {"ack": kept.ack, "refusals": kept.refusals, "made": kept.made}
        drawing = {**kept.drawing.data, "drawing": kept.drawing.number}
        return steady({**drawing, **ends, **taken, "words": around, "language": self.language})


def steady(told):
    """What JSON makes of it, the last digits of numbers left out: they are no machine's alike."""
    return json.loads(json.dumps(told), parse_float=lambda digits: float(f"{float(digits):.6g}"))


# ── The contract ────────────────────────────────────────────────────────────────────────────────


def same_as_kept(file, told) -> None:
    """Compare with what the browser's tests read; write it anew where it differs."""
    now = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    was = file.read_text("utf-8") if file.exists() else ""
    if was != now:
        file.parent.mkdir(exist_ok=True)
        file.write_text(now, "utf-8")
    assert was == now, "written anew: run `npm test` in the component's source, and keep the file"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_front_end_s_tests_read_what_python_writes_today(name) -> None:
    document, language, scenario, refused = EXAMPLES[name]
    visit = Visit(document, language, scenario)
    if refused:
        visit.wish(*refused)
    told = visit.told()
    assert len(told["refusals"]) == len(refused)
    assert all(node["future"] for node in told["nodes"] if scenario and node["value"])
    same_as_kept(CONTRACT / f"{name}.json", told)


# What changes from one drawing to the next: places alone; or everything about a metric.
NEXT = {
    "moved": [{"kind": "move", "places": {"visits": [700, 300]}}],
    "edited": [
        {"kind": "add", "id": "new_1", "name": "Citas", "layer": "bridge", "at": [40, 50]},
        {"kind": "connect", "from": "new_1", "to": "orders", "as": "influence"},
        {"kind": "rename", "id": "posts", "name": "Visitas"},
        {"kind": "remove", "metrics": [], "links": ["one"]},
    ],
}


@pytest.mark.parametrize("name", NEXT)
@pytest.mark.parametrize("known", [1, 7])
def test_the_front_end_s_tests_read_what_the_route_answers(name, known) -> None:
    visit = Visit(PLAN, "es", "try")
    before = visit.told()
    answer = visit.wish(*NEXT[name], known=known)
    file = CONTRACT.parent / "answers" / f"{name}{'.whole' * (known != 1)}.json"
    same_as_kept(file, {"before": before, "answer": answer, "after": visit.told()})


def test_a_move_is_answered_with_the_boxes_and_edges_that_it_moves_alone() -> None:
    visit = Visit(kt.library.template_json("ecommerce", "es"))
    name = visit.kept.drawing.plan.metrics[3].id
    answer = visit.wish({"kind": "move", "places": {name: [7, 900]}})
    assert [node["id"] for node in answer["nodes"]["changed"]] == [name]
    assert len(json.dumps(answer)) < len(json.dumps(visit.told())) / 10


def test_what_somebody_else_has_removed_is_refused_by_the_name_that_was_seen() -> None:
    visit = Visit(PLAN)
    gone = visit.plan.metrics[-1]
    visit.workspace.edit(visit.kept.plan_id, kt.remove_metric, gone.id, by="Eva")
    told = visit.wish({"kind": "rename", "id": gone.id, "name": "Otra"})
    assert told["refusals"][0]["words"].startswith(f"«{gone.name}» ya no está")


def test_every_wish_that_the_component_sends_is_taken() -> None:
    sent = json.loads((CONTRACT.parent / "wishes" / "sent.json").read_text("utf-8"))
    visit = Visit(PLAN)
    hand = Hand(visit.workspace, visit.kept.plan_id, "Ana")
    assert take(sent, visit.kept, hand)
    assert (visit.kept.ack, visit.kept.refusals) == (len(sent["items"]), [])
    assert {item["op"]["kind"] for item in sent["items"]} == KINDS


def sources() -> str:
    """What the built files are made from, as a digest."""
    files = [*sorted((SOURCE / "src").iterdir()), SOURCE / "package-lock.json"]
    files += [SOURCE / "vite.config.ts", SOURCE / "tsconfig.json", LEVERS / "asking.js"]
    files += [LEVERS / "numbers.js"]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def test_the_built_files_are_made_from_these_sources() -> None:
    built = (FOLDER / "frontend" / "sources.txt").read_text().strip()
    assert built == sources(), "run: npm run build"


def test_the_lock_names_no_registry() -> None:
    locked = json.loads((SOURCE / "package-lock.json").read_text())["packages"]
    assert [name for name, package in locked.items() if "resolved" in package] == []


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("npm") is None, reason="no Node here")
def test_the_front_end_builds_to_the_same_files_and_its_own_tests_pass(tmp_path) -> None:
    copy = tmp_path / "tree_editor"
    shutil.copytree(SOURCE, copy / "source", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(LEVERS, tmp_path / "levers" / "frontend")
    for command in (["ci"], ["run", "build"], ["test"]):
        subprocess.run(["npm", *command], cwd=copy / "source", check=True, timeout=600)  # noqa: S607
    for file in ("tree_editor.js", "tree_editor.css", "sources.txt"):
        fresh = (copy / "frontend" / file).read_bytes()
        assert fresh == (FOLDER / "frontend" / file).read_bytes(), file


# ── What is drawn ───────────────────────────────────────────────────────────────────────────────


def box(told, name) -> dict:
    return next(node for node in told["nodes"] if node["id"] == name)


def test_a_text_of_the_plan_is_no_tag_in_the_data_but_where_it_is_edited() -> None:
    told = drawn(HOSTILE_PLAN)
    assert box(told, "x").pop("written") == HOSTILE
    assert "<" not in json.dumps(told, ensure_ascii=False)


def test_a_box_says_what_it_is_worth_whose_it_is_and_which_goal_it_serves() -> None:
    people = [{"id": "luz", "name": "Luz Vega"}]
    metrics = [{**PLAN["metrics"][0], "owner": "luz"}, *PLAN["metrics"][1:]]
    orders = box(drawn({**PLAN, "people": people, "metrics": metrics}), "orders")
    assert (orders["value"], orders["owner"], orders["initials"]) == ("100", "Luz Vega", "LV")
    assert orders["goals"][0]["text"] == "400 · dic 2027"
    assert "Responsable: Luz Vega" in orders["aria"]


def test_what_no_goal_depends_on_stands_apart_and_says_so() -> None:
    posts = box(drawn(PLAN), "posts")
    assert posts["apart"]
    assert "Sin enlace" in posts["aria"]


def test_a_goal_is_drawn_with_its_odds() -> None:
    futures = Futures(goals={"more": {"share": 0.62, "told": "62 de 100"}})
    goal = box(drawn(PLAN, futures=futures), "orders")["goals"][0]
    assert (goal["odds"], goal["told"]) == ("62\u00a0%", "62 de 100")


# ── Where boxes stand ───────────────────────────────────────────────────────────────────────────


def spots(layout) -> dict:
    return {name: (place.x, place.y) for name, place in layout.places.items()}


def after(plan, change):
    for event in change(plan):
        plan = kt.plan_of(kt.document(replayed(plan, event)))
    return plan


def replayed(plan, event):
    from kpi_tree.plan.replay import evolve

    return evolve(plan, event)


def test_an_edit_leaves_every_box_where_it_stood() -> None:
    held, plan = Held(), kt.plan_of(kt.library.template_json("ecommerce", "es"))
    before = spots(standing(plan, held))
    more = after(plan, lambda now: kt.add_metric(now, "Llamadas", layer="bridge"))
    now = spots(standing(more, held))
    assert {name: now[name] for name in before} == before
    assert set(now) - set(before) == {"llamadas"}


def test_a_picture_to_take_along_has_the_places_of_the_map_in_this_visit() -> None:
    held, plan = Held(), kt.plan_of(kt.library.template_json("ecommerce", "es"))
    standing(plan, held)
    more = after(plan, lambda now: kt.add_metric(now, "Llamadas", layer="bridge"))
    taken = spots(seen(more, held))
    assert taken == spots(standing(more, held))
    assert taken != spots(seen(more, Held()))


def test_a_box_goes_back_to_where_it_stood_when_its_move_is_undone() -> None:
    held, plan = Held(), kt.plan_of(PLAN)
    before = spots(standing(plan, held))
    moved = after(plan, lambda now: kt.set_layout(now, {"visits": (700, 300)}))
    assert spots(standing(moved, held))["visits"] == (700, 300)
    assert spots(standing(plan, held)) == before


# ── What is taken ───────────────────────────────────────────────────────────────────────────────


def done(op, plan=PLAN, held=None) -> kt.Plan:
    return after(
        kt.plan_of(plan) if isinstance(plan, dict) else plan, change_of(op, held or Held())
    )


def test_a_metric_of_the_catalogue_stands_where_the_reader_has_clicked() -> None:
    visit = Visit(PLAN)
    add = {"kind": "add", "id": "new_1", "name": "Alcance", "layer": "social", "at": [5, 6]}
    made = visit.wish({**add, "catalogue": "reach"})["made"]["new_1"]
    assert visit.plan.metric[made].catalogue == "reach"
    assert visit.plan.layout[made] == (5, 6)


def test_a_metric_of_one_s_own_gets_an_id_of_the_plan() -> None:
    visit = Visit(PLAN)
    add = {"kind": "add", "id": "new_1", "name": "Catas guiadas", "layer": "bridge", "at": None}
    assert visit.wish({**add, "catalogue": ""})["made"] == {"new_1": "catas_guiadas"}
    assert visit.plan.metric["catas_guiadas"].layer == "bridge"


def test_a_link_to_what_the_browser_has_just_made_finds_it() -> None:
    held = Held(made={"new_1": "posts"})
    op = {"kind": "connect", "from": "new_1", "to": "visits", "as": "influence"}
    assert [(one.driver, one.outcome) for one in done(op, held=held).links][-1] == (
        "posts",
        "visits",
    )


def test_a_link_that_closes_a_loop_is_refused() -> None:
    op = {"kind": "connect", "from": "sales", "to": "visits", "as": "influence"}
    with pytest.raises(kt.EditRefused):
        done(op)


def test_a_formula_is_taken_as_it_was_written() -> None:
    op = {"kind": "connect", "from": "visits", "to": "sales", "as": "formula"}
    plan = done({**op, "formula": "orders * 80 + visits"})
    assert plan.metric["sales"].formula == "orders * 80 + visits"


def test_a_formula_without_anything_left_goes() -> None:
    assert done({"kind": "formula", "id": "sales", "formula": " "}).metric["sales"].formula is None


def test_a_metric_leaves_with_its_links_in_one_edit() -> None:
    plan = done({"kind": "remove", "metrics": ["visits"], "links": ["one"]})
    assert "visits" not in plan.metric
    assert plan.links == ()


def test_a_copy_keeps_the_formula_and_the_links_among_what_was_copied() -> None:
    plan = kt.plan_of(PLAN)
    made = copied(plan, ["orders", "visits", "sales"])
    assert made.metrics[0]["name"] == "Pedidos (copia)"
    assert made.metrics[-1]["formula"] == "pedidos_copia * 80"
    assert [(row["from"], row["to"]) for row in made.links] == [("visitas_copia", "pedidos_copia")]


def test_a_lever_s_target_moves_and_the_rest_of_it_stays() -> None:
    targets = [{"metric": "posts", "change": 0.5, "by": "2027-06", "delivery": 0.9}]
    plan = PLAN | {"scenarios": [{"id": "try", "name": "Probar", "targets": targets}]}
    target = done({"kind": "target", "scenario": "try", "id": "posts", "value": 0.7}, plan)
    found = target.scenario["try"].targets[0]
    assert (found.change, found.value, found.by, found.delivery) == (0.7, None, "2027-06", 0.9)


# ── What takes its time ─────────────────────────────────────────────────────────────────────────


class Bar:
    """A place on a page where progress is drawn."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def progress(self, share, text) -> None:
        self.shares.append(share)

    def empty(self) -> None:
        self.shares.append(-1)


def test_what_is_expected_of_many_metrics_says_how_far_it_is(monkeypatch) -> None:
    monkeypatch.setattr(forecasts, "PATIENCE", 0)
    plan, bar = kt.plan_of(PLAN), Bar()
    monkeypatch.setattr(forecasts.st, "empty", lambda: bar)
    with forecasts.progress():
        futures(Opened("bar", plan, 1), None)
    assert bar.shares[-5:] == [0.25, 0.5, 0.75, 1.0, -1]


def test_what_was_expected_is_not_worked_out_again_for_boxes_that_were_moved(enlace) -> None:
    kept, plan = Held("plan"), kt.plan_of(PLAN)
    before = Visit(PLAN).kept.drawing
    kept.drawing = before
    now = after(plan, lambda plan: kt.set_layout(plan, {"visits": (1, 2)}))
    prepare(Opened("plan", now, 2), kept, None)
    assert kept.foreseen is None


# ── A lever under the hand ──────────────────────────────────────────────────────────────────────


def test_a_lever_that_is_moved_is_answered_with_what_the_map_shows_once_it_is_saved() -> None:
    links = [*PLAN["links"], {"id": "two", "from": "posts", "to": "visits", "size": 0.4}]
    written = PLAN | {"links": links}
    plan = kt.plan_of(written)
    ahead = foreseen(Opened("p", plan, 1), plan.scenario["try"], {"posts": 60})
    saved = done({"kind": "target", "scenario": "try", "id": "posts", "value": 60}, written)
    found = futures(Opened("p", saved, 2), saved.scenario["try"])
    assert ahead["futures"] == found.metrics
    assert ahead["goals"]["more"]["share"] == found.goals["more"]["share"]


# ── The whole page ──────────────────────────────────────────────────────────────────────────────


def test_the_map_stands_on_the_page_and_the_tables_below_stay(enlace) -> None:
    at = enlace("tree", plan=PLAN).run()
    assert not at.exception
    assert at.segmented_control(key="tree.below")


def test_what_is_asked_of_the_catalogue_is_answered_with_the_question_s_number() -> None:
    told = answer(kt.plan_of(PLAN), {"n": 7, "about": "catalogue", "words": "alcance"}, Held())
    assert told["n"] == 7
    assert told["found"][0]["name"] == "Alcance"


def test_what_hangs_on_a_metric_is_told_before_it_leaves() -> None:
    told = answer(kt.plan_of(PLAN), {"n": 1, "about": "leaving", "ids": ["orders"]}, Held())
    assert any("Ventas" in words for words in told["words"])
    assert any("Crecer" in words for words in told["words"])


def test_a_link_is_offered_as_a_formula_that_names_both() -> None:
    asked = {"n": 1, "about": "formula", "from": "visits", "to": "sales", "joins": True}
    plan = kt.plan_of(PLAN)
    told = answer(plan, asked | {"formula": None}, Held())
    assert (told["formula"], told["legal"]) == ("orders * 80 + visits", True)
    for written in ("", "7", "orders * 80", "orders * 90"):
        refused = answer(plan, asked | {"formula": written}, Held())
        assert refused["words"]
        assert not refused["legal"]
    assert answer(plan, asked | {"to": "orders", "formula": None}, Held())["formula"] == "visits"


def test_a_metric_of_the_catalogue_tells_what_it_brings_along() -> None:
    asked = {"n": 1, "about": "catalogue", "words": "tasa de cierre"}
    found = answer(kt.plan_of(PLAN), asked, Held())["found"]
    note = next(row["note"] for row in found if row["name"] == "Tasa de cierre")
    assert note.startswith("Trae también: Negocios ganados, Oportunidades de venta")


SUM = PLAN | {
    "metrics": [*PLAN["metrics"][:3], PLAN["metrics"][3] | {"formula": "orders + visits"}]
}


def unwritten(driver, formula=None, plan=SUM) -> dict:
    asked = {"n": 1, "about": "formula", "from": driver, "to": "sales", "formula": formula}
    return answer(kt.plan_of(plan), asked, Held())


def test_an_edge_of_a_formula_leaves_with_its_summand_and_what_comes_of_it_is_told() -> None:
    told = unwritten("visits")
    assert (told["formula"], told["legal"]) == ("orders", True)
    assert told["words"] == ["«Ventas» deja de depender de: Visitas."]


def test_where_no_summand_can_go_the_formula_is_there_to_be_changed() -> None:
    told = unwritten("orders", plan=PLAN)
    assert (told["formula"], told["legal"]) == ("orders * 80", False)


def test_a_formula_that_the_plan_would_refuse_is_told_with_the_reason() -> None:
    told = unwritten("orders", "orders + sales")
    assert not told["legal"]
    assert "círculo" in told["words"][0]


@pytest.mark.parametrize(
    ("formula", "left"),
    [("x - 2 * (a + x) + b", "b"), ("a - x", "a"), ("x - a", "-a"), ("1e-5 * a + x", "1e-5 * a")],
)
def test_only_the_summands_that_read_a_metric_go(formula, left) -> None:
    assert without(formula, "x") == left


@pytest.mark.parametrize("asked", [None, 5, {}, {"about": "leaving"}, {"about": "link", "n": 1}])
def test_a_question_without_sense_does_no_harm(asked) -> None:
    told = answer(kt.plan_of(PLAN), asked, Held())
    assert told is None or isinstance(told, dict)


def test_a_map_in_which_boxes_were_only_moved_is_told_as_if_it_were_drawn_anew() -> None:
    held, plan = Held(), kt.plan_of(kt.library.template_json("ecommerce", "es"))
    told = snapshot(View(plan, 1, standing(plan, held)))
    name = plan.metrics[3].id
    now = after(plan, lambda plan: kt.set_layout(plan, {name: (7, 9)}))
    edges = [(edge["from"], edge["to"]) for edge in told["edges"]]
    layout = shifted(now, held, edges)
    assert layout
    assert moved(told, 2, layout) == snapshot(View(now, 2, layout))
    held.before = standing(plan, Held())
    assert layout == standing(now, held)
    assert shifted(now, held, edges[1:]) is None, "a picture of other edges is drawn anew"


def test_a_move_that_is_undone_after_the_layer_was_changed_leads_to_the_layer_s_column() -> None:
    held, plan = Held(), kt.plan_of(PLAN)
    column = standing(plan, held).places["posts"].x
    put = after(plan, lambda plan: kt.set_layout(plan, {"visits": (700, 300)}))
    standing(put, held)
    put = after(put, lambda plan: kt.change_metric(plan, "visits", layer="lever"))
    edges = [(route.driver, route.outcome) for route in standing(put, held).routes]
    back = after(put, lambda plan: kt.set_layout(plan, {"visits": None}))
    assert shifted(back, held, edges) is None, "it is drawn anew"
    assert standing(back, held).places["visits"].x == column
    whole = standing(back, held)
    assert shifted(back, held, edges) == whole


def ways(layout) -> dict:
    return {(route.driver, route.outcome): route.points for route in layout.routes}


def test_a_move_that_is_undone_gives_each_edge_its_way_back() -> None:
    held, plan = Held(), kt.plan_of(kt.library.template_json("ecommerce", "es"))
    before = standing(plan, held)
    bent = next(route for route in before.routes if len(route.points) > 2)
    edges = [(route.driver, route.outcome) for route in before.routes]
    now = after(plan, lambda plan: kt.set_layout(plan, {bent.driver: (7, 9)}))
    assert shifted(now, held, edges)
    assert ways(shifted(plan, held, edges)) == ways(before)
    assert ways(standing(now, held)) != ways(before)
    assert ways(standing(plan, held)) == ways(before)


def test_moving_a_box_leaves_what_was_found_and_expected_as_it_was() -> None:
    plan = kt.plan_of(PLAN)
    drawing = Drawing((), plan, ({}, {}), Futures(), {})
    assert drawing.holds(after(plan, lambda now: kt.set_layout(now, {"visits": (1, 2)})))
    assert not drawing.holds(after(plan, lambda now: kt.remove_link(now, "one")))


# ── What is taken ───────────────────────────────────────────────────────────────────────────────


def taking() -> None:
    import streamlit as st

    from pages.parts import session
    from pages.parts.tree_editor.held import held
    from pages.parts.tree_editor.operations import Hand, take
    from pages.parts.tree_editor.standing_places import standing

    opened = session.open_plan()
    kept = held(opened.id)
    if st.session_state.get("again"):  # the page was loaded anew
        st.session_state["enlace.editor"] = {}
        kept = held(opened.id)
    standing(opened.plan, kept)
    for outbox in st.session_state.pop("outboxes", []):
        take(outbox, kept, Hand(session.workspace(), opened.id, "Ana"))
    names = [metric.name for metric in session.open_plan().plan.metrics]
    st.text(f"{kept.ack} {len(kept.refusals)} {' '.join(names)}")


@pytest.fixture
def taken(enlace):
    """Hand wishes over as the browser does; what is acknowledged, refused and in the plan then."""
    first = enlace("tree", plan=PLAN)
    at = AppTest.from_function(taking, default_timeout=20)
    at.session_state["enlace.kept"] = {NAME_COOKIE: "Ana"}
    at.query_params["plan"] = first.query_params["plan"]

    def handed(*outboxes, again: bool = False) -> str:
        at.session_state["outboxes"], at.session_state["again"] = list(outboxes), again
        at.run()
        assert not at.exception
        return at.text[-1].value

    return handed


def wish(number, command, **op) -> dict:
    return {"seq": number, "command": command, "op": op}


def outbox(*wishes) -> dict:
    return {"items": list(wishes)}


ADD = {"kind": "add", "id": "new_1", "name": "Citas", "layer": "bridge"}
NAMES = "Pedidos Visitas Posts Ventas"


def test_wishes_are_done_in_their_order_and_one_that_comes_again_is_passed_by(taken) -> None:
    added, named = (
        wish(1, "a", **ADD),
        wish(2, "b", kind="rename", id="new_1", name="Visitas guiadas"),
    )
    assert taken(outbox(named, added), outbox(added, named)) == f"2 0 {NAMES} Visitas guiadas"


def test_a_wish_that_is_sent_again_under_another_number_is_done_once(taken) -> None:
    taken(outbox(wish(1, "a", **ADD)))
    assert taken(outbox(wish(3, "a", **ADD)), again=True) == f"3 0 {NAMES} Citas"


def test_a_refused_wish_is_told_and_the_next_one_is_done(taken) -> None:
    refused = wish(1, "a", kind="rename", id="orders", name="Visitas")
    named = wish(2, "b", kind="rename", id="visits", name="Entradas")
    assert taken(outbox(refused, named)) == "2 1 Pedidos Entradas Posts Ventas"


def test_what_nobody_understands_is_refused_and_acknowledged(taken) -> None:
    assert taken(outbox(wish(1, "a", kind="explode"))) == f"1 1 {NAMES}"


def test_an_arrangement_taken_back_and_sent_again_takes_nothing_else_back(taken) -> None:
    added = wish(1, "a", **ADD)
    arranged, undone = wish(2, "b", kind="arrange"), wish(3, "c", kind="undo")
    resent = wish(4, "c", kind="undo")
    assert taken(outbox(added, arranged, undone, resent)) == f"4 0 {NAMES} Citas"
