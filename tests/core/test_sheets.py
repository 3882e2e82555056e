"""Where each picture of a batch stands on its sheet."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.batches import label_of
from desktop_app.core.sheets import SheetPicture, planned


def pictures(*labels: str) -> list[SheetPicture]:
    return [SheetPicture(label, Path(f"{number}.jpg")) for number, label in enumerate(labels)]


def test_a_grid_has_the_names_of_its_columns_and_rows() -> None:
    labels = [label_of(f"seed {seed}", f"steps {steps}") for steps in (4, 8) for seed in (1, 2, 3)]
    sheet = planned(pictures(*labels), "hills", "FLUX.2 dev")
    assert sheet.columns == ("seed 1", "seed 2", "seed 3")
    assert sheet.rows == ("steps 4", "steps 8")
    assert [(cell.column, cell.row) for cell in sheet.cells] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
    assert not any(cell.caption for cell in sheet.cells)
    assert (sheet.title, sheet.facts) == ("hills", "FLUX.2 dev")


def test_a_row_that_lacks_places_leaves_the_order_of_columns_alone() -> None:
    sheet = planned(pictures("a · 1", "d · 1", "a · 2", "b · 2", "c · 2", "d · 2"))
    assert sheet.columns == ("a", "b", "c", "d")


def test_pictures_without_a_grid_stand_one_after_the_other_with_captions() -> None:
    sheet = planned(pictures(*(f"prompt {number}" for number in range(11))))
    assert len({(cell.column, cell.row) for cell in sheet.cells}) == 11
    assert len(sheet.columns) >= len(sheet.rows) > 1
    assert sheet.cells[-1].caption == "prompt 10"
    assert planned(pictures("a", "b", "c")).rows == ("",)


def test_a_picture_that_was_not_made_leaves_its_place_empty_and_gives_way_to_one_that_was() -> None:
    made = SheetPicture("a · 1", Path("made.jpg"))
    sheet = planned([SheetPicture("a · 1"), SheetPicture("b · 1"), made])
    assert [(cell.column, cell.picture.path) for cell in sheet.cells] == [(0, Path("made.jpg")), (1, None)]


def test_no_pictures_are_an_empty_sheet() -> None:
    assert planned([]).cells == ()
