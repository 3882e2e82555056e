"""What a person does with the library as a whole: looking for, filtering, ordering; and what its menu tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.ui.about.about_desk import AboutDesk
from desktop_app.ui.care.care_desk import CareDesk
from desktop_app.ui.filters.filter_desk import FilterDesk
from desktop_app.ui.filters.saved_desk import SavedDesk
from desktop_app.ui.importing.import_desk import ImportDesk
from desktop_app.ui.library_desk import LibraryDesk
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.trash.trash_desk import TrashDesk
from desktop_app.ui.updates.update_desk import UpdateDesk

if TYPE_CHECKING:
    from desktop_app.qt.care_service import CareService
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.qt.thumbnail_loader import ThumbnailLoader
    from desktop_app.store.image_row import ImageRow
    from desktop_app.store.library import Library
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.settings.settings_flow import SettingsFlow
    from desktop_app.ui.theme.theme import Theme

_DELETION = object()


class LibraryTools(QObject):
    """Makes and keeps the parts that stand between the library and its grid.

    Signals:
        notice_raised(str): something to tell in passing.
    """

    notice_raised = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        feed: LibraryFeed,
        settings: SettingsFlow,
        library: Callable[[], Library],
        model_name: Callable[[str], str],
        loader: ThumbnailLoader,
        care: CareService,
    ) -> None:
        super().__init__(window)
        self._library = library
        self.library = LibraryDesk(window, feed, settings, self._root)
        self._window = window
        self.filters = FilterDesk(window.parts.top_bar, window.grid_place, theme, feed, model_name, self)
        self.filters.grid_requested.connect(self._on_grid_requested)
        self._feed = feed
        self._gallery = window.parts.gallery
        self.undo = care.stack
        self.trash = TrashDesk(window, theme, feed, loader, library(), self.undo)
        self.care = CareDesk(self._gallery, window.parts.details, care, self)
        self.care.cared.connect(self.filters.count_again)
        self.saved = SavedDesk(window, self.filters, self._root())
        self.saved.load()
        self.imports = ImportDesk(self._gallery, window.parts.top_bar, feed, library, feed.cache)
        self.about = AboutDesk(window)
        self.updates = UpdateDesk(window.parts.status, settings)
        window.parts.top_bar.about_requested.connect(self.about.show)
        for part in (self.trash, self.care, self.saved, self.imports):
            part.notice_raised.connect(self.notice_raised)
        self._gallery.stack_toggled.connect(feed.open_stack)
        self._gallery.beginning_sought.connect(feed.find_beginning)
        feed.beginning_found.connect(self._gallery.show_beginning)
        self._connect_trash()

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys of the library do."""
        return {
            Command.SHOW_FILTERS: self.filters.toggle,
            Command.STACK: self._gallery.toggle_stack,
            Command.TYPE_AHEAD: self._gallery.type_ahead.begin,
            Command.UNDO: self.undo.undo,
            Command.REDO: self.undo.redo,
            **self.care.handlers,
        }

    def go_over(self) -> None:
        """Take note that there is another library now."""
        self.trash.service.set_library(self._library())
        self.saved.set_library(self._root())

    def close(self) -> None:
        """Begin nothing any more."""
        self.updates.close()
        self.about.close()
        self.filters.close()
        self.imports.close()
        self.trash.close()
        self.saved.close()
        # A stack that goes with commands of Python in it ends the program.
        self.undo.clear()

    def _root(self) -> Path:
        return self._library().root

    def _connect_trash(self) -> None:
        trash, window = self.trash, self._window
        self._gallery.deletion_requested.connect(self._on_deletion_requested)
        self._feed.rows_resolved.connect(self._on_rows_resolved)
        self.filters.trash_requested.connect(trash.show)
        trash.counted.connect(self.filters.set_trashed)
        trash.view_made.connect(window.show_view)
        trash.left.connect(window.show_grid)
        trash.service.begin()

    def _on_deletion_requested(self) -> None:
        keys = self._gallery.selected_keys()
        # Samples are no pictures of the library.
        if keys and keys[0] >= 0:
            self._feed.resolve(_DELETION, keys)

    def _on_rows_resolved(self, token: object, rows: Sequence[ImageRow]) -> None:
        if token is _DELETION:
            self.trash.delete([Path(row.path) for row in rows])

    def _on_grid_requested(self, takes_keys: bool) -> None:
        if takes_keys:
            self._window.show_grid()
        else:
            self._window.leave_picture()
