"""Pictures from elsewhere come in once, with what is known of them, and their bytes as they are."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from desktop_app.core.record import Kind
from desktop_app.store.importing import Imported, import_file, picture_files
from desktop_app.store.library import Library
from desktop_app.store.sidecar import read_sidecar
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class InFiles:
    """Looks pictures up in the files of a library themselves."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def path_of_content(self, sha256: str) -> Path | None:
        found = (path for path in self._library.pictures() if hashlib.sha256(path.read_bytes()).hexdigest() == sha256)
        return next(found, None)

    def has_uuid(self, uuid: str) -> bool:
        return any(self._library.read(path).record.uuid == uuid for path in self._library.pictures())


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def a_file(folder: Path, name: str = "Holiday 1.JPG", data: bytes | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(picture() if data is None else data)
    os.utime(path, (MOMENT.timestamp(), MOMENT.timestamp()))
    return path


def test_a_file_is_copied_with_its_bytes_and_gets_a_sidecar(library: Library, tmp_path: Path) -> None:
    source = a_file(tmp_path / "camera")
    result = import_file(library, source, InFiles(library))
    assert result.what is Imported.COPIED
    assert result.image is not None
    assert result.image.read_bytes() == source.read_bytes()
    assert result.image.relative_to(library.root).as_posix().startswith("2026/2026-03-0")
    assert result.image.name == "holiday-1.jpg"
    record = read_sidecar(result.image)
    assert record is not None
    assert (record.kind, record.file.width, record.file.name) == (Kind.IMPORTED, 64, "holiday-1.jpg")
    assert record.file.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()


def test_what_the_library_has_is_told_and_not_copied(library: Library, tmp_path: Path) -> None:
    source = a_file(tmp_path / "camera")
    first = import_file(library, source, InFiles(library))
    again = import_file(library, a_file(tmp_path / "other", "b.jpg"), InFiles(library))
    assert (again.what, again.image) == (Imported.DUPLICATE, first.image)
    assert import_file(library, first.image or source, InFiles(library)).what is Imported.DUPLICATE
    assert len(list(library.pictures())) == 1


def test_other_pictures_of_one_name_stand_side_by_side(library: Library, tmp_path: Path) -> None:
    for folder, colour in (("one", "red"), ("two", "green"), ("three", "blue")):
        source = a_file(tmp_path / folder, "a.jpg", picture(colour=colour))
        assert import_file(library, source, InFiles(library)).what is Imported.COPIED
    assert sorted(path.name for path in library.pictures()) == ["a-2.jpg", "a-3.jpg", "a.jpg"]


def test_a_picture_of_another_library_keeps_what_is_known_of_it(library: Library, tmp_path: Path) -> None:
    other = Library(tmp_path / "other").save(picture(), a_record("a fox", rating=3, tags=("snow",)), MOMENT)
    with_sidecar = import_file(library, other.path, InFiles(library))
    assert with_sidecar.saved is not None
    assert (with_sidecar.saved.record.rating, with_sidecar.saved.record.uuid) == (3, other.record.uuid)
    other.sidecar.unlink()
    third = Library(tmp_path / "third")
    alone = import_file(third, other.path, InFiles(third))
    assert alone.saved is not None
    assert (alone.saved.record.prompt, alone.saved.record.uuid) == ("a fox", other.record.uuid)


def test_what_is_no_picture_is_said(library: Library, tmp_path: Path) -> None:
    results = [
        import_file(library, a_file(tmp_path, name, data), InFiles(library))
        for name, data in (("a.jpg", b"no picture"), ("b.png", b""), ("c.jpg", picture()[:100]))
    ]
    assert {result.what for result in results} == {Imported.NO_PICTURE}
    assert list(library.pictures()) == []


def test_a_file_that_is_gone_has_failed(library: Library, tmp_path: Path) -> None:
    result = import_file(library, tmp_path / "gone.jpg", InFiles(library))
    assert result.what is Imported.FAILED
    assert result.error is not None


def test_folders_are_walked_and_hidden_things_left_out(tmp_path: Path) -> None:
    kept = [a_file(tmp_path / "a", "2.png"), a_file(tmp_path / "a" / "b", "1.webp"), a_file(tmp_path, "c.txt")]
    a_file(tmp_path / "a", "notes.txt")
    a_file(tmp_path / "a" / ".thumbnails", "3.png")
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a", target_is_directory=True)
    # A file that is named by a person is taken for what it is.
    assert sorted(picture_files([tmp_path / "a", tmp_path / "c.txt"])) == sorted(kept)


def test_another_version_of_a_picture_is_a_picture_of_its_own(library: Library, tmp_path: Path) -> None:
    first = library.save(picture(), a_record("a fox"), MOMENT)
    touched = a_file(tmp_path, "touched.jpg", first.path.read_bytes() + b"\0")
    result = import_file(library, touched, InFiles(library))
    assert result.saved is not None
    assert (result.saved.record.prompt, result.saved.record.uuid == first.record.uuid) == ("a fox", False)
