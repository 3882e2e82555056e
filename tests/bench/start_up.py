"""Time from starting the program to its first painted window, beside a bare PySide6 window started in turn with it.

Both print `first-paint` and the reading of the monotonic clock, which all processes of a machine share, once their
first paint event has been handled, and quit. The time until every part of the window is there is told beside it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from tests.support.x_server import has_x_server, x_server

PAIRS = 15
WARM_UPS = 2
READY_TIMES = 5
RATIO_MAX = 1.3

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.painted)

    def painted(self):
        print("first-paint", time.monotonic(), flush=True)
        QApplication.quit()

application = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
sys.exit(application.exec())
"""


def main() -> None:
    """Print the medians and their ratio; exit with 1 when the ratio is over the target."""
    program = [sys.executable, "-m", "desktop_app"]
    commands = {"bare window": [sys.executable, "-c", BARE], "Sfumato": program}
    times_s: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home, x_server() if has_x_server() else nullcontext("") as display:
        environment = _environment(Path(home), display)
        for turn in range(WARM_UPS + PAIRS):
            for name in list(commands)[:: 1 if turn % 2 else -1]:
                taken_s = time_to_s("first-paint", commands[name], environment, Path(home))
                if turn >= WARM_UPS:
                    times_s[name].append(taken_s)
        until_ready = {**environment, "SFUMATO_EXIT_WHEN_READY": "1"}
        del until_ready["SFUMATO_EXIT_AFTER_FIRST_PAINT"]
        ready_s = statistics.median(time_to_s("ready", program, until_ready, Path(home)) for _ in range(READY_TIMES))
    medians = {name: statistics.median(taken) for name, taken in times_s.items()}
    for name, taken in times_s.items():
        print(
            f"{name:12} median {medians[name] * 1000:5.0f} ms   from {min(taken) * 1000:.0f} to {max(taken) * 1000:.0f}"
        )
    print(f"{'all parts':12} median {ready_s * 1000:5.0f} ms   the window answers all the while")
    ratio = medians["Sfumato"] / medians["bare window"]
    print(f"{'ratio':12} {ratio:.2f} (at most {RATIO_MAX})")
    if ratio > RATIO_MAX:
        raise SystemExit(1)


def time_to_s(stage: str, command: list[str], environment: dict[str, str], folder: Path) -> float:
    """Start a program, wait for its end, and return the seconds from its start to a stage that it tells of.

    Raises RuntimeError when it ends without having told of it.
    """
    started = time.monotonic()
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    for line in done.stdout.splitlines():
        word, _, reading = line.partition(" ")
        if word == stage:
            return float(reading) - started
    raise RuntimeError(f"{command[1:]} ended with {done.returncode} and never told {stage!r}:\n{done.stderr}")


def _environment(home: Path, display: str) -> dict[str, str]:
    """Return an environment with a home of its own and a screen, or none where there is no X server to be had."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("TOGETHER_", "SFUMATO_", "XDG_"))}
    kept |= {"HOME": str(home), "USERPROFILE": str(home), "SFUMATO_EXIT_AFTER_FIRST_PAINT": "1"}
    kept.pop("QT_QPA_PLATFORM", None)
    # An installed program has its bytecode beside it, as PySide6 has here.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    if display:
        return {**kept, "DISPLAY": display}
    return kept if sys.platform in {"win32", "darwin"} else {**kept, "QT_QPA_PLATFORM": "offscreen"}
