"""What is seen under the mouse while pictures are dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QImage

from desktop_app.ui.gallery.drag import drag_pixmap

if TYPE_CHECKING:
    from desktop_app.ui.theme.theme import Theme


def test_a_drag_shows_the_picture_and_how_many_there_are(theme: Theme) -> None:
    red = QImage(400, 200, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    one, many = drag_pixmap(red, 1, theme, 2.0), drag_pixmap(red, 12, theme, 2.0)
    assert (one.width(), one.height(), one.devicePixelRatio()) == (192, 96, 2.0)
    assert one.toImage().pixelColor(180, 12) == QColor("red")
    badge = many.toImage().pixelColor(180, 12)
    assert badge == theme.color("accent")
