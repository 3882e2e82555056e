"""Everything behind the window: the only place that makes and connects the long-lived objects, and closes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_app.core.settings import Settings
from desktop_app.engine.events import ImageSaved
from desktop_app.engine.kept_catalogue import kept_catalogue
from desktop_app.engine.places import (
    base_url_in_force,
    care_path,
    draft_path,
    journal_path,
    known_folders_path,
    library_folder,
    prompt_book_path,
    references_folder,
    settings_path,
    thumbnails_folder,
    wildcards_folder,
)
from desktop_app.first_values import FirstValues
from desktop_app.qt.care_service import CareService
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.job_tally import JobTally
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.qt.tasks import Tasks
from desktop_app.qt.thumbnail_loader import ThumbnailLoader
from desktop_app.resources import resource
from desktop_app.store.draft import DraftFile
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.ledger_query import LedgerReader
from desktop_app.store.library import Library
from desktop_app.store.presets_file import PresetsFile
from desktop_app.store.prompt_book import PromptBook
from desktop_app.store.references import ReferenceStore
from desktop_app.store.secrets import KEY_VARIABLE, KeyStore
from desktop_app.store.settings import SettingsFile
from desktop_app.store.thumbnail_cache import ThumbnailCache
from desktop_app.store.wildcards import WildcardFolder
from desktop_app.ui.batch.batch_flow import BatchFlow
from desktop_app.ui.batch.sheet_desk import SheetDesk
from desktop_app.ui.closing import Closing
from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.desk import Desk
from desktop_app.ui.details.panel import DetailsPanel
from desktop_app.ui.ending import Ending
from desktop_app.ui.file_actions import FileActions
from desktop_app.ui.gallery.view import GalleryView
from desktop_app.ui.key.key_banner import KeyBanner
from desktop_app.ui.key.key_desk import KeyDesk
from desktop_app.ui.key.key_flow import KeyFlow
from desktop_app.ui.ledger.budget_banner import BudgetBanner
from desktop_app.ui.ledger.costs_desk import CostsDesk
from desktop_app.ui.ledger.costs_flow import CostsFlow
from desktop_app.ui.library_tools import LibraryTools
from desktop_app.ui.main_window import MainWindow, WindowParts
from desktop_app.ui.models_desk import ModelsDesk
from desktop_app.ui.notices import Notices
from desktop_app.ui.notifications import Notifications
from desktop_app.ui.order_desk import OrderDesk
from desktop_app.ui.picture_view import PictureView
from desktop_app.ui.queue.queue_desk import QueueDesk
from desktop_app.ui.settings.engine_settings import EngineSettings
from desktop_app.ui.settings.settings_dialog import BASE_URL_VARIABLE
from desktop_app.ui.settings.settings_flow import SettingsFlow
from desktop_app.ui.shortcuts import Command
from desktop_app.ui.status_line import StatusLine, StudioStatus
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.top_bar import TopBar
from desktop_app.ui.traffic import connect_details


class Studio(QObject):
    """Everything that lives as long as the window. `close` ends it all; it may be called twice."""

    def __init__(
        self, app: QApplication, window: MainWindow, theme: Theme, first: FirstValues, environment: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._app = app
        self._theme = theme
        self._folders = first.folders
        self._first_settings = first.settings
        self._library_this_time = first.library
        self._first_draft = first.draft
        self._arrangement = first.arrangement
        self._environment = environment
        self._keeps: list[Callable[[], object]] = []
        self._ends: list[Callable[[], object]] = []
        self.window = window

    def build(self) -> Iterator[None]:
        """Make everything in steps short enough for the window to answer between them."""
        self._make_values()
        self._make_services()
        yield
        yield from self._make_create()
        yield
        self._make_library()
        yield
        self._make_frame()
        yield
        self._join()
        self._connect()
        self._begin()

    def close(self) -> None:
        """Keep what must be kept, and end every thread; what was not made yet needs no end."""
        self._keep()
        while self._ends:
            self._ends.pop()()

    def end(self) -> None:
        """End the program without a question, once it is built."""
        self._closing.end()

    def _keep(self) -> None:
        while self._keeps:
            self._keeps.pop()()

    def _keep_arrangement(self) -> None:
        create_px, details_px = self.window.widths
        self._arrangement.setValue("geometry", self.window.saveGeometry())
        self._arrangement.setValue("create_px", create_px)
        self._arrangement.setValue("details_px", details_px)
        self._arrangement.setValue("scheme", self._theme.scheme.value)
        self._arrangement.sync()

    # Making

    def _make_values(self) -> None:
        folders = self._folders
        self._settings_file = SettingsFile(settings_path(folders))
        self._presets_file = PresetsFile(folders.config / "presets.json")
        self._draft_file = DraftFile(draft_path(folders))
        self._known_folders = KnownFolders(known_folders_path(folders))
        self._references = ReferenceStore(references_folder(folders))
        self._catalogue = kept_catalogue(folders, base_url_in_force(self._first_settings, self._environment))

    def _make_services(self) -> None:
        settings, folders = self._first_settings, self._folders
        self._tasks = Tasks(self)
        self._engine = EngineThread(session_opener(folders, self._session_settings(), self._environment), self)
        self._feed = LibraryFeed(folders.cache, self._known_folders, resource("samples"), self)
        self._kept_thumbnails = ThumbnailCache(thumbnails_folder(folders))
        self._thumbnails = ThumbnailLoader(self._kept_thumbnails, self)
        self._thumbnails.looks_found.connect(self._feed.set_looks)
        self._model = GalleryModel(self._feed, self)
        self._care = CareService(self._feed, care_path(folders), folders.cache, self._known_folders, parent=self)
        self._ends += [each.close for each in (self._tasks, self._thumbnails, self._care, self._feed, self._engine)]
        self._tally = JobTally(self)
        self._keys = KeyFlow(KeyStore(self._environment), self._engine, self._tasks, self)
        self._ends.append(self._keys.close)
        self._settings = SettingsFlow(
            settings,
            self._settings_file,
            self._tasks,
            self._keys,
            default_library=str(folders.library),
            base_url_override=self._environment.get(BASE_URL_VARIABLE, "").strip(),
        )

    def _session_settings(self) -> Settings:
        if self._library_this_time is None:
            return self._first_settings
        return replace(self._first_settings, library_folder=str(self._library_this_time))

    def _make_create(self) -> Iterator[None]:
        prompt, book = self.window.prompt, PromptBook(prompt_book_path(self._folders))
        prompt.attach(self._theme, book, self._tasks, WildcardFolder(wildcards_folder(self._folders)))
        yield
        self._create = CreatePanel(
            self._theme, self._catalogue, self._presets_file.load(), self._tasks, self._references, prompt
        )
        yield from self._create.made()
        # What is being typed is newer than the draft.
        self._create.restore({**self._first_draft, "prompt": prompt.editor.toPlainText()})
        self._create.presets.use_book(book)
        self.window.show_create(self._create)
        self._orders = OrderDesk(self._create, self._engine, self._tasks, self._draft_file, self._presets_file)
        self._orders.set_demo(is_demo=not self._had_key())
        self._keeps += [self._keep_arrangement, self._orders.keep_draft_now]
        if prompt.editor.toPlainText() != self._first_draft.get("prompt", ""):
            self._orders.keep_draft_soon()

    def _make_library(self) -> None:
        settings = self._first_settings
        self._gallery = GalleryView(self._theme, self._model, self._thumbnails, settings.tile_px)
        self._gallery.set_catalogue(self._catalogue)
        # A model that goes before its view leaves a selection without one.
        self._model.setParent(self._gallery)
        self._details = DetailsPanel(self._theme, self._tasks, self._care.reading(self._library()), self._catalogue)
        self._picture = PictureView(self._theme, self._tasks)

    def _make_frame(self) -> None:
        settings = self._first_settings
        self._top_bar = TopBar(self._theme, settings.tile_px)
        self._status = StatusLine()
        self._notices = Notices(self._status)
        self._ends.append(self._notices.close)
        self._banner = KeyBanner(self._theme)
        self._budget = BudgetBanner(self._theme)
        # Never shown from here: without a parent it would be a window of its own for a moment, and take the keys.
        if self._had_key() or settings.key_hint_hidden:
            self._banner.hide()

    def _join(self) -> None:
        self.window.fill(
            WindowParts(
                self._create,
                self._top_bar,
                self._banner,
                self._budget,
                self._gallery,
                self._picture,
                self._status,
                self._details,
            )
        )
        self._files = FileActions(self._tasks, self._app.clipboard(), self)
        self._desk = Desk(self.window, self._model, self._files)
        self._models_desk = ModelsDesk(self._engine, self._create, self._gallery, self._details, self)
        self._tools = LibraryTools(
            self.window,
            self._theme,
            self._feed,
            self._settings,
            self._library,
            self._thumbnails,
            self._kept_thumbnails,
            self._care,
        )
        self._tools.notice_raised.connect(self._notices.tell)
        self._ends.append(self._tools.close)
        KeyDesk(self._keys, self._banner, self._orders, self._models_desk, self._settings, self._arrangement)
        EngineSettings(self._settings, self._engine, self._models_desk)
        self._closing = Closing(self.window, self._tally)
        self._ending = Ending(self.window, self._engine, self._keep, self.close)
        self._ends.insert(0, self._ending.close)
        self._queue = QueueDesk(self.window, self._theme, self._engine, self._create, self._catalogue, self._tally)
        self._notifications = Notifications(self.window)
        self._notifications.set_wishes(self._first_settings)
        self._ends.append(self._notifications.close)
        self._make_batches()
        self._make_costs()
        self._show_status()

    def _make_batches(self) -> None:
        lists = WildcardFolder(wildcards_folder(self._folders)).lines
        self._batches = BatchFlow(self._theme, self._tasks, self._create, lists, self._orders)
        self._sheets = SheetDesk(
            self._tasks,
            journal_path(self._folders),
            resource("fonts"),
            self._library,
            lambda: self._create.form.catalogue,
            self,
        )
        self._ends.append(self._sheets.close)

    def _make_costs(self) -> None:
        reader = LedgerReader(journal_path(self._folders))
        costs = CostsFlow(self._theme, reader, self._tasks, self._create.form.model_name, self)
        self._costs = CostsDesk(self.window, self._engine, self._settings, costs, self._budget)
        self._ends.append(costs.close)
        self._costs.notice_raised.connect(self._notices.tell)
        self._status.costs_requested.connect(self._costs.show_costs)

    def _had_key(self) -> bool:
        """Say whether there will be a key, as far as that is known before the keyring was asked."""
        return bool(self._environment.get(KEY_VARIABLE)) or self._arrangement.value("had_key") == "yes"

    def _begin(self) -> None:
        self._feed.open(self._library_root())
        self._care.start()
        self._keys.load()
        self._engine.start()
        self._create.submit_written(self.window.take_early_orders())

    # Connecting

    def _connect(self) -> None:
        self.window.commanded.connect(self._on_commanded)
        self._closing.decided.connect(self._on_close_decided)
        self._notifications.raise_requested.connect(self._closing.come_back)
        self._queue.key_requested.connect(self._on_settings_requested)
        self._orders.notice_raised.connect(self._notices.tell)
        self._create.notice_raised.connect(self._notices.tell)
        self._create.prompt.notice_raised.connect(self._notices.tell)
        self._keys.place_changed.connect(self._show_status)
        self._keys.loaded.connect(self._show_status)
        self._settings.changed.connect(self._on_settings_changed)
        self._settings.not_kept.connect(self._notices.tell_error)
        self._top_bar.settings_requested.connect(self._on_settings_requested)
        self._connect_engine()
        connect_details(self._details, self._create, self._engine, self._files, self._notices)
        self._desk.edit_requested.connect(self._create.add_reference_file)
        self._desk.menu_made.connect(self._tools.extend_menu)
        self._desk.with_key = self._tools.keys.with_key
        self._connect_batches()

    def _connect_engine(self) -> None:
        engine, gallery = self._engine, self._gallery
        engine.jobs_changed.connect(self._model.set_jobs)
        engine.queue_changed.connect(self._model.set_queue)
        engine.bytes_received.connect(self._model.take_bytes)
        engine.jobs_changed.connect(self._tally.take)
        engine.jobs_changed.connect(self._notifications.take)
        engine.money_spent.connect(self._tally.take_spent)
        engine.job_dismissed.connect(self._model.remove_job)
        engine.times_told.connect(self._model.take_times)
        engine.image_saved.connect(self._on_image_saved)
        engine.engine_failed.connect(self._notices.tell_error)
        # The tile of what was just asked for comes into sight.
        self._create.generate_requested.connect(gallery.scrollToTop)
        gallery.job_cancelled.connect(engine.cancel)
        gallery.job_retried.connect(engine.retry)
        gallery.job_corrected.connect(engine.retry_with)
        gallery.job_dismissed.connect(engine.dismiss)
        self._tally.changed.connect(self._show_status)

    def _connect_batches(self) -> None:
        self._batches.batch_ordered.connect(self._gallery.scrollToTop)
        self._engine.jobs_changed.connect(self._sheets.take)
        self._sheets.sheet_saved.connect(self._feed.add_saved)
        self._sheets.sheet_failed.connect(self._notices.tell_error)

    def _library_root(self) -> Path:
        return self._library_this_time or library_folder(self._folders, self._settings.settings)

    def _library(self) -> Library:
        return Library(self._library_root(), self._known_folders, self._kept_thumbnails)

    # What happens

    def _on_image_saved(self, event: ImageSaved) -> None:
        self._feed.add_saved(event.saved)

    def _on_settings_requested(self) -> None:
        self._settings.show(self.window)

    def _on_settings_changed(self, before: Settings, now: Settings) -> None:
        self._theme.choose(now.theme)
        self._notifications.set_wishes(now)
        if before.library_folder != now.library_folder:
            self._library_this_time = None
            self._top_bar.forget_search()
            root = self._library_root()
            self._engine.set_library(root)
            self._details.set_read(self._care.reading(self._library()))
            self._care.forget()
            self._feed.open(root)
            self._tools.go_over()

    def _show_status(self) -> None:
        self._status.show_status(
            StudioStatus(
                queue=self._tally.queue,
                today_usd=self._tally.today_usd,
                is_demo=not self._keys.has_key,
                budget=self._tally.budget,
            )
        )

    def _on_commanded(self, command: Command) -> None:
        handlers = {
            Command.GENERATE: self._create.submit,
            Command.BATCH: self._batches.open,
            Command.SHOW_COSTS: self._costs.show_costs,
            Command.FOCUS_PROMPT: self._create.focus_prompt,
            Command.FOCUS_SEARCH: self._top_bar.focus_search,
            Command.SHOW_GRID: self.window.show_grid,
            Command.SHOW_QUEUE: self._queue.show,
            Command.SHOW_PICTURE: self._desk.open_selected,
            Command.COPY: self._desk.copy_selected,
            Command.SHOW_IN_FOLDER: self._desk.show_selected_in_folder,
            Command.TOGGLE_CREATE: self.window.toggle_create,
            Command.TOGGLE_DETAILS: self.window.toggle_details,
            Command.SETTINGS: self._on_settings_requested,
            Command.QUIT: self.window.close,
            **self._tools.handlers,
        }
        handlers[command]()

    def _on_close_decided(self) -> None:
        # What ends from now on is told by the next start.
        self._engine.jobs_changed.disconnect(self._notifications.take)
        self._orders.let_go()
        self._ending.begin()
