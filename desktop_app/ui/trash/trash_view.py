"""The view of the trash: what was deleted, and the ways back and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.trash.trash_model import TrashModel
from desktop_app.ui.trash.trash_row import TrashRowDelegate
from desktop_app.ui.trash.trash_words import count_words
from desktop_app.ui.widgets.labels import frame, text_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.qt.thumbnail_loader import ThumbnailLoader
    from desktop_app.store.trash import TrashedImage
    from desktop_app.ui.theme.theme import Theme

_HEAD_PX = 52


class _TrashList(QListView):
    """Return restores, Delete removes, Escape leaves.

    Signals:
        restore_wanted(), removal_wanted(), left(): see above.
    """

    restore_wanted = Signal()
    removal_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.restore_wanted.emit()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removal_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TrashView(QWidget):
    """Shows what is in the trash.

    Signals:
        restored(list[str]): these are to be put back.
        removed(list[str]): these are to be taken out for good, once the person was asked.
        left(): the person wants the grid back.
    """

    restored = Signal(object)
    removed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = TrashModel()
        self.model.setParent(self)
        self.list = _TrashList()
        self.count = text_label("", "secondary")
        self.restore = QPushButton(self.tr("Restore"))
        self.remove = QPushButton(self.tr("Remove…"))
        self.empty = QPushButton(self.tr("Empty trash…"))
        self.nothing = text_label(self.tr("Deleted pictures stay here until you empty the trash."), "secondary")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fill_list(theme, loader)
        self._lay_out()
        self.restore.clicked.connect(self._on_restore)
        self.remove.clicked.connect(self._on_remove)
        self.empty.clicked.connect(self._on_empty)
        loader.loaded.connect(self._on_thumbnail_loaded)
        theme.changed.connect(self.list.viewport().update)
        self.setFocusProxy(self.list)
        self.show_entries(())

    def show_entries(self, entries: Sequence[TrashedImage]) -> None:
        """Show what is in the trash."""
        self.model.set_entries(entries)
        self.count.setText(count_words(len(entries)) if entries else "")
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.empty.setEnabled(bool(entries))
        self._on_selection_changed()

    def selected_ids(self) -> list[str]:
        """Return the ids of what is chosen."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return [self.model.entries[row].id for row in rows]

    def _fill_list(self, theme: Theme, loader: ThumbnailLoader) -> None:
        self.list.setAccessibleName(self.tr("Trash"))
        self.list.setItemDelegate(TrashRowDelegate(theme, loader, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setModel(self.model)
        self.list.restore_wanted.connect(self._on_restore)
        self.list.removal_wanted.connect(self._on_remove)
        self.list.left.connect(self.left)
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(text_label(self.tr("Trash"), "heading"))
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.restore, self.remove, self.empty):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, frame("line-h")):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)

    def _on_selection_changed(self) -> None:
        has_some = bool(self.list.selectionModel().hasSelection())
        self.restore.setEnabled(has_some)
        self.remove.setEnabled(has_some)

    def _on_restore(self) -> None:
        if ids := self.selected_ids():
            self.restored.emit(ids)

    def _on_remove(self) -> None:
        if ids := self.selected_ids():
            self.removed.emit(ids)

    def _on_empty(self) -> None:
        self.removed.emit([entry.id for entry in self.model.entries])

    def _on_thumbnail_loaded(self, _path: str) -> None:
        if self.list.isVisible():
            self.list.viewport().update()
