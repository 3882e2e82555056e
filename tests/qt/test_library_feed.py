"""The feed tells of the library as it is, as it changes, and when it is away."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop_app.qt.folder_watch import FOLDERS_MAX
from desktop_app.qt.library_feed import LibraryFeed
from desktop_app.store.image_row import ImageRow
from desktop_app.store.index_file import index_file
from desktop_app.store.library import Library, SavedImage
from desktop_app.store.snapshot import GallerySnapshot
from tests.support.pictures import picture_bytes, put_picture, record_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

NOW = datetime.now().astimezone()


class Listener(QObject):
    """Keeps what the feed told."""

    def __init__(self, feed: LibraryFeed) -> None:
        super().__init__()
        self.snapshot = GallerySnapshot()
        self.rows: dict[int, ImageRow] = {}
        self.added: list[ImageRow] = []
        self.read: list[SavedImage] = []
        self._feed = feed
        feed.keys_changed.connect(self._on_keys_changed)
        feed.rows_ready.connect(self._on_rows_ready)
        feed.image_added.connect(self.added.append)
        feed.image_read.connect(self.read.append)

    def prompts(self) -> list[str]:
        return [self.rows[key].prompt for key in self.snapshot.keys if key in self.rows]

    def _on_keys_changed(self, snapshot: GallerySnapshot) -> None:
        self.snapshot = snapshot
        self._feed.request_rows(snapshot.keys)

    def _on_rows_ready(self, rows: list[ImageRow]) -> None:
        self.rows.update({row.key: row for row in rows})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    put_picture(tmp_path / "samples", "a.jpg", NOW, "first sample")
    put_picture(tmp_path / "samples", "b.jpg", NOW, "second sample")
    return tmp_path / "samples"


@pytest.fixture
def feed(qapp: QObject, tmp_path: Path, samples: Path) -> Iterator[LibraryFeed]:
    made = LibraryFeed(tmp_path / "cache", samples=samples)
    yield made
    made.close()


@pytest.fixture
def listener(feed: LibraryFeed) -> Listener:
    return Listener(feed)


def open_and_scan(qtbot: QtBot, feed: LibraryFeed, root: Path) -> None:
    with qtbot.waitSignal(feed.scan_finished):
        feed.open(root)


def test_the_library_arrives_by_days(qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path) -> None:
    noon = datetime(2026, 3, 5, 12).astimezone()
    put_picture(root, "a.jpg", noon, "a")
    put_picture(root, "b.jpg", noon + timedelta(minutes=1), "b")
    put_picture(root, "c.jpg", noon - timedelta(days=1), "c")
    open_and_scan(qtbot, feed, root)
    qtbot.waitUntil(lambda: listener.prompts() == ["b", "a", "c"])
    days = [(section.day, section.count) for section in listener.snapshot.sections]
    assert days == [(noon.date(), 2), (noon.date() - timedelta(days=1), 1)]
    assert listener.snapshot.total == 3
    assert not listener.snapshot.is_samples


def test_a_picture_dropped_in_appears_by_itself(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path
) -> None:
    put_picture(root, "a.jpg", NOW - timedelta(days=1), "a")
    open_and_scan(qtbot, feed, root)
    (root / "dropped.png").write_bytes(picture_bytes(kind="PNG"))
    qtbot.waitUntil(lambda: any(row.path.endswith("dropped.png") for row in listener.rows.values()), timeout=5000)
    folder = root / "1999" / "new"
    folder.mkdir(parents=True)
    (folder / "deep.png").write_bytes(picture_bytes(kind="PNG", color="blue"))
    qtbot.waitUntil(lambda: any(row.path.endswith("deep.png") for row in listener.rows.values()), timeout=5000)


def test_a_picture_taken_out_disappears_by_itself(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path
) -> None:
    path = put_picture(root, "a.jpg", NOW, "a")
    put_picture(root, "b.jpg", NOW, "b")
    open_and_scan(qtbot, feed, root)
    qtbot.waitUntil(lambda: len(listener.snapshot.keys) == 2)
    path.unlink()
    qtbot.waitUntil(lambda: listener.prompts() == ["b"], timeout=5000)


def test_a_saved_picture_is_told_once_and_counted(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path
) -> None:
    open_and_scan(qtbot, feed, root)
    saved = Library(root).save(picture_bytes(), record_for("x", NOW, "fresh", job_id="job"), NOW)
    with qtbot.waitSignals([feed.image_added, feed.keys_changed], order="strict"):
        feed.add_saved(saved)
    assert [(row.prompt, row.job_id, row.width) for row in listener.added] == [("fresh", "job", 48)]
    qtbot.waitUntil(lambda: listener.prompts() == ["fresh"])
    with qtbot.waitSignal(feed.scan_finished):
        feed.refresh()
    assert len(listener.snapshot.keys) == 1


def test_many_saved_pictures_are_told_each_and_counted_together(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path
) -> None:
    open_and_scan(qtbot, feed, root)
    saved = [
        Library(root).save(picture_bytes(), record_for(f"x{number}", NOW, f"p{number}"), NOW) for number in range(30)
    ]
    counts: list[int] = []
    feed.keys_changed.connect(lambda snapshot: counts.append(len(snapshot.keys)))
    for each in saved:
        feed.add_saved(each)
    qtbot.waitUntil(lambda: len(listener.snapshot.keys) == 30)
    assert {row.prompt for row in listener.added} == {f"p{number}" for number in range(30)}
    assert len(counts) < 15


def test_an_empty_library_shows_the_samples_until_the_first_picture(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, tmp_path: Path
) -> None:
    root = tmp_path / "not-made-yet"
    open_and_scan(qtbot, feed, root)
    qtbot.waitUntil(lambda: listener.prompts() == ["first sample", "second sample"])
    assert listener.snapshot.is_samples
    assert listener.snapshot.sections[0].day is None
    saved = Library(root).save(picture_bytes(), record_for("x", NOW, "mine"), NOW)
    feed.add_saved(saved)
    qtbot.waitUntil(lambda: listener.prompts() == ["mine"])
    assert not listener.snapshot.is_samples


def test_a_library_made_by_the_first_save_is_watched(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, home: Path
) -> None:
    root = home / "Pictures" / "Sfumato"
    open_and_scan(qtbot, feed, root)
    with qtbot.waitSignal(feed.scan_finished):
        feed.add_saved(Library(root).save(picture_bytes(), record_for("x", NOW, "mine"), NOW))
    (root / "dropped.png").write_bytes(picture_bytes(kind="PNG"))
    qtbot.waitUntil(lambda: any(row.path.endswith("dropped.png") for row in listener.rows.values()), timeout=5000)


def test_search_narrows_and_widens(qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path) -> None:
    put_picture(root, "a.jpg", NOW, "red fox")
    put_picture(root, "b.jpg", NOW, "blue whale")
    open_and_scan(qtbot, feed, root)
    feed.search("f")
    feed.search("fox")
    qtbot.waitUntil(lambda: listener.snapshot.query == "fox" and listener.prompts() == ["red fox"])
    assert listener.snapshot.total == 2
    feed.add_saved(Library(root).save(picture_bytes(), record_for("x", NOW, "green owl"), NOW))
    qtbot.waitUntil(lambda: listener.snapshot.total == 3)
    assert listener.prompts() == ["red fox"]
    feed.search("")
    qtbot.waitUntil(lambda: len(listener.snapshot.keys) == 3)


def test_the_whole_record_can_be_asked_for(qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path) -> None:
    path = put_picture(root, "a.jpg", NOW, "a", note="kept")
    open_and_scan(qtbot, feed, root)
    feed.read_image(listener.snapshot.keys[0])
    feed.read_image(str(path))
    qtbot.waitUntil(lambda: [saved.record.note for saved in listener.read] == ["kept", "kept"])


def test_a_library_that_goes_away_comes_back_whole(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path
) -> None:
    put_picture(root, "a.jpg", NOW, "a")
    open_and_scan(qtbot, feed, root)
    with qtbot.waitSignal(feed.library_unreachable, timeout=5000):
        root.rename(root.with_name("elsewhere"))
    assert listener.prompts() == ["a"]
    with qtbot.waitSignal(feed.library_returned, timeout=8000):
        root.with_name("elsewhere").rename(root)
    assert listener.prompts() == ["a"]


def test_another_library_can_be_opened(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path, tmp_path: Path
) -> None:
    put_picture(root, "a.jpg", NOW, "a")
    put_picture(tmp_path / "second", "b.jpg", NOW, "b")
    open_and_scan(qtbot, feed, root)
    open_and_scan(qtbot, feed, tmp_path / "second")
    qtbot.waitUntil(lambda: listener.prompts() == ["b"])


def test_an_index_broken_at_work_is_built_again(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path, tmp_path: Path
) -> None:
    put_picture(root, "a.jpg", NOW, "a")
    open_and_scan(qtbot, feed, root)
    qtbot.waitUntil(lambda: listener.prompts() == ["a"])
    import sqlite3

    meddler = sqlite3.connect(index_file(tmp_path / "cache", root))
    meddler.execute("DROP TABLE folders")
    meddler.commit()
    meddler.close()
    with qtbot.waitSignal(feed.index_began_anew):
        put_picture(root, "b.jpg", NOW, "b")
    qtbot.waitUntil(lambda: sorted(listener.prompts()) == ["a", "b"], timeout=5000)


def test_an_index_found_broken_is_told_set_aside_and_built_again(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path, tmp_path: Path
) -> None:
    put_picture(root, "a.jpg", NOW, "a")
    file = index_file(tmp_path / "cache", root)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database" * 1000)
    with qtbot.waitSignals([feed.index_began_anew, feed.scan_finished]):
        feed.open(root)
    qtbot.waitUntil(lambda: listener.prompts() == ["a"])
    assert file.with_name(f"{file.name}.broken").read_bytes().startswith(b"no database")


def test_folders_that_are_not_watched_are_looked_at_now_and_then(
    qtbot: QtBot, feed: LibraryFeed, listener: Listener, root: Path
) -> None:
    for number in range(FOLDERS_MAX + 20):
        (root / f"{number:03}").mkdir()
    open_and_scan(qtbot, feed, root)
    (root / "000" / "dropped.png").write_bytes(picture_bytes(kind="PNG"))
    (timer,) = [each for each in feed.findChildren(QTimer) if each.interval() >= 30_000]
    assert timer.isActive()
    timer.setInterval(100)
    qtbot.waitUntil(lambda: any(row.path.endswith("dropped.png") for row in listener.rows.values()), timeout=8000)


def test_closing_in_the_midst_of_a_scan_is_quick_and_silent(qapp: QObject, tmp_path: Path, root: Path) -> None:
    for number in range(200):
        put_picture(root, f"{number}.jpg", NOW, str(number))
    feed = LibraryFeed(tmp_path / "cache")
    listener = Listener(feed)
    feed.open(root)
    feed.close()
    shutil.rmtree(root)
    QCoreApplication.processEvents()
    assert listener.rows == {}
