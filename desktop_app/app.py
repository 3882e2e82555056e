"""The window's start: shown at once, then given its prompt, then filled, while it answers all the time."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop_app import APPLICATION_ID, __version__
from desktop_app.qt.second_start import knock
from desktop_app.store.portable import portable_folder
from desktop_app.ui.last_sight import LastSight, sight_of
from desktop_app.ui.main_window import CREATE_PX, DETAILS_PX, MainWindow
from desktop_app.ui.theme.tokens import TOKENS, Scheme, system_is_light

if TYPE_CHECKING:
    from desktop_app.first_values import FirstValues
    from desktop_app.qt.end_signals import EndSignals
    from desktop_app.qt.garbage import GarbageCollection
    from desktop_app.studio import Studio
    from desktop_app.ui.theme.theme import Theme


IMPORTED_IN_THREAD = (
    "desktop_app.core.record_json",
    "desktop_app.engine.kept_catalogue",
    "desktop_app.core.corrections",
    "desktop_app.core.preset_exchange",
    "desktop_app.store.gallery_source",
    "desktop_app.store.care_plans",
    "desktop_app.store.care_writer",
    "desktop_app.core.search_query",
    "desktop_app.store.facets",
    "desktop_app.store.saved_searches",
    "desktop_app.store.trash",
    "desktop_app.store.importing",
    "desktop_app.store.ledger_query",
    "desktop_app.store.batch_result",
    "desktop_app.store.contact_sheet",
    "desktop_app.store.library",
    "desktop_app.store.presets_file",
    "desktop_app.store.preset_exchange_file",
    "desktop_app.store.prompt_book",
    "desktop_app.store.wildcards",
    "desktop_app.store.references",
    "desktop_app.store.secrets",
    "desktop_app.engine.events",
    "desktop_app.engine.places",
)
"""What can be imported beside the window: nothing of it may import Qt. A class of Qt's that is made in a thread while
the window handles events ends the program now and then (PySide6 6.11)."""

IMPORTED_IN_STEPS = (
    "desktop_app.qt.engine_thread",
    "desktop_app.qt.library_feed",
    "desktop_app.qt.gallery_model",
    "desktop_app.qt.care_service",
    "desktop_app.ui.create.incoming",
    "desktop_app.ui.create.reference_tile",
    "desktop_app.ui.create.reference_row",
    "desktop_app.ui.create.size_row",
    "desktop_app.ui.create.model_row",
    "desktop_app.ui.create.more_fold",
    "desktop_app.ui.create.panel",
    "desktop_app.ui.gallery.job_layout",
    "desktop_app.ui.gallery.delegate",
    "desktop_app.ui.gallery.view",
    "desktop_app.ui.details.panel",
    "desktop_app.ui.key.key_flow",
    "desktop_app.ui.settings.settings_flow",
    "desktop_app.ui.order_desk",
    "desktop_app.ui.desk",
    "desktop_app.ui.library_desk",
    "desktop_app.ui.top_bar",
    "desktop_app.ui.filters.filter_desk",
    "desktop_app.ui.filters.saved_desk",
    "desktop_app.ui.trash.trash_desk",
    "desktop_app.ui.importing.import_desk",
    "desktop_app.ui.care.care_desk",
    "desktop_app.ui.shortcut_keys.key_desk",
    "desktop_app.ui.moving.move_desk",
    "desktop_app.ui.about.about_desk",
    "desktop_app.ui.updates.update_desk",
    "desktop_app.ui.library_tools",
    "desktop_app.ui.key.key_desk",
    "desktop_app.ui.notifications",
    "desktop_app.ui.batch.batch_flow",
    "desktop_app.ui.batch.sheet_desk",
    "desktop_app.ui.ledger.costs_desk",
    "desktop_app.ui.queue.queue_desk",
    "desktop_app.studio",
)
"""The rest, in parts short enough for the window to answer between them."""


class Opening(QObject):
    """Shows the window, then makes the studio behind it: imports what it needs, then widgets, step by step.

    What stands in `window.ini` is Qt's own to say: the window's place, and the colours that it had last.
    """

    _imported = Signal(object)

    _first: FirstValues
    _theme: Theme

    def __init__(self, app: QApplication, library: Path | None, environment: Mapping[str, str]) -> None:
        super().__init__()
        self._app = app
        self._library = library
        self._environment = environment
        self._studio: Studio | None = None
        self._garbage: GarbageCollection | None = None
        self._steps: Iterator[None] = iter(())
        self._is_closed = False
        self._is_ready = False
        self._is_end_due = False
        self._is_sight_kept = False
        self._end_signals: EndSignals | None = None
        self._importing = threading.Thread(target=self._import, name="imports")
        self._imported.connect(self._on_imported)
        self._arrangement = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "sfumato", "window")
        scheme = self._scheme()
        sight = None if library is not None else self._last_sight(scheme).load()
        self.window = MainWindow(TOKENS[scheme], *self._widths(), sight)
        geometry = self._arrangement.value("geometry")
        if isinstance(geometry, QByteArray):
            self.window.restoreGeometry(geometry)
        self.window.first_painted.connect(self._on_first_painted)
        self.window.close_asked.connect(self._on_close_asked)

    def close(self) -> None:
        """Keep what must be kept, and end every thread. May be called twice."""
        self._is_closed = True
        self._steps = iter(())
        if self._importing.ident is not None:
            self._importing.join()
        if self._studio is not None:
            self._keep_sight()
            self._studio.close()
        if self._garbage is not None:
            self._garbage.close()
        if self._end_signals is not None:
            self._end_signals.close()
            self._app.commitDataRequest.disconnect(self._on_session_ending)
            self._end_signals = None

    def _hear_of_the_end(self) -> None:
        from desktop_app.qt.end_signals import EndSignals

        self._end_signals = EndSignals(self)
        self._end_signals.asked.connect(self._on_end_asked)
        self._end_signals.listen()
        self._app.commitDataRequest.connect(self._on_session_ending)

    def _on_close_asked(self) -> None:
        """Before all is there: what was written and ordered is taken in behind the window, which goes now."""
        if self._is_ready or not hasattr(self.window, "prompt"):
            return
        is_written = self.window.prompt.editor.toPlainText() != str(self._first.draft.get("prompt", ""))
        if is_written or self.window.has_early_orders:
            self._is_end_due = True
            QApplication.setQuitOnLastWindowClosed(False)

    def _on_end_asked(self) -> None:
        if self._is_ready and self._studio is not None:
            self._studio.end()
        else:
            self.window.close()

    def _on_session_ending(self) -> None:
        """Be done when this returns: the session, and the screen with it, may go right after."""
        if self._is_ready and self._studio is not None:
            self._studio.end()
            self._studio.close()
        else:
            self.window.close()

    def _collect_garbage(self) -> None:
        from desktop_app.qt.garbage import GarbageCollection

        self._garbage = GarbageCollection(self)

    def _last_sight(self, scheme: Scheme) -> LastSight:
        screen = self._app.primaryScreen()
        return LastSight(Path(self._arrangement.fileName()).parent, scheme.value, screen.devicePixelRatio())

    def _keep_sight(self) -> None:
        """Keep how the grid will stand at the next start; called more than once, the window stands for the first time."""
        if not self._is_ready or self._is_sight_kept or self._library is not None:
            return
        self._is_sight_kept = True
        sight = sight_of(self.window.grid_place.canvas, self.window.parts.gallery)
        if sight is not None:
            self._last_sight(self._theme.scheme).keep(sight)

    def _scheme(self) -> Scheme:
        """Return the colours of the last time; at the first start, those nearest to what the system paints with."""
        kept = self._arrangement.value("scheme")
        if isinstance(kept, str) and kept in {scheme.value for scheme in Scheme}:
            return Scheme(kept)
        return Scheme.LIGHT if system_is_light(self._app) else Scheme.DARK

    def _widths(self) -> tuple[int, int]:
        values = (self._arrangement.value("create_px"), self._arrangement.value("details_px"))
        create_px, details_px = (int(text) if isinstance(text, str) and text.isdigit() else 0 for text in values)
        return create_px or CREATE_PX, details_px or DETAILS_PX

    def _on_first_painted(self) -> None:
        self._report("first-paint")
        if self.window.has_last_sight:
            self._report("pictures")
        if self._environment.get("SFUMATO_EXIT_AFTER_FIRST_PAINT"):
            self.window.close_for_good()
            return
        from desktop_app.first_values import first_values
        from desktop_app.ui.theme.theme import Theme

        self._first = first_values(self._library, self._arrangement)
        self._theme = Theme(self._app, self._first.settings.theme)
        self.window.has_usual_keys = not self._first.settings.keys
        self.window.show_prompt(str(self._first.draft.get("prompt", "")))
        self._importing.start()
        self._hear_of_the_end()

    def _report(self, what: str) -> None:
        """Tell the time of a stage to whoever measures the start."""
        if self._environment.get("SFUMATO_EXIT_AFTER_FIRST_PAINT") or self._environment.get("SFUMATO_EXIT_WHEN_READY"):
            sys.stdout.write(f"{what} {time.monotonic()}\n")
            sys.stdout.flush()

    def _import(self) -> None:
        try:
            for name in IMPORTED_IN_THREAD:
                importlib.import_module(name)
        except BaseException as error:
            self._imported.emit(error)
            raise
        self._imported.emit(None)

    def _on_imported(self, error: BaseException | None) -> None:
        if self._is_closed:
            return
        if error is not None:
            self._app.exit(1)
            return
        self._steps = self._build()
        self._on_step_due()

    def _build(self) -> Iterator[None]:
        for name in IMPORTED_IN_STEPS:
            importlib.import_module(name)
            yield
        from desktop_app.resources import resource
        from desktop_app.studio import Studio

        self._app.setWindowIcon(QIcon(str(resource("sfumato.svg"))))
        self._studio = Studio(self._app, self.window, self._theme, self._first, self._environment)
        yield from self._studio.build()

    def _on_step_due(self) -> None:
        if next(self._steps, self) is not self:
            QTimer.singleShot(0, self, self._on_step_due)
            return
        if self._is_closed:
            return
        self._collect_garbage()
        self._is_ready = True
        self._report("ready")
        if self._is_end_due:
            self._on_end_asked()
        if self._environment.get("SFUMATO_EXIT_WHEN_READY"):
            self.window.close_for_good()


def main(arguments: Sequence[str]) -> int:
    """Open the window and return the program's exit code."""
    options = _options(arguments)
    _keep_beside_program()
    if knock():
        return 0
    app = QApplication([sys.argv[0], *options.qt])
    app.setApplicationName("sfumato")
    app.setApplicationDisplayName("Sfumato")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APPLICATION_ID)
    opening = Opening(app, options.library, os.environ)
    opening.window.show()
    try:
        return app.exec()
    finally:
        opening.close()


def _keep_beside_program() -> None:
    """Let Qt's own small files, those of its dialogs too, be with the settings of a portable program."""
    if portable_folder() is None:
        return
    from desktop_app.store.folders import user_folders

    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(user_folders().config))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sfumato", description="Open the window.")
    parser.add_argument("--library", type=Path, metavar="DIR", help="the library's folder for this time")
    options, qt_options = parser.parse_known_args(arguments)
    options.qt = qt_options
    return options
