"""A program that is killed while it changes ratings: every sidecar is whole, and no change is lost or half made."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.care import CareDesk, put_pictures, said_of
from tests.support.care_program import KEPT
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")

PICTURES = 5
KILLS = 24


def run(root: Path, home: Path, last: int) -> tuple[int, list[str]]:
    """Run the program and return how it ended and what it said."""
    command = [sys.executable, "-P", "-m", "tests.support.care_program", str(root), str(home), str(last)]
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode, done.stdout.split()


def test_a_kill_at_any_call_tears_and_loses_nothing(tmp_path: Path) -> None:
    put_pictures(tmp_path / "library", PICTURES)
    code, said = run(tmp_path / "library", tmp_path, 0)
    assert (code, said[0]) == (0, KEPT)
    ends: set[tuple[bool, int]] = set()
    for number in range(1, int(said[1]) + 1, int(said[1]) // KILLS):
        home = tmp_path / str(number)
        paths = put_pictures(home / "library", PICTURES)
        code, said = run(home / "library", home, number)
        assert code == -signal.SIGKILL
        ratings = [said_of(path)["rating"] for path in paths]
        assert set(ratings) <= {0, 4}
        ends.add((KEPT in said, sum(ratings) // 4))
        desk = CareDesk(home / "library", home)
        desk.write()
        ratings = [said_of(path)["rating"] for path in paths]
        assert set(ratings) == {4} or (set(ratings) == {0} and KEPT not in said), number
        assert [said_of(path)["tags"] for path in paths] == [["kept"] if rating else [] for rating in ratings]
        assert desk.journal.count() == 0
        desk.close()
    # It was killed before the change was kept, and between any two sidecars.
    assert {done for is_kept, done in ends if is_kept} >= set(range(1, PICTURES))
    assert (False, 0) in ends
