"""One order by the window with a kill in it, the window's next start, and what is wrong afterwards."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.accessible import ScreenReader
from tests.support.crash_trial import PROMPT, Verdict, environment, judged
from tests.support.fault_injection import Fault, Point, is_spooled, points_of, program, tracing, was_reached
from tests.support.program import Program
from tests.support.server import LoopbackServer
from tests.support.session_bus import session_bus
from tests.support.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.desktop import Desktop

_THREADS = {"sfumato-engine", "sfumato-journal_0", "asyncio_0", "library"}
_UNFINISHED = "SELECT count(*) FROM jobs WHERE state NOT IN ('done', 'failed', 'cancelled', 'unknown')"


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

    def end(self) -> None:
        """End what is left of the program."""
        self._program.end()

    def close(self) -> None:
        """End everything."""
        self.end()
        self._reader.close()

    def _has_settled(self) -> bool:
        """Tell whether there is a job, and none that has not ended."""
        jobs, unfinished = self._counts()
        return bool(jobs) and not unfinished

    def _is_cleared_up(self) -> bool:
        """Tell whether there is no job that has not ended; the kill may have come before there was one."""
        return not self._counts()[1]

    def _counts(self) -> tuple[int, int]:
        journal = self.home / ".local" / "share" / "sfumato" / "journal.sqlite"
        if not journal.exists():
            return 0, 0
        # Read-only, so that what a crash left is as the next start finds it.
        database = sqlite3.connect(f"{journal.as_uri()}?mode=ro", timeout=5.0, uri=True)
        try:
            jobs, unfinished = database.execute(f"SELECT count(*), ({_UNFINISHED}) FROM jobs").fetchone()
            return int(jobs), int(unfinished)
        except sqlite3.OperationalError:
            return 0, 0  # it is about to be made
        finally:
            database.close()


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
