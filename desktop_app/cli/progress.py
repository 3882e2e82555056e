"""How an order is getting on: one moving line on a terminal, else a line for each step."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from desktop_app.cli.console import Console
from desktop_app.cli.words import waiting_words
from desktop_app.core.job import Job, JobState
from desktop_app.core.prompt_template import has_choices

_BAR_WIDTH = 16
_MARK = "===="
_STEP_S = 0.1
_PROMPT_LENGTH = 200

_STATES = {
    JobState.QUEUED: "waiting",
    JobState.SENDING: "sent, being made",
    JobState.RECEIVING: "receiving",
    JobState.SAVING: "saving",
    JobState.DONE: "saved",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
    JobState.UNKNOWN: "outcome unknown",
}


class Progress:
    """Follows jobs. How long a model takes is not known, so the bar moves and claims no share that is done."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._jobs: dict[str, Job] = {}
        self._bytes: dict[str, int] = {}
        self._expected = 0
        self._started_at = time.monotonic()

    def expect(self, count: int) -> None:
        """Take note of how many pictures are ordered: their jobs come one after the other."""
        self._expected = count

    def job_changed(self, job: Job) -> None:
        """Take note of a job's new state."""
        before = self._jobs.get(job.id)
        self._jobs[job.id] = job
        if before is None:
            if has_choices(job.request.template):
                self._say(job, _one_line(job.request.prompt))
        elif not self._console.has_terminal and not job.state.is_final:
            self._say(job, _state_words(job))

    def bytes_received(self, job_id: str, count: int) -> None:
        """Take note of how much of an answer is here."""
        self._bytes[job_id] = count

    def _say(self, job: Job, words: str) -> None:
        place = list(self._jobs).index(job.id) + 1
        self._console.say(f"Picture {place} of {max(self._expected, len(self._jobs))}: {words}")

    async def run(self) -> None:
        """Keep the line moving until cancelled."""
        try:
            while True:
                if self._jobs:
                    self._console.show_line(self.line(time.monotonic() - self._started_at))
                await asyncio.sleep(_STEP_S)
        finally:
            self._console.clear_line()

    def line(self, elapsed_s: float) -> str:
        """Return the line: a bar that runs to and fro, the time, how many jobs are where, the bytes that came."""
        states = Counter(_state_words(job) for job in self._jobs.values())
        parts = [f"{count} {words}" for words, count in states.items()]
        received = sum(self._bytes.values())
        if received:
            parts.append(f"{received / 1_000_000:.1f} MB")
        return f"[{_bar(elapsed_s)}] {elapsed_s:.0f} s, {', '.join(parts)}"


def _bar(elapsed_s: float) -> str:
    room = _BAR_WIDTH - len(_MARK)
    step = int(elapsed_s / _STEP_S) % (2 * room)
    left = min(step, 2 * room - step)
    return " " * left + _MARK + " " * (room - left)


def _state_words(job: Job) -> str:
    if job.state is JobState.QUEUED and job.failure is not None:
        return waiting_words(job.failure)
    return _STATES[job.state]


def _one_line(prompt: str) -> str:
    words = " ".join(prompt.split())
    return words if len(words) <= _PROMPT_LENGTH else f"{words[:_PROMPT_LENGTH]}…"
