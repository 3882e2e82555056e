"""The sheet of a batch in the library: a picture of its pictures, with a sidecar, that cost nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from desktop_app import __version__
from desktop_app.core.errors import Billed
from desktop_app.core.file_names import slug
from desktop_app.core.image_format import ImageFormat
from desktop_app.core.record import Cost, FileFacts, ImageRecord, Kind, Parent
from desktop_app.core.sheets import Sheet, SheetPicture, planned
from desktop_app.core.sizes import Size
from desktop_app.store.atomic import disk_errors, make_folder, sweep, write_whole
from desktop_app.store.decoding import measured
from desktop_app.store.embed import embed
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.sheet_drawing import drawn
from desktop_app.store.sheet_fonts import SheetFonts
from desktop_app.store.sidecar import read_sidecar, sidecar_path, write_sidecar

SHEETS_FOLDER = "sheets"
"""The folder of the library that sheets stand in."""


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """One order of a batch: its label, and its picture when it was made."""

    label: str
    saved: SavedImage | None = None


@dataclass(frozen=True, slots=True)
class SheetOrder:
    """What a sheet is to show. `title` and `facts` stand over it; `moment` is when the batch was ordered."""

    batch_id: str
    images: tuple[LabelledImage, ...]
    title: str
    facts: str
    moment: datetime


def save_sheet(
    library: Library, order: SheetOrder, fonts: Path, file_format: ImageFormat = ImageFormat.JPEG
) -> SavedImage:
    """Draw the sheet of a batch and keep it; `fonts` is the folder of the program's faces.

    A batch has one sheet: another one takes its place, and keeps rating, tags, note, title and collections. Raises
    DiskFull, FolderMissing, FolderReadOnly or WriteFailed.
    """
    library.check()
    picture = drawn(_plan(order), SheetFonts(fonts), file_format)
    uuid = str(uuid5(NAMESPACE_URL, f"sheet:{order.batch_id}"))
    folder = library.root / SHEETS_FOLDER
    name = f"{order.moment:%Y-%m-%d}-{slug(order.title)}-{uuid.replace('-', '')[:12]}{file_format.suffix}"
    path = folder / name
    record = _kept(_record(order, uuid), read_sidecar(path))
    width, height = measured(picture, [file_format.name]) or (0, 0)
    record = record.with_file(FileFacts(name, file_format.value, width, height, len(picture), ""))
    data = embed(picture, record)
    facts = replace(record.file, size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    with disk_errors(folder):
        make_folder(folder)
        sweep(folder)
        write_whole(path, data)
        write_sidecar(path, record.with_file(facts))
    return SavedImage(path, sidecar_path(path), record.with_file(facts))


def _plan(order: SheetOrder) -> Sheet:
    pictures = (
        SheetPicture(each.label, each.saved.path, Size(each.saved.record.file.width, each.saved.record.file.height))
        if each.saved is not None
        else SheetPicture(each.label)
        for each in order.images
    )
    return planned(pictures, order.title, order.facts)


def _record(order: SheetOrder, uuid: str) -> ImageRecord:
    # A picture made of pictures: what is said of the mark in the file holds for a composite of generated ones too.
    records = [each.saved.record for each in order.images if each.saved is not None]
    return ImageRecord(
        uuid=uuid,
        created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        kind=Kind.EDITED,
        file=FileFacts("", "", 0, 0, 0, ""),
        demo=bool(records) and all(record.demo for record in records),
        cost=Cost(estimate_usd=0.0, billed=Billed.NO),
        parents=tuple(Parent(each.file.sha256, "sheet", each.uuid, each.file.name) for each in records),
        batch_id=order.batch_id,
        title=order.title,
        program_version=__version__,
    )


def _kept(record: ImageRecord, before: ImageRecord | None) -> ImageRecord:
    """Return the record with what a person gave to the sheet of before."""
    if before is None or before.uuid != record.uuid:
        return record
    return replace(
        record,
        title=before.title,
        rating=before.rating,
        pick=before.pick,
        tags=before.tags,
        note=before.note,
        collections=before.collections,
        places=before.places,
        changed_at=before.changed_at,
        extra=before.extra,
    )
