"""Thumbnails on disk: found by what the file is now, bounded, and never in the way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from desktop_app.store.thumbnail_cache import ThumbnailCache, thumbnail_key

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "thumbnails")
    cache.put("abcd", b"small")
    assert cache.get("abcd") == b"small"
    assert cache.get("abce") is None


def test_the_key_follows_the_file(tmp_path: Path) -> None:
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"one")
    os.utime(picture, (1, 1))
    keys = {thumbnail_key(picture, 256), thumbnail_key(picture, 512)}
    os.utime(picture, (2, 2))
    keys.add(thumbnail_key(picture, 256))
    picture.write_bytes(b"other")
    os.utime(picture, (2, 2))
    keys.add(thumbnail_key(picture, 256))
    assert len(keys) == 4


def test_the_oldest_go_when_it_grows_too_large(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path, limit_bytes=100)
    for number in range(12):
        key = f"{number:02}"
        cache.put(key, b"0123456789")
        os.utime(tmp_path / key / key, (number, number))
    assert cache.trim() == 3
    assert [key for key in (f"{number:02}" for number in range(12)) if cache.get(key)] == [
        f"{number:02}" for number in range(3, 12)
    ]
    assert cache.trim() == 0


def test_a_disk_that_refuses_is_a_missing_entry(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ThumbnailCache(tmp_path / "file")
    cache.put("abcd", b"small")
    assert cache.get("abcd") is None
