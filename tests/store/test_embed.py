"""What pictures say of themselves: other programs read it, pixels and signatures stay as they were."""

from __future__ import annotations

import io
import json
import random
import shutil
import struct
import subprocess
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop_app.core.infotext import infotext
from desktop_app.core.record import DEMO_MARK, Answered, Asked, Cost, FileFacts, Kind, Parent
from desktop_app.core.record_json import from_json
from desktop_app.store.embed import embed, read_embedded
from tests.support.small_pictures import a_record, encoded, picture, pixels

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.record import ImageRecord

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
FILE = FileFacts("", "", 64, 48, 1, "")
PROMPTS = [
    "a red fox",
    "naïve café",
    '狐 \N{FOX FACE} in snow\nsecond line & <b>"quoted"</b> \t]]>',
    "",
    "half \udc80, \0\x0b\x1f",
]
JPEG_OPTIONS: list[dict[str, Any]] = [{}, {"progressive": True}, {"quality": 30}, {"comment": b"by hand"}]


def record_of(prompt: str = "a red fox", **fields: Any) -> ImageRecord:
    asked = Asked(prompt, "black-forest-labs/FLUX.2-dev", 64, 48, 28, 7, "blur, noise")
    return a_record(**{"file": FILE, "asked": asked, **fields})


def png_text(data: bytes) -> dict[str, str]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return dict(image.text)  # type: ignore[attr-defined]


def user_comment(data: bytes) -> str:
    with Image.open(io.BytesIO(data)) as image:
        raw = image.getexif().get_ifd(0x8769)[0x9286]
    assert raw.startswith(b"UNICODE\0")
    return str(raw[8:].decode("utf-16-be"))


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize(
    "data", [picture("PNG"), picture("PNG", mode="P"), *(picture("JPEG", **options) for options in JPEG_OPTIONS)]
)
def test_pixels_stay_and_the_record_comes_back(data: bytes, prompt: str) -> None:
    record = record_of(prompt, parents=(Parent("ab" * 32, uuid="u", name="secret client.jpg"),), demo=True)
    spliced = embed(data, record)
    assert pixels(spliced) == pixels(data)
    inside = read_embedded(spliced)
    assert inside is not None
    again = from_json(
        {**inside, "file": {"name": "", "format": "", "width": 1, "height": 1, "size_bytes": 1, "sha256": ""}}
    )
    assert (again.uuid, again.kind, again.demo, again.created_at) == (record.uuid, record.kind, True, record.created_at)
    assert again.prompt == prompt.replace("\udc80", "?")
    assert [(parent.sha256, parent.uuid) for parent in again.parents] == [("ab" * 32, "u")]


def test_what_the_artist_keeps_to_themselves_is_not_embedded() -> None:
    record = record_of(
        note="for the client",
        tags=("private",),
        title="Working title",
        rating=1,
        collections=("Sold",),
        cost=Cost(0.5),
        parents=(Parent("ab" * 32, name="secret client.jpg"),),
        extra={"mood": "gloomy"},
    )
    for kind in ("PNG", "JPEG"):
        spliced = embed(picture(kind), record)
        for word in ("client", "private", "Working", "Sold", "estimate", "gloomy", "rating"):
            assert word.encode() not in spliced, word


@pytest.mark.parametrize("prompt", PROMPTS[:3])
def test_other_programs_find_the_settings(prompt: str) -> None:
    record = record_of(prompt)
    assert png_text(embed(picture("PNG"), record))["parameters"] == infotext(record)
    assert user_comment(embed(picture("JPEG"), record)) == infotext(record)


