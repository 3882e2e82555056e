"""Works a batch out a moment after the last change, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.qt.tasks import Tasks
from desktop_app.ui.batch.recipes import Outcome

Question: TypeAlias = Callable[[], Outcome]

_PAUSE_MS = 120


class Reckoning(QObject):
    """Asks `question` in the GUI thread what is to be worked out, `None` for nothing, and runs that in a thread.

    Signals:
        answered(Outcome): the answer to the last question; what was asked before is forgotten.
    """

    answered = Signal(object)

    def __init__(self, tasks: Tasks, question: Callable[[], Question | None], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._question = question
        self._asked = self._known = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_over)

    @property
    def is_settled(self) -> bool:
        """Say whether the last answer is to what is set now."""
        return self._asked == self._known

    def ask(self) -> None:
        """Something is another now: answer soon."""
        self._asked += 1
        self._pause.start()

    def stop(self) -> None:
        """Nobody looks any more: what was asked is not worked out, and no answer comes."""
        self._asked += 1
        self._pause.stop()

    def _on_pause_over(self) -> None:
        work = self._question()
        if work is None:
            self._tell(self._asked, Outcome())
        else:
            self._tasks.run(partial(_answer, self._asked, work), self._on_answered)

    def _on_answered(self, answer: tuple[int, Outcome]) -> None:
        self._tell(*answer)

    def _tell(self, asked: int, outcome: Outcome) -> None:
        if asked == self._asked:
            self._known = asked
            self.answered.emit(outcome)


def _answer(asked: int, work: Question) -> tuple[int, Outcome]:
    return asked, work()
