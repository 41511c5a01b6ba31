"""Long work: done beside the pages, shared by those who ask alike, ended when nobody waits.

    found = long_work.answer("why", key, lambda progress: kt.explain(..., progress=progress))

A bounded pool of threads does the work, so that nobody's page stands still: numpy lets go of the
interpreter while it computes. A page that waits asks twice a second; where no page has asked for
a while (it was left, closed, or asks something else now) the work is called off.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Final, TypeVar, cast
from uuid import uuid4

import streamlit as st

import kpi_tree as kt
from pages.parts import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Progress = Callable[[float], bool]
    Make = Callable[[Progress], object]

PATIENCE: Final = 0.4  # seconds before progress is shown
POLL: Final = 0.5  # seconds between two looks at work that goes on
LEFT: Final = 8.0  # seconds without a look after which nobody waits any more
KEPT: Final = 128  # answers that are kept
WORKERS: Final = max(2, min(4, (os.cpu_count() or 2) - 1))
_VISIT: Final = "enlace.visit"
_STOPPED: Final = "enlace.stopped"

_Answer = TypeVar("_Answer")
Question = tuple["Hashable", ...]


@dataclass
class Work:
    """One question that is being answered, or was."""

    key: Question
    share: float = 0.0
    begun: bool = False
    result: object = None
    error: kt.EnlaceError | None = None
    bug: BaseException | None = None
    done: Event = field(default_factory=Event)
    waiting: dict[str, float] = field(default_factory=dict)

    def wanted(self) -> bool:
        """Whether anybody has looked lately."""
        now = time.monotonic()
        return any(now - seen < LEFT for seen in list(self.waiting.values()))

    def progress(self, share: float) -> bool:
        """Take note of progress; False once nobody waits."""
        self.share = max(self.share, min(1.0, share))
        return self.wanted()


class Bench:
    """The pool, what it works on, and the answers that it keeps."""

    def __init__(self, workers: int = WORKERS, *, kept: int = KEPT) -> None:
        """Work on at most so many questions at once, the others in line; keep so many answers."""
        self._kept = kept
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="enlace-work")
        self._works: OrderedDict[Question, Work] = OrderedDict()
        self._lock = Lock()

    def ask(self, key: Question, make: Make, *, visit: str) -> Work:
        """The work on a question: the one that goes on, else a new one."""
        with self._lock:
            work = self._works.get(key)
            if work is None or isinstance(work.error, kt.Stopped):
                work = self._works[key] = Work(key)
                work.waiting[visit] = time.monotonic()
                self._pool.submit(_do, work, make)
            self._works.move_to_end(key)
            self._drop()
        work.waiting[visit] = time.monotonic()
        return work

    def found(self, key: Question) -> Work | None:
        """The work on a question, where it was asked."""
        with self._lock:
            return self._works.get(key)

    def leave(self, visit: str, *, slot: str = "", but: Question = ()) -> None:
        """Somebody waits no longer: at no place, or at `slot` for no question except one."""
        for work in self.works:
            if work.key != but and slot in {"", work.key[0]}:
                work.waiting.pop(visit, None)

    @property
    def works(self) -> tuple[Work, ...]:
        """All that was asked and is kept."""
        with self._lock:
            return tuple(self._works.values())

    def ahead(self, work: Work) -> int:
        """How many wait in line before this one."""
        with self._lock:
            line = [each for each in self._works.values() if not each.begun and each.wanted()]
        return line.index(work) if work in line else 0

    def rest(self, patience: float = 60.0) -> None:
        """Wait until everything is done that somebody waits for."""
        for work in self.works:
            work.done.wait(patience)

    def _drop(self) -> None:
        for key in [key for key, work in self._works.items() if work.done.is_set()]:
            if len(self._works) <= self._kept:
                return
            del self._works[key]


def _do(work: Work, make: Make) -> None:
    work.begun = True
    try:
        if work.wanted():
            work.result = make(work.progress)
        else:
            work.error = kt.Stopped()
    except kt.EnlaceError as error:
        work.error = error
    except BaseException as bug:  # noqa: BLE001 (it is raised again where somebody reads it)
        work.bug = bug
    finally:
        work.done.set()


@st.cache_resource(show_spinner=False)
def bench() -> Bench:
    """The one bench of this process."""
    return Bench()


# ── On a page ───────────────────────────────────────────────────────────────────────────────────


def answer(slot: str, question: Question, make: Callable[[Progress], _Answer]) -> _Answer | None:
    """The answer to a question; None while it is worked on, which is drawn here instead.

    Args:
        slot: the place on the page; a visitor waits for one question at each.
        question: what the answer hangs on: plan, version, whatever was chosen.
        make: works it out; told a function to report its share to, which may call it off.

    Raises:
        EnlaceError: whatever `make` refused.
    """
    key = (slot, *question)
    visit = _visit()
    bench().leave(visit, slot=slot, but=key)
    if _stopped().get(slot) == key:
        _again(slot)
        return None
    work = bench().ask(key, make, visit=visit)
    if not work.done.wait(PATIENCE) or isinstance(work.error, kt.Stopped):
        st.fragment(_waiting, run_every=POLL)(slot, key)
        return None
    if failed := work.error or work.bug:
        raise failed
    return cast("_Answer", work.result)


def leave() -> None:
    """Wait for nothing any more: the reader has gone to another page."""
    if _VISIT in st.session_state:
        bench().leave(_visit())


def _waiting(slot: str, key: Question) -> None:
    """How far the work is, and a way out; when it is done the page runs again."""
    reader.speak()
    work = bench().found(key)
    if work is None or work.done.is_set() or _stopped().get(slot) == key:
        st.rerun()
    work.waiting[_visit()] = time.monotonic()
    with st.container(horizontal=True, vertical_alignment="center", key=f"waiting.{slot}"):
        st.progress(work.share, text=_told(work), width="stretch")
        st.button(
            kt.say("waiting.stop"),
            key=f"waiting.{slot}.stop",
            icon=":material/close:",
            on_click=_stop,
            args=(slot, key),
        )


def _told(work: Work) -> str:
    if work.begun:
        return kt.say("waiting.computing")
    return kt.say("waiting.in_line", n=bench().ahead(work))


def _stop(slot: str, key: Question) -> None:
    st.session_state[_STOPPED] = {**_stopped(), slot: key}
    bench().leave(_visit(), slot=slot)


def _again(slot: str) -> None:
    with st.container(border=True):
        st.markdown(kt.say("waiting.stopped"))
        st.button(
            kt.say("waiting.again"),
            key=f"waiting.{slot}.again",
            icon=":material/refresh:",
            on_click=_resume,
            args=(slot,),
        )


def _resume(slot: str) -> None:
    st.session_state[_STOPPED] = {name: key for name, key in _stopped().items() if name != slot}


def _stopped() -> dict[str, Question]:
    found: dict[str, Question] = st.session_state.get(_STOPPED, {})
    return found


def _visit() -> str:
    """What this visit is known by on the bench."""
    if _VISIT not in st.session_state:
        st.session_state[_VISIT] = uuid4().hex
    name: str = st.session_state[_VISIT]
    return name
