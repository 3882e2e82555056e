"""The words on tiles and headings, and what can be done with a job."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.job import Job, JobState
from desktop_app.core.queue_state import QueueState
from desktop_app.core.record import Pick
from desktop_app.qt.gallery_headings import GallerySection
from desktop_app.qt.gallery_model import Entry
from desktop_app.store.image_row import ImageRow
from desktop_app.ui import words
from desktop_app.ui.offers import Offer
from desktop_app.ui.queue.queue_words import coming_words, waiting_words


class TileAction(Enum):
    """What a person can do with a job from its tile."""

    CANCEL = "cancel"
    CORRECT = "correct"
    RETRY = "retry"
    DETAILS = "details"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of a job under way beside the job itself: how long such a one usually takes, how many jobs come
    before it, how the queue stands, and how many bytes of its answer are here.
    """

    expected_s: float | None = None
    place_in_line: int = 0
    queue: QueueState = field(default_factory=QueueState)
    received: int = 0


def actions_of(job: Job, offer: Offer | None = None) -> tuple[TileAction, ...]:
    """Return what can be done now, the main thing first: what is offered, where something is.

    What is being saved is paid for, and is finished.
    """
    if job.state in {JobState.QUEUED, JobState.SENDING, JobState.RECEIVING}:
        return (TileAction.CANCEL,)
    if job.state in {JobState.FAILED, JobState.UNKNOWN, JobState.CANCELLED}:
        # An answer that is paid for and not yet saved is not put out of sight.
        leave = () if job.has_spool else (TileAction.DISMISS,)
        correct = () if offer is None else (TileAction.CORRECT,)
        return (*correct, TileAction.RETRY, TileAction.DETAILS, *leave)
    return ()


def links_of(job: Job, offer: Offer | None = None) -> tuple[TileAction, ...]:
    """Return what an ended job's tile has words for: the same order again does not stand beside a better one."""
    hidden = {TileAction.DISMISS} if offer is None else {TileAction.DISMISS, TileAction.RETRY}
    return tuple(action for action in actions_of(job, offer) if action not in hidden)


def action_words(action: TileAction, job: Job, offer: Offer | None = None) -> str:
    """Return the name of an action on this job."""
    if action is TileAction.CORRECT:
        return offer.brief if offer is not None else ""
    if action is TileAction.RETRY:
        return words.retry_words(job)
    return {
        TileAction.CANCEL: _tr("Cancel"),
        TileAction.DETAILS: _tr("Details"),
        TileAction.DISMISS: _tr("Dismiss"),
    }[action]


def ended_words(job: Job) -> tuple[str, str, str]:
    """Return heading, what happened, and what it means for the money, of a job that ended without a picture."""
    billed = words.billed_words(job.billed, job.estimate_usd)
    if job.failure is None or job.state is JobState.CANCELLED:
        return _tr("Cancelled"), "", billed
    happened = words.failure_happened(job.failure)
    return words.failure_heading(job.failure), happened, billed


def progress_words(job: Job, progress: Progress) -> tuple[str, str, str]:
    """Return the words under the ring: the main one, what follows it on its line, and the line below."""
    if job.state is JobState.QUEUED:
        return _tr("waiting"), "", waiting_words(job, progress.queue, progress.place_in_line)
    if job.state in {JobState.SAVING, JobState.DONE}:
        return _tr("saving"), "", ""
    elapsed_s, expected_s = elapsed_whole_s(job), progress.expected_s
    count = job.request.count
    below = _tr("{count} pictures").format(count=count) if count > 1 else ""
    if job.state is JobState.RECEIVING and progress.received:
        below = coming_words(progress.received)
    if expected_s is None or elapsed_s > max(1, round(expected_s)):
        # What takes longer than usual has no usual time any more.
        return words.seconds(elapsed_s), "", below
    expected = words.seconds(max(1, round(expected_s))) if expected_s >= 60 else str(max(1, round(expected_s)))
    return words.seconds(elapsed_s), _tr("of about {expected}").format(expected=expected), below


def elapsed_whole_s(job: Job) -> int:
    """Return for how many whole seconds the job has been on its way."""
    return max(0, int(time.time() - (job.sent_at or job.created_at)))


def heading_words(section: GallerySection) -> tuple[str, str]:
    """Return a section's day and what is told of it: "Today" and "14 pictures · $0.41"."""
    told = []
    if section.pictures == 1:
        told.append(_tr("1 picture"))
    elif section.pictures:
        told.append(_tr("{count} pictures").format(count=words.grouped(section.pictures)))
    if section.cost_usd > 0:
        told.append(words.usd(section.cost_usd))
    if section.rating is not None:
        return _rating_words(section.rating), " · ".join(told)
    if section.model is not None:
        return section.model.rpartition("/")[2] or _tr("No model known"), " · ".join(told)
    if section.is_plain:
        return _tr("Pictures"), " · ".join(told)
    if section.day is None:
        return _tr("Samples"), _tr("drop a picture anywhere to edit it")
    return _day_words(QDate(section.day.year, section.day.month, section.day.day)), " · ".join(told)


def _rating_words(rating: int) -> str:
    if not rating:
        return _tr("Not rated")
    return _tr("1 star") if rating == 1 else _tr("{count} stars").format(count=rating)


def entry_words(entry: Entry) -> str:
    """Return a row for screen readers."""
    if isinstance(entry, ImageRow):
        stars = _tr("{count} of 5 stars").format(count=entry.rating) if entry.rating else ""
        pick = {Pick.PICKED: _tr("picked"), Pick.REJECTED: _tr("rejected")}.get(entry.pick, "")
        demo = _tr("demo, not AI") if entry.demo else ""
        name = entry.prompt or entry.path.replace("\\", "/").rpartition("/")[2]
        return ", ".join(part for part in (name, stars, pick, demo) if part)
    if isinstance(entry, Job):
        return f"{_state_words(entry)}: {entry.request.prompt}"
    return _tr("Picture")


def tooltip_words(job: Job, offer: Offer | None = None) -> str:
    """Return all that a tile of an ended job has to say, for tiles too small to say it; empty for others."""
    if not job.state.is_final or job.state is JobState.DONE:
        return ""
    heading, happened, billed = ended_words(job)
    step = words.next_step(job.failure) if job.failure is not None else ""
    if offer is not None:
        step = offer.told
    return "\n".join(part for part in (heading, happened, billed, step) if part)


def _state_words(job: Job) -> str:
    if job.state is JobState.QUEUED:
        return _tr("Waiting")
    if not job.state.is_final:
        return _tr("In the making")
    return " ".join(part.rstrip(".") + "." for part in ended_words(job) if part).rstrip(".")


def _day_words(day: QDate) -> str:
    today = QDate.currentDate()
    ago = day.daysTo(today)
    if ago == 0:
        return _tr("Today")
    if ago == 1:
        return _tr("Yesterday")
    locale = QLocale()
    if 1 < ago < 7:
        return locale.standaloneDayName(day.dayOfWeek())
    if day.year() == today.year():
        return locale.toString(day, _tr("d MMMM"))
    return locale.toString(day, _tr("d MMMM yyyy"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Gallery", text)
