"""The large view, under keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from desktop_app.ui.picture_view import PictureView

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, tasks: Tasks) -> PictureView:
    widget = PictureView(theme, tasks)
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.show()
    return widget


def color_at(view: PictureView, x: int, y: int) -> QColor:
    return view.grab().toImage().pixelColor(QPoint(x, y))


def test_keys_zoom(qtbot: QtBot, view: PictureView, tmp_path: Path) -> None:
    path = tmp_path / "red.png"
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    image.save(str(path))
    view.show_picture(path)
    red = QColor("#ff0000")
    qtbot.waitUntil(lambda: color_at(view, 300, 200) == red)
    assert color_at(view, 190, 200) != red
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert color_at(view, 190, 200) == red
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert color_at(view, 190, 200) != red


def test_a_picture_that_cannot_be_read_is_said_to_be_so(qtbot: QtBot, view: PictureView, tmp_path: Path) -> None:
    path = tmp_path / "gone.png"
    view.show_picture(path)
    qtbot.waitUntil(lambda: view.accessibleDescription() != "")
    assert "read" in view.accessibleDescription()
