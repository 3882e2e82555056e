"""Sheets of batches: drawn from real pictures, kept in a real library."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from desktop_app.core.errors import Billed, FolderMissing
from desktop_app.core.image_format import ImageFormat
from desktop_app.core.record import Kind
from desktop_app.core.sheets import Sheet, SheetCell, SheetPicture, planned
from desktop_app.core.sizes import Size
from desktop_app.store.contact_sheet import LabelledImage, SheetOrder, save_sheet
from desktop_app.store.embed import read_embedded
from desktop_app.store.index import Index
from desktop_app.store.library import Library
from desktop_app.store.scan import Scan
from desktop_app.store.sheet_drawing import CELL_PX, drawn
from desktop_app.store.sheet_fonts import SheetFonts
from desktop_app.store.sidecar import write_sidecar
from tests.support.checkout import ROOT
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.store.library import SavedImage

FONTS = ROOT / "resources" / "fonts"
MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BATCH = "0b6f0d0e-0000-4000-8000-00000000beef"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "library").mkdir()
    return Library(tmp_path / "library")


def saved(library: Library, colour: str, **fields: Any) -> SavedImage:
    record = a_record(created_at="2026-11-22T12:00:00.000+00:00", batch_id=BATCH, **fields)
    return library.save(picture("PNG", (300, 200), colour), record, MOMENT)


def order(*images: LabelledImage) -> SheetOrder:
    return SheetOrder(BATCH, images, "a red fox", "FLUX.2 dev · 22 Nov 2026", MOMENT)


def grid(library: Library) -> SheetOrder:
    return order(
        LabelledImage("seed 1 · steps 4", saved(library, "red")),
        LabelledImage("seed 2 · steps 4", saved(library, "lime")),
        LabelledImage("seed 1 · steps 8", saved(library, "blue")),
        LabelledImage("seed 2 · steps 8"),
    )


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def colours(image: Image.Image) -> list[tuple[int, int, int]]:
    """Return the strong colours of a sheet from the upper left to the lower right, each once."""
    found: dict[tuple[int, int, int], None] = {}
    for y in range(0, image.height, 8):
        for x in range(0, image.width, 8):
            pixel = image.getpixel((x, y))
            assert isinstance(pixel, tuple)
            if max(pixel) - min(pixel) > 200:
                red, green, blue = (255 * (part > 128) for part in pixel)
                found[red, green, blue] = None
    return list(found)


def test_every_picture_stands_in_its_place(library: Library) -> None:
    images = {label.label: label.saved for label in grid(library).images}
    pictures = [SheetPicture(label, each.path if each else None, Size(300, 200)) for label, each in images.items()]
    sheet = planned(pictures, "title", "facts")
    image = opened(drawn(sheet, SheetFonts(FONTS), ImageFormat.PNG))
    assert colours(image) == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert image.getpixel((0, 0)) == (255, 255, 255)
    assert image.width > 2 * CELL_PX


def test_pictures_keep_their_shape_and_are_never_cropped(library: Library) -> None:
    path = saved(library, "red").path
    cell = SheetCell(0, 0, SheetPicture("", path, Size(300, 200)))
    tall = SheetCell(1, 0, SheetPicture("", None, Size(100, 400)))
    image = opened(drawn(Sheet(("", ""), ("",), (cell, tall)), SheetFonts(FONTS), ImageFormat.PNG))
    red = [(x, y) for x in range(image.width) for y in range(image.height) if image.getpixel((x, y)) == (255, 0, 0)]
    width, height = max(x for x, _ in red) - min(x for x, _ in red), max(y for _, y in red) - min(y for _, y in red)
    # The left half of the picture is white.
    assert 2 * width / height == pytest.approx(1.5, abs=0.02)


def test_a_broken_picture_leaves_its_place_empty(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(picture("PNG")[:60])
    cells = tuple(
        SheetCell(column, 0, SheetPicture("", path, Size(64, 48)))
        for column, path in enumerate((broken, tmp_path / "gone.png"))
    )
    image = opened(drawn(Sheet(("one", "two"), ("",), cells), SheetFonts(FONTS)))
    assert image.width > CELL_PX


@pytest.mark.parametrize("text", ["", "x" * 5000, "a b " * 900, "雪の中の狐", "\u202e|\x00\n", "🦊"])
def test_any_name_can_be_written(text: str) -> None:
    cells = (SheetCell(0, 0, SheetPicture(text), text),)
    sheet = Sheet((text,), (text,), cells, text, text)
    assert opened(drawn(sheet, SheetFonts(FONTS))).height < 4000


def test_a_thousand_pictures_are_a_sheet_that_can_still_be_opened() -> None:
    pictures = [SheetPicture(f"{x} · {y}", None, Size(1024, 1024)) for y in range(25) for x in range(40)]
    image = opened(drawn(planned(pictures), SheetFonts(FONTS)))
    assert image.width * image.height < 89_000_000


def test_letters_that_the_own_face_lacks_are_taken_from_another(tmp_path: Path) -> None:
    fonts = SheetFonts(FONTS, iter([tmp_path / "nowhere.ttf", FONTS / "Inter-Medium.otf"]))
    assert fonts.face("plain", 20).getname()[1] == "Regular"
    assert fonts.face("plain", 20, strong=True).getname()[1] != "Regular"
    assert fonts.face("雪", 20).getname()[0] == "Inter"


def test_a_sheet_is_a_picture_of_the_library_that_cost_nothing(library: Library) -> None:
    sheet = save_sheet(library, grid(library), FONTS)
    assert sheet.path.parent == library.root / "sheets"
    read = library.read(sheet.path)
    assert read.record == sheet.record
    assert (read.record.kind, read.record.batch_id, read.record.title) == (Kind.EDITED, BATCH, "a red fox")
    assert read.record.cost is not None
    assert (read.record.cost.estimate_usd, read.record.cost.billed) == (0.0, Billed.NO)
    assert [each.role for each in read.record.parents] == ["sheet"] * 3
    assert (read_embedded(sheet.path.read_bytes()) or {})["uuid"] == read.record.uuid
    with Image.open(sheet.path) as image:
        assert image.size == (read.record.file.width, read.record.file.height)


def test_the_sidecar_keeps_to_its_schema(library: Library) -> None:
    schema = json.loads((ROOT / "resources" / "sidecar.schema.json").read_text(encoding="utf-8"))
    sheet = save_sheet(library, grid(library), FONTS, ImageFormat.PNG)
    Draft202012Validator(schema).validate(json.loads(sheet.sidecar.read_text(encoding="utf-8")))


def test_a_scan_finds_the_sheet(library: Library, tmp_path: Path) -> None:
    sheet = save_sheet(library, grid(library), FONTS)
    index = Index(tmp_path / "index.sqlite", library.root)
    try:
        assert sum(Scan(index, library).steps()) == 4
        assert index.key_at(sheet.path) is not None
    finally:
        index.close()


def test_the_mark_of_the_demo_engine_goes_only_on_sheets_that_are_all_its_own(library: Library) -> None:
    ours, theirs = saved(library, "red", demo=True), saved(library, "blue")
    one, other = LabelledImage("1", ours), LabelledImage("2", theirs)
    assert save_sheet(library, order(one, one), FONTS).record.demo
    assert not save_sheet(library, order(one, other), FONTS).record.demo


def test_a_batch_has_one_sheet_that_keeps_what_a_person_gave_it(library: Library) -> None:
    first = save_sheet(library, grid(library), FONTS)
    write_sidecar(first.path, replace(first.record, rating=5, tags=("tests",), note="keep"))
    again = save_sheet(library, grid(library), FONTS)
    assert again.path == first.path
    assert again.record.uuid == first.record.uuid
    assert (again.record.rating, again.record.tags, again.record.note) == (5, ("tests",), "keep")
    assert len(list((library.root / "sheets").iterdir())) == 2


def test_a_library_that_is_away_gets_no_sheet(tmp_path: Path) -> None:
    away = Library(tmp_path / "nowhere" / "library")
    with pytest.raises(FolderMissing):
        save_sheet(away, order(LabelledImage("1"), LabelledImage("2")), FONTS)
    assert not away.root.exists()
