"""A PostgreSQL of the tests' own: made in a folder of theirs, gone with them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

import psycopg

from kpi_tree.store.tables import about

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a database for minutes needs not wait for.
SETTINGS = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"),
    *("listen_addresses=", "max_connections=200", "shared_buffers=32MB", "ssl=off"),
)


def programs() -> Path | None:
    """Where PostgreSQL's programs are; None where it is not installed."""
    for found in (
        shutil.which("initdb"),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    ):
        if found and (folder := Path(found).resolve().parent) and (folder / "postgres").exists():
            return folder
    return None


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server, reached by a socket in a folder that goes with it.

    It refuses to run as root, so root lends it another user.
    """
    found = programs()
    assert found is not None
    lent = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    home = Path(tempfile.mkdtemp(prefix="enlace-pg-"))
    home.chmod(0o700)
    if lent:
        shutil.chown(home, lent["user"], lent["group"])
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    make = [found / "initdb", "-D", home / "data", "-A", "trust", "-U", "enlace", "-N"]
    subprocess.run(
        [*make, "--no-locale", "-E", "UTF8"],
        check=True,
        capture_output=True,
        env=plain,
        cwd=home,
        **lent,
    )
    run = [found / "postgres", "-D", home / "data", "-k", home]
    settings = [word for setting in SETTINGS for word in ("-c", setting)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [*run, *settings], stdout=log, stderr=log, env=plain, cwd=home, **lent
        )
    address = f"postgresql://enlace@/postgres?host={quote(str(home))}"
    try:
        _wait(address, server)
        yield address
    finally:
        # Its own word for "drop all connections, then end".
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        shutil.rmtree(home, ignore_errors=True)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def schema(address: str) -> Iterator[str]:
    """The address of an empty place on the server, for one test."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"')
    yield f"{address}&options=-csearch_path%3D{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA "{name}" CASCADE')


def empty(address: str) -> None:
    """Take every row out of a store, as if nobody had opened it yet."""
    tables = [table for table in about.metadata.sorted_tables if table is not about]
    with psycopg.connect(address, autocommit=True) as connection:
        for table in reversed(tables):
            connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 (ours)
