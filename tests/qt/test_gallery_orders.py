"""The rows in orders other than the newest first."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.core.gallery_order import GalleryOrder, SortBy
from desktop_app.core.job import JobState
from desktop_app.core.record import Kind
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import GallerySnapshot, Section
from tests.support.records import job_in

BY_RATING = GalleryOrder(SortBy.RATING)


def snapshot(*keys: int, sections: tuple[Section, ...] = (), order: GalleryOrder = BY_RATING) -> GallerySnapshot:
    return GallerySnapshot(array("q", keys), sections, "", len(keys), order)


@pytest.fixture
def model(qapp: QObject) -> GalleryModel:
    made = GalleryModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    return made


def rows(model: GalleryModel) -> list[int | str]:
    return [model.row_id(row) for row in range(model.rowCount())]


def test_every_row_is_found_where_it_stands(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(5, 9, 2, 7))
    assert [model.row_of(key) for key in (5, 9, 2, 7, 1)] == [0, 1, 2, 3, None]


def test_changes_are_taken_in_without_a_new_beginning(qtbot: QtBot, model: GalleryModel) -> None:
    model.set_snapshot(snapshot(5, 9, 2, 7))
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_snapshot(snapshot(5, 2, 7, 9, 4))
    assert rows(model) == [5, 2, 7, 9, 4]


def test_another_order_begins_anew(qtbot: QtBot, model: GalleryModel) -> None:
    model.set_snapshot(snapshot(9, 7, 5, 2, order=GalleryOrder()))
    with qtbot.waitSignal(model.modelReset):
        model.set_snapshot(snapshot(5, 9, 2, 7))
    assert rows(model) == [5, 9, 2, 7]


def test_ratings_models_and_nothing_are_headings(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(5, 9, 2, sections=(Section(None, 2, rating=4), Section(None, 1, rating=0))))
    assert [(each.rating, each.rows) for each in model.sections()] == [(4, 2), (0, 1)]
    model.set_snapshot(snapshot(5, 9, 2, order=GalleryOrder(SortBy.SHUFFLE)))
    assert [(each.is_plain, each.rows) for each in model.sections()] == [(True, 3)]


def test_what_was_just_made_stays_in_front(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(5, 9, 2, sections=(Section(None, 3, rating=0),)))
    job = job_in(JobState.SAVING)
    model.update_job(job)
    model.add_image(ImageRow(11, "u", "/p.jpg", 4, 3, "", "", 0, False, Kind.GENERATED, None, job.id))
    model.set_snapshot(snapshot(5, 9, 11, 2, sections=(Section(None, 4, rating=0),)))
    assert rows(model) == [11, 5, 9, 2]
    assert [each.rows for each in model.sections()] == [1, 3]
    assert model.sections()[0].day == date.today()  # noqa: DTZ011 - the person's own day
    model.set_snapshot(snapshot(5, 9, 2, sections=(Section(None, 3, rating=0),)))
    assert rows(model) == [5, 9, 2]


def test_a_stack_that_closes_leaves_what_stands_among_its_pictures_in_time(model: GalleryModel) -> None:
    stacked = GalleryOrder(is_stacked=True)
    closed = snapshot(90, 70, 60, 50, 20, order=stacked)
    opened = replace(snapshot(90, 65, 10, 70, 60, 50, 20, order=stacked), opened={90: 90, 65: 90, 10: 90})
    for serial in range(1, 5, 2):
        # The source says that no picture has come, and means it.
        model.set_snapshot(replace(closed, serial=serial, added=() if serial > 1 else None))
        assert rows(model) == [90, 70, 60, 50, 20]
        model.set_snapshot(replace(opened, serial=serial + 1, added=()))
        assert rows(model) == [90, 65, 10, 70, 60, 50, 20]
