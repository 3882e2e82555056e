"""Small JSON files of the program's own: read with patience, written whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop_app.store.atomic import make_folder, write_whole
from desktop_app.store.json_text import parsed, serialised

_KEPT_ASIDE_SUFFIX = ".unreadable"


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the file's JSON object, or `None` when there is no such file or it cannot be read.

    A file that is no JSON object is kept aside as `<name>.unreadable`, so that saving anew destroys nothing. Raises
    nothing.
    """
    try:
        return parsed(path.read_bytes())
    except OSError:
        return None
    except (ValueError, RecursionError):
        with suppress(OSError):
            path.replace(path.with_name(path.name + _KEPT_ASIDE_SUFFIX))
        return None


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write the file whole, its folder too where it is missing; raises the StoreErrors of `write_whole`.

    A symbolic link stays one: the file that it names is written.
    """
    target = Path(os.path.realpath(path))
    make_folder(target.parent, mode=0o700)
    write_whole(target, serialised(data))
