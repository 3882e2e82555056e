"""The model: jobs become pictures where they stand, and nothing else moves."""

from __future__ import annotations

import json
from array import array
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.core.errors import Billed
from desktop_app.core.job import Failure, Job, JobState
from desktop_app.core.record import Kind
from desktop_app.core.request import GenerationRequest
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.image_mime import dragged_images
from desktop_app.store.image_row import ImageRow
from desktop_app.store.snapshot import DaySection, GallerySnapshot, sections_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

TODAY = datetime.now().astimezone().replace(hour=12)
NOW = int(TODAY.timestamp() * 1_000_000)
DAY = 86_400_000_000


class Wishes(QObject):
    """Keeps which keys the model asked for."""

    def __init__(self, model: GalleryModel) -> None:
        super().__init__()
        self.keys: list[int] = []
        model.rows_wanted.connect(self.keys.extend)


@pytest.fixture
def model(qapp: QObject) -> GalleryModel:
    """Make a model that Qt watches for breaches of the rules of models: each is a warning, which fails the test."""
    made = GalleryModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning, made)
    return made


def image(key: int, job_id: str = "", path: str = "") -> ImageRow:
    where = path or f"/pictures/{key}.jpg"
    return ImageRow(key, f"uuid-{key}", where, 64, 48, "", f"prompt {key}", 0, False, Kind.GENERATED, None, job_id)


def job(job_id: str, state: JobState = JobState.SENDING, batch: str = "", **more: Any) -> Job:
    return Job(job_id, batch or job_id, GenerationRequest("a fox", "some/model"), False, state, **more)


def snapshot(*keys: int, query: str = "") -> GallerySnapshot:
    ordered = array("q", sorted(keys, reverse=True))
    sections = (DaySection(None, len(keys)),) if ordered and ordered[0] < 0 else ()
    return GallerySnapshot(ordered, sections or sections_of(ordered, TODAY.date(), 0.5), query, len(keys))


def shown(model: GalleryModel) -> list[str | int]:
    return [model.row_id(row) for row in range(model.rowCount())]


def arrive(model: GalleryModel, row: ImageRow) -> None:
    """Let a picture arrive as the feed tells of it."""
    model.add_image(row)
    keys = [key for key in model.snapshot.keys if key >= 0]
    model.set_snapshot(snapshot(*keys, row.key))


def test_new_jobs_come_first_and_a_batch_stays_in_order(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW, NOW - 1))
    model.update_job(job("old"))
    for number in range(3):
        model.update_job(job(f"b{number}", batch="b"))
    assert shown(model) == ["b0", "b1", "b2", "old", NOW, NOW - 1]


