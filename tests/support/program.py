"""The real program in a process of its own, used as a person uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.checkout import ROOT
from tests.support.waiting import PATIENCE_S, until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.support.accessible import Part, ScreenReader
    from tests.support.desktop import Desktop

START_S = 30.0
COMMAND = (sys.executable, "-P", "-m", "desktop_app")
TILE_ROLES = {"table cell", "list item"}
PROMPT = "Prompt"
# What Debian's software OpenGL and bare session say on every start, of which no person learns.
# A reader that asks for what has just gone is told so, and the program says it too.
_HARMLESS = ("libEGL", "MESA", "Failed to set fd limit", "qt.accessibility.atspi: Could not find accessible on path")


class Program:
    """One run of the window. Parts of the window are found by the names that a screen reader reads out."""

    def __init__(self, desktop: Desktop, reader: ScreenReader, home: Path, variables: Mapping[str, str]) -> None:
        self.home = home
        self._desktop = desktop
        self._reader = reader
        self._log = home / "program.log"
        self._variables = {**os.environ, **variables, **desktop.variables}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def library(self) -> Path:
        """Where its pictures go."""
        return self.home / "Pictures" / "Sfumato"

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process; fails before `start`."""
        assert self._process is not None
        return self._process

    def start(self, *, is_in_front: bool = True, command: Sequence[str] = COMMAND) -> None:
        """Start it and wait until its window is there, and, unless another is in front, the cursor is in the prompt.

        The command must become the program, with its process's number.
        """
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self._variables, "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until(self._has_window, "the window", START_S)
        if is_in_front:
            until(self.is_in_prompt, "the cursor in the prompt", START_S)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    def quit(self) -> int:
        """Ask it to end by its key and return the exit code."""
        self._desktop.keys("ctrl+q")
        return self.exit_code()

    def exit_code(self) -> int:
        """Wait for its end and return the exit code."""
        return self.process.wait(PATIENCE_S)

    @property
    def is_running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    def end(self) -> None:
        """End what is left of it, after a test that went wrong too."""
        if self.is_running:
            self.kill()

    def complaints(self) -> list[str]:
        """Return the warnings and traces that it wrote where only a terminal shows them."""
        text = self._log.read_text("utf-8", "replace") if self._log.exists() else ""
        return [line for line in text.splitlines() if line.strip() and not any(word in line for word in _HARMLESS)]

    # Eyes

    def parts(self) -> list[Part]:
        """Return everything that it shows; fails when it is gone, which no waiting would mend."""
        if not self.is_running:
            pytest.fail(f"the program ended with {self.process.returncode}: {self.complaints()}")
        return self._reader.parts(self.process.pid)

    def part(self, name: str, role: str = "") -> Part:
        """Wait for a part of this very name and return it; the last of several."""
        return until(lambda: self.called(name, role), f"{role or 'a part'} called {name!r}")[-1]

    def beginning(self, words: str) -> Part:
        """Wait for a part whose name begins so and return it; the last of several."""
        return until(lambda: [part for part in self.parts() if part.name.startswith(words)], f"a part {words!r}…")[-1]

    def called(self, name: str, role: str = "") -> list[Part]:
        """Return the parts of this very name now."""
        return [part for part in self.parts() if part.name == name and role in {"", part.role}]

    def says(self, *words: str) -> None:
        """Wait until all these words stand somewhere in its windows."""
        until(
            lambda: all(word in self.words() for word in words), lambda: f"the words {words}; it says: {self.words()}"
        )

    def words(self) -> str:
        """Return all that can be read in its windows now, a part a line."""
        texts = (text for part in self.parts() for text in (part.name, part.description, part.text) if text)
        return " | ".join(dict.fromkeys(texts))

    def is_in_prompt(self) -> bool:
        """Tell whether the cursor is in the prompt."""
        return any(part.is_focused and part.role == "text" and part.name == PROMPT for part in self.parts())

    def prompt(self) -> str:
        """Return what stands in the prompt."""
        return self.part(PROMPT, "text").text

    # Hands

    def click(self, name: str, role: str = "") -> None:
        """Click on a part."""
        self._desktop.click(self.part(name, role).centre)

    def write_prompt(self, text: str) -> None:
        """Put the cursor into the prompt, and write this in place of what is there."""
        self._desktop.keys("ctrl+l", "ctrl+a")
        self._desktop.type(text)

    def generate(self, prompt: str) -> None:
        """Write a prompt and ask for its picture."""
        self.write_prompt(prompt)
        self._desktop.keys("ctrl+Return")

    def type(self, text: str) -> None:
        """Type where the cursor is."""
        self._desktop.type(text)

    def write_into(self, name: str, role: str, text: str) -> None:
        """Write into a field in place of what is there, and leave it."""
        self.click(name, role)
        self._desktop.keys("ctrl+a")
        self._desktop.type(text)
        self._desktop.keys("Tab")

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._desktop.keys(*keys)

    def tiles(self) -> list[Part]:
        """Return the tiles of the grid that are in sight, the first one first."""
        return [part for part in self.parts() if part.role in TILE_ROLES]

    def select_first_tile(self) -> None:
        """Click on the first tile, be it a picture or a job."""
        self._desktop.click(until(self.tiles, "a tile")[0].centre)

    def tile(self, words: str) -> Part:
        """Wait for a tile by the beginning of what it says, for a picture its prompt, and return it."""
        return until(lambda: [tile for tile in self.tiles() if tile.name.startswith(words)], f"the tile {words!r}")[0]

    def select_tile(self, words: str) -> None:
        """Click on a tile by the beginning of what it says."""
        self._desktop.click(self.tile(words).centre)

    def open_models(self) -> None:
        """Open the list of models and presets."""
        self._desktop.click(self.beginning("Model: ").centre)
        self.part("Models")

    def choose_model(self, name: str) -> None:
        """Open the list of models, go to this one by its letters, and take it."""
        self.open_models()
        self._desktop.type(name.replace(" ", ""))
        self._desktop.keys("Return")
        self.says(f"Model: {name}")

    # What it leaves on the disk

    def pictures(self) -> list[Path]:
        """Return the pictures in the library whose sidecars are there too, oldest first."""
        whole = [path.with_name(path.name.removesuffix(".json")) for path in self.library.rglob("*.json")]
        return sorted((path for path in whole if path.exists()), key=lambda path: path.stat().st_mtime_ns)

    def wait_for_pictures(self, count: int) -> list[Path]:
        """Wait for so many pictures and return them; fails when there are more."""
        until(lambda: len(self.pictures()) >= count, f"{count} pictures in the library")
        found = self.pictures()
        if len(found) != count:
            pytest.fail(f"{len(found)} pictures, not {count}")
        return found

    def _has_window(self) -> bool:
        if not self.is_running:
            pytest.fail(f"the program ended with {self.process.returncode}: {self.complaints()}")
        return bool(self._desktop.windows(self.process.pid))
