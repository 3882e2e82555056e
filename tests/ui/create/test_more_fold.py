"""The fold of settings: what a model takes is there, what is set is told, and nothing grows too wide."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.fitting import Part
from desktop_app.core.known_models import DEMO, known_catalogue
from desktop_app.core.request import Lora, OutputFormat
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.form_desk import FormDesk
from desktop_app.ui.create.more_fold import MoreFold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop_app.ui.theme.theme import Theme

FLUX_2_DEV = "black-forest-labs/FLUX.2-dev"
FLUX_2_PRO = "black-forest-labs/FLUX.2-pro"
SCHNELL = "black-forest-labs/FLUX.1-schnell"
SD_XL = "stabilityai/stable-diffusion-xl-base-1.0"
_NARROW_PX = 272


@pytest.fixture
def form() -> Form:
    """Return a form for a model that takes nearly everything."""
    return Form(known_catalogue(), model=FLUX_2_DEV)


@pytest.fixture
def fold(qtbot: QtBot, theme: Theme, form: Form) -> Iterator[MoreFold]:
    """Return an open fold in a scrolling panel, connected to its form, as wide as the narrowest panel lets it be."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    fold = MoreFold(theme, form)
    area.setWidget(fold)
    desk = FormDesk(form, fold)
    desk.attach_more(fold)
    desk.changed.connect(fold.show_form)
    qtbot.addWidget(area)
    fold.show_form()
    fold.set_open(True)
    area.resize(_NARROW_PX, 200)
    with qtbot.waitExposed(area):
        area.show()
    area.activateWindow()
    yield fold
    area.close()


def rows_of(fold: MoreFold) -> dict[Part, QWidget]:
    return {
        Part.STEPS: fold.steps,
        Part.GUIDANCE: fold.guidance,
        Part.PROMPT_UPSAMPLING: fold.upsampling,
        Part.OUTPUT_FORMAT: fold.format,
        Part.LORAS: fold.loras,
        Part.NEGATIVE_PROMPT: fold.negative,
        Part.SAFETY_CHECKER: fold.checker,
    }


def shown(fold: MoreFold) -> set[Part]:
    return {part for part, row in rows_of(fold).items() if row.isVisible()}


def wheel_over(widget: QWidget) -> None:
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, -120))


@pytest.mark.parametrize(
    ("model", "parts"),
    [
        (FLUX_2_DEV, {Part.STEPS, Part.GUIDANCE, Part.OUTPUT_FORMAT, Part.LORAS, Part.SAFETY_CHECKER}),
        (FLUX_2_PRO, {Part.PROMPT_UPSAMPLING, Part.OUTPUT_FORMAT, Part.SAFETY_CHECKER}),
        (SCHNELL, {Part.STEPS, Part.OUTPUT_FORMAT, Part.SAFETY_CHECKER}),
        (SD_XL, {Part.STEPS, Part.GUIDANCE, Part.NEGATIVE_PROMPT, Part.SAFETY_CHECKER}),
        (DEMO.id, {Part.STEPS, Part.OUTPUT_FORMAT, Part.NEGATIVE_PROMPT}),
        ("google/imagen-4.0-fast", set()),
    ],
)
def test_only_what_the_model_takes_is_there(fold: MoreFold, form: Form, model: str, parts: set[Part]) -> None:
    form.choose_model(model)
    fold.show_form()
    assert shown(fold) == parts
    assert fold.isVisible() == bool(parts)


def test_every_known_model_shows_what_its_row_says_and_fits(fold: MoreFold, form: Form) -> None:
    form.loras = (Lora("https://huggingface.co/owner/a-long-name/blob/main/a-very-long-name.safetensors"),)
    form.negative_prompt = "fog"
    for profile in form.catalogue:
        form.choose_model(profile.id)
        form.set_steps(profile.highest_steps)
        fold.show_form()
        assert fold.minimumSizeHint().width() <= _NARROW_PX, profile.id


