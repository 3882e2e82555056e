"""The words of the queue: how a job stands and why it waits, what the queue costs, why nothing goes out."""

from __future__ import annotations

import time
from enum import Enum

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_app.core.errors import Billed
from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.ui import words


class QueueAction(Enum):
    """What a person can do with a job in the queue."""

    RUN_NEXT = "run_next"
    HOLD = "hold"
    RELEASE = "release"
    EDIT = "edit"
    REPLACE = "replace"
    RETRY = "retry"
    DETAILS = "details"
    CANCEL = "cancel"
    DISMISS = "dismiss"


def actions_of(job: Job) -> tuple[QueueAction, ...]:
    """Return what can be done with a job now, the main thing first. What is being saved is paid for, and is finished."""
    if job.state is JobState.QUEUED:
        hold = QueueAction.RELEASE if job.is_held else QueueAction.HOLD
        change = (QueueAction.EDIT, QueueAction.REPLACE)
        return (QueueAction.RUN_NEXT, hold, *change, QueueAction.DETAILS, QueueAction.CANCEL)
    if job.state in {JobState.SENDING, JobState.RECEIVING}:
        return (QueueAction.DETAILS, QueueAction.EDIT, QueueAction.CANCEL)
    if job.state.is_final and job.state is not JobState.DONE:
        # An answer that is paid for and not yet saved is not put out of sight.
        leave = () if job.has_spool else (QueueAction.DISMISS,)
        return (QueueAction.RETRY, QueueAction.DETAILS, QueueAction.EDIT, *leave)
    return (QueueAction.DETAILS,)


def action_words(action: QueueAction, job: Job) -> str:
    """Return the name of an action on this job."""
    if action is QueueAction.RETRY:
        return words.retry_words(job)
    return {
        QueueAction.RUN_NEXT: _tr("Run next"),
        QueueAction.HOLD: _tr("Hold"),
        QueueAction.RELEASE: _tr("Release"),
        QueueAction.EDIT: _tr("Put into the form"),
        QueueAction.REPLACE: _tr("Run with the form's settings"),
        QueueAction.DETAILS: _tr("Details"),
        QueueAction.CANCEL: _tr("Cancel"),
        QueueAction.DISMISS: _tr("Dismiss"),
    }[action]


def waiting_words(job: Job, state: QueueState, place_in_line: int) -> str:
    """Return why a waiting job waits, in a few words: what a person said first, then what stops it, then its turn."""
    if job.is_held:
        return _tr("held")
    if state.is_paused:
        return _tr("paused")
    if not job.demo:
        stopped = _stopped_words(job, state)
        if stopped:
            return stopped
    if place_in_line == 0:
        return _tr("next in line")
    return _tr("{count} before it").format(count=words.grouped(place_in_line))


def state_words(job: Job, state: QueueState, place_in_line: int, expected_s: float | None, received: int) -> str:
    """Return how a job stands: "8 s of about 11", "waits for the network", "Outcome unknown"."""
    if job.state is JobState.QUEUED:
        return waiting_words(job, state, place_in_line)
    if job.state is JobState.SAVING:
        return _tr("saving")
    if job.state is JobState.RECEIVING and received:
        return coming_words(received)
    if not job.state.is_final:
        return elapsed_words(max(0, int(time.time() - (job.sent_at or job.created_at))), expected_s)
    if job.failure is None or job.state is JobState.CANCELLED:
        return _tr("Cancelled")
    return words.failure_heading(job.failure)


