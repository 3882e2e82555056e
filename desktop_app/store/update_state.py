"""What this copy remembers of new versions."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

from desktop_app.store.json_file import read_json, write_json


class UpdateState(NamedTuple):
    """When it was asked last, in seconds since 1970; which version is ready to start; which have failed here.

    `share` is a number from 0 to 99, drawn once: releases that go out in stages reach the low ones first.
    """

    share: int
    asked_at: float = 0.0
    ready: str = ""
    failed: tuple[str, ...] = ()


class UpdateFile:
    """The state on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> UpdateState:
        """Return the state; what makes no sense counts as not there. Raises nothing."""
        data = read_json(self._path) or {}
        share, asked_at, failed = data.get("share"), data.get("asked_at"), data.get("failed")
        return UpdateState(
            share % 100 if isinstance(share, int) else random.randrange(100),
            float(asked_at) if isinstance(asked_at, int | float) else 0.0,
            str(data.get("ready", "")),
            tuple(map(str, failed)) if isinstance(failed, list) else (),
        )

    def save(self, state: UpdateState) -> None:
        """Keep the state; raises StoreError."""
        write_json(self._path, state._asdict())

    def mark_failed(self, version: str) -> None:
        """Note that a version does not run here: it is not offered again. Raises StoreError."""
        state = self.load()
        self.save(state._replace(ready="", failed=(*state.failed, version)))