def test_a_number_of_steps_is_set_by_field_slider_and_word(fold: MoreFold, form: Form) -> None:
    steps = fold.steps
    assert (steps.box.text(), steps.auto.isChecked(), form.sent_steps) == ("28", True, None)
    steps.box.setValue(40)
    assert (form.sent_steps, steps.slider.value(), steps.auto.isChecked()) == (40, 40, False)
    steps.slider.setFocus()
    QTest.keyClick(steps.slider, Qt.Key.Key_Right)
    assert (form.sent_steps, steps.box.text()) == (41, "41")
    steps.bands.buttons[3].click()
    assert (form.sent_steps, steps.box.text()) == (50, "50")
    steps.bands.buttons[1].click()
    assert (form.sent_steps, steps.box.text(), steps.auto.isChecked()) == (None, "28", True)
    steps.bands.buttons[0].click()
    steps.auto.click()
    assert (form.sent_steps, steps.auto.isChecked()) == (None, True)
    steps.auto.click()
    assert steps.auto.isChecked()


def test_the_word_in_force_follows_the_number(fold: MoreFold, form: Form) -> None:
    def in_force() -> list[str]:
        return [each.text() for each in fold.steps.bands.buttons if each.isChecked()]

    assert in_force() == ["good"]
    fold.steps.box.setValue(47)
    assert in_force() == ["highest"]
    form.choose_model(SCHNELL)
    fold.show_form()
    assert in_force() == ["good"]
    assert fold.steps.box.text() == "4"
    assert fold.steps.box.maximum() == form.profile.highest_steps


@pytest.mark.parametrize("model", [FLUX_2_DEV, SCHNELL, DEMO.id])
def test_the_words_do_not_lie_on_one_another(fold: MoreFold, form: Form, model: str) -> None:
    form.choose_model(model)
    fold.show_form()
    places = [each.geometry() for each in fold.steps.bands.buttons]
    assert places[0].left() >= 0
    assert places[-1].right() < fold.steps.bands.width()
    assert all(one.right() < other.left() for one, other in pairwise(places))


def test_steps_that_nobody_knows_are_called_auto(qtbot: QtBot, theme: Theme) -> None:
    unknown = replace(known_catalogue().profile(FLUX_2_DEV), default_steps=0)
    form = Form(Catalogue([unknown]))
    fold = MoreFold(theme, form)
    qtbot.addWidget(fold)
    desk = FormDesk(form, fold)
    desk.attach_more(fold)
    desk.changed.connect(fold.show_form)
    fold.show_form()
    assert fold.steps.box.text() == "auto"
    fold.steps.box.setValue(9)
    assert (form.sent_steps, fold.steps.box.text()) == (9, "9")
    fold.steps.box.setValue(0)
    assert (form.sent_steps, fold.steps.box.text()) == (None, "auto")


def test_typing_a_number_is_not_disturbed(fold: MoreFold, form: Form) -> None:
    form.choose_model(SCHNELL)
    form.catalogue = Catalogue([replace(form.profile, default_steps=4, highest_steps=50)])
    fold.show_form()
    fold.steps.box.setFocus()
    fold.steps.box.selectAll()
    QTest.keyClicks(fold.steps.box, "45")
    assert (form.sent_steps, fold.steps.box.text()) == (45, "45")


def test_guidance_is_set_and_given_back(fold: MoreFold, form: Form) -> None:
    guidance = fold.guidance
    assert (guidance.box.text(), guidance.auto.isChecked(), form.request().guidance) == ("3.5", True, None)
    guidance.box.setFocus()
    guidance.box.selectAll()
    QTest.keyClicks(guidance.box, "7.25")
    assert form.request().guidance == 7.25
    assert guidance.box.text() == "7.25"
    guidance.slider.setValue(52)
    assert form.request().guidance == 5.2
    guidance.auto.click()
    assert form.request().guidance is None
    assert guidance.box.text() == "3.5"


