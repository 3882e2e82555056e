"""What every test has around it: folders of its own, no network, and a look at what it leaves behind."""

from __future__ import annotations

import gc
import os
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.isolation import LoopbackOnly, isolate_environment
from tests.support.leftovers import collect_garbage, empty_clipboard, qt_left, threads_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.support.server"]

# The same examples on every machine, and no verdict by how fast it is.
settings.register_profile("sfumato", derandomize=True, deadline=None, database=None, max_examples=100)
settings.load_profile("sfumato")


@pytest.fixture(scope="session", autouse=True)
def isolated_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoopbackOnly]:
    """Keep what lives as long as the session, the QApplication first of all, off the machine."""
    with pytest.MonkeyPatch.context() as patch:
        isolate_environment(patch, tmp_path_factory.mktemp("session-home"))
        guard = LoopbackOnly()
        guard.install(patch)
        yield guard


@pytest.fixture(scope="session", autouse=True)
def garbage_stays_in_this_thread() -> Iterator[None]:
    """Let nobody collect but `nothing_left_running`: a widget that goes in another thread ends the process, as in the
    program itself.
    """
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def home(
    isolated_session: LoopbackOnly, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Give each test an empty home folder, and fail the test that tried to reach another machine."""
    folder = tmp_path_factory.mktemp("home")
    isolate_environment(monkeypatch, folder)
    isolated_session.refused.clear()
    yield folder
    if isolated_session.refused:
        pytest.fail(f"the test tried to reach {', '.join(isolated_session.refused)}")


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread, a timer or a busy thread pool behind."""
    before = set(threading.enumerate())
    yield
    left = threads_left(before)
    if gc.isenabled():
        left.append("the search for garbage, in any thread")
        gc.disable()
    collect_garbage()
    if "qapp" in request.fixturenames:
        left += qt_left()
        empty_clipboard()
    if left:
        pytest.fail(f"the test left running: {'; '.join(left)}")
