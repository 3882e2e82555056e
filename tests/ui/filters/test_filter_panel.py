"""The column of filters as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.search_query import Condition, Field, SearchQuery, parsed
from desktop_app.qt.filter_model import FilterChoice, FilterSection
from desktop_app.ui.filters.filter_panel import FilterPanel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> FilterPanel:
    made = FilterPanel(theme)
    qtbot.addWidget(made)
    made.resize(216, 600)
    made.show()
    made.show_sections([FilterSection("tag", "Tags", (FilterChoice("fox", Condition(Field.TAG, "fox"), count=3),))])
    return made


def test_a_search_can_be_kept_or_cleared_when_there_is_one(qtbot: QtBot, panel: FilterPanel) -> None:
    assert not panel.save.isEnabled()
    panel.show_query(parsed("tag:fox"))
    with qtbot.waitSignal(panel.save_requested):
        panel.save.click()
    with qtbot.waitSignal(panel.query_changed) as told:
        panel.clear.click()
    assert told.args == [SearchQuery()]


def test_the_keys_come_to_the_first_row(qtbot: QtBot, panel: FilterPanel) -> None:
    with qtbot.waitActive(panel):
        panel.activateWindow()
    panel.focus_list()
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().row() == 0


def test_the_trash_says_how_many(qtbot: QtBot, panel: FilterPanel) -> None:
    panel.show_trash(3)
    assert panel.trash.text() == "Trash (3)"
    panel.show_trash(0)
    assert panel.trash.text() == "Trash"
    with qtbot.waitSignal(panel.trash_requested):
        panel.trash.click()
