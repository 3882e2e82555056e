"""The order of the queue: what is moved comes where it was put, and the rest stays in its order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.job import Job
from desktop_app.core.queue_order import positions_for
from desktop_app.core.request import GenerationRequest

REQUEST = GenerationRequest("a fox", "a/model")


def queue(*positions: float) -> list[Job]:
    return [
        Job(chr(ord("a") + number), "batch", REQUEST, demo=False, position=position)
        for number, position in enumerate(positions)
    ]


def order_after(order: list[Job], positions: dict[str, float]) -> str:
    placed = [replace(job, position=positions.get(job.id, job.position)) for job in order]
    return "".join(job.id for job in sorted(placed, key=lambda job: job.place))


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [
        ("c", "a", "cabd"),
        ("a", None, "bcda"),
        ("ad", "c", "badc"),
        ("da", None, "bcad"),
        ("b", "b", "abcd"),
        ("ab", "b", "abcd"),
        ("d", "gone", "dabc"),
        ("abcd", "a", "abcd"),
        ("x", "a", "abcd"),
    ],
)
def test_jobs_come_where_they_are_put(moved: str, before: str | None, expected: str) -> None:
    order = queue(1, 2, 3, 4)
    positions = positions_for(order, set(moved), before)
    assert order_after(order, positions) == expected
    assert set(positions) <= set(moved)


def test_where_there_is_no_room_all_get_new_numbers() -> None:
    order = queue(1.0, 1.0, 1.0, 7.0)
    assert order_after(order, positions_for(order, {"d"}, "b")) == "adbc"


@given(st.lists(st.tuples(st.sets(st.sampled_from("abcdefgh")), st.sampled_from([*"abcdefgh", None])), max_size=60))
def test_however_often_jobs_are_moved_the_order_is_as_asked(moves: list[tuple[set[str], str | None]]) -> None:
    order = queue(*range(1, 9))
    for moved, before in moves:
        staying = [job.id for job in order if job.id not in moved]
        going = [job.id for job in order if job.id in moved]
        positions = positions_for(order, moved, before)
        order = sorted(
            (replace(job, position=positions.get(job.id, job.position)) for job in order), key=lambda job: job.place
        )
        if before is None:
            assert [job.id for job in order] == staying + going
        elif before in staying:
            at = staying.index(before)
            assert [job.id for job in order] == staying[:at] + going + staying[at:]
