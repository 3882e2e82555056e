"""Ending the program: at once, or, while pictures are being made, after one question."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop_app.qt.job_tally import JobTally
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.words import grouped

# What was just done is told, and may be followed by what is just begun.
_LINGER_MS = 500


class Closing(QObject):
    """Asks what should become of jobs under way; the window can be put away until they are done.

    Signals:
        decided(): the program may end now.
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
        self._question: QMessageBox | None = None
        self._buttons: dict[str, QPushButton] = {}
        self._linger = QTimer(self, singleShot=True, interval=_LINGER_MS)
        self._linger.timeout.connect(self._on_lingered)
        window.close_asked.connect(self._on_close_asked)
        tally.changed.connect(self._on_tally_changed)

    @property
    def is_in_background(self) -> bool:
        """Say whether the window is put away while the program goes on."""
        return self._is_in_background

    def come_back(self) -> None:
        """Show the window again, in front of others."""
        was_away, self._is_in_background = self._is_in_background, False
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if was_away:
            QApplication.setQuitOnLastWindowClosed(True)
            self.came_back.emit()

    def _on_close_asked(self) -> None:
        if not self._tally.is_under_way:
            self.decided.emit()
        elif self._question is None:
            self._ask()

    def _ask(self) -> None:
        box = self._question = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Close Sfumato"))
        box.setText(self._question_words())
        box.setInformativeText(self._outcome_words())
        background = box.addButton(self.tr("Finish in the background"), QMessageBox.ButtonRole.AcceptRole)
        now = box.addButton(self.tr("Close now"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        self._buttons = {"background": background, "now": now}
        box.setDefaultButton(background)
        box.setEscapeButton(stay)
        box.finished.connect(self._on_answered)
        box.open()

    def _question_words(self) -> str:
        making, waiting = self._tally.making, self._tally.waiting
        if making == 1:
            told = [self.tr("A picture is being made.")]
        elif making:
            told = [self.tr("{n} pictures are being made.").format(n=grouped(making))]
        else:
            told = []
        if waiting == 1:
            told.append(self.tr("1 order waits."))
        elif waiting:
            told.append(self.tr("{n} orders wait.").format(n=grouped(waiting)))
        return " ".join(told)

    def _outcome_words(self) -> str:
        """Say what each way of closing does."""
        told = [self.tr("In the background everything is finished without the window; then Sfumato ends by itself.")]
        if self._tally.may_cost:
            told.append(
                self.tr(
                    "If you close now, what was sent may still be billed, and its outcome stays unknown until you "
                    "decide what becomes of it."
                )
            )
        elif self._tally.making:
            told.append(self.tr("If you close now, the pictures under way are not made."))
        if self._tally.waiting:
            told.append(self.tr("What waits is kept, and goes out at the next start."))
        return "\n\n".join(told)

    def _on_answered(self, _result: int) -> None:
        assert self._question is not None
        pressed = self._question.clickedButton()
        self._question.deleteLater()
        self._question = None
        if pressed is self._buttons["now"]:
            self.decided.emit()
        elif pressed is self._buttons["background"]:
            self._go_to_background()

    def _go_to_background(self) -> None:
        self._is_in_background = True
        # With no window left Qt would end the program.
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        self.went_to_background.emit()
        self._on_tally_changed()

    def _on_tally_changed(self) -> None:
        if self._is_in_background and not self._tally.is_under_way:
            self._linger.start()

    def _on_lingered(self) -> None:
        if self._is_in_background and not self._tally.is_under_way:
            self._is_in_background = False
            self.decided.emit()
            # A window that is not shown has nothing to close by which Qt would end.
            QApplication.quit()
