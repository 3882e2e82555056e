"""What a person does with the library as a whole: looking for, filtering, ordering."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.likeness import Likened
from desktop_app.qt.look_finder import LookFinder
from desktop_app.qt.move_service import MoveService
from desktop_app.ui.care.care_desk import CareDesk
from desktop_app.ui.care.hand_order import HandOrder
from desktop_app.ui.filters.filter_desk import FilterDesk
from desktop_app.ui.filters.likeness_menu import add_likenesses, allow
from desktop_app.ui.filters.saved_desk import SavedDesk
from desktop_app.ui.importing.import_desk import ImportDesk
from desktop_app.ui.library_desk import LibraryDesk
from desktop_app.ui.moving.move_desk import MoveDesk
from desktop_app.ui.shortcut_keys.key_desk import ShortcutDesk
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.trash.trash_desk import TrashDesk
from desktop_app.ui.widgets.notice_strip import NoticeStrip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from desktop_app.core.name_pattern import NameFacts
    from desktop_app.core.settings import Settings
    from desktop_app.qt.care_service import CareService
    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.qt.thumbnail_loader import ThumbnailLoader
    from desktop_app.store.image_row import ImageRow
    from desktop_app.store.library import Library
    from desktop_app.store.thumbnail_cache import ThumbnailCache
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
        loader: ThumbnailLoader,
        thumbnails: ThumbnailCache,
        care: CareService,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._settings = settings
        self.keys = ShortcutDesk(window, settings)
        self.library = LibraryDesk(window, feed, settings, self._root)
        self._window = window
        self._form = window.parts.create.form
        self.filters = FilterDesk(window.parts.top_bar, window.grid_place, theme, feed, self._form.model_name, self)
        self.filters.grid_requested.connect(self._on_grid_requested)
        self._feed = feed
        self._gallery = window.parts.gallery
        self.undo = care.stack
        self.trash = TrashDesk(window, theme, feed, loader, library(), self.undo)
        self.trash.undo_key = self._undo_key
        self.moves = MoveService(self.trash.service.tasks, library(), care.writing, self)
        self.moving = MoveDesk(window, self._gallery, window.parts.picture, feed, self.moves, self.undo)
        self.care = CareDesk(self._gallery, window.parts.details, care, self)
        self.care.cared.connect(self.filters.count_again)
        self.saved = SavedDesk(window, self.filters, self._root())
        self.saved.load()
        self.imports = ImportDesk(self._gallery, window.parts.top_bar, feed, library, self._strip(theme))
        self.imports.search_requested.connect(self.filters.search)
        self.library.use_strip(self._strip(theme))
        self.hand = HandOrder(self._gallery, feed, care)
        for part in (self.trash, self.moving, self.care, self.hand, self.saved, self.imports):
            part.notice_raised.connect(self.notice_raised)
        self.looks = LookFinder(feed, thumbnails, self)
        self._connect_grid()
        self._connect_trash()
        settings.use_name_facts(self._name_facts)

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys of the library do."""
        return {
            Command.SHOW_FILTERS: self.filters.toggle,
            Command.STACK: self._gallery.toggle_stack,
            Command.TYPE_AHEAD: self._gallery.type_ahead.begin,
            Command.UNDO: self.undo.undo,
            Command.REDO: self.undo.redo,
            **self.keys.handlers,
            **self.moving.handlers,
            **self.hand.handlers,
            **self.care.handlers,
        }

    def extend_menu(self, menu: QMenu, rows: Sequence[ImageRow]) -> None:
        """Add what the library can do to the menu of pictures."""
        if not rows or rows[0].key < 0:
            return
        menu.addSeparator()
        if len(rows) == 1:
            likened = Likened(rows[0].uuid, rows[0].prompt, rows[0].seed, rows[0].sha256)
            allow(add_likenesses(menu, lambda: likened, self.filters.search), likened)
            menu.addSeparator()
        menu.addAction(self.keys.with_key(self.tr("Rename…"), Command.RENAME), self.moving.rename)
        menu.addAction(self.keys.with_key(self.tr("Move to folder…"), Command.MOVE), self.moving.move)

    def go_over(self) -> None:
        """Take note that there is another library now."""
        self.moves.set_library(self._library())
        self.trash.service.set_library(self._library())
        self.saved.set_library(self._root())

    def close(self) -> None:
        """Begin nothing any more."""
        self.filters.close()
        self.imports.close()
        self.trash.close()
        self.saved.close()
        self.looks.close()
        self.hand.close()
        # A stack that goes with commands of Python in it ends the program.
        self.undo.clear()

    def _strip(self, theme: Theme) -> NoticeStrip:
        strip = NoticeStrip(theme)
        self._window.grid_place.put_below(strip)
        return strip

    def _undo_key(self) -> str:
        return self.keys.words(Command.UNDO)

    def _root(self) -> Path:
        return self._library().root

    def _name_facts(self) -> NameFacts:
        """Return what the next picture would be called by, as the form stands."""
        from desktop_app.ui.settings.name_field import example_facts

        asked = self._form.wishes()
        return example_facts(asked.prompt, asked.model, asked.seed, asked.width or 0, asked.height or 0)

    def _connect_grid(self) -> None:
        gallery, feed = self._gallery, self._feed
        gallery.stack_toggled.connect(feed.open_stack)
        gallery.beginning_sought.connect(feed.find_beginning)
        feed.beginning_found.connect(gallery.show_beginning)
        self.looks.looks_known.connect(self.filters.look_again)
        self._window.parts.details.image_page.search_wanted.connect(self.filters.search)

    def _connect_trash(self) -> None:
        trash, window = self.trash, self._window
        self._gallery.deletion_requested.connect(self._on_deletion_requested)
        self._feed.rows_resolved.connect(self._on_rows_resolved)
        self.filters.trash_requested.connect(trash.show)
        trash.counted.connect(self.filters.set_trashed)
        trash.view_made.connect(window.show_view)
        trash.left.connect(window.show_grid)
        self.moves.begin()
        trash.begin(empties=self._settings.settings.empties_trash)
        self._settings.changed.connect(self._on_settings_changed)

    def _on_settings_changed(self, before: Settings, now: Settings) -> None:
        if before.empties_trash != now.empties_trash:
            self.trash.begin(empties=now.empties_trash)

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
