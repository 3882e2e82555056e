"""Icons are sharp at any scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from desktop_app.ui.theme.icons import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.0])
def test_an_icon_has_a_pixel_for_each_of_the_screens(qapp: QApplication, scale: float) -> None:
    pixmap = icon("copy", QColor("#ff0000")).pixmap(QSize(16, 16), scale)

    assert pixmap.size() == QSize(16, 16) * scale
    assert pixmap.devicePixelRatio() == scale


def test_a_name_that_is_none_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", QColor("#ff0000"))
