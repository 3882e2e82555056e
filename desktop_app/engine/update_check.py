"""Whether there is a newer version, and how far it has come: told, offered, ready to start the next time."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop_app import __version__
from desktop_app.core.errors import AnswerError, NetworkError, StoreError
from desktop_app.core.release import Build, Channel, is_newer
from desktop_app.engine.places import update_state_path
from desktop_app.store.folders import Folders
from desktop_app.store.portable import program_place
from desktop_app.store.update_state import UpdateFile, UpdateState
from desktop_app.store.version_swap import start_taking_place

if TYPE_CHECKING:
    from desktop_app.engine.self_update import SelfUpdate

DAY_S = 24 * 3600.0


class Stage(Enum):
    """How far a newer version has come."""

    NONE = "none"
    TOLD = "told"
    OFFERED = "offered"
    READY = "ready"
    FAILED = "failed"


class Found(NamedTuple):
    """A newer version, and how far it has come; the version is empty when there is none."""

    stage: Stage = Stage.NONE
    version: str = ""


class UpdateCheck:
    """Asks, fetches and starts. Everything but `start` blocks: to be used off the GUI thread."""

    def __init__(
        self,
        build: Build,
        folders: Folders,
        *,
        place: Path | None = None,
        program: str = "",
        version: str = __version__,
        root: Path | None = None,
    ) -> None:
        self.build = build
        self._folders = folders
        self._place = place or program_place()
        self._program = program or _program(build, self._place)
        self._version = version
        self._root = root
        self._file = UpdateFile(update_state_path(folders))

    def look(self, now: float) -> Found:
        """Say what there is: at most once a day it is asked for. Without a network there is nothing new; raises nothing."""
        state = self._file.load()
        ready = self._ready(state)
        if ready.version or not is_due(state, now):
            return ready
        try:
            version = self._newest(state)
            self._file.save(state._replace(asked_at=now))
        except (NetworkError, AnswerError, StoreError, OSError):
            return Found()
        if not is_newer(version, self._version):
            return Found()
        return Found(Stage.OFFERED if self.brings_updates else Stage.TOLD, version)

    def fetch(self, version: str) -> Found:
        """Fetch the version that was offered, and try it; raises nothing."""
        try:
            fetched = self._self_update().fetch(self._file.load())
            if not fetched:
                self._file.mark_failed(version)
                return Found(Stage.FAILED, version)
            self._file.save(self._file.load()._replace(ready=fetched))
        except (NetworkError, AnswerError, StoreError, OSError):
            return Found(Stage.FAILED, version)
        return Found(Stage.READY, fetched)

    def start(self) -> subprocess.Popen[bytes] | None:
        """Let the version that is ready take the place when this process has ended.

        Return what waits for that, to be kept until then; `None` when nothing is ready.
        """
        ready = self._ready(self._file.load())
        if not ready.version:
            return None
        path = update_state_path(self._folders)
        try:
            return start_taking_place(self._unpacked, self._place, self._program, path, ready.version)
        except OSError:
            return None

    @property
    def brings_updates(self) -> bool:
        """Whether this copy can get new versions by itself."""
        return (
            self.build.channel.brings_updates
            and find_spec("tufup") is not None
            and os.access(self._place, os.W_OK | os.X_OK)
        )

    @property
    def _unpacked(self) -> Path:
        from desktop_app.engine.self_update import unpacked_folder

        return unpacked_folder(self._folders)

    def _ready(self, state: UpdateState) -> Found:
        """Return what was fetched and has not taken its place yet; clear away what has."""
        if not state.ready:
            return Found()
        if is_newer(state.ready, self._version) and (self._unpacked / self._program).exists():
            return Found(Stage.READY, state.ready)
        from desktop_app.engine.self_update import sweep

        sweep(self._folders)
        return Found()

    def _newest(self, state: UpdateState) -> str:
        if self.brings_updates:
            return self._self_update().newest(state)
        from desktop_app.api.releases import newest_version

        return newest_version(self.build.address)

    def _self_update(self) -> SelfUpdate:
        from desktop_app.engine.self_update import Installed, SelfUpdate

        installed = Installed(self._place, self._program, self._version)
        return SelfUpdate(self.build, self._folders, installed, self._root)


def is_due(state: UpdateState, now: float) -> bool:
    """Say whether it is a day since it was asked; a clock that was put back does not silence it."""
    return not 0 <= now - state.asked_at < DAY_S


def _program(build: Build, place: Path) -> str:
    """Return the path of this program's executable in its place."""
    image = os.environ.get("APPIMAGE", "") if build.channel is Channel.APPIMAGE else ""
    return os.path.relpath(image or sys.executable, place)
