"""What makes one snapshot of the one before, where that is a few more pictures."""

from __future__ import annotations

import time
from collections.abc import Iterable

from desktop_app.store.key_reading import Found


class SnapshotChain:
    """Numbers snapshots, and remembers what was added to the keys since the last one."""

    def __init__(self) -> None:
        # No number of another library's, which may have been shown before.
        self._serial = time.monotonic_ns()
        self._last: Found | None = None
        self._added: list[int] = []

    def note(self, found: Found, added: Iterable[int], *, is_known: bool) -> None:
        """Take note that keys were added to what was found; unless it `is_known`, something else happened to it too."""
        if found is self._last and is_known:
            self._added.extend(added)
        else:
            self._last = None

    def link(self, found: Found) -> tuple[int, tuple[int, ...] | None]:
        """Return the number of a snapshot of what was found, and what was added since the one before; `None` for other
        changes.
        """
        added = tuple(self._added) if found is self._last else None
        self._serial += 1
        self._last = found
        self._added.clear()
        return self._serial, added
