"""A part of the panel that opens and closes under its heading."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme


class Fold(QWidget):
    """A heading with a chevron above a content; closed at first.

    Signals:
        toggled(bool): it was opened or closed.
    """

    toggled = Signal(bool)

    def __init__(self, theme: Theme, title: str, content: QWidget, aside: QWidget | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._content = content
        self._aside = aside
        self.heading = QPushButton(title)
        self.heading.setProperty("kind", "fold")
        self.heading.setCheckable(True)
        self.heading.toggled.connect(self._on_toggled)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        top.addStretch(1)
        if aside is not None:
            top.addWidget(aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(content)
        self._show(is_open=False)
        theme.changed.connect(self._tint)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.heading.isChecked()

    def _on_toggled(self, is_open: bool) -> None:
        self._show(is_open=is_open)
        self.toggled.emit(is_open)

    def _show(self, *, is_open: bool) -> None:
        self._content.setVisible(is_open)
        if self._aside is not None:
            self._aside.setVisible(is_open)
        self._tint()

    def _tint(self) -> None:
        name = "chevron-down" if self.is_open else "chevron-right"
        self.heading.setIcon(icon(name, self._theme.color("dim")))
