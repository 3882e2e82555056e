"""The look in force: follows the system or a person's choice, and tells those who paint for themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.core.settings import ThemeChoice
from desktop_app.ui.theme.fonts import body_font
from desktop_app.ui.theme.style_sheet import style_sheet
from desktop_app.ui.theme.tokens import TOKENS, Scheme, Tokens, system_is_light

_FIXED = {
    ThemeChoice.DARK: Scheme.DARK,
    ThemeChoice.LIGHT: Scheme.LIGHT,
    ThemeChoice.GREY: Scheme.GREY,
}


class Theme(QObject):
    """Holds the colours and puts them on the application.

    Signals:
        changed: other colours are in force; repaint what is painted by hand.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__()
        self._app = app
        self._choice = choice
        self._was_light = system_is_light(app)
        app.setStyle("Fusion")
        app.setFont(body_font())
        self._scheme = self._wanted()
        self._put_on()
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return TOKENS[self._scheme]

    @property
    def scheme(self) -> Scheme:
        """The set of colours in force."""
        return self._scheme

    def color(self, role: str) -> QColor:
        """Return the colour of a token by its name, such as `accent`."""
        return QColor(getattr(self.tokens, role))

    def choose(self, choice: ThemeChoice) -> None:
        """Put a person's choice in force."""
        self._choice = choice
        self._switch()

    def _on_system_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._switch()

    def _switch(self) -> None:
        wanted = self._wanted()
        if wanted != self._scheme:
            self._scheme = wanted
            self._put_on()
            self.changed.emit()

    def _wanted(self) -> Scheme:
        fixed = _FIXED.get(self._choice)
        if fixed is not None:
            return fixed
        told = self._app.styleHints().colorScheme()
        is_light = self._was_light if told == Qt.ColorScheme.Unknown else told == Qt.ColorScheme.Light
        return Scheme.LIGHT if is_light else Scheme.DARK

    def _put_on(self) -> None:
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self._scheme))


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for each, color in (
        (role.Window, tokens.window),
        (role.WindowText, tokens.text),
        (role.Base, tokens.field),
        (role.AlternateBase, tokens.panel),
        (role.Text, tokens.text),
        (role.Button, tokens.field),
        (role.ButtonText, tokens.text),
        (role.PlaceholderText, tokens.dim),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.ToolTipBase, tokens.panel),
        (role.ToolTipText, tokens.text),
        (role.Link, tokens.text),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line),
        (role.Light, tokens.hover),
    ):
        palette.setColor(each, QColor(color))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.faint))
    return palette
