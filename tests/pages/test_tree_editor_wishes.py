"""What comes of the map's wishes: what is taken back, what is made, what is refused or waits."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import kpi_tree as kt
from pages.parts.reader import NAME_COOKIE
from pages.parts.session import Opened
from pages.parts.tree_editor import wishes
from pages.parts.tree_editor.arranging import follow
from pages.parts.tree_editor.drawings import drawing
from pages.parts.tree_editor.held import Held
from pages.parts.tree_editor.operations import Hand, take
from pages.parts.tree_editor.rewriting import without
from tests.pages.test_tree_editor import HEAD, PLAN, Visit

ARRANGE, UNDO, REDO = ({"kind": kind} for kind in ("arrange", "undo", "redo"))
MOVE = {"kind": "move", "places": {"visits": [700, 300]}}
ADD = {"kind": "add", "id": "new_1", "name": "Citas", "layer": "bridge", "at": None}
# What it drove leaves a box among the linked where it was: arranged it stands in the lane.
LOOSEN = {"kind": "remove", "metrics": [], "links": ["one"]}
COPY = {"kind": "copy", "names": {"orders": "new_1", "sales": "new_2"}, "places": {"new_1": [1, 2]}}


class Map(Visit):
    """A visit's map, on which one wishes for one thing after the other."""

    def does(self, **op) -> list[str]:
        """Wish for one thing; why it is refused."""
        number = self.kept.ack + 1
        told = self.wish(op, first=number)["refusals"]
        return [one["words"] for one in told if one["seq"] == number]

    def table(self, change, *given, by="Ana", **values) -> None:
        """Edit the plan beside the map."""
        self.workspace.edit(self.kept.plan_id, change, *given, by=by, **values)

    @property
    def spots(self) -> dict:
        """Where the boxes are drawn."""
        return {node["id"]: (node["x"], node["y"]) for node in self.kept.drawing.data["nodes"]}

    @property
    def bands(self) -> list[str]:
        """The layers that have a column, from left to right."""
        return [band["layer"] for band in self.kept.drawing.data["bands"]]


# ── Arranged, taken back, done again ────────────────────────────────────────────────────────────


def test_an_arrangement_is_taken_back_and_done_again_also_of_boxes_that_nobody_moved() -> None:
    room = Map(HEAD | {"metrics": PLAN["metrics"][:3]})
    room.does(kind="connect", **{"from": "visits", "to": "orders", "as": "influence"})
    room.does(**ADD)
    before = room.spots
    room.does(**ARRANGE)
    arranged = room.spots
    room.does(**UNDO)
    assert room.spots == before != arranged
    assert room.does(**REDO) == []
    assert room.spots == arranged


def test_an_arrangement_that_is_taken_back_gives_moved_boxes_their_places_again() -> None:
    room = Map(PLAN)
    room.does(**MOVE)
    room.does(**ARRANGE)
    assert room.plan.layout == {}
    room.does(**UNDO)
    assert room.spots["visits"] == (700, 300)
    room.does(**REDO)
    room.does(**UNDO)
    assert room.plan.layout == {"visits": (700, 300)}


@pytest.mark.parametrize("moved", [False, True])
def test_what_was_done_after_an_arrangement_is_taken_back_before_it(moved) -> None:
    room = Map(PLAN)
    room.does(**(MOVE if moved else LOOSEN))
    before = room.spots
    room.does(**ARRANGE)
    arranged = room.spots
    room.table(kt.change_metric, "posts", name="Entradas")
    room.does(**UNDO)
    assert (room.plan.metric["posts"].name, room.spots) == ("Posts", arranged)
    room.does(**UNDO)
    assert room.spots == before != arranged


def test_after_an_arrangement_nothing_older_is_done_again() -> None:
    room = Map(PLAN)
    room.does(**LOOSEN)
    room.does(kind="rename", id="posts", name="Entradas")
    room.does(**UNDO)
    room.does(**ARRANGE)
    room.does(**UNDO)
    room.does(**REDO)
    assert room.does(**REDO) != []
    assert room.plan.metric["posts"].name == "Posts"


