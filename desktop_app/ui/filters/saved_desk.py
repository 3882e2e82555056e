"""Searches that are kept under a name: asked for, written into the library, shown among the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from desktop_app.core.errors import StoreError
from desktop_app.qt.tasks import Tasks
from desktop_app.store.saved_searches import SavedSearch, SavedSearches
from desktop_app.ui import words

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.ui.filters.filter_desk import FilterDesk


class SavedDesk(QObject):
    """Keeps the saved searches of one library in sight.

    Signals:
        notice_raised(str): something to tell in passing.
    """

    notice_raised = Signal(str)

    def __init__(self, window: QWidget, filters: FilterDesk, root: Path) -> None:
        super().__init__(window)
        self._window = window
        self._filters = filters
        self._searches = SavedSearches(root)
        self._found: list[SavedSearch] = []
        self._query = ""
        self._tasks = Tasks(self, threads=1)
        filters.save_requested.connect(self._on_save_requested)
        filters.removal_requested.connect(self._on_removal_requested)

    def set_library(self, root: Path) -> None:
        """Show those of another library."""
        self._searches = SavedSearches(root)
        self.load()

    def load(self) -> None:
        """Read what there is."""
        self._tasks.run(self._searches.all, self._on_loaded)

    def close(self) -> None:
        """Finish what is under way."""
        self._tasks.close()

    def _on_loaded(self, found: list[SavedSearch]) -> None:
        self._found = found
        self._filters.set_saved({each.name: each.query for each in found})

    def _on_save_requested(self, query: str) -> None:
        self._query = query
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Save search"))
        dialog.setLabelText(self.tr("Name of the search:"))
        dialog.setTextValue(query)
        dialog.textValueSelected.connect(self._on_named)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_named(self, name: str) -> None:
        name = " ".join(name.split())
        if name:
            searches, query = self._searches, self._query
            same = next((each for each in self._found if each.name == name), None)
            self._tasks.run(lambda: _kept(searches, name, query, same), self._on_loaded, self._on_failed)

    def _on_removal_requested(self, name: str) -> None:
        searches, gone = self._searches, [each for each in self._found if each.name == name]
        self._tasks.run(lambda: _removed(searches, gone), self._on_loaded, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice_raised.emit(words.store_problem(error))


def _kept(searches: SavedSearches, name: str, query: str, same: SavedSearch | None) -> list[SavedSearch]:
    if same is not None:
        searches.remove(same)
    searches.add(name, query)
    return searches.all()


def _removed(searches: SavedSearches, gone: list[SavedSearch]) -> list[SavedSearch]:
    for each in gone:
        searches.remove(each)
    return searches.all()
