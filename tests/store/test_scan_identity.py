"""Pictures that other programs move, rename, change or synchronise stay the pictures that they were."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.record import FileFacts, ImageRecord, Pick
from desktop_app.store.embed import embed
from desktop_app.store.index import Index
from desktop_app.store.library import Library
from desktop_app.store.scan import Scan
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar
from tests.support.pictures import picture_bytes, record_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12).astimezone()
LATER_S = 120.0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


@pytest.fixture
def index(tmp_path: Path, root: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index.sqlite3", root)
    yield made
    made.close()


def scan(index: Index, later_s: float = LATER_S) -> Scan:
    done = Scan(index, Library(index.root), lambda: time.time() + later_s)
    for _ in done.steps():
        pass
    return done


def put(
    root: Path, name: str, *, is_embedded: bool = True, color: str = "red", **more: object
) -> tuple[Path, ImageRecord]:
    """Put a picture where the library would, loved: with stars, a tag and a collection."""
    record = replace(record_for(name, NOON, name), rating=5, tags=("fox",), collections=("Best",), **more)  # type: ignore[arg-type]
    data = picture_bytes(color=color)
    data = embed(data, record) if is_embedded else data
    facts = FileFacts(name, "jpeg", 48, 32, len(data), hashlib.sha256(data).hexdigest())
    record = record.with_file(facts)
    path = root / "2026" / "2026-11-22" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    write_sidecar(path, record)
    return path, record


def cared(index: Index) -> list[tuple[str, int, tuple[str, ...]]]:
    """Return UUID, rating and tags of all pictures."""
    return [(row.uuid, row.rating, row.tags) for row in index.rows(index.keys())]


def test_moved_with_its_sidecar_a_picture_stays_what_it_is(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    other = root / "holiday" / "b.jpg"
    other.parent.mkdir()
    path.rename(other)
    sidecar_path(path).rename(sidecar_path(other))
    scan(index)
    assert cared(index) == [(record.uuid, 5, ("fox",))]
    assert index.rows(index.keys("collection:Best"))[0].path == str(other)


@pytest.mark.parametrize("is_embedded", [True, False])
@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("target", ["2026/2026-11-22/b.jpg", "2027/2027-01-01/b.jpg", "1999/b.jpg", "b.jpg"])
def test_moved_without_its_sidecar_a_picture_gets_it(
    index: Index, root: Path, target: str, is_known: bool, is_embedded: bool
) -> None:
    path, record = put(root, "a.jpg", is_embedded=is_embedded)
    if is_known:
        scan(index)
    other = root / target
    other.parent.mkdir(parents=True, exist_ok=True)
    path.rename(other)
    scan(index)
    scan(index)
    assert cared(index) == [(record.uuid, 5, ("fox",))]
    assert not sidecar_path(path).exists()
    assert read_sidecar(other) == record.with_file(replace(record.file, name="b.jpg"))


def test_a_picture_that_comes_back_another_day_gets_its_sidecar(index: Index, root: Path, tmp_path: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    path.rename(tmp_path / "away.jpg")
    scan(index)
    assert cared(index) == []
    assert sidecar_path(path).exists()
    (tmp_path / "away.jpg").rename(root / "back.jpg")
    scan(index)
    assert cared(index) == [(record.uuid, 5, ("fox",))]


def test_copied_and_then_deleted_is_moved(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    other = root / "z.jpg"
    shutil.copy2(path, other)
    scan(index)
    assert sorted(rating for _, rating, _ in cared(index)) == [0, 5]
    path.unlink()
    assert scan(index).is_early
    scan(index)
    assert cared(index) == [(record.uuid, 5, ("fox",))]


def test_a_picture_with_a_sidecar_of_its_own_is_not_given_another(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    other = path.with_name("b.jpg")
    shutil.copy2(path, other)
    write_sidecar(other, replace(record, rating=1))
    scan(index)
    path.unlink()
    scan(index)
    assert cared(index) == [(record.uuid, 1, ("fox",))]
    assert sidecar_path(path).exists()


def test_a_sidecar_that_comes_before_its_picture_stays_there(index: Index, root: Path) -> None:
    path, _ = put(root, "a.jpg")
    shutil.copy2(path, root / "copy.jpg")
    path.unlink()
    scan(index, later_s=5)
    assert sidecar_path(path).exists()
    assert index.folders()["2026/2026-11-22"] == 0
    path.write_bytes((root / "copy.jpg").read_bytes())
    scan(index)
    assert sorted(rating for _, rating, _ in cared(index)) == [0, 5]


def test_a_file_changed_by_another_program_has_its_facts_taken_anew(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    data = picture_bytes(60, 20)
    path.write_bytes(data)
    os.utime(path.parent)
    scan(index)
    (row,) = index.rows(index.keys())
    digest = hashlib.sha256(data).hexdigest()
    assert (row.uuid, row.width, row.height, row.sha256, row.rating) == (record.uuid, 60, 20, digest, 5)
    assert read_sidecar(path) == record.with_file(FileFacts("a.jpg", "jpeg", 60, 20, len(data), digest))


def test_a_file_of_the_same_length_is_looked_into_when_its_time_changed(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg", is_embedded=False)
    scan(index)
    data = picture_bytes(color="blue")
    padded = data + b"\0" * (record.file.size_bytes - len(data))
    assert len(padded) == record.file.size_bytes
    path.write_bytes(padded)
    os.utime(path.parent)
    scan(index)
    assert index.rows(index.keys())[0].sha256 == hashlib.sha256(padded).hexdigest()


def test_a_file_that_is_still_being_written_is_looked_at_again(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    path.write_bytes(picture_bytes(60, 20))
    os.utime(path.parent)
    assert scan(index, later_s=0).is_early
    assert read_sidecar(path) == record


def test_a_changed_file_that_is_no_picture_leaves_the_sidecar_alone(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    path.write_bytes(b"half of")
    os.utime(path.parent)
    scan(index)
    assert read_sidecar(path) == record
    assert cared(index) == [(record.uuid, 5, ("fox",))]


def test_a_sidecar_that_cannot_be_read_is_left_as_it_is(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    sidecar_path(path).write_bytes(b'{"uuid": "half')
    scan(index)
    assert cared(index) == [(record.uuid, 0, ())]
    assert sidecar_path(path).read_bytes() == b'{"uuid": "half'


@pytest.mark.parametrize(
    "name",
    [
        "a.jpg.sync-conflict-20261122-101112-ABCDEFG.json",
        "a.sync-conflict-20261122-101112-ABCDEFG.jpg.json",
        "a.jpg (Anna's conflicted copy 2026-11-22).json",
        "a (conflicted copy 2026-11-22 101112).jpg.json",
        "a.jpg_conflict-20261122-101112.json",
    ],
)
def test_two_sidecars_of_one_picture_become_one(index: Index, root: Path, name: str) -> None:
    path, record = put(root, "a.jpg", changed_at={"rating": "2026-11-22T10:00:00.000+00:00"})
    theirs = replace(
        record, rating=2, tags=("owl",), note="theirs", changed_at={"rating": "2026-11-22T11:00:00.000+00:00"}
    )
    copy = put_copy(path, name, theirs)
    scan(index)
    scan(index)
    assert not copy.exists()
    both = read_sidecar(path)
    assert both is not None
    assert (both.rating, both.tags, both.note) == (2, ("fox", "owl"), "theirs")
    assert cared(index) == [(record.uuid, 2, ("fox", "owl"))]


def test_what_is_not_clear_is_kept_twice(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    copy = put_copy(path, "a.jpg.sync-conflict-20261122-101112-ABCDEFG.json", replace(record, rating=2))
    scan(index)
    assert copy.exists()
    assert read_sidecar(path) == record
    stranger = replace(record, uuid="another", pick=Pick.PICKED)
    other = put_copy(path, "a.jpg (conflicted copy).json", stranger)
    scan(index)
    assert other.exists()
    assert read_sidecar(path) == record


def test_what_a_synchroniser_is_fetching_is_passed_over(index: Index, root: Path) -> None:
    for name in ("~syncthing~a.jpg.tmp", ".syncthing.a.jpg.tmp", "~b.jpg", ".c.jpg.~4f2a", "d.jpg.tmp"):
        (root / name).write_bytes(picture_bytes())
    (root / "@eaDir").mkdir()
    (root / "@eaDir" / "SYNOPHOTO_THUMB_M.jpg").write_bytes(picture_bytes())
    scan(index)
    assert index.is_empty()


def test_nothing_is_overwritten_by_a_sidecar_that_is_brought(index: Index, root: Path) -> None:
    path, record = put(root, "a.jpg")
    scan(index)
    blocked = path.with_name("b.jpg.json")
    path.rename(path.with_name("b.jpg"))
    blocked.symlink_to(root / "nowhere" / "file.json")
    scan(index)
    assert [uuid for uuid, _, _ in cared(index)] == [record.uuid]
    assert sidecar_path(path).exists()


def test_a_burst_of_renames_loses_nothing(index: Index, root: Path) -> None:
    uuids = {put(root, f"{number}.jpg", color=f"#{number:02x}0000")[1].uuid for number in range(60)}
    scan(index)
    for number in range(60):
        folder = root / "sorted" / str(number % 7)
        folder.mkdir(parents=True, exist_ok=True)
        (root / "2026" / "2026-11-22" / f"{number}.jpg").rename(folder / f"renamed {number}.jpg")
    scan(index)
    scan(index)
    assert {(uuid, rating) for uuid, rating, _ in cared(index)} == {(uuid, 5) for uuid in uuids}
    assert index.count() == 60


def put_copy(path: Path, name: str, record: ImageRecord) -> Path:
    """Put another sidecar of a picture beside it."""
    from desktop_app.core.record_json import to_json

    copy = path.with_name(name)
    copy.write_text(json.dumps(to_json(record)), encoding="utf-8")
    return copy


def test_what_was_read_is_kept_when_a_scan_is_given_up(index: Index, root: Path) -> None:
    for number in range(3):
        put(root, f"{number}.jpg")
    steps = Scan(index, Library(root), lambda: time.time() + LATER_S).steps()
    while not next(steps):
        pass
    assert isinstance(steps, Generator)
    steps.close()
    assert not index.connection.in_transaction
    assert index.count() == 3
