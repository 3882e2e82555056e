"""Places for requests: so many at once, first come, first served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from desktop_app.engine.slots import Slots
from tests.support.engine_bench import run


class Guests:
    """Tasks that take a place and keep it until they are told to leave."""

    def __init__(self, slots: Slots) -> None:
        self.inside: list[int] = []
        self._slots = slots
        self._leave: dict[int, asyncio.Event] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def come(self, *names: int) -> None:
        for name in names:
            self._leave[name] = asyncio.Event()
            self._tasks[name] = asyncio.create_task(self._stay(name))
        await _turns()

    async def leave(self, name: int) -> None:
        self._leave[name].set()
        await self._tasks[name]
        await _turns()

    async def give_up(self, name: int) -> None:
        self._tasks[name].cancel()
        await _turns()

    async def all_leave(self) -> None:
        for leave in self._leave.values():
            leave.set()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _stay(self, name: int) -> None:
        async with self._slots:
            self.inside.append(name)
            try:
                await self._leave[name].wait()
            finally:
                self.inside.remove(name)


async def _turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def scene(slots: Slots, play: Callable[[Guests], object]) -> None:
    async def work() -> None:
        guests = Guests(slots)
        result = play(guests)
        assert asyncio.iscoroutine(result)
        await result
        await guests.all_leave()
        assert guests.inside == []

    run(work())


def test_first_come_first_served() -> None:
    async def play(guests: Guests) -> None:
        await guests.come(1, 2, 3, 4)
        assert guests.inside == [1, 2]
        await guests.leave(1)
        assert guests.inside == [2, 3]
        await guests.leave(3)
        assert guests.inside == [2, 4]

    scene(Slots(2), play)


def test_the_number_may_change() -> None:
    slots = Slots(1)

    async def play(guests: Guests) -> None:
        await guests.come(1, 2, 3)
        slots.set_count(3)
        await _turns()
        assert guests.inside == [1, 2, 3]
        slots.set_count(0)
        await guests.come(4)
        await guests.leave(1)
        await guests.leave(2)
        assert guests.inside == [3]
        await guests.leave(3)
        assert guests.inside == [4]

    scene(slots, play)


def test_who_gives_up_in_line_or_at_the_door_leaves_no_place_taken() -> None:
    async def play(guests: Guests) -> None:
        await guests.come(1, 2, 3)
        await guests.give_up(2)
        # Its turn has come and it has not gone in yet.
        guests._leave[1].set()
        await asyncio.sleep(0)
        await guests.give_up(3)
        await guests.come(4)
        assert guests.inside == [4]

    scene(Slots(1), play)
