"""Finds what a test left running: threads, Qt threads, timers, thread pools."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 2.0


def threads_left(before: set[threading.Thread]) -> list[str]:
    """Return the names of Python threads that are still alive, having waited a moment for them to end.

    Threads that Qt made and Python merely met have no end that Python knows of; they are not counted.
    """
    left = []
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread) or thread.name.startswith("pytest_timeout"):
            continue
        thread.join(PATIENCE_S)
        if thread.is_alive():
            left.append(f"thread {thread.name}")
    return left


def collect_garbage() -> None:
    """Do in this thread what Python's collector would do in any, by its own thresholds."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [generation for generation in range(3) if counts[generation] > thresholds[generation]]
    if due:
        gc.collect(due[-1])


def empty_clipboard() -> None:
    """Take back what a test put on the clipboard: Qt would delete it after Python has ended, and crash."""
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().clear()


def qt_left() -> list[str]:
    """Return the names of Qt threads, timers and pools made in Python that still run."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    from PySide6.QtCore import QThreadPool

    left = list(_running_objects())
    pool = QThreadPool.globalInstance()
    if not pool.waitForDone(int(PATIENCE_S * 1000)):
        left.append("the global thread pool")
    return left


def _running_objects() -> Iterator[str]:
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QThread, QThreadPool, QTimer

    application = QCoreApplication.instance()
    main = application.thread() if application else None
    for thing in gc.get_objects():
        if not isinstance(thing, QTimer | QThread | QThreadPool) or not shiboken6.isValid(thing):
            continue
        if isinstance(thing, QTimer):
            if thing.isActive() and thing.isSingleShot() and not thing.interval():
                # What is due at the next turn of the loop gets that turn: it ends by itself.
                QCoreApplication.processEvents()
            running = shiboken6.isValid(thing) and thing.isActive()
        elif isinstance(thing, QThread):
            running = thing != main and thing.isRunning() and not thing.wait(int(PATIENCE_S * 1000))
        else:
            running = not thing.waitForDone(int(PATIENCE_S * 1000))
        if running:
            yield f"{type(thing).__name__} {thing.objectName() or repr(thing)} of {thing.parent()!r}"
