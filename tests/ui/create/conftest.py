"""The panel as the window has it: real presets, real threads, a real folder of references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.known_models import known_catalogue
from desktop_app.store.presets_file import Presets
from desktop_app.store.references import ReferenceStore
from desktop_app.ui.create.panel import CreatePanel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop_app.qt.tasks import Tasks
    from desktop_app.ui.theme.theme import Theme


@pytest.fixture
def new_panel(qtbot: QtBot, theme: Theme, tasks: Tasks, tmp_path: Path) -> Callable[[], CreatePanel]:
    """Return a maker of panels that share one folder of references."""

    def make() -> CreatePanel:
        panel = CreatePanel(theme, known_catalogue(), Presets(), tasks, ReferenceStore(tmp_path / "references"))
        qtbot.addWidget(panel)
        panel.resize(304, 900)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        panel.focus_prompt()
        return panel

    return make


@pytest.fixture
def panel(new_panel: Callable[[], CreatePanel]) -> CreatePanel:
    """Return a panel on the screen, the cursor in its prompt."""
    return new_panel()
