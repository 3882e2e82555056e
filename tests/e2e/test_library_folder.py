"""The library is a folder: what is put into it or taken from it by hand is seen."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from PIL import Image

from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.support.program import Program


def test_a_picture_put_there_by_hand_appears(demo: Program) -> None:
    demo.generate("hills")
    (made,) = demo.wait_for_pictures(1)
    demo.tile("hills")
    Image.new("RGB", (300, 200), "teal").save(made.with_name("holiday.jpg"))
    demo.select_tile("holiday.jpg")
    demo.says("imported", "300 × 200")
    by_itself = demo.library / "scans" / "by hand.png"
    by_itself.parent.mkdir()
    Image.new("RGB", (200, 300), "navy").save(by_itself)
    until(lambda: len(demo.tiles()) == 3, "the third picture")


def test_a_deleted_picture_disappears(demo: Program) -> None:
    demo.generate("hills")
    (made,) = demo.wait_for_pictures(1)
    demo.tile("hills")
    made.unlink()
    made.with_name(made.name + ".json").unlink()
    until(lambda: not [tile for tile in demo.tiles() if tile.name.startswith("hills")], "the picture's end")


def test_the_picture_of_another_machine_comes_with_its_record(demo: Program) -> None:
    demo.generate("hills")
    (made,) = demo.wait_for_pictures(1)
    other = demo.library / "2020" / "2020-02-02"
    other.mkdir(parents=True)
    shutil.copy(made, other / "elsewhere.jpg")
    sidecar = made.with_name(made.name + ".json").read_text(encoding="utf-8")
    sidecar = sidecar.replace(made.name, "elsewhere.jpg").replace("hills", "made elsewhere")
    (other / "elsewhere.jpg.json").write_text(sidecar, encoding="utf-8")
    demo.tile("made elsewhere")
