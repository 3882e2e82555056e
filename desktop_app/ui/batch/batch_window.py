"""The window of batches: where the orders come from, what they are, and what all of them will cost."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch_making import BatchRules
from desktop_app.core.batches import Axis, Batch, BatchItem
from desktop_app.core.catalogue import ModelProfile
from desktop_app.core.prompt_template import Lists
from desktop_app.qt.tasks import Tasks
from desktop_app.ui.batch import batch_words
from desktop_app.ui.batch.choices_page import ChoicesPage
from desktop_app.ui.batch.file_page import FilePage
from desktop_app.ui.batch.grid_page import GridPage
from desktop_app.ui.batch.preview import LINES, Preview, PreviewLine
from desktop_app.ui.batch.recipes import Outcome, worked_out
from desktop_app.ui.batch.reckoning import Question, Reckoning
from desktop_app.ui.create import create_words
from desktop_app.ui.create.form import Form
from desktop_app.ui.create.note import Note
from desktop_app.ui.number_words import size
from desktop_app.ui.settings.segment_field import SegmentField
from desktop_app.ui.theme.theme import Theme
from desktop_app.ui.widgets.labels import frame, text_label

WIDTH_PX, HEIGHT_PX = 640, 640


class Source(Enum):
    """Where the orders of a batch come from."""

    GRID = "grid"
    FILE = "file"
    CHOICES = "choices"


class BatchWindow(QDialog):
    """Makes many orders of what is set in the Create panel; not modal. `follow` takes over what changed there.

    Signals:
        batch_ordered(object): the person orders this tuple of BatchItem.
    """

    batch_ordered = Signal(object)

    def __init__(self, theme: Theme, tasks: Tasks, form: Form, lists: Lists, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._form, self._lists = theme, tasks, form, lists
        self._is_demo = False
        self._outcome = Outcome()
        self._reckoning = Reckoning(tasks, self._question, self)
        self._offered: object = None
        self.setWindowTitle(self.tr("Batch"))
        self.setModal(False)
        self.source = SegmentField(
            self.tr("Source"),
            (
                (Source.GRID, self.tr("Grid of parameters")),
                (Source.FILE, self.tr("Prompts from a file")),
                (Source.CHOICES, self.tr("Every choice of the prompt")),
            ),
        )
        self.grid = GridPage()
        self.file = FilePage(tasks)
        self.choices = ChoicesPage(theme)
        self.seeds = SegmentField(
            self.tr("Seed"), ((False, self.tr("The same for all")), (True, self.tr("Each its own")))
        )
        self.preview = Preview(theme)
        self.count = text_label("", "label")
        self.left_out = Note("warn-small")
        self.changes = Note("secondary")
        self.sheet = QCheckBox(self.tr("Labelled sheet of the result"))
        self.order = QPushButton(batch_words.order(0, self._outcome.price, is_free=False))
        self._source = Source.GRID
        self._own_seeds = not form.seed_locked
        self._sheets = {Source.GRID: True, Source.FILE: False, Source.CHOICES: False}
        self._lay_out()
        self._connect()
        self.resize(WIDTH_PX, HEIGHT_PX)
        self.grid.columns.line.setFocus()
        self.follow()

    @property
    def batch(self) -> Batch:
        """What would be ordered now."""
        return self._outcome.batch

    @property
    def is_settled(self) -> bool:
        """Say whether what is shown is the answer to all that was changed."""
        return self._reckoning.is_settled

    def set_demo(self, is_demo: bool) -> None:
        """Order from the demo engine, which costs nothing, or from the provider."""
        self._is_demo = is_demo
        self.follow()

    def follow(self) -> None:
        """Take over what is set in the Create panel now."""
        models = (self._form.catalogue, self._form.size, self._form.references)
        if models != self._offered:
            self._offered = models
            self.grid.show_models(self._form.catalogue, self._price_of, self._form.profile.id)
        self.choices.show_prompt(self._form.prompt.strip())
        self._show_source()

    def show_source(self, source: Source) -> None:
        """Go to another source."""
        self._source = source
        self.follow()

    def submit(self) -> None:
        """Order what is shown; nothing happens while something is still being worked out, or there is nothing."""
        if self.order.isEnabled():
            # One press, one order: the next one needs an answer of its own.
            self.order.setEnabled(False)
            self.hide()
            items = self._outcome.batch.items
            if not self._sheets[self._source]:
                # What has no label is on no sheet.
                items = tuple(replace(item, label="") for item in items)
            self.batch_ordered.emit(items)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def hideEvent(self, event: QHideEvent) -> None:
        self._reckoning.stop()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        # The panel may have changed while this window was behind it.
        if event.type() == QEvent.Type.WindowActivate and self.isVisible():
            self.follow()
        return super().event(event)

    def _price_of(self, profile: ModelProfile) -> str:
        return create_words.price_each(self._form.price_of(profile))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self.source)
        for page in (self.grid, self.file, self.choices):
            column.addWidget(page)
        column.addWidget(self._seed_group())
        column.addWidget(self._preview_group(), 1)
        column.addWidget(self.sheet)
        for note in (self.left_out, self.changes):
            column.addWidget(note)
        self.order.setProperty("kind", "primary")
        self.order.setFixedHeight(44)
        self.order.setAutoDefault(False)
        column.addWidget(self.order)

    def _seed_group(self) -> QWidget:
        self._seed_box = QWidget()
        row = QVBoxLayout(self._seed_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(text_label(self.tr("Seed"), "label"))
        row.addWidget(self.seeds)
        return self._seed_box

    def _preview_group(self) -> QWidget:
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("Pictures"), "label"))
        head.addStretch(1)
        head.addWidget(self.count)
        box = frame("card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.preview)
        column.addLayout(head)
        column.addWidget(box, 1)
        return group

    def _connect(self) -> None:
        self.source.chosen.connect(self.show_source)
        self.grid.changed.connect(self._on_changed)
        self.file.changed.connect(self._on_changed)
        self.seeds.chosen.connect(self._on_seeds_chosen)
        self.sheet.clicked.connect(self._on_sheet_clicked)
        self.order.clicked.connect(self.submit)
        self._reckoning.answered.connect(self._on_answered)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.submit)

    def _show_source(self) -> None:
        self.source.show_choice(self._source)
        self.grid.setVisible(self._source is Source.GRID)
        self.file.setVisible(self._source is Source.FILE)
        self.choices.setVisible(self._source is Source.CHOICES)
        self._seed_box.setVisible(self._source is not Source.GRID)
        self.seeds.show_choice(self._own_seeds)
        self.sheet.setChecked(self._sheets[self._source])
        self._on_changed()

    def _page(self) -> GridPage | FilePage | ChoicesPage:
        pages: dict[Source, GridPage | FilePage | ChoicesPage] = {
            Source.GRID: self.grid,
            Source.FILE: self.file,
            Source.CHOICES: self.choices,
        }
        return pages[self._source]

    def _question(self) -> Question | None:
        recipe = self._page().recipe()
        if recipe is None:
            return None
        catalogue = self._form.catalogue
        names = batch_words.value_names(catalogue)
        own_seeds = self._own_seeds and self._source is not Source.GRID
        return partial(
            worked_out, recipe, self._form.wishes(), BatchRules(catalogue, self._lists, names, own_seeds=own_seeds)
        )

    def _on_seeds_chosen(self, own: bool) -> None:
        self._own_seeds = own
        self._show_source()

    def _on_sheet_clicked(self, is_on: bool) -> None:
        self._sheets[self._source] = is_on

    def _on_changed(self) -> None:
        # Until the answer is there nothing can be ordered: the price on the button has to be that of the order.
        self.order.setEnabled(False)
        if self.isVisible():
            self._reckoning.ask()

    def _on_answered(self, outcome: Outcome) -> None:
        self._outcome = outcome
        batch, price, catalogue = outcome.batch, outcome.price, self._form.catalogue
        pictures = batch.pictures
        self.order.setText(batch_words.order(pictures, price, is_free=self._is_demo))
        self.order.setEnabled(pictures > 0)
        unknown = "" if self._is_demo else batch_words.unknown_prices(price, pictures)
        self.left_out.say("\n".join(filter(None, (batch_words.left_out(batch, catalogue), unknown))))
        self.changes.say(batch_words.changes(batch, catalogue, is_seed_set=self._is_seed_set()))
        self.count.setText(batch_words.counted(len(batch.items), pictures))
        if batch.items:
            self.preview.show_lines([self._line(item) for item in batch.items[:LINES]], len(batch.items))
        else:
            self.preview.show_nothing("" if self.left_out.text() else self._page().hint)

    def _is_seed_set(self) -> bool:
        return self._form.seed_locked or (self._source is Source.GRID and self.grid.holds(Axis.SEED))

    def _line(self, item: BatchItem) -> PreviewLine:
        request = item.request
        facts = [self._form.catalogue.profile(request.model).name]
        if request.width and request.height:
            facts.append(size(request.width, request.height))
        if request.count > 1:
            facts.append(f"×{request.count}")
        return PreviewLine(item.label or request.prompt, " · ".join(facts))
