"""Which libraries were used, and on which drive: so that "away" is told from "not made yet"."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desktop_app.core.errors import StoreError
from desktop_app.store.json_file import read_json, write_json


class KnownFolders:
    """A small file that keeps the mount point of every library that pictures were saved into."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._remembered: set[Path] = set()

    def is_away(self, folder: Path) -> bool:
        """Say whether the folder was used before on a drive that is not there now.

        A folder deleted by hand on a drive that is there is not away: it may be made anew.
        """
        mount_point = (read_json(self._path) or {}).get(str(folder))
        return isinstance(mount_point, str) and not os.path.ismount(mount_point)

    def remember(self, folder: Path) -> None:
        """Keep the folder's mount point. Raises nothing: not to remember is no reason not to save a picture."""
        if folder in self._remembered:
            return
        with suppress(StoreError):
            write_json(self._path, {**(read_json(self._path) or {}), str(folder): str(_mount_point(folder))})
            self._remembered.add(folder)


def _mount_point(folder: Path) -> Path:
    real = Path(os.path.realpath(folder))
    return next((each for each in (real, *real.parents) if each.is_mount()), Path(real.anchor))
