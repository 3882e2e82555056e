"""One search, typed or clicked, and one order: what the grid shows follows both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.record import Asked
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.image_row import ImageRow
from desktop_app.store.library import Library
from desktop_app.ui.filters.filter_desk import FilterDesk
from desktop_app.ui.top_bar import TopBar
from desktop_app.ui.window_places import GridPlace
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PICTURES = (("red fox", 5, ("animals/fox",)), ("owl", 3, ("animals",)), ("harbour", 0, ("winter",)))


class Scene:
    """A window over a library of three pictures."""

    def __init__(self, theme: Theme, folder: Path, qtbot: QtBot) -> None:
        library = Library(folder / "library")
        for number, (prompt, rating, tags) in enumerate(PICTURES):
            moment = MOMENT - timedelta(hours=number)
            record = a_record(
                rating=rating, tags=tags, created_at=moment.isoformat(), asked=Asked(prompt, "a/model", 64, 48)
            )
            library.save(picture(), record, moment)
        self.feed = LibraryFeed(folder / "cache")
        self.model = GalleryModel(self.feed)
        self.bar = TopBar(theme, 200)
        self.place = GridPlace(QWidget())
        self.desk = FilterDesk(self.bar, self.place, theme, self.feed, str.upper, self.feed)
        self._qtbot = qtbot
        for part in (self.bar, self.place):
            qtbot.addWidget(part)
            part.show()
        with qtbot.waitSignal(self.feed.scan_finished):
            self.feed.open(library.root)

    def shown(self) -> list[str]:
        """The prompts in the grid, once their rows are there."""
        entries = [self.model.entry(row) for row in range(self.model.rowCount())]
        return [entry.prompt if isinstance(entry, ImageRow) else "" for entry in entries]

    def wait_for(self, *prompts: str) -> None:
        self._qtbot.waitUntil(lambda: self.shown() == list(prompts))


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(theme, tmp_path, qtbot)
    yield made
    made.feed.close()
    made.desk.close()


def test_what_is_clicked_is_typed_and_found(qtbot: QtBot, scene: Scene) -> None:
    scene.wait_for("red fox", "owl", "harbour")
    scene.bar.filters.click()
    panel = scene.desk.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.model.rowCount() > 6)
    rows = {panel.model.data(panel.model.index(at)): at for at in range(panel.model.rowCount())}
    panel.list.act(panel.model.row(rows["animals"]), excludes=False)
    assert scene.bar.search_text == "tag:animals"
    scene.wait_for("red fox", "owl")
    panel.list.act(panel.model.row(rows["animals"]), excludes=False)
    panel.list.act(panel.model.row(rows["animals"]), excludes=True)
    assert scene.bar.search_text == "-tag:animals"
    scene.wait_for("harbour")


def test_what_is_typed_is_marked_and_counted(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.toggle()
    scene.bar.set_search("fox rating:5")
    scene.wait_for("red fox")
    panel = scene.desk.panel
    assert panel is not None
    qtbot.waitUntil(lambda: "rating:5" in panel.model.query.written())
    qtbot.waitUntil(
        lambda: any(panel.model.data(panel.model.index(at)) == "A/MODEL" for at in range(panel.model.rowCount()))
    )
    panel.clear.click()
    assert scene.bar.search_text == ""
    scene.wait_for("red fox", "owl", "harbour")


def test_another_order(scene: Scene) -> None:
    scene.bar.order.order_changed.emit(GalleryOrder(SortBy.DATE, is_reversed=True))
    scene.wait_for("harbour", "owl", "red fox")
    scene.bar.order.order_changed.emit(GalleryOrder(SortBy.RATING))
    scene.wait_for("red fox", "owl", "harbour")


def test_the_order_by_hand_is_there_for_one_collection_alone(scene: Scene) -> None:
    (by_hand,) = (action for action in scene.bar.order.menu().actions() if action.data() is SortBy.PLACE)
    assert not by_hand.isVisible()
    scene.bar.set_search("collection:best")
    assert by_hand.isVisible()
    by_hand.trigger()
    assert scene.bar.order.order.by is SortBy.PLACE
    scene.bar.set_search("fox")
    assert (by_hand.isVisible(), scene.bar.order.order) == (False, GalleryOrder())


def test_filters_come_and_go_by_key_and_leave_the_keys_to_the_grid(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.toggle()
    panel = scene.desk.panel
    assert panel is not None
    assert (panel.isVisible(), scene.bar.filters.isChecked()) == (True, True)
    with qtbot.waitSignal(scene.desk.grid_requested) as told:
        QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert told.args == [True]
    scene.desk.toggle()
    assert (panel.isVisible(), scene.bar.filters.isChecked()) == (False, False)
