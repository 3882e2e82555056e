"""What waits comes into the sidecars: on top of what stands there, wherever the picture is, and whatever the disk does."""

from __future__ import annotations

import json
import os
import threading
import time
from array import array
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from desktop_app.core.care import CareChange
from desktop_app.core.errors import DiskFull, FolderReadOnly, WriteFailed
from desktop_app.core.record import Pick
from desktop_app.store.care_gesture import CareGesture, Way
from desktop_app.store.care_plans import changing
from desktop_app.store.care_writer import GIVEN_UP_AFTER, CareWriter
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library
from desktop_app.store.sidecar import sidecar_path
from desktop_app.store.trash import Trash
from tests.support import disks
from tests.support.care import START, CareDesk, put_pictures, said_of
from tests.support.pictures import picture_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = 10_000


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return put_pictures(tmp_path / "library", 4)


@pytest.fixture
def desk(tmp_path: Path, paths: list[Path]) -> Iterator[CareDesk]:
    made = CareDesk(paths[0].parents[2], tmp_path)
    yield made
    made.close()


def say(path: Path, **what: object) -> None:
    """Write into a sidecar as another program would."""
    sidecar_path(path).write_text(json.dumps({**said_of(path), **what}), encoding="utf-8")


def ahead(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def test_only_what_was_changed_is_touched(desk: CareDesk, paths: list[Path]) -> None:
    before = said_of(paths[0])
    desk.change(CareChange(rating=4), paths[0])
    # A newer version on another machine was here meanwhile.
    say(paths[0], mood="calm", note="from elsewhere", tags=["theirs"])
    desk.write()
    after = said_of(paths[0])
    assert after.pop("changed_at")["rating"].startswith("20")
    assert after == {**before, "rating": 4, "mood": "calm", "note": "from elsewhere", "tags": ["theirs"]}
    assert desk.journal.count() == 0


def test_tags_of_two_machines_come_together(desk: CareDesk, paths: list[Path]) -> None:
    say(paths[0], tags=["old"])
    desk.scan()
    desk.change(CareChange(added_tags=("ours",), removed_tags=("old",)), paths[0])
    say(paths[0], tags=["old", "theirs"])
    desk.write()
    assert said_of(paths[0])["tags"] == ["theirs", "ours"]


def test_of_two_ratings_the_newer_wins(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4, pick=Pick.PICKED))
    say(paths[0], rating=2, changed_at={"rating": ahead(-60)})
    say(paths[1], rating=2, changed_at={"rating": datetime.now(UTC).isoformat()})
    # A clock that is wrong wins nothing.
    say(paths[2], rating=2, changed_at={"rating": ahead(3600)})
    say(paths[3], rating=2, changed_at={"rating": "yesterday"})
    desk.write()
    assert [said_of(path)["rating"] for path in paths] == [4, 2, 4, 4]
    assert [said_of(path)["pick"] for path in paths] == ["picked"] * 4


def test_several_changes_of_one_picture_are_one_write(desk: CareDesk, paths: list[Path]) -> None:
    for rating in (1, 2, 3, 4, 5):
        desk.change(CareChange(rating=rating, added_tags=(f"t{rating}",)), paths[0])
    written, _ = desk.write()
    assert len(written) == 1
    assert (said_of(paths[0])["rating"], said_of(paths[0])["tags"]) == (5, ["t1", "t2", "t3", "t4", "t5"])


def test_a_change_taken_back_before_it_was_written_writes_nothing(desk: CareDesk, paths: list[Path]) -> None:
    before = sidecar_path(paths[0]).read_bytes()
    gesture = desk.change(CareChange(rating=4), paths[0])
    desk.perform(gesture, Way.BACK)
    desk.write()
    assert said_of(paths[0])["rating"] == json.loads(before)["rating"] == 0
    assert desk.journal.count() == 0


