"""What an error makes of a job: its last state and what is known of the money."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.errors import AnswerError, Billed, ContentRefused, SfumatoError
from desktop_app.core.job import Failure, JobState, failure_of


def end_state(error: SfumatoError) -> JobState:
    """Return unknown when something was sent and nobody can say what became of it, else failed.

    A refusal of content and an answer without a picture are known ends, even where their price is not known.
    """
    is_open = error.billed is Billed.UNKNOWN and not isinstance(error, (ContentRefused, AnswerError))
    return JobState.UNKNOWN if is_open else JobState.FAILED


def failure_for(error: SfumatoError, *, demo: bool, request_id: str = "") -> Failure:
    """Return the error as data; the demo engine never bills, and a call that has a name keeps it."""
    failure = failure_of(error)
    if demo:
        failure = replace(failure, billed=Billed.NO)
    return failure if failure.request_id else replace(failure, request_id=request_id)
