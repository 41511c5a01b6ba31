"""One process a file: whoever holds the claim may write."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from kpi_tree.errors import Problem, StoreError


class Claim:
    """An advisory lock beside a store's file, held until it is released or the process ends.

    It stands on a file of its own: closing any handle of the database itself would drop the locks
    that SQLite holds on it.
    """

    def __init__(self, path: Path) -> None:
        """Claim the file at `path`.

        Raises:
            StoreError: another process has it.
            OSError: there is no place for a lock beside it.
        """
        self._file = Path(f"{path}.lock").open("a+", encoding="ascii")  # noqa: SIM115 (held open)
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip()
            self._file.close()
            raise StoreError([Problem("store_in_use", values={"process": holder})]) from error
        # Who holds it is told, if the disk has room for the telling.
        with suppress(OSError):
            self._file.truncate(0)
            self._file.write(str(os.getpid()))
            self._file.flush()

    def release(self) -> None:
        """Let another process have it."""
        with suppress(OSError):
            self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond the text, which others may read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
