"""Searches that are kept: named by the person, in the library's folder, and taken away again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.saved_searches import SavedSearches
from desktop_app.ui.filters.filter_desk import FilterDesk
from desktop_app.ui.filters.saved_desk import SavedDesk
from desktop_app.ui.top_bar import TopBar
from desktop_app.ui.window_places import GridPlace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


class Scene:
    """A search field over an empty library."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self.root = folder / "library"
        self.root.mkdir()
        self.bar = TopBar(theme, 200)
        self.place = GridPlace(QWidget())
        for part in (self.bar, self.place):
            qtbot.addWidget(part)
            part.show()
        self.feed = LibraryFeed(folder / "cache")
        self.filters = FilterDesk(self.bar, self.place, theme, self.feed, str.upper, self.feed)
        self.desk = SavedDesk(self.place, self.filters, self.root)

    def has_queries(self, *queries: str) -> bool:
        return [each.query for each in SavedSearches(self.root).all()] == list(queries)

    def names(self) -> list[str]:
        return [each.name for each in SavedSearches(self.root).all()]


@pytest.fixture
def scene(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(qtbot, theme, tmp_path)
    yield made
    made.desk.close()
    made.filters.close()
    made.feed.close()


def test_a_search_is_kept_shown_and_taken_away(qtbot: QtBot, scene: Scene) -> None:
    scene.filters.toggle()
    scene.bar.set_search("fox rating:>=4")
    panel = scene.filters.panel
    assert panel is not None
    panel.save.click()
    (dialog,) = scene.place.findChildren(QInputDialog)
    dialog.setTextValue("  Best   foxes ")
    dialog.accept()
    qtbot.waitUntil(lambda: scene.names() == ["Best foxes"])
    qtbot.waitUntil(lambda: panel.model.row(0).section.name == "saved")
    scene.bar.set_search("")
    row = panel.model.row(1)
    panel.list.act(row, excludes=False)
    assert scene.bar.search_text == "fox rating:>=4"
    menu = panel.list.menu(row)
    assert [action.text() for action in menu.actions()] == ["Remove this search"]
    menu.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: scene.names() == [])
    qtbot.waitUntil(lambda: panel.model.row(0).section.name != "saved")


def test_the_same_name_takes_the_place_of_the_one_before(qtbot: QtBot, scene: Scene) -> None:
    for query in ("fox", "owl"):
        scene.filters.save_requested.emit(query)
        dialog = scene.place.findChildren(QInputDialog)[-1]
        dialog.setTextValue("Animals")
        dialog.accept()
        qtbot.waitUntil(partial(scene.has_queries, query))


def test_a_library_that_is_away_is_told(qtbot: QtBot, scene: Scene) -> None:
    scene.root.rmdir()
    scene.filters.save_requested.emit("fox")
    dialog = scene.place.findChildren(QInputDialog)[-1]
    with qtbot.waitSignal(scene.desk.notice_raised) as told:
        dialog.accept()
    assert told.args[0].startswith("The folder is not there.")
