"""The Python that builds packages: an environment of its own in `build/env`, made from two locks by hash.

Needs the standard library and nothing else. A stamp says what it was made from, so that a second build fetches nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
ENV = BUILD / "env"
PYTHON = ENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
TOOLS_LOCK = ROOT / "packaging" / "requirements.lock"


def program_lock() -> Path:
    """Return the lock of what the program is frozen with: that for signed updates where no package manager brings them."""
    updates = ROOT / "requirements-updates.lock"
    return updates if updates.exists() else ROOT / "requirements.lock"


def fingerprint() -> str:
    """Return a hash of everything that the environment is made from."""
    parts = [sys.version, str(ROOT), *(path.read_text(encoding="utf-8") for path in (program_lock(), TOOLS_LOCK))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def prepare() -> Path:
    """Make the environment complete and return its Python; raises CalledProcessError when pip cannot."""
    stamp = ENV / "stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint():
        return PYTHON
    print("Making the environment for packages…", file=sys.stderr, flush=True)
    shutil.rmtree(ENV, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    subprocess.run([base, "-m", "venv", str(ENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps", "--disable-pip-version-check"]
    # The locks are whole; pip does not find what one asks for with an extra among what is locked without.
    for lock in (program_lock(), TOOLS_LOCK):
        subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)], check=True)
    stamp.write_text(fingerprint(), encoding="utf-8")
    return PYTHON


def go_on_in_environment() -> None:
    """Start the running script anew with the environment's Python, unless that is what runs it."""
    if Path(sys.prefix).resolve() != ENV.resolve():
        _restart(prepare())


def _restart(python: Path) -> NoReturn:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("PYTHONPATH", None)
    raise SystemExit(subprocess.call([str(python), *sys.argv], env=environment))
