"""Ending the program: at once, or, while pictures are being made, after one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.qt.job_tally import JobTally
from desktop_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from desktop_app.qt.second_start import SecondStart
    from desktop_app.ui.closing_question import ClosingQuestion

# What was just done is told, and may be followed by what is just begun.
_LINGER_MS = 500


class Closing(QObject):
    """Asks what should become of jobs under way; the window can be put away until they are done.

    Signals:
        decided(): the program ends now; told once.
        went_to_background(): the window is put away, and the program goes on until nothing is under way.
        came_back(): the window is there again.
    """

    decided = Signal()
    went_to_background = Signal()
    came_back = Signal()

    def __init__(self, window: MainWindow, tally: JobTally) -> None:
        super().__init__(window)
        self._window = window
        self._tally = tally
        self._is_in_background = False
        self._is_decided = False
        self._question: ClosingQuestion | None = None
        self._second_start: SecondStart | None = None
        self._linger = QTimer(self, singleShot=True, interval=_LINGER_MS)
        self._linger.timeout.connect(self._on_lingered)
        window.close_asked.connect(self._on_close_asked)
        tally.changed.connect(self._on_tally_changed)

    def come_back(self) -> None:
        """Show the window again, in front of others, unless the program ends already."""
        if self._is_decided:
            return
        was_away, self._is_in_background = self._is_in_background, False
        self._stop_listening()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if was_away:
            QApplication.setQuitOnLastWindowClosed(True)
            self.came_back.emit()

    def end(self) -> None:
        """Let the program end without a question, as by the answer that it should close now."""
        if self._is_decided:
            return
        self._is_decided = True
        self._is_in_background = False
        self._linger.stop()
        # Whoever starts the program from now on gets a window of its own.
        self._stop_listening()
        self.decided.emit()

    def _on_close_asked(self) -> None:
        if self._is_decided:
            return
        if not self._tally.is_under_way:
            self.end()
        elif self._question is None:
            self._ask()

    def _ask(self) -> None:
        from desktop_app.ui.closing_question import ClosingQuestion

        tally = self._tally
        question = self._question = ClosingQuestion(
            tally.making, tally.waiting, may_cost=tally.may_cost > 0, parent=self._window
        )
        question.background_chosen.connect(self._go_to_background)
        question.closing_chosen.connect(self.end)
        question.finished.connect(self._on_answered)
        question.open()

    def _on_answered(self, _result: int) -> None:
        assert self._question is not None
        self._question.deleteLater()
        self._question = None

    def _go_to_background(self) -> None:
        self._is_in_background = True
        # With no window left Qt would end the program.
        QApplication.setQuitOnLastWindowClosed(False)
        self._listen()
        self._window.hide()
        self.went_to_background.emit()
        self._on_tally_changed()

    def _listen(self) -> None:
        from desktop_app.qt.second_start import SecondStart

        self._second_start = SecondStart(self)
        self._second_start.knocked.connect(self.come_back)
        self._second_start.listen()

    def _stop_listening(self) -> None:
        if self._second_start is not None:
            self._second_start.close()
            self._second_start.deleteLater()
            self._second_start = None

    def _on_tally_changed(self) -> None:
        if self._is_in_background and not self._tally.is_under_way:
            self._linger.start()

    def _on_lingered(self) -> None:
        if self._is_in_background and not self._tally.is_under_way:
            self.end()
