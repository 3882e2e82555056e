"""How long pictures took here, to say how long the next one may take. Nothing is guessed without experience."""

from __future__ import annotations

from collections import deque

from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest

_KEPT = 9

_Likeness = tuple[str, int | None, int | None, int | None, int, bool]


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
        times_s = self._times_s.setdefault(_likeness(job.request), deque(maxlen=_KEPT))
        times_s.append(job.answered_at - job.sent_at)

    def expected_s(self, request: GenerationRequest) -> float | None:
        """Return how long such a request usually took, in seconds; `None` when there was none like it."""
        times_s = self._times_s.get(_likeness(request))
        return sorted(times_s)[len(times_s) // 2] if times_s else None


def _likeness(request: GenerationRequest) -> _Likeness:
    return (request.model, request.width, request.height, request.steps, request.count, bool(request.references))
