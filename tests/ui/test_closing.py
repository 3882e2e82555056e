"""Closing while something is under way: the question, its answers, and the end in the background."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.core.request import GenerationRequest
from desktop_app.qt.job_tally import JobTally
from desktop_app.qt.second_start import knock
from desktop_app.ui.closing import Closing
from desktop_app.ui.closing_question import ClosingQuestion
from desktop_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme


class House:
    """A window with what closes it."""

    def __init__(self, theme: Theme) -> None:
        self.window = MainWindow(theme.tokens)
        self.tally = JobTally(self.window)
        self.closing = Closing(self.window, self.tally)

    @property
    def question(self) -> ClosingQuestion | None:
        return next((box for box in self.window.findChildren(ClosingQuestion) if box.isVisible()), None)

    @property
    def words(self) -> str:
        assert self.question is not None
        question = self.question
        return " ".join(label.text() for label in (question.heading, question.background_words, question.closing_words))

    def answer(self, text: str) -> None:
        assert self.question is not None
        next(each for each in self.question.findChildren(QPushButton) if each.text() == text).click()


@pytest.fixture
def house(qtbot: QtBot, theme: Theme) -> Iterator[House]:
    place = House(theme)
    qtbot.addWidget(place.window)
    place.window.show()
    yield place
    QApplication.setQuitOnLastWindowClosed(True)


def job(number: int, state: JobState, **more: Any) -> Job:
    return Job(f"j{number}", "b", GenerationRequest("a fox", "some/model"), more.pop("demo", False), state, **more)


def test_with_nothing_under_way_it_ends_at_once(house: House, qtbot: QtBot) -> None:
    with qtbot.waitSignal(house.closing.decided):
        house.window.close_asked.emit()
    assert house.question is None


@pytest.mark.parametrize("hold", list(Hold))
def test_what_only_waits_and_cannot_go_on_is_no_reason_to_ask(house: House, qtbot: QtBot, hold: Hold) -> None:
    house.tally.take([job(1, JobState.QUEUED)])
    house.tally.take_queue(QueueState(frozenset({hold}), waiting=1))
    with qtbot.waitSignal(house.closing.decided):
        house.window.close_asked.emit()


def test_it_asks_once_and_says_what_will_happen(house: House, qtbot: QtBot) -> None:
    house.tally.take([job(1, JobState.SENDING), job(2, JobState.RECEIVING), job(3, JobState.QUEUED)])
    with qtbot.assertNotEmitted(house.closing.decided):
        house.window.close_asked.emit()
        house.window.close_asked.emit()
    assert len([box for box in house.window.findChildren(ClosingQuestion) if box.isVisible()]) == 1
    assert "2 pictures are being made. 1 order waits." in house.words
    assert "may still be billed" in house.words
    assert "goes out at the next start" in house.words
    house.answer("Stay")
    assert house.question is None
    assert house.window.isVisible()


def test_the_demo_engine_bills_nothing(house: House) -> None:
    house.tally.take([job(1, JobState.SENDING, demo=True)])
    house.window.close_asked.emit()
    assert "billed" not in house.words


def test_closing_now_ends_it(house: House, qtbot: QtBot) -> None:
    house.tally.take([job(1, JobState.SENDING)])
    house.window.close_asked.emit()
    with qtbot.waitSignal(house.closing.decided):
        house.answer("Close now")


def test_in_the_background_it_ends_when_the_last_one_is_done(house: House, qtbot: QtBot) -> None:
    house.tally.take([job(1, JobState.SENDING), job(2, JobState.QUEUED)])
    house.window.close_asked.emit()
    with qtbot.assertNotEmitted(house.closing.decided, wait=700):
        house.answer("Finish in the background")
        assert not house.window.isVisible()
        house.tally.take([job(1, JobState.DONE)])
    with qtbot.waitSignal(house.closing.decided):
        house.tally.take([job(2, JobState.DONE)])


def test_told_to_end_it_asks_nothing_and_decides_once(house: House, qtbot: QtBot) -> None:
    decided: list[bool] = []
    house.closing.decided.connect(lambda: decided.append(True))
    house.tally.take([job(1, JobState.SENDING)])
    house.closing.end()
    house.window.close_asked.emit()
    house.closing.end()
    assert decided == [True]
    assert house.question is None


def test_what_ends_lets_itself_neither_be_knocked_up_nor_called_back(
    house: House, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The name of a socket is short.
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("r")))
    house.tally.take([job(1, JobState.SENDING)])
    house.window.close_asked.emit()
    house.answer("Finish in the background")
    house.closing.end()
    assert not knock()
    house.closing.come_back()
    assert not house.window.isVisible()


def test_from_the_background_it_comes_back_and_goes_on(house: House, qtbot: QtBot) -> None:
    house.tally.take([job(1, JobState.SENDING)])
    house.window.close_asked.emit()
    house.answer("Finish in the background")
    with qtbot.waitSignal(house.closing.came_back):
        house.closing.come_back()
    assert house.window.isVisible()
    with qtbot.assertNotEmitted(house.closing.decided, wait=700):
        house.tally.take([job(1, JobState.DONE)])
