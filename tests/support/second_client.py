"""Another program on the same screen, to drag from and to drop on."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from tests.support.checkout import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.desktop import Desktop


class SecondClient:
    """A small window whose program writes lines; the first told its place."""

    def __init__(self, output: IO[str]) -> None:
        self._output = output
        x, y = self.line().split()
        self.place = (int(x), int(y))

    def line(self) -> str:
        """Return the next line that it writes, once it is there."""
        return self._output.readline().strip()


@contextmanager
def second_client(desktop: Desktop, program: str, *arguments: str) -> Iterator[SecondClient]:
    """Run a program of the end-to-end tests beside Sfumato."""
    process = subprocess.Popen(
        [sys.executable, "-P", str(ROOT / "tests" / "e2e" / f"{program}.py"), *arguments],
        env={**os.environ, **desktop.variables, "QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield SecondClient(process.stdout)
    finally:
        process.kill()
        process.communicate()
