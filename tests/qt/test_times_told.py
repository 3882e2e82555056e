"""The usual time of a picture is known after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.settings import Settings
from desktop_app.engine.places import journal_path
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.qt.gallery_model import GalleryModel
from desktop_app.qt.queue_model import QueueModel
from desktop_app.store.folders import Folders
from desktop_app.store.journal import Journal
from tests.support.engine_bench import a_request

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_tiles_and_rows_know_how_long_pictures_took_before(qtbot: QtBot, tmp_path: Path) -> None:
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "library")
    journal = Journal(journal_path(folders))
    done = Job("j", "b", a_request(), False, JobState.DONE, sent_at=100.0, answered_at=112.5, billed=Billed.YES)
    journal.add(done)
    journal.close()
    queue, gallery = QueueModel(), GalleryModel()
    thread = EngineThread(session_opener(folders, Settings(), {}))
    thread.times_told.connect(queue.take_times)
    thread.times_told.connect(gallery.take_times)

    with qtbot.waitSignal(thread.times_told):
        thread.tell_times()
        thread.start()

    assert [model.experience.expected_s(a_request("another fox")) for model in (queue, gallery)] == [12.5, 12.5]
    assert thread.close()
