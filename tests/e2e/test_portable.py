"""A copy of the program with `portable.ini` beside it: all that it writes is in its own folder."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.checkout import ROOT
from tests.support.command import ended, start_as
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Program

# What the session around the program keeps in the home of its person, and the screen's library for OpenGL.
_OF_THE_SESSION = ("dconf", "at-spi", "mesa_shader_cache", ".runtime", "program.log", "bus")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that holds the program and the mark."""
    folder = tmp_path / "stick"
    for name in ("desktop_app", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "portable.ini").touch()
    return folder


def _command(stick: Path, *arguments: str) -> list[str]:
    """Return the command that becomes the copy's program."""
    return ["env", f"PYTHONPATH={stick}", sys.executable, "-P", "-m", "desktop_app", *arguments]


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _written_at_home(home: Path, before: set[str]) -> list[str]:
    return sorted(name for name in _files(home) - before if not any(word in name for word in _OF_THE_SESSION))


def test_the_command_line_writes_beside_the_program_alone(stick: Path, home: Path) -> None:
    before = _files(home)
    code, out, err = ended(start_as(_command(stick, "generate", "hills", "--demo"), PYTHONPATH=""))
    assert code == 0, err
    assert out.strip().startswith(str(stick / "Pictures"))
    assert (stick / "data" / "journal" / "journal.sqlite").is_file()
    assert _written_at_home(home, before) == []


def test_the_window_writes_beside_the_program_alone(start: Callable[..., Program], stick: Path, home: Path) -> None:
    before = _files(home)
    program = start(command=_command(stick), PYTHONDONTWRITEBYTECODE="1")
    program.generate("layered hills")
    until(lambda: list(stick.glob("Pictures/**/*.json")), "a picture beside the program")
    program.press("ctrl+comma")
    program.click("Colours: Light")
    until((stick / "data" / "settings" / "settings.json").is_file, "the settings beside the program")
    program.press("Escape")
    # A dialog of Qt's own remembers its places in a file of its own.
    program.click("Library", "button menu")
    program.press("Down", "Down", "Return")
    program.part("File name:", "text")
    program.press("Escape")
    assert program.quit() == 0

    kept = _files(stick / "data")
    assert {"journal/journal.sqlite", "journal/draft.json", "settings/settings.json"} <= kept
    assert {"settings/sfumato/window.ini", "settings/QtProject.conf"} <= kept
    assert any(name.startswith("cache/") for name in kept)
    assert _written_at_home(home, before) == []
