"""The provider's list through the engine's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.catalogue import Availability
from desktop_app.core.settings import Settings
from desktop_app.qt.engine_thread import EngineThread, session_opener
from desktop_app.store.folders import Folders
from tests.support.model_lists import RECORDED_MODELS, a_listed_model
from tests.support.server import MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.engine.events import ModelsRefreshed
    from tests.support.server import LoopbackServer

PATIENCE_MS = 20_000


@pytest.fixture
def engine(qapp: object, tmp_path: Path, server: LoopbackServer) -> Iterator[EngineThread]:
    folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "library")
    thread = EngineThread(session_opener(folders, Settings(), {"TOGETHER_BASE_URL": server.url}))
    yield thread
    assert thread.close()


def test_the_list_arrives_once_the_key_is_told(qtbot: QtBot, engine: EngineThread, server: LoopbackServer) -> None:
    server.models = [*RECORDED_MODELS, a_listed_model("someone/new-model")]
    engine.refresh_models(quiet=True)
    engine.start()

    with (
        qtbot.waitSignal(engine.models_refreshed, timeout=PATIENCE_MS) as answered,
        qtbot.waitSignal(engine.catalogue_changed, timeout=PATIENCE_MS) as changed,
    ):
        engine.set_key("tgp_key")

    assert answered.args
    assert changed.args
    catalogue: Catalogue = changed.args[0]
    refreshed: ModelsRefreshed = answered.args[0]
    assert catalogue.profile("someone/new-model").availability is Availability.NEW
    assert (refreshed.error, refreshed.listed_on) == (None, catalogue.listed_on)
    assert [request.path for request in server.requests] == [MODELS]


def test_who_asks_without_a_key_is_told(qtbot: QtBot, engine: EngineThread, server: LoopbackServer) -> None:
    engine.start()
    engine.set_key("")
    with qtbot.waitSignal(engine.models_refreshed, timeout=PATIENCE_MS) as told:
        engine.refresh_models()
    assert told.args
    assert type(told.args[0].error).__name__ == "KeyRejected"
    assert server.requests == []


def test_a_question_that_still_waits_does_not_hold_the_end_up(engine: EngineThread) -> None:
    engine.start()
    engine.refresh_models(quiet=True)
    assert engine.close(5.0)
