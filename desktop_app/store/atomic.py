"""Writing files whole or not at all, and the disk's faults as errors of the tree."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_app.core.errors import DiskFull, FolderMissing, FolderReadOnly, StoreError, WriteFailed

TEMPORARY_SUFFIX = ".sfumato-tmp"
"""The ending of files that are being written; nothing else may look at them."""

_LEFT_OVER_AFTER_S = 3600.0
_REPLACE_TRIES = 5

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# EEXIST comes of making a folder where a file is, or a link that leads to a drive that is away.
_MISSING = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.ELOOP,
    errno.ENODEV,
    errno.ENXIO,
    errno.ENOTCONN,
    errno.ESTALE,
    errno.EHOSTDOWN,
}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}

# Windows' own numbers say more than the errno that they are mapped to (Microsoft's list of system error codes).
_WINDOWS: dict[int, type[StoreError]] = {21: FolderMissing, 39: DiskFull, 55: FolderMissing, 112: DiskFull}
_WINDOWS_IN_USE = {5, 32}


def write_whole(path: Path, data: bytes) -> None:
    """Write the file so that it is there whole or not at all, and still there after a power cut.

    A file of that name is replaced. Raises DiskFull, FolderMissing, FolderReadOnly or WriteFailed; the old file is then
    as it was.
    """
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(4).hex()}{TEMPORARY_SUFFIX}")
    with disk_errors(path):
        try:
            _write_new(temporary, data)
            _replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def make_folder(path: Path, *, mode: int = 0o777) -> None:
    """Make the folder and those above it where they are missing, to last; raises the same as `write_whole`."""
    with disk_errors(path):
        missing = [each for each in (path, *path.parents) if not each.exists()]
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        for each in missing:
            sync_folder(each.parent)


def sweep(folder: Path) -> int:
    """Remove what writers that died left in this folder (temporary files older than an hour); return how many.

    Raises nothing: what cannot be removed stays.
    """
    removed = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(TEMPORARY_SUFFIX) and time.time() - entry.stat().st_mtime > _LEFT_OVER_AFTER_S:
                Path(entry.path).unlink()
                removed += 1
    return removed


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into DiskFull, FolderMissing, FolderReadOnly or WriteFailed for this path."""
    try:
        yield
    except OSError as cause:
        raise _error_class(cause)(f"{cause.strerror or cause} ({cause.errno})", path=str(path)) from cause


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte: a system may take fewer than it was given and say no word. Raises OSError."""
    view = memoryview(data)
    while view:
        written = os.write(descriptor, view)
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[written:]


def sync_file(descriptor: int) -> None:
    """Have the system put the file's bytes on the disk itself. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        # There fsync stops at the drive's own cache (Apple's manual page of fsync).
        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make names that were added or replaced last, where the system has a way; raises OSError for a fault of the disk."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        return  # it may be written to and not listed: the names are there, only not certain to outlive a power cut
    try:
        os.fsync(descriptor)
    except OSError as cause:
        # Some network file systems have no sync of folders.
        if cause.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
            raise
    finally:
        os.close(descriptor)


def open_new(path: Path) -> int:
    """Create the file for writing, which must not exist yet, and return its descriptor. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o666)


def _write_new(path: Path, data: bytes) -> None:
    descriptor = open_new(path)
    try:
        write_all(descriptor, data)
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def _replace(temporary: Path, path: Path) -> None:
    for tries_left in range(_REPLACE_TRIES - 1, -1, -1):
        try:
            temporary.replace(path)
        except OSError as cause:
            # On Windows a virus scanner or an indexer may hold the file for a moment.
            if not tries_left or getattr(cause, "winerror", None) not in _WINDOWS_IN_USE:
                raise
            time.sleep(0.05)
        else:
            return


def _error_class(cause: OSError) -> type[StoreError]:
    by_windows = _WINDOWS.get(getattr(cause, "winerror", None) or 0)
    if by_windows is not None:
        return by_windows
    if cause.errno in _FULL:
        return DiskFull
    if cause.errno in _MISSING:
        return FolderMissing
    if cause.errno in _READ_ONLY:
        return FolderReadOnly
    return WriteFailed
