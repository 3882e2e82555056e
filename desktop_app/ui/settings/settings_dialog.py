"""The settings window: what is changed there applies at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_app.api.base_url import DEFAULT_BASE_URL, normalised
from desktop_app.core.errors import RequestInvalid
from desktop_app.core.settings import Settings, ThemeChoice
from desktop_app.ui.key.key_form import KeyForm
from desktop_app.ui.number_words import seconds
from desktop_app.ui.settings.budget_field import BudgetField
from desktop_app.ui.settings.folder_field import FolderField
from desktop_app.ui.settings.segment_field import SegmentField
from desktop_app.ui.settings.updates_field import UpdatesField
from desktop_app.ui.widgets.labels import set_kind, text_label

if TYPE_CHECKING:
    from desktop_app.core.errors import SfumatoError

WIDTH_PX = 480
_TITLE_BAR_PX = 64
JOB_COUNTS = (1, 2, 3, 4, 6, 8, 12, 16)
PACES_S = (0.0, 0.5, 1.0, 2.0, 5.0)
BASE_URL_VARIABLE = "TOGETHER_BASE_URL"


class _Body(QWidget):
    """What stands in the window.

    Signals:
        changed(): its parts need more or less room.
    """

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return is_handled


class SettingsDialog(QDialog):
    """Shows and changes Settings; not modal. `form` is the KeyForm to connect.

    `default_library` is the folder that an empty setting means; `base_url_override` the value of the environment
    variable, which then is shown and cannot be changed.

    Signals:
        settings_changed(Settings): a person changed something; the whole of it.
    """

    settings_changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        default_library: str,
        base_url_override: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._override = base_url_override
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        self.setMinimumWidth(WIDTH_PX)
        self.form = KeyForm()
        self.folder = FolderField(default_library)
        self.theme = SegmentField(
            self.tr("Colours"),
            (
                (ThemeChoice.SYSTEM, self.tr("As the system")),
                (ThemeChoice.DARK, self.tr("Dark")),
                (ThemeChoice.LIGHT, self.tr("Light")),
                (ThemeChoice.GREY, self.tr("Grey")),
            ),
        )
        self.base_url = QLineEdit()
        self.base_url_note = text_label("", "secondary", wrap=True)
        self.jobs = SegmentField(
            self.tr("Pictures made at the same time"), tuple((count, str(count)) for count in JOB_COUNTS)
        )
        self.notify = QCheckBox(self.tr("Tell me when the window is not in front"))
        self.sound = QCheckBox(self.tr("Play a sound"))
        self.pace = SegmentField(self._pace_title(), tuple((pace_s, self._pace_words(pace_s)) for pace_s in PACES_S))
        self.budget = BudgetField()
        self.updates = UpdatesField()
        self._body = _Body()
        self._body.changed.connect(self._on_body_changed)
        self._scroll = QScrollArea()
        self._lay_out()
        self._connect()
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere; nothing is emitted."""
        self._settings = settings
        self.folder.show_folder(settings.library_folder)
        self.theme.show_choice(settings.theme)
        self.base_url.setText(self._override or settings.base_url)
        self._say_base_url()
        self.jobs.show_choice(settings.parallel_jobs)
        self.pace.show_choice(settings.pace_s)
        self.budget.show_budget(settings.monthly_budget_usd)
        self.updates.show_wish(is_wished=settings.look_for_updates)
        for box, is_on in ((self.notify, settings.notify_when_done), (self.sound, settings.sound_when_done)):
            box.blockSignals(True)
            box.setChecked(is_on)
            box.blockSignals(False)

    def show_library_problem(self, error: SfumatoError | None) -> None:
        """Say what is wrong with the library folder, or that nothing is."""
        self.folder.show_problem(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_body_changed()

    def _on_body_changed(self) -> None:
        """Grow with sentences that come and go and wrap, as far as the screen reaches."""
        room_px = self.screen().availableSize().height() - _TITLE_BAR_PX
        self.setMinimumHeight(min(self._needed_px(), room_px))

    def _needed_px(self) -> int:
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(self.width())
        return self._column.totalSizeHint().height()

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self._body)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(20)
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._add(column, self.tr("Together AI key"), self.form)
        self._add(column, self.tr("Library folder"), self.folder)
        self._add(column, self.tr("Colours"), self.theme)
        self._add(column, self.tr("Pictures made at the same time"), self.jobs)
        self._add(column, self._pace_title(), self.pace)
        self._add(column, self.tr("Budget for a month"), self.budget)
        self.base_url.setPlaceholderText(DEFAULT_BASE_URL)
        self.base_url.setAccessibleName(self.tr("API address"))
        self.base_url.setReadOnly(bool(self._override))
        self._add(column, self.tr("When pictures are done"), self.notify, self.sound)
        self._add(column, self.tr("API address"), self.base_url, self.base_url_note)
        column.addWidget(self.updates)
        column.addStretch(1)

    def _add(self, column: QVBoxLayout, title: str, *fields: QWidget) -> None:
        group = QVBoxLayout()
        group.setSpacing(4)
        label = text_label(title, "label")
        label.setBuddy(fields[0])
        group.addWidget(label)
        for field in fields:
            group.addWidget(field)
        column.addLayout(group)

    def _connect(self) -> None:
        self.folder.chosen.connect(self._on_folder_chosen)
        self.theme.chosen.connect(self._on_theme_chosen)
        self.jobs.chosen.connect(self._on_jobs_changed)
        self.pace.chosen.connect(self._on_pace_chosen)
        self.budget.chosen.connect(self._on_budget_chosen)
        self.base_url.editingFinished.connect(self._on_base_url_edited)
        self.notify.toggled.connect(self._on_notify_toggled)
        self.updates.chosen.connect(self._on_updates_chosen)
        self.sound.toggled.connect(self._on_sound_toggled)

    def _on_folder_chosen(self, folder: str) -> None:
        self._change(library_folder=folder)

    def _on_theme_chosen(self, choice: ThemeChoice) -> None:
        self._change(theme=choice)

    def _on_jobs_changed(self, count: int) -> None:
        self._change(parallel_jobs=count)

    def _on_notify_toggled(self, is_on: bool) -> None:
        self._change(notify_when_done=is_on)

    def _on_sound_toggled(self, is_on: bool) -> None:
        self._change(sound_when_done=is_on)

    def _on_updates_chosen(self, is_wished: bool) -> None:
        self._change(look_for_updates=is_wished)

    def _on_pace_chosen(self, pace_s: float) -> None:
        self._change(pace_s=pace_s)

    def _on_budget_chosen(self, monthly_usd: float | None) -> None:
        self._change(monthly_budget_usd=monthly_usd)

    def _on_base_url_edited(self) -> None:
        text = self.base_url.text().strip()
        if self._override:
            return
        try:
            url = normalised(text) if text else ""
        except RequestInvalid:
            self._say_base_url(is_wrong=True)
            return
        self._say_base_url()
        self._change(base_url="" if url == DEFAULT_BASE_URL else url)

    def _say_base_url(self, *, is_wrong: bool = False) -> None:
        if is_wrong:
            text = self.tr("It must begin with https:// and name a server. The address before it stays in use.")
        elif self._override:
            text = self.tr("Read from {variable}. It can be changed only there.").format(variable=BASE_URL_VARIABLE)
        else:
            text = ""
        set_kind(self.base_url_note, "bad-small" if is_wrong else "secondary")
        self.base_url_note.setText(text)
        self.base_url_note.setVisible(bool(text))

    def _pace_title(self) -> str:
        return self.tr("Time between two orders to the same model")

    def _pace_words(self, pace_s: float) -> str:
        return seconds(pace_s) if pace_s else self.tr("None")

    def _change(self, **values: Any) -> None:
        changed = replace(self._settings, **values)
        if changed != self._settings:
            self._settings = changed
            self.settings_changed.emit(changed)
