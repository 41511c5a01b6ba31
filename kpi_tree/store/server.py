"""PostgreSQL as this store needs it: one address, and nothing that a pooler in between forbids.

The tables stand in the schema that comes first for whoever logs in. A database that holds other
things too gives Enlace a schema of its own: `postgresql://…/db?options=-csearch_path%3Denlace`.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.functions import func

from kpi_tree.errors import Problem, StoreError, quoted

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

SCHEMES: Final = ("postgresql", "postgres")
CHANNEL: Final = "enlace"
_CONNECTIONS: Final = 8
_MAKING: Final = 0x656E6C616365
"""The number of the lock under which tables are made: two processes may begin at once."""


def url_of(address: str) -> URL:
    """The address of a server, for the driver that Enlace brings along.

    Raises:
        StoreError: it is no address.
    """
    if find_spec("psycopg") is None:
        raise StoreError([Problem("store_no_driver")])
    try:
        return make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        scheme = address.partition("://")[0]
        raise StoreError([Problem("store_address", values={"address": quoted(scheme)})]) from error


def engine_of(url: URL, *, patience: float) -> Engine:
    """The engine of a few connections to the server; each is tried before it is used again."""
    # Prepared statements would not survive a pooler that hands out connections by transaction.
    options: dict[str, Any] = {
        "connect_timeout": max(2, round(patience)),
        "prepare_threshold": None,
    }
    engine = create_engine(
        url, connect_args=options, pool_size=_CONNECTIONS, max_overflow=4, pool_pre_ping=True
    )

    @event.listens_for(engine, "connect")
    def _patient(connection: Any, _: object) -> None:  # noqa: ANN401 (a DB-API connection)
        # A write waits so long for another, then says so; whoever dies within one lets go soon.
        before, connection.autocommit = connection.autocommit, True
        connection.execute(f"SET lock_timeout = '{round(patience * 1000)}ms'")
        connection.execute("SET idle_in_transaction_session_timeout = '30s'")
        connection.autocommit = before

    return engine


def made_alone(connection: Connection) -> None:
    """Let no other process make or change tables before this transaction ends."""
    connection.execute(select(func.pg_advisory_xact_lock(_MAKING)))


def notify(connection: Connection, payload: str) -> None:
    """Tell all processes that listen, once the transaction holds; elsewhere nobody listens."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_notify(:channel, :payload)").bindparams(
                channel=CHANNEL, payload=payload
            )
        )
