"""The panel on the screen, over a real library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.known_models import known_catalogue
from desktop_app.store.library import Library
from desktop_app.ui.details.panel import WIDTH_PX, DetailsPanel

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, tasks: Tasks, library: Library) -> DetailsPanel:
    widget = DetailsPanel(theme, tasks, library.read, known_catalogue())
    qtbot.addWidget(widget)
    widget.resize(WIDTH_PX, 800)
    widget.show()
    return widget
