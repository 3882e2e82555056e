"""Refusals as the provider words them, and jobs that ended so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop_app.core.errors import RequestRefused
from desktop_app.core.job import Job, JobState, failure_of
from tests.support.records import job_in

GRID = "Invalid value for 'width' parameter. Image width must be an integer value between 256 and 2048, in multiples of 16."
AREA = (
    "Invalid dimensions. The total area (width x height) must be within the range of 1265x1265 to 1440x1440. "
    "The aspect ratio must be between 1:4 and 4:1."
)
STEPS = "Invalid value for 'steps' parameter. Steps must be an integer value between 1 and 12."
SEED = "Invalid value for 'seed' parameter. Seed must be an integer value between 0 and 100000."
UNSUPPORTED = "Unsupported use of '{field}' parameter. This parameter is not supported for the selected model."
MODEL_GONE = "Unable to access non-serverless model a/b. Please visit the page to start a new dedicated endpoint."


def refused_job(text: str, field: str = "", **request: Any) -> Job:
    """Return a job that ended with a 400; the rest changes its request."""
    error = RequestRefused("the provider answered 400", provider_text=text, request_id="req-7", status=400)
    error.field = field
    job = job_in(JobState.FAILED)
    return replace(job, failure=failure_of(error), request=replace(job.request, **request))
