"""The command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.checkout import ROOT
from tests.support.waiting import PATIENCE_S


def start(*command: str, **environment: str) -> subprocess.Popen[str]:
    """Start Python with these arguments in a fresh environment of the test's; both streams are read by the caller."""
    return start_as(python(*command), **environment)


def python(*arguments: str) -> list[str]:
    """Return the command that runs this Python with these arguments."""
    return [sys.executable, "-P", *arguments]


def start_as(command: list[str], **environment: str) -> subprocess.Popen[str]:
    """Start a whole command, as one that runs Python in a namespace, the way `start` does."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the process and return its exit code and what it wrote to stdout and stderr."""
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


def sfumato(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run the program to its end and return its exit code, stdout and stderr."""
    return ended(start("-m", "desktop_app", *arguments, **environment))
