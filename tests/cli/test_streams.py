"""The command line with streams that are closed, full or given up: the output ends, the work does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="streams that fail are made as on Linux")

TWO_PICTURES = "generate fox --demo -n 2 --size 256x256"


def _ran(arguments: str, redirections: str) -> tuple[int, str, str]:
    """Run the program in a shell with these redirections; every warning of Python is an error."""
    done = subprocess.run(
        ["sh", "-c", f'"$0" -X dev -W error -m desktop_app {arguments} {redirections}', sys.executable],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def _pictures(home: Path) -> int:
    return len(list((home / "Pictures" / "Sfumato").rglob("*.jpg")))


@pytest.mark.parametrize("redirections", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_and_failing_streams_do_not_stop_the_saving(home: Path, redirections: str) -> None:
    code, _, err = _ran(TWO_PICTURES, redirections)

    assert code == 0, err
    assert "Traceback" not in err
    assert _pictures(home) == 2


def test_results_that_cannot_be_written_are_told_of(home: Path) -> None:
    code, _, err = _ran(TWO_PICTURES, ">/dev/full")

    assert code == 6
    assert "The results cannot be printed: No space left on device." in err
    assert "Exception" not in err
    assert _pictures(home) == 2


def test_a_reader_of_both_streams_may_go_away(home: Path) -> None:
    code, out, _ = _ran(TWO_PICTURES, "2>&1 | head -n 1")

    assert (code, len(out.splitlines())) == (0, 1)
    assert _pictures(home) == 2


@pytest.mark.parametrize(("redirections", "expected"), [(">&-", 0), (">/dev/full", 6), ("| true", 0)])
def test_the_list_of_models_with_nobody_to_read_it(redirections: str, expected: int) -> None:
    code, _, err = _ran("models --json", redirections)

    assert code == expected
    assert "Traceback" not in err
    assert "Warning" not in err


def test_a_key_without_an_input_is_none() -> None:
    code, _, err = _ran("key set", "<&-")

    assert (code, err) == (2, "No key was given.\n")
