"""Pictures that leave the program: by the clipboard and by the mouse."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from PIL import Image

from tests.support.second_client import second_client
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.desktop import Desktop
    from tests.support.program import Program


def test_a_copied_picture_can_be_pasted_elsewhere(demo: Program, screen: Desktop) -> None:
    demo.generate("hills")
    (picture,) = demo.wait_for_pictures(1)
    demo.select_tile("hills")
    screen.keys("ctrl+c")
    pixels = until(lambda: screen.clipboard("image/png"), "a picture on the clipboard")
    with Image.open(io.BytesIO(pixels)) as pasted, Image.open(picture) as kept:
        assert pasted.size == kept.size
    assert screen.clipboard("text/uri-list").decode().strip() == picture.as_uri()


def test_a_picture_dragged_out_arrives_as_a_file(demo: Program, screen: Desktop) -> None:
    demo.generate("hills")
    (picture,) = demo.wait_for_pictures(1)
    with second_client(screen, "drop_target") as target:
        screen.drag(demo.tile("hills").centre, target.place)
        got = json.loads(target.line())
    assert got["files"] == [str(picture)]
    assert "application/x-qt-image" in got["formats"] or any(kind.startswith("image/") for kind in got["formats"])
    assert picture.exists()
