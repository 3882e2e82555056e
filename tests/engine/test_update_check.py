"""Looking for a newer version: once a day, silent without a network, and what is ready waits for its start."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.release import Build, Channel
from desktop_app.engine.places import update_state_path
from desktop_app.engine.self_update import is_meant, unpacked_folder
from desktop_app.engine.update_check import DAY_S, Found, Stage, UpdateCheck, is_due
from desktop_app.store.folders import Folders
from desktop_app.store.update_state import UpdateFile, UpdateState

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = 1_800_000_000.0
AWAY = "http://127.0.0.1:9"


class _Quiet(SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - one list for the one server

    def log_message(self, *_arguments: Any) -> None:
        self.asked.append(self.path)


class Repository:
    """A folder on loopback that names a version."""

    def __init__(self, folder: Path, address: str) -> None:
        self.address = address
        self._folder = folder

    def tell(self, version: str) -> None:
        (self._folder / "latest.json").write_text(json.dumps({"version": version}), encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    folder = tmp_path / "served"
    folder.mkdir()
    _Quiet.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Repository(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "library")


def _check(folders: Folders, address: str, channel: Channel = Channel.DEB, place: Path | None = None) -> UpdateCheck:
    build = Build(channel, address, "portable")
    return UpdateCheck(build, folders, place=place or folders.library, program="sfumato", version="1.0.0")


def test_a_newer_version_is_told_where_a_package_manager_brings_it(folders: Folders, repository: Repository) -> None:
    repository.tell("1.1.0")
    assert _check(folders, repository.address).look(NOW) == Found(Stage.TOLD, "1.1.0")


@pytest.mark.parametrize("version", ["1.0.0", "0.9.0", "<b>2.0.0</b>", "soon"])
def test_nothing_else_is_told(folders: Folders, repository: Repository, version: str) -> None:
    repository.tell(version)
    assert _check(folders, repository.address).look(NOW) == Found()


def test_one_day_asks_once_whatever_the_answer(folders: Folders, repository: Repository) -> None:
    repository.tell("1.1.0")
    for _ in range(3):
        _check(folders, repository.address).look(NOW)
    assert _Quiet.asked == ["/latest.json"]
    assert _check(folders, repository.address).look(NOW + DAY_S) == Found(Stage.TOLD, "1.1.0")


def test_without_a_network_it_is_silent_and_asks_again_when_there_is_one(
    folders: Folders, repository: Repository
) -> None:
    assert _check(folders, AWAY).look(NOW) == Found()
    repository.tell("1.1.0")
    assert _check(folders, repository.address).look(NOW + 60) == Found(Stage.TOLD, "1.1.0")


def test_a_clock_that_was_put_back_does_not_silence_it() -> None:
    assert is_due(UpdateState(0, asked_at=NOW + 10 * DAY_S), NOW)
    assert not is_due(UpdateState(0, asked_at=NOW - 60), NOW)


def test_a_copy_that_cannot_change_its_place_only_tells(
    folders: Folders, repository: Repository, tmp_path: Path
) -> None:
    repository.tell("1.1.0")
    check = _check(folders, repository.address, Channel.APPIMAGE, tmp_path / "nowhere")
    assert not check.brings_updates
    assert check.look(NOW) == Found(Stage.TOLD, "1.1.0")


def _unpack(folders: Folders, version: str) -> None:
    unpacked = unpacked_folder(folders)
    unpacked.mkdir(parents=True)
    (unpacked / "sfumato").touch()
    UpdateFile(update_state_path(folders)).save(UpdateState(1, ready=version))


def test_what_is_ready_is_told_without_asking(folders: Folders) -> None:
    _unpack(folders, "1.1.0")
    assert _check(folders, AWAY).look(NOW) == Found(Stage.READY, "1.1.0")


def test_what_has_taken_its_place_is_cleared_away(folders: Folders) -> None:
    _unpack(folders, "1.0.0")
    assert _check(folders, AWAY).look(NOW) == Found()
    assert not unpacked_folder(folders).exists()


def test_what_is_no_program_is_not_started(folders: Folders) -> None:
    _unpack(folders, "1.1.0")
    assert _check(folders, AWAY).start() is None
    UpdateFile(update_state_path(folders)).save(UpdateState(1))
    assert _check(folders, AWAY).start() is None


class _Meta:
    """What tufup tells of one file of the repository."""

    def __init__(self, version: str, rollout: object, *, is_archive: bool = True) -> None:
        self.version, self.is_archive = version, is_archive
        self.custom = {"rollout": rollout} if rollout is not None else None


@pytest.mark.parametrize(
    ("meta", "is_offered"),
    [
        (_Meta("1.1.0", None), True),
        (_Meta("1.1.0", 41), True),
        (_Meta("1.1.0", 40), False),
        (_Meta("1.1.0", 0), False),
        (_Meta("1.2.0", 100), False),
        (_Meta("1.1.0", 0, is_archive=False), True),
    ],
)
def test_stages_and_failures_decide_what_is_offered(meta: _Meta, is_offered: bool) -> None:
    assert is_meant(meta, UpdateState(40, failed=("1.2.0",))) is is_offered
