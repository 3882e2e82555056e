"""The sheet of keys lists what the window and its fields take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import GenerationRequest
from desktop_app.qt.queue_model import QueueModel
from desktop_app.ui.create.prompt_editor import PromptEditor
from desktop_app.ui.keys_sheet import KeysSheet
from desktop_app.ui.queue.queue_view import QueueView
from desktop_app.ui.shortcuts import SHORTCUTS, Command, command_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

RATINGS = {Command.RATE_1, Command.RATE_2, Command.RATE_3, Command.RATE_4, Command.RATE_5}


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    """Return the window that the sheet belongs to."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def sheet(qtbot: QtBot, window: QWidget) -> KeysSheet:
    """Return the shown sheet."""
    sheet = KeysSheet(window)
    with qtbot.waitExposed(sheet):
        sheet.show()
    return sheet


@pytest.fixture
def keys(sheet: KeysSheet) -> dict[str, str]:
    """Return the key that the sheet shows at the end of each line."""
    by_line: dict[tuple[int, int], list[QLabel]] = {}
    for number, column in enumerate(sheet.findChildren(QWidget, "column")):
        for label in column.findChildren(QLabel):
            by_line.setdefault((number, label.geometry().center().y()), []).append(label)
    lines = [sorted(each, key=QWidget.x) for each in by_line.values()]
    return {line[0].text(): line[1].text() for line in lines if len(line) == 2}


def test_the_sheet_shows_all_lines_on_a_small_screen(sheet: KeysSheet) -> None:
    assert sheet.sizeHint().boundedTo(QSize(960, 720)) == sheet.sizeHint()
    scroll = sheet.findChildren(QScrollArea)[0]
    assert scroll.verticalScrollBar().maximum() == 0
    assert scroll.horizontalScrollBar().maximum() == 0


def test_a_sheet_without_room_scrolls_to_its_last_line(sheet: KeysSheet) -> None:
    sheet.resize(sheet.width(), 240)
    bar = sheet.findChildren(QScrollArea)[0].verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(sheet.findChildren(QScrollArea)[0], Qt.Key.Key_Down)
    assert bar.value() > 0


def test_every_command_of_the_window_is_listed(keys: dict[str, str]) -> None:
    for shortcut in SHORTCUTS:
        if shortcut.command not in RATINGS:
            assert QKeySequence(keys[command_words(shortcut.command)]) == QKeySequence(shortcut.keys[0])
    assert keys["Rate 1 to 5 stars"] == "1 – 5"


@pytest.mark.parametrize(("line", "wanted"), [("Earlier prompt", "older_wanted"), ("Later prompt", "newer_wanted")])
def test_the_prompt_takes_its_keys_of_the_sheet(qtbot: QtBot, keys: dict[str, str], line: str, wanted: str) -> None:
    editor = PromptEditor()
    qtbot.addWidget(editor)
    with qtbot.waitSignal(getattr(editor, wanted)):
        QTest.keySequence(editor, QKeySequence(keys[line]))


def test_the_key_of_the_sheet_goes_to_the_next_part_to_fill_in(qtbot: QtBot, keys: dict[str, str]) -> None:
    editor = PromptEditor()
    qtbot.addWidget(editor)
    editor.reset("a {animal} in {place}")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keySequence(editor, QKeySequence(keys["Next part to fill in"]))
    assert editor.textCursor().selectedText() == "{animal}"


@pytest.fixture
def queue(qtbot: QtBot, theme: Theme) -> QueueView:
    """Return a shown queue of three jobs that wait and one that failed."""
    view = QueueView(theme, QueueModel(), known_catalogue())
    view.model.setParent(view)
    qtbot.addWidget(view)
    view.resize(840, 640)
    with qtbot.waitExposed(view):
        view.show()
    request = GenerationRequest("a fox", "black-forest-labs/FLUX.2-dev", 1024, 1024)
    waiting = [Job(f"j{number}", "b", request, False, position=float(number)) for number in range(3)]
    failure = Failure("Overloaded", Billed.NO)
    view.model.take_jobs([*waiting, Job("failed", "b", request, False, JobState.FAILED, failure=failure)])
    return view


@pytest.mark.parametrize(("line", "moved"), [("Move up", ["j1", "j0", "j2"]), ("Move down", ["j0", "j2", "j1"])])
def test_the_keys_of_the_sheet_move_a_job(queue: QueueView, keys: dict[str, str], line: str, moved: list[str]) -> None:
    queue.list.show_job("j1")
    QTest.keySequence(queue.list, QKeySequence(keys[line]))
    assert [job.id for job in queue.model.waiting()] == moved


@pytest.mark.parametrize(
    ("line", "job", "wanted"),
    [
        ("Hold, or release", "j1", "hold_requested"),
        ("Cancel, or dismiss", "j1", "cancel_requested"),
        ("Cancel, or dismiss", "failed", "dismiss_requested"),
        ("Show its details", "failed", "job_details_requested"),
    ],
)
def test_the_queue_takes_its_keys_of_the_sheet(
    qtbot: QtBot, queue: QueueView, keys: dict[str, str], line: str, job: str, wanted: str
) -> None:
    queue.list.show_job(job)
    with qtbot.waitSignal(getattr(queue, wanted)):
        QTest.keySequence(queue.list, QKeySequence(keys[line]))
