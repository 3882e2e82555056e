"""The grid under mouse, keys and change, as a person meets it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QPropertyAnimation, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.record import Kind
from desktop_app.core.request import GenerationRequest
from desktop_app.store.image_row import ImageRow
from desktop_app.ui.gallery.tile_words import Progress, entry_words, progress_words
from tests.ui.gallery.conftest import DAY_US, NEWEST, Grid

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def job(job_id: str, state: JobState = JobState.SENDING, **more: Any) -> Job:
    return Job(job_id, job_id, GenerationRequest("a fox", "some/model", 1024, 1024), False, state, **more)


UNKNOWN = job(
    "u",
    JobState.UNKNOWN,
    billed=Billed.UNKNOWN,
    estimate_usd=0.016,
    failure=Failure("ConnectionBroken", Billed.UNKNOWN),
)
FAILED = job("f", JobState.FAILED, failure=Failure("Overloaded", Billed.NO))


def keys(count: int) -> range:
    return range(NEWEST, NEWEST - count, -1)


def chosen(grid: Grid) -> list[int]:
    return sorted(index.row() for index in grid.view.selectionModel().selectedIndexes())


def centre(grid: Grid, row: int) -> QPoint:
    return grid.view.cell_rect(row).center()


def press(grid: Grid, *pressed: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in pressed:
        QTest.keyClick(grid.view, key, modifier or Qt.KeyboardModifier.NoModifier)


def painted(grid: Grid) -> QImage:
    return grid.view.viewport().grab().toImage()


def settle() -> None:
    """Let all that is due happen."""
    QApplication.processEvents()


def link(grid: Grid, row: int, text: str) -> QPoint:
    entry = grid.model.entry(row)
    assert isinstance(entry, Job)
    parts = grid.view._delegate.job_tile.layout(entry, grid.view.cell_rect(row).toRectF(), grid.model)
    return next(each.place.center().toPoint() for each in parts.links if each.text == text)


def test_a_picture_keeps_its_shape_in_its_cell(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(2))
    cell = grid.view.cell_rect(0)
    qtbot.waitUntil(lambda: painted(grid).pixelColor(cell.center()) == QColor("#ff0000"))
    image = painted(grid)
    above = image.pixelColor(cell.center().x(), cell.top() + cell.height() // 4 - 2)
    assert image.pixelColor(cell.center().x(), cell.top() + cell.height() // 4 + 2) == QColor("#ff0000")
    assert above.name() not in {"#ff0000", grid.theme.tokens.canvas}


def test_the_ring_stands_two_pixels_away(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(6))
    QTest.mouseClick(grid.view.viewport(), LEFT, pos=centre(grid, 1))
    image, cell = painted(grid), grid.view.cell_rect(1)
    row = [image.pixelColor(cell.left() - away, cell.center().y()) for away in (1, 2, 3, 4)]
    canvas, accent = grid.theme.color("canvas"), grid.theme.color("accent")
    assert row == [canvas, canvas, accent, accent]


def test_mouse_and_keys_choose_as_everywhere(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(20))
    viewport = grid.view.viewport()
    QTest.mouseClick(viewport, LEFT, pos=centre(grid, 5))
    assert chosen(grid) == [5]
    QTest.mouseClick(viewport, LEFT, CONTROL, pos=centre(grid, 7))
    assert chosen(grid) == [5, 7]
    QTest.mouseClick(viewport, LEFT, pos=centre(grid, 6))
    QTest.mouseClick(viewport, LEFT, SHIFT, pos=centre(grid, 9))
    assert chosen(grid) == [6, 7, 8, 9]
    press(grid, Qt.Key.Key_Right)
    assert chosen(grid) == [10]
    press(grid, Qt.Key.Key_Up, modifier=SHIFT)
    assert chosen(grid) == [6, 7, 8, 9, 10]
    press(grid, Qt.Key.Key_A, modifier=CONTROL)
    assert len(chosen(grid)) == 20
    press(grid, Qt.Key.Key_Escape)
    assert chosen(grid) == []


def test_keys_walk_over_days_and_bring_the_cell_into_sight(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(2), *(key - DAY_US for key in keys(50)))
    press(grid, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert grid.view.currentIndex().row() == 3
    press(grid, Qt.Key.Key_End)
    assert grid.view.currentIndex().row() == 51
    assert grid.view.viewport().rect().contains(grid.view.cell_rect(51))
    press(grid, Qt.Key.Key_PageUp, Qt.Key.Key_Home)
    assert grid.view.verticalOffset() == 0


def test_a_rubber_band_takes_what_it_touches(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(11))
    viewport = grid.view.viewport()
    start = grid.view.cell_rect(10).center() + QPoint(grid.view.cell_rect(0).width(), 0)
    end = grid.view.cell_rect(6).center()
    QTest.mousePress(viewport, LEFT, pos=start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    assert chosen(grid) == [6, 7, 10]
    QTest.mouseRelease(viewport, LEFT, pos=end)


def test_the_choice_is_told_with_its_pictures(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(5))
    grid.view.viewport().repaint()
    qtbot.waitUntil(lambda: grid.model.entry(0) is not None)
    with qtbot.waitSignal(grid.view.selection_changed_to) as told:
        QTest.mouseClick(grid.view.viewport(), LEFT, pos=centre(grid, 2))
    assert [row.key for row in told.args[0]] == [NEWEST - 2]
    with qtbot.waitSignal(grid.view.image_activated) as opened:
        press(grid, Qt.Key.Key_Return)
    assert opened.args[0].key == NEWEST - 2
    QTest.mouseClick(grid.view.viewport(), LEFT, pos=centre(grid, 3))
    with qtbot.waitSignal(grid.view.image_activated):
        QTest.mouseDClick(grid.view.viewport(), LEFT, pos=centre(grid, 3))


def test_a_tile_can_be_pressed(qtbot: QtBot, grid: Grid) -> None:
    grid.model.set_jobs([UNKNOWN, job("r", sent_at=1.0)])
    viewport = grid.view.viewport()
    with qtbot.waitSignal(grid.view.job_cancelled) as told:
        QTest.mouseClick(viewport, LEFT, pos=link(grid, 0, "Cancel"))
    assert told.args == ["r"]
    with qtbot.waitSignal(grid.view.job_retried) as told:
        QTest.mouseClick(viewport, LEFT, pos=link(grid, 1, "Send again"))
    assert told.args == [UNKNOWN]
    with qtbot.waitSignal(grid.view.job_details_requested):
        QTest.mouseClick(viewport, LEFT, pos=link(grid, 1, "Details"))
    with qtbot.waitSignal(grid.view.job_dismissed):
        QTest.mouseClick(viewport, LEFT, pos=grid.view.cell_rect(1).topRight() + QPoint(-12, 12))


def test_a_press_that_slips_off_does_nothing(qtbot: QtBot, grid: Grid) -> None:
    grid.model.set_jobs([job("r", sent_at=1.0)])
    with qtbot.assertNotEmitted(grid.view.job_cancelled):
        QTest.mousePress(grid.view.viewport(), LEFT, pos=link(grid, 0, "Cancel"))
        QTest.mouseRelease(grid.view.viewport(), LEFT, pos=grid.view.cell_rect(0).topLeft() + QPoint(5, 5))


def test_keys_serve_tiles_and_never_buy_by_accident(qtbot: QtBot, grid: Grid) -> None:
    grid.model.set_jobs([FAILED, UNKNOWN, job("r", sent_at=1.0)])
    view = grid.view
    with qtbot.assertNotEmitted(view.job_cancelled), qtbot.assertNotEmitted(view.job_retried):
        press(grid, Qt.Key.Key_Home, Qt.Key.Key_Return)
        with qtbot.waitSignal(view.job_details_requested) as told:
            press(grid, Qt.Key.Key_Right, Qt.Key.Key_Return)
        assert told.args == ["u"]
        with qtbot.waitSignal(view.job_details_requested):
            QTest.mouseDClick(view.viewport(), LEFT, pos=view.cell_rect(2).bottomLeft() + QPoint(5, -5))
    with qtbot.waitSignal(view.job_retried) as told:
        press(grid, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert told.args == [FAILED]
    with qtbot.waitSignal(view.job_dismissed):
        press(grid, Qt.Key.Key_Delete)
    with qtbot.waitSignal(view.job_cancelled):
        press(grid, Qt.Key.Key_Home, Qt.Key.Key_Delete)


def test_the_menu_of_a_tile_has_all_that_can_be_done(qtbot: QtBot, grid: Grid) -> None:
    grid.model.set_jobs([UNKNOWN])
    menu = grid.view.job_menu(UNKNOWN)
    assert [action.text() for action in menu.actions()] == ["Send again", "Details", "Dismiss"]
    with qtbot.waitSignal(grid.view.job_retried):
        menu.actions()[0].trigger()
    grid.model.remove_job("u")
    with qtbot.assertNotEmitted(grid.view.job_dismissed):
        menu.actions()[2].trigger()
    menu.close()


def test_a_word_by_a_menu_is_for_what_it_was_opened_on(qtbot: QtBot, grid: Grid) -> None:
    grid.model.set_jobs([FAILED])
    menu = grid.view.job_menu(FAILED)
    assert [action.text() for action in menu.actions()] == ["Try again", "Details", "Dismiss"]
    grid.model.set_jobs([replace(UNKNOWN, id=FAILED.id)])
    for number, signal in ((0, grid.view.job_retried), (2, grid.view.job_dismissed)):
        with qtbot.waitSignal(signal) as told:
            menu.actions()[number].trigger()
        assert told.args == [FAILED]
    menu.close()


def test_what_waits_needs_no_timer(qtbot: QtBot, grid: Grid) -> None:
    grid.model.update_job(job("q", JobState.QUEUED))
    settle()
    assert not grid.view._pulse.isActive()


def test_a_chosen_tile_tells_its_picture_when_it_comes(qtbot: QtBot, grid: Grid) -> None:
    grid.model.update_job(job("r", sent_at=1.0))
    QTest.mouseClick(grid.view.viewport(), LEFT, pos=grid.view.cell_rect(0).topLeft() + QPoint(9, 9))
    settle()
    with qtbot.waitSignal(grid.view.selection_changed_to) as told:
        grid.model.add_image(grid.shelf.row(NEWEST, "r"))
        grid.put(NEWEST)
    assert [row.key for row in told.args[0]] == [NEWEST]


def top_row(grid: Grid) -> int | str:
    return grid.model.row_id(next(grid.view.rows_in_sight()).start)


def test_what_is_looked_at_stays_when_pictures_arrive(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(400))
    settle()
    grid.view.verticalScrollBar().setValue(5000)
    before, place = top_row(grid), grid.view.cell_rect(next(grid.view.rows_in_sight()).start).top()
    grid.put(*keys(400), *range(NEWEST + 1, NEWEST + 9))
    settle()
    assert top_row(grid) == before
    assert grid.view.cell_rect(next(grid.view.rows_in_sight()).start).top() == place
    grid.view.set_tile_px(120)
    settle()
    row = grid.model.row_of(before)
    assert row is not None
    assert grid.view.viewport().rect().intersects(grid.view.cell_rect(row))


def test_at_the_top_new_pictures_are_seen(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(400))
    settle()
    grid.put(*keys(400), NEWEST + 1)
    settle()
    assert top_row(grid) == NEWEST + 1


def test_wheel_scrolls_and_with_control_asks_for_another_size(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(400))
    settle()
    wheel(grid, -120)
    qtbot.waitUntil(lambda: grid.view.verticalOffset() >= 100)
    with qtbot.waitSignal(grid.view.tile_px_changed) as told:
        wheel(grid, 120, CONTROL)
    assert told.args[0] > 200
    qtbot.waitUntil(lambda: grid.view._wheel._glide.state() == QPropertyAnimation.State.Stopped)


def wheel(grid: Grid, turn: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(100, 100)
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(grid.view.viewport(), event)


def test_copy_puts_files_and_pixels_on_the_clipboard(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(2))
    press(grid, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: len(grid.view.selected_images()) == 1)
    grid.view.copy_selected()
    data = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in data.urls()] == [str(grid.shelf.path)]
    assert QGuiApplication.clipboard().image().width() == 600


def test_screen_readers_hear_prompt_and_state(qtbot: QtBot, grid: Grid) -> None:
    grid.put(NEWEST)
    grid.model.add_rows([grid.shelf.row(NEWEST, rating=4)])
    grid.model.update_job(UNKNOWN)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert grid.model.data(grid.model.index(1), role) == f"p{NEWEST}, 4 of 5 stars"
    heard = grid.model.data(grid.model.index(0), role)
    assert heard.startswith("Outcome unknown.")
    assert heard.endswith(": a fox")


def test_screen_readers_find_every_row(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*range(NEWEST, NEWEST - 100_000, -1))
    grid.view.viewport().repaint()
    qtbot.waitUntil(lambda: grid.model.entry(1) is not None)
    heard = QAccessible.queryAccessibleInterface(grid.view)
    assert (heard.role(), heard.childCount()) == (QAccessible.Role.List, 100_000)
    assert heard.text(QAccessible.Text.Name) == "Library"
    second = heard.child(1)
    assert second.text(QAccessible.Text.Name) == f"p{NEWEST - 1}"
    assert second.rect().size() == grid.view.cell_rect(1).size()


def test_nothing_found_says_so(qtbot: QtBot, grid: Grid) -> None:
    grid.put(query="fox")
    settle()
    image = grid.view.viewport().grab().toImage()
    middle = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    assert any(color != grid.theme.color("canvas") for color in middle)


def test_tiny_and_huge_cells_paint(qtbot: QtBot, grid: Grid, caplog: pytest.LogCaptureFixture) -> None:
    grid.put(*keys(30))
    grid.model.set_jobs([UNKNOWN, FAILED, job("r", sent_at=1.0), job("q", JobState.QUEUED)])
    for tile_px in (64, 512):
        grid.view.set_tile_px(tile_px)
        settle()
        assert not grid.view.viewport().grab().isNull()
    assert not caplog.records


def test_rows_of_a_large_library_are_asked_for_where_one_looks(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*range(NEWEST, NEWEST - 100_000, -1))
    settle()
    bar = grid.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: isinstance(grid.model.entry(99_999), ImageRow))
    assert not any(key in grid.model._images for key in range(NEWEST - 50_000, NEWEST - 49_000))


def test_screen_readers_hear_the_file_of_a_picture_without_a_prompt() -> None:
    row = ImageRow(1, "u", "/pictures/holiday.jpg", 3, 2, "", "", 0, False, Kind.IMPORTED, None, "")
    assert entry_words(row) == "holiday.jpg"


def test_the_keys_stand_on_a_picture_that_is_not_chosen(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*keys(3))
    qtbot.waitUntil(lambda: grid.view.selected_images() == [] and grid.model.rowCount() == 3)
    press(grid, Qt.Key.Key_Home)
    press(grid, Qt.Key.Key_Escape)
    assert not grid.view.selected_images()
    qtbot.waitUntil(lambda: grid.view.current_image() == grid.shelf.row(NEWEST))


def test_a_job_that_takes_longer_than_usual_has_no_usual_time() -> None:
    now = time.time()
    assert progress_words(job("j", sent_at=now - 2), Progress(10.0))[1] == "of about 10"
    assert progress_words(job("j", sent_at=now - 20), Progress(10.0))[1] == ""
