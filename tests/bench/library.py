"""The program's window over libraries of real sidecars: warm start, searching, memory, beside a bare PySide6 window.

The first pictures are those of the last time, which stand in the first painted window until the grid is there. At 1,000 and
100,000 pictures; LIBRARY_COUNTS for others. Libraries are made anew, or taken from LIBRARY_FOLDER/<count> where they are
there already, and left as they are.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from desktop_app.core.settings import Settings
from desktop_app.store.settings import SettingsFile
from tests.bench.start_up import BARE, time_to_s
from tests.support.library_maker import LibraryMaker
from tests.support.x_server import has_x_server, x_server

COUNTS = [int(each) for each in os.environ.get("LIBRARY_COUNTS", "1000,100000").split(",")]
STARTS = 7
START_RATIO_MAX = 1.5
SEARCH_MS_MAX = {100_000: 50.0, 1_000_000: 150.0}
MEMORY_MB_MAX = 250.0
_WORDS_MAX = 12


def main() -> None:
    """Print the figures; exit with 1 when one that has a limit is over it."""
    is_over = False
    for count in COUNTS:
        with _library(count) as root, tempfile.TemporaryDirectory() as home:
            is_over = _measured(root, Path(home), count) or is_over
    if is_over:
        raise SystemExit(1)


def _measured(root: Path, home: Path, count: int) -> bool:
    environment = _environment(home, root)
    words = _words(root)
    # The first start builds the index.
    started = time.monotonic()
    _run(environment, "work", *words[:1], is_until_scanned=True)
    built_s = time.monotonic() - started
    starts: dict[str, list[float]] = {"bare": [], "pictures": [], "grid": []}
    with x_server() if has_x_server() else nullcontext("") as display:
        shown = {**environment, "SFUMATO_EXIT_AFTER_FIRST_PAINT": "1"}
        if display:
            shown |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        for _ in range(STARTS):
            starts["bare"].append(time_to_s("first-paint", [sys.executable, "-c", BARE], shown, home))
            starts["pictures"].append(time_to_s("pictures", [sys.executable, "-m", "desktop_app"], shown, home))
    for _ in range(STARTS):
        started = time.monotonic()
        starts["grid"].append(_run(environment, "start")["grid_s"] - started)
    worked = _run(environment, "work", *words)
    medians = {name: statistics.median(times_s) for name, times_s in starts.items()}
    ratio = medians["pictures"] / medians["bare"]
    p95_ms = statistics.quantiles(worked["search_ms"], n=20)[-1]
    memory_mb = worked["memory_mb"] - _bare_mb()
    print(
        f"{count:9,} pictures: first pictures after {medians['pictures'] * 1000:.0f} ms, bare window"
        f" {medians['bare'] * 1000:.0f} ms, ratio {ratio:.2f}   (the grid itself after {medians['grid'] * 1000:.0f} ms;"
        f" first start with its index {built_s:.0f} s)\n"
        f"{'':19} key press to painted result: median {statistics.median(worked['search_ms']):.0f} ms, p95 {p95_ms:.0f} ms"
        f"   memory over the bare window {memory_mb:.0f} MB",
        flush=True,
    )
    is_slow = p95_ms > SEARCH_MS_MAX.get(count, max(SEARCH_MS_MAX.values()))
    return is_slow or ratio > START_RATIO_MAX or memory_mb > MEMORY_MB_MAX


@contextmanager
def _library(count: int) -> Iterator[Path]:
    made = Path(os.environ.get("LIBRARY_FOLDER", "none"), str(count))
    if made.is_dir():
        yield made
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "library")
        LibraryMaker(root).make(count)
        yield root


def _words(root: Path) -> list[str]:
    """Return words with which prompts of the library begin."""
    folders = sorted(root.glob("20*/20*"))
    found = []
    for folder in folders[:: max(1, len(folders) // _WORDS_MAX)]:
        path = next(folder.glob("*.json"))
        found.append(json.loads(path.read_text(encoding="utf-8"))["request"]["prompt"].split()[0])
    return found[:_WORDS_MAX]


def _environment(home: Path, root: Path) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("TOGETHER_", "SFUMATO_", "XDG_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    kept |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "QT_QPA_PLATFORM": "offscreen"}
    kept["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    folder = home / ".config" / "sfumato"
    folder.mkdir(parents=True)
    SettingsFile(folder / "settings.json").save(Settings(library_folder=str(root)))
    return kept


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench._library_window", *arguments]


def _run(environment: dict[str, str], *arguments: str, is_until_scanned: bool = False) -> dict[str, Any]:
    """Return what the window's process prints."""
    more = {"LIBRARY_UNTIL_SCANNED": "1"} if is_until_scanned else {}
    done = subprocess.run(_command(*arguments), env=environment | more, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"it ended with {done.returncode}:\n{done.stderr[-2000:]}")
    told: dict[str, Any] = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            told |= json.loads(line)
    return told


def _bare_mb() -> float:
    """Return the memory of a process with a bare window."""
    code = (
        "import os\nfrom PySide6.QtWidgets import QApplication, QMainWindow\n"
        "application = QApplication([])\nwindow = QMainWindow()\nwindow.show()\napplication.processEvents()\n"
        "print(int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 1024**2)"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
