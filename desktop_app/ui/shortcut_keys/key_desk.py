"""Between the settings and everything that goes by keys or names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.ui.shortcut_keys.key_table import KeyTable, native, native_keys
from desktop_app.ui.shortcuts import Command

if TYPE_CHECKING:
    from desktop_app.core.settings import Settings
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.settings.settings_flow import SettingsFlow
    from desktop_app.ui.shortcut_keys.keys_dialog import KeysDialog


class ShortcutDesk(QObject):
    """Binds the keys that the settings say, tells them wherever they stand, and opens the sheet and the screen of keys."""

    def __init__(self, window: MainWindow, settings: SettingsFlow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._dialog: KeysDialog | None = None
        self.table = KeyTable(settings.settings.keys)
        settings.changed.connect(self._on_settings_changed)
        settings.keys_requested.connect(self.change)
        if self.table.changed:
            self._apply()

    @property
    def handlers(self) -> Mapping[Command, Callable[[], object]]:
        """What the keys do."""
        return {Command.KEYS: self.show_sheet}

    def words(self, command: Command) -> str:
        """Return the first key of a command as this system writes it, empty where it has none."""
        return next(map(native, self.table.keys(command)), "")

    def with_key(self, text: str, command: Command) -> str:
        """Return an entry of a menu with its key at the right."""
        keys = self.words(command)
        return f"{text}\t{keys}" if keys else text

    def show_sheet(self) -> None:
        """Show what each key does."""
        from desktop_app.ui.keys_sheet import KeysSheet

        sheet = KeysSheet(self._window, self.table)
        sheet.change_requested.connect(self.change)
        sheet.show()

    def change(self) -> None:
        """Show the screen on which keys are changed."""
        from desktop_app.ui.shortcut_keys.keys_dialog import KeysDialog

        if self._dialog is None:
            self._dialog = KeysDialog(self.table, self._window)
            self._dialog.table_changed.connect(self._on_table_changed)
        self._dialog.show_table(self.table)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _on_table_changed(self, table: KeyTable) -> None:
        self._settings.put_in_force(replace(self._settings.settings, keys=table.changed))

    def _on_settings_changed(self, before: Settings, now: Settings) -> None:
        if before.keys != now.keys:
            self.table = KeyTable(now.keys)
            self._apply()

    def _apply(self) -> None:
        """Bind the keys, and name them wherever they are named."""
        self._window.bind_keys(self.table)
        parts = self._window.parts
        parts.top_bar.show_filter_key(self.words(Command.SHOW_FILTERS))
        parts.details.image_page.show_copy_key(self.words(Command.COPY))
        parts.create.foot.show_key("" if self._is_usual(Command.GENERATE) else self._all(Command.GENERATE))
        commands = (Command.SHOW_GRID, Command.SHOW_QUEUE, Command.SHOW_PICTURE, Command.KEYS)
        parts.status.show_keys(*map(self.words, commands))
        if self._dialog is not None:
            self._dialog.show_table(self.table)

    def _is_usual(self, command: Command) -> bool:
        return not self.table.is_changed(command)

    def _all(self, command: Command) -> str:
        return native_keys(self.table.keys(command)) or "–"
