"""A button that shows an icon and names itself to screen readers and in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from desktop_app.ui.theme.icons import icon
from desktop_app.ui.theme.theme import Theme


class IconButton(QToolButton):
    """An icon of the set, 28 px square, tinted anew when the theme changes."""

    def __init__(
        self,
        theme: Theme,
        icon_name: str,
        accessible_name: str,
        parent: QWidget | None = None,
        *,
        color_role: str = "dim",
        size_px: int = 28,
        icon_px: int = 16,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._color_role = color_role
        self.setProperty("kind", "icon")
        self.setFixedSize(size_px, size_px)
        self.setIconSize(QSize(icon_px, icon_px))
        self.set_name(accessible_name)
        self._tint()
        theme.changed.connect(self._tint)

    def set_icon_name(self, icon_name: str) -> None:
        """Show another icon of the set."""
        self._icon_name = icon_name
        self._tint()

    def set_name(self, accessible_name: str) -> None:
        """Set the words for screen readers and the tool tip."""
        self.setAccessibleName(accessible_name)
        self.setToolTip(accessible_name)

    def _tint(self) -> None:
        self.setIcon(icon(self._icon_name, self._theme.color(self._color_role)))
