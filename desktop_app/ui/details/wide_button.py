"""A button whose words are cut in the middle where there is no room for them: model names are as long as they like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_app.ui.create.tool_tips import plain_tip

_SIDES_PX = 28


class WideButton(QPushButton):
    """Never widens what it stands in; the whole of its words is its tooltip where they are cut off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._shorter = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The whole of the words."""
        return self._words

    def set_words(self, words: str, shorter: str = "") -> None:
        """Show other words, an ampersand as it is; shorter ones where there is no room for all."""
        self._words = words
        self._shorter = shorter or words
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - _SIDES_PX)
        metrics = self.fontMetrics()
        shown = self._words
        if metrics.horizontalAdvance(shown) > room:
            shown = metrics.elidedText(self._shorter, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip("" if shown == self._words else plain_tip(self._words))
