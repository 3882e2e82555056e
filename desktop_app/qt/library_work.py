"""What is done with the library in its thread, and told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app.qt.library_thread import What
from desktop_app.store.gallery_source import GallerySource
from desktop_app.store.looks import lookless

News = list[tuple[What, Any]]


def relocated(moves: Sequence[tuple[Path, Path]], source: GallerySource) -> News:
    """Note where pictures were moved, from and to; tell their rows."""
    root = source.library.root
    keys = source.relocate(each for each in moves if each[1].is_relative_to(root))
    news: News = [(What.ROWS, source.rows(keys))]
    if source.is_searching and not source.is_reading:
        news.append((What.SNAPSHOT, source.snapshot()))
    return news


def told_lookless(before: int | None, source: GallerySource) -> News:
    """Tell some of the pictures of which it is not known how they look."""
    return [(What.LOOKLESS, lookless(source.index.connection, source.index.root, before))]
