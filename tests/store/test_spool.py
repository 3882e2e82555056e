"""Answers on disk: whole ones are told from those that were cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import DiskFull
from desktop_app.store.spool import Spool
from tests.support.disks import fill, small_disk

if TYPE_CHECKING:
    from pathlib import Path


def test_an_answer_is_whole_only_when_it_is_finished(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    assert spool.whole("job") is None
    file = spool.begin("job")
    file.write(b"one ")
    file.write(b"two")
    assert spool.whole("job") is None
    assert spool.has_part("job")
    file.finish()
    assert spool.whole("job") == b"one two"
    assert not spool.has_part("job")


def test_the_next_program_finds_the_answer(tmp_path: Path) -> None:
    file = Spool(tmp_path).begin("job")
    file.write(b"body")
    file.finish()
    assert Spool(tmp_path).whole("job") == b"body"


def test_what_a_crash_left_can_be_finished(tmp_path: Path) -> None:
    dead = Spool(tmp_path).begin("job")
    dead.write(b"body")
    spool = Spool(tmp_path)
    assert (spool.part("job"), spool.part("other")) == (b"body", None)
    dead.finish()
    dead = spool.begin("job")
    dead.write(b"newer")
    spool.finish_part("job")
    dead.discard()
    assert (spool.whole("job"), spool.has_part("job")) == (b"newer", False)


def test_discarding_leaves_nothing_and_spares_what_is_finished(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    cut = spool.begin("cut")
    cut.write(b"half")
    cut.discard()
    cut.discard()
    done = spool.begin("done")
    done.finish()
    done.discard()
    assert [path.name for path in tmp_path.iterdir()] == ["done.body"]
    assert spool.whole("done") == b""


def test_beginning_again_forgets_the_cut_answer(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.begin("job").write(b"a long first attempt")
    again = spool.begin("job")
    again.write(b"second")
    again.finish()
    assert spool.whole("job") == b"second"


def test_removing_takes_all_of_one_job(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for job in ("one", "two"):
        spool.begin(job).finish()
    spool.begin("one").write(b"again")
    spool.remove("one")
    spool.remove("never was")
    assert [path.name for path in tmp_path.iterdir()] == ["two.body"]


def test_a_full_disk_is_said_and_leaves_room_again(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        spool = Spool(disk)
        file = spool.begin("job")
        fill(disk)
        with pytest.raises(DiskFull):
            file.write(b"x" * 1_000_000)
        file.discard()
        assert not spool.has_part("job")
        assert spool.whole("job") is None
