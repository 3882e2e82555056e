"""Rating, picking and tagging from the grid and from the details, down to the files, and back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.record import Pick
from desktop_app.qt.care_service import CareService
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.tasks import Tasks
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.library import Library
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.care.care_desk import CareDesk
from desktop_app.ui.details.panel import DetailsPanel
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.widgets.field_popover import FieldPopover
from tests.support.care import put_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

COUNT = 5


class Scene:
    """Grid and details over a library of five pictures."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self._qtbot = qtbot
        put_pictures(folder / "library", COUNT)
        self.library = Library(folder / "library")
        self.feed = LibraryFeed(folder / "cache")
        self.model = GalleryModel(self.feed)
        self.loader = ThumbnailLoader(ThumbnailCache(folder / "thumbnails"))
        self.care = CareService(self.feed, folder / "care.sqlite", folder / "cache")
        self.tasks = Tasks()
        self.gallery = GalleryView(theme, self.model, self.loader, 200)
        self.details = DetailsPanel(theme, self.tasks, self.care.reading(self.library), known_catalogue())
        for part in (self.gallery, self.details):
            qtbot.addWidget(part)
            part.resize(600, 800)
            part.show()
        self.desk = CareDesk(self.gallery, self.details, self.care, self.gallery)
        self.gallery.selection_changed_to.connect(self._on_selected)
        with qtbot.waitSignal(self.feed.scan_finished):
            self.feed.open(self.library.root)
        self.care.start()
        qtbot.waitUntil(lambda: None not in self.rows())

    def _on_selected(self, rows: list[ImageRow]) -> None:
        if len(rows) == 1:
            from pathlib import Path

            self.details.show_image(Path(rows[0].path))

    def rows(self) -> list[ImageRow | None]:
        entries = [self.model.entry(row) for row in range(self.model.rowCount())]
        return [entry if isinstance(entry, ImageRow) else None for entry in entries] or [None]

    def ratings(self) -> list[int]:
        return [row.rating if row is not None else -1 for row in self.rows()]

    def choose(self, first: int, last: int) -> None:
        chosen = QItemSelection(self.model.index(first), self.model.index(last))
        self.gallery.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def show_first(self) -> None:
        with self._qtbot.waitSignal(self.details.image_shown):
            self.choose(0, 0)

    def close(self) -> None:
        self.gallery.hide()
        self.feed.close()
        self.care.close()
        self.loader.close()
        self.tasks.close()


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, theme, tmp_path)
    yield made
    made.close()


def test_many_are_rated_by_one_key_and_back_by_undo(qtbot: QtBot, scene: Scene) -> None:
    notices: list[str] = []
    scene.desk.notice_raised.connect(notices.append)
    scene.choose(1, 3)
    scene.desk.handlers[Command.RATE_4]()
    qtbot.waitUntil(lambda: scene.ratings() == [0, 4, 4, 4, 0])
    assert notices == ["Rated 4 of 5: 3 pictures"]
    assert scene.care.undo_text == "Rated 4 of 5: 3 pictures"
    scene.care.undo()
    qtbot.waitUntil(lambda: scene.ratings() == [0] * COUNT)


def test_nothing_chosen_changes_nothing(scene: Scene) -> None:
    scene.gallery.clearSelection()
    scene.desk.rate(3)
    scene.desk.edit_tags()
    scene.desk.collect()
    assert not scene.care.can_undo
    assert scene.gallery.findChildren(FieldPopover) == []


@pytest.mark.parametrize(
    ("command", "pick"), [(Command.PICK, Pick.PICKED), (Command.REJECT, Pick.REJECTED)], ids=["picked", "rejected"]
)
def test_a_decision_is_made_and_taken_back(qtbot: QtBot, scene: Scene, command: Command, pick: Pick) -> None:
    scene.choose(0, 0)
    scene.desk.handlers[command]()
    qtbot.waitUntil(lambda: [row.pick for row in scene.rows()[:2] if row is not None] == [pick, Pick.NONE])
    scene.desk.handlers[Command.UNDECIDE]()
    qtbot.waitUntil(lambda: {row.pick for row in scene.rows() if row is not None} == {Pick.NONE})


def test_what_is_written_in_the_details_is_in_the_file(qtbot: QtBot, scene: Scene) -> None:
    scene.show_first()
    page = scene.details.image_page
    (row,) = [each for each in scene.rows()[:1] if each is not None]
    page.stars.rated.emit(3)
    page.care.title.setText("The fox")
    page.care.title.editingFinished.emit()
    page.care.tags.setText("animals/fox, snow")
    page.care.tags.setModified(True)
    QTest.keyClick(page.care.tags, Qt.Key.Key_Return)
    page.care.note.setPlainText("For the cover.")
    QTest.keyClick(page.care.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    from pathlib import Path

    def written() -> tuple[object, ...]:
        record = Library(scene.library.root).read(Path(row.path)).record
        return (record.rating, record.title, record.tags, record.note)

    qtbot.waitUntil(lambda: written() == (3, "The fox", ("animals/fox", "snow"), "For the cover."), timeout=20_000)
    qtbot.waitUntil(lambda: page.stars.rating == 3)


def test_several_get_tags_and_a_collection_by_a_question(qtbot: QtBot, scene: Scene) -> None:
    scene.choose(0, 2)
    qtbot.waitUntil(lambda: scene.desk._shown is None)
    scene.desk.edit_tags()
    (asking,) = scene.gallery.findChildren(FieldPopover)
    assert asking.accessibleName() == "Tags to add to 3 pictures"
    QTest.keyClicks(asking.line, "snow, animals/fox")
    QTest.keyClick(asking.line, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: [row.tags for row in scene.rows() if row is not None] == [("snow", "animals/fox")] * 3 + [()] * 2
    )
    scene.desk.collect()
    asking = scene.gallery.findChildren(FieldPopover)[-1]
    QTest.keyClicks(asking.line, "Best, Book")
    QTest.keyClick(asking.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: scene.care.undo_text == "Collections changed: 3 pictures")
    qtbot.waitUntil(lambda: set(scene.desk._collections) == {"Best", "Book"})
    scene.desk.collect()
    asking = scene.gallery.findChildren(FieldPopover)[-1]
    # What is there is offered, and taken by the keys alone.
    QTest.keyClicks(asking.line, "bo")
    QTest.keyClick(asking.line, Qt.Key.Key_Tab)
    assert asking.line.text() == "Book, "
    QTest.keyClick(asking.line, Qt.Key.Key_Escape)


def test_keys_on_the_stars_rate(qtbot: QtBot, scene: Scene) -> None:
    scene.show_first()
    stars = scene.details.image_page.stars
    QTest.keyClick(stars, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: scene.ratings()[0] == 1)
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=stars.rect().center())
    qtbot.waitUntil(lambda: scene.ratings()[0] == 3)
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=stars.rect().center())
    qtbot.waitUntil(lambda: scene.ratings()[0] == 0)
