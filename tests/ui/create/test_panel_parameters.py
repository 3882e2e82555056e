"""The Create panel with parameters that only some models take, other tables of models, and refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QWidget

from desktop_app.core.catalogue import Availability, Catalogue
from desktop_app.core.fitting import Part
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.record import Asked
from desktop_app.core.request import Lora, OutputFormat
from desktop_app.core.sizes import Size
from desktop_app.ui import words
from tests.support.pictures import record_for

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop_app.ui.create.panel import CreatePanel

SCHNELL = "black-forest-labs/FLUX.1-schnell"
FLUX_2_DEV = "black-forest-labs/FLUX.2-dev"
GEMINI = "google/gemini-3-pro-image"
SAID = "The model does not take this."


def choose(panel: CreatePanel, model: str) -> None:
    panel.model.model_chosen.emit(model)


def set_all(panel: CreatePanel) -> None:
    choose(panel, FLUX_2_DEV)
    panel.more.set_open(True)
    panel.more.guidance.box.setValue(5.5)
    panel.more.format.button(OutputFormat.PNG).click()
    panel.more.loras.add.click()
    QTest.keyClicks(panel.more.loras.rows[0].line, "someone/film-grain")


def test_what_a_model_leaves_out_is_said_in_place_and_comes_back(panel: CreatePanel) -> None:
    set_all(panel)
    assert panel.left_out.isHidden()

    choose(panel, SCHNELL)
    assert panel.left_out.text() == "Not taken by FLUX.1 schnell: guidance, LoRA"
    assert panel.left_out.isVisible()
    assert not panel.more.loras.isVisible()

    choose(panel, FLUX_2_DEV)
    assert panel.left_out.isHidden()
    assert panel.more.loras.rows[0].line.text() == "someone/film-grain"
    assert panel.form.request().loras == (Lora("someone/film-grain"),)
    assert panel.form.request().guidance == 5.5


def test_what_is_being_typed_stays_when_something_else_arrives(panel: CreatePanel) -> None:
    panel.more.set_open(True)
    panel.seed.line.setFocus()
    panel.seed.line.selectAll()
    QTest.keyClicks(panel.seed.line, "12")

    panel.set_catalogue(known_catalogue())

    assert panel.seed.line.text() == "12"
    QTest.keyClicks(panel.seed.line, "34")
    panel.seed.finish_typing()
    assert (panel.form.seed, panel.form.seed_locked) == (1234, True)


def test_the_wheel_scrolls_the_panel_until_a_slider_has_the_keys(panel: CreatePanel) -> None:
    choose(panel, FLUX_2_DEV)
    panel.more.set_open(True)
    before = panel.form.request()

    def turn(target: QWidget) -> bool:
        middle = QPointF(target.rect().center())
        event = QWheelEvent(
            middle,
            QPointF(target.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)
        return event.isAccepted()

    fields = (panel.more.steps.slider, panel.more.steps.box, panel.more.guidance.slider, panel.more.guidance.box)
    assert not any(turn(each) for each in fields)
    assert panel.form.request() == before
    panel.more.steps.slider.setFocus()
    assert turn(panel.more.steps.slider)
    assert panel.form.request().steps is not None


def test_every_slider_goes_by_the_keys(panel: CreatePanel) -> None:
    choose(panel, FLUX_2_DEV)
    panel.more.set_open(True)
    for slider in (panel.more.steps.slider, panel.more.guidance.slider):
        assert isinstance(slider, QSlider)
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_Right)
    request = panel.form.request()
    assert request.steps == panel.form.profile.default_steps + 1
    scale = panel.form.profile.guidance
    assert scale is not None
    assert request.guidance == scale.usual + 0.5


def test_a_refused_field_is_marked_until_something_else_stands_in_it(panel: CreatePanel) -> None:
    choose(panel, FLUX_2_DEV)
    panel.show_refusal(panel.form.request(), Part.SIZE, SAID)
    assert panel.size_note.text() == SAID
    panel.count.button(2).click()
    assert panel.size_note.isVisible()
    panel.size_row.size_chosen.emit(Size(1024, 1024))
    assert panel.size_note.isHidden()


def test_a_refused_parameter_unfolds_what_it_is_in(panel: CreatePanel) -> None:
    set_all(panel)
    panel.more.set_open(False)
    refused = panel.form.request()
    panel.show_refusal(refused, Part.GUIDANCE, SAID)
    shown = [each for each in panel.more.findChildren(QWidget) if getattr(each, "text", str)() == SAID]
    assert [each.isVisible() for each in shown] == [True]
    panel.more.guidance.auto.click()
    assert not shown[0].isVisible()


def test_one_mark_gives_way_to_the_next_and_stays_when_the_next_is_about_something_else(panel: CreatePanel) -> None:
    choose(panel, FLUX_2_DEV)
    refused = panel.form.request()
    panel.show_refusal(refused, Part.SIZE, SAID)
    panel.show_refusal(replace(refused, model=SCHNELL), Part.STEPS, "Nobody asked for this.")
    assert panel.size_note.text() == SAID
    panel.show_refusal(refused, Part.STEPS, "Other steps.")
    assert panel.size_note.text() == ""
    panel.size_row.size_chosen.emit(Size(1024, 1024))
    panel.more.steps.box.setValue(3)
    shown = [each for each in panel.more.findChildren(QWidget) if getattr(each, "text", str)() == "Other steps."]
    assert shown == []


def test_another_table_changes_price_and_offers_at_once(qtbot: QtBot, panel: CreatePanel) -> None:
    choose(panel, SCHNELL)
    free = replace(known_catalogue().profile(SCHNELL), parameters=frozenset())
    panel.set_catalogue(Catalogue((free, known_catalogue().profile(GEMINI))))
    assert not panel.more.isVisible()
    assert not panel.seed.isVisible()


def test_the_usual_model_that_is_gone_is_said(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.set_demo(False)
    rows = (
        replace(row, availability=Availability.VANISHED if row.id == FLUX_2_DEV else Availability.LISTED)
        for row in known_catalogue()
    )
    with qtbot.waitSignal(panel.notice_raised) as told:
        panel.set_catalogue(Catalogue(rows))
    assert told.args == ["FLUX.2 dev is no longer listed. FLUX.2 pro was chosen."]
    assert panel.model.field.value == "FLUX.2 pro"


def test_pictures_keep_to_the_left_where_there_is_no_seed(panel: CreatePanel) -> None:
    choose(panel, SCHNELL)
    QApplication.processEvents()
    beside_a_seed = [panel.count.button(number).geometry() for number in (1, 4)]
    choose(panel, GEMINI)
    QApplication.processEvents()
    assert [panel.count.button(number).geometry() for number in (1, 4)] == beside_a_seed


def test_the_prompt_as_it_was_written_comes_back_with_its_seed(panel: CreatePanel) -> None:
    record = record_for("a.jpg", datetime(2026, 11, 22, tzinfo=UTC), "")
    asked = Asked(
        "a red fox",
        FLUX_2_DEV,
        1024,
        1024,
        seed=77,
        guidance=2.5,
        loras=(Lora("a/b", 1.5),),
        template="a {red|grey} fox",
    )
    panel.use_all(replace(record, asked=asked))
    assert panel.prompt.editor.toPlainText() == "a {red|grey} fox"
    assert panel.seed.line.text() == words.grouped(77)
    assert panel.seed.lock.isChecked()
    assert panel.more.guidance.box.value() == 2.5
    assert [row.lora for row in panel.more.loras.rows] == [Lora("a/b", 1.5)]


def test_favourites_that_are_kept_are_told_with_all_presets(qtbot: QtBot, panel: CreatePanel) -> None:
    set_all(panel)
    row = panel.more.loras.rows[0]
    row.star.click()
    with qtbot.waitSignal(panel.presets_changed) as told:
        row.favourite_named.emit("Film grain")
    (presets,) = told.args
    assert [(each.name, each.path) for each in presets.loras] == [("Film grain", "someone/film-grain")]
    assert presets.models
    assert row.star.isChecked()


def test_a_seed_above_the_models_range_is_shown_as_it_is_sent(qtbot: QtBot, panel: CreatePanel) -> None:
    panel.prompt.editor.replace("a fox")
    panel.set_catalogue(Catalogue(replace(row, highest_seed=65_535) for row in known_catalogue()))
    panel.use_seed(70_000)
    with qtbot.waitSignal(panel.generate_requested) as signal:
        panel.submit()
    (request,) = signal.args
    assert request.seed == 70_000 - 65_536
    assert panel.seed.line.text() == words.grouped(request.seed)
