"""One LoRA: its address with the check of it, how strongly it acts, and its place among the favourites."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.lora_address import LoraAddress, checked
from desktop_app.core.presets import LoraFavourite
from desktop_app.core.request import LORA_SCALE_MAX, Lora
from desktop_app.ui.create.lora_words import problem_words
from desktop_app.ui.create.name_editor import NameEditor
from desktop_app.ui.create.note import Note
from desktop_app.ui.create.slider_pair import SliderPair
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.create.wide_link import WideLink
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import text_label

_SCALE_UNIT, _SCALE_DECIMALS = 0.05, 2
_ADDRESS_LENGTH = 2_000
_BUTTON_PX = 28


class LoraRow(QWidget):
    """An address above a slider.

    Signals:
        changed(Lora): the LoRA as it is set now.
        removed: the row is to go.
        favourite_named(str): the LoRA is to be kept as a favourite of this name.
    """

    changed = Signal(object)
    removed = Signal()
    favourite_named = Signal(str)

    def __init__(self, theme: Theme, lora: Lora) -> None:
        super().__init__()
        self._theme = theme
        self._lora = Lora("")
        self._favourite: LoraFavourite | None = None
        self._editor: NameEditor | None = None
        self.line = QLineEdit()
        self.star = IconButton(theme, "star", self.tr("Keep as a favourite"), size_px=_BUTTON_PX, icon_px=14)
        self.remove = IconButton(theme, "x", self.tr("Remove this LoRA"), size_px=_BUTTON_PX, icon_px=14)
        self.pair = SliderPair(self.tr("Scale of the LoRA"), _SCALE_UNIT, _SCALE_DECIMALS, self)
        self.note = Note("warn-small")
        self.fix = WideLink()
        self.left_out = Note("secondary")
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._set_up()
        self.show_lora(lora)

    @property
    def lora(self) -> Lora:
        """The LoRA as it is set now."""
        return self._lora

    def show_lora(self, lora: Lora) -> None:
        """Show a LoRA; nothing is told of it."""
        if lora.path != self._lora.path:
            self._drop_editor()
            if lora.path != self.line.text().strip():
                self.line.setText(lora.path)
                self.line.setCursorPosition(0)
            self._lora = lora
            self._show_check()
        self._lora = lora
        self.pair.show_value(lora.scale)
        self.star.setEnabled(bool(lora.path))

    def show_favourite(self, favourite: LoraFavourite | None) -> None:
        """Show under which name it is a favourite, if it is one."""
        self._favourite = favourite
        self.star.setChecked(favourite is not None)
        text = self.tr("Favourite: {name}").format(name=favourite.name) if favourite else self.tr("Keep as a favourite")
        self.star.setAccessibleName(text)
        self.star.setToolTip(plain_tip(text))

    def show_left_out(self, text: str) -> None:
        """Say that the model does not take this one, or nothing."""
        self.left_out.say(text)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self.line, 1)
        first.addSpacing(4)
        first.addWidget(self.star)
        first.addWidget(self.remove)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(text_label(self.tr("Scale"), "label"))
        second.addWidget(self.pair.slider, 1)
        second.addWidget(self.pair.box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(first)
        for part in (self.note, self.fix, self.left_out):
            self._column.addWidget(part)
        self._column.addLayout(second)

    def _set_up(self) -> None:
        self.line.setAccessibleName(self.tr("Address of the LoRA"))
        self.line.setPlaceholderText(self.tr("owner/name or a link"))
        self.line.setMaxLength(_ADDRESS_LENGTH)
        self.star.setCheckable(True)
        self.pair.set_range(0.0, LORA_SCALE_MAX)
        self.fix.hide()
        self.line.textChanged.connect(self._on_text_changed)
        self.line.textEdited.connect(self._on_typed)
        self.line.editingFinished.connect(self._show_check)
        self.star.clicked.connect(self._on_star_clicked)
        self.remove.clicked.connect(self.removed)
        self.fix.clicked.connect(self._on_fix_clicked)
        self.pair.value_chosen.connect(self._on_scale_chosen)
        for first, second in ((self.line, self.star), (self.star, self.remove), (self.remove, self.fix)):
            self.setTabOrder(first, second)

    def _show_check(self) -> None:
        address = checked(self._lora.path)
        self.note.say(problem_words(address))
        self._offer(address)

    def _offer(self, address: LoraAddress) -> None:
        use = self.tr("Use {address}")
        self.fix.set_words(use.format(address=_short(address.offered)), use.format(address=address.offered))
        if not address.offered and self.fix.hasFocus():
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fix.setVisible(bool(address.offered))

    def _on_text_changed(self, text: str) -> None:
        self.line.setToolTip(plain_tip(text))

    def _on_typed(self, text: str) -> None:
        path = text.strip()
        if path == self._lora.path:
            return
        was_pasted = abs(len(path) - len(self._lora.path)) > 1
        self._drop_editor()
        self._lora = replace(self._lora, path=path)
        self.star.setEnabled(bool(path))
        # A half-typed address is not scolded; one that came whole, or has become right, is looked at at once.
        if was_pasted or checked(path).is_right:
            self._show_check()
        self.changed.emit(self._lora)

    def _on_scale_chosen(self, scale: float) -> None:
        self._lora = replace(self._lora, scale=scale)
        self.changed.emit(self._lora)

    def _on_fix_clicked(self) -> None:
        self._lora = replace(self._lora, path=checked(self._lora.path).offered)
        self.line.setText(self._lora.path)
        self.line.setCursorPosition(0)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_check()
        self.changed.emit(self._lora)

    def _on_star_clicked(self) -> None:
        self.show_favourite(self._favourite)
        if self._editor is not None:
            self._on_given_up()
            return
        name = self._favourite.name if self._favourite is not None else ""
        self._editor = NameEditor(self._theme, name, self.tr("Name of the favourite"))
        self._editor.named.connect(self._on_named)
        self._editor.given_up.connect(self._on_given_up)
        self._column.insertWidget(1, self._editor)
        self.setTabOrder(self.remove, self._editor)
        self._editor.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_named(self, name: str) -> None:
        self._on_given_up()
        self.favourite_named.emit(name)

    def _on_given_up(self) -> None:
        self.star.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop_editor()

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self._column.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None


def _short(address: str) -> str:
    """Return what is new in a mended address."""
    place = address.find("/resolve/")
    return f"…{address[place:]}" if place > 0 else address
