"""The prompt with its label and the number of its characters."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.prompt_editor import PromptEditor
from desktop_app.ui.number_words import grouped


class PromptRow(QWidget):
    """What a person writes.

    Signals:
        changed(str): the whole text.
    """

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = FieldHead(self.tr("Prompt"))
        self.editor = PromptEditor()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._head)
        column.addWidget(self.editor)
        self.editor.textChanged.connect(self._on_text_changed)

    @property
    def count_shown(self) -> str:
        """The number of characters, empty when there is nothing."""
        return self._head.side.text()

    def _on_text_changed(self) -> None:
        text = self.editor.toPlainText()
        self._head.set_side(grouped(len(text)) if text else "")
        self.changed.emit(text)
