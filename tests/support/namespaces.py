"""Worlds of one's own for the program: mounts that nobody else sees, and a network without a way out."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


T = TypeVar("T")

_DOORS = {"mnt": "--mount", "net": "--net"}


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
        return ["nsenter", f"--target={self._holder}", _DOORS[self._kind], "--", *command]

    def run(self, *command: str) -> None:
        """Do something inside, to its end; fails when it fails."""
        subprocess.run(self.within(*command), check=True, capture_output=True, timeout=20)

    def made_inside(self, make: Callable[[], T]) -> T:
        """Return what a function makes in a thread that has entered the namespace; sockets made there stay inside."""
        with ThreadPoolExecutor(1) as pool, Path("/proc", str(self._holder), "ns", self._kind).open("rb") as door:
            pool.submit(_enter, door.fileno()).result()
            return pool.submit(make).result()


class Network(Namespace):
    """A network that nobody else sees, with nothing in it but a loopback."""

    def go_up(self) -> None:
        """Let the loopback be reached."""
        self.run("ip", "link", "set", "lo", "up")


@contextmanager
def private_mounts() -> Iterator[Namespace]:
    """Yield a namespace whose mounts nobody else sees; skip where there can be none."""
    with _holder("mnt", "--mount", "--propagation=private") as holder:
        yield Namespace(holder, "mnt")


@contextmanager
def private_network() -> Iterator[Network]:
    """Yield a network that is down; skip where there can be none."""
    if shutil.which("ip") is None:
        pytest.skip("iproute2 is not installed")
    with _holder("net", "--net") as holder:
        yield Network(holder, "net")


@contextmanager
def _holder(kind: str, *options: str) -> Iterator[int]:
    if sys.platform != "linux" or os.geteuid() != 0 or not (shutil.which("unshare") and shutil.which("nsenter")):
        pytest.skip("a namespace takes root on Linux, unshare and nsenter")
    holder = subprocess.Popen(
        ["unshare", *options, "--", "sh", "-c", "echo there; exec cat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        if holder.stdout.readline() != b"there\n":
            pytest.skip(f"no namespace of this kind can be made here: {kind}")
        yield holder.pid
    finally:
        # It ends with its input.
        holder.communicate()


def _enter(door: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(door, 0) != 0:
        raise OSError(ctypes.get_errno(), "setns")
