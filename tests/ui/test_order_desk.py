"""What the order desk tells the form of a refusal."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.batches import BatchItem
from desktop_app.core.catalogue import Catalogue
from desktop_app.core.corrections import teaching_of_failure
from desktop_app.core.job import JobState
from desktop_app.core.known_models import known_catalogue
from desktop_app.core.learning import learnt
from desktop_app.core.settings import Settings
from desktop_app.core.sizes import Size
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.store.draft import DraftFile
from desktop_app.store.folders import Folders
from desktop_app.store.journal import Journal
from desktop_app.store.presets_file import Presets, PresetsFile
from desktop_app.store.references import ReferenceStore
from desktop_app.ui.create.panel import CreatePanel
from desktop_app.ui.order_desk import OrderDesk
from tests.support.engine_bench import a_request
from tests.support.records import MODEL
from tests.support.refusals import GRID, refused_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.core.job import Job
    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme

# What the table allows, and the provider has come to refuse.
SIZE = Size(1040, 784)
COARSER = GRID.replace("multiples of 16", "multiples of 64")
SAID = "The model takes sides of 256 to 2048 px, in multiples of 64."


class Desk:
    """The desk between a real panel and an engine that was not started: its signals are emitted by hand."""

    def __init__(self, panel: CreatePanel, engine: EngineThread, desk: OrderDesk) -> None:
        self.panel = panel
        self.engine = engine
        self.desk = desk

    def ends(self, job: Job) -> None:
        """Let a job go its way to its end."""
        self.engine.jobs_changed.emit((replace(job, state=JobState.SENDING, failure=None),))
        self.engine.jobs_changed.emit((job,))


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, tasks: Tasks, tmp_path: Path) -> Iterator[Desk]:
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "pictures")
    panel = CreatePanel(theme, known_catalogue(), Presets(), tasks, ReferenceStore(tmp_path / "references"))
    qtbot.addWidget(panel)
    engine = EngineThread(session_opener(folders, Settings(), {}))
    made = OrderDesk(panel, engine, tasks, DraftFile(tmp_path / "draft.json"), PresetsFile(tmp_path / "presets.json"))
    panel.set_demo(is_demo=False)
    panel.form.choose_model(MODEL)
    panel.form.size = SIZE
    yield Desk(panel, engine, made)
    made.keep_draft_now()
    engine.close()


def refused() -> Job:
    """Return what becomes of the order that the form holds."""
    return refused_job(COARSER, "width", width=SIZE.width, height=SIZE.height)


def test_the_field_at_fault_is_marked_with_the_rule(desk: Desk) -> None:
    desk.ends(refused())

    assert desk.panel.size_note.text() == SAID


def test_what_was_learnt_before_the_refusal_was_told_does_not_take_the_mark_away(desk: Desk) -> None:
    job = refused()
    assert job.failure is not None
    teaching = teaching_of_failure(job.failure)
    assert teaching is not None
    row = learnt(known_catalogue().profile(MODEL), teaching)
    desk.engine.jobs_changed.emit((replace(job, state=JobState.SENDING, failure=None),))
    desk.panel.set_catalogue(Catalogue([row]))

    desk.engine.jobs_changed.emit((job,))

    assert desk.panel.size_note.text() == SAID


def test_what_had_ended_before_the_program_began_marks_nothing(desk: Desk) -> None:
    desk.engine.jobs_changed.emit((refused(),))

    assert desk.panel.size_note.text() == ""


def test_what_waits_for_the_keyring_is_ordered_when_the_program_ends(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.desk.set_demo(is_demo=False)
    desk.panel.generate_requested.emit(a_request("one"))
    desk.desk.order_batch((BatchItem(a_request("two")),))

    desk.desk.let_go()
    desk.engine.start()
    with qtbot.waitSignal(desk.engine.ended, timeout=20_000):
        desk.engine.end()

    with closing(Journal(tmp_path / "data" / "journal.sqlite")) as journal:
        left = [(job.request.prompt, job.state, job.demo) for job, _ in journal.everyones_jobs()]
    assert left == [("one", JobState.QUEUED, False), ("two", JobState.QUEUED, False)]


def test_a_form_with_another_model_is_left_alone(desk: Desk) -> None:
    desk.panel.form.choose_model("black-forest-labs/FLUX.1-schnell")
    desk.ends(refused())

    assert desk.panel.size_note.text() == ""


def test_a_picture_of_the_model_takes_the_mark_away(desk: Desk) -> None:
    job = refused()
    desk.ends(job)

    desk.ends(replace(job, state=JobState.DONE, failure=None))

    assert desk.panel.size_note.text() == ""


def test_another_order_takes_the_mark_away_until_it_is_refused_too(desk: Desk) -> None:
    desk.ends(refused())
    desk.panel.prompt.editor.reset("a fox")

    desk.panel.submit()
    assert desk.panel.size_note.text() == ""

    desk.ends(refused())
    assert desk.panel.size_note.text() == SAID
