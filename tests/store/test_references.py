"""References: what is sent is upright, small enough and harmless; what cannot be is refused with a reason."""

from __future__ import annotations

import base64
import hashlib
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageCms

from desktop_app.core.errors import (
    DiskFull,
    ReferenceBroken,
    ReferenceMissing,
    ReferenceNotAPicture,
    ReferenceRejected,
    ReferenceTooLarge,
)
from desktop_app.core.request import Reference
from desktop_app.store.references import ReferenceStore
from tests.support.disks import fill, small_disk
from tests.support.small_pictures import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

EXIF_ORIENTATION, EXIF_GPS = 0x0112, 0x8825


@pytest.fixture
def store(tmp_path: Path) -> ReferenceStore:
    return ReferenceStore(tmp_path / "references")


def opened(store: ReferenceStore, reference: Reference) -> Image.Image:
    image = Image.open(store.path(reference))
    image.load()
    assert image.size == (reference.width, reference.height)
    assert Image.MIME[image.format or ""] == reference.mime_type
    return image


def exif(**tags: Any) -> Image.Exif:
    block = Image.Exif()
    block[EXIF_ORIENTATION] = tags.get("orientation", 1)
    if "place" in tags:
        block.get_ifd(EXIF_GPS)[1] = tags["place"]
    return block


@pytest.mark.parametrize(
    "data", [picture("JPEG"), picture("PNG"), picture("PNG", mode="RGBA"), picture("PNG", mode="P")]
)
def test_a_picture_that_is_fit_is_sent_as_it_is(store: ReferenceStore, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "my fox.picture"
    path.write_bytes(data)
    reference = store.add_file(path, "uuid")
    assert store.path(reference).read_bytes() == data
    assert reference.sha256 == hashlib.sha256(data).hexdigest()
    assert (reference.name, reference.image_uuid, reference.width) == ("my fox.picture", "uuid", 64)
    kind, _, payload = store.data_uri(reference).partition(";base64,")
    assert (kind, base64.b64decode(payload)) == (f"data:{reference.mime_type}", data)


def test_one_content_is_kept_once(store: ReferenceStore) -> None:
    first, again = (store.add_bytes(picture(), name) for name in ("one", "two"))
    other = store.add_bytes(picture(colour="red"), "one")
    assert store.path(first) == store.path(again) != store.path(other)
    assert (first.name, again.name) == ("one", "two")
    assert len(list(store.path(first).parent.iterdir())) == 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(store: ReferenceStore, orientation: int) -> None:
    upright = Image.new("RGB", (64, 32), "black")
    upright.paste("white", (0, 0, 16, 16))
    # What a camera held that way stores: the inverse of what the tag asks for.
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    stored = upright.transpose(turn) if turn is not None else upright
    data = encoded(stored, "JPEG", quality=95, exif=exif(orientation=orientation))
    image = opened(store, store.add_bytes(data, "photo"))
    assert image.size == (64, 32)
    grey = image.convert("L")
    assert (grey.getpixel((4, 4)), grey.getpixel((60, 4))) == pytest.approx((255, 0), abs=30)
    assert image.getexif().get(EXIF_ORIENTATION, 1) == 1


def test_large_pictures_are_made_smaller(store: ReferenceStore) -> None:
    assert opened(store, store.add_bytes(picture("JPEG", (4096, 1000)), "wide")).size == (2048, 500)
    assert opened(store, store.add_bytes(picture("PNG", (300, 3000)), "tall")).size == (205, 2048)
    assert opened(store, store.add_bytes(picture("PNG", (2048, 2048)), "just right")).format == "PNG"


@pytest.mark.parametrize(
    ("kind", "options", "sent_as"),
    [
        ("WEBP", {}, "JPEG"),
        ("WEBP", {"mode": "RGBA", "colour": "#ff000080"}, "PNG"),
        ("WEBP", {"mode": "RGBA"}, "JPEG"),
        ("TIFF", {}, "JPEG"),
        ("TIFF", {"mode": "I;16", "colour": 30000}, "JPEG"),
        ("BMP", {}, "JPEG"),
        ("GIF", {}, "JPEG"),
        ("GIF", {"mode": "P", "transparency": 0}, "PNG"),
        ("AVIF", {}, "JPEG"),
        ("JPEG", {"mode": "CMYK"}, "JPEG"),
        ("PNG", {"mode": "I;16", "colour": 30000}, "JPEG"),
    ],
)
def test_other_formats_become_png_or_jpeg(
    store: ReferenceStore, kind: str, options: dict[str, Any], sent_as: str
) -> None:
    options = dict(options)
    mode, colour = options.pop("mode", "RGB"), options.pop("colour", None)
    fill_with = colour if colour is not None else (0 if mode == "P" else "teal")
    image = opened(store, store.add_bytes(encoded(Image.new(mode, (64, 48), fill_with), kind, **options), "it"))
    assert (image.format, image.size) == (sent_as, (64, 48))


def test_sixteen_bits_keep_their_brightness(store: ReferenceStore) -> None:
    data = encoded(Image.new("I;16", (64, 48), 30000), "PNG")
    assert opened(store, store.add_bytes(data, "grey")).getpixel((5, 5)) == pytest.approx((117,) * 3, abs=3)


def test_colours_are_turned_into_srgb(store: ReferenceStore) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    odd = encoded(Image.new("RGB", (8, 8), "red"), "PNG", icc_profile=lab.tobytes())
    assert opened(store, store.add_bytes(odd, "of another kind of colour")).format == "JPEG"
    broken = encoded(Image.new("RGB", (8, 8), "red"), "PNG", icc_profile=b"broken")
    assert opened(store, store.add_bytes(broken, "broken profile")).info.get("icc_profile") is None
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = encoded(Image.new("RGB", (8, 8), "red"), "PNG", icc_profile=srgb)
    assert store.path(store.add_bytes(same, "srgb")).read_bytes() == same


def test_a_camera_file_of_several_pictures_is_sent_as_one(store: ReferenceStore) -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "MPO", save_all=True, append_images=frames[1:])
    image = opened(store, store.add_bytes(data, "phone"))
    assert image.format == "JPEG"
    assert image.convert("RGB").getpixel((1, 1)) == pytest.approx((254, 0, 0), abs=3)