def test_a_picture_without_a_sidecar_gets_one_from_its_own_data(desk: CareDesk, paths: list[Path]) -> None:
    library = Library(desk.root)
    made_here = library.save(picture_bytes(), replace(library.read(paths[0]).record, uuid=str(UUID(int=7))), START)
    made_here.sidecar.unlink()
    by_hand = desk.root / "by-hand.png"
    by_hand.write_bytes(picture_bytes(kind="PNG"))
    desk.scan(later_s=60)
    desk.change(CareChange(rating=4), made_here.path, by_hand)
    desk.write()
    said = said_of(made_here.path)
    assert (said["rating"], said["uuid"], said["request"]["prompt"]) == (4, str(UUID(int=7)), "picture 0")
    assert (said_of(by_hand)["rating"], said_of(by_hand)["kind"]) == (4, "imported")


def test_what_was_moved_with_its_sidecar_is_found(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4), paths[0])
    there = desk.root / "sorted" / "fox.jpg"
    there.parent.mkdir()
    sidecar_path(paths[0]).rename(sidecar_path(there))
    paths[0].rename(there)
    _, faults = desk.write()
    assert (faults, desk.journal.count()) == ([], 1)
    desk.scan()
    desk.write()
    assert (said_of(there)["rating"], desk.journal.count()) == (4, 0)
    assert not sidecar_path(paths[0]).exists()


def test_what_changed_places_with_another_is_told_apart(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4), paths[0])
    for one, other in ((paths[0], paths[1]), (sidecar_path(paths[0]), sidecar_path(paths[1]))):
        aside = one.with_name("aside")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)
    desk.scan()
    desk.write()
    assert [said_of(path)["rating"] for path in paths[:2]] == [0, 4]


def test_what_went_into_the_trash_is_changed_there(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4), paths[0])
    trash = Trash(Library(desk.root))
    entry = trash.put(paths[0])
    desk.write()
    assert not sidecar_path(paths[0]).exists()
    assert said_of(trash.restore(entry.id))["rating"] == 4
    assert desk.journal.count() == 0


def test_a_sidecar_that_was_left_alone_waits_with_its_change(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4), paths[0])
    paths[0].unlink()
    desk.write()
    assert said_of(paths[0])["rating"] == 4


def test_what_is_nowhere_is_waited_for_long_but_not_for_ever(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4), *paths[:2])
    paths[0].unlink()
    sidecar_path(paths[0]).unlink()
    desk.write()
    assert desk.journal.count() == 1
    later = CareWriter(desk.journal, desk.cache, now=lambda: datetime.now(UTC) + GIVEN_UP_AFTER + timedelta(days=1))
    assert [*later.steps()][-1] is not None
    assert desk.journal.count() == 0


def test_a_library_that_is_away_is_waited_for(desk: CareDesk, paths: list[Path], tmp_path: Path) -> None:
    desk.change(CareChange(rating=4))
    away = tmp_path / "away"
    desk.root.rename(away)
    later = CareWriter(desk.journal, desk.cache, now=lambda: datetime.now(UTC) + 2 * GIVEN_UP_AFTER)
    assert [*later.steps()][-1] is not None
    assert desk.journal.count() == 4
    away.rename(desk.root)
    desk.write()
    assert [said_of(path)["rating"] for path in paths] == [4] * 4


