"""The prompt: plain text with undo, as high as its text within bounds; a pasted picture becomes a reference."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QFocusEvent,
    QKeyEvent,
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
        older_wanted, newer_wanted: Alt+Up or Alt+Down was pressed.
        entered: the keys come here now.
    """

    pictures_pasted = Signal(object)
    older_wanted = Signal()
    newer_wanted = Signal()
    entered = Signal()

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

    def select_placeholder(self, *, forward: bool = True, from_start: bool = False) -> bool:
        """Select the next `{placeholder}`, or the one before; say whether there is one."""
        text = self.toPlainText()
        if "{" not in text:
            return False
        from desktop_app.core.prompt_template import placeholder_places

        cursor = self.textCursor()
        places = [(_qt_place(text, each.start), _qt_place(text, each.end)) for each in placeholder_places(text)]
        if from_start:
            found = places
        elif forward:
            found = [each for each in places if each[0] >= cursor.selectionEnd()]
        else:
            found = [each for each in reversed(places) if each[1] <= cursor.selectionStart()]
        for start, end in found[:1]:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        return bool(found)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go from placeholder to placeholder, and on to the next field after the last."""
        return self.select_placeholder(forward=forward) or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The arrows of a Mac count as keys of the number pad.
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier:
            wanted = {Qt.Key.Key_Up: self.older_wanted, Qt.Key.Key_Down: self.newer_wanted}.get(Qt.Key(event.key()))
            if wanted is not None:
                wanted.emit()
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

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


def _qt_place(text: str, index: int) -> int:
    """Return a place as Qt counts it, in halves of UTF-16."""
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def _holds_pictures(mime: QMimeData) -> bool:
    # What is dragged is looked at when something is dragged: the first window waits for none of it.
    from desktop_app.ui.create.incoming import holds_pictures

    return holds_pictures(mime)
