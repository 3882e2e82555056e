"""The prompt: plain text with undo, as high as its text within bounds; a pasted picture becomes a reference."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

_LOWEST_PX, _HIGHEST_PX = 132, 252
_LINE_PX = 20


class PromptEditor(QTextEdit):
    """Takes text only.

    Signals:
        pictures_pasted(QMimeData): pictures were pasted instead of text.
    """

    pictures_pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Prompt"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 3, 0, 3)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.reset("")

    def reset(self, text: str) -> None:
        """Put a text in and forget what was there: nothing of it is undone."""
        self.setUndoRedoEnabled(False)
        self.clear()
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_PX, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor = self.textCursor()
        cursor.setBlockFormat(spacing)
        cursor.insertText(text)
        self.setUndoRedoEnabled(True)
        self._fit()

    def replace(self, text: str) -> None:
        """Put a text in the place of what is there; undo brings that back."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text, QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        from desktop_app.ui.create.incoming import is_pasted_picture

        return is_pasted_picture(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        from desktop_app.ui.create.incoming import is_pasted_picture

        if is_pasted_picture(source):
            self.pictures_pasted.emit(source)
        elif source.hasText():
            self.insertPlainText(source.text())
            self.ensureCursorVisible()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # What is ignored here goes on to the panel, which takes pictures.
        if _holds_pictures(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if _holds_pictures(event.mimeData()):
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self, *_size: object) -> None:
        chrome = self.height() - self.viewport().height() if self.height() > 40 else 20
        wanted = round(self.document().size().height()) + max(chrome, 20)
        height = min(max(wanted, _LOWEST_PX), _HIGHEST_PX)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > _HIGHEST_PX else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)


def _holds_pictures(mime: QMimeData) -> bool:
    # What is dragged is looked at when something is dragged: the first window waits for none of it.
    from desktop_app.ui.create.incoming import holds_pictures

    return holds_pictures(mime)
