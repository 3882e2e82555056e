"""Disks that fill up or go away while an answer is on its way: what is paid for is kept, and saved when there is room."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import JobState
from desktop_app.engine.events import Event, ImageSaved, JobChanged
from desktop_app.store.journal import Journal
from tests.support.command import ended, python, start_as
from tests.support.disks import fill, small_disk
from tests.support.engine_bench import (
    EngineBench,
    a_request,
    assert_paid_and_kept,
    assert_saved_without_a_new_order,
    retried,
    run,
)
from tests.support.namespaces import Namespace, private_mounts
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop_app.core.job import Job
    from tests.support.server import LoopbackServer

PAGE_BYTES = 4096
ORDER = ("generate", "a red fox in the snow", "--size", "256x256", "--seed", "7")


def _leave(disk: Path, pages: int) -> None:
    """Fill the disk but for so many pages."""
    fill(disk)
    ballast = disk / "ballast"
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - pages * PAGE_BYTES)


@pytest.mark.parametrize("pages", range(4))
def test_a_library_that_fills_up_while_it_saves(
    bench: EngineBench, server: LoopbackServer, tmp_path: Path, pages: int
) -> None:
    """The room ends before the picture, in it, before its sidecar, or just after."""
    bench.library = tmp_path / "disk" / "library"
    with small_disk(tmp_path / "disk", size="20m") as disk:
        bench.library.mkdir()

        def on_event(event: Event) -> None:
            if isinstance(event, JobChanged) and event.job.state is JobState.SAVING:
                bench.on_event = lambda _: None
                _leave(disk, pages)

        bench.on_event = on_event
        (job,) = bench.order(a_request())
        if job.state is JobState.DONE:
            assert pages > 1
        else:
            assert_paid_and_kept(job, "DiskFull")
            assert len(list(bench.library.rglob("*.json"))) == 0
        assert all(path.read_bytes()[-2:] == b"\xff\xd9" for path in bench.pictures())

        (disk / "ballast").unlink()
        if job.state is not JobState.DONE:
            job = retried(bench, job.id)
        assert_saved_without_a_new_order(bench, server, job)
        record_of(bench.pictures()[0])


def test_a_library_that_fills_up_in_the_middle_of_a_batch(
    bench: EngineBench, server: LoopbackServer, tmp_path: Path
) -> None:
    """Pictures fail and succeed singly, and those that failed are saved without being bought again."""
    bench.library = tmp_path / "disk" / "library"
    bench.parallel_jobs = 1
    with small_disk(tmp_path / "disk", size="20m") as disk:
        bench.library.mkdir()

        def on_event(event: Event) -> None:
            if isinstance(event, ImageSaved) and not (disk / "ballast").exists():
                fill(disk)

        bench.on_event = on_event
        jobs = bench.order(a_request(count=4))
        assert (len(jobs), len(server.orders())) == (4, len([job for job in jobs if job.sent_at]))
        failed = [job for job in jobs if job.state is not JobState.DONE]
        assert failed
        bench.on_event = lambda _: None
        (disk / "ballast").unlink()

        async def work() -> None:
            async with bench.session() as session:
                await session.engine.retry_all_failed()
                await session.engine.idle()

        run(work())
        assert {bench.job(job.id).state for job in jobs} == {JobState.DONE}
        assert (len(server.orders()), len(bench.pictures())) == (4, 4)


def test_a_journal_whose_disk_stays_full_does_not_lose_the_picture(
    bench: EngineBench, server: LoopbackServer, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "data", "8m") as disk:
        bench.when_sending(lambda: fill(disk))
        (job,) = bench.order(a_request(prompt="fox " * 50_000))
        assert (job.state, job.billed) == (JobState.DONE, Billed.YES)
        (disk / "ballast").unlink()

        async def next_start() -> None:
            async with bench.session() as session:
                await session.engine.idle()

        run(next_start())
        (later,) = bench.journalled()
        assert (later.state, later.billed) == (JobState.DONE, Billed.YES)
    assert (len(server.orders()), len(bench.pictures())) == (1, 1)


@pytest.fixture
def mounts() -> Iterator[Namespace]:
    with private_mounts() as here:
        yield here


def _plug_in(mounts: Namespace, library: Path) -> None:
    mounts.run("mount", "-t", "tmpfs", "-o", "size=20m", "sfumato-test", str(library))


def _jobs(home: Path) -> list[Job]:
    journal = Journal(home / ".local" / "share" / "sfumato" / "journal.sqlite")
    try:
        return journal.jobs()
    finally:
        journal.close()


def test_a_library_that_is_unmounted_while_a_job_runs(server: LoopbackServer, home: Path, mounts: Namespace) -> None:
    library = home / "Pictures" / "Sfumato"
    library.mkdir(parents=True)
    _plug_in(mounts, library)
    environment = {"TOGETHER_BASE_URL": server.url, "TOGETHER_API_KEY": "tgp_test"}
    go_on = threading.Event()
    server.stall(go_on)
    process = start_as(mounts.within(*python("-m", "desktop_app", *ORDER)), **environment)
    server.wait_for_requests()
    mounts.run("umount", "--lazy", str(library))
    go_on.set()
    code, _, err = ended(process)

    assert code == 6, err
    assert "billed" in err
    (job,) = _jobs(home)
    assert_paid_and_kept(job, "FolderMissing")
    # Nothing is put into the empty folder that the disk left behind.
    assert list(library.iterdir()) == []
    assert list((mounts.root / library.relative_to("/")).iterdir()) == []

    _plug_in(mounts, library)
    later = python("-m", "desktop_app", "generate", "later", "--demo", "--size", "64x64")
    code, _, err = ended(start_as(mounts.within(*later), **environment))
    assert code == 0, err
    (picture,) = (mounts.root / library.relative_to("/")).rglob("a-red-fox*.jpg")
    record_of(picture)
    assert str(library) in err
    assert len(server.orders()) == 1
    # Saved and shown, it is out of the way.
    assert all(each.state is JobState.DONE for each in _jobs(home))
