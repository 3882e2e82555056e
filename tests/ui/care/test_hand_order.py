"""The order by hand: a collection that is looked at stands in it, and the keys change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint

from desktop_app.core.care import CareChange
from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.qt.care_service import CareService
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.store.image_row import ImageRow
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui.care.hand_order import HandOrder
from desktop_app.ui.gallery.view import GalleryView
from tests.support.care import put_pictures, said_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

COUNT = 5
BY_HAND = GalleryOrder(SortBy.PLACE)


class Scene:
    """A grid of five pictures, all in the collection "Best of"."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self._qtbot = qtbot
        self.paths = put_pictures(folder / "library", COUNT)
        self.feed = LibraryFeed(folder / "cache")
        self.model = GalleryModel(self.feed)
        self.loader = ThumbnailLoader(ThumbnailCache(folder / "thumbnails"))
        self.care = CareService(self.feed, folder / "care.sqlite", folder / "cache")
        self.gallery = GalleryView(theme, self.model, self.loader, 100)
        self.model.setParent(self.gallery)
        qtbot.addWidget(self.gallery)
        self.gallery.resize(700, 400)
        self.gallery.show()
        self.hand = HandOrder(self.gallery, self.feed, self.care)
        self.notices: list[str] = []
        self.hand.notice_raised.connect(self.notices.append)
        with qtbot.waitSignal(self.feed.scan_finished):
            self.feed.open(self.paths[0].parents[2])
        self.care.start()
        self.first = list(self.model.snapshot.keys)
        with qtbot.waitSignal(self.care.care_changed):
            self.care.change(self.first, CareChange(added_collections=("Best of",)))

    def look_at(self, text: str, order: GalleryOrder) -> None:
        with self._qtbot.waitSignals([self.feed.keys_changed, self.care.names_ready]):
            self.feed.search(text, order)
            self.care.request_names()

    def choose(self, *rows: int) -> None:
        selection = self.gallery.selectionModel()
        selection.clear()
        for row in rows:
            selection.select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)

    def order(self) -> list[int]:
        return [self.first.index(key) for key in self.model.snapshot.keys]

    def chosen(self) -> list[int]:
        return [self.first.index(key) for key in self.gallery.selected_keys()]

    def shows(self, order: list[int]) -> None:
        self._qtbot.waitUntil(lambda: self.order() == order)


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, theme, tmp_path)
    made.look_at('collection:"best of"', BY_HAND)
    yield made
    made.hand.close()
    made.feed.close()
    made.care.close()
    made.loader.close()


def test_what_is_chosen_moves_by_keys_stays_chosen_and_comes_back(scene: Scene) -> None:
    scene.choose(2, 3)
    scene.hand.move_earlier()
    scene.shows([0, 2, 3, 1, 4])
    assert scene.chosen() == [2, 3]
    scene.hand.move_later()
    scene.shows([0, 1, 2, 3, 4])
    scene.hand.move_later()
    scene.shows([0, 1, 4, 2, 3])
    assert scene.chosen() == [2, 3]
    scene.care.undo()
    scene.shows([0, 1, 2, 3, 4])


def test_the_order_stands_in_the_sidecars(qtbot: QtBot, scene: Scene) -> None:
    scene.choose(4)
    for _ in range(2):
        before = scene.order()
        scene.hand.move_earlier()
        qtbot.waitUntil(lambda before=before: scene.order() != before)  # type: ignore[misc]
    scene.shows([0, 1, 4, 2, 3])
    qtbot.waitUntil(lambda: "places" in said_of(scene.paths[0]))
    row = scene.model.entry(2)
    assert isinstance(row, ImageRow)
    assert row.path == str(scene.paths[0])


def test_at_the_ends_nothing_moves(scene: Scene) -> None:
    scene.choose(0)
    scene.hand.move_earlier()
    scene.choose(4)
    scene.hand.move_later()
    assert scene.order() == [0, 1, 2, 3, 4]
    assert scene.care.undo_text != "Order of the collection changed"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", GalleryOrder()),
        ("collection:best", GalleryOrder()),
        ('collection:"best of"', GalleryOrder()),
        ('collection:"best of"', GalleryOrder(SortBy.PLACE, is_reversed=True)),
        ('-collection:"best of"', BY_HAND),
    ],
)
def test_elsewhere_nothing_is_moved_and_that_is_said(scene: Scene, text: str, order: GalleryOrder) -> None:
    scene.look_at(text, order)
    scene.choose(1)
    scene.hand.move_earlier()
    assert scene.notices == ["Pictures are put in order by hand within one collection."]


def test_what_is_dropped_lies_before_or_behind_the_nearest_picture(scene: Scene) -> None:
    cell = scene.gallery.cell_rect(1)
    assert scene.hand._row_for(cell.center() - QPoint(10, 0)) == 1
    assert scene.hand._row_for(cell.center() + QPoint(10, 0)) == 2
    assert scene.hand._row_for(QPoint(690, 390)) == COUNT
