"""Sidecars on disk: what is written is read back, and junk is no sidecar."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar
from tests.support.small_pictures import a_record


def test_a_record_comes_back(tmp_path: Path) -> None:
    image = tmp_path / "fox.jpg"
    record = a_record("ein Fuchs, 狐 \N{FOX FACE}\nzweite Zeile", tags=("série/α",), rating=3)
    write_sidecar(image, record)
    assert sidecar_path(image) == tmp_path / "fox.jpg.json"
    assert read_sidecar(image) == record


@pytest.mark.parametrize("path", ["", ".", "/"])
def test_a_path_without_a_name_has_no_sidecar(path: str) -> None:
    assert read_sidecar(Path(path)) is None


def test_it_is_a_file_for_people_to_read(tmp_path: Path) -> None:
    write_sidecar(tmp_path / "fox.jpg", a_record("狐"))
    text = (tmp_path / "fox.jpg.json").read_text(encoding="utf-8")
    assert '"prompt": "狐"' in text
    assert text.endswith("}\n")


def test_what_a_newer_version_wrote_survives(tmp_path: Path) -> None:
    image = tmp_path / "fox.jpg"
    write_sidecar(image, a_record())
    data = json.loads(sidecar_path(image).read_bytes())
    data["schema"] = 7
    data["mood"] = {"calm": True}
    data["file"]["depth"] = 16
    sidecar_path(image).write_text(json.dumps(data), encoding="utf-8")
    record = read_sidecar(image)
    assert record is not None
    write_sidecar(image, record)
    assert json.loads(sidecar_path(image).read_bytes()) == data


def test_half_characters_neither_break_the_writing_nor_come_back(tmp_path: Path) -> None:
    image = tmp_path / "fox.jpg"
    write_sidecar(image, a_record("fox \udc80"))
    written = read_sidecar(image)
    sidecar_path(image).write_text(json.dumps({**json.loads(sidecar_path(image).read_bytes()), "note": "\ud83e"}))
    edited = read_sidecar(image)
    assert written is not None
    assert edited is not None
    assert (written.prompt, edited.note) == ("fox ?", "?")


@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"uuid": 1}', b"[" * 200_000, b"1" * 5000, b" " * 9_000_000],
    ids=["empty", "cut", "list", "null", "not text", "no record", "deep", "long number", "huge"],
)
def test_junk_is_no_sidecar(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / "fox.jpg.json").write_bytes(junk)
    assert read_sidecar(tmp_path / "fox.jpg") is None


def test_no_sidecar_is_none(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "fox.jpg") is None
    (tmp_path / "fox.jpg.json").mkdir()
    assert read_sidecar(tmp_path / "fox.jpg") is None
