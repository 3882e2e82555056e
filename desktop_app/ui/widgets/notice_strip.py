"""A line below the grid that says something, with what can be done about it, until it is put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import frame, text_label

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

_SHOWN_MS = 30_000


class NoticeStrip(QWidget):
    """Hidden while there is nothing to say. What is said goes away by itself after half a minute, what goes on does not.

    Signals:
        acted(): the button was pressed.
    """

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.progress = QProgressBar()
        self.progress.setProperty("kind", "thin")
        self.progress.setTextVisible(False)
        self.text = text_label("", wrap=True)
        self.action = QPushButton()
        self.action.setAutoDefault(False)
        self.close_button = IconButton(theme, "x", self.tr("Hide"))
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._line = frame("line-h")
        whole.addWidget(self._line)
        whole.addWidget(self.progress)
        whole.addLayout(row)
        self._end = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._end.timeout.connect(self.put_away)
        self.action.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.put_away)
        # Never shown from here: without a parent it would be a window of its own.
        self.hide()

    def say(self, text: str, action: str = "") -> None:
        """Say something, with a button for what can be done about it."""
        self._show(text, action, has_progress=False)
        self._end.start()

    def show_progress(self, text: str, done: int, total: int, action: str) -> None:
        """Say how far something is, with a button that ends it; it stays until something else is said."""
        self._end.stop()
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self._show(text, action, has_progress=True)

    def put_away(self) -> None:
        """Say nothing any more."""
        self._end.stop()
        self.hide()

    def _show(self, text: str, action: str, *, has_progress: bool) -> None:
        self.text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.progress.setVisible(has_progress)
        self.progress.setAccessibleName(text)
        self._line.setVisible(not has_progress)
        self.close_button.setVisible(not has_progress)
        self.show()
