"""File names from prompts: readable, and legal everywhere."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop_app.core.file_names import image_path, slug

MOMENT = datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - folders are named by the person's own day


def test_the_path_of_the_design() -> None:
    path = image_path("Red fox in snow", MOMENT, "7f3a1111", ".jpg")
    assert str(path) == "2026/2026-11-22/red-fox-in-snow-7f3a.jpg"


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Red fox, in SNOW!", "red-fox-in-snow"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "con-picture"),
        ("LPT1", "lpt1-picture"),
        ("", "picture"),
        ("???", "picture"),
        ("狐 雪", "狐-雪"),
        ("a" * 300, "a" * 20),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
    ],
)
def test_slugs(prompt: str, name: str) -> None:
    assert slug(prompt) == name


@pytest.mark.parametrize("prompt", ["é" * 100, "狐" * 100, "🦊 fox", "a:b*c?d|e<f>", "tab\tnew\nline", "CON.txt"])
def test_no_character_that_a_system_refuses(prompt: str) -> None:
    name = slug(prompt)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n\t .')
    assert len(name.encode()) <= 100
