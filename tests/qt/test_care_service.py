"""The care of pictures in the window: at once in the grid, then in the files, and back by undo."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from desktop_app.core.care import CareChange
from desktop_app.core.errors import FolderReadOnly, StoreError
from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.qt.care_service import CareService
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.care_journal import CareJournal
from desktop_app.store.image_row import ImageRow
from desktop_app.store.library import Library
from desktop_app.store.trash import Trash
from tests.support import disks
from tests.support.care import put_pictures, said_of
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

COUNT = 5
MANY = 3_000


class Studio:
    """A library that is shown, and what changes the care of its pictures."""

    def __init__(self, qtbot: QtBot, root: Path, home: Path, stack: QUndoStack | None = None) -> None:
        self._qtbot = qtbot
        self.journal = home / "data" / "care.sqlite"
        self.feed = LibraryFeed(home / "cache")
        self.model = GalleryModel(self.feed)
        self.care = CareService(self.feed, self.journal, home / "cache", stack=stack)
        with qtbot.waitSignal(self.feed.scan_finished, timeout=30_000):
            self.feed.open(root)
        self.care.start()

    @property
    def keys(self) -> array[int]:
        return self.model.snapshot.keys

    def ratings(self) -> list[int | None]:
        """Return the ratings as the grid shows them."""
        entries = [self.model.entry(row) for row in range(self.model.rowCount())]
        return [entry.rating if isinstance(entry, ImageRow) else None for entry in entries]

    def shows(self, ratings: list[int]) -> None:
        """Wait until the grid shows these."""
        self._qtbot.waitUntil(lambda: self.ratings() == ratings)

    def after(self, act: Callable[[], object]) -> None:
        """Do something, and wait until the index has it."""
        with self._qtbot.waitSignal(self.care.care_changed):
            act()

    def close(self) -> None:
        self.feed.close()
        self.care.close()


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    # The grid shows the newest first.
    return put_pictures(tmp_path / "library", COUNT)[::-1]


@pytest.fixture
def studio(qapp: QObject, qtbot: QtBot, tmp_path: Path, paths: list[Path]) -> Iterator[Studio]:
    made = Studio(qtbot, paths[0].parents[2], tmp_path)
    made.shows([0] * COUNT)
    yield made
    made.close()


def written(qtbot: QtBot, paths: list[Path], ratings: list[int]) -> None:
    qtbot.waitUntil(lambda: [said_of(path)["rating"] for path in paths] == ratings)


def test_a_rating_shows_at_once_and_then_stands_in_the_sidecar(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    studio.care.change([studio.keys[1]], CareChange(rating=4))
    studio.shows([0, 4, 0, 0, 0])
    written(qtbot, paths, [0, 4, 0, 0, 0])


def test_undo_and_redo(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    texts: list[str] = []  # one name for each gesture that stands on top
    studio.care.undo_text_changed.connect(texts.append)
    with qtbot.waitSignal(studio.care.can_undo_changed):
        studio.care.change(studio.keys[:2], CareChange(rating=2), "Rate 2 pictures")
    studio.care.change(studio.keys[1:4], CareChange(rating=5), "Rate 3 pictures")
    studio.shows([2, 5, 5, 5, 0])
    studio.care.undo()
    studio.shows([2, 2, 0, 0, 0])
    assert (studio.care.undo_text, studio.care.redo_text) == ("Rate 2 pictures", "Rate 3 pictures")
    studio.care.undo()
    studio.shows([0] * COUNT)
    assert (studio.care.can_undo, studio.care.can_redo) == (False, True)
    studio.care.redo()
    studio.care.redo()
    studio.shows([2, 5, 5, 5, 0])
    written(qtbot, paths, [2, 5, 5, 5, 0])
    assert texts == ["Rate 2 pictures", "Rate 3 pictures", "Rate 2 pictures", "", "Rate 2 pictures", "Rate 3 pictures"]


def test_undo_before_the_change_was_made_takes_it_back(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    studio.care.change(studio.keys, CareChange(rating=2))
    studio.care.undo()
    studio.care.change(studio.keys[:1], CareChange(rating=1))
    studio.shows([1, 0, 0, 0, 0])
    written(qtbot, paths, [1, 0, 0, 0, 0])


def test_what_changes_nothing_cannot_be_undone(qtbot: QtBot, studio: Studio) -> None:
    studio.after(lambda: studio.care.change(studio.keys, CareChange(rating=2), "Rate"))
    studio.care.change(studio.keys, CareChange(rating=2), "Rate again")
    qtbot.waitUntil(lambda: studio.care.undo_text == "Rate")
    studio.care.undo()
    studio.shows([0] * COUNT)


def test_what_is_undone_reaches_pictures_in_the_trash(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    studio.after(lambda: studio.care.change(studio.keys[:3], CareChange(rating=4)))
    written(qtbot, paths, [4, 4, 4, 0, 0])
    library = Library(paths[0].parents[2])
    entry = Trash(library).put(paths[1])
    studio.feed.forget([paths[1]])
    qtbot.waitUntil(lambda: len(studio.keys) == COUNT - 1)
    studio.care.undo()
    qtbot.waitUntil(lambda: said_of(entry.path)["rating"] == 0)
    assert entry.path.is_file()
    studio.care.redo()
    qtbot.waitUntil(lambda: said_of(entry.path)["rating"] == 4)
    studio.care.undo()
    qtbot.waitUntil(lambda: said_of(entry.path)["rating"] == 0)
    studio.feed.take_back(Trash(library).restore(entry.id))
    studio.shows([0] * COUNT)
    written(qtbot, paths, [0] * COUNT)


def test_rows_and_samples_may_be_given(studio: Studio) -> None:
    row = studio.model.entry(2)
    assert isinstance(row, ImageRow)
    studio.care.change([row, -3], CareChange(rating=3))
    studio.shows([0, 0, 3, 0, 0])
    studio.care.change(array("q", [-1, studio.keys[0]]), CareChange(rating=1))
    studio.shows([1, 0, 3, 0, 0])


def test_what_is_searched_for_and_ordered_by_follows(qtbot: QtBot, studio: Studio) -> None:
    everything = studio.keys[:]
    studio.feed.search("rating:>=4", GalleryOrder(SortBy.RATING))
    qtbot.waitUntil(lambda: not studio.keys)
    studio.care.change(everything[3:4], CareChange(rating=4))
    studio.care.change(everything[1:2], CareChange(rating=5))
    qtbot.waitUntil(lambda: list(studio.keys) == [everything[1], everything[3]])
    studio.care.undo()
    qtbot.waitUntil(lambda: list(studio.keys) == [everything[3]])


def test_a_picture_is_read_as_it_will_be(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    studio.after(lambda: studio.care.change(studio.keys, CareChange(note="for the book")))
    with qtbot.waitSignal(studio.feed.image_read) as read:
        studio.feed.read_image(paths[0])
    assert read.args[0].record.note == "for the book"


def test_tags_for_completion_and_a_tag_renamed_everywhere(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    studio.care.change(studio.keys[:3], CareChange(added_tags=("animals/fox",)))
    studio.care.change(studio.keys[2:], CareChange(added_tags=("snow",), added_collections=("Book",)))
    with qtbot.waitSignal(studio.care.names_ready) as names:
        studio.care.request_names()
    assert names.args[0] == ([("animals", 3), ("animals/fox", 3), ("snow", 3)], [("Book", 3)])
    studio.care.rename_tag("animals", " beasts ")
    studio.care.remove_tag("snow")
    studio.care.rename_collection("Book", "Folio")
    with qtbot.waitSignal(studio.care.names_ready) as names:
        studio.care.request_names()
    assert names.args[0] == ([("beasts", 3), ("beasts/fox", 3)], [("Folio", 3)])
    qtbot.waitUntil(lambda: [said_of(path)["tags"] for path in paths] == [["beasts/fox"]] * 3 + [[]] * 2)
    studio.care.dissolve_collection("Folio")
    with qtbot.waitSignal(studio.care.names_ready) as names:
        studio.care.request_names()
    assert names.args[0][1] == []


def test_a_collection_is_ordered_by_hand(qtbot: QtBot, studio: Studio) -> None:
    keys = studio.keys[:]
    studio.care.change(keys, CareChange(added_collections=("Book",)))
    studio.care.move("Book", [keys[4], keys[2]], keys[1])
    studio.feed.search("collection:Book", GalleryOrder(SortBy.PLACE))
    wanted = [keys[0], keys[4], keys[2], keys[1], keys[3]]
    qtbot.waitUntil(lambda: list(studio.keys) == wanted)
    studio.care.undo()
    qtbot.waitUntil(lambda: list(studio.keys) == list(keys))


def test_it_shares_its_undo_with_others(qapp: QObject, qtbot: QtBot, tmp_path: Path, paths: list[Path]) -> None:
    stack = QUndoStack()
    studio = Studio(qtbot, paths[0].parents[2], tmp_path, stack)
    studio.care.change(studio.keys, CareChange(rating=2), "Rate")
    stack.undo()
    studio.shows([0] * COUNT)
    assert stack.redoText() == "Rate"
    studio.close()


def test_a_few_are_finished_before_the_end(qtbot: QtBot, studio: Studio, paths: list[Path]) -> None:
    studio.care.change(studio.keys, CareChange(rating=3))
    studio.close()
    assert [said_of(path)["rating"] for path in paths] == [3] * COUNT


def test_many_are_finished_after_the_next_start(qapp: QObject, qtbot: QtBot, tmp_path: Path) -> None:
    paths = put_pictures(tmp_path / "library", MANY)
    first = Studio(qtbot, tmp_path / "library", tmp_path)
    qtbot.waitUntil(lambda: len(first.keys) == MANY)
    first.care.change(first.keys, CareChange(rating=3))
    first.feed.close()
    # Nothing but the list is there when the program ends this soon.
    journal = CareJournal(first.journal)
    first.care._thread.close(0.0)
    first.care.close()
    left = journal.count()
    journal.close()
    assert 0 < left <= MANY
    second = Studio(qtbot, tmp_path / "library", tmp_path)
    with qtbot.waitSignal(second.care.pending_changed, timeout=60_000, check_params_cb=lambda count: count == 0):
        second.care.start()
    second.close()
    assert {said_of(path)["rating"] for path in paths} == {3}


def test_a_disk_that_refuses_is_told_of_once_and_tried_again(qapp: QObject, qtbot: QtBot, tmp_path: Path) -> None:
    with disks.small_disk(tmp_path / "disk", "2m") as disk:
        paths = put_pictures(disk / "library", 3)
        studio = Studio(qtbot, disk / "library", tmp_path)
        studio.shows([0] * 3)
        disks.make_read_only(disk)
        told: list[StoreError] = []
        studio.care.writing_failed.connect(told.append)
        with qtbot.waitSignal(studio.care.writing_failed):
            studio.care.change(studio.keys, CareChange(rating=3))
        with qtbot.waitSignal(studio.care.pending_changed):
            studio.care.change(studio.keys, CareChange(note="more"))
        assert [type(error) for error in told] == [FolderReadOnly]
        studio.shows([3] * 3)
        disks.make_writable(disk)
        studio.feed.refresh()
        qtbot.waitUntil(lambda: [said_of(path)["rating"] for path in paths] == [3] * 3, timeout=10_000)
        studio.close()


def test_a_change_that_cannot_be_kept_is_told_and_not_shown(
    qtbot: QtBot, qapp: QObject, tmp_path: Path, paths: list[Path]
) -> None:
    (tmp_path / "data").write_text("in the way")
    studio = Studio(qtbot, paths[0].parents[2], tmp_path)
    studio.shows([0] * COUNT)
    with qtbot.waitSignal(studio.care.change_failed):
        studio.care.change(studio.keys, CareChange(rating=3))
    assert not studio.care.can_undo
    studio.close()
    assert [said_of(path)["rating"] for path in paths] == [0] * COUNT


def test_of_two_programs_one_writes(qtbot: QtBot, qapp: QObject, tmp_path: Path, paths: list[Path]) -> None:
    from filelock import FileLock

    studio = Studio(qtbot, paths[0].parents[2], tmp_path)
    studio.journal.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(studio.journal.with_name("care.sqlite.lock")):
        studio.care.change(studio.keys, CareChange(rating=3))
        studio.shows([3] * COUNT)
        studio.close()
        assert [said_of(path)["rating"] for path in paths] == [0] * COUNT
    again = Studio(qtbot, paths[0].parents[2], tmp_path)
    until(lambda: [said_of(path)["rating"] for path in paths] == [3] * COUNT)
    again.close()
