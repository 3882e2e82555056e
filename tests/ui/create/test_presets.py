"""Presets of models and sizes: picked, saved, renamed and deleted in their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop_app.core.presets import SIZE_PRESETS
from desktop_app.core.sizes import Size
from desktop_app.ui.create.picker_row import ChoiceButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.store.presets_file import Presets
    from desktop_app.ui.create.panel import CreatePanel
    from desktop_app.ui.create.picker import Picker


def press(key: Qt.Key, text: str = "") -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text) if text else QTest.keyClick(focus, key)


def save_as(picker: Picker, name: str) -> None:
    (button,) = (each for each in picker.findChildren(ChoiceButton) if each.choice.key == "" and each.isVisible())
    button.click()
    (line,) = (each for each in picker.findChildren(QLineEdit) if each.isVisible() and each.text() == "")
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)


def edited(qtbot: QtBot, panel: CreatePanel) -> list[Presets]:
    kept: list[Presets] = []
    panel.presets_changed.connect(kept.append)
    return kept


def test_a_preset_is_picked_by_keyboard(panel: CreatePanel) -> None:
    panel.model.field.setFocus()
    press(Qt.Key.Key_Down)
    picker = panel.model.picker
    assert picker.isVisible()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Return)
    assert not picker.isVisible()
    assert panel.model.field.value == "FLUX.1 schnell"
    assert panel.model.preset_shown == "Quick draft"


def test_the_list_shows_every_model_with_its_price(panel: CreatePanel) -> None:
    panel.model.open_list()
    choices = [row.choice for row in panel.model.picker.rows]
    assert [each.text for each in choices[:3]] == ["Quick draft", "Best quality", "Edit a picture (Kontext)"]
    assert len(choices) == 3 + len(list(panel.form.catalogue))
    assert [each.text for each in choices if each.is_current] == ["FLUX.2 dev"]
    assert next(each.side for each in choices if each.text == "Demo engine") == "free"
    panel.model.picker.hide()


def test_letters_jump_and_do_not_reach_the_window(panel: CreatePanel) -> None:
    panel.model.open_list()
    press(Qt.Key.Key_S)
    focus = QApplication.focusWidget()
    assert isinstance(focus, ChoiceButton)
    assert focus.choice.text.startswith("S")
    press(Qt.Key.Key_Escape)
    assert not panel.model.picker.isVisible()


def test_a_model_is_saved_renamed_and_deleted_as_a_preset(qtbot: QtBot, panel: CreatePanel) -> None:
    kept = edited(qtbot, panel)
    panel.more.steps.box.setValue(40)
    panel.model.open_list()
    picker = panel.model.picker
    save_as(picker, "Slow and fine")
    mine = kept[-1].models[-1]
    assert (mine.name, mine.models, mine.steps) == ("Slow and fine", ("black-forest-labs/FLUX.2-dev",), 40)
    assert panel.model.preset_shown == "Slow and fine"
    assert picker.isVisible()

    picker.rows[3].button.setFocus()
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_A, "Slow")
    press(Qt.Key.Key_Return)
    assert kept[-1].models[-1].name == "Slow"

    picker.rows[3].button.setFocus()
    press(Qt.Key.Key_Delete)
    keep = QApplication.focusWidget()
    assert isinstance(keep, QPushButton)
    assert keep.text() == "Keep"
    press(Qt.Key.Key_Space)
    assert len(kept[-1].models) == 4
    press(Qt.Key.Key_Delete)
    (delete,) = (
        each for each in picker.rows[3].findChildren(QPushButton) if each.text() == "Delete" and each.isVisible()
    )
    delete.click()
    assert [each.name for each in kept[-1].models] == ["Quick draft", "Best quality", "Edit a picture (Kontext)"]
    picker.hide()


def test_escape_gives_up_a_name_and_leaves_the_list_open(qtbot: QtBot, panel: CreatePanel) -> None:
    kept = edited(qtbot, panel)
    panel.model.open_list()
    picker = panel.model.picker
    picker.rows[0].rename()
    press(Qt.Key.Key_A, "other")
    press(Qt.Key.Key_Escape)
    assert picker.isVisible()
    assert picker.rows[0].button.isVisible()
    assert kept == []
    picker.hide()


def test_a_renamed_built_in_preset_shows_its_new_name(qtbot: QtBot, panel: CreatePanel) -> None:
    kept = edited(qtbot, panel)
    panel.model.open_list()
    panel.model.picker.rows[0].rename()
    press(Qt.Key.Key_A, "Sketch")
    press(Qt.Key.Key_Return)
    assert (kept[-1].models[0].name, kept[-1].models[0].key) == ("Sketch", "")
    assert panel.model.picker.rows[0].choice.text == "Sketch"
    panel.model.picker.hide()


def test_every_size_preset_can_be_picked(panel: CreatePanel) -> None:
    for index, preset in enumerate(SIZE_PRESETS):
        panel.size_row.open_list()
        panel.size_row.picker.rows[index].button.click()
        assert panel.form.size == preset.size
        assert panel.size_row.side.text() == f"{preset.size.width} × {preset.size.height}"


def test_the_shapes_at_hand_go_from_square_to_long(panel: CreatePanel) -> None:
    sizes = [button.size_px for button in panel.size_row.buttons]
    assert sizes == [Size(1024, 1024), Size(1248, 832), Size(832, 1248), Size(1344, 768), Size(768, 1344)]
    QTest.mouseClick(panel.size_row.buttons[4], Qt.MouseButton.LeftButton)
    assert panel.form.size == Size(768, 1344)
    assert [button.isChecked() for button in panel.size_row.buttons] == [False] * 4 + [True]
    QTest.mouseClick(panel.size_row.buttons[4], Qt.MouseButton.LeftButton)
    assert panel.size_row.buttons[4].isChecked()


def test_an_own_size_is_used_saved_and_deleted(qtbot: QtBot, panel: CreatePanel) -> None:
    kept = edited(qtbot, panel)
    panel.size_row.open_list()
    fields, picker = panel.size_row.fields, panel.size_row.picker
    for box, text in ((fields.width_box, "640"), (fields.height_box, "1600")):
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)
    save_as(picker, "Tall")
    assert (kept[-1].sizes[-1].name, kept[-1].sizes[-1].size) == ("Tall", Size(640, 1600))
    QTest.keyClick(fields.height_box, Qt.Key.Key_Return)
    assert not picker.isVisible()
    assert panel.form.size == Size(640, 1600)
    panel.size_row.open_list()
    assert [row.choice.text for row in picker.rows if row.choice.is_current] == ["Tall"]
    picker.rows[0].ask_deletion()
    (delete,) = (
        each for each in picker.rows[0].findChildren(QPushButton) if each.text() == "Delete" and each.isVisible()
    )
    delete.click()
    assert Size(1024, 1024) not in [each.size for each in kept[-1].sizes]
    assert Size(1024, 1024) not in [button.size_px for button in panel.size_row.buttons]
    picker.hide()


def test_the_lists_stay_in_the_window_and_their_lines_within_them(panel: CreatePanel) -> None:
    for row in (panel.model, panel.size_row):
        row.open_list()
        QApplication.processEvents()
        assert panel.rect().contains(row.picker.geometry())
        for line in row.picker.rows:
            assert line.mapTo(row.picker, line.rect().topRight()).x() < row.picker.width()
        row.picker.hide()


def test_the_demo_engine_in_force_stands_beside_the_presets(panel: CreatePanel) -> None:
    panel.set_demo(True)
    panel.model.open_list()
    choices = [row.choice for row in panel.model.picker.rows]
    assert [each.text for each in choices[2:5]] == ["Edit a picture (Kontext)", "Demo engine", "FLUX.2 dev"]
    panel.model.picker.hide()