def coming_words(received: int) -> str:
    """Return how much of an answer is here: "1.2 MB here"."""
    if received < 1_000_000:
        return _tr("{count} kB here").format(count=max(1, received // 1000))
    return _tr("{count} MB here").format(count=f"{received / 1_000_000:.1f}")


def elapsed_words(elapsed_s: int, expected_s: float | None) -> str:
    """Return the time that went by, with the usual one as long as it is not over."""
    usual_s = max(1, round(expected_s)) if expected_s is not None else 0
    if elapsed_s > usual_s:
        return words.seconds(elapsed_s)
    usual = words.seconds(usual_s) if usual_s >= 60 else str(usual_s)
    return _tr("{elapsed} of about {usual}").format(elapsed=words.seconds(elapsed_s), usual=usual)


def price_words(job: Job) -> str:
    """Return what a job costs, or what became of its price once it ended."""
    if job.demo:
        return QCoreApplication.translate("Money", "free")
    if job.state.is_final:
        return words.billed_words(job.billed, job.estimate_usd).rstrip(".")
    if job.estimate_usd is None:
        return QCoreApplication.translate("Money", "price not known")
    return amount_words(job.estimate_usd, is_lowest=job.is_lowest_price)


def amount_words(amount_usd: float, *, is_lowest: bool) -> str:
    """Return an estimate: "≈ $0.38", or "from $0.38" where it may become more."""
    amount = words.usd(amount_usd)
    if is_lowest:
        return QCoreApplication.translate("Money", "from {amount}").format(amount=amount)
    return QCoreApplication.translate("Money", "≈ {amount}").format(amount=amount)


def count_words(state: QueueState) -> str:
    """Return how much is under way: "3 making · 12 waiting"; empty when nothing is."""
    parts = []
    if state.making:
        parts.append(_tr("{n} making").format(n=words.grouped(state.making)))
    if state.waiting:
        parts.append(_tr("{n} waiting").format(n=words.grouped(state.waiting)))
    return " · ".join(parts)


def total_words(state: QueueState) -> str:
    """Return what all that waits costs; empty where nothing does."""
    if not state.waiting or not (state.waiting_usd or state.waiting_is_lowest):
        return ""
    if not state.waiting_usd:
        return QCoreApplication.translate("Money", "price not known")
    return amount_words(state.waiting_usd, is_lowest=state.waiting_is_lowest)


def hold_words(hold: Hold, state: QueueState) -> str:
    """Return in a sentence or two why nothing goes out."""
    if hold is Hold.OFFLINE:
        return _offline_words(state)
    return {
        Hold.PAUSED: _tr("Paused. Nothing more is sent until you resume."),
        Hold.BUDGET: _tr("The next order does not fit into this month's budget."),
        Hold.KEY: _tr("There is no key yet. These orders go out when there is one."),
        Hold.KEY_REFUSED: _tr("Together did not accept the key. Enter another one, and these orders go out."),
        Hold.CREDIT: _tr(
            "The account has no credit, or its spending limit is reached. Add credit at Together, which may take 5 minutes "
            "to count, then try now."
        ),
        Hold.SHARING: _tr(
            "The account does not let orders go to the company that runs their model. Allow it at Together, then try now."
        ),
    }[hold]


def spoken_words(job: Job, stands: str, model: str) -> str:
    """Return a row for screen readers."""
    return ", ".join((first_line(job.request.prompt), stands, model, price_words(job)))


def first_line(text: str) -> str:
    """Return the first line of a text that says something."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def clock(moment_s: float) -> str:
    """Return a time of day as people here write it: 14:02."""
    moment = QDateTime.fromSecsSinceEpoch(int(moment_s))
    return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)


def _stopped_words(job: Job, state: QueueState) -> str:
    if Hold.KEY in state.holds:
        return _tr("waits for a key")
    if Hold.KEY_REFUSED in state.holds:
        return _tr("waits for another key")
    if Hold.OFFLINE in state.holds:
        return _tr("waits for the network")
    if Hold.BUDGET in state.holds:
        return _tr("waits for the budget")
    if Hold.CREDIT in state.holds:
        return _tr("waits for credit")
    if job.request.model in state.unshared:
        return _tr("not allowed by the account")
    until = state.cooling.get(job.request.model, 0.0)
    if until > time.time():
        return _tr("slowed by Together until {time}").format(time=clock(until))
    return words.failure_heading(job.failure) if job.failure is not None else ""


def _offline_words(state: QueueState) -> str:
    if state.waiting == 1:
        text = _tr("No network. 1 order waits for it.")
    else:
        text = _tr("No network. {n} orders wait for it.").format(n=words.grouped(state.waiting))
    if state.next_probe_at is not None and state.next_probe_at > time.time():
        text += " " + _tr("Next look at {time}.").format(time=_clock_with_seconds(state.next_probe_at))
    return text


def _clock_with_seconds(moment_s: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(moment_s))
    return QLocale().toString(moment.time(), "HH:mm:ss")


def may_retry_all(jobs: list[Job]) -> bool:
    """Say whether there is a job that can be sent or saved again without a second price."""
    return any(job.state is JobState.FAILED and (job.has_spool or job.billed is Billed.NO) for job in jobs)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Queue", text)
