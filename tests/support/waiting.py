"""Waiting for what another process does, which has no signal to wait for."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PATIENCE_S = 30.0
_PAUSE_S = 0.05


def until(condition: Callable[[], T], what: str | Callable[[], str] = "", timeout_s: float = PATIENCE_S) -> T:
    """Ask again and again until the answer is true in Python's sense, and return it; fail the test at the time limit."""
    deadline = time.monotonic() + timeout_s
    while not (answer := condition()):
        if time.monotonic() > deadline:
            missing = what() if callable(what) else what
            pytest.fail(f"not within {timeout_s:g} s: {missing or 'what was waited for'}")
        pause(_PAUSE_S)
    return answer


def pause(seconds: float) -> None:
    """Let time pass where a person's hand would take it, and where nothing tells that it is over."""
    threading.Event().wait(seconds)
