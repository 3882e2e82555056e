"""A link that never asks for room: what does not fit is cut in the middle."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop_app.ui.create.tool_tips import plain_tip


class WideLink(QPushButton):
    """As wide as its words, but never wider than there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self.setProperty("kind", "link")
        self.setProperty("place", "start")
        self.setAutoDefault(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, whole: str) -> None:
        """Show these words; a tool tip and screen readers say the whole."""
        self._words = words
        self.setAccessibleName(whole)
        self.setToolTip(plain_tip(whole))
        self.updateGeometry()
        self._cut()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, max(self.width() - 2, 40))
        # An ampersand in an address is no sign for a key.
        self.setText(shown.replace("&", "&&"))
