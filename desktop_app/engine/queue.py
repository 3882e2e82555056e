"""The queue: the jobs that wait, why they wait, and which goes out next."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Any

from desktop_app.core.errors import ConnectionNotMade, ProviderError, RateLimited, SfumatoError
from desktop_app.core.job import Job
from desktop_app.core.queue_order import positions_for
from desktop_app.core.queue_state import Hold, QueueState
from desktop_app.engine.account_watch import AccountWatch
from desktop_app.engine.events import JobChanged
from desktop_app.engine.network_watch import NetworkWatch
from desktop_app.engine.pacing import Pacing
from desktop_app.engine.queue_rules import QueueRules
from desktop_app.engine.queue_teller import QueueTeller
from desktop_app.engine.spending import SpendingWatch, this_month
from desktop_app.engine.waiting_list import WaitingList
from desktop_app.engine.workshop import Workshop

_PAUSED = "paused"
_GO_ON = "go_on_month"
_MONTH_CHECK_S = 60.0
# Answers wait for the disk in memory: no more are asked for than it can take.
_UNSAVED_PER_PLACE = 2
_UNSAVED_MORE = 8
_NEED_A_JOB = frozenset({Hold.KEY, Hold.KEY_REFUSED, Hold.CREDIT})


class JobQueue:
    """Starts what may start, in order; a job that waits takes no place and no task.

    `run` starts a job's run, which gives its place back by `left_wire` and ends by `run_ended`; `running` says how many
    runs there are; `account` is told of a person's words on key and credit. Belongs to one loop; ends by `close`.
    """

    def __init__(
        self,
        workshop: Workshop,
        rules: QueueRules,
        spending: SpendingWatch,
        run: Callable[[Job], None],
        running: Callable[[], int],
    ) -> None:
        self._workshop = workshop
        self._rules = rules
        self._spending = spending
        self._run = run
        self._running = running
        self._waiting = WaitingList()
        self._sending: set[str] = set()
        self._seen: dict[str, Counter[str]] = {}
        self._not_before: dict[str, float] = {}
        self._changing: Counter[str] = Counter()
        self._pacing = Pacing(rules.pace_s)
        self.account = AccountWatch(workshop)
        patience = workshop.patience
        self._network = NetworkWatch(self._probe, self.stir, patience.probe_waits_s, patience.jitter)
        self._teller = QueueTeller(self.state, workshop.emit)
        self._is_paused = False
        self._is_closed = False
        self._turn: asyncio.Handle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._turned = asyncio.Event()

    # What a person says

    def load(self) -> None:
        """Read what earlier starts left about the queue as a whole; may wait for the disk. Raises StoreError."""
        self._is_paused = self._rules.is_queue and self._workshop.journal.note(_PAUSED) == "yes"
        self._spending.go_on_month = self._workshop.journal.note(_GO_ON)
        if self._rules.is_queue:
            self.account.load()

    async def pause(self) -> None:
        """Send nothing more until `resume`; what is under way goes on. Lasts over restarts. Raises StoreError."""
        await self._set_paused(is_paused=True)

    async def resume(self) -> None:
        """Send again after `pause`, and try again what the account was refused. Raises StoreError."""
        self.account.forget()
        await self._set_paused(is_paused=False)

    def try_now(self) -> None:
        """Look for the network at once, try again what the account was refused, and forget the pauses of models and jobs."""
        self._network.try_now()
        self.account.forget()
        self._pacing.forget_pauses()
        for job_id in list(self._not_before):
            self._unpark(job_id)
        self.stir()

    async def go_on_over_budget(self) -> None:
        """Send in this month whatever it costs, by a person's word. Raises StoreError."""
        self._spending.go_on_month = this_month()
        self.stir()
        await self._workshop.writer.write(lambda: self._workshop.journal.set_note(_GO_ON, this_month()))

    async def hold(self, job_id: str) -> None:
        """Hold one waiting job back; one that does not wait is left alone. Raises StoreError."""
        await self.change(job_id, is_held=True)

    async def release(self, job_id: str) -> None:
        """Let a job go that was held back. Raises StoreError."""
        await self.change(job_id, is_held=False)

    async def move(self, job_ids: Collection[str], before_id: str | None = None) -> None:
        """Put waiting jobs, in the order that they have, before another or (`None`) at the end. Raises StoreError."""
        positions = positions_for(self._waiting.in_order(), job_ids, before_id)
        if not positions:
            return
        await self._workshop.writer.write(lambda: self._workshop.journal.place(positions))
        for job_id, position in positions.items():
            job = self._waiting.get(job_id)
            # It may have been started meanwhile.
            if job is not None:
                self._tell_and_put(replace(job, position=position))
        self.stir()

    async def run_next(self, job_id: str) -> None:
        """Put a waiting job first, and let it go if it was held. Raises StoreError."""
        job = self._waiting.get(job_id)
        if job is not None and job.is_held:
            await self.release(job_id)
        # The order may be another one now.
        order = self._waiting.in_order()
        if order and order[0].id != job_id:
            await self.move({job_id}, order[0].id)

    # What the engine says

    def put(self, jobs: Iterable[Job]) -> None:
        """Take in queued jobs; the journal has them already."""
        for job in jobs:
            self._put(job)
        self.stir()

    def get(self, job_id: str) -> Job | None:
        """Return a job that waits."""
        return self._waiting.get(job_id)

    def take(self, job_id: str) -> Job | None:
        """Take a job out that waits, so that it cannot start; `None` when it does not wait."""
        job = self._waiting.take(job_id)
        if job is not None:
            self._forget(job_id)
            self.stir()
        return job

    async def change(self, job_id: str, **changes: Any) -> Job | None:
        """Change a waiting job and tell it; `None` for one that does not wait (any more). Raises StoreError.

        It is not started in the meantime; it may be cancelled.
        """
        before = self._waiting.get(job_id)
        if before is None:
            return None
        self._changing[job_id] += 1
        self._put(before)
        after: Job | None = None
        try:
            after = await self._workshop.writer.write(lambda: self._workshop.journal.change_queued(job_id, **changes))
        finally:
            self._changing[job_id] -= 1
            waits = self._waiting.get(job_id)
            if waits is not None:
                self._tell_and_put(after if after is not None else waits)
            self.stir()
        return after if waits is not None else None

    def set_back(self, job: Job, error: SfumatoError) -> bool:
        """Say whether a job that ended by this error goes back to wait, because nothing can have been rendered."""
        if isinstance(error, ConnectionNotMade) and self._rules.is_queue and not job.demo:
            self._network.lost()
            return True
        if isinstance(error, ProviderError) and not job.demo:
            self._network.reached()
        if self._rules.is_queue and self.account.refused(job, error):
            return True
        patience, model = self._workshop.patience, job.request.model
        if isinstance(error, RateLimited):
            pause_s = patience.pause_s(error, self._pacing.refusals(model))
            self._pacing.cool(model, pause_s)
        seen = self._seen.setdefault(job.id, Counter())
        wait_s = patience.wait_s(error, seen[error.code])
        if wait_s is None:
            return False
        seen[error.code] += 1
        if not isinstance(error, RateLimited):
            self._not_before[job.id] = asyncio.get_running_loop().time() + wait_s
        return True

    def left_wire(self, job: Job) -> None:
        """Take a job's place back: its answer is whole."""
        self._sending.discard(job.id)
        self._seen.pop(job.id, None)
        if not job.demo:
            self._pacing.answered(job.request.model)
            self._network.reached()
        self.stir()

    def run_ended(self, job: Job) -> None:
        """Take note of the end of a run; a job that is queued again waits from now on."""
        self._sending.discard(job.id)
        self.account.ended(job)
        if job.state.is_final:
            self._forget(job.id)
        else:
            self._put(job)
        self.stir()

    def set_rules(self, **changes: Any) -> None:
        """Go by other rules from now on; what is under way is not disturbed."""
        self._rules = replace(self._rules, **changes)
        self._pacing.set_pace(self._rules.pace_s)
        self._spending.limit_usd = self._rules.budget_usd
        self._spending.tell()
        self.stir()

    def stir(self) -> None:
        """See soon what may start."""
        if self._turn is None and not self._is_closed:
            self._turn = asyncio.get_running_loop().call_soon(self._take_turn)

    @property
    def will_go_on(self) -> bool:
        """Say whether something will start by itself: what a person or the network has to let go does not."""
        blocked = self._holds()
        return any(not job.is_held and not self._is_blocked(job, blocked) for job in self._waiting)

    async def turned(self) -> None:
        """Wait until it was seen anew what may start."""
        self._turned.clear()
        await self._turned.wait()

    def state(self) -> QueueState:
        """Return how the queue stands."""
        now = time.time()
        estimates = [job.estimate_usd for job in self._waiting]
        return QueueState(
            holds=self._holds(),
            waiting=len(self._waiting),
            held=sum(job.is_held for job in self._waiting),
            making=self._running(),
            waiting_usd=sum(usd or 0.0 for usd in estimates),
            waiting_is_lowest=None in estimates or any(job.is_lowest_price for job in self._waiting),
            cooling={model: round(now + left_s) for model, left_s in self._pacing.cooling().items()},
            next_probe_at=self._network.next_probe_at,
            unshared=self.account.unshared,
        )

    async def close(self) -> None:
        """Start nothing more; what waits stays for the next start."""
        for handle in (self._turn, self._timer):
            if handle is not None:
                handle.cancel()
        if not self._is_closed:
            self._teller.close()
        self._is_closed = True
        self._turned.set()
        await self._network.close()
        await self.account.close()

    # Turns

    def _take_turn(self) -> None:
        self._turn = None
        now = asyncio.get_running_loop().time()
        for job_id, due in list(self._not_before.items()):
            if due <= now:
                self._unpark(job_id)
        blocked = self._blocked()
        while self._has_place():
            job = self._next(blocked)
            if job is None:
                break
            self._begin(job)
        self._set_timer(blocked)
        self._teller.touch()
        self._turned.set()

    def _has_place(self) -> bool:
        places = self._rules.parallel
        return len(self._sending) < places and self._running() < _UNSAVED_PER_PLACE * places + _UNSAVED_MORE

    def _next(self, blocked: Collection[Hold]) -> Job | None:
        """Return the first job that may start. A budget without room for the first stops all that cost."""
        now = time.monotonic()
        ready = sorted(
            (job for job in self._waiting.heads() if not self._is_blocked(job, blocked)), key=lambda job: job.place
        )
        is_used_up = False
        for job in ready:
            if job.demo:
                return job
            is_used_up = is_used_up or not self._spending.has_room_for(job)
            if not is_used_up and self._pacing.free_at(job.request.model) <= now:
                return job
        return None

    def _begin(self, job: Job) -> None:
        self._waiting.take(job.id)
        self._sending.add(job.id)
        if not job.demo:
            self._pacing.asked(job.request.model)
            self._spending.begin(job)
            self.account.began(job)
        self._run(job)

    def _set_timer(self, blocked: Collection[Hold]) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now, loop = time.monotonic(), asyncio.get_running_loop()
        waits_s = [due - loop.time() for due in self._not_before.values()]
        waits_s += [
            self._pacing.free_at(job.request.model) - now
            for job in self._waiting.heads()
            if not job.demo and not self._is_blocked(job, blocked)
        ]
        waits_s = [wait_s for wait_s in waits_s if wait_s > 0]
        if Hold.BUDGET in self._holds():
            waits_s.append(_MONTH_CHECK_S)
        if waits_s:
            self._timer = loop.call_later(min(waits_s), self.stir)

    # Why nothing goes out

    def _blocked(self) -> frozenset[Hold]:
        """Return the holds that do not depend on which job is next."""
        holds = set(self.account.holds)
        if self._is_paused:
            holds.add(Hold.PAUSED)
        if self._network.is_offline:
            holds.add(Hold.OFFLINE)
        if not self._workshop.clients.has_key:
            holds.add(Hold.KEY)
            holds.discard(Hold.KEY_REFUSED)
        if self._spending.is_used_up:
            holds.add(Hold.BUDGET)
        return frozenset(holds)

    def _is_blocked(self, job: Job, blocked: Collection[Hold]) -> bool:
        if Hold.PAUSED in blocked or job.demo:
            return Hold.PAUSED in blocked
        # That an account shares nothing concerns some models alone.
        return bool(set(blocked) - {Hold.SHARING}) or job.request.model in self.account.unshared

    def _holds(self) -> frozenset[Hold]:
        """Return the holds as they are told: a key or credit is no matter as long as nothing waits for it."""
        holds = set(self._blocked())
        paid = [job for job in self._waiting.heads() if not job.demo]
        if any(job.request.model in self.account.unshared for job in paid):
            holds.add(Hold.SHARING)
        if not paid:
            holds -= _NEED_A_JOB
        elif not self._spending.has_room_for(min(paid, key=lambda job: job.place)):
            holds.add(Hold.BUDGET)
        return frozenset(holds)

    # Steps

    async def _set_paused(self, *, is_paused: bool) -> None:
        self._is_paused = is_paused
        self.stir()
        await self._workshop.writer.write(
            lambda: self._workshop.journal.set_note(_PAUSED, "yes" if is_paused else "no")
        )

    def _tell_and_put(self, job: Job) -> None:
        self._put(job)
        self._workshop.emit(JobChanged(job))

    def _put(self, job: Job) -> None:
        is_changing = self._changing[job.id] > 0
        self._waiting.put(job, parked=job.is_held or is_changing or job.id in self._not_before)

    def _forget(self, job_id: str) -> None:
        self._seen.pop(job_id, None)
        self._not_before.pop(job_id, None)

    def _unpark(self, job_id: str) -> None:
        del self._not_before[job_id]
        job = self._waiting.get(job_id)
        if job is not None:
            self._put(job)

    async def _probe(self) -> None:
        await self._workshop.clients.live().probe()
