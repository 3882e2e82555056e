"""The library on real disks: what is saved is there, what is not whole is not."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from desktop_app.core.errors import AnswerNotAPicture, DiskFull, FolderMissing, FolderReadOnly
from desktop_app.core.record import FileFacts, ImageRecord, Kind
from desktop_app.store.atomic import TEMPORARY_SUFFIX
from desktop_app.store.known_folders import KnownFolders
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.sidecar import read_sidecar, write_sidecar
from tests.support.disks import fill, make_read_only, mount, small_disk, unmount
from tests.support.small_pictures import a_record, encoded, picture, pixels

MOMENT = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
UUIDS = ("7f3a0001-0000-4000-8000-000000000001", "7f3a0002-0000-4000-8000-000000000002")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def _files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_picture_and_its_sidecar_stand_in_a_dated_folder(library: Library, kind: str, name: str) -> None:
    saved = library.save(picture(kind), a_record("Red fox in snow!", uuid=UUIDS[0]), MOMENT)
    assert _files(library.root) == [
        f"2026/2026-11-22/red-fox-in-snow-7f3a.{name}",
        f"2026/2026-11-22/red-fox-in-snow-7f3a.{name}.json",
    ]
    data = saved.path.read_bytes()
    assert pixels(data) == pixels(picture(kind))
    expected = FileFacts(
        saved.path.name, name.replace("jpg", "jpeg"), 64, 48, len(data), hashlib.sha256(data).hexdigest()
    )
    assert saved.record.file == expected
    assert read_sidecar(saved.path) == saved.record
    assert library.read(saved.path) == saved


def test_saving_the_same_picture_again_gives_the_same_file(library: Library) -> None:
    record = a_record(uuid=UUIDS[0])
    saved = library.save(picture(), record, MOMENT)
    assert library.save(picture(), record, MOMENT) == saved
    assert len(_files(library.root)) == 2


def test_a_picture_is_found_by_its_uuid_on_its_day(library: Library) -> None:
    saved = library.save(picture(), a_record("a fox", uuid=UUIDS[0]), MOMENT)
    other = library.save(picture(), a_record("a fox", uuid=UUIDS[1]), MOMENT)
    assert library.find(UUIDS[0], "a fox", MOMENT) == saved
    assert library.find(UUIDS[1], "a fox", MOMENT) == other
    assert library.find(UUIDS[0], "a fox", MOMENT + timedelta(days=1)) is None
    assert library.find(UUIDS[0].replace("8000", "8001"), "a fox", MOMENT) is None
    saved.sidecar.unlink()
    assert library.find(UUIDS[0], "a fox", MOMENT) is None
    other.path.unlink()
    assert library.find(UUIDS[1], "a fox", MOMENT) is None


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_save_cut_off_before_the_sidecar_is_finished_by_the_next(library: Library, kind: str) -> None:
    record = a_record(uuid=UUIDS[0])
    saved = library.save(picture(kind), record, MOMENT)
    saved.sidecar.unlink()
    assert library.save(picture(kind), record, MOMENT) == saved
    assert len(_files(library.root)) == 2


def test_saving_again_spares_what_the_artist_wrote_since(library: Library) -> None:
    record = a_record(uuid=UUIDS[0])
    saved = library.save(picture(), record, MOMENT)
    write_sidecar(saved.path, replace(saved.record, rating=5))
    assert library.save(picture(), record, MOMENT).record.rating == 5


def test_two_pictures_of_one_name_are_told_apart_by_more_digits(library: Library) -> None:
    saved = [library.save(picture(), a_record("fox", uuid=uuid), MOMENT) for uuid in UUIDS]
    assert [each.path.name for each in saved] == ["fox-7f3a.jpg", "fox-7f3a0002.jpg"]
    assert [library.read(each.path).record.uuid for each in saved] == list(UUIDS)


def test_a_sidecar_without_its_picture_is_not_overwritten(library: Library) -> None:
    first = library.save(picture(), a_record("fox", uuid=UUIDS[0]), MOMENT)
    first.path.unlink()
    library.save(picture(), a_record("fox", uuid=UUIDS[1]), MOMENT)
    left = read_sidecar(first.path)
    assert left is not None
    assert left.uuid == UUIDS[0]


@pytest.mark.parametrize(
    "prompt", ["", "CON", "a/b\\c:d*e?f", "..", "  . ", "aux.txt", "\0\n", "x" * 500, "狐" * 300, "\N{FOX FACE}" * 3]
)
def test_names_are_legal_on_windows(library: Library, prompt: str) -> None:
    name = library.save(picture(), a_record(prompt), MOMENT).path.name
    assert not set(name) & set('<>:"/\\|?*') | {char for char in name if ord(char) < 32}
    assert len(f"{name}.json".encode()) < 150
    assert not name.startswith((".", " "))
    assert name.split("-")[0].upper() not in {"CON", "AUX", "NUL", "PRN"} or name.count("-") > 1
    assert (library.root / "2026" / "2026-11-22" / name).is_file()


@pytest.mark.parametrize(
    "junk",
    [b"", b"<html>no</html>", b"\x89PNG\r\n\x1a\nnot at all", picture("PNG")[:-40], picture("JPEG")[:400]],
    ids=["empty", "html", "false png", "cut png", "cut jpeg"],
)
def test_what_is_no_picture_is_not_saved(library: Library, junk: bytes) -> None:
    with pytest.raises(AnswerNotAPicture):
        library.save(junk, a_record(), MOMENT)
    assert not library.root.exists()


def test_a_bomb_is_not_saved(library: Library) -> None:
    with pytest.raises(AnswerNotAPicture):
        library.save(encoded(Image.new("1", (12000, 12000)), "PNG"), a_record(), MOMENT)


def test_a_full_disk_leaves_no_half_picture(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        library = Library(disk)
        library.save(picture(), a_record("first"), MOMENT)
        fill(disk)
        with pytest.raises(DiskFull):
            library.save(picture(size=(256, 256)), a_record("second"), MOMENT)
        assert [path.name.split("-")[0] for path in library.pictures()] == ["first"]
        assert not [name for name in _files(disk) if name.endswith(TEMPORARY_SUFFIX)]
        (disk / "ballast").unlink()
        assert library.save(picture(size=(256, 256)), a_record("second"), MOMENT).path.exists()


def test_a_read_only_folder_is_said_and_can_be_read(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        library = Library(disk)
        saved = library.save(picture(), a_record(), MOMENT)
        make_read_only(disk)
        with pytest.raises(FolderReadOnly):
            library.save(picture(), a_record(), datetime(2026, 11, 23, tzinfo=UTC))
        assert library.read(saved.path) == saved


def test_a_drive_that_was_never_there(tmp_path: Path) -> None:
    library = Library(tmp_path / "drive" / "pictures")
    assert not library.is_ready()
    with pytest.raises(FolderMissing) as caught:
        library.save(picture(), a_record(), MOMENT)
    assert caught.value.path == str(library.root)
    assert not (tmp_path / "drive").exists()


def test_a_first_library_in_the_home_folder_is_made(home: Path) -> None:
    library = Library(home / "Pictures" / "Sfumato")
    assert library.is_ready()
    assert library.save(picture(), a_record(), MOMENT).path.is_file()


@pytest.mark.parametrize("below", ["", "Sfumato"])
def test_a_drive_taken_away_is_not_written_under(tmp_path: Path, below: str) -> None:
    drive, known = tmp_path / "drive", KnownFolders(tmp_path / "known.json")
    library = Library(drive / below, known)
    with small_disk(drive):
        library.save(picture(), a_record(), MOMENT)
    assert not Library(drive / below, KnownFolders(tmp_path / "known.json")).is_ready()
    with pytest.raises(FolderMissing):
        library.save(picture(), a_record(), MOMENT)
    assert list(drive.iterdir()) == []
    mount(drive)
    try:
        assert library.save(picture(), a_record(), MOMENT).path.is_file()
    finally:
        unmount(drive)


def test_a_link_to_a_drive_that_is_away(tmp_path: Path) -> None:
    link = tmp_path / "library"
    try:
        link.symlink_to(tmp_path / "drive", target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    with pytest.raises(FolderMissing):
        Library(link).save(picture(), a_record(), MOMENT)
    (tmp_path / "drive").mkdir()
    assert Library(link).save(picture(), a_record(), MOMENT).path.is_file()


def test_a_library_deleted_by_hand_may_be_made_again(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", KnownFolders(tmp_path / "known.json"))
    saved = library.save(picture(), a_record(), MOMENT)
    library.root.rename(tmp_path / "moved")
    assert library.save(picture(), a_record(), MOMENT).path.parent == saved.path.parent


def test_a_picture_without_sidecar_is_healed_from_inside(library: Library) -> None:
    for kind in ("JPEG", "PNG"):
        saved = library.save(picture(kind), a_record("a fox", rating=4), MOMENT)
        saved.sidecar.write_text("junk")
        renamed = saved.path.rename(saved.path.with_name(f"renamed{saved.path.suffix}"))
        record = library.read(renamed).record
        assert (record.uuid, record.asked) == (saved.record.uuid, saved.record.asked)
        assert (record.file.name, record.file.sha256) == (renamed.name, saved.record.file.sha256)


def test_a_picture_put_there_by_hand_is_imported(library: Library) -> None:
    library.root.mkdir()
    path = library.root / "holiday.webp"
    path.write_bytes(picture("WEBP"))
    record = library.read(path).record
    assert (record.kind, record.file.format, record.file.width, record.file.height) == (Kind.IMPORTED, "webp", 64, 48)
    assert str(UUID(record.uuid)) == record.uuid
    assert library.read(path).record == record
    assert library.read(path.rename(path.with_name("other.webp"))).record.uuid == record.uuid


def test_a_renamed_picture_has_its_new_name(library: Library) -> None:
    saved = library.save(picture(), a_record(), MOMENT)
    new = saved.path.with_name("new.jpg")
    saved.path.rename(new)
    saved.sidecar.rename(new.with_name("new.jpg.json"))
    assert library.read(new).record.file.name == "new.jpg"


@pytest.mark.parametrize("junk", [b"", b"no picture", picture()[:30]])
def test_reading_junk_tells_what_can_be_told(library: Library, junk: bytes) -> None:
    library.root.mkdir()
    path = library.root / "junk.jpg"
    path.write_bytes(junk)
    read = library.read(path)
    assert isinstance(read, SavedImage)
    assert (read.record.kind, read.record.file.size_bytes) == (Kind.IMPORTED, len(junk))


def test_an_embedded_record_that_lies_of_its_types_is_passed_over(library: Library) -> None:
    saved = library.save(picture("PNG"), a_record(uuid=UUIDS[0]), MOMENT)
    saved.sidecar.unlink()
    data = saved.path.read_bytes()
    assert library.read(saved.path).record.kind is Kind.GENERATED
    saved.path.write_bytes(data.replace(b'"kind":"generated"', b'"kind":"conjured!"'))
    assert library.read(saved.path).record.kind is Kind.IMPORTED


def test_reading_what_is_gone_is_an_error_of_the_tree(library: Library) -> None:
    with pytest.raises(FolderMissing):
        library.read(library.root / "gone.jpg")


def test_pictures_come_newest_day_first(library: Library) -> None:
    days = [datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)]
    saved = [library.save(picture(), a_record(), day) for day in days]
    loose = library.root / "loose.PNG"
    loose.write_bytes(picture("PNG"))
    for other in (f".half.jpg.1a2b{TEMPORARY_SUFFIX}", ".hidden.jpg", "notes.txt", "drawing.svg"):
        (saved[0].path.parent / other).write_bytes(b"x")
    assert list(library.pictures()) == [*(each.path for each in reversed(saved)), loose]


def test_what_dead_writers_left_is_swept(library: Library) -> None:
    saved = library.save(picture(), a_record(), MOMENT)
    left = saved.path.with_name(f".fox.jpg.1a2b{TEMPORARY_SUFFIX}")
    left.touch()
    os.utime(left, (1, 1))
    assert (library.sweep(), library.sweep()) == (1, 0)
    assert len(_files(library.root)) == 2


def test_a_library_that_is_away_has_no_pictures(library: Library) -> None:
    assert list(library.pictures()) == []


def test_pictures_does_not_run_in_circles(library: Library) -> None:
    saved = library.save(picture(), a_record(), MOMENT)
    try:
        (saved.path.parent / "again").symlink_to(library.root, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    assert list(library.pictures()) == [saved.path]


def test_the_sidecar_holds_no_key_and_no_picture(library: Library) -> None:
    saved = library.save(picture(), a_record(), MOMENT)
    text = json.dumps(json.loads(saved.sidecar.read_bytes()))
    assert "Bearer" not in text
    assert ";base64," not in text


def test_a_record_is_a_value(library: Library) -> None:
    record = a_record()
    before = ImageRecord(**{name: getattr(record, name) for name in ImageRecord.__slots__})
    library.save(picture(), record, MOMENT)
    assert record == before
