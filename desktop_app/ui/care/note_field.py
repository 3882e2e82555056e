"""The field of a picture's note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_LINES_MAX = 6
_AROUND_PX = 18


class NoteField(QPlainTextEdit):
    """A note in plain text that grows with its lines. It is taken when the keys leave it; Escape takes it back.

    Signals:
        note_changed(str): another note was written.
    """

    note_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.setPlaceholderText(self.tr("Note"))
        self.setAccessibleName(self.tr("Note"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(2)
        self.textChanged.connect(self._on_text_changed)
        self._on_text_changed()

    def set_note(self, note: str) -> None:
        """Show a picture's note, unless another is being written."""
        is_typed = self.hasFocus() and self.toPlainText() != self._note
        self._note = note
        if not is_typed and self.toPlainText() != note:
            self.setPlainText(note)

    def sizeHint(self) -> QSize:
        return QSize(160, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._note:
            self.setPlainText(self._note)
        elif is_return and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._tell()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was written for what was meant."""
        super().focusOutEvent(event)
        self._tell()

    def _tell(self) -> None:
        if self.toPlainText() != self._note:
            self._note = self.toPlainText()
            self.note_changed.emit(self._note)

    def _on_text_changed(self) -> None:
        lines = max(1, min(_LINES_MAX, self.document().blockCount()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + _AROUND_PX)
