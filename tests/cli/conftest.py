"""What the tests of the command line share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.settings import Settings
from desktop_app.engine.places import settings_path
from desktop_app.store.folders import user_folders
from desktop_app.store.settings import SettingsFile

if TYPE_CHECKING:
    from tests.support.server import LoopbackServer


@pytest.fixture
def live(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> LoopbackServer:
    """The server on loopback, with base URL and key in the environment."""
    monkeypatch.setenv("TOGETHER_BASE_URL", server.url)
    monkeypatch.setenv("TOGETHER_API_KEY", "tgp_test_key")
    # Pictures of one order need not wait for each other here.
    SettingsFile(settings_path(user_folders())).save(Settings(pace_s=0.0))
    return server
