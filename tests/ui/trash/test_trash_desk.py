"""Deleting from the grid, and the ways back: undo, and the view of the trash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.library import Library
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.store.trash import Trash
from desktop_app.ui.trash.trash_desk import TrashDesk
from desktop_app.ui.trash.trash_view import TrashView
from desktop_app.ui.trash.trash_words import deleted_at_words
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Scene:
    """A library of four pictures with its trash."""

    def __init__(self, theme: Theme, folder: Path, qtbot: QtBot) -> None:
        self.library = Library(folder / "library")
        self.paths = [self.library.save(picture(), a_record(f"fox {n}"), MOMENT).path for n in range(4)]
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.feed = LibraryFeed(folder / "cache")
        self.model = GalleryModel(self.feed)
        self.loader = ThumbnailLoader(ThumbnailCache(folder / "thumbnails"))
        self.undo = QUndoStack()
        self.desk = TrashDesk(self.window, theme, self.feed, self.loader, self.library, self.undo)
        self.views: list[TrashView] = []
        self.desk.view_made.connect(self.views.append)
        self.notices: list[str] = []
        self.desk.notice_raised.connect(self.notices.append)
        with qtbot.waitSignal(self.feed.scan_finished):
            self.feed.open(self.library.root)

    def view(self, qtbot: QtBot) -> TrashView:
        self.desk.show()
        view = self.views[0]
        qtbot.addWidget(view)
        view.show()
        return view


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(theme, tmp_path, qtbot)
    qtbot.waitUntil(lambda: made.model.rowCount() == 4)
    yield made
    made.desk.close()
    # A stack that goes with commands of Python in it ends the program.
    made.undo.clear()
    made.loader.close()
    made.feed.close()


def test_what_is_deleted_leaves_the_grid_and_comes_back_by_undo(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.delete(scene.paths[:3])
    qtbot.waitUntil(lambda: scene.model.rowCount() == 1)
    assert scene.notices == ["Moved 3 pictures to the trash. Ctrl+Z brings back."]
    assert scene.undo.undoText() == "Moved 3 pictures to the trash"
    scene.undo.undo()
    qtbot.waitUntil(lambda: scene.model.rowCount() == 4)
    assert sorted(scene.library.pictures()) == sorted(scene.paths)
    scene.undo.redo()
    qtbot.waitUntil(lambda: scene.model.rowCount() == 1)


def test_nothing_chosen_is_nothing_done(scene: Scene) -> None:
    scene.desk.delete([])
    assert (scene.undo.count(), scene.notices) == (0, [])


def test_the_view_restores_by_key(qtbot: QtBot, scene: Scene) -> None:
    with qtbot.waitSignal(scene.desk.counted) as counted:
        scene.desk.delete(scene.paths[:2])
    assert counted.args == [2]
    view = scene.view(qtbot)
    assert (view.count.text(), view.restore.isEnabled(), view.empty.isEnabled()) == ("2 pictures", False, True)
    view.list.setCurrentIndex(view.model.index(0))
    assert view.restore.isEnabled()
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: scene.model.rowCount() == 3)
    qtbot.waitUntil(lambda: len(view.model.entries) == 1)
    assert scene.notices[-1] == "1 picture is back"


def test_emptying_asks_once_and_hands_over(
    qtbot: QtBot, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    with qtbot.waitSignal(scene.desk.counted):
        scene.desk.delete(scene.paths)
    view = scene.view(qtbot)
    view.empty.click()
    (question,) = scene.window.findChildren(QMessageBox)
    assert question.text() == "Hand 4 pictures over to the system's trash?"
    assert question.defaultButton().text() == "Keep"
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert len(view.model.entries) == 4
    view.empty.click()
    question = scene.window.findChildren(QMessageBox)[-1]
    next(button for button in question.buttons() if button.text() == "Hand over").click()
    qtbot.waitUntil(lambda: view.model.entries == ())
    assert view.nothing.isVisible()
    assert not view.list.isVisible()


def test_what_the_system_does_not_take_stays_and_is_told(
    qtbot: QtBot, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A place where nothing can be made.
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file" / "share"))
    with qtbot.waitSignal(scene.desk.counted):
        scene.desk.delete(scene.paths[:2])
    ids = [entry.id for entry in scene.view(qtbot).model.entries]
    with qtbot.waitSignal(scene.desk.service.refused) as refused:
        scene.desk.service.empty(ids)
    assert refused.args == [2]
    assert scene.notices[-1] == "The system's trash did not take 2 pictures. They are still here."
    assert len(scene.views[0].model.entries) == 2


def test_escape_leads_back_to_the_grid(qtbot: QtBot, scene: Scene) -> None:
    with qtbot.waitSignal(scene.desk.counted):
        scene.desk.delete(scene.paths[:1])
    view = scene.view(qtbot)
    with qtbot.waitSignal(scene.desk.left):
        QTest.keyClick(view.list, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("age", "words"),
    [(0, "deleted today"), (1, "deleted yesterday"), (30, "deleted 30 days ago"), (-1, "deleted today")],
)
def test_words_of_time(age: int, words: str) -> None:
    assert deleted_at_words(MOMENT - timedelta(days=age), MOMENT.astimezone()) == words


def test_old_pictures_leave_by_themselves_once_that_is_wanted(
    qtbot: QtBot, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    Trash(scene.library, lambda: datetime.now(UTC) - timedelta(days=31)).put(scene.paths[0])
    kept = Trash(scene.library, lambda: datetime.now(UTC) - timedelta(days=29)).put(scene.paths[1])
    with qtbot.waitSignal(scene.desk.counted) as counted:
        scene.desk.begin(empties=False)
    assert counted.args == [2]
    with qtbot.waitSignal(scene.desk.counted) as counted:
        scene.desk.begin(empties=True)
    assert counted.args == [1]
    assert [entry.id for entry in Trash(scene.library).entries()] == [kept.id]
    assert [path.name for path in (tmp_path / "share").rglob(scene.paths[0].name)] == [scene.paths[0].name]
