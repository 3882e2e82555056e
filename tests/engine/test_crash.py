"""A program killed in the middle of a job, and the one that comes after it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.store.journal import Journal
from desktop_app.store.sidecar import read_sidecar
from tests.support.command import ended, sfumato, start
from tests.support.server import real_picture
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not of this system")

ORDER = ("generate", "a red fox in the snow", "--size", "256x256", "--seed", "7")


@pytest.fixture
def data(home: Path) -> Path:
    return home / ".local" / "share" / "sfumato"


@pytest.fixture
def library(home: Path) -> Path:
    return home / "Pictures" / "Sfumato"


def _environment(server: LoopbackServer) -> dict[str, str]:
    return {"TOGETHER_BASE_URL": server.url, "TOGETHER_API_KEY": "tgp_test"}


def _killed(server: LoopbackServer, moment: str) -> None:
    process = start("-m", "tests.support.killed_program", moment, *ORDER, **_environment(server))
    code, _, err = ended(process)
    assert code == -9, err


def _later(server: LoopbackServer) -> str:
    """Run another order, a free one, and return what was said: the recovery is part of every start."""
    code, out, err = sfumato("generate", "later", "--demo", "--size", "256x256", **_environment(server))
    assert code == 0, err
    assert len(out.splitlines()) == 1
    return err


def _first_job(data: Path) -> Job:
    journal = Journal(data / "journal.sqlite")
    try:
        return journal.jobs()[0]
    finally:
        journal.close()


def _pictures(library: Path) -> list[Path]:
    return [path for path in library.rglob("*") if path.is_file() and path.name.startswith(("a-red-fox", "."))]


def test_killed_while_sending_is_unknown_and_never_sent_again(
    server: LoopbackServer, data: Path, library: Path
) -> None:
    server.stall(60.0)
    process = start("-m", "tests.support.killed_program", "by hand", *ORDER, **_environment(server))
    server.wait_for_requests()
    process.kill()
    ended(process)

    said = _later(server)

    assert "may have been billed" in said
    assert "a red fox" in said
    job = _first_job(data)
    assert (job.state, job.billed) == (JobState.UNKNOWN, Billed.UNKNOWN)
    assert "may have been billed" not in _later(server)
    assert len(server.orders()) == 1
    assert _pictures(library) == []


def test_killed_in_the_middle_of_the_answer_is_unknown(server: LoopbackServer, data: Path, library: Path) -> None:
    server.stall(60.0, after_bytes=1000)
    process = start("-m", "tests.support.killed_program", "by hand", *ORDER, **_environment(server))
    spool = data / "spool"
    until(lambda: any(path.stat().st_size == 1000 for path in spool.glob("*.part")))
    process.kill()
    ended(process)

    assert "may have been billed" in _later(server)

    assert _first_job(data).state is JobState.UNKNOWN
    assert list(spool.iterdir()) == []
    assert (len(server.orders()), _pictures(library)) == (1, [])


@pytest.mark.parametrize("moment", ["answer whole", "before picture", "before sidecar", "after sidecar"])
def test_killed_with_the_whole_answer_the_picture_is_there_once(
    server: LoopbackServer, data: Path, library: Path, moment: str
) -> None:
    _killed(server, moment)

    said = _later(server)

    job = _first_job(data)
    assert (job.state, job.billed, job.has_spool) == (JobState.DONE, Billed.YES, False)
    image, sidecar = sorted(_pictures(library))
    assert str(image) in said
    assert sidecar.name == f"{image.name}.json"
    record = read_sidecar(image)
    assert record is not None
    assert (record.job_id, (record.uuid,)) == (job.id, job.image_uuids)
    assert "earlier" not in _later(server)
    assert len(server.orders()) == 1
    assert list((data / "spool").iterdir()) == []


def test_killed_while_downloading_the_picture_is_fetched_later(
    server: LoopbackServer, data: Path, library: Path
) -> None:
    server.pictures["/shrt/slow"] = real_picture({})
    server.answer(data={"id": "o1", "model": "m", "data": [{"index": 0, "url": f"{server.url}/shrt/slow"}]})
    server.stall(60.0, path="/shrt/")
    process = start("-m", "tests.support.killed_program", "by hand", *ORDER, **_environment(server))
    server.wait_for_requests(2)
    process.kill()
    ended(process)

    _later(server)

    assert _first_job(data).state is JobState.DONE
    assert (len(server.orders()), len(_pictures(library))) == (1, 2)


def test_a_job_of_a_program_that_lives_is_left_alone(server: LoopbackServer, data: Path, library: Path) -> None:
    server.stall(60.0)
    process = start("-m", "tests.support.killed_program", "by hand", *ORDER, **_environment(server))
    try:
        server.wait_for_requests()
        assert "earlier" not in _later(server)
    finally:
        process.kill()
        ended(process)
    # Only now is it abandoned.
    assert "may have been billed" in _later(server)
