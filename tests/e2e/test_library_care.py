"""Names, places and order of pictures, and the keys for it, by mouse and keyboard in the real program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.waiting import until
from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from tests.support.desktop import Desktop
    from tests.support.program import Program


def test_a_picture_is_renamed_and_moved_by_keys_and_comes_back(demo: Program) -> None:
    demo.generate("hills")
    (picture,) = demo.wait_for_pictures(1)
    uuid = record_of(picture)["uuid"]
    demo.select_tile("hills")
    demo.press("F2")
    demo.part("Name of the picture", "text")
    demo.type("Cover of the book")
    demo.press("Return")
    renamed = picture.with_name(f"Cover of the book{picture.suffix}")
    until(lambda: demo.pictures() == [renamed], "the other name")
    demo.press("m")
    demo.part("Folder of the library for this picture", "text")
    demo.type("Book/Cover")
    demo.press("Return")
    moved = demo.library / "Book" / "Cover" / renamed.name
    until(lambda: demo.pictures() == [moved], "the other folder")
    assert record_of(moved)["uuid"] == uuid
    demo.press("ctrl+z")
    until(lambda: demo.pictures() == [renamed], "the folder of before")
    demo.press("ctrl+z")
    until(lambda: demo.pictures() == [picture], "the name of before")
    assert record_of(picture)["uuid"] == uuid


def test_pictures_of_a_collection_are_dragged_into_another_order(demo: Program, screen: Desktop) -> None:
    for number, prompt in enumerate(("hills", "poppies", "harbour"), 1):
        demo.generate(prompt)
        demo.wait_for_pictures(number)
    demo.select_tile("hills")
    demo.press("ctrl+a", "b")
    demo.part("Collection for 3 pictures", "text")
    demo.type("Book")
    demo.press("Return")
    until(lambda: all("Book" in record_of(each)["collections"] for each in demo.pictures()), "the collection")
    demo.press("ctrl+f")
    demo.type("collection:Book")
    until(lambda: _order(demo) == ["harbour", "poppies", "hills"], "the collection by date")
    first, last = demo.tile("harbour").centre, demo.tile("hills").centre
    screen.drag(first, (last[0] + 40, last[1]))
    until(lambda: _order(demo) == ["poppies", "hills", "harbour"], "the order by hand")
    demo.press("alt+Left")
    until(lambda: _order(demo) == ["poppies", "harbour", "hills"], "the order by keys")
    demo.press("ctrl+z", "ctrl+z")
    until(lambda: _order(demo) == ["harbour", "poppies", "hills"], "the order of before")


def test_a_key_that_is_changed_counts_at_once_and_after_the_next_start(demo: Program) -> None:
    demo.generate("hills")
    demo.wait_for_pictures(1)
    demo.select_tile("hills")
    demo.press("question")
    demo.click("Change keys…", "push button")
    demo.click("Show or hide the filters: F")
    # Taken at the second time: the first tells whose it is.
    demo.press("e")
    demo.says("E is “Show the picture large”. Press it again to take it from there.")
    demo.press("e")
    demo.part("Show the picture large: None", "push button")
    demo.press("Escape")
    demo.part("Filters (E)")
    demo.quit()
    demo.start()
    demo.select_tile("hills")
    demo.part("Filters (E)")
    demo.press("e")
    until(lambda: demo.called("Filters", "list"), "the filters")


def _order(demo: Program) -> list[str]:
    """Return the prompts of the tiles as they stand, line by line."""
    tiles = sorted(demo.tiles(), key=lambda tile: (tile.centre[1], tile.centre[0]))
    return [next((word for word in ("hills", "poppies", "harbour") if word in tile.name), "") for tile in tiles]
