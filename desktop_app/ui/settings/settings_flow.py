"""The settings' way: from their window into the file, and into what they concern."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import SfumatoError
from desktop_app.core.settings import Settings
from desktop_app.qt.tasks import Tasks
from desktop_app.store.build_note import build_note
from desktop_app.store.settings import SettingsFile
from desktop_app.ui.key.key_flow import KeyFlow
from desktop_app.ui.settings.settings_dialog import SettingsDialog


class SettingsFlow(QObject):
    """Holds the settings in force; their window is made when it is first asked for.

    Signals:
        changed(Settings, Settings): what was in force, and what is now.
        not_kept(SfumatoError): they are in force, and the disk did not take them.
    """

    changed = Signal(object, object)
    not_kept = Signal(object)

    def __init__(
        self,
        settings: Settings,
        file: SettingsFile,
        tasks: Tasks,
        keys: KeyFlow,
        *,
        default_library: str,
        base_url_override: str,
    ) -> None:
        super().__init__()
        self.settings = settings
        self._file = file
        self._tasks = tasks
        self._keys = keys
        self._default_library = default_library
        self._base_url_override = base_url_override
        self._dialog: SettingsDialog | None = None

    def show(self, parent: QWidget) -> SettingsDialog:
        """Open the window of settings, or bring it to the front."""
        if self._dialog is None:
            self._dialog = SettingsDialog(self.settings, self._default_library, self._base_url_override, parent)
            self._dialog.updates.offer(build_note().address)
            self._dialog.settings_changed.connect(self.put_in_force)
            self._keys.attach(self._dialog.form)
        self._dialog.show_settings(self.settings)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()
        return self._dialog

    def put_in_force(self, settings: Settings) -> None:
        """Let these settings hold from now on, and keep them."""
        before, self.settings = self.settings, settings
        if before != settings:
            self.changed.emit(before, settings)
            self._tasks.run(partial(self._file.save, settings), None, self._on_not_kept)

    def show_library_problem(self, error: SfumatoError | None) -> None:
        """Say in the window of settings what is wrong with the library's folder."""
        if self._dialog is not None:
            self._dialog.show_library_problem(error)

    def _on_not_kept(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.not_kept.emit(error)
