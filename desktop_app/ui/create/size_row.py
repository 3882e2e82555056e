"""The size: shapes at hand, how many pixels, a list of everything else, and the shape of the reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.presets import SizePreset
from desktop_app.core.sizes import GridRule, Size
from desktop_app.ui.create import create_words, size_list
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.picker import Picker
from desktop_app.ui.create.resolution_row import ResolutionRow
from desktop_app.ui.create.shape_button import ShapeButton
from desktop_app.ui.create.side_button import SideButton
from desktop_app.ui.create.size_fields import SizeFields
from desktop_app.ui.create.size_groups import SizeGroup, in_group, size_groups, stretch, thousands
from desktop_app.ui.theme.theme import Theme

_AT_HAND = 5
_PICKER_PX = 320


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
        self._shown: tuple[Size | None, ...] = ()
        self.side = SideButton(theme, self.tr("Size"))
        self.fields = SizeFields(theme)
        self.resolution = ResolutionRow()
        self.picker = Picker(theme, self.tr("Save as preset…"), self, self.fields)
        self.picker.setAccessibleName(self.tr("Sizes"))
        self.picker.use_number_field(self.fields.width_box)
        self._shapes = QHBoxLayout()
        self._shapes.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(FieldHead(self.tr("Size"), self.side))
        column.addLayout(self._shapes)
        column.addWidget(self.resolution)
        self.side.clicked.connect(self.open_list)
        self.fields.size_given.connect(self._on_size_given)
        self.fields.size_typed.connect(self._on_size_typed)
        self.resolution.group_chosen.connect(self._on_group_chosen)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.saved.connect(self._on_saved)
        self.picker.renamed.connect(self._on_renamed)
        self.picker.deleted.connect(self._on_deleted)

    @property
    def buttons(self) -> tuple[ShapeButton, ...]:
        """The shapes at hand."""
        return tuple(self._buttons)

    def set_presets(self, presets: tuple[SizePreset, ...]) -> None:
        """Offer other presets; nothing is told of it."""
        self._presets = presets
        self.show_form()

    def show_form(self) -> None:
        """Show what the form holds."""
        groups, group = self._groups()
        self.resolution.show_groups(groups, group)
        self._show_buttons(self._at_hand(group))
        self.side.set_value(self._value())
        self.side.setToolTip(self._snapped())
        chosen = None if self._form.follows_reference else self._chosen_at_hand()
        for button in self._buttons:
            button.setChecked(button.size_px == chosen)

    def open_list(self) -> None:
        """Show the list of all sizes."""
        self.picker.fill(size_list.sections(self._form, self._presets))
        self.fields.show_size(self._form.sent_size or self._form.size)
        self.picker.open_under(self.side, max(_PICKER_PX, self.width()))

    def _groups(self) -> tuple[tuple[SizeGroup, ...], SizeGroup | None]:
        """Return the groups of the model's own sizes, and the one in force."""
        groups, size = size_groups(self._form.profile.size_rule), self._form.sent_size
        if not groups:
            return (), None
        wanted = thousands(size if size is not None else groups[0].sizes[0])
        return groups, next((each for each in groups if each.thousands == wanted), groups[0])

    def _at_hand(self, group: SizeGroup | None) -> tuple[Size | None, ...]:
        """Return the sizes of the buttons; those of a group are legal ones of about as many pixels as now."""
        sizes = sorted((preset.size for preset in self._presets[:_AT_HAND]), key=stretch)
        if group is not None:
            sizes = [in_group(self._form.profile.size_rule, size, group) for size in sizes]
        follow = (None,) if self._form.can_follow else ()
        return (*follow, *dict.fromkeys(sizes))

    def _chosen_at_hand(self) -> Size | None:
        """Return the size of the button that is to be marked: the wish, or what the model makes of it."""
        rule = self._form.profile.size_rule
        return self._form.size if isinstance(rule, GridRule) else self._form.sent_size

    def _value(self) -> str:
        size = self._form.sent_size
        if size is None:
            return self.tr("as reference")
        return self._form.shape or size_list.pixels(size)

    def _snapped(self) -> str:
        size, wish = self._form.sent_size, self._form.size
        if size is None or size == wish:
            return ""
        text = self.tr("The nearest to {wish} that {model} takes")
        return text.format(wish=size_list.pixels(wish), model=self._form.profile.name)

    def _show_buttons(self, sizes: tuple[Size | None, ...]) -> None:
        if sizes == self._shown:
            return
        self._shown = sizes
        while (item := self._shapes.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._buttons = []
        for size in sizes:
            self._add_button(size)
        # Few shapes stay as wide as many.
        if len(sizes) < _AT_HAND:
            self._shapes.addStretch(_AT_HAND - len(sizes))
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go through what was made later in the order in which it stands."""
        chain: list[QWidget] = [self.side, *self._buttons, *self.resolution.buttons]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _add_button(self, size: Size | None) -> None:
        if size is None:
            button = ShapeButton(self._theme, None, self.tr("same"), self.tr("As reference"))
        else:
            button = ShapeButton(self._theme, size, create_words.ratio(size), self._button_name(size))
        button.clicked.connect(self._on_shape_clicked)
        self._buttons.append(button)
        self._shapes.addWidget(button, 1)

    def _button_name(self, size: Size) -> str:
        preset = next((each for each in self._presets if each.size == size), None)
        name = create_words.preset_name(preset) if preset is not None else create_words.ratio(size)
        return f"{name}, {size_list.pixels(size)}"

    def _on_shape_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, ShapeButton)
        self.size_chosen.emit(button.size_px)
        self.show_form()

    def _on_size_given(self, size: Size) -> None:
        self.picker.hide()
        self.size_chosen.emit(size)

    def _on_size_typed(self, size: Size) -> None:
        text = size_list.outcome(self._form, size)
        self.fields.show_outcome(text, is_other=bool(size_list.becomes(self._form, size)))

    def _on_group_chosen(self, group: SizeGroup) -> None:
        wish = self._form.sent_size or self._form.size
        self.size_chosen.emit(in_group(self._form.profile.size_rule, wish, group))
        self.show_form()

    def _on_chosen(self, key: str) -> None:
        self.size_chosen.emit(size_list.size_of(key, self._presets))

    def _on_saved(self, name: str) -> None:
        self._edit((*self._presets, SizePreset(name, self.fields.size_px)))

    def _on_renamed(self, key: str, name: str) -> None:
        index = size_list.preset_index(key)
        assert index is not None
        renamed = replace(self._presets[index], name=name, key="")
        self._edit((*self._presets[:index], renamed, *self._presets[index + 1 :]))

    def _on_deleted(self, key: str) -> None:
        index = size_list.preset_index(key)
        assert index is not None
        self._edit((*self._presets[:index], *self._presets[index + 1 :]))

    def _edit(self, presets: Iterable[SizePreset]) -> None:
        self._presets = tuple(presets)
        self.presets_edited.emit(self._presets)
        self.show_form()
        self.picker.refill(size_list.sections(self._form, self._presets))