def test_an_arrangement_that_the_frame_takes_back_is_taken_back_on_the_map() -> None:
    room = Map(PLAN)
    room.does(**LOOSEN)
    before = room.spots
    room.does(**ARRANGE)
    assert room.spots != before
    room.workspace.undo(room.kept.plan_id, by="Ana")
    room.wish()
    assert room.spots == before


class Beside(Held):
    """Another visit to the same map: somebody else's, or the same person's second tab."""

    def spots(self, room) -> dict:
        """Where the boxes are drawn there now."""
        now = room.workspace.read(self.plan_id)
        opened = Opened(self.plan_id, now.plan, now.version)
        with kt.speak("es"):
            follow(self, room.workspace, opened)
            nodes = drawing(opened, self, None).data["nodes"]
        return {node["id"]: (node["x"], node["y"]) for node in nodes}


@pytest.mark.parametrize("moved", [False, True])
def test_an_arrangement_is_seen_undone_and_done_again_by_whoever_has_the_map_too(moved) -> None:
    room = Map(PLAN)
    eva = Beside(room.kept.plan_id)
    eva.spots(room)
    room.does(**(MOVE if moved else LOOSEN))
    before = eva.spots(room)
    for op, then in ((ARRANGE, None), (UNDO, before), (REDO, None)):
        room.does(**op)
        assert eva.spots(room) == room.spots
        assert (eva.spots(room) == before) == (then == before)


def test_an_arrangement_and_its_undoing_that_were_missed_leave_the_boxes_where_they_were() -> None:
    room = Map(PLAN)
    room.does(**LOOSEN)
    eva = Beside(room.kept.plan_id)
    before = eva.spots(room)
    room.does(**ARRANGE)
    room.does(**UNDO)
    assert eva.spots(room) == before


def test_after_a_reload_taking_an_arrangement_back_gives_back_what_people_had_placed() -> None:
    room = Map(PLAN)
    room.does(**MOVE)
    room.does(**ARRANGE)
    later = Beside(room.kept.plan_id)
    before = later.spots(room)
    room.workspace.undo(room.kept.plan_id, by="Ana")
    assert later.spots(room) == before | {"visits": (700, 300)}
    room.workspace.redo(room.kept.plan_id, by="Ana")
    assert later.spots(room) == before


def test_arranging_what_stands_in_order_is_no_edit() -> None:
    room = Map(PLAN)
    version = room.workspace.read(room.kept.plan_id).version
    assert room.does(**ARRANGE) == []
    assert room.workspace.read(room.kept.plan_id).version == version


def test_an_arrangement_that_is_sent_again_is_done_once() -> None:
    room = Map(PLAN)
    room.does(**MOVE)
    item = {"command": "arr", "op": ARRANGE}
    hand = Hand(room.workspace, room.kept.plan_id, "Ana")
    for _ in range(2):
        take({"items": [item | {"seq": room.kept.ack + 1}]}, room.kept, hand)
        room.wish()
    room.does(**UNDO)
    assert room.spots["visits"] == (700, 300)


def test_a_box_that_was_renamed_since_it_was_moved_keeps_its_size_when_it_is_moved_again() -> None:
    room = Map(PLAN)
    room.does(**MOVE)
    room.does(kind="rename", id="visits", name="Visitas guiadas de escuelas con inscripción previa")
    high = {node["id"]: node["height"] for node in room.kept.drawing.data["nodes"]}
    room.does(kind="move", places={"visits": [720, 310]})
    assert {node["id"]: node["height"] for node in room.kept.drawing.data["nodes"]} == high


def test_boxes_put_back_are_as_large_as_what_stands_in_them_now() -> None:
    room = Map(PLAN)
    room.does(**MOVE)
    room.does(**ARRANGE)
    room.table(
        kt.change_metric, "visits", name="Visitas guiadas de escuelas con inscripción", by="Eva"
    )
    room.does(**UNDO)
    room.does(kind="move", places={"posts": [0, 900]})
    found = next(node for node in room.kept.drawing.data["nodes"] if node["id"] == "visits")
    fresh = kt.places(room.plan, below=24).places["visits"]
    assert (len(found["lines"]), found["height"]) == (len(fresh.label.name), fresh.height)


