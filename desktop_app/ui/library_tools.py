"""What a person does with the library as a whole: looking for, filtering, ordering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.ui.filters.filter_desk import FilterDesk
from desktop_app.ui.library_desk import LibraryDesk
from desktop_app.ui.shortcuts import Command

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.qt.library_feed import LibraryFeed
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.settings.settings_flow import SettingsFlow
    from desktop_app.ui.theme.theme import Theme


class LibraryTools(QObject):
    """Makes and keeps the parts that stand between the library and its grid."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        feed: LibraryFeed,
        settings: SettingsFlow,
        root: Callable[[], Path],
        model_name: Callable[[str], str],
    ) -> None:
        super().__init__(window)
        self.library = LibraryDesk(window, feed, settings, root)
        self._window = window
        self.filters = FilterDesk(window.parts.top_bar, window.grid_place, theme, feed, model_name, self)
        self.filters.grid_requested.connect(self._on_grid_requested)

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys of the library do."""
        return {Command.SHOW_FILTERS: self.filters.toggle}

    def close(self) -> None:
        """Begin nothing any more."""
        self.filters.close()

    def _on_grid_requested(self, takes_keys: bool) -> None:
        if takes_keys:
            self._window.show_grid()
        else:
            self._window.leave_picture()
