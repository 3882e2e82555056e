"""Sending jobs that the journal has: one that ended, by a person's word, or all that wait."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode
from desktop_app.cli.hold_words import account_hold_lines
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.words import billed_words, missing_key_line, over_budget_words
from desktop_app.core.errors import Billed, KeyringAbsent
from desktop_app.core.job import Job
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.events import JobChanged
from desktop_app.engine.session import Session
from desktop_app.store.library import Library
from desktop_app.store.secrets import KeyStore


class Sending:
    """Sends by a session that has recovered, and tells what comes of it. `over_budget` lets the month's budget be overdrawn.

    Raises StoreError when the library takes nothing: then nothing is sent.
    """

    def __init__(
        self, session: Session, narrator: Narrator, console: Console, *, library: Library, over_budget: bool
    ) -> None:
        self._session = session
        self._narrator = narrator
        self._console = console
        self._library = library
        self._over_budget = over_budget

    async def retry(self, job: Job) -> ExitCode:
        """Take up an ended job again; where its answer is kept, or it is not as it was read any more, nothing is sent."""
        engine = self._session.engine
        if not job.has_spool:
            if not await self._may_send([job]):
                return ExitCode.BAD_USAGE
            if job.billed is not Billed.NO:
                words = billed_words(job.billed, job.estimate_usd)
                self._console.say(f"{words} It is sent again by your word: that orders a new picture.")
        self._narrator.begin_order(1, [job.id])
        is_taken_up = True
        try:
            is_taken_up = await engine.retry(job.id, seen=job.seen)
            await engine.queue.release(job.id)
            await engine.idle()
        except asyncio.CancelledError:
            await self._give_up([job.id])
        if not is_taken_up:
            self._console.say("Another program took it up meanwhile. Nothing was sent from here.")
        code = self._ended()
        # Of what another program has under way, there is nothing else to tell.
        return code if is_taken_up or self._narrator.job_ids() else ExitCode.BAD_USAGE

    async def run(self, jobs: Sequence[Job]) -> ExitCode:
        """Send jobs that wait, in their order, until nothing goes on by itself."""
        engine = self._session.engine
        has_key = await self._may_send(jobs)
        if engine.queue.state().is_paused:
            self._console.say("The queue was paused; it goes on.")
            await engine.queue.resume()
        # Who says so thinks that the account is in order.
        engine.queue.account.forget()
        self._narrator.begin_order(len(jobs), [job.id for job in jobs])
        for job in jobs:
            self._narrator.tell(JobChanged(job))
        try:
            engine.queue.put(jobs)
            await engine.idle()
        except asyncio.CancelledError:
            await self._stop([job.id for job in jobs])
        code = self._ended()
        return ExitCode.BAD_USAGE if code is ExitCode.DONE and not has_key else code

    async def _may_send(self, jobs: Sequence[Job]) -> bool:
        """Prepare for sending, and say whether there is a key where one is needed; raise StoreError, KeyStoreError."""
        await in_thread(self._library.check)
        if self._over_budget:
            await self._session.engine.queue.go_on_over_budget()
        if all(job.demo for job in jobs):
            return True
        key = await in_thread(stored_key)
        if not key:
            self._console.say(missing_key_line())
            return False
        self._session.engine.set_key(key)
        return True

    async def _give_up(self, job_ids: Sequence[str]) -> None:
        """Cancel what can be cancelled after Ctrl+C; what is paid and here is still saved."""
        _uncancel()
        self._console.say("Cancelling.")
        for job_id in job_ids:
            self._session.engine.cancel(job_id)
        await self._session.engine.idle()
        self._narrator.was_cancelled()

    async def _stop(self, job_ids: Sequence[str]) -> None:
        """Send nothing more after Ctrl+C, and wait for what was sent."""
        _uncancel()
        self._console.say(
            "Stopping: what was sent is waited for, the rest stays in the queue. Ctrl+C again ends at once."
        )
        for job_id in job_ids:
            self._session.engine.queue.take(job_id)
        await self._session.engine.idle()

    def _ended(self) -> ExitCode:
        """Say what came of it, and why something still waits; return the exit code."""
        self._narrator.sum_up(self._session.catalogue)
        state = self._session.engine.queue.state()
        code = self._narrator.exit_code()
        waiting = self._narrator.waiting()
        if waiting:
            self._console.say(f"{waiting} still {'waits' if waiting == 1 else 'wait'} in the queue.")
            held = self._held(state)
            code = code if code is not ExitCode.DONE else held
        return code

    def _held(self, state: QueueState) -> ExitCode:
        if Hold.OFFLINE in state.holds:
            self._console.say("No connection to the provider. When it is back: sfumato queue run")
            return ExitCode.NO_CONNECTION
        if Hold.BUDGET in state.holds:
            self._console.say(over_budget_words(self._narrator.budget))
            return ExitCode.OVER_BUDGET
        account = list(account_hold_lines(state.holds))
        if account:
            for line in account:
                self._console.say(line)
            return ExitCode.REFUSED
        if state.held:
            self._console.say(f"Held back by a person's word: {state.held}. The window lets them go.")
        return ExitCode.DONE


def _uncancel() -> None:
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()


def stored_key() -> str:
    """Return the key that is set, empty without one; may wait for the keyring. Raises KeyStoreError."""
    try:
        return KeyStore(os.environ).load().key
    except KeyringAbsent:
        return ""
