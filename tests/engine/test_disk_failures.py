"""Disks that fail: nothing is bought that has no place, and what is paid for is kept until there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed, DiskFull
from desktop_app.core.job import Job, JobState
from desktop_app.engine.events import Event, JobChanged
from tests.support.disks import fill, make_read_only, small_disk
from tests.support.engine_bench import (
    EngineBench,
    a_request,
    assert_paid_and_kept,
    assert_saved_without_a_new_order,
    retried,
    run,
    spoil_library,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import LoopbackServer


def test_a_library_that_goes_away_is_saved_into_when_it_is_back(bench: EngineBench, server: LoopbackServer) -> None:
    # A file stands where the folder above the library should be, as when a drive is not mounted.
    bench.library = bench.folders.data.parent / "drive" / "library"
    bench.library.mkdir(parents=True)

    def take_away() -> None:
        bench.library.rmdir()
        bench.library.parent.rmdir()
        bench.library.parent.write_text("not a folder", encoding="utf-8")

    bench.when_sending(take_away)
    (job,) = bench.order(a_request())
    assert_paid_and_kept(job, "FolderMissing")

    bench.library.parent.unlink()
    bench.library.parent.mkdir()
    assert_saved_without_a_new_order(bench, server, retried(bench, job.id))


def test_a_full_disk_keeps_the_answer(bench: EngineBench, server: LoopbackServer, tmp_path: Path) -> None:
    bench.library = tmp_path / "disk" / "library"
    with small_disk(tmp_path / "disk", size="20m") as disk:
        bench.library.mkdir()
        bench.when_sending(lambda: fill(disk))
        (job,) = bench.order(a_request())
        assert_paid_and_kept(job, "DiskFull")
        assert bench.pictures() == []

        (disk / "ballast").unlink()
        assert_saved_without_a_new_order(bench, server, retried(bench, job.id))


def test_a_library_that_becomes_read_only_keeps_the_answer(
    bench: EngineBench, server: LoopbackServer, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", size="20m") as disk:
        bench.when_sending(lambda: make_read_only(disk))
        bench.library = disk / "library"
        (job,) = bench.order(a_request())
        assert_paid_and_kept(job, "FolderReadOnly")

    bench.library = tmp_path / "other"
    assert_saved_without_a_new_order(bench, server, retried(bench, job.id))


def _assert_not_bought(job: Job, server: LoopbackServer, code: str) -> None:
    assert job.failure is not None
    assert (job.state, job.failure.code, job.billed, job.has_spool) == (JobState.FAILED, code, Billed.NO, False)
    assert server.orders() == []


def test_what_has_no_folder_is_not_bought(bench: EngineBench, server: LoopbackServer) -> None:
    bench.library = bench.folders.data.parent / "drive" / "library"
    bench.library.parent.write_text("not a folder", encoding="utf-8")

    (job,) = bench.order(a_request())

    _assert_not_bought(job, server, "FolderMissing")


def test_what_has_no_room_is_not_bought(bench: EngineBench, server: LoopbackServer, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        bench.library = disk / "library"
        (job,) = bench.order(a_request())

    _assert_not_bought(job, server, "DiskFull")


def test_what_may_not_be_written_is_not_bought(bench: EngineBench, server: LoopbackServer, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size="20m") as disk:
        make_read_only(disk)
        bench.library = disk / "library"
        (job,) = bench.order(a_request())

    _assert_not_bought(job, server, "FolderReadOnly")


def test_a_spool_that_cannot_be_written_does_not_lose_the_answer(bench: EngineBench, server: LoopbackServer) -> None:
    bench.folders.data.mkdir(parents=True)
    (bench.folders.data / "spool").write_text("not a folder", encoding="utf-8")

    (job,) = bench.order(a_request())

    assert (job.state, job.billed) == (JobState.DONE, Billed.YES)
    assert len(bench.pictures()) == 1


def test_an_answer_that_no_disk_takes_is_held_in_memory(bench: EngineBench, server: LoopbackServer) -> None:
    spool = bench.folders.data / "spool"
    bench.folders.data.mkdir(parents=True)
    spool.write_text("not a folder", encoding="utf-8")
    bench.when_sending(lambda: spoil_library(bench))

    async def work() -> Job:
        async with bench.session() as session:
            (job,) = await session.engine.submit(a_request(), demo=False)
            await session.engine.idle()
            assert_paid_and_kept(bench.job(job.id), "FolderMissing")
            bench.library.unlink()
            await session.engine.retry(job.id)
            await session.engine.idle()
            return bench.job(job.id)

    job = run(work())
    assert (job.state, len(server.orders()), len(bench.pictures())) == (JobState.DONE, 1, 1)


def test_a_journal_that_cannot_be_written_lets_nothing_be_sent(
    bench: EngineBench, server: LoopbackServer, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "data") as disk:
        assert bench.folders.data == disk

        async def work() -> None:
            async with bench.session() as session:
                fill(disk)
                with pytest.raises(DiskFull):
                    await session.engine.submit(a_request(prompt="fox " * 100_000), demo=False)
                await session.engine.idle()

        run(work())
    assert server.orders() == []


def test_a_journal_that_fails_in_the_middle_catches_up(
    bench: EngineBench, server: LoopbackServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with small_disk(tmp_path / "data", "6m") as disk:

        def fill_and_empty(event: Event) -> None:
            if isinstance(event, JobChanged) and event.job.state is JobState.SENDING:
                fill(disk)
            elif isinstance(event, JobChanged) and event.job.state is JobState.RECEIVING:
                (disk / "ballast").unlink(missing_ok=True)

        bench.on_event = fill_and_empty
        (job,) = bench.order(a_request(prompt="fox " * 50_000))

        assert "is receiving, which the journal could not take" in caplog.text
        assert bench.states(job.id) == ["queued", "sending", "receiving", "saving", "done"]
        assert bench.journalled() == [job]
        assert len(bench.pictures()) == 1