def test_a_job_becomes_its_picture_where_it_stands(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    for name in ("first", "second", "third"):
        model.update_job(job(name))
    before = shown(model)
    inserted = []
    model.rowsInserted.connect(lambda *_: inserted.append(1))
    arrive(model, image(NOW + 5, "second"))
    model.update_job(job("second", JobState.DONE))
    assert shown(model) == [NOW + 5 if each == "second" else each for each in before]
    assert inserted == []


def test_a_chosen_job_is_a_chosen_picture_afterwards(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    model.update_job(job("a"))
    selection = QItemSelectionModel(model)
    selection.select(model.index(0), QItemSelectionModel.SelectionFlag.Select)
    arrive(model, image(NOW + 5, "a"))
    assert [model.row_id(index.row()) for index in selection.selectedIndexes()] == [NOW + 5]


def test_what_a_person_has_to_see_of_a_job_stays_beside_its_picture(model: GalleryModel) -> None:
    model.update_job(job("a", JobState.FAILED))
    arrive(model, image(NOW + 5, "a"))
    assert shown(model) == ["a", NOW + 5]
    model.update_job(job("a", JobState.SAVING))
    arrive(model, image(NOW + 5, "a"))
    model.update_job(job("a", JobState.DONE))
    assert shown(model) == [NOW + 5]


def test_several_pictures_of_one_job_stand_together(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    model.update_job(job("newer"))
    model.update_job(job("of-two"))
    model.update_job(job("newest"))
    arrive(model, image(NOW + 5, "of-two"))
    model.update_job(job("of-two", JobState.SAVING))
    arrive(model, image(NOW + 6, "of-two"))
    model.update_job(job("of-two", JobState.DONE))
    assert shown(model) == ["newest", NOW + 5, NOW + 6, "newer", NOW]


def test_a_picture_already_listed_is_not_shown_twice(model: GalleryModel) -> None:
    model.update_job(job("a"))
    model.set_snapshot(snapshot(NOW + 5, NOW))
    model.add_image(image(NOW + 5, "a"))
    assert shown(model) == [NOW + 5, NOW]


def test_a_job_that_cost_nothing_leaves_when_cancelled(model: GalleryModel) -> None:
    model.update_job(job("free", JobState.QUEUED))
    model.update_job(job("sent"))
    model.update_job(job("free", JobState.CANCELLED))
    model.update_job(job("sent", JobState.CANCELLED, billed=Billed.UNKNOWN))
    assert shown(model) == ["sent"]
    model.remove_job("sent")
    model.remove_job("sent")
    assert shown(model) == []


def test_old_jobs_that_went_well_have_no_tile(model: GalleryModel) -> None:
    failure = Failure("Overloaded", Billed.NO)
    model.set_jobs([job("done", JobState.DONE), job("failed", JobState.FAILED, failure=failure)])
    assert shown(model) == ["failed"]


def test_a_job_sent_again_keeps_its_place(model: GalleryModel) -> None:
    model.update_job(job("a", JobState.FAILED))
    model.update_job(job("b"))
    model.update_job(job("a", JobState.QUEUED))
    assert shown(model) == ["b", "a"]
    entry = model.entry(1)
    assert isinstance(entry, Job)
    assert entry.state is JobState.QUEUED


def test_headings_count_pictures_and_hold_the_tiles(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW, NOW - 1, NOW - DAY))
    model.update_job(job("a"))
    model.update_job(job("b"))
    arrive(model, image(NOW + 5, "a"))
    first, second = model.sections()
    assert (first.day, first.rows, first.pictures, first.cost_usd) == (TODAY.date(), 4, 3, 0.5)
    assert (second.rows, second.pictures) == (1, 1)


def test_a_tile_has_a_heading_of_its_own_above_the_samples(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(-1, -2))
    model.update_job(job("a"))
    assert [(section.day, section.rows) for section in model.sections()] == [(TODAY.date(), 1), (None, 2)]
    arrive(model, image(NOW, "a"))
    assert shown(model) == [NOW]


def test_search_takes_pictures_away_and_leaves_the_tiles(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW, NOW - 1))
    model.update_job(job("a"))
    model.set_snapshot(snapshot(NOW - 1, query="fox"))
    assert shown(model) == ["a", NOW - 1]
    model.add_image(image(NOW + 5, "a"))
    model.set_snapshot(snapshot(NOW - 1, query="fox"))
    assert shown(model) == [NOW - 1]


def test_what_is_gone_from_disk_is_gone_from_the_front_too(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    model.update_job(job("a"))
    model.update_job(job("b"))
    arrive(model, image(NOW + 5, "b"))
    model.set_snapshot(snapshot(NOW))
    assert shown(model) == ["a", NOW]


def test_rows_are_asked_for_once_and_in_pages(qtbot: QtBot) -> None:
    # Without the tester, which looks at rows of its own.
    model = GalleryModel()
    wishes = Wishes(model)
    model.set_snapshot(snapshot(*range(NOW - 1000, NOW)))
    assert model.entry(100) is None
    assert model.entry(101) is None
    qtbot.waitUntil(lambda: bool(wishes.keys))
    assert wishes.keys == list(range(NOW - 65, NOW - 129, -1))
    model.entry(102)
    QCoreApplication.processEvents()
    assert len(wishes.keys) == 64
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.add_rows([image(key) for key in wishes.keys])
    assert changed == [(64, 127)]
    assert model.entry(100) == image(NOW - 101)
    assert model.row_of_path(f"/pictures/{NOW - 101}.jpg") == 100


def test_a_file_with_other_contents_is_told(qtbot: QtBot, model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    model.add_rows([image(NOW)])
    with qtbot.waitSignal(model.image_replaced) as told:
        model.add_image(image(NOW))
    assert told.args == [f"/pictures/{NOW}.jpg"]


def test_pictures_can_be_dragged_and_jobs_cannot(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    model.add_rows([image(NOW)])
    model.update_job(job("a"))
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsDragEnabled
    data = model.mimeData([model.index(0), model.index(1)])
    assert [url.toLocalFile() for url in data.urls()] == [f"/pictures/{NOW}.jpg"]
    assert [(path.as_posix(), uuid) for path, uuid in dragged_images(data)] == [(f"/pictures/{NOW}.jpg", f"uuid-{NOW}")]


def test_one_picture_travels_as_pixels_too(model: GalleryModel, tmp_path: Path) -> None:
    from tests.support.pictures import picture_bytes

    path = tmp_path / "a.jpg"
    path.write_bytes(picture_bytes())
    model.set_snapshot(snapshot(NOW))
    model.add_rows([image(NOW, path=str(path))])
    data = model.mimeData([model.index(0)])
    assert data.hasImage()
    assert data.imageData().width() == 48
    assert json.loads(data.data("application/x-sfumato-images").toStdString())[0]["uuid"] == f"uuid-{NOW}"


def test_time_expected_is_that_of_like_jobs_only(model: GalleryModel) -> None:
    assert model.experience.expected_s(job("x").request) is None
    for number, taken_s in enumerate((9.0, 11.0, 30.0)):
        done = job(str(number), JobState.DONE, sent_at=100.0, answered_at=100.0 + taken_s)
        model.update_job(done)
        model.update_job(done)
    assert model.experience.expected_s(job("x").request) == 11.0
    assert model.experience.expected_s(replace(job("x").request, steps=4)) is None


def test_the_line_is_counted_by_age(model: GalleryModel) -> None:
    waiting = [job(str(number), JobState.QUEUED, created_at=float(number + 1)) for number in range(3)]
    model.set_jobs([job("running", created_at=0.5), *waiting])
    assert [model.place_in_line(each) for each in waiting] == [0, 1, 2]


def test_the_line_is_counted_by_place(model: GalleryModel) -> None:
    waiting = [job(str(number), JobState.QUEUED, position=9.0 - number) for number in range(3)]
    model.set_jobs(waiting)
    assert [model.place_in_line(each) for each in waiting] == [2, 1, 0]
    model.set_jobs([replace(waiting[0], position=1.0)])
    assert [model.place_in_line(each) for each in (replace(waiting[0], position=1.0), *waiting[1:])] == [0, 2, 1]


def test_new_jobs_of_a_batch_are_one_insertion(model: GalleryModel) -> None:
    model.set_snapshot(snapshot(NOW))
    model.update_job(job("b0", batch="b"))
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    new = [job(f"b{number}", batch="b") for number in range(1, 4)]
    model.set_jobs([*new, job("b0", JobState.SAVING, batch="b"), job("other", batch="c"), job("none", JobState.DONE)])
    assert shown(model) == ["other", "b0", "b1", "b2", "b3", NOW]
    assert inserted == [(1, 3), (0, 0)]
    model.set_jobs(new)
    assert len(inserted) == 2


def test_what_changes_or_goes_together_is_told_in_runs(model: GalleryModel) -> None:
    jobs = [job(f"b{number}", JobState.QUEUED, batch="b") for number in range(8)]
    model.set_jobs(jobs)
    changed: list[tuple[int, int]] = []
    removed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.set_jobs([replace(jobs[number], state=JobState.SENDING) for number in (3, 1, 2, 6)])
    assert changed == [(1, 3), (6, 6)]
    model.set_jobs([replace(jobs[number], state=JobState.CANCELLED) for number in (7, 0, 5, 4)])
    assert removed == [(7, 7), (4, 5), (0, 0)]
    assert shown(model) == ["b1", "b2", "b3", "b6"]
    assert model.place_in_line(jobs[7]) == 0


def test_the_line_forgets_who_left_it(model: GalleryModel) -> None:
    waiting = [job(str(number), JobState.QUEUED, position=float(number)) for number in range(5)]
    model.set_jobs(waiting)
    model.set_jobs([replace(waiting[0], state=JobState.SENDING), replace(waiting[1], state=JobState.CANCELLED)])
    model.remove_job("2")
    assert [model.place_in_line(each) for each in waiting[3:]] == [0, 1]
    model.set_jobs([waiting[0]])
    assert [model.place_in_line(each) for each in (waiting[0], *waiting[3:])] == [0, 1, 2]


def test_a_row_has_no_children(model: GalleryModel) -> None:
    model.update_job(job("a"))
    assert model.rowCount(model.index(0)) == 0
    assert model.rowCount(QModelIndex()) == 1
