"""A library of small pictures with sidecars, its index, and what is needed to change what is said of them."""

from __future__ import annotations

import json
import time
from array import array
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop_app.core.record_json import to_json
from desktop_app.store.care_gesture import CareDone, CareGesture, Way
from desktop_app.store.care_journal import CareJournal
from desktop_app.store.care_plans import changing
from desktop_app.store.care_writer import CareWriter, SidecarChanged
from desktop_app.store.index import Index
from desktop_app.store.index_file import index_file
from desktop_app.store.library import Library
from desktop_app.store.scan import Scan
from desktop_app.store.sidecar import sidecar_path
from tests.support.pictures import picture_bytes, record_for

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.care import CareChange
    from desktop_app.core.errors import StoreError
    from desktop_app.store.care_gesture import Plan

START = datetime(2026, 3, 5, 12, tzinfo=UTC)


def put_pictures(root: Path, count: int, **more: Any) -> list[Path]:
    """Put pictures with sidecars into one folder, a second between them, as quickly as that goes."""
    folder = root / "2026" / "2026-03-05"
    folder.mkdir(parents=True, exist_ok=True)
    data = picture_bytes()
    paths = []
    for number in range(count):
        path = folder / f"p{number:05}.jpg"
        path.write_bytes(data)
        record = record_for(path.name, START + timedelta(seconds=number), f"picture {number}", **more)
        sidecar_path(path).write_text(json.dumps(to_json(record)), encoding="utf-8")
        paths.append(path)
    return paths


def said_of(path: Path) -> dict[str, Any]:
    """Return a sidecar's JSON; raise ValueError for one that is torn."""
    data = json.loads(sidecar_path(path).read_bytes())
    assert isinstance(data, dict)
    return data


class CareDesk:
    """One library with its index, journal and writer, in one thread."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.cache = home / "cache"
        self.journal = CareJournal(home / "data" / "care.sqlite")
        self.index = Index(index_file(self.cache, root), root)
        self.writer = CareWriter(self.journal, self.cache)
        self.scan()

    def scan(self, later_s: float = 0.0) -> None:
        """Bring the index up to date, as if it were so many seconds later."""
        for _ in Scan(self.index, Library(self.root), lambda: time.time() + later_s).steps():
            pass

    def keys(self, query: str = "") -> array[int]:
        """Return the keys of what a search finds, newest first."""
        return self.index.keys(query)

    def key_of(self, path: Path) -> int:
        """Return the key of a picture in the index."""
        key = self.index.key_at(path)
        assert key is not None
        return key

    def make(self, plan: Plan) -> CareGesture:
        """Make a gesture and return it."""
        gesture = CareGesture(plan)
        self.perform(gesture)
        return gesture

    def change(self, change: CareChange, *paths: Path) -> CareGesture:
        """Make one change at these pictures, or at all."""
        return self.make(changing(array("q", map(self.key_of, paths)) if paths else self.keys(), change))

    def perform(self, gesture: CareGesture, way: Way = Way.FORTH) -> CareDone:
        """Make a gesture, or take it back, to its end."""
        done = [done for done in gesture.steps(way, self.index, self.journal) if done is not None]
        assert len(done) == 1
        return done[0]

    def write(self) -> tuple[list[SidecarChanged], list[StoreError]]:
        """Go once through what waits; return what was written, and the faults."""
        told = [progress for progress in self.writer.steps() if progress is not None]
        written = [each for progress in told for each in progress.written]
        return written, [progress.fault for progress in told if progress.fault is not None]

    def close(self) -> None:
        """Close the files."""
        self.index.close()
        self.journal.close()
