"""Cycles are collected in the GUI thread and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_app.qt.garbage import GarbageCollection


class _Knot(QObject):
    """Holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.__dict__["itself"] = self


def _more_than_is_borne() -> list[list[int]]:
    """Return so many new things that Python would look for garbage."""
    return [[number] for number in range(10 * gc.get_threshold()[0])]


@pytest.fixture
def collection() -> Iterator[GarbageCollection]:
    gc.enable()
    collection = GarbageCollection()
    yield collection
    collection.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.disable()


@pytest.fixture
def collecting_threads() -> Iterator[list[threading.Thread]]:
    threads: list[threading.Thread] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.current_thread())

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)


def test_a_cycle_goes(qtbot: QtBot, collection: GarbageCollection) -> None:
    knot = weakref.ref(_Knot())
    some = _more_than_is_borne()
    qtbot.waitUntil(lambda: knot() is None)
    assert some


def test_no_other_thread_collects(
    qtbot: QtBot, collection: GarbageCollection, collecting_threads: list[threading.Thread]
) -> None:
    made: list[list[list[int]]] = []
    thread = threading.Thread(target=lambda: made.append(_more_than_is_borne()))
    thread.start()
    thread.join()
    assert collecting_threads == []
    qtbot.waitUntil(lambda: bool(collecting_threads))
    assert made
    assert set(collecting_threads) == {threading.main_thread()}
