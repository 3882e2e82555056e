"""Disks that fail for real: full ones, read-only ones, ones that are taken away. Skips where that takes rights not had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def small_disk(folder: Path, size: str = "256k") -> Iterator[Path]:
    """Mount a disk of this size on the folder, which is made; it goes with the context."""
    mount(folder, size)
    try:
        yield folder
    finally:
        unmount(folder)


def mount(folder: Path, size: str = "256k") -> None:
    """Mount an empty disk of this size on the folder, which is made; skip the test where that is not possible."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a disk takes root on Linux")
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "sfumato-test", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")


def unmount(folder: Path) -> None:
    """Take the disk away, as if it were unplugged."""
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_read_only(disk: Path) -> None:
    """Make a mounted disk read-only, for root too."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def fill(disk: Path) -> None:
    """Write until the disk takes no more."""
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while ballast.write(b"\0" * 4096):
                pass
        except OSError:
            return


def make_writable(disk: Path) -> None:
    """Make a mounted disk take files again."""
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
