"""What the journal and the library say of a batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import FolderMissing
from desktop_app.core.job import Job, JobState
from desktop_app.core.record import Answered
from desktop_app.store.batch_result import batch_result
from desktop_app.store.journal import Journal
from desktop_app.store.library import Library
from tests.support.records import job_in
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH = "0b6f0d0e-0000-4000-8000-00000000beef"
MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "data" / "journal.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "library").mkdir()
    return Library(tmp_path / "library")


def job(name: str, state: JobState, label: str, batch: str = BATCH) -> Job:
    return replace(
        job_in(state), id=name, batch_id=batch, label=label, answered_at=MOMENT.timestamp(), created_at=ord(name)
    )


def save(library: Library, job_id: str, batch: str = BATCH, index: int = 0) -> Path:
    record = a_record(job_id=job_id, batch_id=batch, answered=Answered(index=index))
    return library.save(picture(), record, MOMENT.astimezone()).path


def test_a_finished_batch_has_its_jobs_in_order_and_their_pictures(
    tmp_path: Path, journal: Journal, library: Library
) -> None:
    for each in (
        job("b", JobState.DONE, "two"),
        job("a", JobState.DONE, "one"),
        job("c", JobState.FAILED, "three"),
        job("d", JobState.DONE, ""),
        job("e", JobState.QUEUED, "other", batch="another"),
    ):
        journal.add(each)
    first, second = save(library, "a"), save(library, "b")
    save(library, "e", batch="another")
    journal.dismiss("c")

    result = batch_result(tmp_path / "data" / "journal.sqlite", library, BATCH)

    assert result.is_finished
    assert [each.label for each in result.jobs] == ["one", "two", "three"]
    assert {name: image.path for name, image in result.images.items()} == {"a": first, "b": second}


def test_of_several_pictures_of_one_job_the_first_counts(tmp_path: Path, journal: Journal, library: Library) -> None:
    journal.add(job("a", JobState.DONE, "one"))
    save(library, "a", index=1)
    first = save(library, "a", index=0)
    result = batch_result(tmp_path / "data" / "journal.sqlite", library, BATCH)
    assert result.images["a"].path == first


def test_a_batch_under_way_is_not_finished(tmp_path: Path, journal: Journal, library: Library) -> None:
    journal.add(job("a", JobState.DONE, "one"))
    journal.add(job("b", JobState.RECEIVING, "two"))
    save(library, "a")
    result = batch_result(tmp_path / "data" / "journal.sqlite", library, BATCH)
    assert (result.is_finished, result.images) == (False, {})


def test_a_journal_that_is_away_is_an_error_of_the_tree_and_is_not_made(tmp_path: Path, library: Library) -> None:
    with pytest.raises(FolderMissing):
        batch_result(tmp_path / "nowhere.sqlite", library, BATCH)
    assert not (tmp_path / "nowhere.sqlite").exists()
