"""How long pictures took here, to say how long the next one may take. Nothing is guessed without experience."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest

KEPT = 9
"""So many times of each kind count."""

_Likeness = tuple[str, int | None, int | None, int | None, int, bool]


@dataclass(frozen=True, slots=True)
class JobTime:
    """How many seconds the answer to one job's request took."""

    job_id: str
    request: GenerationRequest
    took_s: float


class Experience:
    """Times of jobs that ended well, by what decides about them: model, size, steps, number of pictures, references."""

    def __init__(self) -> None:
        self._times_s: dict[_Likeness, deque[float]] = {}
        self._noted: set[str] = set()

    def note(self, job: Job) -> None:
        """Learn from a job that is done; others, and those noted before, teach nothing."""
        if job.state is not JobState.DONE or job.id in self._noted or not 0 < job.sent_at < job.answered_at:
            return
        self._noted.add(job.id)
        times_s = self._times_s.setdefault(_likeness(job.request), deque(maxlen=KEPT))
        times_s.append(job.answered_at - job.sent_at)

    def recall(self, times: Iterable[JobTime]) -> None:
        """Learn from jobs of earlier starts, newest first; what was noted since goes before them."""
        for each in times:
            if each.job_id not in self._noted:
                self._noted.add(each.job_id)
                times_s = self._times_s.setdefault(_likeness(each.request), deque(maxlen=KEPT))
                if len(times_s) < KEPT:
                    times_s.appendleft(each.took_s)

    def expected_s(self, request: GenerationRequest) -> float | None:
        """Return how long such a request usually took, in seconds; `None` when there was none like it."""
        times_s = self._times_s.get(_likeness(request))
        return sorted(times_s)[len(times_s) // 2] if times_s else None


def _likeness(request: GenerationRequest) -> _Likeness:
    return (request.model, request.width, request.height, request.steps, request.count, bool(request.references))
