"""Small pictures kept on disk, so that no large one is decoded twice. All of it can be deleted at any time."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LIMIT_BYTES = 2 * 1024**3
_WRITES_BETWEEN_LOOKS = 2000


def thumbnail_key(path: Path, edge_px: int) -> str:
    """Return the name under which a picture's thumbnail is kept: it changes when the file does. Raises OSError."""
    facts = path.stat()
    told = f"{os.fspath(path)}\0{facts.st_mtime_ns}\0{facts.st_size}\0{edge_px}"
    return hashlib.blake2b(told.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def content_key(sha256: str, edge_px: int) -> str:
    """Return the name under which the thumbnail of a file with this SHA-256 is kept, wherever the file stands."""
    return hashlib.blake2b(f"{sha256}\0{edge_px}".encode(), digest_size=16).hexdigest()


class ThumbnailCache:
    """A folder of encoded pictures, by key. May be used from several threads; a fault of the disk is a missing entry."""

    def __init__(self, folder: Path, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._writes = 0
        self._counting = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Return the encoded picture, or `None`."""
        try:
            return self._place(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep an encoded picture; now and then the oldest are removed."""
        place = self._place(key)
        temporary = place.with_name(f".{key}.{secrets.token_hex(4)}")
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(place)
        with self._counting:
            self._writes += 1
            is_time = self._writes % _WRITES_BETWEEN_LOOKS == 0
        if is_time:
            self.trim()

    def trim(self) -> int:
        """Remove the oldest until nine tenths of the limit are left, if there is more than the limit; return how many."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total <= self._limit_bytes:
            return 0
        removed = 0
        for _, size, path in files:
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108 - called for every one of many files
                removed += 1
                total -= size
            if total <= self._limit_bytes * 0.9:
                break
        return removed

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _files(self) -> Iterator[tuple[float, int, str]]:
        with suppress(OSError):
            for folder in os.scandir(self._folder):
                if not folder.is_dir(follow_symlinks=False):
                    continue
                for entry in os.scandir(folder.path):
                    facts = entry.stat()
                    yield facts.st_mtime, facts.st_size, entry.path
