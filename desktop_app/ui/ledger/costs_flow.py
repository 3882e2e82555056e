"""The way of costs: from the journal into their window, and out into a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.core.errors import SfumatoError
from desktop_app.core.ledger import Budget
from desktop_app.core.period import Period, today
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.qt.tasks import Tasks
from desktop_app.store.ledger_csv import write_csv
from desktop_app.store.ledger_query import LedgerReader
from desktop_app.ui import words
from desktop_app.ui.file_places import documents_folder
from desktop_app.ui.ledger.ledger_answer import Answer, answer_of

if TYPE_CHECKING:
    from desktop_app.ui.ledger.costs_window import CostsWindow
    from desktop_app.ui.ledger.ledger_words import Named
    from desktop_app.ui.theme.theme import Theme

_SUFFIX = "csv"
_PAUSE_MS = 1000


class CostsFlow(QObject):
    """Holds the window of costs, which is made when it is first asked for and follows what is spent while it is open.

    Signals:
        budget_requested(): the person wants to set or change the budget.
        go_on_requested(): send in this month whatever it costs.
        exported(Path): a table was written.
    """

    budget_requested = Signal()
    go_on_requested = Signal()
    exported = Signal(object)

    def __init__(
        self, theme: Theme, reader: LedgerReader, tasks: Tasks, model_name: Named, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader = reader
        self._tasks = tasks
        self._model_name = model_name
        self._limit_usd: float | None = None
        self._is_held = False
        self._window: CostsWindow | None = None
        self._is_reading = self._is_old = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)

    @property
    def is_settled(self) -> bool:
        """Say whether what is shown is the answer to what was asked last."""
        return not self._is_reading

    def show(self, parent: QWidget) -> CostsWindow:
        """Open the window, or bring it to the front."""
        if self._window is not None and not self._window.is_of_this_month:
            self._window.deleteLater()
            self._window = None
        if self._window is None:
            from desktop_app.ui.ledger.costs_window import CostsWindow

            self._window = CostsWindow(self._theme, self._model_name, today(), parent)
            self._window.asked.connect(self._read)
            self._window.export_requested.connect(self._ask_export)
            self._window.head.budget_requested.connect(self.budget_requested)
            self._window.head.go_on_requested.connect(self.go_on_requested)
        self._show_limit()
        self._read()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        return self._window

    def take_budget(self, budget: Budget) -> None:
        """Hear of the month's budget; something may have been spent, too."""
        self._limit_usd = budget.limit_usd
        self._show_limit()
        if self._window is not None and self._window.isVisible() and not self._pause.isActive():
            self._pause.start()

    def take_queue(self, state: QueueState) -> None:
        """Hear whether orders wait for the budget."""
        is_held = Hold.BUDGET in state.holds
        if is_held != self._is_held:
            self._is_held = is_held
            self._show_limit()

    def close(self) -> None:
        """Read nothing more."""
        self._pause.stop()

    def export_to(self, period: Period, path: Path) -> None:
        """Write the lines of a period into this file."""
        self._tasks.run(partial(_write, self._reader, period, path), self._on_exported, self._on_failed)

    def _show_limit(self) -> None:
        if self._window is not None:
            self._window.head.show_limit(self._limit_usd, is_held=self._is_held)

    def _read(self) -> None:
        assert self._window is not None
        # One reading at a time: what was asked meanwhile is read afterwards.
        self._is_old = self._is_reading
        if not self._is_reading:
            self._is_reading = True
            self._tasks.run(
                partial(answer_of, self._reader, self._window.question), self._on_read, self._on_read_failed
            )

    def _on_read(self, answer: Answer) -> None:
        assert self._window is not None
        self._is_reading = False
        self._window.show_answer(answer)
        if self._is_old:
            self._read()

    def _on_read_failed(self, error: Exception) -> None:
        self._is_reading = False
        self._on_failed(error)

    def _ask_export(self, period: Period) -> None:
        dialog = QFileDialog(self._window, self.tr("Export costs"), documents_folder())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Tables (*.csv)"), self.tr("All files (*)")])
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.selectFile(f"{_file_name(period)}.{_SUFFIX}")
        dialog.fileSelected.connect(lambda path: self.export_to(period, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_exported(self, path: Path) -> None:
        self.exported.emit(path)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, SfumatoError):
            raise error
        assert self._window is not None
        self._window.show_problem(words.store_problem(error))


def _file_name(period: Period) -> str:
    return f"sfumato-costs-{period.first:%Y-%m}" if period.first is not None else "sfumato-costs"


def _write(reader: LedgerReader, period: Period, path: Path) -> Path:
    write_csv(path, reader.each_line(period))
    return path
