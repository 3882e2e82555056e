"""The prompt with its history, its templates and the line that says what the seed makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.prompt_template import resolved
from desktop_app.store.prompt_book import PromptBook
from desktop_app.store.wildcards import WildcardFolder
from desktop_app.ui.create.prompt_row import PromptRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def book(tmp_path: Path) -> PromptBook:
    return PromptBook(tmp_path / "data" / "prompts.json")


@pytest.fixture
def wildcards(tmp_path: Path) -> WildcardFolder:
    return WildcardFolder(tmp_path / "wildcards")


@pytest.fixture
def new_row(
    qtbot: QtBot, theme: Theme, tasks: Tasks, book: PromptBook, wildcards: WildcardFolder
) -> Callable[[], PromptRow]:
    windows: list[QWidget] = []

    def make() -> PromptRow:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(420, 640)
        column = QVBoxLayout(window)
        row = PromptRow()
        column.addWidget(row)
        column.addWidget(QLineEdit())
        column.addStretch(1)
        with qtbot.waitExposed(window):
            window.show()
        row.attach(theme, book, tasks, wildcards)
        row.show_seed(7)
        window.activateWindow()
        row.editor.setFocus()
        read: list[None] = []
        tasks.run(lambda: None, read.append)
        qtbot.waitUntil(lambda: bool(read))
        return row

    return make


@pytest.fixture
def row(new_row: Callable[[], PromptRow]) -> PromptRow:
    return new_row()


def write(row: PromptRow, text: str) -> None:
    row.editor.selectAll()
    QTest.keyClicks(row.editor, text)


def older(row: PromptRow) -> str:
    QTest.keyClick(row.editor, Qt.Key.Key_Up, ALT)
    return row.editor.toPlainText()


def newer(row: PromptRow) -> str:
    QTest.keyClick(row.editor, Qt.Key.Key_Down, ALT)
    return row.editor.toPlainText()


def wait_for_line(qtbot: QtBot, row: PromptRow, text: str) -> None:
    qtbot.waitUntil(lambda: row.preview.text == text)


# History


def test_alt_up_walks_back_and_alt_down_returns_to_what_is_being_written(row: PromptRow) -> None:
    for text in ("first", "second\nin two lines", "third"):
        row.note_ordered(text)
    write(row, "unfinished")
    assert [older(row), older(row), older(row), older(row)] == ["third", "second\nin two lines", "first", "first"]
    assert [newer(row), newer(row), newer(row), newer(row)] == [
        "second\nin two lines",
        "third",
        "unfinished",
        "unfinished",
    ]


def test_the_prompt_that_was_just_ordered_is_no_stop_of_its_own(row: PromptRow) -> None:
    row.note_ordered("first")
    row.note_ordered("second")
    write(row, "second")
    assert older(row) == "first"
    assert newer(row) == "second"


def test_typing_leaves_the_walk(row: PromptRow) -> None:
    row.note_ordered("first")
    row.note_ordered("second")
    older(row)
    older(row)
    QTest.keyClicks(row.editor, "!")
    assert newer(row) == "first!"
    assert [older(row), newer(row)] == ["second", "first!"]


def test_undo_brings_back_what_a_walk_replaced(row: PromptRow) -> None:
    row.note_ordered("first")
    row.note_ordered("second")
    write(row, "mine")
    older(row)
    older(row)
    row.editor.undo()
    assert row.editor.toPlainText() == "second"
    row.editor.undo()
    assert row.editor.toPlainText() == "mine"


def test_the_history_is_there_at_the_next_start(
    qtbot: QtBot, row: PromptRow, new_row: Callable[[], PromptRow], book: PromptBook
) -> None:
    row.note_ordered("a {red|blue} fox")
    qtbot.waitUntil(lambda: book.load().history == ("a {red|blue} fox",))
    assert older(new_row()) == "a {red|blue} fox"


def test_plain_up_only_moves_the_cursor(row: PromptRow) -> None:
    row.note_ordered("first")
    write(row, "mine")
    QTest.keyClick(row.editor, Qt.Key.Key_Up)
    assert row.editor.toPlainText() == "mine"


def test_a_history_that_cannot_be_kept_is_told(qtbot: QtBot, row: PromptRow, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the place of the folder")
    with qtbot.waitSignal(row.notice_raised) as told:
        row.note_ordered("first")
    assert told.args is not None
    assert "folder" in told.args[0]


# What the seed makes of it


def test_choices_are_shown_as_the_seed_makes_them(qtbot: QtBot, row: PromptRow) -> None:
    text = "a {red|blue|green|grey} fox"
    write(row, text)
    for seed in (7, 8, 9, 10, 11):
        row.show_seed(seed)
        wait_for_line(qtbot, row, f"→ {resolved(text, seed, lambda _: None).prompt}")
    assert row.preview.isVisible()
    row.show_seed(None)
    qtbot.waitUntil(lambda: row.preview.text.startswith("→ such as: a "))
    write(row, "a fox")
    assert not row.preview.isVisible()


def test_a_word_list_that_is_missing_is_said_and_comes_into_force_when_it_is_there(
    qtbot: QtBot, row: PromptRow, wildcards: WildcardFolder
) -> None:
    write(row, "a __birds__ in snow")
    qtbot.waitUntil(lambda: row.preview.text.startswith("There is no word list “birds”."))
    assert row.problem().startswith("There is no word list “birds”.")
    wildcards.make("birds", "barn owl")
    row.editor.clearFocus()
    row.editor.setFocus()
    qtbot.waitUntil(lambda: row.preview.text == "→ a barn owl in snow")
    assert row.problem() == ""


def test_a_missing_list_is_said_even_where_the_seed_does_not_ask_for_it(qtbot: QtBot, row: PromptRow) -> None:
    write(row, "{1000::a|__birds__}")
    qtbot.waitUntil(lambda: "birds" in row.preview.text)


def test_a_long_prompt_is_cut_to_three_lines_and_whole_in_the_tool_tip(qtbot: QtBot, row: PromptRow) -> None:
    row.editor.replace("{a & <b>|a & <b>} " + "word " * 2000)
    qtbot.waitUntil(row.preview.isVisible)
    lines = row.preview.text_shown.split("\n")
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert row.preview.toolTip().count("word") == 2000
    assert "a &amp; &lt;b&gt;" in row.preview.toolTip()
    row.resize(row.width() // 2, row.height())
    assert len(row.preview.text_shown.split("\n")) == 3


def test_a_prompt_is_reckoned_only_once_typing_pauses(qtbot: QtBot, row: PromptRow) -> None:
    write(row, "{a|b")
    QTest.keyClicks(row.editor, "}")
    assert row.preview.text == ""
    qtbot.waitUntil(lambda: row.preview.text in {"→ a", "→ b"})


# Placeholders


def test_placeholders_are_said_and_keep_the_prompt_back(qtbot: QtBot, row: PromptRow) -> None:
    write(row, "a {subject} in {place}")
    assert row.problem() == "Fill in {subject} first."
    qtbot.waitUntil(lambda: row.preview.text == "To fill in: {subject}, {place} · Tab goes to the next")
    write(row, '{"subject": "a fox"}')
    assert row.problem() == ""


def test_tab_goes_from_placeholder_to_placeholder_and_then_on(row: PromptRow) -> None:
    row.editor.replace("a 😀 {subject} in {place}")
    row.go_to_problem()
    assert row.editor.textCursor().selectedText() == "{subject}"
    QTest.keyClicks(row.editor, "fox")
    QTest.keyClick(row.editor, Qt.Key.Key_Tab)
    assert row.editor.textCursor().selectedText() == "{place}"
    QTest.keyClick(row.editor, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not row.editor
    row.editor.setFocus()
    QTest.keyClick(row.editor, Qt.Key.Key_Backtab)
    assert row.editor.toPlainText() == "a 😀 fox in {place}"


def test_shift_tab_goes_back_to_the_placeholder_before(row: PromptRow) -> None:
    row.editor.replace("{a} and {b}")
    QTest.keyClick(row.editor, Qt.Key.Key_Backtab)
    assert row.editor.textCursor().selectedText() == "{b}"
    QTest.keyClick(row.editor, Qt.Key.Key_Backtab)
    assert row.editor.textCursor().selectedText() == "{a}"
    QTest.keyClick(row.editor, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is not row.editor


# Templates


def names(row: PromptRow) -> list[str]:
    return [each.choice.text for each in row.menu.picker.rows]


def test_without_templates_there_is_an_example(qtbot: QtBot, row: PromptRow) -> None:
    QTest.mouseClick(row.menu, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert names(row) == ["Try an example"]
    QTest.keyClick(QApplication.focusWidget() or row, Qt.Key.Key_Return)
    assert row.editor.toPlainText().startswith("a {red|blue} fox")
    qtbot.waitUntil(lambda: row.preview.text.startswith("→ a "))
    assert QApplication.focusWidget() is row.editor


def test_a_template_is_saved_chosen_renamed_and_deleted(qtbot: QtBot, row: PromptRow, book: PromptBook) -> None:
    write(row, "a portrait of {subject}")
    row.menu.open_list()
    row.menu.picker.saved.emit("Portrait")
    qtbot.waitUntil(lambda: names(row) == ["Portrait"])
    write(row, "mine")
    row.menu.open_list()
    row.menu.picker.rows[0].button.click()
    assert row.editor.toPlainText() == "a portrait of {subject}"
    assert row.editor.textCursor().selectedText() == "{subject}"
    row.editor.undo()
    assert row.editor.toPlainText() == "mine"
    row.menu.open_list()
    row.menu.picker.renamed.emit("template:Portrait", "Face")
    qtbot.waitUntil(lambda: names(row) == ["Face"])
    assert [each.name for each in book.load().templates] == ["Face"]
    row.menu.picker.deleted.emit("template:Face")
    qtbot.waitUntil(lambda: names(row) == ["Try an example"])


def test_an_empty_prompt_is_not_saved(qtbot: QtBot, row: PromptRow, book: PromptBook) -> None:
    row.menu.open_list()
    with qtbot.waitSignal(row.notice_raised):
        row.menu.picker.saved.emit("Nothing")
    assert book.load().templates == ()


def test_a_template_of_another_program_is_offered_when_the_list_opens(
    qtbot: QtBot, row: PromptRow, book: PromptBook
) -> None:
    book.save_template("Theirs", "a fox")
    row.menu.open_list()
    qtbot.waitUntil(lambda: names(row) == ["Theirs"])


def test_a_word_list_is_written_at_the_cursor(qtbot: QtBot, row: PromptRow, wildcards: WildcardFolder) -> None:
    wildcards.make("animals", "fox")
    write(row, "a ")
    row.menu.open_list()
    qtbot.waitUntil(lambda: names(row) == ["Try an example", "__animals__"])
    row.menu.picker.rows[1].button.click()
    assert row.editor.toPlainText() == "a __animals__"
    qtbot.waitUntil(lambda: row.preview.text == "→ a fox")


class _FileViewer(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


@pytest.fixture
def file_viewer(qapp: QApplication) -> Iterator[_FileViewer]:
    viewer = _FileViewer()
    QDesktopServices.setUrlHandler("file", viewer, "open")  # type: ignore[arg-type]  # what it takes is a str
    yield viewer
    QDesktopServices.unsetUrlHandler("file")


def test_the_folder_of_word_lists_is_made_and_opened(
    qtbot: QtBot, row: PromptRow, wildcards: WildcardFolder, file_viewer: _FileViewer
) -> None:
    row.menu.open_list()
    row.menu.folder.click()
    qtbot.waitUntil(lambda: len(file_viewer.shown) == 1)
    assert file_viewer.shown == [str(wildcards.path).replace("\\", "/")]
    assert wildcards.names() == ("animals",)
    lines = wildcards.lines("animals")
    assert lines is not None
    assert "red fox" in lines
    assert not any(line.startswith("#") for line in lines)


# Before it is attached


def test_the_bare_prompt_of_the_first_window_takes_every_word(qtbot: QtBot) -> None:
    row = PromptRow()
    qtbot.addWidget(row)
    row.editor.reset("a {subject}")
    row.show_seed(1)
    row.note_ordered("a fox")
    assert row.problem() == ""
    assert older(row) == "a {subject}"
