"""What a database says when it cannot, told as a refusal that a person can act on."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError

from kpi_tree.errors import Problem, StoreError, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# By the beginning of SQLite's own name for a result code (https://sqlite.org/rescode.html).
_PROBLEMS: Final = (
    ("SQLITE_FULL", Problem("store_full")),
    ("SQLITE_IOERR", Problem("store_disk")),
    ("SQLITE_BUSY", Problem("store_locked")),
    ("SQLITE_LOCKED", Problem("store_locked")),
    ("SQLITE_READONLY", Problem("store_read_only")),
    ("SQLITE_CANTOPEN", Problem("store_cannot_open")),
    ("SQLITE_CORRUPT", Problem("store_damaged")),
    ("SQLITE_NOTADB", Problem("not_a_store")),
)
# By the beginning of PostgreSQL's code (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_STATES: Final = (
    ("53100", Problem("store_full")),
    ("53", Problem("store_unreachable")),  # too many connections, no memory
    ("08", Problem("store_unreachable")),
    ("57P", Problem("store_unreachable")),
    ("58", Problem("store_disk")),
    ("55P03", Problem("store_locked")),
    ("40", Problem("store_locked")),
    ("25006", Problem("store_read_only")),
    ("28", Problem("store_login")),
    ("3D000", Problem("store_login")),
    ("42501", Problem("store_login")),
    ("XX", Problem("store_damaged")),
)
_ERRNOS: Final = {
    errno.ENOSPC: Problem("store_full"),
    errno.EDQUOT: Problem("store_full"),
    errno.EROFS: Problem("store_read_only"),
    errno.EACCES: Problem("store_read_only"),
    errno.EPERM: Problem("store_read_only"),
}


@contextmanager
def told() -> Iterator[None]:
    """Turn what the database or the disk refuses into a `StoreError`; bugs pass.

    Raises:
        StoreError: with a sentence and a remedy.
    """
    try:
        yield
    except DBAPIError as error:
        raise StoreError([problem_of(error.orig)]) from error
    except OSError as error:
        raise StoreError([problem_of(error)]) from error


def problem_of(error: BaseException | None) -> Problem:
    """What an exception of the database's own, or of the system, means for a person."""
    if isinstance(error, OSError):
        return _ERRNOS.get(error.errno or 0) or _unknown(error.strerror)
    if error is not None and hasattr(error, "sqlstate"):
        # Before a connection stands there is no code; a server that refuses says this word.
        code = error.sqlstate or ("28" if "FATAL" in str(error) else "08")
        return _begins(_STATES, code) or _unknown(error)
    return _begins(_PROBLEMS, str(getattr(error, "sqlite_errorname", ""))) or _unknown(error)


def _begins(known: Iterable[tuple[str, Problem]], code: str) -> Problem | None:
    return next((problem for beginning, problem in known if code.startswith(beginning)), None)


def _unknown(reason: object) -> Problem:
    return Problem("store_failed", values={"reason": quoted(reason)})
