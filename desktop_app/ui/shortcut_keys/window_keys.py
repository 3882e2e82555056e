"""The table of keys as shortcuts of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.ui.shortcut_keys.key_table import KeyTable
from desktop_app.ui.shortcuts import IN_THE_MIDDLE, Command


def bound_keys(table: KeyTable, window: QWidget, middle: QWidget) -> list[QShortcut]:
    """Return a shortcut for every key of the table, named by its command; some hold in the middle of the window alone."""
    found: list[QShortcut] = []
    for command in Command:
        is_local = command in IN_THE_MIDDLE
        for keys in table.keys(command):
            bound = QShortcut(keys, middle if is_local else window)
            bound.setObjectName(command.value)
            if is_local:
                bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            found.append(bound)
    return found
