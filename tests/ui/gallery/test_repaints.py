"""What the grid paints anew when something changes, and that nothing moves which stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.request import GenerationRequest
from tests.ui.gallery.conftest import NEWEST, Grid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

HEADING = QRect(16, 8, 300, 38)


def jobs(count: int, state: JobState = JobState.QUEUED) -> list[Job]:
    request = GenerationRequest("a fox", "some/model", 1024, 1024)
    return [Job(f"j{number}", "batch", request, False, state) for number in range(count)]


class Paints(QObject):
    """Adds up which parts of a widget were painted."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.region = QRegion()
        self.rects: list[QRect] = []
        grid.view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
            self.rects.append(event.rect())
        return False


@pytest.fixture
def paints(grid: Grid) -> Paints:
    """Return what is painted from now on, over sixty pictures with six waiting jobs in front."""
    grid.put(*range(NEWEST, NEWEST - 60, -1))
    grid.model.set_jobs(jobs(6))
    grid.view.viewport().repaint()
    QApplication.processEvents()
    grid.view.viewport().repaint()
    return Paints(grid)


def test_a_picture_in_the_place_of_its_job_repaints_its_cell_and_the_headings(
    qtbot: QtBot, grid: Grid, paints: Paints
) -> None:
    grid.model.add_image(grid.shelf.row(NEWEST + 1, "j3"))
    qtbot.waitUntil(lambda: paints.region.intersects(HEADING))
    assert grid.model.row_of(NEWEST + 1) == 3
    assert paints.region.contains(grid.view.cell_rect(3))
    assert not paints.region.intersects(grid.view.cell_rect(5))
    assert grid.view.geometry_of_rows().count == grid.model.rowCount() == 66


def test_a_row_more_repaints_all_and_makes_room(qtbot: QtBot, grid: Grid, paints: Paints) -> None:
    height = grid.view.verticalScrollBar().maximum()
    grid.put(*range(NEWEST, NEWEST - 64, -1))
    qtbot.waitUntil(lambda: paints.region.contains(grid.view.cell_rect(0)))
    assert grid.view.geometry_of_rows().count == 70
    assert grid.view.verticalScrollBar().maximum() > height


def test_as_many_rows_as_before_but_others_are_all_painted(qtbot: QtBot, grid: Grid, paints: Paints) -> None:
    grid.put(*range(NEWEST + 1, NEWEST - 59, -1))
    qtbot.waitUntil(lambda: paints.region.contains(grid.view.cell_rect(7)))
    assert [grid.model.row_id(row) for row in (6, 65)] == [NEWEST + 1, NEWEST - 58]


def test_two_jobs_far_apart_do_not_repaint_what_is_between(qtbot: QtBot, grid: Grid, paints: Paints) -> None:
    changed = jobs(6, JobState.FAILED)
    grid.model.set_jobs([changed[0], changed[5]])
    qtbot.waitUntil(lambda: paints.region.contains(grid.view.cell_rect(5)))
    assert paints.region.contains(grid.view.cell_rect(0))
    assert not paints.region.intersects(grid.view.cell_rect(2))


def test_rows_that_are_gone_are_not_asked_for_before_the_view_is_laid_out_anew(qtbot: QtBot, grid: Grid) -> None:
    grid.model.set_jobs(jobs(12))
    qtbot.waitUntil(lambda: sum(len(run) for run in grid.view.rows_in_sight()) >= 8)
    for each in jobs(12)[2:]:
        grid.model.remove_job(each.id)
    assert [row for run in grid.view.rows_in_sight() for row in run if row >= grid.model.rowCount()] == []


def test_the_ring_turns_alone_and_stops(qtbot: QtBot, grid: Grid) -> None:
    grid.put(*range(NEWEST, NEWEST - 60, -1))
    assert not grid.view._pulse.isActive()
    running = replace(jobs(1, JobState.SENDING)[0], sent_at=1.0)
    grid.model.update_job(running)
    qtbot.waitUntil(grid.view._pulse.isActive)
    QApplication.processEvents()
    grid.view.viewport().repaint()
    paints = Paints(grid)
    qtbot.waitUntil(lambda: len(paints.rects) >= 4)
    assert all(grid.view.cell_rect(0).contains(rect) for rect in paints.rects)
    assert min(rect.width() for rect in paints.rects) < 40
    grid.view.verticalScrollBar().setValue(2000)
    QApplication.processEvents()
    assert not grid.view._pulse.isActive()
    grid.view.verticalScrollBar().setValue(0)
    QApplication.processEvents()
    assert grid.view._pulse.isActive()
    grid.view.hide()
    assert not grid.view._pulse.isActive()
    grid.view.show()
    assert grid.view._pulse.isActive()
    grid.model.update_job(replace(running, state=JobState.FAILED, failure=Failure("Overloaded", Billed.NO)))
    QApplication.processEvents()
    assert not grid.view._pulse.isActive()
