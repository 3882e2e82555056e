"""`sfumato queue`: the list of jobs, and a person's word for them."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import suppress

from desktop_app.cli.console import Console
from desktop_app.cli.exit_codes import ExitCode, exit_code_of_error_class
from desktop_app.cli.hold_words import account_hold_lines
from desktop_app.cli.narrator import Narrator
from desktop_app.cli.queue_rows import QueueRow, row_json, short_ids, state_words, table_lines
from desktop_app.cli.queue_sending import Sending, stored_key
from desktop_app.cli.recovery import recovered_session
from desktop_app.cli.usage import BadUsage
from desktop_app.cli.words import error_lines, failure_lines, usd
from desktop_app.core.errors import KeyStoreError, SfumatoError
from desktop_app.core.job import JobState
from desktop_app.core.queue_state import Hold
from desktop_app.core.settings import Settings
from desktop_app.engine.awaiting import in_thread
from desktop_app.engine.places import library_folder, settings_path
from desktop_app.engine.session import Session
from desktop_app.store.folders import Folders, user_folders
from desktop_app.store.library import Library
from desktop_app.store.settings import SettingsFile

_SHOWN_MATCHES = 5


def list_jobs(options: Namespace, console: Console) -> int:
    """Print the table of jobs, or the same as a JSON array."""
    return _run(console, lambda command: command.listed(as_json=options.json, is_all=options.all))


def retry_job(options: Namespace, console: Console) -> int:
    """Take up a job again that ended, print its pictures, and return the exit code."""
    return _run(console, lambda command: command.retried(options), as_json=options.json)


def cancel_job(options: Namespace, console: Console) -> int:
    """Give a waiting job up."""
    return _run(console, lambda command: command.cancelled(options.id))


def run_queue(options: Namespace, console: Console) -> int:
    """Send what waits, print the pictures, and return the exit code."""
    return _run(console, lambda command: command.run(options), as_json=options.json)


def _run(console: Console, work: Callable[[_Command], Coroutine[None, None, int]], *, as_json: bool = False) -> int:
    try:
        return asyncio.run(work(_Command(console, as_json=as_json)))
    except BadUsage as error:
        console.say(f"sfumato queue: {error.detail}")
        return ExitCode.BAD_USAGE
    except SfumatoError as error:
        console.say_all(error_lines(error))
        return exit_code_of_error_class(type(error))


class _Command:
    """One run of the verb."""

    def __init__(self, console: Console, *, as_json: bool) -> None:
        self._console = console
        self._narrator = Narrator(console, as_json=as_json)
        self._folders: Folders = user_folders()
        self._settings: Settings = SettingsFile(settings_path(self._folders)).load()

    async def listed(self, *, as_json: bool, is_all: bool) -> int:
        async with recovered_session(self._folders, self._settings, self._narrator, is_queue=True) as session:
            every = await _rows(session)
            is_paused = session.engine.queue.state().is_paused
            account = await _account_holds(session)
        rows = [row for row in every if is_all or row.is_open]
        if as_json:
            self._console.result_json([row_json(row) for row in rows])
            return ExitCode.DONE
        if rows:
            ids = short_ids([row.job.id for row in every])
            for line in table_lines(rows, ids, self._console.columns):
                self._console.result(line)
        for note in _notes(rows, is_paused=is_paused):
            self._console.say(note)
        if any(row.job.state is JobState.QUEUED and not row.job.demo for row in rows):
            for line in account_hold_lines(account):
                self._console.say(line)
        return ExitCode.DONE

    async def retried(self, options: Namespace) -> int:
        session_of = recovered_session(self._folders, self._settings, self._narrator, is_queue=False, saves_kept=False)
        async with session_of as session:
            row = _row_of(options.id, await _rows(session))
            if not row.job.state.is_final or row.job.state is JobState.DONE:
                raise BadUsage(f"job {row.job.id} is not one that ended without a picture: it is {_standing(row)}.")
            return await self._sending(session, options).retry(row.job)

    async def cancelled(self, given: str) -> int:
        async with recovered_session(self._folders, self._settings, self._narrator, is_queue=False) as session:
            row = _row_of(given, await _rows(session))
            if row.is_elsewhere or row.job.state.is_final:
                raise BadUsage(f"job {row.job.id} cannot be cancelled here: it is {_standing(row)}.")
            # What waits belongs to the program that took it up, which is this one now.
            await in_thread(session.journal.abandoned)
            session.engine.queue.put([row.job])
            session.engine.cancel(row.job.id)
            await session.engine.idle()
            job = await in_thread(session.journal.job, row.job.id)
        if job is None or job.state is not JobState.CANCELLED:
            raise BadUsage(f"job {row.job.id} does not wait any more.")
        self._console.say_all(failure_lines(job))
        if job.earlier_usd:
            self._console.say(f"It was sent before; that may have been billed (about {usd(job.earlier_usd)}).")
        return ExitCode.DONE

    async def run(self, options: Namespace) -> int:
        async with recovered_session(self._folders, self._settings, self._narrator, is_queue=True) as session:
            left = sum(row.is_elsewhere and row.job.state is JobState.QUEUED for row in await _rows(session))
            if left:
                self._console.say(f"{_jobs(left)} in another program that is running: left to it.")
            jobs = [job for job in await in_thread(session.journal.abandoned) if job.state is JobState.QUEUED]
            if not jobs:
                self._console.say("Nothing waits to be sent." if not left else "Nothing else waits to be sent.")
                return ExitCode.DONE
            return await self._sending(session, options).run(jobs)

    def _sending(self, session: Session, options: Namespace) -> Sending:
        library = Library(library_folder(self._folders, self._settings), session.known_folders)
        return Sending(session, self._narrator, self._console, library=library, over_budget=options.over_budget)


async def _account_holds(session: Session) -> frozenset[Hold]:
    """Return why orders wait that cost something: a key that was refused is no reason once there is another."""
    account = session.engine.queue.account
    if Hold.KEY_REFUSED in account.holds:
        with suppress(KeyStoreError):
            session.engine.set_key(await in_thread(stored_key))
    return account.holds | ({Hold.SHARING} if account.unshared else set())


async def _rows(session: Session) -> list[QueueRow]:
    return [QueueRow(job, is_elsewhere) for job, is_elsewhere in await in_thread(session.journal.everyones_jobs)]


def _row_of(given: str, rows: Sequence[QueueRow]) -> QueueRow:
    """Return the row whose id begins so; raise BadUsage when there is none, or more than one."""
    wanted = given.strip().lower()
    found = [row for row in rows if row.job.id.lower().startswith(wanted)] if wanted else []
    if not found:
        raise BadUsage(f"no job's id begins with {given!r}. See: sfumato queue --all")
    exact = [row for row in found if row.job.id.lower() == wanted]
    if len(exact or found) > 1:
        some = ", ".join(row.job.id for row in found[:_SHOWN_MATCHES])
        raise BadUsage(f"{len(found)} jobs' ids begin with {given!r}: {some}{', …' * (len(found) > _SHOWN_MATCHES)}")
    return (exact or found)[0]


def _standing(row: QueueRow) -> str:
    elsewhere = ", in another program that is running" if row.is_elsewhere else ""
    return f"{state_words(row.job)}{elsewhere}"


def _notes(rows: Sequence[QueueRow], *, is_paused: bool) -> Iterator[str]:
    if not rows:
        yield "The queue is empty."
        return
    here = [row.job for row in rows if row.job.state is JobState.QUEUED and not row.is_elsewhere]
    elsewhere = sum(row.is_elsewhere for row in rows)
    states = Counter(row.job.state for row in rows)
    if here:
        total = sum(job.estimate_usd or 0.0 for job in here)
        yield f"{_jobs(len(here))} (about {usd(total)}). To send what waits: sfumato queue run"
    if elsewhere:
        yield f"{elsewhere} in another program that is running: it takes care of them."
    if is_paused:
        yield "The queue is paused."
    if states[JobState.UNKNOWN]:
        yield (
            f"{states[JobState.UNKNOWN]} of unknown outcome: may have been billed. Nothing is sent again without your "
            "word: sfumato queue retry ID"
        )
    if states[JobState.FAILED]:
        yield f"{states[JobState.FAILED]} failed. To take one up again: sfumato queue retry ID"
    yield "Prices are estimates by the price list."


def _jobs(count: int) -> str:
    return "1 job waits" if count == 1 else f"{count} jobs wait"
