"""The stores of this process, each opened once, for pages and routes alike."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import kpi_tree as kt
from pages.parts.host.settings import Host, host

_OPENING: Final = Lock()
ROOT: Final = Path(__file__).resolve().parents[3]


def address() -> str:
    """Where plans are kept: as the environment says, else beside the app."""
    return os.environ.get("ENLACE_STORE") or str(ROOT / "var" / "enlace.db")


def workspace() -> kt.Workspace:
    """The workspace of this process, as `host` opens it."""
    settings = host()
    # Of two who come first at once, the second would find the file claimed by the first.
    with _OPENING:
        if settings.hosted and not os.environ.get("ENLACE_STORE"):
            return _passing(settings)
        return _opened(address(), settings)


@lru_cache(maxsize=8)
def _opened(where: str, settings: Host) -> kt.Workspace:
    if "://" not in where:
        Path(where).parent.mkdir(parents=True, exist_ok=True)
    if not settings.hosted:
        return kt.Workspace.open(where)
    return kt.Workspace.open(where, closed=True, founders=settings.founders)


@lru_cache(maxsize=1)
def _passing(settings: Host) -> kt.Workspace:
    """Plans that end with the process: a host that keeps nothing, told plainly on the pages."""
    return kt.Workspace.in_memory(closed=True, founders=settings.founders)


def forget() -> None:
    """Let all stores go, for tests that begin anew."""
    _opened.cache_clear()
    _passing.cache_clear()
