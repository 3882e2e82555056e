"""The window's composition root: the only place that makes and connects the long-lived objects, and closes them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app import __version__
from desktop_app.core.errors import SfumatoError
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.settings import Settings
from desktop_app.engine.events import ImageSaved
from desktop_app.engine.places import known_folders_path, library_folder, references_folder, settings_path
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.job_tally import JobTally
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.tasks import Tasks
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.resources import resource
from desktop_app.store.draft import DraftFile
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library
from desktop_app.store.presets_file import PresetsFile
from desktop_app.store.references import ReferenceStore
from desktop_app.store.secrets import KEY_VARIABLE, KeyPlace, KeyStore
from desktop_app.store.settings import SettingsFile
from desktop_app.store.snapshot import GallerySnapshot
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.ui import words
from desktop_app.ui.closing import Closing
from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.desk import Desk
from desktop_app.ui.details.panel import DetailsPanel
from desktop_app.ui.file_actions import FileActions
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.key.key_banner import KeyBanner
from desktop_app.ui.key.key_flow import KeyFlow
from desktop_app.ui.keys_sheet import KeysSheet
from desktop_app.ui.main_window import MainWindow, WindowParts
from desktop_app.ui.order_desk import OrderDesk
from desktop_app.ui.picture_view import PictureView
from desktop_app.ui.settings.settings_dialog import BASE_URL_VARIABLE
from desktop_app.ui.settings.settings_flow import SettingsFlow
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.status_line import StatusLine, StudioStatus
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.top_bar import TopBar

_NOTICE_MS = 8000


class Studio(QObject):
    """Everything that lives as long as the window. `close` ends it all; it may be called twice."""

    def __init__(self, app: QApplication, folders: Folders, environment: Mapping[str, str]) -> None:
        super().__init__()
        self._app = app
        self._folders = folders
        self._environment = environment
        self._is_closed = False
        self._make_values()
        self._make_services()
        self._make_window()
        self._connect()

    def show(self) -> None:
        """Show the window; all that is slow begins after its first painting."""
        self.window.show()
        self._create.focus_prompt()

    def close(self) -> None:
        """Keep what must be kept, and end every thread."""
        if self._is_closed:
            return
        self._is_closed = True
        self._orders.keep_draft_now()
        geometry, widths = self.window.arrangement()
        self._arrangement.setValue("geometry", geometry)
        self._arrangement.setValue("widths", widths)
        self._arrangement.sync()
        self._engine.close()
        self._feed.close()
        self._thumbnails.close()
        self._tasks.close()

    # Making

    def _make_values(self) -> None:
        folders = self._folders
        self._settings_file = SettingsFile(settings_path(folders))
        settings = self._settings_file.load()
        self._presets_file = PresetsFile(folders.config / "presets.json")
        self._draft_file = DraftFile(folders.data / "draft.json")
        self._known_folders = KnownFolders(known_folders_path(folders))
        self._references = ReferenceStore(references_folder(folders))
        self._catalogue = known_catalogue()
        self._arrangement = QSettings(str(folders.config / "window.ini"), QSettings.Format.IniFormat)
        self._first_settings = settings

    def _make_services(self) -> None:
        settings, folders = self._first_settings, self._folders
        self._theme = Theme(self._app, settings.theme)
        self._tasks = Tasks(self)
        self._engine = EngineThread(session_opener(folders, settings, self._environment), self)
        self._feed = LibraryFeed(folders.cache, self._known_folders, resource("samples"), self)
        self._thumbnails = ThumbnailLoader(ThumbnailCache(folders.cache / "thumbnails"), self)
        self._model = GalleryModel(self._feed, self)
        self._tally = JobTally(self)
        self._keys = KeyFlow(KeyStore(self._environment), self._engine, self._tasks, self)
        self._settings = SettingsFlow(
            settings,
            self._settings_file,
            self._tasks,
            self._keys,
            default_library=str(folders.library),
            base_url_override=self._environment.get(BASE_URL_VARIABLE, "").strip(),
        )

    def _make_window(self) -> None:
        settings = self._first_settings
        read = Library(self._library_root(), self._known_folders).read
        self._create = CreatePanel(
            self._theme, self._catalogue, self._presets_file.load(), self._tasks, self._references
        )
        self._gallery = GalleryView(self._theme, self._model, self._thumbnails, settings.tile_px)
        self._banner = KeyBanner(self._theme)
        self._details = DetailsPanel(self._theme, self._tasks, read, self._catalogue)
        self._top_bar = TopBar(self._theme, settings.tile_px)
        self._status = StatusLine()
        picture = PictureView(self._theme, self._tasks)
        self.window = MainWindow(
            WindowParts(self._create, self._top_bar, self._banner, self._gallery, picture, self._status, self._details)
        )
        self.window.restore(self._arranged("geometry"), self._arranged("widths"))
        self._files = FileActions(self._tasks, self._app.clipboard(), self)
        self._desk = Desk(self.window, self._model, self._files)
        self._closing = Closing(self.window, self._tally)
        self._notice_end = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        draft = self._draft_file.load()
        if draft is not None:
            self._create.restore(draft)
        self._orders = OrderDesk(self._create, self._engine, self._tasks, self._draft_file, self._presets_file)
        had_key = self._had_key()
        self._orders.set_demo(is_demo=not had_key)
        self._banner.setVisible(not had_key and not settings.key_hint_hidden)
        self._show_status()

    def _arranged(self, name: str) -> QByteArray:
        value = self._arrangement.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def _had_key(self) -> bool:
        """Say whether there will be a key, as far as that is known before the keyring was asked."""
        return bool(self._environment.get(KEY_VARIABLE)) or self._arrangement.value("had_key") == "yes"

    # Connecting

    def _connect(self) -> None:
        self.window.first_painted.connect(self._on_first_painted)
        self.window.commanded.connect(self._on_commanded)
        self._closing.decided.connect(self._on_close_decided)
        self._notice_end.timeout.connect(self._on_notice_over)
        self._orders.notice_raised.connect(self._tell)
        self._create.notice_raised.connect(self._tell)
        self._keys.attach(self._banner.form)
        self._keys.place_changed.connect(self._on_key_place_changed)
        self._keys.loaded.connect(self._on_key_looked_for)
        self._banner.dismissed.connect(self._on_banner_dismissed)
        self._settings.changed.connect(self._on_settings_changed)
        self._settings.not_kept.connect(self._on_error)
        self._connect_engine()
        self._connect_library()
        self._connect_details()

    def _connect_engine(self) -> None:
        engine, gallery = self._engine, self._gallery
        engine.job_changed.connect(self._model.update_job)
        engine.job_changed.connect(self._tally.take)
        engine.money_spent.connect(self._tally.take_spent)
        engine.job_dismissed.connect(self._model.remove_job)
        engine.image_saved.connect(self._on_image_saved)
        engine.engine_failed.connect(self._on_error)
        gallery.job_cancelled.connect(engine.cancel)
        gallery.job_retried.connect(engine.retry)
        gallery.job_dismissed.connect(engine.dismiss)
        self._tally.changed.connect(self._show_status)

    def _connect_library(self) -> None:
        self._feed.keys_changed.connect(self._on_snapshot)
        self._feed.library_unreachable.connect(self._on_library_unreachable)
        self._feed.library_returned.connect(self._on_library_returned)
        self._top_bar.search_changed.connect(self._feed.search)
        self._gallery.tile_px_changed.connect(self._top_bar.show_tile_size)
        self._top_bar.tile_size_changed.connect(self._on_tile_size_changed)
        self._top_bar.folder_opened.connect(self._on_folder_opened)
        self._top_bar.folder_choice_requested.connect(self._on_folder_choice_requested)
        self._top_bar.settings_requested.connect(self._on_settings_requested)

    def _connect_details(self) -> None:
        details, create, engine = self._details, self._create, self._engine
        details.prompt_use_requested.connect(create.use_prompt)
        details.seed_use_requested.connect(create.use_seed)
        details.all_use_requested.connect(create.use_all)
        self._desk.edit_requested.connect(create.add_reference_file)
        details.edit_requested.connect(create.add_reference_file)
        details.copy_requested.connect(self._files.copy_image)
        details.text_copy_requested.connect(self._files.copy_text)
        details.folder_requested.connect(self._files.show_in_folder)
        details.job_retry_requested.connect(engine.retry)
        details.job_dismiss_requested.connect(engine.dismiss)
        details.job_cancel_requested.connect(engine.cancel)
        self._files.copied.connect(self._on_copied)
        self._files.copy_failed.connect(self._on_copy_failed)

    # After the first painting

    def _on_first_painted(self) -> None:
        if self._environment.get("SFUMATO_EXIT_AFTER_FIRST_PAINT"):
            sys.stdout.write(f"first-paint {time.monotonic()}\n")
            sys.stdout.flush()
            self._on_close_decided()
            return
        self._feed.open(self._library_root())
        self._keys.load()
        self._engine.start()

    def _library_root(self) -> Path:
        return library_folder(self._folders, self._current_settings())

    def _current_settings(self) -> Settings:
        return self._settings.settings

    # What happens

    def _on_image_saved(self, event: ImageSaved) -> None:
        self._feed.add_saved(event.saved)

    def _on_snapshot(self, snapshot: GallerySnapshot) -> None:
        if snapshot.is_samples:
            text = self.tr("{n} samples").format(n=len(snapshot.keys))
        elif snapshot.query:
            text = self.tr("{found} of {total}").format(
                found=words.grouped(len(snapshot.keys)), total=words.grouped(snapshot.total)
            )
        else:
            text = words.grouped(snapshot.total) if snapshot.total else ""
        self._top_bar.show_count(text)

    def _on_library_unreachable(self, error: SfumatoError) -> None:
        self._status.show_notice(words.store_problem(error))
        self._settings.show_library_problem(error)

    def _on_library_returned(self) -> None:
        self._status.show_notice("")
        self._settings.show_library_problem(None)

    def _on_tile_size_changed(self, tile_px: int) -> None:
        self._gallery.set_tile_px(tile_px)
        self._settings.put_in_force(replace(self._current_settings(), tile_px=tile_px))

    def _on_folder_opened(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._library_root())))

    def _on_folder_choice_requested(self) -> None:
        dialog = QFileDialog(self.window, self.tr("Choose the library folder"), str(self._library_root()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, folder: str) -> None:
        self._settings.put_in_force(replace(self._current_settings(), library_folder=folder))

    def _on_settings_requested(self) -> None:
        self._settings.show(self.window)

    def _on_settings_changed(self, before: Settings, now: Settings) -> None:
        self._theme.choose(now.theme)
        if before.library_folder != now.library_folder:
            root = self._library_root()
            self._engine.set_library(root)
            self._details.set_read(Library(root, self._known_folders).read)
            self._feed.open(root)
        if before.base_url != now.base_url:
            self._engine.set_base_url(now.base_url)
        if before.parallel_jobs != now.parallel_jobs:
            self._engine.set_parallel_jobs(now.parallel_jobs)

    def _on_key_place_changed(self, place: KeyPlace) -> None:
        self._orders.set_demo(is_demo=place is KeyPlace.NOWHERE)
        self._show_banner_if_needed()

    def _on_key_looked_for(self) -> None:
        self._orders.set_demo(is_demo=not self._keys.has_key)
        self._orders.key_is_known()
        self._show_banner_if_needed()

    def _show_banner_if_needed(self) -> None:
        self._arrangement.setValue("had_key", "yes" if self._keys.has_key else "no")
        self._banner.setVisible(not self._keys.has_key and not self._current_settings().key_hint_hidden)
        self._show_status()

    def _on_banner_dismissed(self) -> None:
        self._banner.hide()
        self._settings.put_in_force(replace(self._current_settings(), key_hint_hidden=True))

    def _show_status(self) -> None:
        self._status.show_status(
            StudioStatus(
                making=self._tally.making,
                waiting=self._tally.waiting,
                today_usd=self._tally.today_usd,
                is_demo=not self._keys.has_key,
            )
        )

    def _on_commanded(self, command: Command) -> None:
        handlers = {
            Command.GENERATE: self._create.submit,
            Command.FOCUS_PROMPT: self._create.focus_prompt,
            Command.FOCUS_SEARCH: self._top_bar.focus_search,
            Command.SHOW_GRID: self.window.show_grid,
            Command.SHOW_PICTURE: self._desk.open_selected,
            Command.COPY: self._desk.copy_selected,
            Command.SHOW_IN_FOLDER: self._desk.show_selected_in_folder,
            Command.TOGGLE_CREATE: self.window.toggle_create,
            Command.TOGGLE_DETAILS: self.window.toggle_details,
            Command.SETTINGS: self._on_settings_requested,
            Command.KEYS: self._on_keys_requested,
            Command.QUIT: self.window.close,
        }
        handlers[command]()

    def _on_keys_requested(self) -> None:
        KeysSheet(self.window).show()

    def _on_copied(self, _path: Path) -> None:
        self._tell(self.tr("Copied"))

    def _on_copy_failed(self, _path: Path) -> None:
        self._tell(self.tr("This picture cannot be read, so it was not copied."))

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, SfumatoError):
            self._tell(words.store_problem(error))
        else:
            self._tell(self.tr("The engine stopped. Close Sfumato and start it again."))

    def _tell(self, text: str) -> None:
        self._status.show_notice(text)
        self._notice_end.start()

    def _on_notice_over(self) -> None:
        self._status.show_notice("")

    def _on_close_decided(self) -> None:
        self.close()
        self.window.close_for_good()


def main(arguments: Sequence[str]) -> int:
    """Open the window and return the program's exit code."""
    options = _options(arguments)
    app = QApplication([sys.argv[0], *options.qt])
    app.setApplicationName("sfumato")
    app.setApplicationDisplayName("Sfumato")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("sfumato")
    folders = user_folders()
    if options.library:
        folders = replace(folders, library=options.library)
    studio = Studio(app, folders, os.environ)
    studio.show()
    try:
        return app.exec()
    finally:
        studio.close()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sfumato", description="Open the window.")
    parser.add_argument("--library", type=Path, metavar="DIR", help="the library's folder for this time")
    options, qt_options = parser.parse_known_args(arguments)
    options.qt = qt_options
    return options
