"""Worlds of one's own for the program: mounts that nobody else sees, and a network without a way out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


class Namespace:
    """A namespace that lives as long as the process that holds it."""

    def __init__(self, holder: int, kind: str) -> None:
        self._holder = holder
        self._kind = kind

    @property
    def root(self) -> Path:
        """The file system as it is seen from inside."""
        return Path("/proc", str(self._holder), "root")

    def within(self, *command: str) -> list[str]:
        """Return the command that does this inside; the process stays the one that was started."""
        return ["nsenter", f"--target={self._holder}", f"--{self._kind}", "--", *command]

    def run(self, *command: str) -> None:
        """Do something inside, to its end; fails when it fails."""
        subprocess.run(self.within(*command), check=True, capture_output=True, timeout=20)


def mounts_of_ones_own() -> Iterator[Namespace]:
    """Yield a namespace whose mounts nobody else sees; skip where there can be none."""
    yield from _namespace("mount", "--propagation=private")


def network_without_a_way_out() -> Iterator[Namespace]:
    """Yield a network that has nothing but a loopback that is down; skip where there can be none."""
    yield from _namespace("net")


private_mounts = contextmanager(mounts_of_ones_own)
no_network = contextmanager(network_without_a_way_out)


def _namespace(kind: str, *options: str) -> Iterator[Namespace]:
    if sys.platform != "linux" or os.geteuid() != 0 or not (shutil.which("unshare") and shutil.which("nsenter")):
        pytest.skip("a namespace takes root on Linux, unshare and nsenter")
    holder = subprocess.Popen(
        ["unshare", f"--{kind}", *options, "--", "sh", "-c", "echo there; exec cat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != b"there\n":
            pytest.skip(f"no {kind} namespace can be made here")
        yield Namespace(holder.pid, kind)
    finally:
        # It ends with its input.
        holder.communicate()
