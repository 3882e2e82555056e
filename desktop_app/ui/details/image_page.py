"""The page of one picture: how it looks, how it was made, and what can be used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.care import CareChange
from desktop_app.core.likeness import Likened
from desktop_app.core.record import DEMO_MARK, ImageRecord, Kind
from desktop_app.core.record_json import to_json
from desktop_app.ui.care.care_form import CareForm
from desktop_app.ui.details.all_facts import everything_of
from desktop_app.ui.details.comparison_view import ComparisonView
from desktop_app.ui.details.differences import differences_of
from desktop_app.ui.details.fact_words import as_json, kind_words
from desktop_app.ui.details.facts import summary_of
from desktop_app.ui.details.facts_view import FactsView
from desktop_app.ui.details.fold import Fold
from desktop_app.ui.details.page import PADDING_PX, DetailsPage
from desktop_app.ui.details.preview import RING_PX, PreviewPicture
from desktop_app.ui.details.prompt_view import PromptView
from desktop_app.ui.details.stars import Stars
from desktop_app.ui.filters.likeness_menu import add_likenesses, allow
from desktop_app.ui.widgets.icon_button import IconButton
from desktop_app.ui.widgets.labels import set_kind, text_label

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.catalogue import Catalogue
    from desktop_app.ui.details.loading import LoadedImage
    from desktop_app.ui.theme.theme import Theme


class ImagePage(DetailsPage):
    """Shows one LoadedImage.

    Signals:
        opened(Path): the preview was clicked.
        prompt_used(str), seed_used(int), all_used(ImageRecord): put this into the Create panel.
        edited(Path, str): use this picture, with this UUID, as a reference.
        copied(Path), folder_wanted(Path): copy the picture; show its file.
        text_copied(str): put this text on the clipboard.
        care_changed(Path, CareChange): rating, tags, title or note of this picture are to be changed.
        search_wanted(SearchQuery): look for pictures that are like this one.
    """

    opened = Signal(object)
    prompt_used = Signal(str)
    seed_used = Signal(int)
    all_used = Signal(object)
    edited = Signal(object, str)
    copied = Signal(object)
    folder_wanted = Signal(object)
    text_copied = Signal(str)
    care_changed = Signal(object, object)
    search_wanted = Signal(object)

    def __init__(self, theme: Theme, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._catalogue = catalogue
        self._record: ImageRecord | None = None
        self._path: Path | None = None
        self.preview = PreviewPicture(theme)
        self.stars = Stars(theme)
        self.care = CareForm()
        self.mark = text_label("", "secondary")
        self.texts = PromptView(theme)
        self.differences = ComparisonView(theme)
        self.no_prompt = text_label(self.tr("Its prompt is not known."), "secondary", wrap=True)
        self.summary = FactsView(theme, self.tr("How it was made"))
        self.everything = FactsView(theme, self.tr("All details"))
        self._fill()
        self._add_actions()

    def show_image(self, loaded: LoadedImage) -> None:
        """Show another picture; the fold stays as it is."""
        record = loaded.saved.record
        is_other = self._path != loaded.saved.path
        if is_other:
            self.texts.fold()
        self._record, self._path = record, loaded.saved.path
        self.preview.set_image(loaded.image, loaded.shape)
        self.stars.set_rating(record.rating)
        self.care.show_record(record)
        for part in (self.stars, self.care):
            part.setVisible(record.kind is not Kind.SAMPLE)
        self._show_mark(record)
        self.texts.set_texts(record.prompt, record.asked.template if record.asked is not None else "")
        self.texts.setVisible(bool(record.prompt))
        self.no_prompt.setVisible(not record.prompt)
        self._show_facts()
        self._show_everything()
        self._allow(record)
        allow(self.likenesses, self._likened())
        if is_other:
            self.scroll_area.verticalScrollBar().setValue(0)

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Name models by this catalogue from now on."""
        self._catalogue = catalogue
        self._show_facts()

    def clear(self) -> None:
        """Let go of the picture that was shown."""
        self._record = self._path = None
        self.preview.set_image(QImage(), self.preview.size())

    def _fill(self) -> None:
        self.set_margins(PADDING_PX - RING_PX)
        self.column.setSpacing(4)
        self.column.addWidget(self.preview)
        self.column.addLayout(self._under_picture())
        texts = QVBoxLayout()
        texts.setContentsMargins(RING_PX, 0, RING_PX, 0)
        texts.setSpacing(12)
        texts.addWidget(self.texts)
        texts.addWidget(self.no_prompt)
        texts.addWidget(self.care)
        texts.addWidget(self.differences)
        texts.addWidget(self.summary)
        copy_all = QPushButton(self.tr("Copy all"))
        copy_all.setProperty("kind", "quiet")
        copy_all.clicked.connect(self._on_copy_all)
        self.fold = Fold(self._theme, self.tr("All details"), self.everything, copy_all)
        self.fold.toggled.connect(self._show_everything)
        texts.addWidget(self.fold)
        self.column.addLayout(texts)
        self.column.addStretch(1)
        self.preview.activated.connect(self._on_activated)
        self.stars.rated.connect(self._on_rated)
        self.care.changed.connect(self._on_care_changed)

    def _on_rated(self, rating: int) -> None:
        self.stars.set_rating(rating)
        self.care_changed.emit(self._path, CareChange(rating=rating))

    def _on_care_changed(self, change: CareChange) -> None:
        if self._path is not None:
            self.care_changed.emit(self._path, change)

    def show_copy_key(self, key: str) -> None:
        """Name the key that copies the picture, if there is one."""
        words = self.tr("Copy picture")
        self.copy_button.set_name(f"{words} ({key})" if key else words)

    def _under_picture(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(RING_PX, 0, 0, 4)
        row.setSpacing(0)
        row.addWidget(self.stars)
        row.addWidget(self.mark, 1)
        self.mark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        copy = self.copy_button = IconButton(self._theme, "copy", "")
        self.show_copy_key("Ctrl+C")
        copy.clicked.connect(self._on_copy)
        folder = IconButton(self._theme, "folder-open", self.tr("Show in folder"))
        folder.clicked.connect(self._on_folder)
        self.more = IconButton(self._theme, "ellipsis", self.tr("More actions"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        for button in (copy, folder, self.more):
            row.addWidget(button)
        self.folder_button = folder
        return row

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Copy picture")).triggered.connect(self._on_copy)
        menu.addAction(self.tr("Copy prompt")).triggered.connect(self._on_copy_prompt)
        menu.addAction(self.tr("Copy path")).triggered.connect(self._on_copy_path)
        menu.addAction(self.tr("Copy all details")).triggered.connect(self._on_copy_all)
        menu.addSeparator()
        menu.addAction(self.tr("Show in folder")).triggered.connect(self._on_folder)
        self.use_written = menu.addAction(self.tr("Use prompt as written"))
        self.use_written.triggered.connect(self._on_use_written)
        menu.addSeparator()
        self.likenesses = add_likenesses(menu, self._likened, self.search_wanted.emit)
        return menu

    def _likened(self) -> Likened | None:
        record = self._record
        if record is None or record.kind is Kind.SAMPLE:
            return None
        seed = record.asked.seed if record.asked is not None else None
        return Likened(record.uuid, record.prompt, seed, record.file.sha256)

    def _add_actions(self) -> None:
        self.use_prompt = self.add_action(self.tr("Use prompt"))
        self.use_prompt.clicked.connect(self._on_use_prompt)
        self.use_seed = self.add_action(self.tr("Use seed"))
        self.use_seed.clicked.connect(self._on_use_seed)
        self.use_all = self.add_action(self.tr("Use all"))
        self.use_all.clicked.connect(self._on_use_all)
        self.edit = self.add_action(self.tr("Edit"))
        self.edit.setToolTip(self.tr("Put this picture among the references"))
        self.edit.clicked.connect(self._on_edit)

    def _show_mark(self, record: ImageRecord) -> None:
        set_kind(self.mark, "warn-small" if record.demo else "secondary")
        origin = "" if record.kind is Kind.GENERATED else kind_words(record.kind)
        self.mark.setText(DEMO_MARK if record.demo else origin)

    def _show_facts(self) -> None:
        if self._record is not None:
            self.differences.set_differences(differences_of(self._record, self._catalogue))
            self.summary.set_facts(summary_of(self._record, self._catalogue))

    def _show_everything(self) -> None:
        if self.fold.is_open and self._record is not None and self._path is not None:
            self.everything.set_facts(everything_of(self._record, self._path))

    def _allow(self, record: ImageRecord) -> None:
        asked = record.asked
        self.use_prompt.setEnabled(bool(record.prompt))
        self.use_seed.setEnabled(asked is not None and asked.seed is not None)
        self.use_all.setEnabled(asked is not None)
        self.use_written.setVisible(asked is not None and bool(asked.template))

    def _on_activated(self) -> None:
        self.opened.emit(self._path)

    def _on_copy(self) -> None:
        self.copied.emit(self._path)

    def _on_folder(self) -> None:
        self.folder_wanted.emit(self._path)

    def _on_copy_path(self) -> None:
        self.text_copied.emit(str(self._path))

    def _on_copy_prompt(self) -> None:
        if self._record is not None:
            self.text_copied.emit(self._record.prompt)

    def _on_copy_all(self) -> None:
        if self._record is not None:
            self.text_copied.emit(as_json({"path": str(self._path), **to_json(self._record)}))

    def _on_use_prompt(self) -> None:
        if self._record is not None:
            self.prompt_used.emit(self._record.prompt)

    def _on_use_written(self) -> None:
        if self._record is not None and self._record.asked is not None:
            self.prompt_used.emit(self._record.asked.template)

    def _on_use_seed(self) -> None:
        if self._record is not None and self._record.asked is not None and self._record.asked.seed is not None:
            self.seed_used.emit(self._record.asked.seed)

    def _on_use_all(self) -> None:
        self.all_used.emit(self._record)

    def _on_edit(self) -> None:
        if self._record is not None:
            self.edited.emit(self._path, self._record.uuid)
