"""The provider's answers as they arrive: bytes on disk before anything is made of them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from desktop_app.store.atomic import disk_errors, make_folder, sync_file, sync_folder, write_all


class SpoolFile:
    """One answer on its way to the disk. Ends by `finish` or `discard`; what a crash leaves may miss its end."""

    def __init__(self, part: Path, body: Path) -> None:
        self._part = part
        self._body = body
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        self._descriptor: int | None = os.open(part, flags, 0o600)

    def write(self, chunk: bytes) -> None:
        """Add bytes; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed, after which only `discard` is left."""
        assert self._descriptor is not None
        with disk_errors(self._part):
            write_all(self._descriptor, chunk)

    def finish(self) -> None:
        """Make the answer last: from here on it is whole, whatever happens. Raises the same as `write`."""
        assert self._descriptor is not None
        with disk_errors(self._body):
            sync_file(self._descriptor)
            self._close()
            self._part.replace(self._body)
            sync_folder(self._body.parent)

    def discard(self) -> None:
        """Throw away what has come; does nothing after `finish`. Raises nothing."""
        self._close()
        with suppress(OSError):
            self._part.unlink()

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


class Spool:
    """The folder of answers, one file per job: `<job>.part` while it comes, `<job>.body` when it is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, job_id: str) -> SpoolFile:
        """Start the file for a job's answer; raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed."""
        make_folder(self._folder, mode=0o700)
        with disk_errors(self._folder):
            return SpoolFile(self._part(job_id), self._body(job_id))

    def whole(self, job_id: str) -> bytes | None:
        """Return the whole answer, or `None` when there is none; raises WriteFailed and its kin when it cannot be read."""
        with disk_errors(self._body(job_id)):
            try:
                return self._body(job_id).read_bytes()
            except FileNotFoundError:
                return None

    def arrived_at(self, job_id: str) -> float | None:
        """Return when the whole answer was here, in seconds since 1970; `None` when there is none."""
        try:
            return self._body(job_id).stat().st_mtime
        except OSError:
            return None

    def has_part(self, job_id: str) -> bool:
        """Say whether an answer began to come and did not come whole."""
        try:
            return self._part(job_id).exists()
        except OSError:
            return False

    def part(self, job_id: str) -> bytes | None:
        """Return what came of an answer that was not finished, or `None` when nothing did; raises the same as `whole`."""
        with disk_errors(self._part(job_id)):
            try:
                return self._part(job_id).read_bytes()
            except FileNotFoundError:
                return None

    def finish_part(self, job_id: str) -> None:
        """Make what came last, because it is the whole answer after all; raises WriteFailed and its kin."""
        with disk_errors(self._body(job_id)):
            with self._part(job_id).open("rb+") as file:
                sync_file(file.fileno())
            self._part(job_id).replace(self._body(job_id))
            sync_folder(self._folder)

    def remove(self, job_id: str) -> None:
        """Remove all that is kept of a job's answer. Raises nothing: what cannot be removed stays."""
        for path in (self._part(job_id), self._body(job_id)):
            with suppress(OSError):
                path.unlink()

    def _part(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.part"

    def _body(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.body"
