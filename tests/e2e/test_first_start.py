"""The first minutes of a person without a key, and the second start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.whole_picture import record_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.desktop import Desktop
    from tests.support.program import Program

PROMPT = "Layered hills at dusk, low sun behind haze"


def test_a_prompt_becomes_a_picture_marked_as_no_ai(demo: Program) -> None:
    demo.says("You are using the demo engine.", "Demo engine: nothing is sent anywhere")
    demo.generate(PROMPT)
    (picture,) = demo.wait_for_pictures(1)

    record = record_of(picture)
    assert record["request"]["prompt"] == PROMPT
    assert record["mark"] == "demo, not AI"
    assert (record["request"]["width"], record["request"]["height"]) == (
        record["file"]["width"],
        record["file"]["height"],
    )
    assert demo.is_in_prompt()
    assert demo.prompt() == PROMPT
    assert demo.quit() == 0


def test_the_second_start_shows_what_the_first_made(start: Callable[..., Program], screen: Desktop) -> None:
    first = start()
    first.generate(PROMPT)
    first.wait_for_pictures(1)
    assert first.quit() == 0

    second = start()
    assert second.prompt() == PROMPT
    screen.keys("ctrl+a", "Delete")
    second.select_tile(PROMPT)
    second.says(PROMPT, "demo, not AI")


def test_typing_goes_on_while_pictures_are_made(start: Callable[..., Program], screen: Desktop) -> None:
    program = start(SFUMATO_DEMO="slow=3")
    for place, word in enumerate(("sea", "forest", "desert"), 1):
        program.generate(word)
        program.says(f"{place} making")
    program.write_prompt("written meanwhile")
    assert program.pictures() == []
    assert program.prompt() == "written meanwhile"
    made = program.wait_for_pictures(3)
    assert sorted(record_of(path)["request"]["prompt"] for path in made) == ["desert", "forest", "sea"]
    assert program.prompt() == "written meanwhile"
