"""PostgreSQL: what it refuses is told in words, and two processes do not step on each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import psycopg
import pytest

from kpi_tree.errors import StoreError
from kpi_tree.store import Store, tables
from kpi_tree.workspace import Workspace
from tests.store.plans import count_up, little


def refused(code: str):
    """Expect a refusal of the store with this code, worded in whole."""
    return pytest.raises(StoreError, check=lambda error: error.problem.code == code and str(error))


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach(tmp_path) -> None:
    with refused("store_unreachable") as caught:
        Workspace.open(f"postgresql://ana:secreto@/plans?host={quote(str(tmp_path))}")
    assert "secreto" not in str(caught.value)


def test_a_database_that_there_is_not_lets_nobody_in(server) -> None:
    with refused("store_login"):
        Workspace.open(server.replace("/postgres?", "/nothing?"))


def test_an_address_that_is_none_is_refused() -> None:
    with refused("store_address"):
        Workspace.open("postgresql://host:port:port/x")


def test_a_database_of_something_else_is_refused_and_left_alone(database) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE songs (title text)")
        with refused("not_a_store"):
            Workspace.open(database)
        rows = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )
        assert rows.fetchall() == [("songs",)]


def test_a_shape_that_nobody_here_knows_is_refused(database) -> None:
    Workspace.open(database).close()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE enlace SET value = '99'")
    with refused("store_too_new"):
        Workspace.open(database)


def test_a_store_of_an_older_shape_is_brought_to_this_one(database) -> None:
    Workspace.open(database).close()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE enlace SET value = %s", (str(tables.SCHEMA - 1),))
        connection.execute("ALTER TABLE plans DROP COLUMN era")

    def step(connection) -> None:
        connection.exec_driver_sql("ALTER TABLE plans ADD COLUMN era INTEGER NOT NULL DEFAULT 0")

    Store(database, steps={tables.SCHEMA - 1: step}).close()
    with Workspace.open(database) as workspace:
        assert workspace.create(little(), by="Ana").version == 1


def test_processes_that_begin_at_once_make_the_tables_once(database) -> None:
    with ThreadPoolExecutor(4) as processes:
        opened = list(processes.map(Workspace.open, [database] * 4))
    plan_id = opened[0].create(little(), by="Ana").plan_id
    assert [workspace.edit(plan_id, count_up, by="Ana").version for workspace in opened] == [
        2,
        3,
        4,
        5,
    ]
    for workspace in opened:
        workspace.close()


def test_a_command_that_reaches_two_processes_at_once_is_done_once(database) -> None:
    with Workspace.open(database) as one, Workspace.open(database) as other:
        plan_id = one.create(little(), by="Ana").plan_id
        for number in range(20):
            with ThreadPoolExecutor(2) as sent:
                done = [
                    sent.submit(where.edit, plan_id, count_up, by="Ana", command=f"c{number}")
                    for where in (one, other)
                ]
                assert {each.result().version for each in done} == {number + 2}


def test_a_plan_that_is_begun_by_two_processes_at_once_is_one(database) -> None:
    with Workspace.open(database) as one, Workspace.open(database) as other:
        for number in range(10):
            with ThreadPoolExecutor(2) as sent:
                done = [
                    sent.submit(where.create, little(), by="Ana", command=f"c{number}")
                    for where in (one, other)
                ]
                assert len({each.result().plan_id for each in done}) == 1
        assert len(one.plans()) == 10


def test_an_edit_after_the_server_dropped_its_connections_is_kept(database) -> None:
    with Workspace.open(database) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        with psycopg.connect(database, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        assert workspace.edit(plan_id, count_up, by="Ana").version == 2


def test_a_name_erased_by_one_process_is_gone_from_the_other(database) -> None:
    with Workspace.open(database) as one, Workspace.open(database) as other:
        plan_id = one.create(little(), by="Ana").plan_id
        assert other.read(plan_id).changed_by == "Ana"
        one.erase_person(plan_id, "Ana")
        assert other.read(plan_id).changed_by == "Persona 1"
        assert other.edit(plan_id, count_up, by="Luis").version == 2


def test_who_reads_sees_one_moment_though_another_process_deletes_the_plan(database) -> None:
    store = Store(database)
    with Workspace.open(database) as other:
        plan_id = other.create(little(), by="Ana").plan_id
        with store.past(plan_id) as past:
            other.delete(plan_id)
            assert [entry.author for entry in past.between(0)] == ["Ana"]
    store.close()


def test_a_copy_of_a_server_is_the_server_s_own_business(database, tmp_path) -> None:
    with Workspace.open(database) as workspace, refused("backup_by_server"):
        workspace.back_up(tmp_path / "copy.db")
