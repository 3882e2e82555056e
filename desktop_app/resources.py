"""Where the files that come with the program are: in a checkout, a wheel and a frozen bundle alike."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", "")
    candidates = [package / "resources", package.parent / "resources"]
    if frozen:
        candidates.insert(0, Path(frozen) / "desktop_app" / "resources")
    for folder in candidates:
        if (folder / "icons").is_dir():
            return folder
    raise FileNotFoundError("the program's resources are missing")


def resource(*parts: str) -> Path:
    """Return the path of a resource; raise FileNotFoundError when there is none of that name."""
    path = _root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(path.name)
    return path
