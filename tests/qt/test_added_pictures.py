"""Pictures told as additions make the same rows as when all are told anew."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop_app.core.job import JobState
from desktop_app.core.record import Kind
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import GallerySnapshot, sections_of
from tests.support.records import job_in

NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
HOUR = 3_600_000_000
NOW = int(NOON.timestamp() * 1_000_000)


def snapshot(keys: set[int], serial: int, added: tuple[int, ...] | None) -> GallerySnapshot:
    ordered = array("q", sorted(keys, reverse=True))
    sections = sections_of(ordered, date.min, 0.0)
    return GallerySnapshot(ordered, sections, "", len(keys), serial=serial, added=added)


def rows(model: GalleryModel) -> list[int | str]:
    return [model.row_id(row) for row in range(model.rowCount())]


def headings(model: GalleryModel) -> list[tuple[object, int, int]]:
    return [(each.day, each.rows, each.pictures) for each in model.sections()]


@given(
    st.sets(st.integers(-200, 50), max_size=8),
    st.lists(st.lists(st.integers(-200, 50), unique=True, max_size=3), max_size=5),
    st.sets(st.integers(0, 4)),
)
def test_the_same_rows_either_way(qapp: QApplication, first: set[int], added: list[list[int]], born: set[int]) -> None:
    told, anew = GalleryModel(), GalleryModel()
    tester = QAbstractItemModelTester(told, QAbstractItemModelTester.FailureReportingMode.Warning)
    shown = {NOW + hours * HOUR for hours in first}
    for model in (told, anew):
        model.set_snapshot(snapshot(shown, 1, None))
    for serial, moments in enumerate(added, 2):
        new = tuple(NOW + hours * HOUR for hours in moments if NOW + hours * HOUR not in shown)
        shown |= set(new)
        for model in (told, anew):
            if serial - 2 in born and new:
                _turn(model, new[0], f"job{serial}")
        told.set_snapshot(snapshot(shown, serial, new))
        anew.set_snapshot(snapshot(shown, serial, None))
        assert rows(told) == rows(anew)
        assert headings(told) == headings(anew)
        assert [told.row_of(each) for each in rows(told)] == list(range(told.rowCount()))
        assert sum(each.rows for each in told.sections()) == told.rowCount()
    del tester


def _turn(model: GalleryModel, key: int, job_id: str) -> None:
    """Let a job become a picture, as it does before the snapshot with it comes."""
    model.update_job(replace(job_in(JobState.SAVING), id=job_id))
    model.add_image(ImageRow(key, str(key), f"/{key}.jpg", 4, 3, "", "", 0, False, Kind.GENERATED, None, job_id))


def test_additions_to_what_is_not_shown_are_read_from_the_keys(qapp: QApplication) -> None:
    model = GalleryModel()
    keys = {NOW, NOW - HOUR}
    model.set_snapshot(snapshot(keys, 1, None))
    # A snapshot between the two was not told.
    model.set_snapshot(snapshot({*keys, NOW + 1, NOW + 2}, 3, (NOW + 2,)))
    assert rows(model) == [NOW + 2, NOW + 1, NOW, NOW - HOUR]
    assert headings(model) == [(NOON.date(), 4, 4)]
    assert (NOON - timedelta(hours=1)).date() == NOON.date()