# ── Where new boxes stand ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("at", [None, [0, 0]])
def test_a_map_that_is_built_from_nothing_has_a_named_column_for_each_layer(at) -> None:
    room = Map(HEAD)
    for place, layer in enumerate(("lever", "social", "bridge", "business")):
        spot = at and [300 * place, 0]
        room.does(
            **ADD
            | {"id": f"new_{layer}", "name": layer, "layer": layer, "at": spot, "near": [40, 60]}
        )
    assert room.bands == ["lever", "social", "bridge", "business"]
    assert at or {y for _, y in room.spots.values()} == {60}


def test_the_first_box_stands_where_it_was_wished() -> None:
    room = Map(HEAD)
    room.does(**ADD | {"near": [140, 60]})
    assert room.spots == {"citas": (140, 60)}
    assert room.plan.layout == {}, "nobody has put it there"


LOOSE = HEAD | {"metrics": PLAN["metrics"][:3]}


def test_a_new_box_stands_in_its_column_at_the_height_at_which_it_was_wished() -> None:
    room = Map(LOOSE)
    room.does(**ADD | {"near": [40, -500]})
    assert room.spots["citas"] == (room.spots["visits"][0], -500)
    room.does(**ADD | {"id": "new_2", "name": "Otras", "near": [40, -500]})
    assert room.spots["otras"][0] == room.spots["visits"][0]
    assert room.spots["citas"] == (room.spots["visits"][0], -500)


@pytest.mark.parametrize("near", [[136, 60], [40, -500], [0, 5000]])
@pytest.mark.parametrize("plan", [PLAN, kt.library.template_json("ecommerce", "es")])
def test_a_new_box_among_linked_ones_goes_into_the_lane_and_the_lane_stays(plan, near) -> None:
    room = Map(plan)
    lane = room.kept.drawing.data["lane"]
    room.does(**ADD | {"near": near})
    now = room.kept.drawing.data["lane"]
    assert (now["y"], now["height"] >= lane["height"] - 1) == (
        pytest.approx(lane["y"], abs=1),
        True,
    )
    assert now["y"] < room.spots["citas"][1] < now["y"] + now["height"]


@pytest.mark.parametrize("plan", [PLAN, LOOSE])
def test_a_box_whose_making_is_taken_back_and_done_again_stands_where_it_stood(plan) -> None:
    room = Map(plan)
    for number in (1, 2):
        room.does(**ADD | {"id": f"new_{number}", "name": f"Citas {number}", "near": [136, 60]})
    before = room.spots
    for op in (UNDO, UNDO, REDO, REDO):
        room.does(**op)
    assert room.spots == before


def test_a_metric_of_the_catalogue_stands_near_and_its_drivers_beside_it() -> None:
    room = Map(LOOSE)
    room.does(**ADD | {"name": "Tasa de cierre", "catalogue": "win_rate", "near": [5, -800]})
    made = room.kept.made["new_1"]
    assert room.spots[made][1] == -800
    drivers = kt.KpiTree(room.plan).over_time.predecessors(made)
    assert all(room.spots[name][0] < room.spots[made][0] for name in drivers)


def test_a_metric_of_the_catalogue_and_its_drivers_go_into_the_lane() -> None:
    room = Map(PLAN)
    room.does(**ADD | {"name": "Tasa de cierre", "catalogue": "win_rate", "near": [5, 10]})
    lane = room.kept.drawing.data["lane"]
    drivers = kt.KpiTree(room.plan).over_time.predecessors(room.kept.made["new_1"])
    assert all(room.spots[name][1] > lane["y"] for name in drivers)


# ── What was made ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "op", [ADD, ADD | {"catalogue": "reach"}, COPY], ids=["own", "row", "copy"]
)
def test_what_was_made_is_known_again_when_the_wish_comes_a_second_time(op) -> None:
    room = Map(PLAN)
    room.does(**op)
    made, command = dict(room.kept.made), f"command {room.kept.ack}"
    room.table(kt.change_metric, made["new_1"], name="Otro nombre", by="Eva")
    anew = Held(room.kept.plan_id)
    items = [{"seq": 1, "command": command, "op": op}]
    items += [{"seq": 2, "command": "b", "op": {"kind": "rename", "id": "new_1", "name": "Al fin"}}]
    take({"items": items}, anew, Hand(room.workspace, room.kept.plan_id, "Ana"))
    assert (anew.made, anew.refusals) == (made, [])
    assert room.plan.metric[made["new_1"]].name == "Al fin"


