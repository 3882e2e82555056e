"""New versions, signed: found, fetched, and tried before they may take the place of the present one.

The only place that knows tufup, which speaks TUF: what is not signed by the keys that came with the program is not seen.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop_app import __version__
from desktop_app.core.errors import AnswerUnreadable, ConnectionNotMade
from desktop_app.core.release import Build, Channel, is_among_the_first
from desktop_app.resources import resource
from desktop_app.store.update_state import UpdateState
from desktop_app.store.version_swap import runs_soundly

if TYPE_CHECKING:
    from desktop_app.store.folders import Folders

ROOT_OF_TRUST = "updates-root.json"


class Installed(NamedTuple):
    """The copy that runs: the folder that it stands in, the path of its executable there, its version."""

    place: Path
    program: str
    version: str = __version__


def unpacked_folder(folders: Folders) -> Path:
    """Return the folder in which a new version stands until it takes its place."""
    return folders.cache / "updates" / "unpacked"


class SelfUpdate:
    """Speaks to one repository of versions. Blocks; to be used off the GUI thread.

    `root` is the metadata that names the keys, as it came with the program.
    """

    def __init__(self, build: Build, folders: Folders, installed: Installed, root: Path | None = None) -> None:
        self._build = build
        self._folders = folders
        self._installed = installed
        self._root = root
        self._archives = folders.cache / "updates" / "archives"

    def newest(self, state: UpdateState) -> str:
        """Return the newest version that is meant for this copy, empty when that is the present one.

        Raises ConnectionNotMade, and AnswerUnreadable for what is not rightly signed, out of date or no version.
        """
        found = self._asked(lambda client: client.check_for_updates(), state)
        return str(found.version) if found else ""

    def fetch(self, state: UpdateState) -> str:
        """Fetch the newest version, unpack it, and try it there; return it, empty when it does not run.

        Raises what `newest` raises, and OSError.
        """
        unpacked = unpacked_folder(self._folders)
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked.mkdir(parents=True)
        version, program = self._asked(self._take, state), unpacked / self._installed.program
        if self._build.channel is Channel.APPIMAGE:
            # It is one file, which people call as they like.
            next(unpacked.iterdir()).rename(program)
        self._forget_archives(version)
        return version if runs_soundly(program) else ""

    def _forget_archives(self, version: str) -> None:
        """Remove all that was fetched but the newest version, from which a patch may lead to the next."""
        for path in self._archives.iterdir():
            if f"-{version}." not in path.name:
                path.unlink()

    def _take(self, client: Any) -> str:
        found = client.check_for_updates()
        done: list[Path] = []
        if found is not None:
            client.download_and_apply_update(skip_confirmation=True, install=lambda src_dir, **_: done.append(src_dir))
        if not done:
            raise AnswerUnreadable("the new version did not come whole")
        return str(found.version)

    def _asked(self, ask: Callable[[Any], Any], state: UpdateState) -> Any:
        """Ask the repository, and turn what tufup, tuf and requests raise into our errors."""
        from tuf.api.exceptions import DownloadError, RepositoryError

        try:
            return ask(self._client(state))
        except DownloadError as cause:
            raise ConnectionNotMade(type(cause).__name__) from cause
        except (RepositoryError, ValueError) as cause:
            raise AnswerUnreadable(type(cause).__name__) from cause
        except OSError as cause:
            # What requests raises is an OSError too.
            if type(cause).__module__.startswith("requests"):
                raise ConnectionNotMade(type(cause).__name__) from cause
            raise

    def _client(self, state: UpdateState) -> Any:
        from tufup.client import Client

        class ClientOfThisCopy(Client):  # type: ignore[misc]
            """Does not see archives that are not for this copy yet, nor those that did not run here."""

            @property
            def trusted_target_metas(self) -> list[Any]:
                """Return what the repository names and this copy may have."""
                return [meta for meta in super().trusted_target_metas if is_meant(meta, state)]

        trusted = self._folders.data / "updates"
        for folder in (trusted, self._archives):
            folder.mkdir(parents=True, exist_ok=True)
        if not (trusted / "root.json").exists():
            shutil.copyfile(self._root or resource(ROOT_OF_TRUST), trusted / "root.json")
        address = f"{self._build.address.rstrip('/')}/{self._build.bundle}"
        return ClientOfThisCopy(
            app_name=f"sfumato-{self._build.bundle}",
            app_install_dir=self._installed.place,
            current_version=self._installed.version,
            metadata_dir=trusted,
            metadata_base_url=f"{address}/metadata/",
            target_dir=self._archives,
            target_base_url=f"{address}/targets/",
            extract_dir=unpacked_folder(self._folders),
            refresh_required=False,
        )


def is_meant(meta: Any, state: UpdateState) -> bool:
    """Say whether an archive may be offered to this copy; differences between archives always may be used."""
    if not meta.is_archive:
        return True
    rollout = (meta.custom or {}).get("rollout")
    return str(meta.version) not in state.failed and is_among_the_first(rollout, state.share)


def sweep(folders: Folders) -> None:
    """Remove an unpacked version that is not needed any more."""
    with suppress(OSError):
        shutil.rmtree(unpacked_folder(folders))
