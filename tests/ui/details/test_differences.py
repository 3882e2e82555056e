"""Where an answer is not what was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.known_models import known_catalogue
from desktop_app.core.record import Answered, Asked, FileFacts, ImageRecord
from desktop_app.ui.details.differences import differences_of
from tests.support.records import MODEL, full_record

FILE = FileFacts("hills.jpg", "jpeg", 1024, 1024, 1, "ab" * 32)
ASKED = Asked("hills", MODEL, 1024, 1024, output_format="jpeg")


def record(asked: Asked | None = ASKED, file: FileFacts = FILE, answered: Answered | None = None) -> ImageRecord:
    return replace(full_record(), asked=asked, file=file, answered=answered)


def told(one: ImageRecord) -> list[tuple[str, str, str]]:
    return [(row.name, row.asked, row.got) for row in differences_of(one, known_catalogue())]


@pytest.mark.parametrize(
    "one",
    [
        record(),
        record(answered=Answered("id", MODEL.upper(), 0, 1)),
        record(asked=Asked("hills", MODEL)),
        record(asked=None),
        record(asked=replace(ASKED, output_format="JPG")),
        replace(record(file=replace(FILE, width=512), answered=Answered("", "sfumato/demo")), demo=True),
    ],
    ids=["equal", "spelling", "left to the model", "nothing asked", "name of a format", "demo"],
)
def test_what_is_as_asked_is_not_spoken_of(one: ImageRecord) -> None:
    assert told(one) == []


def test_each_difference_is_told_with_both_sides() -> None:
    asked = replace(ASKED, width=1248, height=832, output_format="png", body={"n": 4})
    answered = Answered("id", "black-forest-labs/FLUX.1-schnell", 0, 3)

    assert told(record(asked, answered=answered)) == [
        ("Model", "FLUX.2 dev", "FLUX.1 schnell"),
        ("Size", "1248 × 832", "1024 × 1024"),
        ("Format", "PNG", "JPEG"),
        ("Pictures", "4", "3"),
    ]


def test_two_models_of_one_name_are_told_by_their_ids() -> None:
    here, there = "one/painter", "other/painter"

    assert told(record(replace(ASKED, model=here), answered=Answered("id", there))) == [("Model", here, there)]


@pytest.mark.parametrize(
    ("shape", "width", "height", "differs"),
    [
        ("16:9", 1392, 752, False),
        ("16:9", 1024, 1024, True),
        ("1:1", 1024, 1024, False),
        ("2:3", 1248, 832, True),
        ("wide", 1024, 1024, False),
        ("0:1", 1024, 1024, False),
    ],
)
def test_a_model_that_is_asked_for_a_shape_chooses_its_pixels(
    shape: str, width: int, height: int, differs: bool
) -> None:
    asked = replace(ASKED, width=1344, height=768, body={"aspect_ratio": shape})

    rows = told(record(asked, replace(FILE, width=width, height=height)))

    assert rows == ([("Shape", shape, f"{width} × {height}")] if differs else [])


def test_a_count_that_was_not_written_down_is_no_difference() -> None:
    assert told(record(replace(ASKED, body={"n": 4}), answered=Answered("id", MODEL))) == []
