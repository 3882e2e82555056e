"""Thumbnails of pictures that are being saved, whose pixels are at hand."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from desktop_app.core.looks import ALIKE_BITS, unlikeness
from desktop_app.store.library import Library
from desktop_app.store.small_pictures import small_pictures
from desktop_app.store.thumbnail_cache import ThumbnailCache, content_key
from tests.support.small_pictures import a_record

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)


def a_picture(size: tuple[int, int] = (1024, 640), mode: str = "RGB") -> Image.Image:
    """Return a picture that is dark at the left and light at the right."""
    return Image.linear_gradient("L").rotate(90).resize(size).convert(mode)


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def test_thumbnails_have_their_long_side_and_the_shape() -> None:
    small = small_pictures(a_picture())
    assert small is not None
    sizes = [Image.open(io.BytesIO(data)).size for _, data in small.thumbnails]
    assert sizes == [(512, 320), (256, 160)]
    assert [edge_px for edge_px, _ in small.thumbnails] == [512, 256]


def test_nothing_is_made_larger() -> None:
    small = small_pictures(a_picture((200, 100)))
    assert small is not None
    assert small.thumbnails == ()


@pytest.mark.parametrize("mode", ["RGBA", "L", "CMYK"])
def test_what_is_no_plain_rgb_is_left_to_who_shows_it(mode: str) -> None:
    assert small_pictures(a_picture(mode=mode)) is None


def test_a_larger_copy_looks_alike_and_its_mirror_does_not() -> None:
    picture = Image.effect_mandelbrot((300, 300), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    looks = [
        small_pictures(each)
        for each in (picture, picture.resize((900, 900)), picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    ]
    hashes = [each.look.phash for each in looks if each is not None]
    assert unlikeness(hashes[0], hashes[1]) <= ALIKE_BITS < unlikeness(hashes[0], hashes[2])


def test_saving_keeps_thumbnails_by_the_content_of_the_file(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "thumbnails")
    saved = Library(tmp_path / "library", thumbnails=cache).save(png(a_picture()), a_record(), MOMENT)
    sha256 = saved.record.file.sha256
    assert [cache.get(content_key(sha256, edge_px)) is not None for edge_px in (256, 512, 1024)] == [True, True, False]
    assert saved.look is not None


def test_a_cache_that_takes_nothing_keeps_no_picture_from_being_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    saved = Library(tmp_path / "library", thumbnails=ThumbnailCache(tmp_path / "file")).save(
        png(a_picture()), a_record(), MOMENT
    )
    assert saved.path.is_file()
