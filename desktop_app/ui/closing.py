"""Ending the program: at once, or, while pictures are being made, after one question."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop_app.qt.job_tally import JobTally
from desktop_app.ui.main_window import MainWindow


class Closing(QObject):
    """Asks what should become of jobs under way.

    Signals:
        decided(): the program may end now.
    """

    decided = Signal()

    def __init__(self, window: MainWindow, tally: JobTally) -> None:
        super().__init__(window)
        self._window = window
        self._tally = tally
        self._waits = False
        self._question: QMessageBox | None = None
        self._buttons: dict[str, QPushButton] = {}
        window.close_asked.connect(self._on_close_asked)
        tally.changed.connect(self._on_tally_changed)

    def _on_close_asked(self) -> None:
        if self._tally.making == 0 or self._waits:
            self.decided.emit()
        elif self._question is None:
            self._ask()

    def _ask(self) -> None:
        box = self._question = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Close Sfumato"))
        box.setText(self._question_words())
        if self._tally.may_cost:
            box.setInformativeText(
                self.tr(
                    "What was sent may be billed. Closing now would leave its outcome unknown until you look again."
                )
            )
        wait = box.addButton(self.tr("Close when done"), QMessageBox.ButtonRole.AcceptRole)
        now = box.addButton(self.tr("Close now"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        self._buttons = {"wait": wait, "now": now}
        box.setDefaultButton(wait)
        box.setEscapeButton(stay)
        box.finished.connect(self._on_answered)
        box.open()

    def _question_words(self) -> str:
        if self._tally.making == 1:
            return self.tr("A picture is being made.")
        return self.tr("{n} pictures are being made.").format(n=self._tally.making)

    def _on_answered(self, _result: int) -> None:
        assert self._question is not None
        pressed = self._question.clickedButton()
        self._question.deleteLater()
        self._question = None
        if pressed is self._buttons["now"]:
            self.decided.emit()
        elif pressed is self._buttons["wait"]:
            self._waits = True
            self._window.setEnabled(False)
            self._window.setWindowTitle(self.tr("Sfumato: closing when the pictures are done"))
            self._on_tally_changed()

    def _on_tally_changed(self) -> None:
        if self._waits and self._tally.making == 0:
            self.decided.emit()
