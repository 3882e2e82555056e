"""What the Tab key reaches within a part of the window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QWidget


def tab_stops(parts: Iterable[QWidget]) -> list[QWidget]:
    """Return the widgets that Tab reaches, part by part, and within a part in the order in which they came into it.

    Qt's own chain is not asked: with PySide6 6.11, whoever asks a widget for the next one, or for its proxy, makes Python
    take that one for a child of the first, and for deleted once the first is.
    """
    return [each for part in parts for each in (part, *part.findChildren(QWidget)) if _is_stop(each)]


def _is_stop(widget: QWidget) -> bool:
    # The line of a number field stands for the field itself.
    if isinstance(widget.parentWidget(), QAbstractSpinBox):
        return False
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled()
