"""Tiles of refused jobs, and what they offer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest

from desktop_app.core.job import Job
from desktop_app.core.known_models import known_catalogue
from desktop_app.ui.gallery.job_layout import JobLayouts
from desktop_app.ui.gallery.tile_words import Progress, TileAction
from desktop_app.ui.offers import Offers
from tests.support.refusals import GRID, SEED, STEPS, UNSUPPORTED, refused_job
from tests.ui.gallery.conftest import Grid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton


def press(grid: Grid, *pressed: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in pressed:
        QTest.keyClick(grid.view, key, modifier or Qt.KeyboardModifier.NoModifier)


def link(grid: Grid, row: int, text: str) -> QPoint:
    entry = grid.model.entry(row)
    assert isinstance(entry, Job)
    parts = grid.view._delegate.job_tile.layout(entry, grid.view.cell_rect(row).toRectF(), grid.model)
    return next(each.place.center().toPoint() for each in parts.links if each.text == text)


def test_a_refused_tile_offers_what_would_pass(qtbot: QtBot, grid: Grid) -> None:
    refused = refused_job(GRID, "width", width=1000, height=700)
    grid.model.set_jobs([refused])
    viewport = grid.view.viewport()
    with qtbot.waitSignal(grid.view.job_retried) as told:
        QTest.mouseClick(viewport, LEFT, pos=link(grid, 0, "Try again"))
    grid.view.set_catalogue(known_catalogue())
    corrected = [refused, replace(refused.request, width=1008, height=704)]
    with qtbot.waitSignal(grid.view.job_corrected) as told:
        QTest.mouseClick(viewport, LEFT, pos=link(grid, 0, "Use 1008 × 704"))
    assert told.args == corrected
    with qtbot.waitSignal(grid.view.job_corrected) as told:
        press(grid, Qt.Key.Key_Home, Qt.Key.Key_Return)
    assert told.args == corrected
    menu = grid.view.job_menu(refused)
    assert [action.text() for action in menu.actions()] == ["Use 1008 × 704", "Try again", "Details", "Dismiss"]
    with qtbot.waitSignal(grid.view.job_corrected) as told:
        menu.actions()[0].trigger()
    assert told.args == corrected
    menu.close()


def test_one_key_does_not_order_what_is_dearer(qtbot: QtBot, grid: Grid) -> None:
    refused = replace(refused_job(GRID, "width", width=1000, height=700), estimate_usd=0.001)
    grid.model.set_jobs([refused])
    grid.view.set_catalogue(known_catalogue())

    with qtbot.assertNotEmitted(grid.view.job_corrected), qtbot.waitSignal(grid.view.job_details_requested):
        press(grid, Qt.Key.Key_Home, Qt.Key.Key_Return)
    with qtbot.waitSignal(grid.view.job_corrected):
        QTest.mouseClick(grid.view.viewport(), LEFT, pos=link(grid, 0, "from $0.015 · 1008 × 704"))
    grid.view.set_tile_px(96)
    with qtbot.waitSignal(grid.view.job_details_requested):
        QTest.mouseClick(grid.view.viewport(), LEFT, pos=link(grid, 0, "Details"))


@pytest.mark.parametrize("side_px", [64, 96, 119, 120, 140, 200, 320])
@pytest.mark.parametrize(
    "text", [GRID, UNSUPPORTED.format(field="negative_prompt"), SEED, STEPS, "Something odd in the request"]
)
def test_what_a_tile_says_stays_inside_it(grid: Grid, side_px: int, text: str) -> None:
    wishes: dict[str, Any] = {"width": 1000, "height": 700, "negative_prompt": "text", "seed": 2_000_000, "steps": 50}
    refused = refused_job(text, **wishes)
    cell = QRectF(8, 8, side_px, side_px)
    offer = Offers(known_catalogue()).of(refused)

    parts = JobLayouts(grid.view.font()).layout(refused, cell, Progress(), offer)

    assert [each.action for each in parts.links][:1] == ([TileAction.CORRECT] if offer else parts_first(side_px))
    for each in parts.links:
        assert cell.adjusted(-4, 0, 4, 0).contains(each.place), each.text
    for run in parts.texts:
        assert cell.contains(run.at), run.text


def parts_first(side_px: int) -> list[TileAction]:
    return [TileAction.RETRY] if side_px >= 120 else []
