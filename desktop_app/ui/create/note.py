"""A sentence in place: under the field that it is about, and not there when there is nothing to say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.ui.widgets.labels import set_kind


class Note(QLabel):
    """Plain text that wraps; hidden while empty. Screen readers are told when it comes."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_kind(self, kind)
        self.setVisible(False)

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        if text == self.text():
            return
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
