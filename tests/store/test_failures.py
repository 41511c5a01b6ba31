"""When the disk, the file or another program refuses: a sentence, and nothing half done.

Disks, files and copies of them are SQLite's own; what a server refuses is in test_server.py.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi_tree.errors import StoreError
from kpi_tree.plan.edits import set_ask
from kpi_tree.store import Store
from kpi_tree.store.backup import verify
from kpi_tree.workspace import Workspace
from tests.store.plans import behind, count_up, held, little

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


def refused(*codes: str):
    """Expect a refusal of the store with one of these codes, worded in whole."""
    return pytest.raises(StoreError, check=lambda error: error.problem.code in codes and str(error))


def test_what_another_program_holds_is_said_to_be_locked_and_nothing_is_kept(where) -> None:
    with Workspace(Store(where, patience=0.1)) as workspace:
        begun = workspace.create(little(), by="Ana")
        with held(where):
            with refused("store_locked"):
                workspace.edit(begun.plan_id, count_up, by="Ana", command="c")
            assert workspace.read(begun.plan_id) == begun
        assert workspace.edit(begun.plan_id, count_up, by="Ana", command="c").version == 2


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_cannot_grow_keeps_nothing_and_goes_on_when_it_can_again(path) -> None:
    with Workspace.open(path) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        kept = 1
        with no_more_than(400_000), refused("store_disk", "store_full"):
            for kept in range(1, 2_000):
                workspace.edit(plan_id, set_ask, f"{kept:04}" * 400, by="Ana", command=f"c{kept}")
        assert workspace.read(plan_id).version == kept
        again = workspace.edit(plan_id, set_ask, "fin", by="Ana", command=f"c{kept}")
        assert again.version == kept + 1
    with Workspace.open(path) as workspace:
        assert workspace.read(plan_id) == again


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte, where this user may have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a disk")
    yield folder
    unmount = ["umount", "-l", str(folder)]
    subprocess.run(unmount, check=True)


def test_a_full_disk_is_said_to_be_full_and_what_was_acknowledged_is_there(small_disk) -> None:
    path = small_disk / "plans.db"
    with Workspace.open(path) as workspace:
        plan_id = workspace.create(little(), by="Ana").plan_id
        kept = 1
        with refused("store_full", "store_disk"):
            for kept in range(1, 5_000):
                workspace.edit(plan_id, set_ask, f"{kept:04}" * 400, by="Ana")
        assert kept > 20
        assert workspace.read(plan_id).version == kept
    shutil.copy(path, small_disk.parent)
    shutil.copy(f"{path}-wal", small_disk.parent) if Path(f"{path}-wal").exists() else None
    with Workspace.open(small_disk.parent / "plans.db") as workspace:
        assert workspace.read(plan_id).plan.ask == f"{kept - 1:04}" * 400


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can enter."""
    folder = Path(tempfile.mkdtemp(prefix="enlace-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def without_privileges() -> Iterator[None]:
    """As a user whom permissions bind."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("locked", ["file", "folder", "both"])
def test_a_file_that_may_not_be_written_can_be_read_and_says_so(open_folder, locked) -> None:
    path = open_folder / "plans.db"
    with Workspace.open(path) as workspace:
        begun = workspace.create(little(), by="Ana")
    path.chmod(0o444 if locked != "folder" else 0o666)
    open_folder.chmod(0o555 if locked != "file" else 0o777)
    with without_privileges(), Workspace.open(path) as workspace:
        assert workspace.read_only
        assert workspace.read(begun.plan_id) == begun
        assert [plan.title for plan in workspace.plans()] == ["Plan"]
        with refused("store_read_only"):
            workspace.edit(begun.plan_id, count_up, by="Ana")


def test_a_folder_that_may_not_be_written_has_no_room_for_a_new_store(open_folder) -> None:
    open_folder.chmod(0o555)
    with without_privileges(), refused("store_read_only", "store_cannot_open"):
        Workspace.open(open_folder / "plans.db")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path) -> None:
    with refused("store_cannot_open"):
        Workspace.open(tmp_path)


# --- backups ----------------------------------------------------------------------------------


def test_a_backup_is_a_store_with_all_that_was_acknowledged(path, on_file) -> None:
    plan_id = on_file.create(little(), by="Ana").plan_id
    kept = on_file.edit(plan_id, count_up, by="Ana")
    on_file.back_up(path.with_name("copy.db"))
    on_file.edit(plan_id, count_up, by="Ana")
    with Workspace.open(path.with_name("copy.db")) as copy:
        assert copy.read(plan_id) == kept


def test_a_backup_is_one_file_and_leaves_nothing_else_behind(path, on_file) -> None:
    before = set(path.parent.iterdir())
    on_file.back_up(path.with_name("copy.db"))
    assert set(path.parent.iterdir()) - before == {path.with_name("copy.db")}


@pytest.mark.parametrize(
    "damage", ["DELETE FROM edits WHERE seq = 2", "UPDATE plans SET version = 9"]
)
def test_a_copy_that_lacks_an_edit_is_found_out(path, on_file, damage) -> None:
    plan_id = on_file.create(little(), by="Ana").plan_id
    on_file.edit(plan_id, count_up, by="Ana")
    on_file.edit(plan_id, count_up, by="Ana")
    on_file.back_up(path.with_name("copy.db"))
    with behind(path.with_name("copy.db")) as connection:
        connection.execute(damage)
    with refused("backup_unsound"):
        verify(path.with_name("copy.db"))


def test_a_backup_that_does_not_fit_leaves_the_one_before(path, on_file) -> None:
    plan_id = on_file.create(little(), by="Ana").plan_id
    target = path.with_name("copy.db")
    on_file.back_up(target)
    before = target.read_bytes()
    for number in range(100):
        on_file.edit(plan_id, set_ask, f"{number:04}" * 400, by="Ana")
    with no_more_than(100_000), refused("store_disk", "store_full"):
        on_file.back_up(target)
    assert target.read_bytes() == before
