"""What every widget needs: the look, and threads for disk work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.core.settings import ThemeChoice
from desktop_app.qt.tasks import Tasks
from desktop_app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Put the dark colours on the application."""
    return Theme(qapp, ThemeChoice.DARK)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Run functions in one thread, one after the other."""
    running = Tasks(threads=1)
    yield running
    running.close()
