"""Faults at calls all through an order's life, by the command line; `dev.py bench crash` puts one at every call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.crash_trial import order_points, surely_tried
from tests.support.fault_injection import Fault, Point, is_possible

pytestmark = pytest.mark.skipif(not is_possible(), reason="strace is not installed, or may not trace here")

# Of the points of an order, from which on, and every how many-th.
SAMPLES = {
    Fault.KILLED: (3, 10),
    Fault.DISK_FULL: (1, 30),
    Fault.BROKEN: (13, 30),
    Fault.FORBIDDEN: (25, 30),
}


@pytest.fixture(scope="module")
def points() -> list[Point]:
    """Every point of an order, found once."""
    return order_points()


def test_the_points_cover_an_order(points: list[Point]) -> None:
    told = [f"{point.call} {point.what}" for point in points]
    for words in ("fdatasync journal.sqlite-wal", "connect AF_INET", "sendto POST", "recvfrom 200 OK", "rename .body"):
        call, *parts = words.split(maxsplit=1)
        assert any(each.startswith(call) and all(part in each for part in parts) for each in told), words
    for place in (".part", ".jpg.", ".jpg.json."):
        calls = {point.call for point in points if place in point.what}
        assert calls >= {"openat", "write", "fsync", "rename"}, place
    assert len(points) > 100


@pytest.mark.parametrize("fault", Fault)
def test_nothing_is_lost_doubled_or_torn(points: list[Point], fault: Fault) -> None:
    first, step = SAMPLES[fault]
    chosen = points[first::step]
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda point: surely_tried(point, fault), chosen))

    for point, verdict in zip(chosen, verdicts, strict=True):
        assert verdict.wrong == (), f"{point}: {verdict}"
    # A file of the program that changes meanwhile gives a call another number.
    missed = [str(point) for point, verdict in zip(chosen, verdicts, strict=True) if not verdict.was_reached]
    assert len(missed) < 2, missed
