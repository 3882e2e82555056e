"""Between the search for a newer version and the status line; nothing is asked before a person said so in the settings."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.qt.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.core.settings import Settings
    from desktop_app.engine.update_check import Found, UpdateCheck
    from desktop_app.ui.settings.settings_flow import SettingsFlow
    from desktop_app.ui.status_line import StatusLine

# The first minute belongs to the person; from then on there is a look now and then, of which one a day asks anybody.
FIRST_LOOK_MS = 90_000
LOOK_EVERY_MS = 3_600_000


def check_of_this_copy() -> UpdateCheck | None:
    """Return what looks for newer versions of the program that runs; `None` where the build named no place to look."""
    from desktop_app.store.build_note import build_note

    build = build_note()
    if not build.address:
        return None
    from desktop_app.engine.update_check import UpdateCheck
    from desktop_app.store.folders import user_folders

    return UpdateCheck(build, user_folders())


class UpdateDesk(QObject):
    """Looks for newer versions as long as the settings say so, and lets one that is ready start the next time."""

    def __init__(
        self,
        status: StatusLine,
        settings: SettingsFlow,
        make_check: Callable[[], UpdateCheck | None] = check_of_this_copy,
        *,
        first_look_ms: int = FIRST_LOOK_MS,
    ) -> None:
        super().__init__(status)
        self._status = status
        self._make_check = make_check
        self._check: UpdateCheck | None = None
        self._found: Found | None = None
        self._is_wished = False
        # What waits for the end of the program must not be let go before.
        self._kept: list[object] = []
        self._tasks = Tasks(self, threads=1)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_due)
        self._first_look_ms = first_look_ms
        status.update_requested.connect(self._on_requested)
        settings.changed.connect(self._on_settings_changed)
        self._follow(settings.settings)

    def close(self) -> None:
        """Look no more; what is ready takes the place of the program when that has ended."""
        self._timer.stop()
        self._tasks.close()
        if self._is_wished and (check := self._check or self._make_check()):
            self._kept.append(check.start())
        self._is_wished = False

    def _follow(self, settings: Settings) -> None:
        self._is_wished = settings.look_for_updates
        if not settings.look_for_updates:
            self._timer.stop()
            self._show(None)
        elif not self._timer.isActive():
            self._timer.start(self._first_look_ms)

    def _on_settings_changed(self, _before: Settings, now: Settings) -> None:
        self._follow(now)

    def _on_due(self) -> None:
        self._check = self._check or self._make_check()
        if self._check is not None:
            self._tasks.run(partial(self._check.look, time.time()), self._on_found)
            self._timer.start(LOOK_EVERY_MS)

    def _on_found(self, found: Found) -> None:
        # A look within the day finds nothing, and what was found before still is.
        if found.version:
            self._show(found)

    def _on_requested(self) -> None:
        from desktop_app.engine.update_check import Stage

        if self._check is None or self._found is None:
            return
        if self._found.stage is Stage.TOLD:
            QDesktopServices.openUrl(QUrl(self._check.build.page))
        elif self._found.stage in {Stage.OFFERED, Stage.FAILED}:
            self._show(self._found, is_fetching=True)
            self._tasks.run(partial(self._check.fetch, self._found.version), self._on_found)

    def _show(self, found: Found | None, *, is_fetching: bool = False) -> None:
        from desktop_app.engine.update_check import Stage
        from desktop_app.ui.updates.update_words import update_words

        self._found = found
        if found is None or self._check is None:
            self._status.show_update("")
            return
        has_page = found.stage is Stage.TOLD and bool(self._check.build.page)
        can_be_asked = not is_fetching and (has_page or found.stage in {Stage.OFFERED, Stage.FAILED})
        self._status.show_update(update_words(found, is_fetching=is_fetching), is_button=can_be_asked)
