"""Telling that pictures are done while the window is not in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.job import Job, JobState
from desktop_app.core.settings import Settings
from desktop_app.qt.desktop_notifications import DesktopNotifications, Notification
from desktop_app.ui.number_words import grouped
from desktop_app.ui.queue.queue_words import first_line

_TOGETHER_MS = 300
_BODY_MAX = 160


def is_in_front() -> bool:
    """Say whether one of the program's windows has the person's attention."""
    return QApplication.applicationState() == Qt.ApplicationState.ApplicationActive


class Notifications(QObject):
    """Tells when a batch has ended, if the window is not in front; what ends later adds to it.

    The desktop's notification is there on Linux. Everywhere the program's entry in the task bar or dock asks for
    attention. What ended before the program started is not told.

    Signals:
        raise_requested(): the person wants the window.
    """

    raise_requested = Signal()

    def __init__(self, window: QWidget, is_seen: Callable[[], bool] = is_in_front) -> None:
        super().__init__(window)
        self._window = window
        self._is_seen = is_seen
        self._is_on = True
        self._has_sound = False
        self._desktop = DesktopNotifications(self)
        self._open: dict[str, set[str]] = {}
        self._untold: list[Job] = []
        self._ended: list[Job] = []
        self._together = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._together.timeout.connect(self._on_due)
        self._desktop.activated.connect(self.raise_requested)
        self._desktop.sound_missing.connect(self._on_sound_missing)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.applicationStateChanged.connect(self._on_application_state_changed)

    def set_wishes(self, settings: Settings) -> None:
        """Tell, and play a sound, or not."""
        self._is_on = settings.notify_when_done
        self._has_sound = settings.sound_when_done

    def take(self, jobs: Iterable[Job]) -> None:
        """Hear of jobs."""
        for job in jobs:
            batch = self._open.get(job.batch_id, set())
            if not job.state.is_final:
                self._open.setdefault(job.batch_id, set()).add(job.id)
            elif job.id in batch:
                batch.discard(job.id)
                self._end(job, is_last=not batch)

    def close(self) -> None:
        """Send what is due, and end the connection to the desktop."""
        if self._together.isActive():
            self._together.stop()
            self._on_due()
        self._desktop.close()

    def _end(self, job: Job, *, is_last: bool) -> None:
        if job.state is not JobState.CANCELLED:
            self._untold.append(job)
        if not is_last:
            return
        del self._open[job.batch_id]
        told = [each for each in self._untold if each.batch_id == job.batch_id]
        self._untold = [each for each in self._untold if each.batch_id != job.batch_id]
        if told and not self._is_seen():
            self._ended += told
            self._together.start()

    def _on_due(self) -> None:
        if not self._ended or self._is_seen():
            self._ended.clear()
            return
        if self._is_on:
            QApplication.alert(self._window)
            body = first_line(self._ended[-1].request.prompt)
            body = body if len(body) <= _BODY_MAX else body[:_BODY_MAX].rstrip() + "…"
            self._desktop.show(Notification(self._title(), body, self.tr("Show"), self._has_sound))
            return
        self._ended.clear()
        if self._has_sound:
            self._on_sound_missing()

    def _title(self) -> str:
        done = sum(max(1, len(job.image_uuids)) for job in self._ended if job.state is JobState.DONE)
        failed = sum(job.request.count for job in self._ended if job.state is JobState.FAILED)
        unknown = sum(job.request.count for job in self._ended if job.state is JobState.UNKNOWN)
        told = []
        if done:
            told.append(
                self.tr("1 picture is done") if done == 1 else self._counted(self.tr("{n} pictures are done"), done)
            )
        if failed:
            told.append(
                self.tr("1 was not made") if failed == 1 else self._counted(self.tr("{n} were not made"), failed)
            )
        if unknown:
            told.append(self._counted(self.tr("{n} with unknown outcome"), unknown))
        return ", ".join(told)

    def _counted(self, text: str, count: int) -> str:
        return text.format(n=grouped(count))

    def _on_application_state_changed(self, _state: Qt.ApplicationState) -> None:
        if self._is_seen():
            self._ended.clear()
            self._desktop.withdraw()

    def _on_sound_missing(self) -> None:
        QApplication.beep()
