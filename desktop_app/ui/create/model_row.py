"""The model: which one, what it costs, and its presets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.errors import SfumatoError
from desktop_app.core.presets import ModelPreset
from desktop_app.ui.create import create_words, model_list
from desktop_app.ui.create.drop_down import DropDown
from desktop_app.ui.create.field_head import FieldHead
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.list_line import ListLine
from desktop_app.ui.create.note import Note
from desktop_app.ui.create.picker import Picker
from desktop_app.ui.create.tool_tips import plain_tip
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import set_kind

_PICKER_PX = 376


class ModelRow(QWidget):
    """The field with its list.

    Signals:
        model_chosen(str): a model's id.
        preset_chosen(ModelPreset): a preset of the list.
        presets_edited(object): the tuple of model presets as it is to be now.
        refresh_requested: the provider is to be asked for its list of models; `show_refresh_result` takes the answer.
        export_requested, import_requested: presets are to be written to a file, or read from one.
    """

    model_chosen = Signal(str)
    preset_chosen = Signal(object)
    presets_edited = Signal(object)
    refresh_requested = Signal()
    export_requested = Signal()
    import_requested = Signal()

    def __init__(self, theme: Theme, form: Form, presets: tuple[ModelPreset, ...]) -> None:
        super().__init__()
        self._form = form
        self._presets = presets
        self._listed: Catalogue | None = None
        self._head = FieldHead(self.tr("Model"))
        self.field = DropDown(theme, self.tr("Model"))
        self.note = Note("secondary")
        self.told = Note("warn-small")
        self.list_line = ListLine()
        self.export_button = self._foot_button(self.tr("Export…"), self.tr("Export presets"))
        self.import_button = self._foot_button(self.tr("Import…"), self.tr("Import presets"))
        self.picker = Picker(theme, self.tr("Save as preset…"), self)
        self.picker.setAccessibleName(self.tr("Models"))
        for button in (self.import_button, self.export_button):
            self.picker.add_foot_action(button)
        self.picker.add_foot_line(self.list_line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._head, self.field, self.note, self.told):
            column.addWidget(part)
        self._connect()

    def show_form(self) -> None:
        """Show what the form holds."""
        profile = self._form.profile
        self.field.set_value(profile.name, create_words.price_each(self._form.price_each))
        doubt = model_list.doubt_words(profile)
        self.field.setToolTip(plain_tip(doubt))
        self.field.setAccessibleDescription(doubt)
        preset = next((each for each in self._presets if self._form.matches(each)), None)
        self._head.set_side(create_words.preset_name(preset) if preset is not None else "")
        self._show_note()
        self.list_line.show_day(self._form.catalogue.listed_on)
        if self.picker.isVisible() and self._listed is not self._form.catalogue:
            self._fill_again()

    def set_presets(self, presets: tuple[ModelPreset, ...]) -> None:
        """Offer other presets; nothing is told of it."""
        self._presets = presets
        self.show_form()

    def tell(self, text: str) -> None:
        """Say something of the presets under the field, until the list is opened again."""
        self.told.say(text)

    def show_refreshing(self) -> None:
        """Say in the list that the provider is being asked for its models."""
        self.list_line.show_refreshing()

    def show_refresh_result(self, error: SfumatoError | None, listed_on: date | None) -> None:
        """Say in the list what came of asking: the day of the list that counts now, and why there is no newer one."""
        self.list_line.show_result(error, listed_on)

    def open_list(self) -> None:
        """Show the list of presets and models."""
        self.told.say("")
        self._listed = self._form.catalogue
        self.picker.fill(model_list.sections(self._form, self._presets))
        self.picker.open_under(self.field, max(_PICKER_PX, self.field.width()))

    @property
    def preset_shown(self) -> str:
        """The name of the preset in force, at the right of the label."""
        return self._head.side.text()

    def _connect(self) -> None:
        self.field.clicked.connect(self.open_list)
        self.picker.chosen.connect(self._on_chosen)
        self.picker.saved.connect(self._on_saved)
        self.picker.renamed.connect(self._on_renamed)
        self.picker.deleted.connect(self._on_deleted)
        self.list_line.refresh_requested.connect(self.refresh_requested)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.import_button.clicked.connect(self._on_import_clicked)

    def _foot_button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setAutoDefault(True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _show_note(self) -> None:
        exchange = self._exchange()
        set_kind(self.note, "secondary" if exchange else "warn-small")
        self.note.say(exchange or model_list.availability_words(self._form.profile))

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

    def _on_chosen(self, key: str) -> None:
        index = model_list.preset_index(key)
        if index is not None:
            self.preset_chosen.emit(self._presets[index])
        else:
            self.model_chosen.emit(model_list.model_of(key))

    def _on_saved(self, name: str) -> None:
        self._edit((*self._presets, self._form.preset(name)))

    def _on_renamed(self, key: str, name: str) -> None:
        index = model_list.preset_index(key)
        assert index is not None
        renamed = replace(self._presets[index], name=name, key="")
        self._edit((*self._presets[:index], renamed, *self._presets[index + 1 :]))

    def _on_deleted(self, key: str) -> None:
        index = model_list.preset_index(key)
        assert index is not None
        self._edit((*self._presets[:index], *self._presets[index + 1 :]))

    def _on_export_clicked(self) -> None:
        self.picker.hide()
        self.export_requested.emit()

    def _on_import_clicked(self) -> None:
        self.picker.hide()
        self.import_requested.emit()

    def _edit(self, presets: tuple[ModelPreset, ...]) -> None:
        self._presets = presets
        self.presets_edited.emit(presets)
        self.show_form()
        self._fill_again()

    def _fill_again(self) -> None:
        self._listed = self._form.catalogue
        self.picker.refill(model_list.sections(self._form, self._presets))
