"""Pictures that become references: dragged from other programs and from the grid, pasted, and junk that changes nothing."""

from __future__ import annotations

import base64
import io
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.support.second_client import second_client
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.desktop import Desktop
    from tests.support.program import Program
    from tests.support.server import LoopbackServer

COLOUR = (200, 60, 30)


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A picture under a name that has a space and letters beyond ASCII."""
    path = tmp_path / "red påth.png"
    Image.new("RGB", (320, 200), COLOUR).save(path)
    return path


def _colour(uri: str) -> tuple[tuple[int, int], Any]:
    """Return size and middle pixel of a picture in a data: URI."""
    head, _, body = uri.partition(",")
    assert head in {"data:image/png;base64", "data:image/jpeg;base64"}
    with Image.open(io.BytesIO(base64.b64decode(body))) as image:
        return image.size, image.convert("RGB").getpixel((image.width // 2, image.height // 2))


def _order(studio: Program, server: LoopbackServer) -> dict[str, Any]:
    before = len(server.orders())
    studio.generate("the same at night")
    studio.wait_for_pictures(before + 1)
    body: dict[str, Any] = server.orders()[-1].json
    return body


@pytest.fixture
def drop(screen: Desktop, studio: Program) -> Iterator[Callable[..., None]]:
    """Drag from another program onto the prompt what its arguments say. The program lives on: it has to hand it over."""
    with ExitStack() as ending:

        def dropped(*offered: str) -> None:
            source = ending.enter_context(second_client(screen, "drag_source", *offered))
            screen.drag(source.place, studio.part("Prompt", "text").centre)
            source.line()

        yield dropped


def test_a_file_from_a_file_manager(
    studio: Program, server: LoopbackServer, drop: Callable[..., None], photograph: Path
) -> None:
    drop("files", str(photograph))
    studio.says("red påth.png")
    body = _order(studio, server)
    (uri,) = body["reference_images"]
    assert _colour(uri) == ((320, 200), COLOUR)
    assert photograph.exists()
    record = record_of(studio.pictures()[-1])
    assert record["kind"] == "edited"
    (parent,) = record["lineage"]["parents"]
    assert parent["name"] == "red påth.png"
    assert "data:" not in str(record)


def test_a_model_that_takes_none_is_exchanged(
    studio: Program, server: LoopbackServer, drop: Callable[..., None], photograph: Path
) -> None:
    studio.choose_model("FLUX.1 schnell")
    studio.beginning("Generate, ≈ $0.0028")
    drop("files", str(photograph))
    studio.says("red påth.png", "Kontext")
    studio.beginning("Generate, ≈ $0.04")
    body = _order(studio, server)
    assert body["model"] == "black-forest-labs/FLUX.1-kontext-pro"
    assert _colour(body["image_url"]) == ((320, 200), COLOUR)
    assert body.keys().isdisjoint({"reference_images", "width", "height"})


def test_pixels_without_a_file(
    studio: Program, server: LoopbackServer, drop: Callable[..., None], photograph: Path
) -> None:
    drop("image", str(photograph))
    studio.says("1 of 4")
    assert _colour(_order(studio, server)["reference_images"][0]) == ((320, 200), COLOUR)


def test_a_picture_from_a_browser(
    studio: Program, server: LoopbackServer, drop: Callable[..., None], photograph: Path
) -> None:
    server.pictures["/shrt/photo"] = photograph.read_bytes()
    page, picture = f"{server.url}/page", f"{server.url}/shrt/photo"
    drop("link", page, f'<a href="{page}"><img src="{picture}"></a>')
    studio.says("1 of 4")
    assert _colour(_order(studio, server)["reference_images"][0]) == ((320, 200), COLOUR)
    (fetched,) = [each for each in server.requests if each.path == "/shrt/photo"]
    assert "authorization" not in fetched.headers


def test_junk_changes_nothing(
    studio: Program, server: LoopbackServer, drop: Callable[..., None], tmp_path: Path
) -> None:
    junk = tmp_path / "notes.png"
    junk.write_bytes(b"not a picture" * 100)
    bomb = tmp_path / "bomb.png"
    Image.new("1", (20000, 20000)).save(bomb)
    broken = tmp_path / "broken.jpg"
    Image.effect_noise((300, 300), 90).save(broken)
    broken.write_bytes(broken.read_bytes()[:4000])

    for path, words in (
        (junk, "notes.png is not a picture that can be used."),
        (bomb, "bomb.png has too many pixels"),
        (broken, "broken.jpg cannot be opened"),
    ):
        drop("files", str(path))
        studio.says(words)
    drop("text", "only words")
    body = _order(studio, server)
    assert body.keys().isdisjoint({"reference_images", "image_url"})
    assert body["model"] == "black-forest-labs/FLUX.2-dev"


def test_a_picture_from_the_grid(studio: Program, server: LoopbackServer, screen: Desktop) -> None:
    studio.generate("the first")
    (first,) = studio.wait_for_pictures(1)
    studio.write_prompt("")
    screen.drag(studio.tile("the first").centre, studio.part("Prompt", "text").centre)
    studio.says("1 of 4")
    assert len(_order(studio, server)["reference_images"]) == 1
    (parent,) = record_of(studio.pictures()[-1])["lineage"]["parents"]
    assert parent["uuid"] == record_of(first)["uuid"]


def test_a_picture_pasted_into_the_prompt(
    studio: Program, server: LoopbackServer, screen: Desktop, photograph: Path
) -> None:
    studio.says("drop, paste or pick")
    screen.put_on_clipboard(photograph.read_bytes(), "image/png")
    screen.keys("ctrl+l", "ctrl+v")
    studio.says("1 of 4")
    screen.put_on_clipboard("日本の狐, héllo".encode())
    screen.keys("ctrl+l", "ctrl+v")
    screen.keys("ctrl+Return")
    studio.wait_for_pictures(1)
    body = server.orders()[-1].json
    assert body["prompt"] == "日本の狐, héllo"
    assert _colour(body["reference_images"][0]) == ((320, 200), COLOUR)
