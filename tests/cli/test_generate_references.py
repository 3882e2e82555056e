"""`sfumato generate --reference`: what is taken, what is exchanged, what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.generate_verb import KONTEXT, SCHNELL, SMALL, Captured, ran
from tests.support.server import real_picture

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer


def test_a_model_without_references_is_exchanged(capsys: Captured, live: LoopbackServer, tmp_path: Path) -> None:
    picture = tmp_path / "fox.png"
    picture.write_bytes(real_picture({}, file_format="PNG"))

    code, _, err = ran(capsys, "make it night", "--model", SCHNELL, "--reference", str(picture))

    assert code == 0
    assert f"{SCHNELL} cannot work from a reference (it takes none); using {KONTEXT} instead." in err
    assert live.orders()[0].json["model"] == KONTEXT
    assert live.orders()[0].json["image_url"].startswith("data:image/png;base64,")


def test_references_by_path_and_url(capsys: Captured, live: LoopbackServer) -> None:
    _, out, _ = ran(capsys, "fox", *SMALL, "--json")
    first = json.loads(out[0])
    live.pictures["/shrt/web"] = real_picture({})

    code, out, _ = ran(
        capsys, "two foxes", "--reference", first["path"], "--reference", f"{live.url}/shrt/web", "--json"
    )

    assert code == 0
    body = live.orders()[1].json
    assert len(body["reference_images"]) == 2
    assert "width" not in body
    parents = json.loads(out[0])["record"]["lineage"]["parents"]
    assert [parent["uuid"] for parent in parents] == [first["record"]["uuid"], None]
    assert parents[0]["sha256"] == first["record"]["file"]["sha256"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"not a picture", "is not a picture"), (real_picture({})[:200], "broken"), (None, "is not there")],
)
def test_a_reference_that_is_none_orders_nothing(
    capsys: Captured, live: LoopbackServer, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "reference.jpg"
    if content is not None:
        path.write_bytes(content)

    code, out, err = ran(capsys, "fox", "--reference", str(path))

    assert (code, out) == (2, [])
    assert "reference.jpg: " in err
    assert words in err
    assert live.orders() == []


def test_a_reference_that_cannot_be_fetched(capsys: Captured, live: LoopbackServer) -> None:
    code, out, err = ran(capsys, "fox", "--reference", f"{live.url}/shrt/gone")

    assert (code, out) == (5, [])
    assert f"Reference {live.url}/shrt/gone:\nThe reference could not be fetched. (HTTP 404)" in err
    assert "billed" not in err
    assert live.orders() == []


@pytest.mark.parametrize("url", ["http://example.com/x.png", "https://10.0.0.1/x.png", "https://"])
def test_a_reference_from_where_nothing_may_be_fetched(capsys: Captured, live: LoopbackServer, url: str) -> None:
    code, out, err = ran(capsys, "fox", "--reference", url)

    assert (code, out) == (2, [])
    assert "only https, from public addresses" in err
    assert "made" not in err
    assert live.orders() == []


@pytest.mark.parametrize("path", ["", "/", ".", "~nobody-of-that-name/x.png"])
def test_a_reference_that_is_no_file(capsys: Captured, live: LoopbackServer, path: str) -> None:
    code, out, err = ran(capsys, "fox", "--reference", path)

    assert (code, out) == (2, [])
    assert "The reference is not" in err
    assert live.orders() == []


def test_a_library_of_a_user_that_there_is_not(
    capsys: Captured, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    code, out, _ = ran(capsys, "fox", "--demo", "--library", "~nobody-of-that-name/x", *SMALL)

    assert code == 0
    assert Path(out[0]).is_relative_to(tmp_path / "~nobody-of-that-name" / "x")


def test_more_references_than_any_model_takes(capsys: Captured, live: LoopbackServer) -> None:
    code, _, err = ran(capsys, "fox", *["--reference", "x.png"] * 9)

    assert code == 2
    assert "9 references" in err
