"""Makes the sheet of a batch when the last of its pictures has ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import SfumatoError
from desktop_app.core.job import Job, JobState
from desktop_app.qt.tasks import Tasks
from desktop_app.store.batch_result import BatchResult, batch_result
from desktop_app.store.contact_sheet import LabelledImage, SheetOrder, save_sheet
from desktop_app.store.library import Library, SavedImage
from desktop_app.ui.batch import sheet_words

_PAUSE_MS = 400
_LEAST_PICTURES = 2


class SheetDesk(QObject):
    """Hears of jobs; those with a label belong on a sheet. What a batch became is read from the journal and the library.

    `library` returns the one in force, `catalogue` what is known of the models; `fonts` is the folder of faces.

    Signals:
        sheet_saved(SavedImage): a sheet is in the library.
        sheet_failed(SfumatoError): the disk did not take one.
    """

    sheet_saved = Signal(object)
    sheet_failed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        journal: Path,
        fonts: Path,
        library: Callable[[], Library],
        catalogue: Callable[[], Catalogue],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._journal = journal
        self._fonts = fonts
        self._library = library
        self._catalogue = catalogue
        self._since = time.time()
        self._open: dict[str, set[str]] = {}
        self._due: set[str] = set()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._on_due)

    def take(self, jobs: Iterable[Job]) -> None:
        """Hear of jobs."""
        for job in jobs:
            if job.label:
                self._take(job)

    def _take(self, job: Job) -> None:
        waiting = self._open.setdefault(job.batch_id, set())
        if not job.state.is_final:
            waiting.add(job.id)
            self._due.discard(job.batch_id)
            return
        # What ended in an earlier start has been looked at then. Of a quick job only the end may be told.
        is_news = job.id in waiting or job.ended_at >= self._since
        waiting.discard(job.id)
        if is_news and not waiting:
            self._due.add(job.batch_id)
            self._pause.start()

    def close(self) -> None:
        """Begin nothing more."""
        self._pause.stop()

    def _on_due(self) -> None:
        due, self._due = self._due, set()
        for batch_id in sorted(due):
            library = self._library()
            reading = partial(batch_result, self._journal, library, batch_id)
            self._tasks.run(reading, _Receiver(self, library, batch_id).take, self._on_failed)

    def result_read(self, library: Library, batch_id: str, result: BatchResult) -> None:
        """Draw what is finished, off the GUI thread."""
        made = [job for job in result.jobs if job.state is JobState.DONE and job.id in result.images]
        if not result.is_finished or len(made) < _LEAST_PICTURES:
            return
        order = SheetOrder(
            batch_id,
            tuple(LabelledImage(job.label, result.images.get(job.id)) for job in result.jobs),
            sheet_words.title(result.jobs),
            sheet_words.facts(result.jobs, self._catalogue()),
            datetime.fromtimestamp(result.jobs[0].created_at).astimezone(),
        )
        self._tasks.run(partial(save_sheet, library, order, self._fonts), self._on_saved, self._on_failed)

    def _on_saved(self, saved: SavedImage) -> None:
        self.sheet_saved.emit(saved)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        self.sheet_failed.emit(error)


class _Receiver(QObject):
    """Takes the answer to one question, with what was asked."""

    def __init__(self, desk: SheetDesk, library: Library, batch_id: str) -> None:
        super().__init__(desk)
        self._desk = desk
        self._library = library
        self._batch_id = batch_id

    def take(self, result: BatchResult) -> None:
        """Hand the answer over, once."""
        self._desk.result_read(self._library, self._batch_id, result)
        self.deleteLater()
