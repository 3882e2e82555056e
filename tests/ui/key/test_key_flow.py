"""The key's way from the keyring to the engine, with a keyring that answers late and one that never does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import KeyringSilent
from desktop_app.core.settings import Settings
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.qt.tasks import Tasks
from desktop_app.store.folders import Folders
from desktop_app.store.secrets import KeyPlace, KeyStore, StoredKey
from desktop_app.ui.key.key_flow import KeyFlow


class LateStore(KeyStore):
    """A keyring whose window is answered only after it was given up once."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked = 0

    def load(self) -> StoredKey:
        self.asked += 1
        if self.asked == 1:
            raise KeyringSilent("no answer")
        return StoredKey("tgp_v1_late", KeyPlace.KEYRING, "Secret Service")


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[EngineThread, Tasks, QObject]]:
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "library")
    owner = QObject()
    engine, tasks = EngineThread(session_opener(folders, Settings(), {}), owner), Tasks(owner)
    yield engine, tasks, owner
    engine.close()
    tasks.close()


def test_a_keyring_that_is_unlocked_late_still_gives_its_key(
    qtbot: QtBot, parts: tuple[EngineThread, Tasks, QObject]
) -> None:
    engine, tasks, owner = parts
    store = LateStore()
    flow = KeyFlow(store, engine, tasks, owner)
    flow.load()

    qtbot.waitUntil(lambda: flow.has_key, timeout=8_000)

    assert store.asked == 2
    flow.close()


class OpenWindow(KeyringBackend):
    """A keyring whose window stays open until it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()

    def get_password(self, _service: str, _username: str) -> str | None:
        self.asked.set()
        self.let_go.wait(30)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture
def open_window() -> Iterator[OpenWindow]:
    backend, before = OpenWindow(), keyring.get_keyring()
    keyring.set_keyring(backend)
    yield backend
    backend.let_go.set()
    keyring.set_keyring(before)


def test_closing_waits_for_no_keyring(
    qtbot: QtBot, parts: tuple[EngineThread, Tasks, QObject], open_window: OpenWindow
) -> None:
    engine, tasks, owner = parts
    flow = KeyFlow(KeyStore({}, timeout_s=30), engine, tasks, owner)
    flow.load()
    qtbot.waitUntil(open_window.asked.is_set)

    before = time.monotonic()
    flow.close()
    tasks.close()

    assert time.monotonic() - before < 5
