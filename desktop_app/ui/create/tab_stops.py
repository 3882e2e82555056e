"""What the Tab key reaches within a part of the window."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_stops(parts: Iterable[QWidget]) -> list[QWidget]:
    """Return the widgets that Tab reaches, part by part, and within a part in the order that was set for it."""
    stops: list[QWidget] = []
    for part in parts:
        inside = [each for each in _chain(part) if each is part or part.isAncestorOf(each)]
        stops += [each for each in inside if _is_stop(each)]
    return stops


def _chain(start: QWidget) -> list[QWidget]:
    chain, widget = [start], start.nextInFocusChain()
    while widget is not None and widget is not start:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes_tab and widget.isVisible() and widget.isEnabled()