def test_the_range_of_guidance_is_the_models(fold: MoreFold, form: Form) -> None:
    form.choose_model(SD_XL)
    fold.show_form()
    assert fold.guidance.box.maximum() == 20
    fold.guidance.slider.setValue(fold.guidance.slider.maximum())
    assert form.request().guidance == 20


def test_rewriting_and_format_have_three_states(fold: MoreFold, form: Form) -> None:
    formats: tuple[OutputFormat | None, ...] = (OutputFormat.PNG, OutputFormat.JPEG, None)
    for each in formats:
        fold.format.button(each).click()
        assert form.request().output_format is each
    form.choose_model(FLUX_2_PRO)
    fold.show_form()
    wanted: tuple[bool | None, ...] = (True, False, None)
    for value in wanted:
        fold.upsampling.button(value).click()
        assert form.request().prompt_upsampling is value
        assert fold.upsampling.button(value).isChecked()


def test_the_summary_names_what_is_not_left_to_the_model(fold: MoreFold, form: Form) -> None:
    assert fold.summary.text() == ""
    fold.steps.box.setValue(40)
    fold.guidance.box.setValue(5)
    fold.format.button(OutputFormat.PNG).click()
    fold.checker.click()
    form.loras = (Lora("owner/name"), Lora("owner/other"))
    fold.show_form()
    whole = "steps 40 · guidance 5 · PNG · 2 LoRAs · unchecked"
    assert fold.summary.text() == fold.summary.toolTip() == fold.fold.accessibleDescription() == whole
    assert fold.summary.geometry().right() < fold.width() <= _NARROW_PX
    form.choose_model(FLUX_2_PRO)
    fold.show_form()
    assert fold.summary.text() == "PNG · unchecked"


def test_a_refused_part_is_marked_until_the_marks_are_taken_away(fold: MoreFold) -> None:
    fold.set_open(False)
    fold.mark(Part.STEPS, "Steps must be between 1 and 12.")
    assert fold.is_open
    notes = [each.note for each in (fold.steps.parentWidget(), fold.guidance.parentWidget())]  # type: ignore[union-attr]
    assert [note.text() for note in notes] == ["Steps must be between 1 and 12.", ""]
    assert notes[0].isVisible()
    fold.mark(Part.GUIDANCE, "Too high.")
    assert [note.text() for note in notes] == ["", "Too high."]
    fold.mark(None, "")
    assert not any(note.isVisible() for note in notes)
    fold.set_open(False)
    fold.mark(Part.SIZE, "Not here.")
    assert not fold.is_open


def test_the_wheel_scrolls_the_panel_unless_a_number_has_the_keys(fold: MoreFold, form: Form) -> None:
    fold.fold.setFocus()
    area = fold.parentWidget().parentWidget()  # type: ignore[union-attr]
    assert isinstance(area, QScrollArea)
    for widget in (fold.steps.slider, fold.steps.box, fold.guidance.slider, fold.guidance.box):
        area.verticalScrollBar().setValue(0)
        wheel_over(widget)
        assert area.verticalScrollBar().value() > 0
    assert form.request() == replace(form.request(), steps=None, guidance=None)
    fold.steps.slider.setFocus()
    wheel_over(fold.steps.slider)
    assert form.sent_steps is not None


def test_the_keys_reach_everything_and_everything_has_a_name(fold: MoreFold, form: Form) -> None:
    form.loras = (Lora("owner/name"),)
    fold.show_form()
    fold.fold.setFocus()
    reached: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in reached:
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    row = fold.loras.rows[0]
    wanted: tuple[QWidget, ...] = (
        fold.fold,
        fold.steps.auto,
        fold.steps.box,
        fold.steps.slider,
        fold.steps.bands.buttons[1],
        fold.guidance.auto,
        fold.guidance.box,
        fold.guidance.slider,
        fold.format.button(None),
        fold.loras.add,
        row.line,
        row.star,
        row.remove,
        row.pair.slider,
        row.pair.box,
        fold.checker,
    )
    assert [each for each in reached if each in wanted] == list(wanted)
    assert all(each.accessibleName() or getattr(each, "text", str)() for each in reached)