def test_a_metric_of_the_catalogue_that_is_there_already_is_known_by_the_new_name() -> None:
    room = Map(PLAN)
    room.does(**ADD | {"catalogue": "reach"})
    room.table(kt.change_metric, "posts", name="Entradas")
    room.does(**ADD | {"catalogue": "reach", "id": "new_2"})
    assert room.kept.made["new_1"] == room.kept.made["new_2"]


def test_a_refused_wish_has_made_nothing() -> None:
    room = Map(PLAN)
    assert room.does(**ADD | {"name": "Posts"}) != []
    assert room.kept.made == {}


# ── What is refused, and what is not ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["", "  ", "7", "orders * 90"])
def test_a_formula_that_does_not_name_the_driver_connects_nothing(written) -> None:
    room = Map(PLAN)
    ends = {"from": "visits", "to": "sales", "as": "formula"}
    assert room.does(kind="connect", formula=written, **ends)[0].startswith(
        "La fórmula no nombra «Visitas»"
    )
    assert room.plan.metric["sales"].formula == "orders * 80"


def test_a_formula_finds_what_was_just_made_and_leaves_longer_names_alone() -> None:
    room = Map(PLAN)
    for number in (1, 11):
        room.does(**ADD | {"id": f"new_{number}", "name": f"Citas {number}"})
    ends = {"from": "new_11", "to": "sales", "as": "formula"}
    assert room.does(kind="connect", formula="orders + new_1 + new_11", **ends) == []
    assert room.plan.metric["sales"].formula == "orders + citas_1 + citas_11"


def test_what_somebody_else_has_removed_leaves_the_others_of_a_selection_alone() -> None:
    room = Map(PLAN)
    room.table(kt.remove_metric, "posts", by="Eva")
    assert room.does(kind="move", places={"visits": [1, 2], "posts": [3, 4]}) == []
    names = {"visits": "new_1", "posts": "new_2"}
    assert room.does(kind="copy", names=names, places={"new_1": [5, 6], "new_2": [7, 8]}) == []
    assert room.does(kind="remove", metrics=["visits", "posts"], links=["one", "gone"]) == []
    assert set(room.plan.metric) == {"orders", "sales", "visitas_copia"}
    assert room.plan.layout == {"visitas_copia": (5, 6)}


@pytest.mark.parametrize(
    "op",
    [
        {"kind": "move", "places": {"posts": [3, 4]}},
        {"kind": "copy", "names": {"posts": "new_2"}, "places": {"new_2": [7, 8]}},
        {"kind": "remove", "metrics": ["posts"], "links": []},
    ],
    ids=lambda op: op["kind"],
)
def test_a_selection_of_which_nothing_is_left_says_so(op) -> None:
    room = Map(PLAN)
    room.table(kt.remove_metric, "posts", by="Eva")
    assert room.does(**op)[0].startswith("«Posts» ya no está")


def test_a_copy_of_a_long_name_is_shortened_and_copied_again() -> None:
    room = Map(HEAD | {"metrics": [{"id": "m", "name": "x" * 118, "layer": "lever"}]})
    for number in (1, 2):
        assert room.does(kind="copy", names={"m": f"new_{number}"}, places={}) == []
    assert [metric.name[-10:] for metric in room.plan.metrics[1:]] == ["xx (copia)", " (copia 2)"]
    assert all(len(metric.name) == 120 for metric in room.plan.metrics[1:])


E5 = HEAD | {
    "metrics": [
        {"id": "e5", "name": "E", "layer": "lever"},
        {"id": "z", "name": "Z", "layer": "business", "formula": "1e5 + e5"},
    ]
}


def test_a_number_that_looks_like_a_metric_stays_a_number() -> None:
    room = Map(E5)
    assert room.does(kind="copy", names={"e5": "new_a", "z": "new_b"}, places={}) == []
    assert room.plan.metrics[-1].formula == "1e5 + e_copia"
    assert without("1e5 + e5", "e5") == "1e5"


