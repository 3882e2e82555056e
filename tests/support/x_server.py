"""An X server of one's own, on a number that nobody has."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def has_x_server() -> bool:
    """Tell whether Xvfb is installed."""
    return shutil.which("Xvfb") is not None


@contextmanager
def x_server(width_px: int = 1440, height_px: int = 900) -> Iterator[str]:
    """Start Xvfb with one screen of 24 bits and yield its name, such as `:3`; it ends with the context."""
    reader, writer = os.pipe()
    screen = ["-screen", "0", f"{width_px}x{height_px}x24"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), *screen, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writer],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
