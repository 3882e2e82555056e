"""The window of batches: what is typed, what is said of it, and what is ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from desktop_app.core.batch_making import no_lists
from desktop_app.core.batches import Axis
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.request import SEED_MAX
from desktop_app.store.prompt_file import Layout
from desktop_app.ui.batch.batch_window import BatchWindow, Source
from desktop_app.ui.create.form import Form

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

DEV, SCHNELL, KONTEXT = (
    "black-forest-labs/FLUX.2-dev",
    "black-forest-labs/FLUX.1-schnell",
    "black-forest-labs/FLUX.1-kontext-pro",
)


@pytest.fixture
def form() -> Form:
    return Form(known_catalogue(), model=DEV, prompt="hills at dusk", seed=11)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tasks: Tasks, form: Form) -> BatchWindow:
    lists = {"birds": ("owl", "hen")}
    opened = BatchWindow(theme, tasks, form, lists.get)
    qtbot.addWidget(opened)
    with qtbot.waitExposed(opened):
        opened.show()
    return opened


def settle(qtbot: QtBot, window: BatchWindow) -> None:
    qtbot.waitUntil(lambda: window.is_settled)


def grid(window: BatchWindow, columns: tuple[Axis, str], rows: tuple[Axis, str] | None) -> None:
    for field, chosen in ((window.grid.columns, columns), (window.grid.rows, rows)):
        axis = chosen[0] if chosen is not None else None
        field.kind.buttons[axis].click()
        if chosen is not None:
            field.line.clear()
            QTest.keyClicks(field.line, chosen[1])


def test_it_opens_ready_to_type_and_orders_nothing(qtbot: QtBot, window: BatchWindow) -> None:
    settle(qtbot, window)
    assert not window.isModal()
    assert window.focusWidget() is window.grid.columns.line
    assert (window.order.text(), window.order.isEnabled()) == ("Queue", False)
    with qtbot.assertNotEmitted(window.batch_ordered):
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_return_in_a_field_buys_nothing(qtbot: QtBot, window: BatchWindow) -> None:
    grid(window, (Axis.SEED, "1-3"), None)
    settle(qtbot, window)
    with qtbot.assertNotEmitted(window.batch_ordered):
        QTest.keyClick(window.grid.columns.line, Qt.Key.Key_Return)
    assert window.isVisible()


def test_the_whole_price_stands_on_the_button_before_the_order(qtbot: QtBot, window: BatchWindow) -> None:
    grid(window, (Axis.SEED, "1-6"), (Axis.STEPS, "10:40:10"))
    settle(qtbot, window)
    assert window.order.text() == "Queue 24 pictures  ·  from $0.37"
    assert window.count.text() == "24"
    assert window.preview.lines[0].label == "seed 1 · steps 10"
    with qtbot.waitSignal(window.batch_ordered) as ordered:
        QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    items = ordered.args[0]
    assert isinstance(items, tuple)
    assert [(item.request.seed, item.request.steps) for item in items[:7]] == [
        *((seed, 10) for seed in range(1, 7)),
        (1, 20),
    ]
    assert not window.isVisible()


def test_nothing_is_ordered_for_a_price_that_was_not_shown(qtbot: QtBot, window: BatchWindow) -> None:
    grid(window, (Axis.SEED, "1-6"), None)
    settle(qtbot, window)
    QTest.keyClicks(window.grid.columns.line, "0")
    assert not window.order.isEnabled()
    with qtbot.assertNotEmitted(window.batch_ordered):
        window.submit()
    settle(qtbot, window)
    assert window.order.text().startswith("Queue 60 pictures")


def test_the_same_batch_is_not_ordered_twice_by_two_presses(qtbot: QtBot, window: BatchWindow) -> None:
    grid(window, (Axis.SEED, "1-2"), None)
    settle(qtbot, window)
    orders: list[object] = []
    window.batch_ordered.connect(orders.append)
    window.submit()
    window.submit()
    assert len(orders) == 1


def test_the_demo_engine_is_free_whatever_the_model(qtbot: QtBot, window: BatchWindow) -> None:
    window.set_demo(True)
    grid(window, (Axis.SEED, "1-2"), None)
    settle(qtbot, window)
    assert window.order.text() == "Queue 2 pictures  ·  free"


def test_what_cannot_be_read_is_said_under_its_field(qtbot: QtBot, window: BatchWindow) -> None:
    grid(window, (Axis.SEED, "1-3, fox"), (Axis.STEPS, "1:9:0"))
    settle(qtbot, window)
    assert window.grid.columns.note.text() == "“fox” is no number."
    assert window.grid.rows.note.text() == "“1:9:0” never gets to its end."
    assert not window.order.isEnabled()


def test_the_two_parameters_are_never_the_same(window: BatchWindow) -> None:
    assert not window.grid.rows.kind.buttons[Axis.SEED].isEnabled()
    assert not window.grid.columns.kind.buttons[Axis.STEPS].isEnabled()
    window.grid.columns.kind.buttons[Axis.SIZE].click()
    assert window.grid.rows.kind.buttons[Axis.SEED].isEnabled()
    assert not window.grid.rows.kind.buttons[Axis.SIZE].isEnabled()


def test_going_to_another_parameter_and_back_keeps_what_was_typed(window: BatchWindow) -> None:
    QTest.keyClicks(window.grid.columns.line, "1-5")
    window.grid.columns.kind.buttons[Axis.SIZE].click()
    assert window.grid.columns.line.text() == ""
    window.grid.columns.kind.buttons[Axis.SEED].click()
    assert window.grid.columns.line.text() == "1-5"


def test_new_seeds_are_added_to_those_there(qtbot: QtBot, window: BatchWindow) -> None:
    QTest.keyClicks(window.grid.columns.line, "7,")
    window.grid.columns.new_seeds.click()
    first, *others = (int(each) for each in window.grid.columns.line.text().split(","))
    assert first == 7
    assert len(set(others)) == 4
    assert all(0 <= each <= SEED_MAX for each in others)
    window.grid.rows.kind.buttons[None].click()
    settle(qtbot, window)
    assert len(window.batch.items) == 5


def test_models_are_ticked_and_what_they_do_not_take_is_said(qtbot: QtBot, window: BatchWindow, form: Form) -> None:
    form.negative_prompt = "people"
    window.grid.columns.kind.buttons[Axis.MODEL].click()
    assert window.grid.columns.models.models == (DEV,)
    for model in (SCHNELL, KONTEXT):
        window.grid.columns.models.boxes[model].click()
    QTest.keyClicks(window.grid.rows.line, "4, 999")
    settle(qtbot, window)
    said = window.changes.text().splitlines()
    assert "FLUX.1 schnell: negative prompt left out; steps changed to what it takes." in said
    assert {item.request.model for item in window.batch.items} == {DEV, SCHNELL, KONTEXT}
    assert "seed" not in window.changes.text()


def test_prompts_of_a_grid_are_typed_a_line_each(qtbot: QtBot, window: BatchWindow) -> None:
    window.grid.rows.kind.buttons[Axis.PROMPT].click()
    QTest.keyClicks(window.grid.columns.line, "1, 2")
    window.grid.rows.prompts.setPlainText("a fox\n\nan owl\n")
    settle(qtbot, window)
    assert [item.label for item in window.batch.items] == [
        "seed 1 · a fox",
        "seed 2 · a fox",
        "seed 1 · an owl",
        "seed 2 · an owl",
    ]


def test_a_file_is_read_and_its_problems_are_told_by_line(qtbot: QtBot, window: BatchWindow, tmp_path: Path) -> None:
    path = tmp_path / "foxes.csv"
    path.write_text("prompt;model;seed\na fox;;1\nan owl;FLUX.9;\na hen;;x\n", encoding="utf-16")
    window.source.buttons[Source.FILE].click()
    window.file.read(str(path))
    qtbot.waitUntil(lambda: window.file.file is not None)
    settle(qtbot, window)
    assert window.file.name.text() == "foxes.csv  ·  2 prompts"
    assert window.file.problems.text() == "Line 4: seed “x” is no number that can be used. Left out."
    assert window.left_out.text() == "Line 3: No model is called “FLUX.9”."
    assert [item.request.prompt for item in window.batch.items] == ["a fox"]


def test_a_file_that_is_dropped_is_read_and_its_layout_may_be_changed(
    qtbot: QtBot, window: BatchWindow, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("a fox,\nin snow\n\nan owl\n", encoding="utf-8")
    window.source.buttons[Source.FILE].click()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.file.dropEvent(QDropEvent(QPoint(5, 5), copy, mime, button, keys))
    qtbot.waitUntil(lambda: len(window.batch.items) == 2)

    window.file.layout_kind.buttons[Layout.LINES].click()
    qtbot.waitUntil(lambda: len(window.batch.items) == 3)


def test_a_file_that_is_gone_is_said_in_place(qtbot: QtBot, window: BatchWindow, tmp_path: Path) -> None:
    window.source.buttons[Source.FILE].click()
    window.file.read(str(tmp_path / "gone.txt"))
    qtbot.waitUntil(lambda: bool(window.file.problems.text()))
    settle(qtbot, window)
    assert window.file.problems.text().startswith("The folder is not there.")
    assert not window.order.isEnabled()


def test_every_choice_goes_through_the_panel_s_prompt(qtbot: QtBot, window: BatchWindow, form: Form) -> None:
    window.source.buttons[Source.CHOICES].click()
    settle(qtbot, window)
    assert not window.order.isEnabled()

    form.prompt, form.count = "a {red|blue} __birds__", 2
    window.follow()
    settle(qtbot, window)
    assert [item.label for item in window.batch.items] == ["a red owl", "a red hen", "a blue owl", "a blue hen"]
    assert window.order.text().startswith("Queue 8 pictures")
    assert [item.request.seed for item in window.batch.items] == [11, 13, 15, 17]

    window.seeds.buttons[False].click()
    settle(qtbot, window)
    assert {item.request.seed for item in window.batch.items} == {11}


def test_a_locked_seed_is_the_same_for_all(qtbot: QtBot, theme: Theme, tasks: Tasks, form: Form) -> None:
    form.seed_locked = True
    opened = BatchWindow(theme, tasks, form, no_lists)
    qtbot.addWidget(opened)
    assert opened.seeds.buttons[False].isChecked()


def test_a_missing_word_list_is_named(qtbot: QtBot, window: BatchWindow, form: Form) -> None:
    form.prompt = "a {red|blue} __fish__"
    window.source.buttons[Source.CHOICES].click()
    settle(qtbot, window)
    assert "“fish”" in window.left_out.text()
    assert not window.order.isEnabled()


def test_a_model_that_vanished_is_not_offered_any_more(window: BatchWindow, form: Form) -> None:
    window.grid.columns.models.choose(SCHNELL)
    form.set_catalogue(Catalogue(each for each in form.catalogue if each.id != SCHNELL))
    window.follow()
    assert SCHNELL not in window.grid.columns.models.boxes
    assert SCHNELL not in window.grid.columns.models.models


def test_only_grids_get_a_sheet_by_themselves(qtbot: QtBot, window: BatchWindow) -> None:
    assert window.sheet.isChecked()
    window.source.buttons[Source.CHOICES].click()
    assert not window.sheet.isChecked()
    window.source.buttons[Source.GRID].click()
    assert window.sheet.isChecked()


def test_everything_is_named_for_those_who_do_not_see_it(window: BatchWindow) -> None:
    assert window.grid.columns.line.accessibleName() == "Columns: values"
    assert window.grid.rows.kind.buttons[Axis.STEPS].accessibleName() == "Rows: Steps"
    assert window.choices.prompt.accessibleName() == "Prompt"
