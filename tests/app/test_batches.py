"""A batch from its window to the sheet in the library, by the demo engine, in the program's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.app import Opening
from desktop_app.core.batches import Axis
from desktop_app.core.errors import Billed
from desktop_app.core.sizes import Size
from desktop_app.store.folders import user_folders
from desktop_app.store.library import Library
from desktop_app.ui.batch.batch_window import BatchWindow
from tests.support.leftovers import qt_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture
def opening(qtbot: QtBot, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NO_KEYRING["PYTHON_KEYRING_BACKEND"])
    program = Opening(qapp, None, NO_KEYRING)
    program.window.show()
    qtbot.waitUntil(lambda: hasattr(program.window, "parts"))
    yield program
    program.close()
    program.window.close_for_good()
    qapp.setStyleSheet("")
    # What the engine told at its end is still on its way, and begins timers of a moment, as the style sheet does.
    qtbot.waitUntil(lambda: not qt_left())
    program.window.deleteLater()


def batch_window(opening: Opening) -> BatchWindow:
    QTest.keyClick(opening.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    (window,) = opening.window.findChildren(BatchWindow)
    return window


def test_a_grid_becomes_pictures_and_a_sheet_that_cost_nothing(qtbot: QtBot, opening: Opening) -> None:
    create = opening.window.parts.create
    QTest.keyClicks(opening.window.prompt.editor, "hills at dusk")
    create.form.size = Size(96, 64)
    seed = create.form.seed
    window = batch_window(opening)
    QTest.keyClicks(window.grid.columns.line, "1-3")
    QTest.keyClicks(window.grid.rows.line, "4, 8")
    qtbot.waitUntil(lambda: window.is_settled)

    assert window.order.text() == "Queue 6 pictures  ·  free"
    assert not window.isModal()
    QTest.mouseClick(window.order, Qt.MouseButton.LeftButton)

    assert not window.isVisible()
    assert create.form.seed != seed
    sheets = user_folders().library / "sheets"
    qtbot.waitUntil(lambda: len(list(sheets.glob("*.json"))) == 1, timeout=60_000)
    (path,) = sheets.glob("*.jpg")
    saved = Library(user_folders().library).read(path)
    assert saved.record.demo
    assert saved.record.cost is not None
    assert (saved.record.cost.estimate_usd, saved.record.cost.billed) == (0.0, Billed.NO)
    assert len(saved.record.parents) == 6
    assert saved.record.title == "hills at dusk"
    with Image.open(path) as image:
        assert image.width > image.height
    pictures = [each for each in user_folders().library.rglob("*.jpg") if each != path]
    assert {Library(path.parent).read(each).record.batch_id for each in pictures} == {saved.record.batch_id}


def test_without_the_sheet_there_are_only_pictures(qtbot: QtBot, opening: Opening) -> None:
    QTest.keyClicks(opening.window.prompt.editor, "hills")
    opening.window.parts.create.form.size = Size(64, 64)
    window = batch_window(opening)
    QTest.keyClicks(window.grid.columns.line, "1, 2")
    window.grid.rows.kind.buttons[None].click()
    window.sheet.click()
    qtbot.waitUntil(lambda: window.is_settled)
    with qtbot.waitSignal(window.batch_ordered) as ordered:
        window.order.click()

    assert [item.label for item in ordered.args[0]] == ["", ""]
    qtbot.waitUntil(lambda: len(list(user_folders().library.rglob("*.json"))) == 2, timeout=60_000)
    assert not (user_folders().library / "sheets").exists()


def test_the_window_follows_the_panel(qtbot: QtBot, opening: Opening) -> None:
    window = batch_window(opening)
    window.grid.columns.set_text(Axis.SEED, "1-4")
    window.grid.rows.kind.buttons[None].click()
    qtbot.waitUntil(lambda: window.is_settled)
    assert not window.order.isEnabled()
    assert window.left_out.text() == "Write a prompt first."

    QTest.keyClicks(opening.window.prompt.editor, "a fox")
    qtbot.waitUntil(window.order.isEnabled)

    assert window.left_out.text() == ""
    assert window.order.text().startswith("Queue 4 pictures")
