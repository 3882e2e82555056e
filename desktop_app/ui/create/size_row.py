"""The size: five shapes at hand, all presets and own sizes in a list, and the shape of the reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import log

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.presets import SizePreset
from desktop_app.core.sizes import Size
from desktop_app.ui import words
from desktop_app.ui.create import create_words
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.picker import Picker, Section
from desktop_app.ui.create.picker_row import Choice
from desktop_app.ui.create.shape_button import ShapeButton
from desktop_app.ui.create.side_button import SideButton
from desktop_app.ui.create.size_fields import SizeFields
from desktop_app.ui.theme.theme import Theme

_AT_HAND = 5
_AS_REFERENCE = "reference"
_PICKER_PX = 272


class SizeRow(QWidget):
    """Buttons and a list.

    Signals:
        size_chosen(object): a Size, or `None` for the shape of the reference.
        presets_edited(object): the tuple of size presets as it is to be now.
    """

    size_chosen = Signal(object)
    presets_edited = Signal(object)

    def __init__(self, theme: Theme, form: Form, presets: tuple[SizePreset, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._form = form
        self._presets = presets
        self._buttons: list[ShapeButton] = []
        self._could_follow = False
        self.side = SideButton(theme, self.tr("Size"))
        self.fields = SizeFields()
        self.picker = Picker(theme, self.tr("Save as preset…"), self, self.fields)
        self._shapes = QHBoxLayout()
        self._shapes.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(FieldHead(self.tr("Size"), self.side))
        column.addLayout(self._shapes)
        self.side.clicked.connect(self.open_list)
        self.fields.size_given.connect(self._on_size_given)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.saved.connect(self._on_saved)
        self.picker.renamed.connect(self._on_renamed)
        self.picker.deleted.connect(self._on_deleted)
        self._make_buttons()

    @property
    def buttons(self) -> tuple[ShapeButton, ...]:
        """The shapes at hand."""
        return tuple(self._buttons)

    def show_form(self) -> None:
        """Show what the form holds."""
        if self._form.can_follow != self._could_follow:
            self._could_follow = self._form.can_follow
            self._make_buttons()
        self.side.set_value(self._value())
        self.side.setToolTip(self._snapped())
        chosen = None if self._form.follows_reference else self._form.size
        for button in self._buttons:
            button.setChecked(button.size_px == chosen)

    def open_list(self) -> None:
        """Show the list of all sizes."""
        self.fields.show_size(self._form.size)
        self.picker.fill(self._sections())
        self.picker.open_under(self.side, max(_PICKER_PX, self.width()))

    def _value(self) -> str:
        size = self._form.sent_size
        if size is None:
            return self.tr("as reference")
        return self._form.shape or words.size(size.width, size.height)

    def _snapped(self) -> str:
        size, wish = self._form.sent_size, self._form.size
        if size is None or size == wish:
            return ""
        text = self.tr("The nearest to {wish} that {model} takes")
        return text.format(wish=words.size(wish.width, wish.height), model=self._form.profile.name)

    def _make_buttons(self) -> None:
        for old in self._buttons:
            self._shapes.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        if self._form.can_follow:
            self._add_button(None, self.tr("same"), self.tr("As reference"))
        for preset in sorted(self._presets[:_AT_HAND], key=_order):
            size = words.size(preset.size.width, preset.size.height)
            name = f"{create_words.preset_name(preset)}, {size}"
            self._add_button(preset.size, create_words.ratio(preset.size), name)

    def _add_button(self, size: Size | None, caption: str, name: str) -> None:
        button = ShapeButton(self._theme, size, caption, name)
        button.clicked.connect(self._on_shape_clicked)
        self._buttons.append(button)
        self._shapes.addWidget(button, 1)

    def _sections(self) -> list[Section]:
        following = self._form.follows_reference
        choices: list[Choice] = []
        if self._form.can_follow:
            choices.append(Choice(_AS_REFERENCE, self.tr("As reference"), is_current=following))
        for index, preset in enumerate(self._presets):
            size = words.size(preset.size.width, preset.size.height)
            is_current = not following and preset.size == self._form.size
            choices.append(Choice(str(index), create_words.preset_name(preset), size, is_current, is_preset=True))
        return [Section(self.tr("Sizes"), tuple(choices))]

    def _on_shape_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, ShapeButton)
        self.size_chosen.emit(button.size_px)
        self.show_form()

    def _on_size_given(self, size: Size) -> None:
        self.picker.hide()
        self.size_chosen.emit(size)

    def _on_chosen(self, key: str) -> None:
        self.size_chosen.emit(None if key == _AS_REFERENCE else self._presets[int(key)].size)

    def _on_saved(self, name: str) -> None:
        self._edit((*self._presets, SizePreset(name, self.fields.size_px)))

    def _on_renamed(self, key: str, name: str) -> None:
        index = int(key)
        renamed = replace(self._presets[index], name=name, key="")
        self._edit((*self._presets[:index], renamed, *self._presets[index + 1 :]))

    def _on_deleted(self, key: str) -> None:
        index = int(key)
        self._edit((*self._presets[:index], *self._presets[index + 1 :]))

    def _edit(self, presets: Iterable[SizePreset]) -> None:
        self._presets = tuple(presets)
        self.presets_edited.emit(self._presets)
        self._make_buttons()
        self.show_form()
        self.picker.refill(self._sections())


def _order(preset: SizePreset) -> tuple[float, bool]:
    """Squares first, then ever longer shapes, lying before upright."""
    stretch = log(preset.size.ratio)
    return round(abs(stretch), 2), stretch < 0
