"""What the exit code says to a script."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from desktop_app.core import errors
from desktop_app.core.errors import Billed, SfumatoError
from desktop_app.core.job import Failure, Job, JobState


class ExitCode(IntEnum):
    """The codes. CANCELLED is the shell's own for Ctrl+C, used when nothing had been sent."""

    DONE = 0
    BAD_USAGE = 2
    REFUSED = 3
    OUTCOME_UNKNOWN = 4
    NO_CONNECTION = 5
    NOT_SAVED = 6
    OVER_BUDGET = 7
    CANCELLED = 130


# What concerns money that is spent goes before what does not.
_GRAVEST_FIRST = (
    ExitCode.OUTCOME_UNKNOWN,
    ExitCode.NOT_SAVED,
    ExitCode.REFUSED,
    ExitCode.NO_CONNECTION,
    ExitCode.BAD_USAGE,
    ExitCode.CANCELLED,
)


def exit_code_of_jobs(jobs: Iterable[Job]) -> ExitCode:
    """Return the code for an order: done when every job is, else the gravest."""
    codes = {_of_job(job) for job in jobs}
    return next((code for code in _GRAVEST_FIRST if code in codes), ExitCode.DONE)


def exit_code_of_failure(failure: Failure) -> ExitCode:
    """Return the code for one failure."""
    kind = error_class(failure.code)
    if issubclass(kind, (errors.StoreError, errors.DownloadError)):
        return ExitCode.NOT_SAVED
    if issubclass(kind, errors.ContentRefused):
        return ExitCode.REFUSED
    if failure.billed is not Billed.NO or issubclass(kind, (errors.AnswerError, errors.Interrupted)):
        return ExitCode.OUTCOME_UNKNOWN
    return exit_code_of_error_class(kind)


def exit_code_of_error_class(kind: type[SfumatoError]) -> ExitCode:
    """Return the code for an error after which nothing is owed."""
    if issubclass(kind, errors.ProviderError):
        return ExitCode.REFUSED
    if issubclass(kind, errors.DownloadForbidden):
        return ExitCode.BAD_USAGE
    if issubclass(kind, (errors.NetworkError, errors.DownloadError)):
        return ExitCode.NO_CONNECTION
    if issubclass(kind, (errors.StoreError, errors.KeyStoreError)):
        return ExitCode.NOT_SAVED
    return ExitCode.BAD_USAGE


def error_class(code: str) -> type[SfumatoError]:
    """Return the class of the tree that a failure's code names; the root for a name that is none."""
    kind = getattr(errors, code, None)
    return kind if isinstance(kind, type) and issubclass(kind, SfumatoError) else SfumatoError


def _of_job(job: Job) -> ExitCode:
    if job.state is JobState.DONE:
        return ExitCode.DONE
    if job.state is JobState.CANCELLED:
        return ExitCode.CANCELLED if job.billed is Billed.NO else ExitCode.OUTCOME_UNKNOWN
    if job.failure is not None:
        return exit_code_of_failure(job.failure)
    return ExitCode.OUTCOME_UNKNOWN if job.billed is not Billed.NO else ExitCode.CANCELLED
