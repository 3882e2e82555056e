"""Importing beside the window: each picture once, told one by one, stopped when the person wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop_app.qt.import_service import ImportService, ImportSummary
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.library import Library
from tests.support.disks import fill, small_disk
from tests.support.small_pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

COLOURS = ("red", "green", "blue", "teal", "navy", "olive")


def files(folder: Path, *colours: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{colour}.jpg" for colour in colours]
    for path, colour in zip(paths, colours, strict=True):
        path.write_bytes(picture(colour=colour))
    return paths


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def service(qtbot: QtBot, tmp_path: Path) -> Iterator[ImportService]:
    made = ImportService(tmp_path / "cache")
    yield made
    made.close()
    del qtbot


def test_a_folder_comes_in_once(qtbot: QtBot, service: ImportService, library: Library, tmp_path: Path) -> None:
    files(tmp_path / "camera", *COLOURS)
    (tmp_path / "camera" / "again.jpg").write_bytes(picture(colour="red"))
    (tmp_path / "camera" / "broken.jpg").write_bytes(b"no picture")
    told: list[object] = []
    service.imported.connect(told.append)
    with qtbot.waitSignal(service.finished) as finished:
        service.begin(library, [tmp_path / "camera"])
    assert replace(finished.args[0], known=()) == ImportSummary(copied=6, duplicates=1, no_pictures=1)
    assert len(finished.args[0].known) == finished.args[0].duplicates
    assert len(told) == len(list(library.pictures())) == 6
    assert not service.is_running


def test_what_the_index_knows_is_not_copied(
    qtbot: QtBot, service: ImportService, library: Library, tmp_path: Path
) -> None:
    paths = files(tmp_path / "camera", "red", "green")
    with qtbot.waitSignal(service.finished):
        service.begin(library, paths[:1])
    feed = LibraryFeed(tmp_path / "cache")
    with qtbot.waitSignal(feed.scan_finished):
        feed.open(library.root)
    with qtbot.waitSignal(service.finished) as finished:
        service.begin(library, paths)
    assert replace(finished.args[0], known=()) == ImportSummary(copied=1, duplicates=1)
    assert len(finished.args[0].known) == finished.args[0].duplicates
    feed.close()


def test_it_stops_when_it_is_told_to(qtbot: QtBot, service: ImportService, library: Library, tmp_path: Path) -> None:
    paths = files(tmp_path / "camera", *COLOURS)
    with qtbot.waitSignals([service.finished, service.finished]):
        service.begin(library, paths[:1])
        service.begin(library, paths)
        service.cancel()
    assert len(list(library.pictures())) < len(COLOURS)
    with qtbot.waitSignal(service.finished) as finished:
        service.begin(library, paths)
    assert finished.args[0].was_cancelled is False
    assert len(list(library.pictures())) == len(COLOURS)


def test_a_full_disk_ends_it_with_whole_pictures_alone(qtbot: QtBot, service: ImportService, tmp_path: Path) -> None:
    paths = files(tmp_path / "camera", *COLOURS)
    with small_disk(tmp_path / "disk", "1m") as disk:
        library = Library(disk / "library")
        library.root.mkdir()
        fill(disk)
        with qtbot.waitSignal(service.finished) as finished:
            service.begin(library, paths)
        summary = finished.args[0]
        assert (summary.copied, summary.failed, summary.error.code) == (0, 1, "DiskFull")
        assert list(library.pictures()) == []
