"""Files are written whole or not at all, on disks that fail."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from desktop_app.core.errors import DiskFull, FolderMissing, FolderReadOnly, StoreError, WriteFailed
from desktop_app.store.atomic import TEMPORARY_SUFFIX, disk_errors, make_folder, sweep, write_whole
from tests.support.disks import fill, make_read_only, small_disk


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "fox.jpg"
    write_whole(path, b"picture")
    assert path.read_bytes() == b"picture"
    assert list(tmp_path.iterdir()) == [path]
    usual = tmp_path / "usual"
    usual.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "fox.json"
    write_whole(path, b"old and long")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("狐" * 85)
    write_whole(path, b"picture")
    assert path.read_bytes() == b"picture"


def test_a_full_disk_keeps_the_old_file_and_no_remains(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        path = disk / "fox.json"
        write_whole(path, b"old")
        with pytest.raises(DiskFull) as caught:
            write_whole(path, b"n" * 1_000_000)
        assert path.read_bytes() == b"old"
        assert list(disk.iterdir()) == [path]
        assert caught.value.path == str(path)


def test_a_disk_without_room_for_a_name_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        fill(disk)
        with pytest.raises(DiskFull):
            write_whole(disk / "fox.jpg", b"picture")


def test_a_read_only_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        make_read_only(disk)
        with pytest.raises(FolderReadOnly):
            write_whole(disk / "fox.jpg", b"picture")
        with pytest.raises(FolderReadOnly):
            make_folder(disk / "2026")


def test_a_folder_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        write_whole(tmp_path / "away" / "fox.jpg", b"picture")


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "2026").touch()
    with pytest.raises(FolderMissing):
        write_whole(tmp_path / "2026" / "fox.jpg", b"picture")
    with pytest.raises(StoreError):
        make_folder(tmp_path / "2026")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.ENOENT, FolderMissing),
        (errno.ENODEV, FolderMissing),
        (errno.EROFS, FolderReadOnly),
        (errno.EACCES, FolderReadOnly),
        (errno.EIO, WriteFailed),
    ],
)
def test_every_fault_has_its_error(number: int, kind: type[StoreError]) -> None:
    with pytest.raises(StoreError) as caught, disk_errors(Path("somewhere")):
        raise OSError(number, os.strerror(number))
    assert type(caught.value) is kind
    assert caught.value.detail


def test_sweeping_takes_what_dead_writers_left_and_nothing_else(tmp_path: Path) -> None:
    dead, living, other = (tmp_path / name for name in (f".a.1{TEMPORARY_SUFFIX}", f".b.2{TEMPORARY_SUFFIX}", "c.jpg"))
    for path in (dead, living, other):
        path.touch()
    long_ago = time.time() - 7200
    os.utime(dead, (long_ago, long_ago))
    os.utime(other, (long_ago, long_ago))
    assert sweep(tmp_path) == 1
    assert sorted(tmp_path.iterdir()) == sorted([living, other])


def test_sweeping_a_folder_that_is_away_does_nothing(tmp_path: Path) -> None:
    assert sweep(tmp_path / "away") == 0


def test_a_folder_in_whose_place_is_something_else_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "dangling").symlink_to(tmp_path / "away")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("file", "file/below", "dangling", "loop"):
        with pytest.raises(FolderMissing):
            make_folder(tmp_path / name)
