"""Between the library and the window: how many pictures there are, whether the folder is there, which folder it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.errors import SfumatoError
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.snapshot import GallerySnapshot
from desktop_app.ui import words
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.settings.settings_flow import SettingsFlow
from desktop_app.ui.widgets.notice_strip import NoticeStrip


class LibraryDesk(QObject):
    """Joins feed, bar, grid and settings; `root` returns the library's folder in force."""

    def __init__(self, window: MainWindow, feed: LibraryFeed, settings: SettingsFlow, root: Callable[[], Path]) -> None:
        super().__init__(window)
        self._window = window
        self._parts = window.parts
        self._settings = settings
        self._root = root
        self._strip: NoticeStrip | None = None
        bar = self._parts.top_bar
        feed.keys_changed.connect(self._on_snapshot)
        feed.library_unreachable.connect(self._on_unreachable)
        feed.library_returned.connect(self._on_returned)
        feed.index_began_anew.connect(self._on_index_began_anew)
        bar.tile_size_changed.connect(self._on_tile_size_changed)
        bar.folder_opened.connect(self._on_folder_opened)
        bar.folder_choice_requested.connect(self._on_folder_choice_requested)
        self._parts.gallery.tile_px_changed.connect(bar.show_tile_size)

    def use_strip(self, strip: NoticeStrip) -> None:
        """Tell there what has to be seen, and can be put away."""
        self._strip = strip

    def _on_snapshot(self, snapshot: GallerySnapshot) -> None:
        if snapshot.is_samples:
            text = self.tr("{n} samples").format(n=len(snapshot.keys))
        elif snapshot.query:
            text = self.tr("{found} of {total}").format(
                found=words.grouped(len(snapshot.keys)), total=words.grouped(snapshot.total)
            )
        else:
            text = words.grouped(snapshot.total) if snapshot.total else ""
        self._parts.top_bar.show_count(text)

    def _on_unreachable(self, error: SfumatoError) -> None:
        self._parts.status.show_notice(words.store_problem(error))
        self._settings.show_library_problem(error)

    def _on_returned(self) -> None:
        self._parts.status.show_notice("")
        self._settings.show_library_problem(None)

    def _on_index_began_anew(self) -> None:
        text = self.tr("What Sfumato knew of the library was damaged. It is read again; your pictures are untouched.")
        if self._strip is not None:
            self._strip.say(text)

    def _on_tile_size_changed(self, tile_px: int) -> None:
        self._parts.gallery.set_tile_px(tile_px)
        self._settings.put_in_force(replace(self._settings.settings, tile_px=tile_px))

    def _on_folder_opened(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._root())))

    def _on_folder_choice_requested(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Choose the library folder"), str(self._root()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, folder: str) -> None:
        self._settings.put_in_force(replace(self._settings.settings, library_folder=folder))
