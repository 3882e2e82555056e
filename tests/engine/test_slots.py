"""Places for requests: first come, first served, and none is lost when one who waits goes away."""

from __future__ import annotations

import asyncio

from desktop_app.engine.slots import Slots


async def _hold(slots: Slots, name: str, log: list[str], until: asyncio.Event) -> None:
    async with slots:
        log.append(name)
        await until.wait()


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_no_more_than_allowed_and_in_order() -> None:
    async def work() -> list[str]:
        slots, log, until = Slots(2), list[str](), asyncio.Event()
        tasks = [asyncio.create_task(_hold(slots, name, log, until)) for name in "abcd"]
        await _settle()
        assert log == ["a", "b"]
        until.set()
        await asyncio.gather(*tasks)
        return log

    assert asyncio.run(work()) == ["a", "b", "c", "d"]


def test_more_places_let_more_in_at_once_and_fewer_do_not_disturb() -> None:
    async def work() -> None:
        slots, log, until = Slots(1), list[str](), asyncio.Event()
        tasks = [asyncio.create_task(_hold(slots, name, log, until)) for name in "abc"]
        await _settle()
        slots.set_count(2)
        await _settle()
        assert log == ["a", "b"]
        slots.set_count(1)
        until.set()
        await asyncio.gather(*tasks)
        assert log == ["a", "b", "c"]

    asyncio.run(work())


def test_one_who_gives_up_leaves_no_place_taken() -> None:
    async def work() -> None:
        slots, log, until = Slots(1), list[str](), asyncio.Event()
        first, second, third = (asyncio.create_task(_hold(slots, name, log, until)) for name in "abc")
        await _settle()
        second.cancel()
        # The third is let in and given up in the same moment: its place goes on to whoever comes next.
        until.set()
        third.cancel()
        await asyncio.gather(first, second, third, return_exceptions=True)
        await asyncio.wait_for(_hold(slots, "d", log, until), timeout=1)
        assert log == ["a", "d"]

    asyncio.run(work())
