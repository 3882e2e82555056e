"""Tags as they are typed: completed, cleaned, and told as what was added and what removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.ui.care.tag_line import TagLine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Scene(QWidget):
    """A line with another field beside it, and what was told."""

    def __init__(self) -> None:
        super().__init__()
        self.line = TagLine()
        self.other = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.line)
        column.addWidget(self.other)
        self.told: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self.line.tags_changed.connect(self._on_told)

    def _on_told(self, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
        self.told.append((added, removed))


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    made = Scene()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.other.setFocus()
    made.line.set_tags(("winter", "animals/fox"))
    made.line.set_known(["animals", "animals/fox", "winter", "winter night"])
    return made


def test_typing_adds_behind_what_is_there(scene: Scene) -> None:
    scene.line.setFocus()
    assert scene.line.text() == "winter, animals/fox, "
    QTest.keyClicks(scene.line, " red  snow , animals / owl ")
    QTest.keyClick(scene.line, Qt.Key.Key_Return)
    assert scene.told == [(("red snow", "animals/owl"), ())]


def test_what_is_deleted_is_removed_and_told_when_the_keys_leave(scene: Scene) -> None:
    scene.line.setFocus()
    scene.line.selectAll()
    QTest.keyClicks(scene.line, "animals/fox")
    scene.other.setFocus()
    assert scene.told == [((), ("winter",))]
    assert scene.line.text() == "animals/fox"


def test_escape_takes_back_what_was_typed(scene: Scene) -> None:
    scene.line.setFocus()
    QTest.keyClicks(scene.line, "snow")
    QTest.keyClick(scene.line, Qt.Key.Key_Escape)
    scene.other.setFocus()
    assert (scene.told, scene.line.text()) == ([], "winter, animals/fox")


def test_nothing_typed_is_nothing_told(scene: Scene) -> None:
    scene.line.setFocus()
    scene.other.setFocus()
    assert scene.told == []


def test_a_picture_that_changes_elsewhere_leaves_what_is_being_typed(scene: Scene) -> None:
    scene.line.setFocus()
    QTest.keyClicks(scene.line, "snow")
    scene.line.set_tags(("winter",))
    assert scene.line.text() == "winter, animals/fox, snow"


def test_a_tag_is_completed_from_any_of_its_letters(qtbot: QtBot, scene: Scene) -> None:
    scene.line.setFocus()
    QTest.keyClicks(scene.line, "nigh")
    popup = scene.line._completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    scene.line._completer.activated.emit("winter night")
    popup.hide()
    assert scene.line.text() == "winter, animals/fox, winter night, "
    QTest.keyClick(scene.line, Qt.Key.Key_Return)
    assert scene.told == [(("winter night",), ())]
