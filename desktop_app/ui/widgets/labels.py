"""Labels that show text as text, never as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def text_label(text: str = "", kind: str = "body", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label in one of the looks of the style sheet."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    label.setWordWrap(wrap)
    return label


def set_kind(widget: QWidget, kind: str) -> None:
    """Change a widget's look after it was shown."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def frame(kind: str) -> QFrame:
    """Return a frame in one of the looks of the style sheet."""
    box = QFrame()
    box.setProperty("kind", kind)
    return box
