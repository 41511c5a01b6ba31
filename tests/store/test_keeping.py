"""The store keeps what it acknowledges: once, in order, across processes and versions."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from kpi_tree.errors import BadArgument, EditRefused, StoreError
from kpi_tree.plan.edits import add_link, set_title
from kpi_tree.store import Store, driver, snapshots, tables
from kpi_tree.workspace import Subject, Workspace
from tests.house.code import ROOT
from tests.store.plans import behind, count_up, held, little


def refused(code: str):
    """Expect a refusal of the store with this code, worded in whole."""
    return pytest.raises(StoreError, check=lambda error: error.problem.code == code and str(error))


def test_what_was_kept_is_there_when_the_store_is_opened_again(where) -> None:
    with Workspace.open(where) as workspace:
        begun = workspace.create(little(), by="Ana")
        kept = workspace.edit(begun.plan_id, count_up, by="Luis")
    with Workspace.open(where) as workspace:
        assert workspace.read(begun.plan_id) == kept


def test_a_closed_store_is_a_single_file(path) -> None:
    with Workspace.open(path) as workspace:
        workspace.create(little(), by="Ana")
    assert {file.name for file in path.parent.iterdir()} == {"plans.db", "plans.db.lock"}


def test_every_commit_waits_for_the_disk(path, on_file) -> None:
    with driver.writing(path).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_command_that_is_sent_again_is_done_once(workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    first = workspace.edit(plan_id, count_up, by="Ana", command="c1")
    workspace.edit(plan_id, count_up, by="Luis", command="c2")
    assert workspace.edit(plan_id, count_up, by="Ana", command="c1") == first
    assert workspace.read(plan_id).version == 3


def test_a_plan_that_is_begun_again_under_the_same_command_is_the_same(workspace) -> None:
    first = workspace.create(little(), by="Ana", command="c1")
    assert workspace.create(little(), by="Ana", command="c1") == first
    assert len(workspace.plans()) == 1


def test_the_table_itself_refuses_a_second_edit_of_a_number_or_a_command(where, workspace) -> None:
    workspace.create(little(), by="Ana", command="c1")
    again = "INSERT INTO edits SELECT plan_id, {}, author, person, at, kind, of, events FROM edits"
    with behind(where) as connection:
        for columns in ("seq, 'c2'", "seq + 1, command_id"):
            with pytest.raises(connection.IntegrityError):
                connection.execute(again.format(columns))


def test_an_edit_that_changes_nothing_makes_no_version(workspace) -> None:
    begun = workspace.create(little(), by="Ana")
    assert workspace.edit(begun.plan_id, set_title, "Plan", by="Ana") == begun


def test_editors_at_once_lose_nothing(workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    jobs = [(mark, f"{mark}{number}") for number in range(25) for mark in "abcd"]

    def one(job: tuple[str, str]) -> None:
        # Sent twice each, as a browser does that did not hear the answer.
        for _ in range(2):
            workspace.edit(plan_id, count_up, job[0], by=job[0], command=job[1])

    with ThreadPoolExecutor(8) as people:
        list(people.map(one, jobs))
    plan = workspace.read(plan_id).plan
    assert [metric.baseline for metric in plan.metrics] == [25] * 4
    assert [entry.version for entry in workspace.history(plan_id)] == list(range(101, 0, -1))


def test_of_two_links_that_close_a_loop_together_one_is_refused(workspace) -> None:
    for _ in range(10):
        plan_id = workspace.create(little(), by="Ana").plan_id

        def link(ends: str, plan_id: str = plan_id) -> bool:
            try:
                workspace.edit(plan_id, add_link, ends[0], outcome=ends[1], by="Ana")
            except EditRefused as refusal:
                return refusal.problem.code != "loop_of_links"
            return True

        with ThreadPoolExecutor(2) as people:
            assert sorted(people.map(link, ["ab", "ba"])) == [False, True]


def test_a_refusal_takes_none_of_those_along_that_wait_with_it(where, workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    with ThreadPoolExecutor(8) as people:
        with held(where):
            waiting = [people.submit(workspace.edit, plan_id, count_up, by="Ana") for _ in range(3)]
            wrong = people.submit(workspace.edit, plan_id, set_title, "", by="Ana")
            waiting += [
                people.submit(workspace.edit, plan_id, count_up, by="Ana") for _ in range(3)
            ]
        assert sorted(edit.result().version for edit in waiting) == [2, 3, 4, 5, 6, 7]
    assert isinstance(wrong.exception(), EditRefused)


def test_a_bug_in_an_edit_crashes_whoever_asked_and_nobody_else(workspace) -> None:
    plan_id = workspace.create(little(), by="Ana").plan_id
    with pytest.raises(KeyError):
        workspace.edit(plan_id, lambda plan: plan.metric["nobody"], by="Ana")
    assert workspace.edit(plan_id, count_up, by="Ana").version == 2


def test_a_plan_that_there_is_not_is_refused(workspace) -> None:
    for ask in (workspace.read, workspace.history):
        with pytest.raises(BadArgument):
            ask("nothing")
    with pytest.raises(BadArgument):
        workspace.edit("nothing", count_up, by="Ana")


def test_a_file_that_is_open_is_refused_a_second_time(path, on_file) -> None:
    with refused("store_in_use"):
        Workspace.open(path)


def test_a_second_process_reads_who_has_the_file(path, on_file) -> None:
    program = "import sys; from kpi_tree.workspace import Workspace; Workspace.open(sys.argv[1])"
    command = [sys.executable, "-c", program, path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Otro Enlace tiene abiertos estos planes (proceso" in done.stderr


def test_a_closed_store_says_that_it_keeps_no_more(workspace) -> None:
    workspace.close()
    workspace.close()
    with refused("store_closed"):
        workspace.create(little(), by="Ana")


# --- snapshots --------------------------------------------------------------------------------


def long_plan(where) -> str:
    """The id of a plan with more edits than lie between two snapshots."""
    with Workspace.open(where) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        for _ in range(snapshots.EVERY + 20):
            workspace.edit(plan_id, count_up, by="Ana")
    return plan_id


def reopened(where, plan_id: str):
    """The plan as a fresh process would read it."""
    with Workspace.open(where) as workspace:
        return workspace.read(plan_id).plan


def test_a_snapshot_is_where_reading_begins(where) -> None:
    plan_id = long_plan(where)
    with behind(where) as connection:
        assert connection.execute("SELECT version FROM snapshots").fetchall() == [
            (snapshots.EVERY,)
        ]
        connection.execute("DELETE FROM edits WHERE seq < 50")
    assert reopened(where, plan_id).metric["a"].baseline == snapshots.EVERY + 20


DAMAGES = (
    "document = replace(document, 'Plan', 'Otro')",
    "checksum = 'x'",
    "code = 'x'",
    "version = version - 1",
)


def test_a_snapshot_that_does_not_match_is_passed_over_and_replaced(where) -> None:
    plan_id = long_plan(where)
    for damage in DAMAGES:
        with behind(where) as connection:
            connection.execute(f"UPDATE snapshots SET {damage}")  # noqa: S608 (ours)
        plan = reopened(where, plan_id)
        told = (damage, plan.title, plan.metric["a"].baseline)
        assert told == (damage, "Plan", snapshots.EVERY + 20)
        with behind(where) as connection:
            (kept,) = connection.execute("SELECT version, code FROM snapshots").fetchall()
        assert kept == (snapshots.EVERY + 21, snapshots.code_version())


def test_an_older_version_is_read_as_it_was(where) -> None:
    plan_id = long_plan(where)
    with Workspace.open(where) as workspace:
        for number in (1, 7, snapshots.EVERY, snapshots.EVERY + 3):
            assert workspace.read(plan_id, number).plan.metric["a"].baseline == number - 1


# --- shapes, of a file: a server's are in test_server.py ----------------------------------------


def older(path) -> None:
    """A store as Enlace 0.1 has written it: two plans, one of them put away."""
    with behind(path) as connection:
        connection.executescript((ROOT / "tests" / "store" / "shape_1.sql").read_text("utf-8"))


def test_a_store_of_an_older_shape_is_brought_to_this_one(path) -> None:
    older(path)
    with Workspace.open(path) as workspace:
        assert [(plan.version, plan.archived) for plan in workspace.plans()] == [
            (1, True),
            (6, False),
        ]
        assert workspace.read("first").plan.metric["a"].baseline == 2
        assert [entry.kind for entry in workspace.history("first", most=2)] == ["undo", "edit"]
        assert workspace.undo("first", by="Ana").plan.metric["a"].baseline == 1


def test_an_upgraded_store_knows_what_a_new_one_knows(path) -> None:
    older(path)
    with Workspace.open(path) as workspace:
        thread = workspace.talk.comment("first", Subject("metric", "a"), "¿Por qué?", by="Ana")
        workspace.restore("first", 1, by="Luis")
        assert workspace.talk.threads("first", by="Ana") == [thread]
        assert workspace.read("first").plan == little()
    Workspace.open(path).close()


def test_an_upgraded_store_has_the_tables_of_a_new_one(path) -> None:
    older(path)
    Workspace.open(path).close()
    Workspace.open(path.with_name("new.db")).close()
    columns = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c"
    tables_of = []
    for file in (path, path.with_name("new.db")):
        with behind(file) as connection:
            tables_of.append(sorted(connection.execute(columns).fetchall()))
    assert tables_of[0] == tables_of[1]


def test_what_a_store_was_before_is_kept_beside_it(path) -> None:
    older(path)
    Workspace.open(path).close()
    with behind(path.with_name("plans.db.shape-1")) as connection:
        assert connection.execute("SELECT value FROM enlace").fetchall() == [("1",)]


def test_an_upgrade_that_fails_half_way_leaves_the_store_as_it_was(path) -> None:
    older(path)

    def broken(connection) -> None:
        tables.STEPS[1](connection)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Store(path, steps={1: broken})
    with Workspace.open(path) as workspace:
        assert workspace.read("first").version == 6


@pytest.mark.parametrize(
    ("found", "code"), [("0", "store_too_old"), (str(tables.SCHEMA + 1), "store_too_new")]
)
def test_a_shape_that_nobody_here_knows_is_refused_and_left_alone(path, found, code) -> None:
    with Workspace.open(path) as workspace:
        workspace.create(little(), by="Ana")
    with behind(path) as connection:
        connection.execute("UPDATE enlace SET value = ?", (found,))
    before = path.read_bytes()
    with refused(code):
        Workspace.open(path)
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_refused_and_left_alone(path) -> None:
    with behind(path) as connection:
        connection.execute("CREATE TABLE songs (title)")
    with refused("not_a_store"):
        Workspace.open(path)
    with behind(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("songs",)]


def test_a_file_that_is_no_database_is_refused_and_left_alone(path) -> None:
    path.write_bytes(b"Estimado equipo:\n" * 1000)
    with refused("not_a_store"):
        Workspace.open(path)
    assert path.read_bytes() == b"Estimado equipo:\n" * 1000


def test_an_sqlite_with_the_known_bug_is_refused() -> None:
    with refused("sqlite_too_old"):
        driver.library(oldest=(99, 0, 0))


def test_the_sqlite_that_serves_is_without_the_known_bug() -> None:
    assert driver.library().sqlite_version_info >= (3, 51, 3)