@pytest.mark.parametrize(
    ("mode", "kind"), [("F", "TIFF"), ("LAB", "TIFF"), ("I", "TIFF"), ("YCbCr", "TIFF"), ("LA", "PNG")]
)
def test_rare_modes_are_sent(store: ReferenceStore, mode: str, kind: str) -> None:
    assert opened(store, store.add_bytes(encoded(Image.new(mode, (16, 16)), kind), mode)).size == (16, 16)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF"])
def test_damaged_files_are_refused_in_words(store: ReferenceStore, kind: str) -> None:
    chance = random.Random(kind)
    whole = picture(kind)
    for _ in range(150):
        damaged = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(min(len(damaged), 200))] = chance.randrange(256)
        with suppress(ReferenceRejected):
            store.add_bytes(bytes(damaged), "damaged")


def test_where_a_photograph_was_taken_is_not_sent(store: ReferenceStore) -> None:
    data = encoded(Image.new("RGB", (64, 48)), "JPEG", exif=exif(place="N"))
    image = opened(store, store.add_bytes(data, "photo"))
    assert not image.getexif()


def test_the_first_picture_of_a_moving_one_is_sent(store: ReferenceStore) -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    data = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    image = opened(store, store.add_bytes(data, "moving"))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((1, 1)) == pytest.approx((254, 0, 0), abs=3)


JUNK: list[tuple[str, bytes, type[ReferenceRejected]]] = [
    ("text", b"hello", ReferenceNotAPicture),
    ("nothing", b"", ReferenceNotAPicture),
    ("svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', ReferenceNotAPicture),
    ("pdf", b"%PDF-1.7\n" + b"x" * 100, ReferenceNotAPicture),
    ("cut png", picture("PNG", (300, 300))[:-60], ReferenceBroken),
    ("cut jpeg", picture("JPEG", (300, 300))[:-600], ReferenceBroken),
    ("only the beginning", picture("PNG")[:20], ReferenceBroken),
    ("false webp", b"RIFF\x10\0\0\0WEBPVP8 junkjunk", ReferenceBroken),
    ("large bomb", encoded(Image.new("1", (20000, 20000)), "PNG"), ReferenceTooLarge),
    ("bomb of which Pillow only warns", encoded(Image.new("1", (12000, 12000)), "PNG"), ReferenceTooLarge),
]


@pytest.mark.parametrize(("name", "data", "kind"), JUNK, ids=[name for name, _, _ in JUNK])
def test_what_cannot_be_a_reference_says_why_and_changes_nothing(
    store: ReferenceStore, tmp_path: Path, name: str, data: bytes, kind: type[ReferenceRejected]
) -> None:
    with pytest.raises(kind) as caught:
        store.add_bytes(data, name)
    assert caught.value.name == name
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_in_text_is_broken(store: ReferenceStore) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("comment", "x" * 50_000_000, zip=True)
    data = encoded(Image.new("RGB", (8, 8)), "PNG", pnginfo=info)
    with pytest.raises(ReferenceBroken):
        store.add_bytes(data, "text bomb")


def test_files_that_cannot_be_read(store: ReferenceStore, tmp_path: Path) -> None:
    with pytest.raises(ReferenceMissing) as caught:
        store.add_file(tmp_path / "gone.png")
    assert caught.value.name == "gone.png"
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReferenceNotAPicture):
        store.add_file(tmp_path / "folder")
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(1_000_000_000)
    with pytest.raises(ReferenceTooLarge):
        store.add_file(tmp_path / "film.mp4")
    with pytest.raises(ReferenceMissing):
        store.add_file(tmp_path / "no\0name")


def test_a_prepared_copy_that_is_gone(store: ReferenceStore) -> None:
    reference = store.add_bytes(picture(), "fox.jpg")
    store.path(reference).unlink()
    with pytest.raises(ReferenceMissing) as caught:
        store.data_uri(reference)
    assert caught.value.name == "fox.jpg"


def test_a_name_from_elsewhere_leads_nowhere_else(store: ReferenceStore, tmp_path: Path) -> None:
    outside = Reference("ab", "../../secret.png", "image/png", 1, 1)
    assert store.path(outside) == tmp_path / "references" / "secret.png"


def test_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        store = ReferenceStore(disk / "references")
        fill(disk)
        with pytest.raises(DiskFull):
            store.add_bytes(picture(), "fox")
