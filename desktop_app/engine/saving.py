"""The way of one whole answer to pictures in the library."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from desktop_app.api.wire import Answer, AnswerItem, parse_answer
from desktop_app.core.errors import (
    AnswerError,
    AnswerNotAPicture,
    Billed,
    DownloadError,
    DownloadFailed,
    RequestInvalid,
    SfumatoError,
    StoreError,
)
from desktop_app.core.job import Job
from desktop_app.core.record import ImageRecord
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import ImageSaved
from desktop_app.engine.record_maker import image_uuid, make_record
from desktop_app.engine.workshop import Workshop
from desktop_app.store.library import Library, SavedImage

_log = logging.getLogger(__name__)
_DAY_S = 86400.0


class Saving:
    """Makes pictures of an answer. Every picture that can be had is saved, whatever becomes of the others.

    Doing it again gives the same files; `was_tried` says that it may have been done before, under other names. `uuids` are
    the pictures saved so far; only downloads can be stopped.
    """

    def __init__(self, job: Job, workshop: Workshop, *, was_tried: bool) -> None:
        self.uuids: tuple[str, ...] = ()
        self._job = job
        self._workshop = workshop
        self._was_tried = was_tried
        self._download: asyncio.Task[bytes] | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """End a download that is under way and begin no other; `save` then raises CancelledError."""
        self._is_stopped = True
        if self._download is not None:
            self._download.cancel()

    async def save(self, raw: bytes) -> None:
        """Save all pictures of the answer; raise AnswerError, DownloadError or StoreError for what could not be, and a bare
        SfumatoError for a fault that nobody foresaw.

        Where several things went wrong, the one that can still be mended is raised.
        """
        answer = await in_thread(parse_answer, raw)
        errors: list[SfumatoError] = []
        for place, item in enumerate(answer.items):
            try:
                await self._save_one(answer, place, await self._picture(item))
            except (AnswerNotAPicture, DownloadError) as error:
                errors.append(error)
            except StoreError as error:
                error.billed = Billed.YES
                errors.append(error)
                break
            except Exception as fault:  # noqa: BLE001 - logged, and the other pictures are saved
                _log.exception("picture %s of job %s", place, self._job.id)
                errors.append(unforeseen(fault))
        if errors:
            raise next((error for error in errors if can_be_saved_again(error)), errors[0])

    async def _picture(self, item: AnswerItem) -> bytes:
        if item.data is not None:
            return item.data
        if self._is_stopped:
            raise asyncio.CancelledError
        try:
            client = self._workshop.clients.for_download(demo=self._job.demo)
        except RequestInvalid as error:
            raise DownloadFailed(error.detail) from error
        self._download = asyncio.create_task(client.download(item.url or ""))
        try:
            return await self._download
        finally:
            self._download = None

    async def _save_one(self, answer: Answer, place: int, picture: bytes) -> None:
        profile = self._workshop.catalogue.profile(self._job.request.model)
        record = make_record(self._job, profile, answer, place)
        # The day of the answer, by the calendar of the person: the same when it is saved again later.
        moment = datetime.fromtimestamp(self._job.answered_at).astimezone()
        library, was_tried = self._workshop.library, self._was_tried
        saved = await in_thread(lambda: _saved(library, picture, record, moment, was_tried=was_tried))
        self.uuids = (*self.uuids, saved.record.uuid)
        self._workshop.emit(ImageSaved(self._job.id, saved))


def _saved(library: Library, picture: bytes, record: ImageRecord, moment: datetime, *, was_tried: bool) -> SavedImage:
    """Save a picture, unless an earlier try did so when pictures were named otherwise."""
    there = library.find(record.uuid, record.prompt, moment) if was_tried and library.may_be_anywhere else None
    return there or library.save(picture, record, moment)


def saved_before(job: Job, library: Library) -> list[SavedImage]:
    """Return the job's pictures that an earlier start saved, be the journal told of it or not."""
    # Without the moment of the answer: the day of sending, or the one after it.
    moments = [job.answered_at] if job.answered_at else [job.sent_at, job.sent_at + _DAY_S]
    found = []
    for place in range(max(1, job.request.count)):
        for moment in moments:
            day = datetime.fromtimestamp(moment).astimezone()
            saved = library.find(image_uuid(job.id, place, job.sent_at), job.request.prompt, day)
            if saved is not None:
                found.append(saved)
                break
    return found


def unforeseen(fault: Exception) -> SfumatoError:
    """Return a fault of the program itself as the error that ends the saving of a paid answer."""
    return SfumatoError(type(fault).__name__, billed=Billed.YES)


def can_be_saved_again(error: SfumatoError) -> bool:
    """Say whether the same answer may still become a picture: whatever failed, it was not the answer itself."""
    return not isinstance(error, AnswerError)
