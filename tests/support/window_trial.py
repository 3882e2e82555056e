"""One order by the window with a fault in it, the window's next start, and what is wrong afterwards."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.ui.words_failures import FAILURE_WORDS
from tests.support.accessible import ScreenReader
from tests.support.crash_trial import PROMPT, Verdict, Wrong, environment, judged
from tests.support.fault_injection import WIRE, Fault, Point, is_spooled, points_of, program, tracing, was_reached
from tests.support.program import Program
from tests.support.server import LoopbackServer
from tests.support.session_bus import session_bus
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.desktop import Desktop

_THREADS = {"sfumato-engine", "sfumato-journal_0", "asyncio_0", "library"}
_UNFINISHED = "SELECT count(*) FROM jobs WHERE state NOT IN ('done', 'failed', 'cancelled', 'unknown')"
_FREE = "SELECT count(*) FROM jobs WHERE state = 'failed' AND (has_spool OR billed = 'no')"
_HEADINGS = {row.heading for row in FAILURE_WORDS.values()}
_UNDER_WAY = re.compile(r"\d (making|waiting)")


class WindowTrial:
    """A person with folders of their own, in front of a screen. Ends with the context that made it."""

    def __init__(self, screen: Desktop, home: Path, server: LoopbackServer, session: dict[str, str]) -> None:
        self.server = server
        self.home = home
        self._log = home / "calls.log"
        self._reader = ScreenReader(session)
        folders = {
            "XDG_CONFIG_HOME": home / ".config",
            "XDG_DATA_HOME": home / ".local" / "share",
            "XDG_CACHE_HOME": home / ".cache",
            "XDG_STATE_HOME": home / ".local" / "state",
        }
        variables = {
            **environment(home, server),
            **{name: str(folder) for name, folder in folders.items()},
            **session,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._program = Program(screen, self._reader, home, variables)

    def points(self) -> list[Point]:
        """Order a picture unharmed, and return the calls from the job's first step in the journal on."""
        self._program.start(command=[*tracing(self._log, is_apart=True), *program("", "", ())])
        self._program.generate(PROMPT)
        self._program.wait_for_pictures(1)
        until(self._has_settled, "the end of the job")
        self.end()
        found = list(points_of(self._log.read_text("utf-8", "replace").splitlines()))
        first = next(place for place, point in enumerate(found) if point.thread.startswith("sfumato-journal"))
        return [point for point in found[first:] if point.thread in _THREADS]

    def killed_at(self, point: Point) -> Verdict:
        """Order a picture with the kill at the point, start the window again, and judge once it has cleared up."""
        traced = tracing(self._log, point, Fault.KILLED, is_apart=True)
        self._program.start(command=[*traced, *program(point.thread, point.call, ())])
        self._program.generate(PROMPT)
        until(lambda: not self._program.is_running or self._has_settled(), "the kill")
        has_come = not self._program.is_running
        self.end()
        if has_come:
            until(lambda: was_reached(self._log, Fault.KILLED), "the end of the log")
        self._program.start()
        until(self._is_cleared_up, "the end of the job")
        self.end()
        wrong, state = judged(self.home, len(self.server.orders()), has_arrived=is_spooled(self._log))
        return Verdict(has_come, tuple(wrong), state, "\n".join(self._program.complaints()))

    def refused_at(self, point: Point, fault: Fault, *, is_lasting: bool) -> Verdict:
        """Order a picture with the system refusing the call at the point, and judge after the window's next start.

        The window must live and say what became of the order. What was not billed or is kept the person tries again: at
        once, or after a fault that lasts with the next start.
        """
        # What is read is not refused by a disk that takes nothing, and a network comes back.
        is_lasting &= point.call not in {"openat", *WIRE}
        traced = tracing(self._log, point, fault, is_apart=True, is_lasting=is_lasting)
        self._program.start(command=[*traced, *program(point.thread, point.call, ())])
        self._program.generate(PROMPT)
        wrong, said = self._ended_in_words()
        if not (wrong or is_lasting):
            wrong += self._try_again()
        self._end_traced()
        self._program.start()
        until(self._is_cleared_up, "the end of the job")
        wrong += self._try_again()
        self.end()
        orders = len(self.server.orders())
        # What a disk never takes is in memory alone, and goes with the program.
        has_arrived = is_spooled(self._log) or (not is_lasting and point.call not in WIRE and bool(orders))
        found, state = judged(self.home, orders, has_arrived=has_arrived)
        complaints = "\n".join(self._program.complaints())
        if "Traceback" in complaints or "Fatal" in complaints:
            found.append(Wrong.CRASHED)
        return Verdict(was_reached(self._log, fault), (*wrong, *found), state, f"{said}\n--\n{complaints}")

    def end(self) -> None:
        """End what is left of the program."""
        self._program.end()

    def close(self) -> None:
        """End everything."""
        self.end()
        self._reader.close()

    def _ended_in_words(self) -> tuple[list[Wrong], str]:
        """Wait until the window shows the picture or says why there is none; return what is wrong, and what it says."""
        try:
            said = until(self._told, "what became of it")
        except pytest.fail.Exception:
            return [Wrong.SILENT], self._program.words() if self._program.is_running else ""
        return [] if self._program.is_running else [Wrong.CRASHED], said

    def _told(self) -> str:
        """Return what the window says once that is all there is to say; nothing as long as it works on the order."""
        if not self._program.is_running:
            return "it ended"
        said = self._program.words()
        if _UNDER_WAY.search(said):
            return ""
        is_shown = any(tile.name.startswith(PROMPT) for tile in self._program.tiles())
        return said if _is_told(said) or (is_shown and self._program.pictures()) else ""

    def _try_again(self) -> list[Wrong]:
        """Try again what failed, order what the journal does not know, and return what is wrong; neither buys twice."""
        try:
            if not self._asked("SELECT count(*) FROM jobs"):
                self._program.generate(PROMPT)
            elif self._asked(_FREE):
                # A kept answer is saved by the next start itself.
                until(lambda: _is_told(self._program.words()) or not self._asked(_FREE), "why it failed")
                if self._asked(_FREE):
                    self._program.select_first_tile()
                    self._program.press("Return")
            until(self._has_settled, "the end of trying again")
            until(lambda: not self._asked(_FREE), "the success of it")
        except pytest.fail.Exception:
            return [Wrong.STUCK]
        return []

    def _end_traced(self) -> None:
        """End the program, and wait until the log of its calls has ended too."""
        ended = re.compile(rf"^{self._program.process.pid} +\+\+\+", re.MULTILINE)
        self.end()
        until(lambda: ended.search(self._log.read_text("utf-8", "replace")), "the end of the log")

    def _has_settled(self) -> bool:
        """Tell whether there is a job, and none that has not ended."""
        return bool(self._asked(f"SELECT count(*) > 0 AND ({_UNFINISHED}) = 0 FROM jobs"))

    def _is_cleared_up(self) -> bool:
        """Tell whether there is no job that has not ended; the kill may have come before there was one."""
        return not self._asked(_UNFINISHED)

    def _asked(self, question: str) -> Any:
        """Return the journal's answer, `None` as long as there is no journal."""
        journal = self.home / ".local" / "share" / "sfumato" / "journal.sqlite"
        if not journal.exists():
            return None
        # Read-only, so that what a crash left is as the next start finds it.
        database = sqlite3.connect(f"{journal.as_uri()}?mode=ro", timeout=5.0, uri=True)
        try:
            return database.execute(question).fetchone()[0]
        except sqlite3.OperationalError:
            return None  # it is about to be made
        finally:
            database.close()


def _is_told(said: str) -> bool:
    return (any(heading in said for heading in _HEADINGS) or "Nothing was ordered" in said) and "billed" in said


@contextmanager
def window_trial(screen: Desktop) -> Iterator[WindowTrial]:
    """Yield a trial with a home, a server and a session of its own."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(LoopbackServer())
        session = stack.enter_context(session_bus(home, screen.display))
        trial = WindowTrial(screen, home, server, session)
        stack.callback(trial.close)
        yield trial
