"""The Create panel from the first key to the order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.catalogue import DEMO_MODEL
from desktop_app.core.record import Asked, Parent
from desktop_app.core.request import GenerationRequest
from desktop_app.core.settings import ThemeChoice
from desktop_app.core.sizes import Size
from tests.support.pictures import record_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.create.panel import CreatePanel
    from desktop_app.ui.theme.theme import Theme

SCHNELL = "black-forest-labs/FLUX.1-schnell"
IMAGEN = "google/imagen-4.0-fast"


def ordered(qtbot: QtBot, panel: CreatePanel) -> GenerationRequest:
    with qtbot.waitSignal(panel.generate_requested) as signal:
        panel.submit()
    (request,) = signal.args
    assert isinstance(request, GenerationRequest)
    return request


def test_typing_and_pressing_orders_and_keeps_prompt_and_focus(qtbot: QtBot, panel: CreatePanel) -> None:
    QTest.keyClicks(panel.prompt.editor, "a red fox")
    assert panel.prompt.count_shown == "9"
    seed = panel.form.seed
    with qtbot.waitSignal(panel.generate_requested) as signal:
        QTest.mouseClick(panel.foot.button, Qt.MouseButton.LeftButton)
    (request,) = signal.args
    assert (request.prompt, request.seed, request.count) == ("a red fox", seed, 1)
    assert panel.prompt.editor.toPlainText() == "a red fox"
    assert QApplication.focusWidget() is panel.prompt.editor


def test_an_empty_prompt_is_said_in_place_and_ordering_waits(qtbot: QtBot, panel: CreatePanel) -> None:
    with qtbot.assertNotEmitted(panel.generate_requested):
        panel.submit()
    assert panel.foot.note.text() == "Write a prompt first."
    assert panel.foot.note.isVisible()
    QTest.keyClicks(panel.prompt.editor, "a")
    assert not panel.foot.note.isVisible()


def test_a_seed_is_new_each_time_until_it_is_locked(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.use_prompt("a fox")
    first, second = ordered(qtbot, panel), ordered(qtbot, panel)
    assert first.seed != second.seed
    panel.seed.lock.click()
    assert ordered(qtbot, panel).seed == ordered(qtbot, panel).seed
    locked = panel.form.seed
    panel.seed.dice.click()
    assert panel.form.seed != locked
    assert panel.form.seed_locked


def test_a_typed_seed_is_kept_and_stays_in_range(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.use_prompt("a fox")
    panel.seed.line.setFocus()
    panel.seed.line.selectAll()
    QTest.keyClicks(panel.seed.line, "99 999 999 999")
    request = ordered(qtbot, panel)
    assert request.seed == 2_147_483_647
    assert panel.form.seed_locked
    panel.seed.line.clear()
    assert ordered(qtbot, panel).seed == 2_147_483_647


def test_the_longest_seed_is_seen_whole(panel: CreatePanel) -> None:
    panel.use_seed(2_147_483_647)
    line = panel.seed.line
    room = panel.seed.dice.x() - line.cursorRect().left()
    assert line.fontMetrics().horizontalAdvance(line.text()) <= room


def test_the_button_follows_every_change(panel: CreatePanel) -> None:
    panel.set_demo(True)
    assert (panel.foot.button.price, panel.model.field.side) == ("free", "free")
    panel.set_demo(False)
    panel.model.model_chosen.emit(SCHNELL)
    panel.size_row.size_chosen.emit(Size(1024, 1024))
    assert panel.foot.button.price == "≈ $0.0028"
    assert panel.model.field.side == "$0.0028 each"
    panel.count.button(4).click()
    assert panel.foot.button.price == "≈ $0.011"
    panel.more.steps.box.setValue(8)
    assert panel.foot.button.price == "≈ $0.023"
    assert panel.foot.button.accessibleName() == "Generate, ≈ $0.023"


def test_more_shows_what_the_model_takes(panel: CreatePanel) -> None:
    panel.set_demo(True)
    panel.more.fold.click()
    assert panel.more.steps.isVisible()
    assert panel.more.negative.isVisible()
    assert panel.more.summary.text() == ""
    panel.model.model_chosen.emit("black-forest-labs/FLUX.1.1-pro")
    assert not panel.more.steps.isVisible()
    assert panel.more.checker.isVisible()
    panel.model.model_chosen.emit(IMAGEN)
    assert not panel.more.isVisible()


def test_what_is_set_under_more_is_ordered(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.set_demo(True)
    panel.use_prompt("a fox")
    panel.more.fold.click()
    panel.more.steps.box.setValue(12)
    panel.more.negative.setFocus()
    QTest.keyClicks(panel.more.negative, "fog")
    request = ordered(qtbot, panel)
    assert (request.steps, request.negative_prompt, request.safety_checker) == (12, "fog", True)
    assert panel.more.summary.text() == "steps 12 · negative prompt"


def test_the_demo_engine_is_left_when_a_key_comes_and_not_forced_twice(panel: CreatePanel) -> None:
    panel.set_demo(True)
    assert panel.form.model == DEMO_MODEL
    panel.model.model_chosen.emit(SCHNELL)
    panel.set_demo(True)
    assert panel.form.model == SCHNELL
    panel.set_demo(False)
    panel.model.model_chosen.emit(DEMO_MODEL)
    panel.set_demo(False)
    assert panel.form.model == DEMO_MODEL


def test_a_prompt_that_is_used_can_be_undone(panel: CreatePanel) -> None:
    QTest.keyClicks(panel.prompt.editor, "mine")
    panel.use_prompt("theirs\nin two lines")
    assert panel.form.prompt == "theirs\nin two lines"
    panel.prompt.editor.undo()
    assert panel.form.prompt == "mine"


def test_everything_of_a_picture_is_used(qtbot: QtBot, panel: CreatePanel) -> None:
    record = record_for("a.jpg", datetime(2026, 11, 22, tzinfo=UTC), "")
    asked = Asked("hills", SCHNELL, 768, 1344, steps=6, seed=77)
    with qtbot.waitSignal(panel.notice_raised):
        panel.use_all(replace(record, asked=asked, parents=(Parent("0" * 64),)))
    request = ordered(qtbot, panel)
    assert (request.prompt, request.model, request.steps, request.seed) == ("hills", SCHNELL, 6, 77)
    assert (request.width, request.height) == (768, 1344)
    with qtbot.waitSignal(panel.notice_raised):
        panel.use_all(replace(record, asked=None))
    assert panel.form.prompt == "hills"


def test_a_draft_survives(qtbot: QtBot, panel: CreatePanel, new_panel: Callable[[], CreatePanel]) -> None:
    with qtbot.waitSignal(panel.draft_changed):
        QTest.keyClicks(panel.prompt.editor, "hills\tat dusk")
    panel.model.model_chosen.emit(SCHNELL)
    panel.count.button(3).click()
    panel.more.fold.click()
    draft = json.loads(json.dumps(panel.draft()))
    other = new_panel()
    with qtbot.assertNotEmitted(other.draft_changed):
        other.restore(draft)
    assert other.draft() == panel.draft()
    assert other.prompt.editor.toPlainText() == panel.form.prompt
    assert not other.prompt.editor.document().isUndoAvailable()
    assert other.more.is_open


def test_a_draft_of_junk_is_no_harm(panel: CreatePanel) -> None:
    before = panel.draft()
    panel.restore({"prompt": 7, "references": [{"sha256": 1}], "more_open": "yes", "steps": {"x": "y"}})
    assert panel.draft() == before


def test_a_draft_without_a_key_stays_with_the_demo_engine(panel: CreatePanel) -> None:
    panel.set_demo(True)
    panel.restore({"prompt": "a fox", "model": SCHNELL})
    assert panel.form.model == DEMO_MODEL
    panel.set_demo(False)
    assert panel.form.model == SCHNELL


def test_the_prompt_grows_with_its_text_within_bounds(panel: CreatePanel) -> None:
    editor = panel.prompt.editor
    low = editor.height()
    panel.use_prompt("\n".join(["line"] * 9))
    middle = editor.height()
    panel.use_prompt("\n".join(["line"] * 60))
    assert low < middle < editor.height() <= 252
    panel.use_prompt("")
    assert editor.height() == low


def test_every_control_is_reached_by_tab_and_has_a_name(panel: CreatePanel) -> None:
    panel.set_demo(True)
    panel.more.set_open(True)
    reached: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is None or focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = (
        panel.prompt.editor,
        panel.references.strip.add_tile,
        panel.model.field,
        panel.size_row.side,
        panel.size_row.buttons[0],
        panel.count.button(1),
        panel.seed.line,
        panel.seed.dice,
        panel.seed.lock,
        panel.more.fold,
        panel.more.steps.box,
        panel.more.negative,
        panel.foot.button,
    )
    places = [reached.index(each) for each in wanted]
    assert places == sorted(places)
    names = [each.accessibleName() or getattr(each, "text", str)() for each in reached]
    assert all(names)


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.GREY])
def test_other_colours_reach_what_is_painted_by_hand(theme: Theme, panel: CreatePanel, choice: ThemeChoice) -> None:
    before = panel.grab().toImage()
    theme.choose(choice)
    after = panel.grab().toImage()
    button = panel.foot.button.geometry().translated(panel.foot.pos())
    inside = button.adjusted(4, 4, -4, -4).topLeft()
    assert after.pixelColor(inside) == theme.color("accent")
    assert before.pixelColor(inside) != after.pixelColor(inside)


def test_the_panel_fits_a_low_window(panel: CreatePanel) -> None:
    panel.more.set_open(True)
    panel.resize(panel.minimumWidth(), 420)
    QApplication.processEvents()
    assert panel.rect().contains(panel.foot.geometry())
    assert panel.foot.button.isVisible()


def test_a_whole_order_is_taken_over_and_would_be_ordered_as_it_was(qtbot: QtBot, panel: CreatePanel) -> None:
    QTest.keyClicks(panel.prompt.editor, "a red fox")
    panel.form.steps[SCHNELL] = 3
    panel.form.model = SCHNELL
    request = ordered(qtbot, panel)
    panel.use_prompt("something else")
    panel.form.choose_model(IMAGEN)
    panel.use_request(request)
    assert panel.order() == request


def test_what_is_missing_for_an_order_is_said_in_place(panel: CreatePanel) -> None:
    assert panel.order() is None
    assert panel.foot.note.text() == "Write a prompt first."
