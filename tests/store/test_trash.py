"""The trash: whole on one side or the other, and back as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.errors import FolderMissing, StoreError
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.trash import TRASH_FOLDER, Trash
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def saved(library: Library) -> SavedImage:
    return library.save(picture(), a_record("a fox", rating=4, tags=("animals/fox",), collections=("best",)), MOMENT)


def files(root: Path) -> dict[str, bytes]:
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def test_a_picture_goes_and_comes_back_as_it_was(library: Library, saved: SavedImage) -> None:
    before = files(library.root)
    trash = Trash(library, lambda: MOMENT)
    entry = trash.put(saved.path)
    assert (list(library.pictures()), trash.entries()) == ([], [entry])
    assert (entry.folder, entry.name, entry.uuid) == ("2026/2026-11-22", saved.path.name, saved.record.uuid)
    assert entry.deleted_at == MOMENT
    assert library.read(entry.path).record.tags == ("animals/fox",)
    assert trash.restore(entry.id) == saved.path
    assert files(library.root) == before
    assert trash.entries() == []


def test_a_picture_without_a_sidecar_too(library: Library, saved: SavedImage) -> None:
    saved.sidecar.unlink()
    before = files(library.root)
    trash = Trash(library)
    trash.restore(trash.put(saved.path).id)
    assert files(library.root) == before


def test_a_name_that_is_taken_meanwhile_is_left_to_who_has_it(library: Library, saved: SavedImage) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    saved.path.write_bytes(b"another")
    back = trash.restore(entry.id)
    assert (saved.path.read_bytes(), back.name) == (b"another", f"{saved.path.stem} (2){saved.path.suffix}")
    assert library.read(back).record.uuid == saved.record.uuid


def test_a_folder_that_is_gone_is_made_again(library: Library, saved: SavedImage) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    saved.path.parent.rmdir()
    assert trash.restore(entry.id).is_file()


def test_the_last_deleted_comes_first_and_the_old_are_told(library: Library) -> None:
    moments = iter([MOMENT, MOMENT + timedelta(days=40), MOMENT + timedelta(days=71)])
    trash = Trash(library, lambda: next(moments))
    first, second = (trash.put(library.save(picture(), a_record(name), MOMENT).path) for name in ("one", "two"))
    assert [entry.id for entry in trash.entries()] == [second.id, first.id]
    assert trash.older_than(timedelta(days=35)) == [first]


def test_what_is_removed_is_handed_over_the_sidecar_last(library: Library, saved: SavedImage) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    handed: list[str] = []

    def discard(file: Path) -> bool:
        handed.append(file.name)
        file.unlink()
        return True

    assert trash.remove([entry.id], discard) == 1
    assert handed == [saved.path.name, saved.sidecar.name]
    assert list((library.root / TRASH_FOLDER).iterdir()) == []


def test_what_nobody_takes_stays(library: Library, saved: SavedImage) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    assert trash.remove([entry.id], lambda _: False) == 0
    assert trash.entries() == [entry]


@pytest.mark.parametrize("moved", [(), ("picture",), ("picture", "sidecar")])
def test_a_deletion_that_was_cut_off_is_whole_after_the_next_start(
    library: Library, saved: SavedImage, moved: tuple[str, ...]
) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    # As it was before the steps that are not named.
    if "sidecar" not in moved:
        entry.path.with_name(saved.sidecar.name).rename(saved.sidecar)
    if "picture" not in moved:
        entry.path.rename(saved.path)
    trash.recover()
    assert [each.id for each in trash.entries()] == ([entry.id] if moved else [])
    place = entry.path if moved else saved.path
    assert library.read(place).record.tags == ("animals/fox",)
    assert len([name for name in files(library.root) if name.endswith(".jpg.json")]) == 1


def test_a_way_back_that_was_cut_off_is_finished(library: Library, saved: SavedImage) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    entry.path.rename(saved.path)
    trash.recover()
    assert (trash.entries(), library.read(saved.path).record.rating) == ([], 4)


def test_what_is_not_there_is_said(library: Library, saved: SavedImage) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    trash.restore(entry.id)
    with pytest.raises(FolderMissing):
        trash.restore(entry.id)
    with pytest.raises(StoreError):
        trash.put(saved.path.with_name("gone.jpg"))
    assert trash.entries() == []


@pytest.mark.parametrize(
    "change",
    [
        {"folder": "../.."},
        {"folder": "/etc"},
        {"name": "../x.jpg"},
        {"name": "x.sh"},
        {"deleted_at": "soon"},
        {"uuid": []},
    ],
)
def test_a_note_that_leads_elsewhere_is_not_followed(
    library: Library, saved: SavedImage, change: dict[str, object]
) -> None:
    trash = Trash(library)
    entry = trash.put(saved.path)
    note = entry.path.with_name("entry.json")
    note.write_text(json.dumps({**json.loads(note.read_bytes()), **change}), encoding="utf-8")
    if "uuid" in change:
        assert [each.id for each in trash.entries()] == [entry.id]
    else:
        assert trash.entries() == []
    trash.recover()
    assert library.read(entry.path).record.uuid == saved.record.uuid
