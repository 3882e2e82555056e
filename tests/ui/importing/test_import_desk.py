"""Pictures dropped on the grid, pasted there, or chosen by the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.core.errors import DiskFull
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.image_mime import IMAGES_MIME
from desktop_app.qt.import_service import ImportSummary
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.library import Library
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.importing.import_desk import ImportDesk
from desktop_app.ui.importing.import_words import progress_words, summary_words
from desktop_app.ui.top_bar import TopBar
from desktop_app.ui.widgets.notice_strip import NoticeStrip
from tests.support.small_pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


class Scene:
    """A grid over an empty library, and two pictures elsewhere."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self.library = Library(folder / "library")
        self.library.root.mkdir()
        self.paths = [folder / f"{colour}.jpg" for colour in ("red", "green")]
        for path in self.paths:
            path.write_bytes(picture(colour=path.stem))
        self.feed = LibraryFeed(folder / "cache")
        self.model = GalleryModel(self.feed)
        self.loader = ThumbnailLoader(ThumbnailCache(folder / "thumbnails"))
        self.gallery = GalleryView(theme, self.model, self.loader, 200)
        self.bar = TopBar(theme, 200)
        for part in (self.gallery, self.bar):
            qtbot.addWidget(part)
            part.resize(600, 400)
            part.show()
        self.strip = NoticeStrip(theme)
        qtbot.addWidget(self.strip)
        self.desk = ImportDesk(self.gallery, self.bar, self.feed, lambda: self.library, self.strip)
        self.notices: list[str] = []
        self.desk.notice_raised.connect(self.notices.append)
        with qtbot.waitSignal(self.feed.scan_finished):
            self.feed.open(self.library.root)

    def files(self) -> QMimeData:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in self.paths])
        return mime

    def drop(self, mime: QMimeData) -> bool:
        """Drag it over the grid and let go; say whether it was taken."""
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(50, 50), copy, mime, left, none)
        QApplication.sendEvent(self.gallery.viewport(), enter)
        if enter.isAccepted():
            QApplication.sendEvent(self.gallery.viewport(), QDropEvent(QPointF(50, 50), copy, mime, left, none))
        return enter.isAccepted()


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, theme, tmp_path)
    yield made
    made.gallery.hide()
    made.desk.close()
    made.feed.close()
    made.loader.close()


def test_a_drop_on_the_grid_comes_into_the_library(qtbot: QtBot, scene: Scene) -> None:
    with qtbot.waitSignal(scene.desk.service.finished):
        assert scene.drop(scene.files())
    qtbot.waitUntil(lambda: scene.model.rowCount() == 2)
    assert scene.notices[-1] == "2 pictures imported."


def test_what_was_there_already_is_said_and_shown(qtbot: QtBot, scene: Scene) -> None:
    for _ in range(2):
        with qtbot.waitSignal(scene.desk.service.finished):
            scene.drop(scene.files())
    assert scene.notices == ["2 pictures imported."]
    assert (scene.strip.text.text(), scene.strip.action.text()) == ("2 were already in the library.", "Show")
    with qtbot.waitSignal(scene.desk.search_requested) as asked:
        scene.strip.action.click()
    assert not scene.strip.isVisible()
    query = asked.args[0].written()
    with qtbot.waitSignal(scene.feed.keys_changed, check_params_cb=lambda snapshot: snapshot.query == query) as found:
        scene.feed.search(query)
    assert len(found.args[0].keys) == 2


def test_a_button_stops_an_import_and_what_came_stays(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(300):
        (many / f"{number}.jpg").write_bytes(picture(colour=f"rgb({number % 250}, {number // 2}, 7)"))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(many))])
    scene.drop(mime)
    qtbot.waitUntil(scene.strip.isVisible, timeout=20_000)
    assert scene.strip.action.text() == "Stop"
    assert scene.strip.text.text().startswith("Importing ")
    with qtbot.waitSignal(scene.desk.service.finished, timeout=20_000) as finished:
        scene.strip.action.click()
    assert finished.args[0].was_cancelled
    assert 0 < len(list(scene.library.pictures())) < 300
    assert not scene.strip.isVisible()
    assert scene.notices[-1].endswith("stopped.")


def test_pictures_of_the_grid_and_words_are_no_import(scene: Scene) -> None:
    own = scene.files()
    own.setData(IMAGES_MIME, b"[]")
    text = QMimeData()
    text.setText("a fox")
    assert [scene.drop(own), scene.drop(text)] == [False, False]
    assert not scene.desk.service.is_running


def test_files_and_pixels_are_pasted(qtbot: QtBot, scene: Scene) -> None:
    QGuiApplication.clipboard().setMimeData(scene.files())
    with qtbot.waitSignal(scene.desk.service.finished):
        QTest.keyClick(scene.gallery, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(scene.desk.service.finished):
        QTest.keyClick(scene.gallery, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert sorted(path.name for path in scene.library.pictures()) == ["green.jpg", "pasted.png", "red.jpg"]


def test_the_menu_asks_for_files_or_a_folder(qtbot: QtBot, scene: Scene) -> None:
    scene.bar.import_requested.emit()
    (dialog,) = scene.gallery.window().findChildren(QFileDialog)
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    with qtbot.waitSignal(scene.desk.service.finished):
        dialog.filesSelected.emit([str(path) for path in scene.paths])
    dialog.reject()
    scene.bar.folder_import_requested.emit()
    assert scene.gallery.window().findChildren(QFileDialog)[-1].fileMode() == QFileDialog.FileMode.Directory
    scene.gallery.window().findChildren(QFileDialog)[-1].reject()
    assert len(list(scene.library.pictures())) == 2


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        (ImportSummary(), "There was nothing to import."),
        (
            ImportSummary(copied=1, duplicates=1, no_pictures=1),
            "1 picture imported, 1 was already in the library, 1 is no picture.",
        ),
        (ImportSummary(copied=3, was_cancelled=True), "3 pictures imported, stopped."),
        (ImportSummary(failed=1, error=DiskFull("x", path="/a")), "1 could not be copied. The disk is full. /a"),
    ],
)
def test_what_it_came_to(summary: ImportSummary, words: str) -> None:
    assert summary_words(summary) == words


def test_how_far_it_is() -> None:
    assert progress_words(11, 300) == "Importing 12 of 300"
