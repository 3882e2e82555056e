"""What the provider refuses for the account and not for one job: the key, the credit, and where prompts may go."""

from __future__ import annotations

import asyncio
import logging

from desktop_app.core.errors import (
    AccessDenied,
    CreditExhausted,
    KeyRejected,
    RequestRefused,
    SfumatoError,
    SharingBlocked,
    StoreError,
)
from desktop_app.core.job import Job
from desktop_app.core.queue_state import Hold
from desktop_app.core.teaching import CreditGone, teaching_of
from desktop_app.engine.workshop import Workshop

_log = logging.getLogger(__name__)
_NOTES = {Hold.KEY_REFUSED: "refused_key", Hold.CREDIT: "refused_credit", Hold.SHARING: "refused_models"}


class AccountWatch:
    """Holds back what would be refused like the job before it, until a person says otherwise, over restarts too.

    The job that was refused first fails with the provider's words; the others wait. Used inside one loop; ends by `close`.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._refused: dict[Hold, str] = {}
        self._words = 0
        self._began: dict[str, int] = {}
        self._is_key_told = False
        self._notes: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def load(self) -> None:
        """Read what earlier starts left; may wait for the disk. Raises StoreError."""
        found = {hold: self._workshop.journal.note(name) for hold, name in _NOTES.items()}
        self._refused = {hold: value for hold, value in found.items() if value}
        self._is_key_told = self._workshop.clients.has_key
        if self._is_key_told and self._refused.get(Hold.KEY_REFUSED) != self._workshop.clients.key_print:
            self._refused.pop(Hold.KEY_REFUSED, None)

    @property
    def holds(self) -> frozenset[Hold]:
        """Why nothing that costs is sent; what concerns some models alone is none of them."""
        return frozenset(self._refused) - {Hold.SHARING}

    @property
    def unshared(self) -> frozenset[str]:
        """The models whose orders the account does not let go out."""
        return frozenset(self._refused.get(Hold.SHARING, "").split())

    def began(self, job: Job) -> None:
        """Take note that a job goes out now, under what a person said last."""
        self._began[job.id] = self._words

    def ended(self, job: Job) -> None:
        """Take note that a job does not go out any more."""
        self._began.pop(job.id, None)

    def refused(self, job: Job, error: SfumatoError) -> bool:
        """Take note of how a try ended; say whether the job waits with the others, because it is not the first.

        Nothing was rendered. A job that was sent before the last word of a person goes out once more.
        """
        hold = _hold_of(error)
        if hold is None or job.demo:
            return False
        if hold is Hold.KEY_REFUSED and not self._workshop.clients.has_key:
            return True
        if self._began.get(job.id) != self._words or hold in self.holds or job.request.model in self.unshared:
            return True
        if hold is Hold.KEY_REFUSED:
            self._note(hold, self._workshop.clients.key_print)
        else:
            self._note(hold, "yes" if hold is Hold.CREDIT else " ".join({*self.unshared, job.request.model}))
        return False

    def key_set(self) -> None:
        """Take note that there is a key: what a person enters is tried, what a start finds only when it is another one."""
        if not self._workshop.clients.has_key:
            return
        is_first, self._is_key_told = not self._is_key_told, True
        if not is_first:
            self.forget()
        elif self._refused.get(Hold.KEY_REFUSED, "") != self._workshop.clients.key_print:
            self._words += 1
            self._note(Hold.KEY_REFUSED, "")

    def forget(self) -> None:
        """Try again whatever was refused, by a person's word."""
        self._words += 1
        for hold in list(self._refused):
            self._note(hold, "")

    async def close(self) -> None:
        """Wait for what is being noted."""
        self._is_closed = True
        if self._notes:
            await asyncio.wait(self._notes)

    def _note(self, hold: Hold, value: str) -> None:
        if self._refused.get(hold, "") == value:
            return
        self._refused[hold] = value
        if not value:
            del self._refused[hold]
        if not self._is_closed:
            task = asyncio.create_task(self._kept(_NOTES[hold], value))
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)

    async def _kept(self, name: str, value: str) -> None:
        try:
            await self._workshop.writer.write(lambda: self._workshop.journal.set_note(name, value))
        except StoreError as error:
            _log.warning("what the account was refused could not be noted: %s", error)


def _hold_of(error: SfumatoError) -> Hold | None:
    if isinstance(error, KeyRejected):
        return Hold.KEY_REFUSED
    if isinstance(error, SharingBlocked):
        return Hold.SHARING
    return Hold.CREDIT if isinstance(error, CreditExhausted) or _says_credit(error) else None


def _says_credit(error: SfumatoError) -> bool:
    """Say whether a refusal of another kind speaks of credit."""
    if not isinstance(error, (RequestRefused, AccessDenied)):
        return False
    return isinstance(teaching_of(error.provider_text, error.provider_code, error.status), CreditGone)
