"""When a batch gets its sheet."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed, FolderMissing
from desktop_app.core.job import Job, JobState, SeenJob
from desktop_app.core.known_models import known_catalogue
from desktop_app.store.journal import Journal
from desktop_app.store.library import Library
from desktop_app.ui.batch.sheet_desk import SheetDesk
from tests.support.checkout import ROOT
from tests.support.records import job_in
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks

BATCH = "0b6f0d0e-0000-4000-8000-00000000beef"
FONTS = ROOT / "resources" / "fonts"


class Scene:
    """A journal, a library, and the desk between them."""

    def __init__(self, folder: Path, tasks: Tasks) -> None:
        self.journal = Journal(folder / "journal.sqlite")
        (folder / "library").mkdir()
        self.library = Library(folder / "library")
        self.tasks = tasks
        self.desk = self.new_desk(folder)

    def new_desk(self, folder: Path) -> SheetDesk:
        return SheetDesk(self.tasks, folder / "journal.sqlite", FONTS, lambda: self.library, known_catalogue)

    def ordered(self, name: str, label: str) -> Job:
        """Put a job into the journal that was sent, and tell of it."""
        job = replace(
            job_in(JobState.QUEUED),
            id=name,
            batch_id=BATCH,
            label=label,
            created_at=time.time(),
            answered_at=time.time(),
        )
        self.journal.add(job)
        sent = self.journal.move(name, JobState.SENDING)
        self.desk.take([job, sent])
        return sent

    def made(self, name: str) -> Job:
        """Let a job end in a picture, without telling of it."""
        moment = datetime.now().astimezone()
        self.library.save(picture(), a_record(job_id=name, batch_id=BATCH), moment)
        self.journal.move(name, JobState.RECEIVING)
        self.journal.move(name, JobState.SAVING)
        return self.journal.move(name, JobState.DONE, billed=Billed.YES, ended_at=time.time())

    def failed(self, name: str) -> Job:
        """Let a job fail, without telling of it."""
        return self.journal.move(name, JobState.FAILED, ended_at=time.time())

    def sheets(self) -> list[Path]:
        """The sheets in the library."""
        return sorted((self.library.root / "sheets").glob("*.jpg"))


@pytest.fixture
def scene(tmp_path: Path, tasks: Tasks) -> Iterator[Scene]:
    made = Scene(tmp_path, tasks)
    yield made
    made.desk.close()
    made.journal.close()


def test_the_sheet_comes_with_the_last_picture(qtbot: QtBot, scene: Scene) -> None:
    for name, label in (("a", "1 · x"), ("b", "2 · x"), ("c", "1 · y")):
        scene.ordered(name, label)
    scene.desk.take([scene.made("a"), scene.failed("b")])
    assert scene.sheets() == []
    with qtbot.waitSignal(scene.desk.sheet_saved) as saved:
        scene.desk.take([scene.made("c")])
    assert scene.sheets() == [saved.args[0].path]
    assert len(saved.args[0].record.parents) == 2


def test_a_batch_that_outlived_a_restart_has_all_its_pictures_on_the_sheet(
    qtbot: QtBot, scene: Scene, tmp_path: Path
) -> None:
    for name in "abc":
        scene.ordered(name, name)
    before = [scene.made("a"), scene.made("b")]
    later = scene.new_desk(tmp_path)
    late = [replace(job, ended_at=1.0) for job in before]
    with qtbot.waitSignal(later.sheet_saved) as saved:
        # Of a job that is finished from the spool, only the end may be told.
        later.take([*late, scene.made("c")])
    assert len(saved.args[0].record.parents) == 3
    later.close()


def test_what_ended_in_an_earlier_start_makes_no_sheet(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    for name in "ab":
        scene.ordered(name, name)
    old = [replace(scene.made(name), ended_at=1.0) for name in "ab"]
    later = scene.new_desk(tmp_path)
    with qtbot.assertNotEmitted(later.sheet_saved, wait=700):
        later.take(old)
    later.close()


def test_jobs_without_a_label_and_single_pictures_make_no_sheet(qtbot: QtBot, scene: Scene) -> None:
    for name, label in (("a", ""), ("b", ""), ("c", "only one")):
        scene.ordered(name, label)
    with qtbot.assertNotEmitted(scene.desk.sheet_saved, wait=700):
        scene.desk.take([scene.made(name) for name in "abc"])


def test_a_failed_picture_that_is_made_later_comes_onto_the_same_sheet(qtbot: QtBot, scene: Scene) -> None:
    for name in "abc":
        scene.ordered(name, name)
    with qtbot.waitSignal(scene.desk.sheet_saved) as first:
        scene.desk.take([scene.made("a"), scene.made("b"), scene.failed("c")])
    again = scene.journal.requeue("c", SeenJob(JobState.FAILED, Billed.NO), lambda: None)
    scene.desk.take([again, scene.journal.move("c", JobState.SENDING)])
    with qtbot.waitSignal(scene.desk.sheet_saved) as second:
        scene.desk.take([scene.made("c")])
    assert second.args[0].path == first.args[0].path
    assert len(second.args[0].record.parents) == 3


def test_a_library_that_is_away_is_told(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    for name in "ab":
        scene.ordered(name, name)
    ended = [scene.made(name) for name in "ab"]
    (tmp_path / "library").rename(tmp_path / "elsewhere")
    scene.library = Library(tmp_path / "elsewhere")
    with qtbot.waitSignal(scene.desk.sheet_failed) as told:
        scene.desk.take(ended)
        (tmp_path / "elsewhere" / "sheets").write_text("a file in the way", encoding="utf-8")
    assert isinstance(told.args[0], FolderMissing)