def test_a_drive_that_is_away_is_not_written_beside(tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    with disks.small_disk(drive, "2m"):
        known = KnownFolders(tmp_path / "known.json")
        paths = put_pictures(drive / "library", 2)
        known.remember(drive / "library")
        desk = CareDesk(drive / "library", tmp_path)
        desk.change(CareChange(rating=4))
    (drive / "library").mkdir()
    writer = CareWriter(desk.journal, desk.cache, known)
    assert [*writer.steps()][-1] is not None
    assert desk.journal.count() == len(paths)
    assert list((drive / "library").iterdir()) == []
    desk.close()


def test_a_full_disk_keeps_the_changes_and_every_sidecar_whole(tmp_path: Path) -> None:
    with disks.small_disk(tmp_path / "disk") as disk:
        paths = put_pictures(disk / "library", 3)
        desk = CareDesk(disk / "library", tmp_path)
        desk.change(CareChange(rating=4))
        disks.fill(disk)
        _, faults = desk.write()
        assert [type(fault) for fault in faults] == [DiskFull]
        assert ([said_of(path)["rating"] for path in paths], desk.journal.count()) == ([0] * 3, 3)
        (disk / "ballast").unlink()
        desk.write()
        assert ([said_of(path)["rating"] for path in paths], desk.journal.count()) == ([4] * 3, 0)
        desk.close()


def test_a_read_only_disk_keeps_the_changes(tmp_path: Path) -> None:
    with disks.small_disk(tmp_path / "disk") as disk:
        put_pictures(disk / "library", 3)
        desk = CareDesk(disk / "library", tmp_path)
        desk.change(CareChange(rating=4))
        disks.make_read_only(disk)
        _, faults = desk.write()
        assert [type(fault) for fault in faults] == [FolderReadOnly]
        assert desk.journal.count() == 3
        desk.close()


def test_a_sidecar_that_is_half_written_is_left_alone_and_later_set_aside(desk: CareDesk, paths: list[Path]) -> None:
    desk.change(CareChange(rating=4), *paths[:2])
    torn = sidecar_path(paths[0])
    torn.write_bytes(torn.read_bytes()[:100])
    _, faults = desk.write()
    assert [type(fault) for fault in faults] == [WriteFailed]
    assert len(torn.read_bytes()) == 100
    assert (said_of(paths[1])["rating"], desk.journal.count()) == (4, 1)
    long_ago = time.time() - 600
    os.utime(torn, (long_ago, long_ago))
    desk.write()
    assert len(torn.with_name(f"{torn.name}.unreadable").read_bytes()) == 100


def test_what_waits_is_known_already(desk: CareDesk, paths: list[Path]) -> None:
    library = Library(desk.root)
    library.overlay = desk.journal
    desk.change(CareChange(rating=3, added_tags=("fox",)), paths[0])
    desk.change(CareChange(rating=4), paths[0])
    assert [library.read(path).record.rating for path in paths] == [4, 0, 0, 0]
    desk.write()
    assert library.read(paths[0]).record.tags == ("fox",)


def test_a_scan_reads_nothing_that_the_program_wrote_itself(desk: CareDesk, paths: list[Path]) -> None:
    before = desk.index.stamps_in("2026/2026-03-05")
    desk.change(CareChange(rating=4))
    say(paths[1], note="from elsewhere")
    written, _ = desk.write()
    assert len(written) == 4
    for each in written:
        desk.index.care.set_stamp(each.place, each.before, each.after)
    after = desk.index.stamps_in("2026/2026-03-05")
    # What another program changed too must be read.
    assert [name for name in before if before[name] == after[name]] == [paths[1].name]
    desk.scan()
    assert list(desk.keys("elsewhere")) == [desk.key_of(paths[1])]


def test_the_journal_is_used_by_several_threads(desk: CareDesk, paths: list[Path]) -> None:
    done = threading.Event()

    def write_again_and_again() -> None:
        while not done.is_set():
            for _ in desk.writer.steps():
                pass

    thread = threading.Thread(target=write_again_and_again)
    thread.start()
    for number in range(60):
        desk.change(CareChange(rating=number % 6, added_tags=(f"t{number}",)))
    done.set()
    thread.join()
    desk.write()
    assert [(said_of(path)["rating"], len(said_of(path)["tags"])) for path in paths] == [(5, 60)] * 4
    assert desk.journal.count() == 0


def test_ten_thousand_ratings(tmp_path: Path) -> None:
    paths = put_pictures(tmp_path / "library", MANY)
    desk = CareDesk(tmp_path / "library", tmp_path)
    gesture = CareGesture(changing(array("q", desk.keys()), CareChange(rating=4)))
    assert len(desk.perform(gesture).keys) == desk.journal.count() == MANY
    assert len(desk.keys("rating:4")) == MANY
    desk.write()
    assert desk.journal.count() == 0
    assert {said_of(path)["rating"] for path in paths} == {4}
    assert list(desk.root.rglob("*.sfumato-tmp")) == []
    desk.close()
