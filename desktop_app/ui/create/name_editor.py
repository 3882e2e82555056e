"""A name typed in place: saved with Return or the tick, given up with Escape or the cross."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.icon_button import IconButton

_NAME_LENGTH = 60


class NameEditor(QWidget):
    """One line with its two buttons.

    Signals:
        named(str): a name that is not empty was given.
        given_up: nothing is to change.
    """

    named = Signal(str)
    given_up = Signal()

    def __init__(self, theme: Theme, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(name)
        self.line.setMaxLength(_NAME_LENGTH)
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(placeholder)
        self.line.selectAll()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        self.line.returnPressed.connect(self._on_finished)
        tick = IconButton(theme, "check", self.tr("Save name"))
        tick.clicked.connect(self._on_finished)
        cross = IconButton(theme, "x", self.tr("Keep as it was"))
        cross.clicked.connect(self.given_up)
        row.addWidget(tick)
        row.addWidget(cross)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)

    def _on_finished(self) -> None:
        name = self.line.text().strip()
        if name:
            self.named.emit(name)
