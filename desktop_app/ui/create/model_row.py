"""The model: which one, what it costs, and its presets."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.presets import ModelPreset
from desktop_app.ui.create import create_words
from desktop_app.ui.create.drop_down import DropDown
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.note import Note
from desktop_app.ui.create.picker import Picker, Section
from desktop_app.ui.create.picker_row import Choice
from desktop_app.ui.theme.theme import Theme

_PRESET, _MODEL = "preset:", "model:"
_PICKER_PX = 376


class ModelRow(QWidget):
    """The field with its list.

    Signals:
        model_chosen(str): a model's id.
        preset_chosen(ModelPreset): a preset of the list.
        presets_edited(object): the tuple of model presets as it is to be now.
    """

    model_chosen = Signal(str)
    preset_chosen = Signal(object)
    presets_edited = Signal(object)

    def __init__(self, theme: Theme, form: Form, presets: tuple[ModelPreset, ...]) -> None:
        super().__init__()
        self._form = form
        self._presets = presets
        self._head = FieldHead(self.tr("Model"))
        self.field = DropDown(theme, self.tr("Model"))
        self.note = Note("secondary")
        self.picker = Picker(theme, self.tr("Save as preset…"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._head, self.field, self.note):
            column.addWidget(part)
        self.field.clicked.connect(self.open_list)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.saved.connect(self._on_saved)
        self.picker.renamed.connect(self._on_renamed)
        self.picker.deleted.connect(self._on_deleted)

    def show_form(self) -> None:
        """Show what the form holds."""
        self.field.set_value(self._form.profile.name, create_words.price_each(self._form.price_each))
        preset = next((each for each in self._presets if self._form.matches(each)), None)
        self._head.set_side(create_words.preset_name(preset) if preset is not None else "")
        self.note.say(self._exchange())

    def open_list(self) -> None:
        """Show the list of presets and models."""
        self.picker.fill(self._sections())
        self.picker.open_under(self.field, max(_PICKER_PX, self.field.width()))

    @property
    def preset_shown(self) -> str:
        """The name of the preset in force, at the right of the label."""
        return self._head.side.text()

    def _exchange(self) -> str:
        chosen, taken = self._form.chosen, self._form.profile
        if chosen.id == taken.id:
            return ""
        if chosen.reference_count == 0:
            text = self.tr("{model} takes no references. {other} was chosen.")
        elif chosen.reference_count == 1:
            text = self.tr("{model} takes one reference. {other} was chosen.")
        else:
            text = self.tr("{model} takes {count} references. {other} was chosen.")
        return text.format(model=chosen.name, count=chosen.reference_count, other=taken.name)

    def _sections(self) -> list[Section]:
        presets = tuple(
            Choice(
                f"{_PRESET}{index}",
                create_words.preset_name(preset),
                self._form.catalogue.first_of(preset.models).name,
                is_preset=True,
            )
            for index, preset in enumerate(self._presets)
        )
        return [Section(self.tr("Presets"), presets), *self._models()]

    def _models(self) -> list[Section]:
        groups: dict[str, list[ModelProfile]] = {}
        for profile in self._form.catalogue:
            groups.setdefault(profile.organisation.casefold(), []).append(profile)
        return [
            Section(group[0].organisation, tuple(self._choice(profile) for profile in group))
            for group in sorted(groups.values(), key=self._is_later)
        ]

    def _is_later(self, group: list[ModelProfile]) -> bool:
        # The demo engine, while it is in force, stands beside the presets, so that both are in sight.
        return not (self._form.profile.is_demo and self._form.profile in group)

    def _choice(self, profile: ModelProfile) -> Choice:
        price = create_words.price(self._form.price_of(profile))
        return Choice(f"{_MODEL}{profile.id}", profile.name, price, is_current=profile.id == self._form.profile.id)

    def _index(self, key: str) -> int:
        return int(key.removeprefix(_PRESET))

    def _on_chosen(self, key: str) -> None:
        if key.startswith(_PRESET):
            self.preset_chosen.emit(self._presets[self._index(key)])
        else:
            self.model_chosen.emit(key.removeprefix(_MODEL))

    def _on_saved(self, name: str) -> None:
        steps = self._form.sent_steps
        self._edit((*self._presets, ModelPreset(name, (self._form.profile.id,), steps)))

    def _on_renamed(self, key: str, name: str) -> None:
        index = self._index(key)
        renamed = replace(self._presets[index], name=name, key="")
        self._edit((*self._presets[:index], renamed, *self._presets[index + 1 :]))

    def _on_deleted(self, key: str) -> None:
        index = self._index(key)
        self._edit((*self._presets[:index], *self._presets[index + 1 :]))

    def _edit(self, presets: tuple[ModelPreset, ...]) -> None:
        self._presets = presets
        self.presets_edited.emit(presets)
        self.show_form()
        self.picker.refill(self._sections())
