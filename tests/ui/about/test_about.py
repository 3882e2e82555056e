"""The window about the program: there at once, complete soon after, and all of it to be had by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app import __version__
from desktop_app.core.notice import Part
from desktop_app.ui.about.about_desk import AboutDesk
from desktop_app.ui.about.about_dialog import AboutDialog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

PARTS = (Part("Sfumato", "1.0", "MIT", "Do <b>what</b> you like."), Part("Qt", "6.11", "LGPL-3.0-only", "Replace it."))


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Iterator[AboutDesk]:
    window = QWidget()
    qtbot.addWidget(window)
    desk = AboutDesk(window)
    yield desk
    desk.close()


def test_it_shows_every_part_of_the_program_that_runs(qtbot: QtBot, desk: AboutDesk) -> None:
    dialog = desk.show()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.list.count() > 10)
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert names[0] == f"Sfumato {__version__}"
    assert any(name.startswith("Qt 6.") for name in names)
    assert "Permission is hereby granted" in dialog.text.toPlainText()


def test_asked_for_again_it_is_the_same_window_and_after_its_end_a_new_one(qtbot: QtBot, desk: AboutDesk) -> None:
    dialog = desk.show()
    assert desk.show() is dialog
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    again = desk.show()
    assert again.list.count() > 0


def test_keys_go_through_the_parts_and_into_the_text(qtbot: QtBot, theme: Theme) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show_parts(PARTS)
    dialog.show()
    qtbot.waitUntil(dialog.list.hasFocus)
    # What came with a part is text, never markup.
    assert dialog.text.toPlainText() == "Do <b>what</b> you like."
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert (dialog.terms.text(), dialog.text.toPlainText()) == ("Qt: LGPL-3.0-only", "Replace it.")
    QTest.keyClick(dialog.list, Qt.Key.Key_Tab)
    qtbot.waitUntil(dialog.text.hasFocus)
    assert (dialog.list.accessibleName(), dialog.text.accessibleName()) == ("Parts", "Licence")


def test_parts_that_cannot_be_read_are_told(qtbot: QtBot, theme: Theme) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show_problem(ValueError("no JSON"))
    assert "cannot be read" in dialog.terms.text()
