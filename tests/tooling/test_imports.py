"""What gets imported when: no Qt below its layer, nothing slow on the way to the first window."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

import pytest

from desktop_app.app import IMPORTED_IN_STEPS, IMPORTED_IN_THREAD
from tests.support.checkout import ROOT

# As many as can be imported without the window being felt to wait.
LAST_STEP_MODULES = 16
# Each costs tens to hundreds of milliseconds, and none is needed to paint.
SLOW = {"httpx", "httpcore", "keyring", "PIL", "asyncio", "ssl", "orjson"}
WINDOW = ["desktop_app.app", "desktop_app.ui.main_window"]

PROBE = """
import importlib, json, pkgutil, sys
def walk(name):
    module = importlib.import_module(name)
    for info in pkgutil.walk_packages(getattr(module, "__path__", []), name + "."):
        importlib.import_module(info.name)
for name in sys.argv[1:]:
    walk(name)
print(json.dumps(sorted(sys.modules)))
"""


def _modules_after_importing(*names: str) -> set[str]:
    """Return what a fresh Python has imported once it has imported these and all that is below them."""
    command = [sys.executable, "-P", "-c", PROBE, *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("package", ["core", "api", "store", "engine", "cli"])
def test_what_is_not_for_qt_does_without_it(package: str) -> None:
    name = f"desktop_app.{package}"
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} does not exist yet")
    loaded = _modules_after_importing(name)
    assert name in loaded
    assert not [module for module in loaded if module.startswith(("PySide6", "shiboken6"))]


def test_the_first_window_waits_for_nothing_slow() -> None:
    if absent := [name for name in WINDOW if importlib.util.find_spec(name) is None]:
        pytest.skip(f"{', '.join(absent)} does not exist yet")
    loaded = _modules_after_importing(*WINDOW, "desktop_app.__main__")
    assert "PySide6.QtWidgets" in loaded
    assert loaded & SLOW == set()


def test_what_is_imported_beside_the_window_does_without_qt() -> None:
    loaded = _modules_after_importing(*IMPORTED_IN_THREAD)
    assert not [module for module in loaded if module.startswith(("PySide6", "shiboken6"))]


def test_little_is_left_for_the_last_step_of_the_start() -> None:
    before = _modules_after_importing("desktop_app.app", *IMPORTED_IN_THREAD, *IMPORTED_IN_STEPS[:-1])
    last = _modules_after_importing("desktop_app.app", *IMPORTED_IN_THREAD, *IMPORTED_IN_STEPS) - before
    assert len(last) <= LAST_STEP_MODULES, sorted(last)
