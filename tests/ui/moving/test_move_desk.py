"""Renaming and moving from the grid: the same pictures afterwards, chosen as before, and back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.move_service import MoveService
from desktop_app.qt.tasks import Tasks
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.library import Library
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.moving.move_desk import MoveDesk
from desktop_app.ui.picture_view import PictureView
from desktop_app.ui.widgets.field_popover import FieldPopover
from tests.support.care import put_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

COUNT = 4


class Scene:
    """A grid over a library of four pictures, with the desk that moves them."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        put_pictures(folder / "library", COUNT)
        self.library = Library(folder / "library")
        self.feed = LibraryFeed(folder / "cache")
        self.model = GalleryModel(self.feed)
        self.loader = ThumbnailLoader(ThumbnailCache(folder / "thumbnails"))
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.gallery = GalleryView(theme, self.model, self.loader, 128)
        self.model.setParent(self.gallery)
        self.viewing, self.files = Tasks(), Tasks(threads=1)
        self.undo = QUndoStack()
        self.service = MoveService(self.files, self.library)
        picture = PictureView(theme, self.viewing)
        self.desk = MoveDesk(self.window, self.gallery, picture, self.feed, self.service, self.undo)
        self.notices: list[str] = []
        self.desk.notice_raised.connect(self.notices.append)
        column = QVBoxLayout(self.window)
        column.addWidget(self.gallery)
        column.addWidget(picture)
        picture.hide()
        self.window.resize(700, 600)
        with qtbot.waitExposed(self.window):
            self.window.show()
        with qtbot.waitSignal(self.feed.scan_finished):
            self.feed.open(self.library.root)
        qtbot.waitUntil(lambda: len(self.rows()) == COUNT)

    def rows(self) -> list[ImageRow]:
        entries = [self.model.entry(row) for row in range(self.model.rowCount())]
        return [entry for entry in entries if isinstance(entry, ImageRow)]

    def choose(self, *rows: int) -> list[int]:
        selection = self.gallery.selectionModel()
        selection.clear()
        for row in rows:
            selection.select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)
            selection.setCurrentIndex(self.model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)
        return list(self.gallery.selected_keys())

    def names(self) -> list[str]:
        root = self.library.root
        return [path.relative_to(root).as_posix() for path in sorted(self.library.pictures())]

    def asking(self) -> FieldPopover:
        return self.window.findChildren(FieldPopover)[-1]

    def answer(self, text: str) -> None:
        line = self.asking().line
        line.clear()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, theme, tmp_path)
    yield made
    made.undo.clear()
    for part in (made.loader, made.feed, made.files, made.viewing):
        part.close()


def test_a_picture_is_renamed_stays_chosen_and_gets_its_name_back(qtbot: QtBot, scene: Scene) -> None:
    chosen = scene.choose(1)
    before, names = scene.rows()[1], scene.names()
    scene.desk.rename()
    assert scene.asking().line.selectedText() == before.path.rpartition("/")[2].removesuffix(".jpg")
    scene.answer("Cover of the book.jpg")
    qtbot.waitUntil(lambda: scene.rows()[1].path.endswith("/Cover of the book.jpg"))
    after = scene.rows()[1]
    assert (after.key, after.uuid, after.sha256, after.rating) == (
        before.key,
        before.uuid,
        before.sha256,
        before.rating,
    )
    assert list(scene.gallery.selected_keys()) == chosen
    assert scene.notices == ["Renamed to Cover of the book.jpg"]
    scene.undo.undo()
    qtbot.waitUntil(lambda: scene.rows()[1].path == before.path)
    assert scene.names() == names


def test_a_look_at_the_disk_finds_nothing_new_after_it(qtbot: QtBot, scene: Scene) -> None:
    chosen = scene.choose(0, 2)
    scene.desk.move()
    scene.answer("Book/Cover")
    qtbot.waitUntil(lambda: sum("/Book/Cover/" in row.path for row in scene.rows()) == 2)
    with qtbot.waitSignal(scene.feed.scan_finished):
        scene.feed.refresh()
    assert list(scene.gallery.selected_keys()) == chosen
    assert scene.model.rowCount() == COUNT
    assert sum(name.startswith("Book/Cover/") for name in scene.names()) == 2
    scene.undo.undo()
    qtbot.waitUntil(lambda: not any("/Book/" in row.path for row in scene.rows()))
    scene.undo.redo()
    qtbot.waitUntil(lambda: sum("/Book/Cover/" in row.path for row in scene.rows()) == 2)
    assert list(scene.gallery.selected_keys()) == chosen


def test_a_name_that_is_taken_is_told(qtbot: QtBot, scene: Scene) -> None:
    taken = scene.rows()[0].path.rpartition("/")[2]
    scene.choose(1)
    scene.desk.rename()
    scene.answer(taken)
    qtbot.waitUntil(lambda: bool(scene.notices))
    stem = taken.removesuffix(".jpg")
    assert scene.notices == [f"Renamed to {stem} (2).jpg: the other name was taken"]


@pytest.mark.parametrize("typed", ["a/b", "what?", "CON", ".hidden", "~half"])
def test_a_name_that_some_system_does_not_take_is_said_in_place(scene: Scene, typed: str) -> None:
    names = scene.names()
    scene.choose(1)
    scene.desk.rename()
    scene.answer(typed)
    asking = scene.asking()
    assert asking.isVisible()
    assert asking.note.property("kind") == "bad-small"
    QTest.keyClick(asking.line, Qt.Key.Key_Escape)
    assert scene.names() == names


def test_the_folders_of_the_library_are_offered_to_the_keys(qtbot: QtBot, scene: Scene) -> None:
    (scene.library.root / "Book").mkdir()
    with qtbot.waitSignal(scene.feed.scan_finished):
        scene.feed.refresh()
    scene.choose(3)
    scene.desk.move()
    line = scene.asking().line
    QTest.keyClicks(line, "bo")
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.text() == "Book"
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "/Book/" in scene.rows()[3].path)


def test_several_cannot_be_renamed_at_once(scene: Scene) -> None:
    scene.choose(0, 1)
    scene.desk.rename()
    assert scene.window.findChildren(FieldPopover) == []
    assert scene.notices == ["Choose one picture to rename it."]


def test_what_the_disk_refuses_is_told(qtbot: QtBot, scene: Scene) -> None:
    scene.choose(0)
    from pathlib import Path

    path = Path(scene.rows()[0].path)
    path.unlink()
    scene.desk.rename()
    scene.answer("gone")
    qtbot.waitUntil(lambda: bool(scene.notices))
    assert scene.names() == [name for name in scene.names() if "gone" not in name]
