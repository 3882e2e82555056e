"""Going to a picture by typing how it begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.gallery.conftest import NEWEST, Grid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def sought(grid: Grid) -> list[tuple[str, object, bool]]:
    grid.put(NEWEST, NEWEST - 1, NEWEST - 2)
    grid.view.setFocus()
    asked: list[tuple[str, object, bool]] = []
    grid.view.beginning_sought.connect(lambda *each: asked.append(each))
    return asked


def shown(grid: Grid) -> str:
    return next((label.text() for label in grid.view.findChildren(QLabel) if label.isVisible()), "")


def current(grid: Grid) -> int | None:
    image = grid.view.current_image()
    return None if image is None else image.key


def test_letters_are_gathered(qtbot: QtBot, grid: Grid, sought: list[tuple[str, object, bool]]) -> None:
    grid.view.show_image(NEWEST - 1)
    qtbot.waitUntil(lambda: current(grid) == NEWEST - 1)
    QTest.keyClicks(grid.view, "re d")
    assert sought == [(text, NEWEST - 1, len(text) > 1) for text in ("r", "re", "re ", "re d")]
    assert shown(grid) == "re d"
    QTest.keyClick(grid.view, Qt.Key.Key_Backspace)
    assert sought[-1] == ("re ", NEWEST - 1, True)


def test_the_same_letter_goes_on_to_the_next(grid: Grid, sought: list[tuple[str, object, bool]]) -> None:
    QTest.keyClicks(grid.view, "ccc")
    assert [(text, is_with_it) for text, _, is_with_it in sought] == [("c", False)] * 3


def test_what_was_found_becomes_the_present_one(qtbot: QtBot, grid: Grid, sought: list[object]) -> None:
    QTest.keyClicks(grid.view, "p")
    grid.view.show_beginning("p", NEWEST - 2)
    qtbot.waitUntil(lambda: current(grid) == NEWEST - 2)
    grid.view.show_beginning("p", None)
    assert shown(grid) == "Nothing begins with “p”"
    assert current(grid) == NEWEST - 2


def test_an_answer_to_what_was_typed_before_says_nothing(grid: Grid, sought: list[object]) -> None:
    QTest.keyClicks(grid.view, "px")
    grid.view.show_beginning("p", None)
    assert shown(grid) == "px"


def test_letters_are_no_shortcuts_meanwhile(qtbot: QtBot, grid: Grid, sought: list[tuple[str, object, bool]]) -> None:
    pressed: list[str] = []
    action = QAction(grid.view)
    action.setShortcut(QKeySequence("X"))
    action.triggered.connect(lambda: pressed.append("x"))
    grid.view.addAction(action)
    grid.view.activateWindow()
    qtbot.waitUntil(grid.view.hasFocus)
    QTest.keyClick(grid.view, Qt.Key.Key_X)
    assert (pressed, sought) == (["x"], [])
    grid.view.type_ahead.begin()
    assert shown(grid) == "Type how a picture begins"
    QTest.keyClick(grid.view, Qt.Key.Key_X)
    assert (pressed, [text for text, _, _ in sought]) == (["x"], ["x"])
    QTest.keyClick(grid.view, Qt.Key.Key_Escape)
    assert shown(grid) == ""
    QTest.keyClick(grid.view, Qt.Key.Key_X)
    assert pressed == ["x", "x"]


def test_it_ends_by_itself(qtbot: QtBot, grid: Grid, sought: list[object]) -> None:
    QTest.keyClicks(grid.view, "p")
    qtbot.waitUntil(lambda: not grid.view.type_ahead.is_on, timeout=10_000)
    assert shown(grid) == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_A])
def test_other_keys_are_what_they_were(grid: Grid, sought: list[object], key: Qt.Key) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if key is Qt.Key.Key_A else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(grid.view, key, modifier)
    assert sought == []
