"""What is read of very many sidecars is what reading each whole would tell, and no number in one stops a scan."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.core.record_outline import outline_of
from desktop_app.store.image_row import number_of_prompt, number_of_sha256
from desktop_app.store.index import Index
from desktop_app.store.index_values import model_mark, text_values
from desktop_app.store.library import Library
from desktop_app.store.scan import Scan
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar
from desktop_app.store.sidecar_outline import read_outline
from tests.support.library_maker import LibraryMaker
from tests.support.pictures import put_picture
from tests.support.small_pictures import a_record

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12).astimezone()


def test_every_picture_of_a_library_is_told_alike(tmp_path: Path) -> None:
    LibraryMaker(tmp_path).make(300)
    for path in Library(tmp_path).pictures():
        whole = read_sidecar(path)
        assert whole is not None
        assert read_outline(str(path)) == outline_of(whole)


@pytest.mark.parametrize(
    "note",
    [
        "\ud83e",
        "\ud83e\udd8a",
        "\x00",
        "\\ud83e",
        "狐",
        2**63,
        2**64,
        2**80,
        1e308,
        float("nan"),
        float("inf"),
        None,
        {},
    ],
    ids=repr,
)
def test_what_one_parser_refuses_the_other_reads(tmp_path: Path, note: Any) -> None:
    image = tmp_path / "fox.jpg"
    write_sidecar(image, a_record("a fox"))
    data = {**json.loads(sidecar_path(image).read_bytes()), "note": note}
    for is_ascii in (True, False):
        text = json.dumps(data, ensure_ascii=is_ascii, indent=1)
        sidecar_path(image).write_bytes(text.encode("utf-8", "replace"))
        whole, outline = read_sidecar(image), read_outline(str(image))
        assert whole is not None
        assert outline is not None
        # The longest numbers are told by their first digits.
        assert (outline, outline.note)[isinstance(note, int)] == (outline_of(whole), outline.note)[
            isinstance(note, int)
        ]


@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"uuid": 1}', b"[" * 200_000, b"1" * 5000, b"\xef\xbb\xbf{}"],
    ids=["empty", "cut", "list", "null", "not text", "no record", "deep", "long number", "marked"],
)
def test_junk_has_no_outline(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "fox.jpg.json").write_bytes(junk)
    assert read_outline(str(tmp_path / "fox.jpg")) is None


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("request", "seed", 2**63),
        ("request", "seed", -(2**80)),
        ("file", "width", 2**40),
        ("file", "width", 2**80),
        ("file", "size_bytes", 2**80),
        ("cost", "estimate_usd", 10**400),
        ("", "rating", 2**80),
        ("", "rating", -5),
        ("", "created_at", "9999-12-31T23:59:59.999999"),
        ("", "places", {"Book": 10**400}),
        ("", "uuid", "\ud800"),
        ("", "tags", ["a\nb", "\x00", "", "/"]),
    ],
)
def test_a_hostile_sidecar_stops_nothing(tmp_path: Path, part: str, key: str, value: Any) -> None:
    root = tmp_path / "library"
    put_picture(root, "a.jpg", NOON, "owl")
    path = put_picture(root, "b.jpg", NOON, "fox")
    data = {"cost": {}, **json.loads(sidecar_path(path).read_bytes()), "collections": ["Book"]}
    data["cost"] = data["cost"] or {}
    (data[part] if part else data)[key] = value
    sidecar_path(path).write_text(json.dumps(data), encoding="utf-8")
    with closing(Index(tmp_path / "index.sqlite3", root)) as index:
        for _ in Scan(index, Library(root)).steps():
            pass
        assert len(index.keys("fox")) == len(index.keys("owl")) == 1
        saved = Library(root).read(path)
        index.upsert(saved, "later")
        assert len(index.keys("fox")) == 1


def test_what_is_looked_for_stands_in_the_row() -> None:
    known = outline_of(a_record("A red  fox,\nasleep"))._replace(sha256="ab" * 32)
    row = text_values(known, "2130-red-fox-asleep-1f2e.jpg", 7)
    assert row.prompt_number == number_of_prompt("A red fox, asleep")
    assert row.sha_number == number_of_sha256("ab" * 32)
    # Of the name what stands between spaces in the prompt is there already.
    assert row.other_words == f"2130 fox asleep 1f2e jpg {model_mark(7)}"
