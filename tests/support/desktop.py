"""A screen with a window manager, and a person's hands and eyes: keys, mouse, clipboard, screenshots."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tests.support.waiting import until
from tests.support.x_server import x_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROGRAMS = ("Xvfb", "openbox", "xdotool", "xclip", "import", "xprop")
_DRAG_MOVES = 10
_WINDOW_MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><keepBorder>no</keepBorder></theme>
  <focus><focusNew>yes</focusNew></focus>
  <applications>
    <application type="normal"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position></application>
  </applications>
</openbox_config>
"""


def missing_programs() -> list[str]:
    """Return what a person's hands and eyes still lack."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Desktop:
    """One screen. Places are pixels from its upper left corner."""

    def __init__(self, display: str) -> None:
        self.display = display

    @property
    def variables(self) -> dict[str, str]:
        """What a program needs to find the screen."""
        return {"DISPLAY": self.display}

    def keys(self, *names: str) -> None:
        """Press keys one after the other, by X's names: `ctrl+Return`, `Home`."""
        self._xdotool("key", "--delay", "30", *names)

    def type(self, text: str) -> None:
        """Type Latin text as a quick typist does."""
        self._xdotool("type", "--delay", "6", text)

    def click(self, place: tuple[int, int]) -> None:
        """Click at a place."""
        self._xdotool("mousemove", *_words(place), "click", "1")

    def point(self, place: tuple[int, int]) -> None:
        """Move the pointer without clicking."""
        self._xdotool("mousemove", *_words(place))

    def drag(self, source: tuple[int, int], target: tuple[int, int]) -> None:
        """Drag from one place to another: press, a short way, many small moves, a rest, let go."""
        moves = ["mousemove", *_words(source), "sleep", "0.1", "mousedown", "1", "sleep", "0.1"]
        for step in range(1, 4):
            moves += ["mousemove", *_words((source[0] + 5 * step, source[1] + 5 * step)), "sleep", "0.05"]
        for step in range(1, _DRAG_MOVES + 1):
            x = source[0] + (target[0] - source[0]) * step // _DRAG_MOVES
            y = source[1] + (target[1] - source[1]) * step // _DRAG_MOVES
            moves += ["mousemove", *_words((x, y)), "sleep", "0.05"]
        moves += ["mousemove", *_words((target[0] + 2, target[1] + 2)), "sleep", "0.25", "mouseup", "1"]
        self._xdotool(*moves)

    def windows(self, process_id: int) -> list[str]:
        """Return the ids of the windows that a program shows."""
        return self._xdotool("search", "--onlyvisible", "--pid", str(process_id), check=False).split()

    def go_to_window(self, window_class: str) -> None:
        """Wait for a window of another program, by its class, and give it the keys."""
        search = ("search", "--onlyvisible", "--class", window_class)
        window = until(lambda: self._xdotool(*search, check=False).split(), f"a window of {window_class}")[0]
        self._xdotool("windowfocus", "--sync", window)

    def put_on_clipboard(self, data: bytes, media_type: str = "") -> None:
        """Copy something in another program: text, or bytes of a media type."""
        target = ["-t", media_type] if media_type else []
        # xclip stays behind to serve the clipboard until something else is copied, so its output must not be waited for.
        subprocess.run(
            ["xclip", "-selection", "clipboard", *target],
            input=data,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=10,
            check=True,
        )

    def clipboard(self, media_type: str) -> bytes:
        """Paste into another program: what the clipboard offers in a media type, nothing when it offers none."""
        done = subprocess.run(
            ["xclip", "-selection", "clipboard", "-o", "-t", media_type],
            env=self._environment(),
            capture_output=True,
            timeout=10,
            check=False,
        )
        return done.stdout if done.returncode == 0 else b""

    def screenshot(self, path: Path, height_px: int | None = None) -> Path:
        """Keep what the screen, or its upper part, shows as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = ["-crop", f"x{height_px}+0+0", "+repage"] if height_px else []
        subprocess.run(
            ["import", "-silent", "-window", "root", *part, str(path)], env=self._environment(), timeout=20, check=True
        )
        return path

    def _xdotool(self, *words: str, check: bool = True) -> str:
        return subprocess.run(
            ["xdotool", *words],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=30,
            check=check,
        ).stdout

    def _environment(self) -> Mapping[str, str]:
        return {**os.environ, **self.variables}


@contextmanager
def desktop(folder: Path, width_px: int = 1640, height_px: int = 900) -> Iterator[Desktop]:
    """Start a screen with a window manager that gives programs no frames and puts them into the upper left corner."""
    configuration = folder / "openbox.xml"
    configuration.write_text(_WINDOW_MANAGER, encoding="utf-8")
    with ExitStack() as ending:
        here = Desktop(ending.enter_context(x_server(width_px, height_px)))
        manager = subprocess.Popen(
            ["openbox", "--sm-disable", "--config-file", str(configuration)],
            env={**os.environ, **here.variables},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ending.callback(manager.wait)
        ending.callback(manager.terminate)
        until(lambda: _is_managed(here), "the window manager")
        yield here


def _is_managed(here: Desktop) -> bool:
    done = subprocess.run(
        ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"],
        env={**os.environ, **here.variables},
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return "window id" in done.stdout


def _words(place: tuple[int, int]) -> list[str]:
    return [str(place[0]), str(place[1])]
