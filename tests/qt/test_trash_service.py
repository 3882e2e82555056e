"""The trash for the window: in its own thread, told piece by piece, and the disk's faults in words of the tree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from desktop_app.qt.trash_service import TrashService
from desktop_app.store.library import Library
from desktop_app.store.trash import Trash, new_identity
from tests.support.small_pictures import a_record, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def service(qtbot: QtBot, library: Library) -> Iterator[TrashService]:
    made = TrashService(library)
    yield made
    made.close()
    del qtbot


def saved(library: Library, count: int) -> list[Path]:
    return [library.save(picture(), a_record(f"fox {number}"), MOMENT).path for number in range(count)]


def test_many_pictures_go_and_come_back(qtbot: QtBot, library: Library, service: TrashService) -> None:
    paths = saved(library, 230)
    told: list[int] = []
    service.trashed.connect(lambda entries: told.append(len(entries)))
    named = [(path, new_identity()) for path in paths]
    with qtbot.waitSignal(service.listed, timeout=20_000) as listed:
        service.delete(named)
    assert told == [100, 100, 30]
    assert len(listed.args[0]) == 230
    assert list(library.pictures()) == []
    with qtbot.waitSignal(service.listed, timeout=20_000) as listed:
        service.restore([identity for _, identity in named])
    assert listed.args[0] == ()
    assert sorted(library.pictures()) == sorted(paths)


def test_a_fault_tells_what_was_done_until_then(qtbot: QtBot, library: Library, service: TrashService) -> None:
    first, second, third = saved(library, 3)
    second.unlink()
    second.with_name(f"{second.name}.json").unlink()
    with qtbot.waitSignals([service.trashed, service.failed], timeout=20_000) as told:
        service.delete([(path, new_identity()) for path in (first, second, third)])
    assert told.all_signals_and_args is not None
    assert list(library.pictures()) == [third]


def test_what_is_old_goes_to_the_system_at_the_start(
    qtbot: QtBot, library: Library, service: TrashService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "share").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    old, new = saved(library, 2)
    Trash(library, lambda: datetime.now(UTC) - timedelta(days=31)).put(old)
    kept = Trash(library).put(new)
    with qtbot.waitSignal(service.listed, timeout=20_000) as listed:
        service.set_days(30)
        service.begin()
    assert [entry.id for entry in listed.args[0]] == [kept.id]
    names = {path.name for path in tmp_path.rglob("*") if ".sfumato" not in path.parts}
    assert old.name in names
    assert f"{old.name}.json" in names


def test_what_was_left_half_way_is_set_right(qtbot: QtBot, library: Library, service: TrashService) -> None:
    (path,) = saved(library, 1)
    entry = Trash(library).put(path)
    entry.path.rename(path)
    with qtbot.waitSignal(service.listed, timeout=20_000) as listed:
        service.begin()
    assert listed.args[0] == ()
    assert library.read(path).record.prompt == "fox 0"
