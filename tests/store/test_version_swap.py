"""A new version takes the place of the old one whole, or not at all; what a person keeps there stays."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from desktop_app.store.sessions import Session
from desktop_app.store.update_state import UpdateFile, UpdateState
from desktop_app.store.version_swap import (
    PREVIOUS,
    environment_of_its_own,
    put_back,
    runs_soundly,
    start_taking_place,
    take_place,
)
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "sfumato"
# A stand-in for a frozen program: it knows its version, tests itself, and does the part of a new version.
STAND_IN = f"""#!{sys.executable}
import sys
if sys.argv[1:2] == ["--selftest"]:
    sys.exit({{code}})
if sys.argv[1:2] == ["--take-place"]:
    sys.path.insert(0, {str(ROOT)!r})
    from desktop_app.store.version_swap import main
    sys.exit(main(sys.argv[2:]))
print({{version!r}})
"""


def _version(folder: Path, version: str, code: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / PROGRAM
    program.write_text(STAND_IN.format(version=version, code=code), encoding="utf-8")
    program.chmod(0o755)
    (folder / "_internal").mkdir(exist_ok=True)
    (folder / "_internal" / "library").write_text(version, encoding="utf-8")
    return folder


def _tree(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return where version 1.0.0 stands, with a person's own files."""
    place = _version(tmp_path / "place", "1.0.0")
    (place / "data").mkdir()
    (place / "data" / "journal.sqlite").write_text("mine", encoding="utf-8")
    (place / "portable.ini").touch()
    return place


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    return _version(tmp_path / "cache" / "unpacked", "1.1.0")


def _printed(place: Path) -> str:
    return subprocess.check_output([place / PROGRAM], text=True).strip()


def test_the_new_takes_the_place_and_the_old_is_kept(place: Path, unpacked: Path) -> None:
    assert take_place(unpacked, place, lambda: runs_soundly(place / PROGRAM))
    assert _printed(place) == "1.1.0"
    assert _printed(place / PREVIOUS) == "1.0.0"
    assert (place / "data" / "journal.sqlite").read_text("utf-8") == "mine"
    assert {path.name for path in place.iterdir()} == {PROGRAM, "_internal", "data", "portable.ini", PREVIOUS}


def test_only_one_previous_version_is_kept(place: Path, unpacked: Path, tmp_path: Path) -> None:
    assert take_place(unpacked, place, lambda: True)
    assert take_place(_version(tmp_path / "newer", "1.2.0"), place, lambda: True)
    assert (_printed(place), _printed(place / PREVIOUS)) == ("1.2.0", "1.1.0")


def test_what_does_not_run_in_its_place_leaves_everything_as_it_was(place: Path, unpacked: Path) -> None:
    before = _tree(place)
    assert not take_place(unpacked, place, lambda: False)
    assert _tree(place) == before


def test_a_program_that_names_nothing_leaves_everything_as_it_was(place: Path, tmp_path: Path) -> None:
    before = _tree(place)
    unpacked = tmp_path / "broken"
    unpacked.mkdir()
    (unpacked / PROGRAM).symlink_to("/nowhere")
    assert not take_place(unpacked, place, lambda: runs_soundly(place / PROGRAM))
    assert _tree(place) == before


def test_the_previous_version_can_be_put_back_later(place: Path, unpacked: Path) -> None:
    assert take_place(unpacked, place, lambda: True)
    put_back(place, [PROGRAM, "_internal"])
    assert _printed(place) == "1.0.0"
    assert not (place / PREVIOUS).exists()


def _taken(unpacked: Path, place: Path, state: Path) -> int:
    taking = start_taking_place(unpacked, place, PROGRAM, state, "1.1.0")
    assert taking.stdin
    # It waits for the end of the program that started it.
    with pytest.raises(subprocess.TimeoutExpired):
        taking.wait(0.3)
    assert _printed(place) == "1.0.0"
    taking.stdin.close()
    return taking.wait(30)


def test_the_new_version_waits_for_the_end_of_the_old(place: Path, unpacked: Path, tmp_path: Path) -> None:
    assert _taken(unpacked, place, tmp_path / "data" / "updates.json") == 0
    assert _printed(place) == "1.1.0"


def test_a_new_version_that_fails_is_noted(place: Path, tmp_path: Path) -> None:
    unpacked = _version(tmp_path / "cache" / "unpacked", "1.1.0", code=1)
    file = UpdateFile(tmp_path / "data" / "updates.json")
    file.save(UpdateState(7, ready="1.1.0"))
    assert _taken(unpacked, place, tmp_path / "data" / "updates.json") == 1
    assert _printed(place) == "1.0.0"
    assert file.load() == UpdateState(7, ready="", failed=("1.1.0",))


def test_as_long_as_another_program_runs_nothing_is_moved(place: Path, unpacked: Path, tmp_path: Path) -> None:
    other = Session(tmp_path / "data" / "sessions")
    try:
        assert _taken(unpacked, place, tmp_path / "data" / "updates.json") == 1
    finally:
        other.close()
    assert _printed(place) == "1.0.0"
    assert UpdateFile(tmp_path / "data" / "updates.json").load().failed == ()


def test_a_program_that_is_none_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no program", encoding="utf-8")
    assert not runs_soundly(tmp_path / "text")
    assert not runs_soundly(tmp_path / "nowhere")


def test_another_frozen_program_gets_nothing_of_this_ones_loader() -> None:
    here = {"PATH": "/bin", "_PYI_ARCHIVE_FILE": "x", "LD_LIBRARY_PATH": "/mine", "LD_LIBRARY_PATH_ORIG": "/theirs"}
    assert environment_of_its_own(here) == {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/theirs",
        "PYINSTALLER_RESET_ENVIRONMENT": "1",
    }
