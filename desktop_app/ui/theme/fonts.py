"""The one family of the program: the system's own, or Inter where the system names none."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from desktop_app.resources import resource

BODY_PX = 13
_FACES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
_NO_CHOICE = frozenset({"sans", "sans serif", "sans-serif", "dejavu sans", "bitstream vera sans", "helvetica"})
"""What a Linux system answers on which nobody chose a font for the desktop."""


def body_font() -> QFont:
    """Return the font of ordinary text, 13 px, with digits of equal width."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    if sys.platform.startswith("linux") and _is_no_choice(font):
        font = QFont(_bundled_family() or font.family())
    font.setPixelSize(BODY_PX)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _is_no_choice(font: QFont) -> bool:
    return {font.family().lower(), QFontInfo(font).family().lower()} & _NO_CHOICE != set()


def _bundled_family() -> str:
    families: list[str] = []
    for face in _FACES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", face)))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else ""