def test_the_settings_are_plain_text_where_latin_letters_do() -> None:
    assert b"tEXtparameters\0caf\xe9" in embed(picture("PNG"), record_of("café"))
    assert b"iTXtparameters\0" in embed(picture("PNG"), record_of("狐"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(
    ("fields", "source_type"),
    [
        ({}, "trainedAlgorithmicMedia"),
        ({"kind": Kind.EDITED}, "compositeWithTrainedAlgorithmicMedia"),
        ({"demo": True}, "algorithmicMedia"),
        ({"demo": True, "kind": Kind.EDITED}, "algorithmicMedia"),
    ],
)
def test_the_picture_says_how_it_was_made(kind: str, fields: dict[str, Any], source_type: str) -> None:
    spliced = embed(picture(kind), record_of(**fields))
    assert f">{SOURCE_TYPES}{source_type}<".encode() in spliced
    assert (DEMO_MARK.encode() in spliced) is ("demo" in fields)
    assert (b"Iptc4xmpExt:AISystemUsed" in spliced) is ("demo" not in fields)


def test_a_second_splice_replaces_the_first() -> None:
    record = record_of()
    once = embed(picture("PNG"), record)
    assert embed(once, record) == once
    with Image.open(io.BytesIO(embed(once, record_of("a blue fox")))) as image:
        assert image.info["parameters"].startswith("a blue fox")


def test_webp_stays_as_it_is() -> None:
    assert embed(picture("WEBP"), record_of()) == picture("WEBP")
    assert read_embedded(picture("WEBP")) is None


def test_files_with_a_manifest_stay_byte_for_byte() -> None:
    png = picture("PNG")
    chunk = b"caBX" + b"\0\0\0\x10jumb manifest"
    signed_png = png[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]
    manifest = b"JP\0\x01\0\0\0\x01\0\0\0\x10jumb"
    signed_jpeg = picture()[:2] + b"\xff\xeb" + struct.pack(">H", len(manifest) + 2) + manifest + picture()[2:]
    for signed in (signed_png, signed_jpeg):
        assert pixels(signed)
        assert embed(signed, record_of()) == signed


def test_what_the_provider_wrote_stays() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "their description", 1
    exif.get_ifd(0x8769)[0x9003] = "2026:11:22 10:00:00"
    theirs = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Their tool"/>'
        "</rdf:RDF></x:xmpmeta>"
    )
    for block in (exif.tobytes(), exif.tobytes().replace(b"Exif\0\0", b"Exif\0\0")):
        data = encoded(Image.new("RGB", (64, 48)), "JPEG", exif=block, xmp=theirs.encode(), icc_profile=b"profile")
        with Image.open(io.BytesIO(embed(data, record_of()))) as image:
            assert image.getexif()[0x010E] == "their description"
            assert image.getexif().get_ifd(0x8769)[0x9003] == "2026:11:22 10:00:00"
            assert image.info["icc_profile"] == b"profile"
            xmp = image.info["xmp"]
        assert b"Their tool" in xmp
        assert b"CreatorTool>Sfumato" not in xmp
        assert b"trainedAlgorithmicMedia" in xmp
        assert user_comment(embed(data, record_of())) == infotext(record_of())


def test_text_of_others_in_a_png_stays() -> None:
    info = PngInfo()
    info.add_text("Software", "Their tool")
    info.add_itxt("XML:com.adobe.xmp", "not quite XMP", zip=True)
    text = png_text(embed(encoded(Image.new("RGB", (8, 8)), "PNG", pnginfo=info), record_of()))
    assert (text["Software"], text["XML:com.adobe.xmp"]) == ("Their tool", "not quite XMP")
    assert "parameters" in text


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_of_both_byte_orders_is_appended_to(order: str) -> None:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(f"{order}HHHI4s", 1, 0x010E, 2, 4, b"fox\0")
    tiff = mark + struct.pack(f"{order}I", 8) + entries + struct.pack(f"{order}I", 0)
    data = encoded(Image.new("RGB", (8, 8)), "JPEG", exif=b"Exif\0\0" + tiff)
    spliced = embed(data, record_of())
    with Image.open(io.BytesIO(spliced)) as image:
        assert image.getexif()[0x010E] == "fox"
    assert user_comment(spliced) == infotext(record_of())


def test_a_prompt_too_long_for_a_segment_still_leaves_the_mark() -> None:
    spliced = embed(picture(), record_of("fox " * 30_000))
    assert pixels(spliced) == pixels(picture())
    assert b"trainedAlgorithmicMedia" in spliced
    long_enough = embed(picture(), record_of("fox " * 7_000))
    assert user_comment(long_enough).startswith("fox fox")


def test_damaged_files_neither_break_the_writer_nor_the_reader() -> None:
    chance = random.Random(7)
    for kind in ("PNG", "JPEG"):
        whole = embed(picture(kind), record_of())
        for _ in range(400):
            damaged = bytearray(whole[: chance.randrange(len(whole))])
            for _ in range(chance.randrange(4)):
                if damaged:
                    damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            assert isinstance(embed(bytes(damaged), record_of()), bytes)
            assert isinstance(read_embedded(bytes(damaged)), dict | None)


def test_a_packet_that_grows_without_bound_is_not_read() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    packet = b"http://ns.adobe.com/xap/1.0/\0" + entities.encode()
    data = picture()[:2] + b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet + picture()[2:]
    assert read_embedded(data) is None


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_exiftool_reads_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "fox"
    record = record_of("狐 & fox", kind=Kind.EDITED, answered=Answered("id", "black-forest-labs/FLUX.2-dev"))
    path.write_bytes(embed(picture(kind), record))
    command = ["exiftool", "-json", "-n", "-charset", "UTF8", "-a", "-G0", str(path)]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    (found,) = json.loads(output)
    assert found["XMP:DigitalSourceType"] == SOURCE_TYPES + "compositeWithTrainedAlgorithmicMedia"
    assert found["XMP:AISystemUsed"] == "Together AI / black-forest-labs/FLUX.2-dev"
    assert found["XMP:CreatorTool"] == "Sfumato 0.1.0"
    assert found["XMP:Uuid"] == record.uuid
    assert found["PNG:Parameters" if kind == "PNG" else "EXIF:UserComment"].startswith(
        "狐 & fox\nNegative prompt: blur"
    )
    assert "ExifTool:Warning" not in found
