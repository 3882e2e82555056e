"""The bar above the grid, under keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_app.ui.top_bar import TopBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> TopBar:
    widget = TopBar(theme, 200)
    qtbot.addWidget(widget)
    widget.resize(838, 52)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def search_of(bar: TopBar) -> QLineEdit:
    field = bar.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def test_escape_takes_the_search_away(qtbot: QtBot, bar: TopBar) -> None:
    field = search_of(bar)
    with qtbot.waitSignal(bar.search_changed, check_params_cb=lambda text: text == "fox"):
        QTest.keyClicks(field, "fox")
    with qtbot.waitSignal(bar.search_changed, check_params_cb=lambda text: text == ""):
        QTest.keyClick(field, Qt.Key.Key_Escape)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down])
def test_keys_lead_from_the_search_to_the_grid(qtbot: QtBot, bar: TopBar, key: Qt.Key) -> None:
    with qtbot.waitSignal(bar.search_left):
        QTest.keyClick(search_of(bar), key)


def test_another_library_begins_without_a_search(qtbot: QtBot, bar: TopBar) -> None:
    field = search_of(bar)
    with qtbot.waitSignal(bar.search_changed):
        QTest.keyClicks(field, "fox")
    with qtbot.assertNotEmitted(bar.search_changed, wait=200):
        bar.forget_search()
    assert field.text() == ""


def test_the_librarys_menu_hangs_from_the_left_end_of_its_button(qtbot: QtBot, bar: TopBar) -> None:
    button = bar.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    menu = button.menu()
    menu.popup(QPoint(0, 0))
    qtbot.waitUntil(menu.isVisible)
    assert menu.x() == button.mapToGlobal(QPoint(0, 0)).x()
    menu.close()


def test_all_in_the_search_has_a_name(bar: TopBar) -> None:
    assert all(action.text() for action in search_of(bar).actions())
