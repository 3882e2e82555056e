"""The filters under mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QWidget

from desktop_app.core.search_query import SearchQuery, parsed
from desktop_app.qt.filter_model import Asked, FilterChoice, FilterModel, FilterRow, RowIdentity, RowKind, identity
from desktop_app.ui.filters.filter_row import FilterRowDelegate
from desktop_app.ui.filters.filter_words import spoken_words

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_MINUS = frozenset({Qt.Key.Key_Minus, Qt.Key.Key_Delete})


class SpokenFilterModel(FilterModel):
    """A FilterModel whose rows are worded for screen readers."""

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the model has, and words where words are asked for."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() and index.row() < self.rowCount():
            return spoken_words(self.row(index.row()))
        return super().data(index, role)


class FilterList(QListView):
    """Shows a FilterModel. A click or Enter asks for a choice, with Alt or by minus it is left out; again takes it back.

    Signals:
        query_changed(SearchQuery): another search is wanted.
        removal_requested(str): the saved search of this name is to go.
        left(): the person wants to go on in the grid.
    """

    query_changed = Signal(object)
    removal_requested = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, model: FilterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = model
        self._kept: RowIdentity | None = None
        self.setAccessibleName(self.tr("Filters"))
        self.setItemDelegate(FilterRowDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        theme.changed.connect(self.viewport().update)

    def act(self, row: FilterRow, *, excludes: bool) -> None:
        """Do what a row is for."""
        if row.kind is RowKind.HEADING:
            self._filters.fold(row.section.name, is_folded=not row.is_folded)
        elif row.kind is RowKind.MORE:
            self._filters.open(row.section.name)
        elif row.choice is not None and row.choice.condition is None and excludes:
            self.removal_requested.emit(row.choice.words)
        elif row.choice is not None:
            self.query_changed.emit(self._toggled(row.choice, row.asked, excludes=excludes))

    def menu(self, row: FilterRow) -> QMenu:
        """Return a menu for a choice; it deletes itself when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if row.choice is not None and row.choice.condition is None:
            action = QAction(self.tr("Remove this search"), menu)
            action.setData((row, True))
            action.triggered.connect(self._on_menu_triggered)
            menu.addAction(action)
            return menu
        wanted = self.tr("Do not ask for it") if row.asked is Asked.WANTED else self.tr("Show only these")
        left_out = self.tr("Do not leave out") if row.asked is Asked.EXCLUDED else self.tr("Leave these out")
        for words, excludes in ((wanted, False), (left_out, True)):
            action = QAction(words, menu)
            action.setData((row, excludes))
            action.triggered.connect(self._on_menu_triggered)
            menu.addAction(action)
        return menu

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            excludes = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.act(self._filters.row(index.row()), excludes=excludes)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self._filters.row(index.row()) if index.isValid() else None
        if row is not None and row.choice is not None:
            place = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
            self.menu(row).popup(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = Qt.Key(event.key()), self.currentIndex()
        row = self._filters.row(index.row()) if index.isValid() else None
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif row is not None and key in _ENTER | _MINUS:
            self.act(row, excludes=key in _MINUS)
        elif row is not None and row.kind is RowKind.HEADING and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._filters.fold(row.section.name, is_folded=key == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def _toggled(self, choice: FilterChoice, asked: Asked, *, excludes: bool) -> SearchQuery:
        condition = choice.condition
        if condition is None:
            return SearchQuery() if asked is Asked.WANTED else parsed(choice.search)
        query = self._filters.query.without(condition)
        if asked is (Asked.EXCLUDED if excludes else Asked.WANTED):
            return query
        return query.having(replace(condition, is_excluded=excludes))

    def _on_menu_triggered(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        row, excludes = action.data()
        self.act(row, excludes=excludes)

    def _on_about_to_be_reset(self) -> None:
        index = self.currentIndex()
        self._kept = identity(self._filters.row(index.row())) if index.isValid() else None

    def _on_reset(self) -> None:
        """Put the keys back on the row where they stood."""
        for place in range(self._filters.rowCount()):
            if identity(self._filters.row(place)) == self._kept:
                self.setCurrentIndex(self._filters.index(place))
                return
