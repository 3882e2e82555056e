"""A library of 50,000 pictures, from its sidecars to the grid: what is done costs what is looked at, not what there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop_app.core.care import CareChange
from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.record import Pick
from desktop_app.qt.care_service import CareService
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.library import Library
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.gallery.delegate import TileDelegate
from desktop_app.ui.gallery.view import GalleryView
from tests.support.library_maker import NEWEST, LibraryMaker
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

COUNT = 50_000
SCREENS = 4
"""So many screens of pictures may be asked for, or painted, for one."""


class CountingDelegate(TileDelegate):
    """Counts the cells that are painted."""

    painted = 0

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.painted += 1
        super().paint(painter, option, index)


@dataclass
class Scene:
    """The grid over the library, and what it asks for."""

    qtbot: QtBot
    library: Library
    feed: LibraryFeed
    model: GalleryModel
    view: GalleryView
    care: CareService
    delegate: CountingDelegate
    asked: list[int]

    def in_sight(self) -> list[ImageRow | None]:
        entries = [self.model.entry(row) for run in self.view.rows_in_sight() for row in run]
        return [entry if isinstance(entry, ImageRow) else None for entry in entries]

    def settle(self) -> None:
        """Wait until everything in sight is known."""
        self.view.executeDelayedItemsLayout()
        self.qtbot.waitUntil(lambda: None not in self.in_sight(), timeout=20_000)

    def search(self, text: str, order: GalleryOrder | None = None) -> None:
        self.feed.search(text, order)
        self.qtbot.waitUntil(
            lambda: (
                self.model.snapshot.query == text
                and self.model.snapshot.is_whole
                and order in {None, self.model.snapshot.order}
            ),
            timeout=20_000,
        )
        self.settle()

    def screen(self) -> int:
        """How many pictures a screen holds, with those of the lines at its edges."""
        return len(self.in_sight()) + 2 * self.view.geometry_of_rows().columns


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fifty") / "library"
    LibraryMaker(folder).make(COUNT)
    return folder


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    cache = tmp_path_factory.mktemp("cache")
    feed = LibraryFeed(cache)
    model = GalleryModel(feed)
    loader = ThumbnailLoader(ThumbnailCache(cache / "thumbnails"))
    care = CareService(feed, cache / "care.sqlite", cache)
    view = GalleryView(theme, model, loader, 200)
    delegate = CountingDelegate(theme, loader, view)
    view.setItemDelegate(delegate)
    qtbot.addWidget(view)
    view.resize(860, 800)
    asked: list[int] = []
    model.rows_wanted.connect(asked.extend)
    with qtbot.waitExposed(view):
        view.show()
    feed.open(root)
    care.start()
    yield Scene(qtbot, Library(root), feed, model, view, care, delegate, asked)
    view.hide()
    feed.close()
    care.close()
    loader.close()


def test_all_of_it(scene: Scene) -> None:
    """One library, one test: to make it takes longer than everything that is done with it."""
    _read_while_it_is_looked_at(scene)
    _looked_at_from_end_to_end(scene)
    _all_chosen(scene)
    _searched_and_ordered(scene)
    _stacked(scene)
    _rated(scene)
    _one_more(scene)


def _read_while_it_is_looked_at(scene: Scene) -> None:
    scene.qtbot.waitUntil(lambda: 0 < scene.model.rowCount() < COUNT, timeout=60_000)
    scene.settle()
    with scene.qtbot.waitSignal(scene.feed.scan_finished, timeout=240_000):
        pass
    scene.qtbot.waitUntil(lambda: scene.model.rowCount() == COUNT, timeout=20_000)
    assert sum(section.rows for section in scene.model.sections()) == COUNT
    assert list(scene.model.snapshot.keys) == sorted(scene.model.snapshot.keys, reverse=True)


def _looked_at_from_end_to_end(scene: Scene) -> None:
    scene.settle()
    bar = scene.view.verticalScrollBar()
    for place in (bar.maximum(), bar.maximum() // 2, 0):
        scene.asked.clear()
        scene.delegate.painted = 0
        bar.setValue(place)
        scene.settle()
        scene.view.viewport().repaint()
        assert len(scene.asked) <= SCREENS * max(64, scene.screen())
        assert 0 < scene.delegate.painted <= SCREENS * scene.screen()
    QTest.keyClick(scene.view, Qt.Key.Key_End)
    assert scene.view.currentIndex().row() == COUNT - 1
    assert scene.view.viewport().rect().contains(scene.view.visualRect(scene.view.currentIndex()).center())
    QTest.keyClick(scene.view, Qt.Key.Key_Home)


def _all_chosen(scene: Scene) -> None:
    scene.asked.clear()
    with scene.qtbot.waitSignal(scene.view.selection_changed_to, timeout=20_000):
        scene.view.selectAll()
    assert list(scene.view.selected_keys()) == list(scene.model.snapshot.keys)
    assert len(scene.asked) <= 2_000
    assert len(scene.view.selectionModel().selection().toList()) == 1
    scene.view.clearSelection()


def _searched_and_ordered(scene: Scene) -> None:
    scene.search("rating:5 is:picked")
    assert {(row.rating, row.pick) for row in scene.in_sight() if row} == {(5, Pick.PICKED)}
    found = scene.model.rowCount()
    scene.search("-rating:5")
    assert 0 < found < scene.model.rowCount() < COUNT
    scene.search("", GalleryOrder(SortBy.RATING))
    assert {row.rating for row in scene.in_sight() if row} == {5}
    assert [section.rating for section in scene.model.sections()] == [5, 4, 3, 2, 1, 0]
    scene.asked.clear()
    scene.view.verticalScrollBar().setValue(scene.view.verticalScrollBar().maximum())
    scene.settle()
    assert {row.rating for row in scene.in_sight() if row} == {0}
    assert len(scene.asked) <= SCREENS * max(64, scene.screen())
    scene.search("", GalleryOrder())


def _stacked(scene: Scene) -> None:
    scene.search("", GalleryOrder(is_stacked=True))
    heads = scene.model.rowCount()
    assert heads < COUNT // 3
    assert sum(section.pictures for section in scene.model.sections()) == COUNT
    head, count = next(iter(scene.model.snapshot.stacks.items()))
    scene.feed.open_stack(head, True)
    scene.qtbot.waitUntil(lambda: scene.model.rowCount() == heads + count - 1, timeout=20_000)
    scene.feed.open_stack(head, False)
    scene.qtbot.waitUntil(lambda: scene.model.rowCount() == heads, timeout=20_000)
    scene.search("", GalleryOrder())


def _rated(scene: Scene) -> None:
    scene.view.verticalScrollBar().setValue(0)
    scene.settle()
    chosen = scene.view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    for row in range(3):
        chosen.select(scene.model.index(row), flags)
        flags = QItemSelectionModel.SelectionFlag.Select
    keys = list(scene.view.selected_keys())
    scene.care.change(keys, CareChange(rating=4))
    scene.qtbot.waitUntil(lambda: [row.rating for row in scene.in_sight()[:3] if row] == [4] * 3, timeout=20_000)
    scene.care.undo()


def _one_more(scene: Scene) -> None:
    """A new picture comes in front while one looks elsewhere, and nothing else is read or moved."""
    bar = scene.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    scene.settle()
    seen = next(iter(scene.view.rows_in_sight())).start
    key, place = scene.model.row_id(seen), scene.view.cell_rect(seen)
    scene.asked.clear()
    moment = NEWEST + timedelta(hours=1)
    saved = scene.library.save(picture(), a_record("A new fox", created_at=moment.isoformat()), moment)
    scene.feed.add_saved(saved)
    scene.qtbot.waitUntil(lambda: scene.model.rowCount() == COUNT + 1, timeout=20_000)
    scene.view.executeDelayedItemsLayout()
    row = scene.model.row_of(key)
    assert row == seen + 1
    assert scene.view.cell_rect(row) == place
    assert len(scene.asked) <= scene.screen()
