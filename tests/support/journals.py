"""Jobs for a journal, and other programs that have the same one open."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from desktop_app.core.job import Job
from desktop_app.core.request import GenerationRequest, Reference
from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = GenerationRequest(
    "a red fox, 狐\nin the snow",
    "black-forest-labs/FLUX.2-dev",
    1024,
    768,
    28,
    7,
    references=(Reference("ab" * 32, "cd.jpg", "image/jpeg", 640, 480, "fox.jpg", "uuid"),),
)

# A program of its own: adds a job, brings it as far as it is told, says so, and waits to be killed.
PROGRAM = """
import sys
from pathlib import Path
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest
from desktop_app.store.journal import Journal

journal = Journal(Path(sys.argv[1]))
journal.add(Job("theirs", "batch", GenerationRequest("p", "m"), demo=False, created_at=1.0))
for state in sys.argv[2:]:
    journal.move("theirs", JobState(state), sent_at=2.0)
print("ready", flush=True)
sys.stdin.read()
"""


def a_job(name: str = "job", **fields: Any) -> Job:
    """Return a job that waits at the first place, with other fields as told."""
    usual = {"position": 1.0, **fields}
    return Job(name, "batch", usual.pop("request", REQUEST), usual.pop("demo", False), **usual)


class Program:
    """Another running program with the same journal."""

    def __init__(self, path: Path, *states: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path), *states],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        """End it as a power cut does: by SIGKILL, with no chance to tidy up."""
        self.process.kill()
        self.process.communicate()
