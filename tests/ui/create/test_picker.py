"""The list over the window: found by screen readers, walked by keys, gone when the person turns to something else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_app.ui.create.picker import Section
from desktop_app.ui.create.picker_row import ChoiceButton
from desktop_app.ui.create.typed_prefix import TypedPrefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAccessibleInterface
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.create.panel import CreatePanel


def names_below(part: QAccessibleInterface) -> Iterator[str]:
    for index in range(part.childCount()):
        child = part.child(index)
        yield child.text(QAccessible.Text.Name)
        yield from names_below(child)


def focused_text() -> str:
    focus = QApplication.focusWidget()
    assert isinstance(focus, ChoiceButton)
    return focus.choice.text


def click_window(panel: CreatePanel, place: QPoint) -> None:
    QTest.mouseClick(panel.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_a_screen_reader_finds_the_lines_in_the_window(panel: CreatePanel) -> None:
    window = QAccessible.queryAccessibleInterface(panel)
    assert "Best quality, FLUX.2 max" not in list(names_below(window))
    panel.model.open_list()
    names = list(names_below(window))
    assert "Models" in names
    assert "Best quality, FLUX.2 max" in names
    panel.model.picker.hide()


def test_tab_stays_in_the_list_and_escape_goes_back_to_the_field(panel: CreatePanel) -> None:
    panel.size_row.side.setFocus()
    panel.size_row.open_list()
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert panel.size_row.picker.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not panel.size_row.picker.isVisible()
    assert QApplication.focusWidget() is panel.size_row.side


def test_a_choice_gives_the_keys_back_to_the_field(panel: CreatePanel) -> None:
    panel.model.open_list()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is panel.model.field


def test_a_click_beside_the_list_closes_it_and_one_on_its_field_does_not_open_it_again(panel: CreatePanel) -> None:
    panel.model.open_list()
    click_window(panel, panel.model.field.mapTo(panel, panel.model.field.rect().center()))
    assert not panel.model.picker.isVisible()
    click_window(panel, panel.model.field.mapTo(panel, panel.model.field.rect().center()))
    assert panel.model.picker.isVisible()
    click_window(panel, panel.model.picker.geometry().center())
    panel.model.open_list()
    click_window(panel, panel.prompt.editor.mapTo(panel, panel.prompt.editor.rect().center()))
    assert not panel.model.picker.isVisible()
    assert panel.prompt.editor.hasFocus()


def test_the_list_goes_when_the_keys_go_elsewhere_or_the_window_changes(panel: CreatePanel) -> None:
    panel.model.open_list()
    panel.focus_prompt()
    assert not panel.model.picker.isVisible()
    assert panel.prompt.editor.hasFocus()
    panel.model.open_list()
    panel.resize(panel.width(), panel.height() - 40)
    QApplication.processEvents()
    assert not panel.model.picker.isVisible()


def test_a_small_window_holds_the_whole_list(panel: CreatePanel) -> None:
    panel.resize(304, 380)
    QApplication.processEvents()
    panel.model.open_list()
    picker = panel.model.picker
    assert panel.rect().contains(picker.geometry())
    assert picker.height() >= 320
    picker.hide()


def test_letters_that_follow_quickly_are_one_beginning(panel: CreatePanel) -> None:
    panel.model.open_list()
    for letter, text in (("g", "Gemini Flash Image 2.5"), ("p", "GPT Image 1.5"), ("t", "GPT Image 1.5")):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, letter)
        assert focused_text() == text
    panel.model.picker.hide()


def test_a_letter_goes_on_to_the_next_line_and_a_word_within_a_name_is_found() -> None:
    texts = ["FLUX.2 dev", "FLUX.2 pro", "Imagen", "FLUX.1 Kontext pro"]
    prefix = TypedPrefix()
    assert prefix.typed("f", texts, 0) == 1
    assert prefix.typed("f", texts, 1) == 3
    assert prefix.typed("f", texts, 3) == 0
    prefix.clear()
    assert prefix.typed("K", texts, 0) == 3
    assert prefix.typed("z", texts, 3) is None
    prefix.clear()
    assert [prefix.typed(each, texts, 0) for each in "flux.1"][-1] == 3


def test_the_actions_make_room_while_a_name_is_typed(panel: CreatePanel) -> None:
    panel.model.open_list()
    row = panel.model
    assert row.export_button.isVisible()
    (save,) = (each for each in row.picker.findChildren(ChoiceButton) if each.choice.key == "" and each.isVisible())
    save.click()
    assert not row.export_button.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert row.export_button.isVisible()
    assert row.picker.isVisible()
    assert isinstance(row.export_button, QPushButton)
    row.picker.hide()


def tab(*, back: bool = False) -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def test_tab_goes_from_a_line_to_what_stands_under_the_list_and_back(panel: CreatePanel) -> None:
    panel.model.model_chosen.emit("google/gemini-3-pro-image")
    panel.size_row.open_list()
    fields, line = panel.size_row.fields, QApplication.focusWidget()
    assert isinstance(line, ChoiceButton)
    order = (fields.width_box, fields.height_box, fields.use_button, fields.swap, fields.lock)
    for part in order:
        assert tab() is part
    save = tab()
    assert isinstance(save, ChoiceButton)
    assert save.choice.text == "Save as preset…"
    assert tab() is line
    assert tab(back=True) is save
    panel.size_row.picker.hide()


def test_tab_goes_through_what_can_be_done_to_a_preset(panel: CreatePanel) -> None:
    panel.model.open_list()
    panel.model.picker.rows[0].button.setFocus()
    names = [tab().accessibleName() for _ in range(3)]
    assert names == ["Rename Quick draft", "Delete Quick draft", "Save as preset…"]
    panel.model.picker.hide()


def test_a_digit_begins_an_own_size(panel: CreatePanel) -> None:
    panel.size_row.open_list()
    for digit in "640":
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, digit)
    assert panel.size_row.fields.width_box.hasFocus()
    assert panel.size_row.fields.size_px.width == 640
    panel.size_row.picker.hide()


def test_a_list_that_grows_takes_the_room_that_it_needs(panel: CreatePanel) -> None:
    panel.size_row.open_list()
    picker = panel.size_row.picker
    before = picker.height()
    line = picker.rows[0].choice
    picker.refill([Section("More", tuple(replace(line, key=f"size:{n}x{n}") for n in range(1, 30)))])
    assert picker.height() > before
    assert panel.rect().contains(picker.geometry())
    picker.hide()


def test_other_lines_leave_the_keys_with_what_stands_under_them(panel: CreatePanel) -> None:
    panel.model.open_list()
    panel.model.list_line.button.setFocus()
    place = panel.model.picker.rows[-1].choice
    panel.model.picker.refill([Section("Fewer", (place,))])
    assert panel.model.list_line.button.hasFocus()
    panel.model.picker.hide()


def test_a_list_is_opened_again_and_again(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.model.open_list()
    for _ in range(60):
        # What was in the list before is deleted by the event loop alone.
        with qtbot.waitSignal(panel.model.picker.rows[0].button.destroyed):
            QTest.keyClick(panel.model.picker.rows[0].button, Qt.Key.Key_Escape)
            QTest.mouseClick(panel.model.field, Qt.MouseButton.LeftButton)
    panel.model.picker.hide()
