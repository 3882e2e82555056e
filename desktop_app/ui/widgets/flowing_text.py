"""Read-only text that is as high as it needs to be, breaks anywhere if it must, and can be selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from desktop_app.ui.theme.theme import Theme

LINE_PX = 20
_FIXED_HEIGHT = QTextBlockFormat.LineHeightTypes.FixedHeight.value


class FlowingText(QTextEdit):
    """Shows plain text of any length without a scroll bar of its own; a long word never widens the panel.

    Signals:
        long_changed(bool): with `fold_after`, the text has more lines than that, or has no more.
    """

    long_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        *,
        kind: str = "text",
        line_px: int = LINE_PX,
        role: str = "text",
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._role = role
        self._alignment = alignment
        self._line_px = line_px
        self._most_px = 0
        self._is_folded = False
        self._is_long = False
        self.setProperty("kind", kind)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        theme.changed.connect(self.redraw)

    def set_text(self, text: str) -> None:
        """Show a text as it is, its line breaks included."""
        self.clear()
        self.write(QTextCursor(self.document()), text, self._role)
        self._fit()

    def write(self, cursor: QTextCursor, text: str, role: str = "text") -> None:
        """Insert plain text at the cursor, in the colour of a token."""
        block = QTextBlockFormat()
        block.setLineHeight(self._line_px, _FIXED_HEIGHT)
        block.setAlignment(self._alignment)
        cursor.setBlockFormat(block)
        look = QTextCharFormat()
        look.setForeground(QBrush(self.theme.color(role)))
        cursor.insertText(text, look)

    def fold_after(self, lines: int) -> None:
        """Show no more than so many lines, until `set_folded` says otherwise."""
        self._most_px = lines * self._line_px
        self._is_folded = True
        self._fit()

    @property
    def is_long(self) -> bool:
        """Say whether the text has more lines than `fold_after` allows."""
        return self._is_long

    def set_folded(self, is_folded: bool) -> None:
        """Show the first lines of a long text, or all of it."""
        self._is_folded = is_folded
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def redraw(self) -> None:
        """Take the colours of the theme that is in force now."""
        self.set_text(self.toPlainText())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if _is_copy_override(event) and not self.textCursor().hasSelection():
            # With nothing selected the keys are the window's: they copy the picture.
            event.ignore()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Underline what has the keys: a cursor alone is hard to find."""
        super().paintEvent(event)
        if self.hasFocus():
            below = self.viewport().rect()
            painter = QPainter(self.viewport())
            painter.fillRect(below.adjusted(0, below.height() - 1, 0, 0), self.theme.color("accent"))
            painter.end()

    def _whole_height(self) -> int:
        return max(self._line_px, round(self.document().size().height()))

    def _height(self) -> int:
        whole = self._whole_height()
        return min(whole, self._most_px) if self._is_folded else whole

    def _fit(self, *_size: object) -> None:
        is_long = 0 < self._most_px < self._whole_height()
        if is_long != self._is_long:
            self._is_long = is_long
            self.long_changed.emit(is_long)
        if self.height() != self._height():
            self.setFixedHeight(self._height())


def _is_copy_override(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Copy)
    )
