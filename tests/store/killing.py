"""A process that writes to a store and is killed, over and over; run in a process of its own.

    python -m tests.store.killing WHERE KILLS SEED

Each life opens the store, sends again what the one before it never heard about, and goes on
with four editors at once until it is killed without warning. What every life was told is printed
as JSON: the commands that were acknowledged, with their versions.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import threading
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NoReturn

from kpi_tree.workspace import Workspace
from tests.store.plans import count_up, little

if TYPE_CHECKING:
    from collections.abc import Sequence

EDITORS = "abcd"
Heard = tuple[dict[str, int], set[str]]


def main(address: str, kills: int, seed: int) -> None:
    """Kill so many lives, then say what they were told."""
    where = address if "://" in address else Path(address)
    with Workspace.open(where) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
    dice = Random(seed)
    told: dict[str, int] = {}
    unheard: set[str] = set()
    again = 0
    for life in range(kills):
        acknowledged, sent = live_and_die(where, plan_id, life=life, unheard=unheard, dice=dice)
        again += len(unheard & acknowledged.keys())
        told |= acknowledged
        unheard = (unheard | sent) - acknowledged.keys()
    json.dump(
        {"plan_id": plan_id, "told": told, "unheard": sorted(unheard), "again": again}, sys.stdout
    )


def live_and_die(
    where: Path | str, plan_id: str, *, life: int, unheard: set[str], dice: Random
) -> Heard:
    """One life: what it was told before it was killed, and what it had asked for."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        write_for_ever(where, plan_id, life=life, unheard=sorted(unheard), out=theirs)
    os.close(theirs)
    try:
        heard = listen(ours, until=dice.randint(1, 60), linger=dice.random() * 0.01)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    rest = b"".join(iter(lambda: os.read(ours, 1 << 16), b""))
    os.close(ours)
    return understood(heard + rest)


def listen(pipe: int, *, until: int, linger: float) -> bytes:
    """What is said before it is time to kill."""
    heard = b""
    while heard.count(b"ack") < until:
        ready, _, _ = select.select([pipe], [], [], 20)
        said = os.read(pipe, 1 << 16) if ready else b""
        if not said:
            raise RuntimeError(heard)
        heard += said
    time.sleep(linger)
    return heard


def understood(heard: bytes) -> Heard:
    """The acknowledged commands with their versions, and all that were asked for."""
    lines = [line.split() for line in heard.decode().splitlines()]
    acknowledged = {line[1]: int(line[2]) for line in lines if line[0] == "ack"}
    return acknowledged, {line[1] for line in lines if line[0] == "ask"}


def write_for_ever(
    where: Path | str, plan_id: str, *, life: int, unheard: Sequence[str], out: int
) -> NoReturn:
    """Edit until killed, saying what is asked for and what was acknowledged."""
    workspace = Workspace.open(where)

    def do(command: str) -> None:
        os.write(out, f"ask {command}\n".encode())
        editor = command[0]
        kept = workspace.edit(plan_id, count_up, editor, by=editor, command=command)
        os.write(out, f"ack {command} {kept.version}\n".encode())

    def go_on(editor: str) -> None:
        for command in unheard:
            if command[0] == editor:
                do(command)
        number = 0
        while True:
            do(f"{editor}-{life}-{number}")
            number += 1

    for editor in EDITORS:
        threading.Thread(target=go_on, args=(editor,)).start()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
