"""Rates every picture of a library and writes the sidecars, in a process that dies by SIGKILL at a chosen call.

Run as a module with the library's folder, a home for journal and index, and the number of the call that it does not live
to make: of those that open, write, make last, rename or speak to SQLite. With 0 it lives and says how many there are.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.care import CareChange
from tests.support.care import CareDesk

if TYPE_CHECKING:
    from types import FrameType

CALLS = frozenset({"open", "write", "fsync", "replace", "unlink", "close", "execute", "executemany"})
KEPT = "kept"
"""What is said when the journal has the change."""


class Countdown:
    """Counts calls, and ends the process before the last one."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last

    def note(self, _frame: FrameType, event: str, function: Any) -> None:
        """Hear of a call, as `sys.setprofile` tells it."""
        if event == "c_call" and function.__name__ in CALLS:
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)


def main(root: Path, home: Path, last: int) -> None:
    """Do it all."""
    desk = CareDesk(root, home)
    countdown = Countdown(last)
    sys.setprofile(countdown.note)
    desk.change(CareChange(rating=4, added_tags=("kept",)))
    sys.stdout.write(f"{KEPT}\n")
    sys.stdout.flush()
    desk.write()
    sys.setprofile(None)
    sys.stdout.write(f"{countdown.count}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
