"""What earlier pictures say of the time that the next one takes."""

from __future__ import annotations

from desktop_app.core.experience import KEPT, Experience, JobTime
from desktop_app.core.job import Job, JobState
from desktop_app.core.request import GenerationRequest

REQUEST = GenerationRequest("a fox", "m", 512, 512)


def _done(job_id: str, took_s: float) -> Job:
    return Job(job_id, "b", REQUEST, False, JobState.DONE, sent_at=100.0, answered_at=100.0 + took_s)


def test_times_of_earlier_starts_serve_from_the_first_job_on() -> None:
    experience = Experience()
    experience.recall([JobTime("c", REQUEST, 9.0), JobTime("b", REQUEST, 5.0), JobTime("a", REQUEST, 4.0)])
    assert experience.expected_s(REQUEST) == 5.0


def test_what_was_noted_since_goes_before_what_is_recalled() -> None:
    experience = Experience()
    for number in range(KEPT):
        experience.note(_done(f"new {number}", 2.0))
    experience.recall([JobTime(f"old {number}", REQUEST, 60.0) for number in range(KEPT)])
    assert experience.expected_s(REQUEST) == 2.0


def test_recalled_times_are_pushed_out_by_new_ones_the_oldest_first() -> None:
    experience = Experience()
    experience.recall([JobTime(f"old {number}", REQUEST, float(KEPT - number)) for number in range(KEPT)])
    # The five oldest took 1 to 5 seconds.
    for number in range(5):
        experience.note(_done(f"new {number}", 30.0))
    assert experience.expected_s(REQUEST) == 30.0


def test_a_job_that_is_recalled_and_told_counts_once() -> None:
    experience = Experience()
    experience.note(_done("a", 2.0))
    experience.recall([JobTime("a", REQUEST, 2.0), JobTime("b", REQUEST, 8.0), JobTime("c", REQUEST, 9.0)])
    experience.note(_done("b", 8.0))
    assert experience.expected_s(REQUEST) == 8.0