@pytest.mark.parametrize(
    "op",
    [
        {},
        {"kind": ["move"]},
        {"kind": "move", "places": [1]},
        {"kind": "move", "places": {"visits": [1]}},
        {"kind": "move", "places": {"visits": [10**400, 1]}},
        ADD | {"near": "here"},
        {"kind": "target", "scenario": "try", "id": "posts", "value": "much"},
        {"kind": "copy", "names": [], "places": {}},
        {"kind": "connect", "from": "posts", "to": "sales"},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_and_changes_nothing(op) -> None:
    room, plan = Map(PLAN), kt.plan_of(PLAN)
    assert room.does(**op)[0].startswith("El mapa ha enviado algo que no se entiende")
    assert room.plan == plan


def test_a_defect_in_an_edit_is_none_of_the_browser_s_and_is_told_once(monkeypatch) -> None:
    defect = "gone"

    def broken(*_, **__):
        raise KeyError(defect)

    room = Map(PLAN)
    monkeypatch.setattr(wishes.kt, "change_metric", broken)
    with pytest.raises(KeyError):
        room.does(kind="rename", id="posts", name="Entradas")
    assert (room.kept.ack, room.kept.refusals) == (1, [])


# ── What cannot be kept just now ────────────────────────────────────────────────────────────────


class Away:
    """Plans that can be read, but for a while not be edited."""

    def __init__(self, workspace, code="store_full") -> None:
        self.workspace, self.code = workspace, code

    def __getattr__(self, name):
        return getattr(self.workspace, name)

    def edit(self, *_, **__):
        raise kt.StoreError([kt.Problem(self.code)])


def test_what_cannot_be_kept_just_now_waits_and_is_done_when_it_comes_again() -> None:
    room = Map(PLAN)
    rows = [MOVE, {"kind": "rename", "id": "posts", "name": "Entradas"}]
    items = [{"seq": at, "command": f"c{at}", "op": op} for at, op in enumerate(rows, start=1)]
    with kt.speak("es"), pytest.raises(kt.StoreError):
        take({"items": items}, room.kept, Hand(Away(room.workspace), room.kept.plan_id, "Ana"))
    assert (room.kept.ack, room.kept.refusals) == (0, [])
    assert room.kept.unkept
    take({"items": items}, room.kept, Hand(room.workspace, room.kept.plan_id, "Ana"))
    assert (room.kept.ack, room.kept.unkept) == (2, "")
    assert (room.plan.layout, room.plan.metric["posts"].name) == (
        {"visits": (700, 300)},
        "Entradas",
    )


def test_where_plans_can_only_be_read_a_wish_is_refused() -> None:
    room = Map(PLAN)
    hand = Hand(Away(room.workspace, "store_read_only"), room.kept.plan_id, "Ana")
    take({"items": [{"seq": 1, "command": "c", "op": MOVE}]}, room.kept, hand)
    assert (room.kept.ack, len(room.kept.refusals)) == (1, 1)


def waiting() -> None:
    import contextlib
    from functools import partial

    import streamlit as st

    import kpi_tree as kt
    from pages.parts import session, tree_editor
    from pages.parts.tree_editor.held import held
    from pages.parts.tree_editor.operations import Hand, take
    from tests.pages.test_tree_editor_wishes import MOVE, Away

    opened = session.open_plan()
    kept, workspace = held(opened.id), session.workspace()
    found = Away(workspace) if st.session_state.get("away") else workspace
    with contextlib.suppress(kt.StoreError):
        tried = partial(session.tried, at="tree.editor")
        hand = Hand(found, opened.id, "Ana", lambda act: "" if tried(act) else "refused")
        take({"items": [{"seq": 1, "command": "c", "op": MOVE}]}, kept, hand)
    tree_editor.tree_editor()
    st.text(f"{kept.ack} {len(kept.refusals)}")


def test_the_page_tells_why_a_wish_waits_until_it_is_done(enlace) -> None:
    first = enlace("tree", plan=PLAN)
    at = AppTest.from_function(waiting, default_timeout=20)
    at.session_state["enlace.kept"] = {NAME_COOKIE: "Ana"}
    at.query_params["plan"] = first.query_params["plan"]
    at.session_state["away"] = True
    at.run()
    assert not at.exception
    assert ("disco" in at.error[0].value, at.text[-1].value) == (True, "0 0")
    at.session_state["away"] = False
    at.run()
    assert (len(at.error), at.text[-1].value) == (0, "1 0")
