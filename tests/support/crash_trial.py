"""One order with a fault in it, the next start, and what is wrong afterwards."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.store.journal import Journal
from tests.support.checkout import ROOT
from tests.support.fault_injection import WIRE, Fault, Outcome, Point, injected, points
from tests.support.server import LoopbackServer
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROMPT = "a fox"
ORDER = ("generate", PROMPT, "--seed", "1", "--size", "256x256", "--model", "black-forest-labs/FLUX.1-schnell")
GENERATE = ("generate", "anything", "--demo", "--size", "64x64")
# What a person may do first after a fault; whatever it is, it clears up.
_NEXT_STARTS = (GENERATE, ("queue",), ("rebuild",))
_HIDDEN = ("XDG_", "TOGETHER_", "SFUMATO_")


class Wrong(Enum):
    """What may not be after a fault and the next start."""

    LOST = "lost"
    DOUBLED = "doubled"
    TORN = "torn"
    STUCK = "stuck"
    UNTRUE = "untrue"
    CRASHED = "crashed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one trial: whether the fault came, what is wrong, in which state the job is, and what was said."""

    was_reached: bool
    wrong: tuple[Wrong, ...]
    state: str
    said: str


def order_points() -> list[Point]:
    """Return every point of an order by the command line."""
    with tempfile.TemporaryDirectory() as folder, LoopbackServer() as server:
        # Once before, so that every module is compiled.
        _later(ORDER, environment(Path(folder, "before"), server))
        return points(ORDER, environment(Path(folder), server), Path(folder))


def tried(point: Point, fault: Fault, next_start: Sequence[str] = GENERATE) -> Verdict:
    """Order a picture with the fault at the point, start once more, and judge."""
    with tempfile.TemporaryDirectory() as folder, LoopbackServer() as server:
        home = Path(folder)
        variables = environment(home, server)
        outcome = injected(point, fault, ORDER, variables, home)
        later = _later(next_start, variables)
        has_arrived = outcome.is_spooled or (
            fault is not Fault.KILLED and point.call not in WIRE and bool(server.orders())
        )
        wrong, state = judged(home, len(server.orders()), has_arrived=has_arrived)
        wrong += _crashes(outcome, fault, later)
        return Verdict(outcome.was_reached, tuple(wrong), state, f"{outcome.said}\n--\n{later}")


def surely_tried(point: Point, fault: Fault, next_start: Sequence[str] = GENERATE) -> Verdict:
    """Try once more where the fault did not come, because the system gave the call another number."""
    verdict = tried(point, fault, next_start)
    return verdict if verdict.was_reached or verdict.wrong else tried(point, fault, next_start)


def judged(home: Path, orders: int, *, has_arrived: bool, prompt: str = PROMPT) -> tuple[list[Wrong], str]:
    """Return what is wrong in a person's folders after one order, and the state of its job (empty when there is none).

    `orders` is how often the server was asked, `has_arrived` whether its answer was here whole.
    """
    data = home / ".local" / "share" / "sfumato"
    library = home / "Pictures" / "Sfumato"
    slug = prompt.replace(" ", "-")
    pictures = [path for path in library.rglob(f"{slug}*") if path.suffix != ".json"]
    sidecars = list(library.rglob(f"{slug}*.json"))
    wrong = []
    if orders > 1 or len(pictures) > 1:
        wrong.append(Wrong.DOUBLED)
    if len(sidecars) != len(pictures) or not all(_is_whole(path) for path in pictures):
        wrong.append(Wrong.TORN)
    job = _job(data)
    if has_arrived and not pictures:
        wrong.append(Wrong.LOST)
    if list(data.glob("*.unreadable-*")) or (job is None and orders):
        wrong.append(Wrong.LOST)
    if job is not None:
        wrong += _about(job, orders, has_picture=bool(pictures))
    return wrong, job.state.value if job is not None else ""


def next_starts() -> list[Sequence[str]]:
    """Return the commands that may come next, as far as this version has them."""
    return [each for each in _NEXT_STARTS if each is GENERATE or _has_verb(each[0])]


def environment(home: Path, server: LoopbackServer) -> dict[str, str]:
    """Return the variables of a person with this home, a key, and the server for a provider."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_HIDDEN)}
    return {
        **kept,
        "HOME": str(home),
        "TOGETHER_BASE_URL": server.url,
        "TOGETHER_API_KEY": "a-key-for-nobody",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPATH": str(ROOT),
    }


def _about(job: Job, orders: int, *, has_picture: bool) -> list[Wrong]:
    wrong = []
    if not (job.state.is_final or (job.state is JobState.QUEUED and not orders)):
        wrong.append(Wrong.STUCK)
    if job.state is JobState.DONE and not has_picture:
        wrong.append(Wrong.LOST)
    is_free = job.billed is Billed.NO and orders > 0
    is_denied = has_picture and job.state is not JobState.DONE
    is_invented = job.billed is Billed.YES and not orders
    if is_free or is_denied or is_invented:
        wrong.append(Wrong.UNTRUE)
    return wrong


def _job(data: Path) -> Job | None:
    """Return the order's job as the next program finds it; the journal must be sound and open."""
    path = data / "journal.sqlite"
    if not path.exists():
        return None
    journal = Journal(path)
    try:
        with sqlite3.connect(path) as database:
            (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
            assert verdict == "ok", verdict
            row = database.execute("SELECT id FROM jobs WHERE NOT demo").fetchone()
        database.close()
        return journal.job(row[0]) if row is not None else None
    finally:
        journal.close()


def _is_whole(picture: Path) -> bool:
    try:
        record_of(picture)
    except (OSError, ValueError, KeyError, AssertionError):
        return False
    return True


def _crashes(outcome: Outcome, fault: Fault, later: str) -> list[Wrong]:
    has_died = fault is Fault.KILLED and outcome.was_reached
    is_rude = "Traceback" in outcome.said and not has_died
    return [Wrong.CRASHED] if is_rude or "Traceback" in later else []


def _has_verb(verb: str) -> bool:
    command = [sys.executable, "-P", "-m", "desktop_app", verb, "--help"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def _later(arguments: Sequence[str], variables: Mapping[str, str]) -> str:
    command = [sys.executable, "-P", "-m", "desktop_app", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(variables), capture_output=True, text=True, check=False, timeout=60
    )
    return done.stderr if done.returncode == 0 else f"Traceback: exit code {done.returncode}\n{done.stderr}"
